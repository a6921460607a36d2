//! Work that a package pays for.
use crate::id::EffortId;
use crate::package::Posting;
use crate::package::terms::Charge;
use jiff::civil::Date;

/// Work to be paid with hours.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Work {
    /// Which.
    pub effort: EffortId,
    /// How it counts.
    pub charge: Charge,
    /// On which day: what was worked across midnight is booked as the work of each day, which may be of two cycles.
    pub day: Date,
}

/// Work that was paid, and what it drew.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paid {
    /// The work.
    pub work: Work,
    /// What it drew so far; postings of one kind and cycle may be added up.
    pub drawn: Vec<Posting>,
}
