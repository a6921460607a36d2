//! Read models of the configuration.
use crate::promise::view::PromiseView;
use domain::id::OrganisationId;
use domain::input::FieldError;
use domain::moment::Moment;
use domain::policy::Policy;
use domain::promise::target::Metric;
use domain::ticket::number::TicketNumber;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// The support policy in a version (D11).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PolicyView {
    /// Its number; of the one in force where it is a draft.
    pub version: i64,
    /// It is the reader's draft and not in force.
    pub draft: bool,
    /// In force since.
    pub since: Moment,
    /// In force until, where a later one took its place.
    pub until: Option<Moment>,
    /// What it says. Customers get no escalations.
    pub policy: Policy,
    /// Years whose holidays are told: this one and the next, of an old version those in which it was in force.
    pub years: Vec<i16>,
    /// Public holidays of these years, by calendar code.
    pub holidays: Vec<(String, Vec<HolidayLine>)>,
    /// Names of customers, for staff: some openings are agreed with one of them.
    pub customers: Vec<(OrganisationId, String)>,
    /// Codes of the reader's own plans.
    pub own_plans: Vec<String>,
    /// All versions, newest first; notes and names for staff only.
    pub editions: Vec<EditionLine>,
    /// Answer to what was asked in the address.
    pub answer: Option<Answer>,
    /// What of the question cannot be read.
    pub wrong: Option<FieldError>,
    /// When this was read.
    pub now: Moment,
}

/// A public holiday.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HolidayLine {
    /// The day.
    pub day: Date,
    /// German name.
    pub de: String,
    /// English name.
    pub en: String,
}

/// A version of the configuration.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EditionLine {
    /// Its number.
    pub version: i64,
    /// In force since.
    pub since: Moment,
    /// Who published it; empty for the first.
    pub by: String,
    /// Why.
    pub note: String,
}

/// When a ticket of a kind, received at a moment, would be due.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// The moment it was asked for.
    pub received: Moment,
    /// What is promised then; nothing where nothing is.
    pub promises: Vec<PromiseView>,
}

/// The draft of a new version.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DraftView {
    /// What it says.
    pub policy: Policy,
    /// Whether it differs from what is in force.
    pub changed: bool,
    /// The version it began with; another one may have been published meanwhile.
    pub based_on: i64,
    /// The version in force.
    pub current: i64,
    /// The draft's number: it changes whenever the draft does, and is sent along with each change.
    pub seen: i64,
    /// Places that must be mended before it can be published.
    pub wrong: Vec<domain::policy::WrongPolicy>,
    /// All versions, newest first.
    pub editions: Vec<EditionLine>,
    /// Customers, by name.
    pub customers: Vec<(OrganisationId, String)>,
    /// Codes of all places whose holidays are known.
    pub places: Vec<String>,
    /// What differs from what is in force, where moves were asked for.
    pub changes: Vec<ChangeLine>,
    /// Promises change, but texts that may name their times do not.
    pub may_tell_old_times: bool,
    /// What goes though it is in use, where moves were asked for.
    pub lost: Vec<LostLine>,
    /// Which due times would move, where that was asked.
    pub moves: Option<Moves>,
    /// When this was read.
    pub now: Moment,
}

/// Who names a word of the configuration.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum UsedBy {
    /// Open tickets carry it.
    Tickets,
    /// Contracts that have not ended.
    Contracts,
    /// Mailboxes give it to their tickets.
    Mailboxes,
}

/// A class, priority or plan that goes though it is in use.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LostLine {
    /// Its name in the reader's language.
    pub name: String,
    /// Who names it.
    pub used_by: UsedBy,
    /// How many do.
    pub count: u64,
}

/// A place of the configuration that differs, as the file calls it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangeLine {
    /// Where.
    pub place: String,
    /// Before; `None` where it was not there.
    pub from: Option<String>,
    /// After; `None` where it goes.
    pub to: Option<String>,
}

/// Open tickets whose due times would move (D10).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Moves {
    /// How many tickets.
    pub total: u32,
    /// How many open tickets there are.
    pub open: u32,
    /// How many due times would be missed already.
    pub missed: u32,
    /// The first of them; those that would be missed already before the others.
    pub lines: Vec<MoveLine>,
}

/// A due time that would move.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MoveLine {
    /// Ticket.
    pub number: TicketNumber,
    /// Its title.
    pub title: String,
    /// What is promised.
    pub metric: Metric,
    /// By when now; `None` where nothing is promised yet.
    pub from: Option<Moment>,
    /// By when then; `None` where nothing would be promised any more.
    pub to: Option<Moment>,
    /// It would be missed at once.
    pub missed: bool,
}

/// Most moved due times that are listed.
pub const MOST_MOVES: usize = 50;
