//! On which days timed work was done: what is booked lands there, not on the day on which somebody came to book it (E1, E4).
use crate::effort::Typed;
use crate::effort::timer::begun;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use std::collections::BTreeMap;

/// The milliseconds between two instants by the days of a zone; none where the second is not later.
pub fn by_day(since: Timestamp, until: Timestamp, zone: &TimeZone) -> Vec<(Date, i64)> {
    let mut parts = Vec::new();
    let mut from = since;
    while from < until {
        let day = zone.to_datetime(from).date();
        let midnight = day.tomorrow().ok().and_then(|next| zone.to_timestamp(next.at(0, 0, 0, 0)).ok());
        // Whatever a zone does about midnight, this ends.
        let end = midnight.filter(|midnight| *midnight > from).unwrap_or(until).min(until);
        parts.push((day, end.as_millisecond() - from.as_millisecond()));
        from = end;
    }
    parts
}

/// Minutes to book for the milliseconds of each day, the first day first. Together they are what a timer shows: begun minutes
/// count once, a day at most, of which a timer that was forgotten has its first hours. Seconds beyond midnight are no booking.
pub fn minutes_by_day(parts: &BTreeMap<Date, i64>) -> Vec<(Date, u32)> {
    let total = begun(parts.values().sum());
    let last = parts.keys().next_back();
    let (mut booked, mut ran, mut before) = (Vec::new(), 0_i64, 0_u32);
    for (day, millis) in parts {
        ran += millis;
        let nearest = u32::try_from((ran + 30_000) / 60_000).unwrap_or(total);
        let until = if Some(day) == last { total } else { nearest.min(total) };
        if until > before {
            booked.push((*day, until - before));
            before = until;
        }
    }
    booked
}

/// The same with what was worked across midnight on one day, where either part alone would count as more than it is: on the day
/// with the larger part. `least` is what the shortest booking counts as.
pub fn joined(days: Vec<(Date, u32)>, least: u32) -> Vec<(Date, u32)> {
    let mut booked: Vec<(Date, u32)> = Vec::with_capacity(days.len());
    for (day, minutes) in days {
        match booked.last_mut() {
            Some((before, part))
                if before.tomorrow().is_ok_and(|next| next == day) && (*part).max(minutes) < least =>
            {
                *before = if minutes > *part { day } else { *before };
                *part += minutes;
            }
            _ => booked.push((day, minutes)),
        }
    }
    booked
}

impl Typed {
    /// What a timer ran, as a booking for each of its days; all on one day where that is typed. Where there was no timer, a booking
    /// without minutes, which is refused.
    pub fn on_days(self, days: Vec<(Date, u32)>) -> Vec<Self> {
        if days.is_empty() {
            return vec![Self { minutes: String::new(), ..self }];
        }
        if !self.day.trim().is_empty() {
            let all: u32 = days.iter().map(|(_, minutes)| minutes).sum();
            return vec![Self { minutes: all.to_string(), ..self }];
        }
        let on = |(day, minutes): (Date, u32)| Self {
            day: day.to_string(),
            minutes: minutes.to_string(),
            ..self.clone()
        };
        days.into_iter().map(on).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    const HOUR: i64 = 3_600_000;

    fn split(since: &str, until: &str) -> Vec<(Date, i64)> {
        let zone = TimeZone::get("Europe/Berlin").unwrap();
        by_day(since.parse().unwrap(), until.parse().unwrap(), &zone)
    }

    fn booked(parts: &[(Date, i64)]) -> Vec<(Date, u32)> {
        minutes_by_day(&parts.iter().copied().collect())
    }

    #[test]
    fn work_across_midnight_belongs_to_both_days() {
        let (before, after) = (date(2026, 11, 30), date(2026, 12, 1));
        let night = split("2026-11-30T22:00:00Z", "2026-12-01T00:00:00Z");
        assert_eq!(night, [(before, HOUR), (after, HOUR)]);
        assert_eq!(booked(&night), [(before, 60), (after, 60)]);
        assert_eq!(split("2026-11-30T22:00:00Z", "2026-11-30T23:00:00Z"), [(before, HOUR)], "until midnight");
        assert_eq!(
            split("2026-11-30T23:00:00Z", "2026-11-30T23:30:00Z"),
            [(after, HOUR / 2)],
            "from midnight on"
        );
        assert_eq!(split("2026-11-30T22:00:00Z", "2026-11-30T22:00:00Z"), []);
        assert_eq!(split("2026-11-30T22:00:00Z", "2026-11-30T21:00:00Z"), [], "a clock that was set back");
    }

    #[test]
    fn days_are_as_long_as_they_are() {
        let (short, long) = (date(2026, 3, 29), date(2026, 10, 25));
        let days = split("2026-03-28T22:00:00Z", "2026-03-30T00:00:00Z");
        assert_eq!(days, [(date(2026, 3, 28), HOUR), (short, 23 * HOUR), (date(2026, 3, 30), 2 * HOUR)]);
        let days = split("2026-10-24T21:00:00Z", "2026-10-26T00:00:00Z");
        assert_eq!(days, [(date(2026, 10, 24), HOUR), (long, 25 * HOUR), (date(2026, 10, 26), HOUR)]);
        // The hour that comes twice is worked twice.
        assert_eq!(split("2026-10-25T00:00:00Z", "2026-10-25T02:00:00Z"), [(long, 2 * HOUR)]);
        let night = split("2026-03-29T00:30:00Z", "2026-03-29T01:30:00Z");
        assert_eq!(booked(&night), [(short, 60)], "from half past one until half past three");
    }

    #[test]
    fn a_booking_of_a_timer_is_one_for_each_day_unless_a_day_is_typed() {
        let ran = vec![(date(2026, 11, 30), 40), (date(2026, 12, 1), 20)];
        let on = |day: &str, days: &[(Date, u32)]| {
            let typed =
                Typed { day: day.into(), minutes: "5".into(), note: "Kasse".into(), ..Typed::default() };
            let booked = typed.on_days(days.to_vec());
            assert!(booked.iter().all(|one| one.note == "Kasse"));
            booked.into_iter().map(|one| (one.day, one.minutes)).collect::<Vec<_>>()
        };
        let of = |day: &str, minutes: &str| (day.to_owned(), minutes.to_owned());
        assert_eq!(on("", &ran), [of("2026-11-30", "40"), of("2026-12-01", "20")]);
        assert_eq!(on("2026-11-29", &ran), [of("2026-11-29", "60")]);
        assert_eq!(on("", &[]), [of("", "")], "what was typed besides is not booked");
    }

    #[test]
    fn one_piece_of_work_across_midnight_is_not_charged_the_least_twice() {
        let (one, two, three) = (date(2026, 11, 30), date(2026, 12, 1), date(2026, 12, 2));
        let night = booked(&split("2026-11-30T22:55:00Z", "2026-11-30T23:05:00Z"));
        assert_eq!(night, [(one, 5), (two, 5)]);
        assert_eq!(joined(night.clone(), 15), [(one, 10)]);
        assert_eq!(joined(night.clone(), 1), night, "counted to the minute");
        assert_eq!(joined(vec![(one, 4), (two, 14)], 15), [(two, 18)]);
        assert_eq!(joined(vec![(one, 5), (two, 15)], 15), [(one, 5), (two, 15)], "one counts as what it is");
        assert_eq!(joined(vec![(one, 5), (three, 5)], 15), [(one, 5), (three, 5)], "a day lies between");
        assert_eq!(joined(vec![], 15), []);
    }

    #[test]
    fn minutes_of_days_add_up_to_what_the_timer_shows() {
        let (one, two, three) = (date(2026, 11, 30), date(2026, 12, 1), date(2026, 12, 2));
        assert_eq!(booked(&[(one, 90_000), (two, 90_000)]), [(one, 2), (two, 1)], "begun minutes count once");
        assert_eq!(booked(&[(one, 20_000), (two, HOUR - 20_000)]), [(two, 60)]);
        assert_eq!(booked(&[(one, HOUR - 10_000), (two, 10_000)]), [(one, 60)]);
        assert_eq!(booked(&[(one, 0)]), [(one, 1)], "at once");
        assert_eq!(
            booked(&[(one, 10 * HOUR), (two, 24 * HOUR), (three, 20 * HOUR)]),
            [(one, 600), (two, 840)]
        );
    }
}
