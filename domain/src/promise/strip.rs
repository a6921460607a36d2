//! A derivation as a small picture: a strip of days with opening hours, what counted and what did not.
use super::derivation::{Derivation, StepKind};
use super::timetable::Timetable;
use crate::moment::Moment;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// Most days that are drawn; of a longer promise the first and the last ones.
const MOST_DAYS: usize = 12;

/// A strip of days.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Strip {
    /// In order.
    pub days: Vec<StripDay>,
}

/// A day of the strip. Times are minutes of its wall clock, 0 to 1440.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StripDay {
    /// Which.
    pub day: Date,
    /// Days that were left out before it.
    pub left_out: u32,
    /// Opening hours.
    pub open: Vec<(u16, u16)>,
    /// What counted.
    pub counted: Vec<(u16, u16)>,
    /// Where the clock stood still.
    pub paused: Vec<(u16, u16)>,
    /// Why all of it is closed.
    pub closed: Option<StepKind>,
    /// When the promise begins, on the first day.
    pub start: Option<u16>,
    /// When the promise ends, on the last day.
    pub due: Option<u16>,
}

/// Draws a derivation.
pub fn strip(table: &Timetable, derivation: &Derivation) -> Strip {
    let (first, last) = (derivation.start.civil().date(), derivation.due.civil().date());
    let all: Vec<Date> =
        std::iter::successors(Some(first), |day| day.tomorrow().ok().filter(|day| *day <= last))
            .take(4000)
            .collect();
    let kept = |i: usize| all.len() <= MOST_DAYS || i < MOST_DAYS / 2 || i + MOST_DAYS / 2 >= all.len();
    let mut days = Vec::new();
    let mut left_out = 0;
    for (i, day) in all.iter().enumerate() {
        if kept(i) {
            days.push(one(table, derivation, *day, std::mem::take(&mut left_out)));
        } else {
            left_out += 1;
        }
    }
    Strip { days }
}

fn one(table: &Timetable, derivation: &Derivation, day: Date, left_out: u32) -> StripDay {
    let hours = table.is_open_on(day).then(|| table.day(day).0);
    let intervals = hours.iter().flat_map(|hours| hours.intervals());
    let open: Vec<_> = intervals.map(|span| (span.from(), span.to())).collect();
    let parts = |wanted: fn(&StepKind) -> bool| {
        let steps = derivation.steps.iter().filter(|step| wanted(&step.kind));
        steps.filter_map(|step| on(day, step.from, step.to)).collect::<Vec<_>>()
    };
    let whole = |kind: &&StepKind| {
        matches!(kind, StepKind::Weekday | StepKind::Holiday { .. } | StepKind::Closure { .. })
    };
    let closing =
        derivation.steps.iter().filter(|step| on(day, step.from, step.to).is_some()).map(|step| &step.kind);
    let minute = |moment: Moment| (moment.civil().date() == day).then(|| minute_of(moment));
    StripDay {
        day,
        left_out,
        // A day that counts as a whole counts in its opening hours.
        counted: parts(StepKind::counts)
            .into_iter()
            .flat_map(|part| open.iter().filter_map(move |o| common(*o, part)))
            .collect(),
        paused: parts(|kind| *kind == StepKind::Paused),
        closed: if open.is_empty() { closing.clone().find(whole).cloned() } else { None },
        open,
        start: minute(derivation.start),
        due: minute(derivation.due),
    }
}

/// The part of a stretch that lies on a day, in minutes of its wall clock.
fn on(day: Date, from: Moment, to: Moment) -> Option<(u16, u16)> {
    let (begin, end) = (from.civil(), to.civil());
    if begin.date() > day || end.date() < day {
        return None;
    }
    let begin = if begin.date() < day { 0 } else { minute_of(from) };
    let end = if end.date() > day { super::interval::MINUTES } else { minute_of(to) };
    (begin < end).then_some((begin, end))
}

fn minute_of(moment: Moment) -> u16 {
    let time = moment.civil().time();
    u16::try_from(time.hour()).unwrap_or(0) * 60 + u16::try_from(time.minute()).unwrap_or(0)
}

fn common(a: (u16, u16), b: (u16, u16)) -> Option<(u16, u16)> {
    let both = (a.0.max(b.0), a.1.min(b.1));
    (both.0 < both.1).then_some(both)
}
