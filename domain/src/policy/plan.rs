//! Plans (D4): what a customer has bought, and what follows from it.
use crate::lang::Lang;
use crate::package::terms::Terms;
use crate::ticket::ClassKind;
use jiff::ToSpan as _;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// A plan. A customer without one is served all the same.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Plan {
    /// Code, stable.
    pub code: String,
    /// German name.
    pub de: String,
    /// English name.
    pub en: String,
    /// German sentence about it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub help_de: String,
    /// English sentence about it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub help_en: String,
    /// Whether its customers come before those without a plan in queues (C11).
    #[serde(default)]
    pub first: bool,
    /// By which calendar its promises count; `None` takes the company's first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub calendar: Option<String>,
    /// What it contains.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub entitlements: Vec<Entitlement>,
    /// Kinds of concerns whose work the fee covers (D4).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub covers: Vec<ClassKind>,
    /// Fee a month in cents, before tax.
    #[serde(default)]
    pub fee_cents: i64,
    /// Hours a month that are included.
    #[serde(default)]
    pub hours: u32,
    /// Shortest term in months.
    #[serde(default)]
    pub term_months: u16,
    /// Discount in percent for a term of at least [`DISCOUNTED_TERM`] months.
    #[serde(default)]
    pub discount_percent: u8,
    /// What is agreed about its hours (E4).
    #[serde(default, skip_serializing_if = "is_usual")]
    pub package: Terms,
}

/// From how many months on a term has the discount (D4).
pub const DISCOUNTED_TERM: u16 = 12;

fn is_usual(terms: &Terms) -> bool {
    *terms == Terms::default()
}

/// What a plan can contain (D4).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Entitlement {
    /// A person takes requests in during opening hours.
    PersonalIntake,
    /// The portal around the clock.
    Portal,
    /// Questions about the content management system.
    CmsQuestions,
    /// The knowledge base.
    KnowledgeBase,
    /// Access to experts.
    Experts,
    /// Exchange with the hosting company.
    HosterExchange,
    /// A development and test server.
    TestServer,
    /// Minor updates.
    MinorUpdates,
    /// The standard report.
    StandardReport,
    /// The detailed report.
    DetailedReport,
    /// An account manager plans each month.
    AccountManager,
    /// Reports of outages with their own promise.
    OutageLane,
}

impl Entitlement {
    /// All of them.
    pub const ALL: [Self; 12] = [
        Self::PersonalIntake,
        Self::Portal,
        Self::CmsQuestions,
        Self::KnowledgeBase,
        Self::Experts,
        Self::HosterExchange,
        Self::TestServer,
        Self::MinorUpdates,
        Self::StandardReport,
        Self::DetailedReport,
        Self::AccountManager,
        Self::OutageLane,
    ];
}

/// The last day of a term of so many months from a day on; `None` where none is agreed.
pub fn last_of_term(from: Date, months: u16) -> Option<Date> {
    let after = from.checked_add(i64::from(months).months()).ok()?;
    after.yesterday().ok().filter(|last| from <= *last)
}

impl Plan {
    /// Its name.
    pub fn name(&self, lang: Lang) -> &str {
        match lang {
            Lang::De => &self.de,
            Lang::En => &self.en,
        }
    }

    /// The minutes that it grants for a cycle; 0 where it is no package.
    pub fn cycle_minutes(&self) -> i64 {
        i64::from(self.hours) * 60
    }

    /// The discount in percent that a contract of this many months has.
    pub const fn discount(&self, term_months: u16) -> u8 {
        if term_months >= DISCOUNTED_TERM { self.discount_percent } else { 0 }
    }

    /// The fee of a month under a contract of this many months, in cents before tax; half a cent goes up.
    pub fn monthly_fee(&self, term_months: u16) -> i64 {
        (self.fee_cents * (100 - i64::from(self.discount(term_months))) + 50) / 100
    }
}

/// A plan that an organisation has, from a day on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contract {
    /// Plan, by code.
    pub plan: String,
    /// First day.
    pub from: Date,
    /// Last day; `None` for no end.
    pub to: Option<Date>,
}

impl Contract {
    /// Whether it is in force on a day.
    pub fn holds_on(&self, day: Date) -> bool {
        self.from <= day && self.to.is_none_or(|to| day <= to)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_term_ends_the_day_before_its_months_are_over() {
        let last = |months| last_of_term(date(2026, 12, 1), months);
        assert_eq!([last(0), last(1), last(3)], [None, Some(date(2026, 12, 31)), Some(date(2027, 2, 28))]);
    }

    #[test]
    fn a_year_has_its_discount() {
        let mut policy: crate::policy::Policy =
            toml::from_str(include_str!("../../../presets/support-packages.toml")).unwrap();
        let plan = policy.plans.remove(0);
        let fees: Vec<i64> = [0, 11, 12, 24].into_iter().map(|term| plan.monthly_fee(term)).collect();
        assert_eq!(fees, [52_500, 52_500, 47_250, 47_250]);
        let odd = Plan { fee_cents: 105, ..plan };
        assert_eq!(odd.monthly_fee(12), 95, "94.5 cents go up");
    }
}
