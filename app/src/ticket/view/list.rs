//! Lists, queues and the board.
use crate::promise::view::Countdown;
use domain::moment::Moment;
use domain::promise::target::Metric;
use domain::ticket::number::TicketNumber;
use domain::ticket::workflow::Way;
use domain::ticket::{Stage, TicketType};
use serde::{Deserialize, Serialize};

/// A row of a list, queue or board. What does not hold is left out on the way: pages carry dozens of rows as data, too.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TicketLine {
    /// Number.
    pub number: TicketNumber,
    /// Title.
    pub title: String,
    /// State.
    pub stage: Stage,
    /// It waits for an approval that was not given: staff decide how it goes on (E3).
    #[serde(default, skip_serializing_if = "is_false")]
    pub rests: bool,
    /// Since when it is in this state.
    pub since: Moment,
    /// Class code, where classified.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub class: Option<String>,
    /// Code of the priority, where it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub priority: Option<String>,
    /// Ticket type.
    pub kind: TicketType,
    /// For staff only (C6).
    #[serde(default, skip_serializing_if = "is_false")]
    pub internal: bool,
    /// Organisation's name; `None` while not assigned.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub organisation: Option<String>,
    /// Who is responsible.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub assignee: Option<String>,
    /// Which team has it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub team: Option<String>,
    /// Opened.
    pub opened: Moment,
    /// Last change.
    pub changed: Moment,
    /// Promised for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<Moment>,
    /// What is promised for then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub metric: Option<Metric>,
    /// Open time until then; in queues.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub left: Option<Countdown>,
    /// Nothing runs, but something is still to be kept once the clock goes on.
    #[serde(default, skip_serializing_if = "is_false")]
    pub paused: bool,
    /// The customer objected to the last result (C4).
    #[serde(default, skip_serializing_if = "is_false")]
    pub objected: bool,
    /// Version, for live updates.
    pub version: i64,
}

#[allow(clippy::trivially_copy_pass_by_ref)] // as serde calls it
const fn is_false(value: &bool) -> bool {
    !*value
}

/// One page of a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TicketList {
    /// Rows.
    pub lines: Vec<TicketLine>,
    /// How many there are in all, counted up to one more than [`MOST_COUNTED`].
    pub total: u32,
    /// Value of `after` for the next page.
    pub next: Option<String>,
    /// When this was read.
    pub now: Moment,
}

/// Lists count no further than this; beyond it they say "more than".
pub const MOST_COUNTED: u32 = 1000;
/// Rows of a page.
pub const PAGE: usize = 25;

/// Which queue of staff.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum QueueName {
    /// New and not yet triaged.
    #[default]
    Inbox,
    /// Where the reader is responsible.
    Mine,
    /// Of the reader's teams.
    Team,
    /// All open ones.
    All,
}

impl QueueName {
    /// All queues in the order of their tabs.
    pub const ALL: [Self; 4] = [Self::Inbox, Self::Mine, Self::Team, Self::All];

    /// The code in addresses.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Inbox => "inbox",
            Self::Mine => "mine",
            Self::Team => "team",
            Self::All => "all",
        }
    }
}

/// Numbers beside the navigation.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counters {
    /// Customers: tickets waiting for them. Staff: their own open ones.
    pub mine: u32,
    /// Staff: not yet triaged.
    pub inbox: u32,
    /// Staff: of their teams.
    pub team: u32,
    /// Who decides about mail: those that wait for it.
    pub mails: u32,
    /// The same people: letters of which nobody knows whether they arrived, those that lately did not, where no ticket tells it, and
    /// those that wait while the mail server takes none.
    pub letters: u32,
}

/// A column of the board.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Column {
    /// State.
    pub stage: Stage,
    /// How many are in it, counted up to one more than [`MOST_COUNTED`].
    pub total: u32,
    /// The first ones in queue order.
    pub lines: Vec<TicketLine>,
    /// Where this reader may move its cards ([`domain::ticket::workflow::Workflow::ways`]).
    pub ways: Vec<Way>,
}

/// The board.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Board {
    /// Columns in the workflow's order; open states only.
    pub columns: Vec<Column>,
    /// When this was read.
    pub now: Moment,
}
