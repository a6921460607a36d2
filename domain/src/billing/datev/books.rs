//! The books that a company's tax adviser keeps with DATEV: who they are, and which accounts they have. Part of the configuration.
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::ops::RangeInclusive;

/// Numbers of advisers.
pub const CONSULTANTS: RangeInclusive<u32> = 1_001..=9_999_999;
/// Numbers of an adviser's clients.
pub const CLIENTS: RangeInclusive<u32> = 1..=99_999;
/// Months in which a financial year begins.
pub const MONTHS: RangeInclusive<u8> = 1..=12;
/// Digits of accounts; those of customers have one more.
pub const LENGTHS: RangeInclusive<u8> = 4..=8;

/// The books.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Books {
    /// The adviser's number (Beraternummer).
    pub consultant: u32,
    /// The company's number there (Mandantennummer).
    pub client: u32,
    /// The month in which its financial year begins.
    #[serde(default = "january")]
    pub year_begins: u8,
    /// Digits of accounts (Sachkontenlänge).
    #[serde(default = "shortest")]
    pub account_length: u8,
    /// Its chart of accounts.
    #[serde(default)]
    pub chart: Chart,
    /// The account of customers that have none of their own begins to count here; 0 for the usual 10000.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub debtors: u64,
    /// The day of the service is handed over as well (Leistungsdatum), so that its tax falls into the month of the service; the books
    /// must be set so, too.
    #[serde(default, skip_serializing_if = "is_no")]
    pub service_days: bool,
    /// Accounts of revenue where they are not the chart's.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub accounts: BTreeMap<Revenue, u64>,
}

#[allow(clippy::trivially_copy_pass_by_ref)] // serde asks for it
const fn is_zero(account: &u64) -> bool {
    *account == 0
}

#[allow(clippy::trivially_copy_pass_by_ref)] // serde asks for it
const fn is_no(yes: &bool) -> bool {
    !*yes
}

const fn january() -> u8 {
    1
}

const fn shortest() -> u8 {
    *LENGTHS.start()
}

/// A chart of accounts (Standardkontenrahmen).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Chart {
    /// SKR 03.
    #[default]
    Skr03,
    /// SKR 04.
    Skr04,
}

impl Chart {
    /// All of them.
    pub const ALL: [Self; 2] = [Self::Skr03, Self::Skr04];

    /// As the header of a batch names it.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Skr03 => "03",
            Self::Skr04 => "04",
        }
    }
}

/// Revenue by how it is taxed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Revenue {
    /// 19 %.
    Standard,
    /// 7 %.
    Reduced,
    /// 0 % (§ 12 Abs. 3 UStG).
    Zero,
    /// The customer owes the tax (§ 13b UStG).
    ReverseCharge,
    /// Services that another state of the union taxes at the customer (§ 3a Abs. 2 UStG, summary of supplies).
    Union,
    /// Services that a state outside of the union taxes.
    Abroad,
    /// No tax (§ 19 UStG).
    SmallBusiness,
}

impl Revenue {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::Standard,
        Self::Reduced,
        Self::Zero,
        Self::ReverseCharge,
        Self::Union,
        Self::Abroad,
        Self::SmallBusiness,
    ];

    /// Its code in forms.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Standard => "standard",
            Self::Reduced => "reduced",
            Self::Zero => "zero",
            Self::ReverseCharge => "reverse_charge",
            Self::Union => "union",
            Self::Abroad => "abroad",
            Self::SmallBusiness => "small_business",
        }
    }

    /// The account of four digits that a chart has for it.
    pub const fn account(self, chart: Chart) -> u64 {
        match (self, chart) {
            (Self::Standard, Chart::Skr03) => 8400,
            (Self::Standard, Chart::Skr04) => 4400,
            (Self::Reduced, Chart::Skr03) => 8300,
            (Self::Reduced, Chart::Skr04) => 4300,
            (Self::Zero, Chart::Skr03) => 8290,
            (Self::Zero, Chart::Skr04) => 4290,
            (Self::ReverseCharge, Chart::Skr03) => 8337,
            (Self::ReverseCharge, Chart::Skr04) => 4337,
            (Self::Union, Chart::Skr03) => 8336,
            (Self::Union, Chart::Skr04) => 4336,
            (Self::Abroad, Chart::Skr03) => 8338,
            (Self::Abroad, Chart::Skr04) => 4338,
            (Self::SmallBusiness, Chart::Skr03) => 8195,
            (Self::SmallBusiness, Chart::Skr04) => 4185,
        }
    }
}

impl Books {
    /// The account of revenue, in the length of these books.
    pub fn account(&self, revenue: Revenue) -> u64 {
        let own = self.accounts.get(&revenue).copied();
        own.unwrap_or_else(|| self.lengthened(revenue.account(self.chart)))
    }

    /// The account of a customer: its customer number where that is one, else counted by `organisation`.
    pub fn debtor(&self, customer_number: &str, organisation: i64) -> u64 {
        let own = customer_number.trim().parse::<u64>().ok().filter(|number| self.is_debtor(*number));
        let first = if self.debtors > 0 { self.debtors } else { self.lengthened(10_000) };
        own.unwrap_or_else(|| first + u64::try_from(organisation).unwrap_or_default())
    }

    /// Whether it is an account for customers: one digit longer than others, and below those of suppliers.
    pub fn is_debtor(&self, account: u64) -> bool {
        (self.lengthened(10_000)..self.lengthened(70_000)).contains(&account)
    }

    /// An account of four digits, or of a customer's five, in the length of these books.
    fn lengthened(&self, account: u64) -> u64 {
        let more = self.account_length.clamp(*LENGTHS.start(), *LENGTHS.end()) - LENGTHS.start();
        account * 10_u64.pow(more.into())
    }

    /// The fields that make no sense, with what would: least and most.
    pub fn wrong(&self) -> Vec<(&'static str, u32, u32)> {
        let mut wrong = Vec::new();
        let mut within = |field, value: u32, least: u32, most: u32| {
            if !(least..=most).contains(&value) {
                wrong.push((field, least, most));
            }
        };
        within("consultant", self.consultant, *CONSULTANTS.start(), *CONSULTANTS.end());
        within("client", self.client, *CLIENTS.start(), *CLIENTS.end());
        within("year_begins", self.year_begins.into(), (*MONTHS.start()).into(), (*MONTHS.end()).into());
        within(
            "account_length",
            self.account_length.into(),
            (*LENGTHS.start()).into(),
            (*LENGTHS.end()).into(),
        );
        let top = |account: u64| u32::try_from(account).unwrap_or(u32::MAX);
        if self.debtors > 0 && !self.is_debtor(self.debtors) {
            wrong.push(("debtors", top(self.lengthened(10_000)), top(self.lengthened(70_000) - 1)));
        }
        let (least, most) = (self.lengthened(1_000), self.lengthened(10_000) - 1);
        for (revenue, own) in &self.accounts {
            if !(least..=most).contains(own) {
                wrong.push((revenue.code(), top(least), top(most)));
            }
        }
        wrong
    }
}
