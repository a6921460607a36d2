//! Plans (D4): what a customer has bought, and what follows from it.
use crate::lang::Lang;
use crate::ticket::ClassKind;
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
    /// Discount in percent for a term of at least 12 months.
    #[serde(default)]
    pub discount_percent: u8,
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

impl Plan {
    /// Its name.
    pub fn name(&self, lang: Lang) -> &str {
        match lang {
            Lang::De => &self.de,
            Lang::En => &self.en,
        }
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
