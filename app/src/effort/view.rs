//! Read models of time. Only staff ever receive them (pitfalls "Rights and files").
use crate::approval::view::MeterView;
use crate::ticket::view::Choice;
use domain::effort::Effort;
use domain::effort::fixed::FixedPrice;
use domain::effort::gate::Level;
use domain::effort::timer::Timer;
use domain::id::{EffortId, PersonId};
use domain::moment::Moment;
use domain::ticket::number::TicketNumber;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// Time that somebody booked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EffortLine {
    /// Id.
    pub id: EffortId,
    /// Whose time.
    pub whose: String,
    /// What was booked.
    pub effort: Effort,
    /// How often it was corrected; sent along with a correction.
    pub version: i64,
    /// Whether the reader may correct it.
    pub mine: bool,
}

/// A ticket's time.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct EffortView {
    /// In the order of days.
    pub lines: Vec<EffortLine>,
    /// The reader's own timer here.
    pub timer: Option<Timer>,
    /// How far it is at the gate; `None` where there is none (E3).
    pub meter: Option<MeterView>,
    /// Why it costs nothing by the hour; `None` where it does.
    pub fixed: Option<FixedPrice>,
    /// Whether the reader may book here.
    pub may_book: bool,
    /// The activity that the reader booked last.
    pub usual: Option<String>,
    /// Today in the company's zone.
    pub today: Date,
}

impl EffortView {
    /// All minutes.
    pub fn total(&self) -> u32 {
        self.lines.iter().map(|line| line.effort.minutes).sum()
    }
}

/// A timer with its ticket.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TimerView {
    /// Which ticket.
    pub number: TicketNumber,
    /// Its title.
    pub title: String,
    /// The timer.
    pub timer: Timer,
    /// While it runs: how close the effort is to its limit; `None` where there is none (E3).
    pub level: Option<Level>,
}

/// One booking of a week.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WeekLine {
    /// What was booked.
    pub effort: Effort,
    /// On which ticket.
    pub number: TicketNumber,
    /// Its title.
    pub title: String,
    /// Whose ticket it is.
    pub organisation: Option<String>,
}

/// A person's week, or a day of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WeekView {
    /// Whose.
    pub person: Choice<PersonId>,
    /// Whose else the reader may see; empty where nobody's.
    pub people: Vec<Choice<PersonId>>,
    /// Its days, Monday first; of a day the day alone.
    pub days: Vec<Date>,
    /// Minutes of opening hours on those days, in the same order.
    pub open: Vec<u32>,
    /// What was booked, in the order of days.
    pub lines: Vec<WeekLine>,
    /// Timers of the reader that wait to be booked.
    pub timers: Vec<TimerView>,
    /// Names of activities by code, in the reader's language.
    pub activities: Vec<(String, String)>,
    /// When this was read.
    pub now: Moment,
}
