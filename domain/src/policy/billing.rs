//! What the company's invoices and other papers say of itself (G2): who asks for money, how its letters look, until when is paid.
use super::Policy;
use super::wrong::{Found, WrongPart};
use crate::billing::datev::books::Books;
use crate::billing::rules::Rules;
use crate::invoice::check::Why;
use crate::invoice::party::Seller;
use crate::lang::Lang;
use crate::vat::Vat;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::ops::RangeInclusive;

/// Days for paying that make sense; among companies 60 at most may be asked for (§ 271a BGB).
pub const DUE_DAYS: RangeInclusive<u16> = 0..=60;
/// Most characters of a text above or below the lines.
pub const LONGEST_TEXT: usize = 1_000;

/// Terms and texts of invoices, and the company that writes them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Billing {
    /// Days for paying, from the day of issue on.
    #[serde(default = "usual_days")]
    pub due_days: u16,
    /// A small business charges no tax (§ 19 UStG).
    #[serde(default)]
    pub small_business: bool,
    /// German sentences above the lines; empty for the usual ones.
    #[serde(default)]
    pub intro_de: String,
    /// English ones.
    #[serde(default)]
    pub intro_en: String,
    /// German sentences at the end; empty for the usual ones.
    #[serde(default)]
    pub closing_de: String,
    /// English ones.
    #[serde(default)]
    pub closing_en: String,
    /// The company as its letters name it; `None` until it was entered, and no invoice is issued before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seller: Option<Seller>,
    /// How work becomes invoices: numbers, rounding, monthly drafts, reminders.
    #[serde(default)]
    pub rules: Rules,
    /// The tax adviser's books; `None` where bookings are not handed over.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub datev: Option<Books>,
}

impl Default for Billing {
    fn default() -> Self {
        Self {
            due_days: usual_days(),
            small_business: false,
            intro_de: String::new(),
            intro_en: String::new(),
            closing_de: String::new(),
            closing_en: String::new(),
            seller: None,
            rules: Rules::default(),
            datev: None,
        }
    }
}

const fn usual_days() -> u16 {
    14
}

impl Billing {
    /// The last day for paying what is issued on a day (BT-9), after the days that were agreed with who pays, else the company's;
    /// the day itself where the calendar ends.
    pub fn due_on(&self, issued_on: Date, agreed: Option<u16>) -> Date {
        let days = agreed.unwrap_or(self.due_days);
        issued_on.checked_add(jiff::Span::new().days(days)).unwrap_or(issued_on)
    }

    /// Its own sentences above the lines; empty for the usual ones.
    pub fn intro(&self, lang: Lang) -> &str {
        match lang {
            Lang::De => &self.intro_de,
            Lang::En => &self.intro_en,
        }
    }

    /// Its own sentences at the end; empty for the usual ones.
    pub fn closing(&self, lang: Lang) -> &str {
        match lang {
            Lang::De => &self.closing_de,
            Lang::En => &self.closing_en,
        }
    }

    /// How its services are taxed where nothing else is agreed.
    pub const fn usual_vat(&self) -> Vat {
        if self.small_business { Vat::SmallBusiness } else { Vat::Standard }
    }
}

impl Policy {
    /// What of it cannot be written on an invoice.
    pub(super) fn check_billing(&self, found: &mut Found) {
        let billing = &self.billing;
        if !DUE_DAYS.contains(&billing.due_days) {
            found.range("billing", "due_days", (*DUE_DAYS.start()).into(), (*DUE_DAYS.end()).into());
        }
        for text in [&billing.intro_de, &billing.intro_en, &billing.closing_de, &billing.closing_en] {
            found.text("billing", text, LONGEST_TEXT);
        }
        for (field, min, max) in billing.rules.wrong() {
            found.range("billing", field, min, max);
        }
        for (field, min, max) in billing.datev.iter().flat_map(Books::wrong) {
            found.range("datev", field, min, max);
        }
        if !billing.rules.has_readable_series() {
            found.add("billing", WrongPart::Prefix);
        }
        if billing.seller.as_ref().is_some_and(|seller| seller.bank.iban.is_empty()) {
            found.add("seller · bank · iban", WrongPart::Seller(Why::Missing));
        }
        for wrong in billing.seller.iter().flat_map(Seller::wrong) {
            let place = format!("seller · {}", wrong.place.replace('.', " · "));
            found.add(place.trim_end_matches(" · "), WrongPart::Seller(wrong.why));
        }
    }
}
