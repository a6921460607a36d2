//! A calendar ready to count with: which instants are open, how far an amount of open time reaches.
//!
//! All counting is done in the calendar's zone: an instant is open where its wall-clock time lies in an interval of its
//! day. Days on which clocks change are therefore 23 or 25 hours long, and an hour that is shown twice counts twice.
use super::calendar::{Calendar, Closure, Opening, WrongCalendar, time_zone};
use super::holiday::{Holiday, holidays};
use super::interval::{Hours, Week};
use super::place::Place;
use crate::id::OrganisationId;
use crate::moment::Moment;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

/// Days that are searched for open time before a calendar counts as closed for ever: ten years.
const HORIZON: usize = 3660;
/// Nothing is promised for later than twenty years on: a calendar of a minute a week would be walked for centuries.
const FARTHEST: Millis = 20 * 366 * DAY;
/// Years in which promises are asked for: days are counted one by one, and a slip of the pen must not count for minutes.
pub const YEARS: std::ops::Range<i16> = 1900..2200;
/// Years whose holidays are kept at hand; others are calculated each time.
const AT_HAND: std::ops::RangeInclusive<i16> = 2000..=2060;
const MINUTE: i64 = 60_000;
const DAY: i64 = 24 * 60 * MINUTE;

/// Milliseconds since 1970: how times are counted inside this module.
pub(crate) type Millis = i64;

/// A calendar ready to count with. Making one costs some microseconds; keep it.
#[derive(Clone, Debug)]
pub struct Timetable {
    zone: TimeZone,
    weeks: Vec<(Option<Date>, Week)>,
    place: Option<Place>,
    holidays: Vec<Holiday>,
    closures: Vec<Closure>,
    openings: Vec<Opening>,
}

/// The calendar is closed for ten years from there, or opens too little within twenty.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the calendar does not open long enough")]
pub struct NeverOpen;

/// Why a day, or a part of it, does not count.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Closed<'a> {
    /// The week has no hours on that weekday.
    Weekday,
    /// A public holiday.
    Holiday(Holiday),
    /// A closure.
    Closure(&'a Closure),
}

/// An open span of time, in milliseconds; `from < to`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Span {
    pub(crate) from: Millis,
    pub(crate) to: Millis,
}

impl Timetable {
    /// Of a calendar; `place` is where holidays are kept if the calendar leaves it open.
    pub fn new(calendar: &Calendar, place: Option<&Place>) -> Result<Self, WrongCalendar> {
        calendar.validate()?;
        let zone =
            time_zone(&calendar.zone).ok_or_else(|| WrongCalendar::NoZone { zone: calendar.zone.clone() })?;
        let place = calendar.holidays.as_ref().or(place).cloned();
        let known =
            place.iter().flat_map(|place| AT_HAND.flat_map(move |year| holidays(place, year))).collect();
        Ok(Self {
            zone,
            weeks: calendar.hours.iter().map(|hours| (hours.valid_from, hours.week.clone())).collect(),
            place,
            holidays: known,
            closures: calendar.closures.clone(),
            openings: calendar
                .openings
                .iter()
                .filter(|opening| opening.customer.is_none())
                .cloned()
                .collect(),
        })
    }

    /// The same with what a calendar opens for one customer beside.
    #[must_use]
    pub fn opened_for(mut self, customer: OrganisationId, calendar: &Calendar) -> Self {
        let agreed = calendar.openings.iter().filter(|opening| opening.customer == Some(customer));
        self.openings.extend(agreed.cloned());
        self
    }

    /// Its zone.
    pub const fn zone(&self) -> &TimeZone {
        &self.zone
    }

    /// What is open on a day, and what closes it. Holidays go before closures, openings before both.
    pub fn day(&self, day: Date) -> (std::borrow::Cow<'_, Hours>, Option<Closed<'_>>) {
        use std::borrow::Cow;
        const NONE: &Hours = &Hours::closed();
        let week = self.week(day).on(day.weekday());
        let closed = match (self.holiday(day), self.closure(day)) {
            (Some(holiday), _) => Some(Closed::Holiday(holiday)),
            (None, Some(closure)) => Some(Closed::Closure(closure)),
            (None, None) => week.is_empty().then_some(Closed::Weekday),
        };
        let usual = if closed.is_some() { NONE } else { week };
        let mut more = self.openings.iter().filter(|opening| opening.day == day).peekable();
        if more.peek().is_none() {
            return (Cow::Borrowed(usual), closed);
        }
        (Cow::Owned(more.fold(usual.clone(), |hours, opening| hours.or(&opening.hours))), None)
    }

    /// Whether some of the day is open. Hours that a change of clocks skips are none.
    pub fn is_open_on(&self, day: Date) -> bool {
        let (hours, _) = self.day(day);
        !hours.is_empty()
            && self.bounds(day).is_some_and(|(begin, end)| {
                end - begin == DAY || !self.changing(day, begin, end, &hours).is_empty()
            })
    }

    /// Whether an instant is open.
    pub fn is_open_at(&self, at: Timestamp) -> bool {
        let at = at.as_millisecond();
        self.spans_from(at).next().is_some_and(|span| span.from <= at)
    }

    /// An instant with the offset of the calendar's zone.
    pub fn moment(&self, at: Timestamp) -> Moment {
        Moment::new(at, self.zone.to_offset(at).seconds())
    }

    /// The day on the calendar's wall at an instant.
    pub fn date(&self, at: Timestamp) -> Date {
        self.zone.to_offset(at).to_datetime(at).date()
    }

    /// `at` where it is open, else the next opening.
    pub fn next_open(&self, at: Timestamp) -> Result<Timestamp, NeverOpen> {
        let span = self.spans_from(at.as_millisecond()).next().ok_or(NeverOpen)?;
        Ok(instant(span.from.max(at.as_millisecond())))
    }

    /// The instant by which `time` of open time has passed since `from`. A result at closing time stays there. Zero or less is
    /// `from` itself.
    pub fn add(&self, from: Timestamp, time: SignedDuration) -> Result<Timestamp, NeverOpen> {
        self.add_millis(from.as_millisecond(), millis(time)).map(instant)
    }

    pub(crate) fn add_millis(&self, from: Millis, mut time: Millis) -> Result<Millis, NeverOpen> {
        if time <= 0 {
            return Ok(from);
        }
        for span in self.spans_from(from).take_while(|span| span.from - from <= FARTHEST) {
            let begin = span.from.max(from);
            let length = span.to - begin;
            if time <= length {
                return Ok(begin + time);
            }
            time -= length;
        }
        Err(NeverOpen)
    }

    /// Open time between two instants; zero where `to` is not later.
    pub fn between(&self, from: Timestamp, to: Timestamp) -> SignedDuration {
        SignedDuration::from_millis(self.between_millis(from.as_millisecond(), to.as_millisecond()))
    }

    pub(crate) fn between_millis(&self, from: Millis, to: Millis) -> Millis {
        self.spans_from(from)
            .take_while(|span| span.from < to)
            .map(|span| span.to.min(to) - span.from.max(from))
            .sum()
    }

    /// Open stretches between two instants, in order.
    pub fn open_between(
        &self,
        from: Timestamp,
        to: Timestamp,
    ) -> impl Iterator<Item = (Timestamp, Timestamp)> + '_ {
        let (from, to) = (from.as_millisecond(), to.as_millisecond());
        self.spans_from(from)
            .take_while(move |span| span.from < to)
            .map(move |span| (instant(span.from.max(from)), instant(span.to.min(to))))
    }

    /// Closing time of a day, `None` where it is closed.
    pub fn closing(&self, day: Date) -> Option<Timestamp> {
        self.spans_of(day).last().map(|span| instant(span.to))
    }

    /// The `n`-th open day after a day, n ≥ 1.
    pub fn nth_open_day(&self, day: Date, n: u32) -> Result<Date, NeverOpen> {
        let mut left = n;
        let mut day = day;
        let mut closed = 0;
        while left > 0 {
            day = day.tomorrow().map_err(|_| NeverOpen)?;
            if self.is_open_on(day) {
                (left, closed) = (left - 1, 0);
            } else {
                closed += 1;
                if closed > HORIZON {
                    return Err(NeverOpen);
                }
            }
        }
        Ok(day)
    }

    /// Open spans that end after `from`, in order; the first may have begun before. Ends after ten years without one.
    pub(crate) fn spans_from(&self, from: Millis) -> impl Iterator<Item = Span> + '_ {
        let first = self.date(instant(from));
        let days = std::iter::successors(Some(first), |day| day.tomorrow().ok());
        let mut closed = 0;
        days.map_while(move |day| {
            let spans = self.spans_of(day);
            closed = if spans.is_empty() { closed + 1 } else { 0 };
            (closed <= HORIZON).then_some(spans)
        })
        .flatten()
        .filter(move |span| span.to > from)
    }

    /// Open spans of a day.
    pub(crate) fn spans_of(&self, day: Date) -> Vec<Span> {
        let (hours, _) = self.day(day);
        if hours.is_empty() {
            return Vec::new();
        }
        let Some((begin, end)) = self.bounds(day) else { return Vec::new() };
        let at = |minute: u16| begin + i64::from(minute) * MINUTE;
        let usual = hours
            .intervals()
            .iter()
            .map(|interval| Span { from: at(interval.from()), to: at(interval.to()) });
        // The same length as any day means the same offset all day long.
        if end - begin == DAY { usual.collect() } else { self.changing(day, begin, end, &hours) }
    }

    /// Open spans of a day on which clocks change: each stretch with one offset by itself.
    fn changing(&self, day: Date, begin: Millis, end: Millis, hours: &Hours) -> Vec<Span> {
        let turns = self.zone.following(instant(begin)).map(|turn| turn.timestamp().as_millisecond());
        let mut cuts: Vec<Millis> =
            std::iter::once(begin).chain(turns.take_while(|turn| *turn < end)).collect();
        cuts.push(end);
        let mut spans: Vec<Span> = Vec::new();
        for cut in cuts.windows(2) {
            let offset = i64::from(self.zone.to_offset(instant(cut[0])).seconds()) * 1000;
            let midnight = jiff::tz::Offset::UTC
                .to_timestamp(day.at(0, 0, 0, 0))
                .map_or(begin, Timestamp::as_millisecond);
            for interval in hours.intervals() {
                let at = |minute: u16| midnight - offset + i64::from(minute) * MINUTE;
                let (from, to) = (at(interval.from()).max(cut[0]), at(interval.to()).min(cut[1]));
                match spans.last_mut() {
                    Some(last) if from < to && last.to == from => last.to = to,
                    _ if from < to => spans.push(Span { from, to }),
                    _ => {}
                }
            }
        }
        spans
    }

    /// The first instant of a day and that of the next; `None` at the end of time.
    fn bounds(&self, day: Date) -> Option<(Millis, Millis)> {
        let midnight =
            |day: Date| self.zone.to_timestamp(day.at(0, 0, 0, 0)).ok().map(Timestamp::as_millisecond);
        Some((midnight(day)?, midnight(day.tomorrow().ok()?)?))
    }

    fn week(&self, day: Date) -> &Week {
        let valid = self.weeks.iter().rev().find(|(from, _)| from.is_none_or(|from| from <= day));
        &valid.unwrap_or(&self.weeks[0]).1
    }

    fn holiday(&self, day: Date) -> Option<Holiday> {
        if AT_HAND.contains(&day.year()) {
            return self
                .holidays
                .binary_search_by_key(&day, |holiday| holiday.day)
                .ok()
                .map(|i| self.holidays[i]);
        }
        holidays(self.place.as_ref()?, day.year()).into_iter().find(|holiday| holiday.day == day)
    }

    fn closure(&self, day: Date) -> Option<&Closure> {
        self.closures.iter().find(|closure| (closure.from..=closure.to).contains(&day))
    }
}

/// The instant of milliseconds; what no calendar holds becomes the end of time.
pub(crate) fn instant(millis: Millis) -> Timestamp {
    Timestamp::from_millisecond(millis).unwrap_or(Timestamp::MAX)
}

/// Whole milliseconds of a duration.
pub(crate) fn millis(time: SignedDuration) -> Millis {
    i64::try_from(time.as_millis()).unwrap_or(i64::MAX)
}
