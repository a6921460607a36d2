//! Services that were billed, as their readers see them.
use super::Chain;
use crate::ticket::view::Choice;
use domain::id::OrganisationId;
use domain::invoice::Kind;
use domain::invoice::line::Line;
use domain::moment::Moment;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// A service that was billed, or given back by a credit note.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServiceRow {
    /// By what its document is named.
    pub invoice: String,
    /// What that is.
    pub kind: Kind,
    /// When that was issued.
    pub issued: Date,
    /// First day of its services.
    pub from: Option<Date>,
    /// Last day of its services.
    pub to: Option<Date>,
    /// Whose.
    pub organisation: String,
    /// What stands on the document.
    pub line: Line,
    /// The factor of its work in percent.
    pub factor_percent: Option<u16>,
    /// What it comes from.
    pub chain: Chain,
}

impl ServiceRow {
    /// An amount or a time of its line as it counts: what is given back counts below zero.
    pub const fn counted(&self, amount: i64) -> i64 {
        self.kind.counted(amount)
    }

    /// What it comes to before tax, in cents.
    pub const fn net_cents(&self) -> i64 {
        self.counted(self.line.net_cents())
    }
}

/// Services that were billed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Services {
    /// Rows, the newest first.
    pub rows: Vec<ServiceRow>,
    /// How many there are, shown or not.
    pub count: u64,
    /// Minutes of work by the hour on all of them.
    pub minutes: i64,
    /// What all of them come to before tax, in cents.
    pub net: i64,
    /// What was taken off their documents as a whole, in cents; 0 where single lines of documents are found.
    pub off: i64,
    /// There are more than are shown.
    pub more: bool,
    /// Organisations by which it can be narrowed.
    pub organisations: Vec<Choice<OrganisationId>>,
    /// Projects by which it can be narrowed.
    pub projects: Vec<String>,
    /// When it was read.
    pub now: Moment,
}
