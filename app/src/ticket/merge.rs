//! Merging and splitting (C7), as staff see it.
use crate::error::AppError;
use domain::effort::Effort;
use domain::id::EffortId;
use domain::input::Reason;
use domain::moment::Moment;
use domain::ticket::Stage;
use domain::ticket::merge::NoMerge;
use domain::ticket::number::TicketNumber;
use domain::ticket::split::NoSplit;
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
    /// What was asked for was not released: it rests.
    pub rests: bool,
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
    /// Why that cannot be undone here; nothing where it can.
    pub stays: Option<NoMerge>,
}

/// A ticket that was split off the one that is shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SplitView {
    /// Its number.
    pub number: TicketNumber,
    /// The entry that tells of it.
    pub entry: i64,
    /// Why that cannot be taken back; nothing where it can.
    pub stays: Option<NoSplit>,
}

/// Booked time that can go along with what is split off, or has to stay.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GoingTime {
    /// Which.
    pub id: EffortId,
    /// How often it was corrected; sent along, so that nobody moves what they did not see.
    pub version: i64,
    /// Whose, by name.
    pub whose: String,
    /// What was booked.
    pub effort: Effort,
    /// The name of its activity, in the reader's language.
    pub activity: String,
    /// Why it stays.
    pub stays: Option<NoSplit>,
}

impl GoingTime {
    /// What its box sends; read by [`seen_times`].
    pub fn value(&self) -> String {
        format!("{}-{}", self.id.0, self.version)
    }
}

/// Who wrote messages that can be split off, and what follows where one of them is the first of those that are.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SplitWriter {
    /// Who wrote, by name.
    pub by: String,
    /// The author of the new ticket, by name.
    pub author: String,
    /// Where the new ticket is acknowledged; `None` where it is not.
    pub email: Option<String>,
    /// They have nothing to do with the ticket's customer.
    pub stranger: bool,
}

/// The times that were chosen, each with the version that was seen.
pub fn seen_times(chosen: &[String]) -> Result<Vec<(EffortId, i64)>, AppError> {
    let read = |text: &String| {
        let (id, version) = text.split_once('-')?;
        Some((EffortId(id.parse().ok()?), version.parse::<i64>().ok()?))
    };
    let times = chosen.iter().map(read);
    times.map(|time| time.ok_or_else(|| AppError::field("times", Reason::NotAChoice))).collect()
}

/// Messages to be taken out into a ticket of their own, with the time that goes along.
#[derive(Clone, Debug)]
pub struct Split {
    /// From which ticket.
    pub number: TicketNumber,
    /// Title of the new one.
    pub title: String,
    /// Ids of their entries.
    pub entries: Vec<i64>,
    /// Booked times, each with the version that was seen.
    pub times: Vec<(EffortId, i64)>,
    /// It stays with the customer, also where who wrote the first message has nothing to do with them.
    pub keep: bool,
}
