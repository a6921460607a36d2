//! Why a promise ends when it does (D9): its rule, its start, what counted, what was skipped and for which reason.
use super::due::{Allowance, Pause, due, merged, unpaused};
use super::target::Reading;
use super::timetable::{Closed, Millis, NeverOpen, Timetable, instant};
use crate::moment::Moment;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// Most steps that are told; promises of years are cut off there, their end is right all the same.
const MOST_STEPS: usize = 400;
const MINUTE: Millis = 60_000;

/// A due time with its reasons. Times carry the offset of the calendar's zone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Derivation {
    /// What was promised.
    pub rule: Allowance,
    /// From when on it counts.
    pub start: Moment,
    /// From start to end without a gap, in order; cut off after some hundred.
    pub steps: Vec<Step>,
    /// When it ends.
    pub due: Moment,
}

/// A stretch of time and what it means for the promise.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// From when.
    pub from: Moment,
    /// Until when.
    pub to: Moment,
    /// What it means.
    pub kind: StepKind,
}

/// What a stretch of time means for a promise.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum StepKind {
    /// Open time that counts.
    Counted,
    /// The rest of the day of receipt, which does not count (D6).
    Receipt,
    /// An open day that counts, and the how manieth it is.
    Day {
        /// From 1.
        number: u32,
    },
    /// Before opening or after closing.
    Outside,
    /// Between two intervals of a day.
    Break,
    /// The week has no hours on that day.
    Weekday,
    /// A public holiday.
    Holiday {
        /// German name.
        de: String,
        /// English name.
        en: String,
    },
    /// A closure.
    Closure {
        /// German name.
        de: String,
        /// English name.
        en: String,
    },
    /// The clock stood still.
    Paused,
    /// Open time that makes up for pauses of a promise in days.
    MadeUp,
}

impl Step {
    const fn length(&self) -> Millis {
        self.to.at - self.from.at
    }
}

impl StepKind {
    /// Whether it is open time that is counted by the minute.
    const fn is_open_time(&self) -> bool {
        matches!(self, Self::Counted | Self::MadeUp)
    }

    /// Whether the promise uses this time up.
    pub const fn counts(&self) -> bool {
        match self {
            Self::Counted | Self::Day { .. } | Self::MadeUp => true,
            Self::Receipt
            | Self::Outside
            | Self::Break
            | Self::Weekday
            | Self::Holiday { .. }
            | Self::Closure { .. }
            | Self::Paused => false,
        }
    }
}

/// [`due`] with its reasons.
pub fn derive(
    table: &Timetable,
    rule: Allowance,
    start: Timestamp,
    pauses: &[Pause],
) -> Result<Derivation, NeverOpen> {
    let end = due(table, rule, start, pauses)?.as_millisecond();
    let begin = start.as_millisecond();
    let pauses = merged(begin, pauses);
    let mut told = Teller { table, steps: Vec::new() };
    if rule.open_time().is_some() {
        told.walk(begin, end, &pauses, &StepKind::Counted);
    } else {
        let base = unpaused(table, rule, begin)?;
        // What comes in while it is closed is read as if it came at the next opening where the time of day counts.
        let from =
            if rule.reading == Reading::SameTime { table.next_open(start)?.as_millisecond() } else { begin };
        told.closed(begin, from);
        told.days(from, base);
        if end > base {
            for (from, to) in pauses.iter().filter_map(|(from, to)| Some((*from, (*to)?))) {
                if from < end {
                    told.push(from, to, StepKind::Paused);
                }
            }
            let later: Vec<_> =
                pauses.iter().copied().filter(|(_, to)| to.is_none_or(|to| to > base)).collect();
            told.walk(base, end, &later, &StepKind::MadeUp);
        }
    }
    let mut steps = told.steps;
    steps.truncate(MOST_STEPS);
    let moment = |at: Millis| table.moment(instant(at));
    Ok(Derivation { rule, start: moment(begin), steps, due: moment(end) })
}

impl Derivation {
    /// Whole minutes of open time that each step uses up; `None` for what is no open time by itself. They add up exactly to
    /// [`Self::open_minutes`]: seconds that one step has over go to the next.
    pub fn minutes(&self) -> Vec<Option<i64>> {
        let mut before: Millis = 0;
        let minutes = |step: &Step| {
            step.kind.is_open_time().then(|| {
                let after = before + step.length();
                let whole = after / MINUTE - before / MINUTE;
                before = after;
                whole
            })
        };
        self.steps.iter().map(minutes).collect()
    }

    /// Whole minutes of open time that all steps use up.
    pub fn open_minutes(&self) -> i64 {
        let open = self.steps.iter().filter(|step| step.kind.is_open_time());
        open.map(Step::length).sum::<Millis>() / MINUTE
    }

    /// The same while the clock stands still since a moment: what came before it. When it ends is not known yet.
    #[must_use]
    pub fn until(mut self, since: Moment) -> Self {
        self.steps.retain(|step| step.from.at < since.at);
        if let Some(last) = self.steps.last_mut().filter(|last| last.to.at > since.at) {
            last.to = since;
        }
        self
    }
}

struct Teller<'a> {
    table: &'a Timetable,
    steps: Vec<Step>,
}

impl Teller<'_> {
    /// Adds a step; joins it to the last where both mean the same.
    fn push(&mut self, from: Millis, to: Millis, kind: StepKind) {
        if from >= to || self.steps.len() > MOST_STEPS {
            return;
        }
        let moment = |at: Millis| self.table.moment(instant(at));
        match self.steps.last_mut() {
            Some(last)
                if last.kind == kind && last.to.at == from && !matches!(kind, StepKind::Day { .. }) =>
            {
                last.to = moment(to);
            }
            _ => self.steps.push(Step { from: moment(from), to: moment(to), kind }),
        }
    }

    /// Open time and what lies between, from `from` to `to`.
    fn walk(&mut self, from: Millis, to: Millis, pauses: &[(Millis, Option<Millis>)], kind: &StepKind) {
        let mut at = from;
        for span in self.table.spans_from(from) {
            if self.steps.len() > MOST_STEPS {
                return;
            }
            self.closed(at, span.from.min(to));
            at = at.max(span.from);
            if at >= to {
                return;
            }
            let end = span.to.min(to);
            for (begin, over) in pauses {
                let (begin, over) = ((*begin).max(at).min(end), over.unwrap_or(i64::MAX).min(end));
                if begin < over {
                    self.push(at, begin, kind.clone());
                    self.push(begin, over, StepKind::Paused);
                    at = over;
                }
            }
            self.push(at, end, kind.clone());
            at = end;
            if at >= to {
                return;
            }
        }
    }

    /// Days from the day of receipt to the day on which the promise ends.
    fn days(&mut self, from: Millis, to: Millis) {
        let (first, last) = (self.table.date(instant(from)), self.table.date(instant(to)));
        let midnight = self.day_end(first).min(to);
        self.push(from, midnight, StepKind::Receipt);
        let (mut number, mut day) = (0, first);
        while let Ok(next) = day.tomorrow() {
            day = next;
            if day > last || self.steps.len() > MOST_STEPS {
                return;
            }
            let (begin, end) = (self.day_begin(day), self.day_end(day));
            let spans = self.table.spans_of(day);
            match (spans.first(), spans.last()) {
                (Some(open), Some(close)) => {
                    number += 1;
                    self.push(begin, open.from.min(to), StepKind::Outside);
                    self.push(open.from, close.to.min(to), StepKind::Day { number });
                    self.push(close.to, end.min(to), StepKind::Outside);
                }
                _ => self.push(begin, end.min(to), self.why(day)),
            }
        }
    }

    /// What is closed between two instants, day by day.
    fn closed(&mut self, from: Millis, to: Millis) {
        let mut at = from;
        while at < to {
            let day = self.table.date(instant(at));
            let end = self.day_end(day).min(to);
            let kind = match self.table.spans_of(day).as_slice() {
                [] => self.why(day),
                spans if spans[0].from <= at && spans.iter().any(|span| span.from >= end) => StepKind::Break,
                _ => StepKind::Outside,
            };
            self.push(at, end, kind);
            if end <= at {
                return;
            }
            at = end;
        }
    }

    fn why(&self, day: Date) -> StepKind {
        match self.table.day(day).1 {
            Some(Closed::Holiday(holiday)) => {
                StepKind::Holiday { de: holiday.de.to_owned(), en: holiday.en.to_owned() }
            }
            Some(Closed::Closure(closure)) => {
                StepKind::Closure { de: closure.de.clone(), en: closure.en.clone() }
            }
            Some(Closed::Weekday) | None => StepKind::Weekday,
        }
    }

    fn day_begin(&self, day: Date) -> Millis {
        let begin = self.table.zone().to_timestamp(day.at(0, 0, 0, 0));
        begin.map_or(i64::MAX, Timestamp::as_millisecond)
    }

    fn day_end(&self, day: Date) -> Millis {
        day.tomorrow().map_or(i64::MAX, |next| self.day_begin(next))
    }
}
