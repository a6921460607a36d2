//! Hour packages (E4): hours that a plan grants for each cycle, kept in a ledger that only grows.
//!
//! Everything about time and money has one order (pitfalls "Time, money, packages"): raw time → rounding → minimum → rate →
//! factor → package draw → discount → tax. Of these [`terms`] knows rounding, minimum and factor, [`ledger`] the draw; the
//! discount is the plan's ([`crate::policy::plan::Plan::monthly_fee`]).
pub mod cycle;
pub mod forecast;
pub mod ledger;
pub mod pool;
pub mod terms;
pub mod work;

use crate::id::EffortId;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// What a posting does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// The plan's hours of a cycle, at its beginning.
    Grant,
    /// The plan's hours of a later cycle, usable early because of an agreement: it takes the place of that cycle's grant.
    Pooling,
    /// Hours that staff add or take, with a reason.
    Correction,
    /// Work that was paid with hours of the package.
    Use,
    /// Hours that nobody used until their last day.
    Expiry,
    /// Work that no hours were left for: billed separately, and no part of the balance.
    Overage,
}

impl Kind {
    /// All of them.
    pub const ALL: [Self; 6] =
        [Self::Grant, Self::Pooling, Self::Correction, Self::Use, Self::Expiry, Self::Overage];

    /// Its code in the database and in addresses.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Grant => "grant",
            Self::Pooling => "pooling",
            Self::Correction => "correction",
            Self::Use => "use",
            Self::Expiry => "expiry",
            Self::Overage => "overage",
        }
    }

    /// The one of a code.
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// One line of a ledger. It never changes: what turns out wrong is posted back, with the same kind and the other sign.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Posting {
    /// What it does.
    pub kind: Kind,
    /// Minutes, as they change the balance: what comes is above zero, what goes below. Overage is above zero.
    pub minutes: i64,
    /// The cycle to whose hours it belongs, counted from 0.
    pub cycle: u32,
    /// Last day of these hours, as it was when this was posted.
    pub expires: Date,
    /// The work that it comes from.
    pub effort: Option<EffortId>,
}

impl Posting {
    /// By how many minutes it changes the balance. Overage is billed beside the package and changes nothing.
    pub const fn change(&self) -> i64 {
        match self.kind {
            Kind::Overage => 0,
            Kind::Grant | Kind::Pooling | Kind::Correction | Kind::Use | Kind::Expiry => self.minutes,
        }
    }

    /// Whether it takes back what was posted before.
    pub const fn takes_back(&self) -> bool {
        match self.kind {
            Kind::Use | Kind::Expiry => self.minutes > 0,
            Kind::Overage => self.minutes < 0,
            Kind::Grant | Kind::Pooling | Kind::Correction => false,
        }
    }
}

/// What the postings of one cycle's hours add up to, in minutes; nothing here is below zero.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Totals {
    /// What came: grants, pooling, corrections.
    pub granted: i64,
    /// What was used.
    pub used: i64,
    /// What expired.
    pub expired: i64,
    /// What went beyond, in work of this cycle.
    pub overage: i64,
}

impl Totals {
    /// With one more posting. Sums do not know an order.
    pub const fn add(&mut self, posting: &Posting) {
        match posting.kind {
            Kind::Grant | Kind::Pooling | Kind::Correction => self.granted += posting.minutes,
            Kind::Use => self.used -= posting.minutes,
            Kind::Expiry => self.expired -= posting.minutes,
            Kind::Overage => self.overage += posting.minutes,
        }
    }

    /// What of it is left.
    pub const fn left(&self) -> i64 {
        self.granted - self.used - self.expired
    }
}
