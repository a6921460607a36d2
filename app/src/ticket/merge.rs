//! Merging and splitting (C7), as staff see it.
use domain::moment::Moment;
use domain::ticket::Stage;
use domain::ticket::number::TicketNumber;
use serde::{Deserialize, Serialize};

/// What a merge would bring about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Preview {
    /// The ticket that remains.
    pub into: TicketNumber,
    /// Its title.
    pub title: String,
    /// Its state.
    pub stage: Stage,
    /// Who would take part in it and does not yet.
    pub joins: Vec<String>,
    /// How many messages and notes would come.
    pub messages: u32,
    /// How many documents.
    pub documents: u32,
    /// How many minutes of time.
    pub minutes: u32,
    /// By when the first promise of either runs: it stays.
    pub due: Option<Moment>,
}

/// A ticket that leads to the one that is shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MergedView {
    /// Its number.
    pub number: TicketNumber,
    /// Its title.
    pub title: String,
    /// Since when.
    pub at: Moment,
    /// Whether that can be undone here.
    pub undo: bool,
}

/// Messages to be taken out into a ticket of their own.
#[derive(Clone, Debug)]
pub struct Split {
    /// From which ticket.
    pub number: TicketNumber,
    /// Title of the new one.
    pub title: String,
    /// Ids of their entries.
    pub entries: Vec<i64>,
}
