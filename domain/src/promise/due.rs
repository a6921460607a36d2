//! When a promise ends: amount of time, start, pauses.
use super::target::{Amount, Reading};
use super::timetable::{Millis, NeverOpen, Timetable, instant};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

const MINUTE: i64 = 60_000;

/// A time in which a clock stood still.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pause {
    /// From when.
    pub from: Timestamp,
    /// Until when; `None` where it goes on.
    pub to: Option<Timestamp>,
}

/// How much time a target leaves and how that is read; what of a target decides the due time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Allowance {
    /// How much.
    pub amount: Amount,
    /// How business days are read.
    pub reading: Reading,
}

impl Allowance {
    /// Minutes of open time.
    pub const fn minutes(n: u32) -> Self {
        Self { amount: Amount::BusinessMinutes(n), reading: Reading::ClosingTime }
    }

    /// Business days that end at closing time.
    pub const fn days(n: u32) -> Self {
        Self { amount: Amount::BusinessDays(n), reading: Reading::ClosingTime }
    }

    /// The amount as open time, where it is one.
    pub(crate) fn open_time(self) -> Option<Millis> {
        match (self.amount, self.reading) {
            (Amount::BusinessMinutes(n), _) => Some(i64::from(n) * MINUTE),
            (Amount::BusinessDays(n), Reading::Hours(minutes)) => {
                Some(i64::from(n) * i64::from(minutes) * MINUTE)
            }
            (Amount::BusinessDays(_), Reading::ClosingTime | Reading::SameTime)
            | (Amount::CalendarDays(_), _) => None,
        }
    }
}

/// The instant by which a promise that began at `start` must be kept. A start outside opening hours begins at the next
/// opening; an end that falls on closing time stays there. Each pause moves the end by the open time it lasted, no more
/// (D7); one that goes on counts from when it is over. Pauses may overlap and come in any order; what lies before the
/// start or after the end counts nothing.
pub fn due(
    table: &Timetable,
    allowance: Allowance,
    start: Timestamp,
    pauses: &[Pause],
) -> Result<Timestamp, NeverOpen> {
    let start = start.as_millisecond();
    let end = unpaused(table, allowance, start)?;
    pushed(table, end, &merged(start, pauses)).map(instant)
}

/// The instant at which `percent` of the open time of a promise is used up; for warnings (D12).
pub fn share(
    table: &Timetable,
    allowance: Allowance,
    start: Timestamp,
    pauses: &[Pause],
    percent: u8,
) -> Result<Timestamp, NeverOpen> {
    let start = start.as_millisecond();
    let all = match allowance.open_time() {
        Some(all) => all,
        None => table.between_millis(start, unpaused(table, allowance, start)?),
    };
    let end = table.add_millis(start, all * i64::from(percent) / 100)?;
    pushed(table, end, &merged(start, pauses)).map(instant)
}

/// The end as it would be without pauses.
pub(crate) fn unpaused(table: &Timetable, allowance: Allowance, start: Millis) -> Result<Millis, NeverOpen> {
    if let Some(time) = allowance.open_time() {
        return table.add_millis(start, time);
    }
    let closing = |day: Date| table.closing(day).map(Timestamp::as_millisecond).ok_or(NeverOpen);
    match allowance.amount {
        Amount::CalendarDays(n) => {
            let n = i32::try_from(n).map_err(|_| NeverOpen)?;
            let before = jiff::Span::new().try_days(n - 1).map_err(|_| NeverOpen)?;
            let day = table.date(instant(start)).checked_add(before).map_err(|_| NeverOpen)?;
            closing(table.nth_open_day(day, 1)?)
        }
        Amount::BusinessDays(n) if allowance.reading == Reading::SameTime => {
            let begin = table.next_open(instant(start))?;
            let time = table.zone().to_offset(begin).to_datetime(begin).time();
            let day = table.nth_open_day(table.date(begin), n)?;
            let at =
                table.zone().to_timestamp(day.to_datetime(time)).map_err(|_| NeverOpen)?.as_millisecond();
            let spans = table.spans_of(day);
            let open = spans.iter().find(|span| at <= span.to).map(|span| at.max(span.from));
            open.or_else(|| spans.last().map(|span| span.to)).ok_or(NeverOpen)
        }
        Amount::BusinessDays(n) => closing(table.nth_open_day(table.date(instant(start)), n)?),
        // It is open time, handled above.
        Amount::BusinessMinutes(n) => table.add_millis(start, i64::from(n) * MINUTE),
    }
}

/// An end moved by pauses.
fn pushed(table: &Timetable, end: Millis, pauses: &[(Millis, Option<Millis>)]) -> Result<Millis, NeverOpen> {
    let mut end = end;
    for (from, to) in pauses {
        if *from >= end {
            break;
        }
        let Some(to) = to else { break };
        end = table.add_millis(end, table.between_millis(*from, *to))?;
    }
    Ok(end)
}

/// Pauses after `start`, in order, none of which overlap.
pub(crate) fn merged(start: Millis, pauses: &[Pause]) -> Vec<(Millis, Option<Millis>)> {
    let mut all: Vec<(Millis, Option<Millis>)> = pauses
        .iter()
        .map(|pause| (pause.from.as_millisecond().max(start), pause.to.map(Timestamp::as_millisecond)))
        .filter(|(from, to)| to.is_none_or(|to| to > *from))
        .collect();
    all.sort_unstable_by_key(|(from, _)| *from);
    let mut merged: Vec<(Millis, Option<Millis>)> = Vec::with_capacity(all.len());
    for (from, to) in all {
        match merged.last_mut() {
            Some((_, None)) => break,
            Some((_, Some(last))) if from <= *last => match to {
                Some(to) => *last = to.max(*last),
                None => {
                    let last = merged.len() - 1;
                    merged[last].1 = None;
                }
            },
            _ => merged.push((from, to)),
        }
    }
    merged
}
