//! A ticket's promises, read from its history (D7, D8). Nothing is remembered: the same history gives the same promises.
mod round;

use super::due::{Allowance, Pause, share};
use super::target::{Key, Metric};
use super::timetable::NeverOpen;
use crate::person::Role;
use crate::policy::book::Book;
use crate::promise::clock::round::Round;
use crate::ticket::workflow::Clock;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// What happened to a ticket, as far as its clocks are concerned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// When.
    pub at: Timestamp,
    /// What.
    pub what: Happened,
}

/// What moves clocks. Acknowledgements, mails about states, automatic mails and internal notes are not among it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Happened {
    /// A customer wrote a public message.
    CustomerWrote,
    /// A person on staff wrote a public message or logged a call.
    StaffReplied,
    /// Staff told the customer a way around the fault.
    WorkedAround,
    /// The ticket went to a state with this effect on the processing clock.
    Clock(Clock),
    /// Plan, type or class became these.
    Classified(Key),
}

/// A promise as it stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Promise {
    /// What is promised.
    pub metric: Metric,
    /// How much time, and how it is read.
    pub rule: Allowance,
    /// By which calendar.
    pub calendar: String,
    /// From when on.
    pub start: Timestamp,
    /// Where the clock stood still.
    pub pauses: Vec<Pause>,
    /// By when. While the clock stands still: as if it went on at once.
    pub due: Timestamp,
    /// How it stands.
    pub standing: Standing,
    /// Due times that were missed, also under an earlier class or plan, and in earlier rounds.
    pub missed: Vec<Timestamp>,
    /// Earlier rounds that were kept or missed, in order; of promises that are given again and again alone.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub passed: Vec<Passed>,
}

/// An earlier round of a promise that is given again and again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Passed {
    /// By when it was to be kept; the first due time that was missed, where one was.
    pub due: Timestamp,
    /// How it ended: kept, late, or dropped after it had been missed.
    #[serde(flatten)]
    pub standing: Standing,
}

impl Passed {
    /// Whether a due time that was missed is a matter of this round.
    pub fn covers(&self, missed: Timestamp) -> bool {
        self.due <= missed && self.standing.settled_at().is_some_and(|at| missed <= at)
    }
}

/// How a promise stands. Whether a running one is late depends on the time one looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "standing", rename_all = "snake_case")]
pub enum Standing {
    /// The clock runs.
    Running,
    /// The clock stands still.
    Paused {
        /// Since when.
        since: Timestamp,
    },
    /// Kept in time.
    Kept {
        /// When.
        at: Timestamp,
    },
    /// Kept too late.
    Late {
        /// When.
        at: Timestamp,
    },
    /// The ticket was over before it fell due.
    Dropped {
        /// When.
        at: Timestamp,
    },
}

impl Standing {
    /// When it was settled, for better or worse.
    pub const fn settled_at(self) -> Option<Timestamp> {
        match self {
            Self::Running | Self::Paused { .. } => None,
            Self::Kept { at } | Self::Late { at } | Self::Dropped { at } => Some(at),
        }
    }
}

impl Promise {
    /// Whether it is still to be kept.
    pub const fn is_open(&self) -> bool {
        matches!(self.standing, Standing::Running | Standing::Paused { .. })
    }

    /// Whether its time is over at `now` and it was not kept.
    pub fn is_late(&self, now: Timestamp) -> bool {
        self.standing == Standing::Running && self.due < now
    }
}

/// What [`promises`] counted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counted {
    /// The promises, at most one a metric.
    pub promises: Vec<Promise>,
    /// Metrics that cannot be promised, for their calendar does not open again within ten years.
    pub never_open: Vec<Metric>,
}

/// The promises of a ticket that came in at `received` with these facts, from the events of its history in order. At
/// most one a metric: the latest round. A metric that promises nothing to this ticket is left out; one whose calendar
/// never opens again is named and keeps none of the others from being promised.
pub fn promises(book: &Book, received: Timestamp, key: &Key, events: &[Event]) -> Counted {
    let mut counted = Counted::default();
    for metric in Metric::ALL {
        match Round::new(book, metric, received, key.clone()).through(events) {
            Ok(promise) => counted.promises.extend(promise),
            Err(NeverOpen) => counted.never_open.push(metric),
        }
    }
    counted
}

/// The promises of a ticket into which another was merged: of each metric that which is still to be kept and ends earlier
/// (C7). What was missed stays missed.
pub fn merged(kept: Vec<Promise>, other: Vec<Promise>) -> Vec<Promise> {
    let mut all = kept;
    for mut promise in other {
        let (missed, passed) = (promise.missed.clone(), promise.passed.clone());
        match all.iter_mut().find(|own| own.metric == promise.metric) {
            None if promise.is_open() => all.push(promise),
            None => {}
            Some(own) if promise.is_open() && (!own.is_open() || promise.due < own.due) => {
                promise.missed.extend(own.missed.iter().filter(|due| !missed.contains(due)));
                promise.passed.extend(own.passed.iter().filter(|round| !passed.contains(round)));
                *own = promise;
            }
            Some(own) => {
                let new: Vec<_> = missed.into_iter().filter(|due| !own.missed.contains(due)).collect();
                own.missed.extend(new);
                let new: Vec<_> = passed.into_iter().filter(|round| !own.passed.contains(round)).collect();
                own.passed.extend(new);
            }
        }
    }
    all.sort_by_key(|promise| promise.metric);
    all
}

/// A moment at which roles are told about a running promise (D12).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Alarm {
    /// When.
    pub at: Timestamp,
    /// Percent of the open time that is used up by then; 100 is the breach.
    pub percent: u8,
    /// Who is told; nobody in particular means the ticket's people.
    pub roles: Vec<Role>,
}

/// The alarms of a running promise in order. One that does not run has none.
pub fn alarms(book: &Book, key: &Key, promise: &Promise) -> Result<Vec<Alarm>, NeverOpen> {
    let Some(term) = book.term(promise.metric, key) else { return Ok(Vec::new()) };
    if promise.standing != Standing::Running {
        return Ok(Vec::new());
    }
    let mut all = Vec::new();
    for percent in &term.target.warn {
        let at = share(term.table, promise.rule, promise.start, &promise.pauses, *percent)?;
        all.push(Alarm { at, percent: *percent, roles: Vec::new() });
    }
    all.sort_by_key(|alarm| alarm.percent);
    all.push(Alarm { at: promise.due, percent: 100, roles: term.target.escalate.clone() });
    Ok(all)
}
