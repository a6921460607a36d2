//! What holds for all calendars, times and pauses.
use super::{SHOP, calendar};
use crate::promise::calendar::Calendar;
use crate::promise::derivation::derive;
use crate::promise::due::{Allowance, Pause, due};
use crate::promise::holiday::holidays;
use crate::promise::interval::{Hours, Interval, Week};
use crate::promise::strip::strip;
use crate::promise::target::{Amount, Reading};
use crate::promise::timetable::Timetable;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;

/// Whether a minute is open, told from the wall clock alone.
fn open(calendar: &Calendar, zone: &TimeZone, at: Timestamp) -> bool {
    let wall = zone.to_datetime(at);
    let minute = u16::try_from(i32::from(wall.hour()) * 60 + i32::from(wall.minute())).unwrap();
    let place = calendar.holidays.as_ref();
    let holiday = place
        .is_some_and(|place| holidays(place, wall.year()).iter().any(|holiday| holiday.day == wall.date()));
    let hours = calendar.hours[0].week.on(wall.weekday());
    !holiday && hours.intervals().iter().any(|span| (span.from()..span.to()).contains(&minute))
}

/// Adds open minutes one by one.
fn walk(calendar: &Calendar, from: Timestamp, minutes: u32) -> Timestamp {
    let zone = TimeZone::get(&calendar.zone).unwrap();
    let (mut at, mut left) = (from, minutes);
    while left > 0 {
        left -= u32::from(open(calendar, &zone, at));
        at += SignedDuration::from_mins(1);
    }
    at
}

fn any_hours() -> impl Strategy<Value = Hours> {
    proptest::collection::vec(0_u16..=1440, 0..5).prop_map(|mut cuts| {
        cuts.sort_unstable();
        cuts.dedup();
        let pairs = cuts.chunks_exact(2).map(|pair| Interval::new(pair[0], pair[1]).unwrap());
        Hours::new(pairs.collect()).unwrap()
    })
}

fn any_calendar() -> impl Strategy<Value = Calendar> {
    let zones = prop::sample::select(vec![
        "Europe/Berlin",
        "America/New_York",
        "Asia/Kolkata",
        "Australia/Lord_Howe",
        "America/Sao_Paulo",
        "Africa/Casablanca",
        "Pacific/Apia",
        "UTC",
    ]);
    let places = prop::sample::select(vec![None, Some("DE-BY-muenchen"), Some("DE-BE"), Some("DE-SN")]);
    let open = Hours::read("09:00-12:30, 13:00-17:00").unwrap();
    (zones, places, proptest::collection::vec(any_hours(), 6)).prop_map(move |(zone, place, days)| {
        let [monday, tuesday, wednesday, thursday, saturday, sunday] = days.try_into().unwrap();
        let week = Week { monday, tuesday, wednesday, thursday, friday: open.clone(), saturday, sunday };
        let mut calendar = calendar(zone, place, SHOP);
        calendar.hours[0].week = week;
        calendar
    })
}

/// Minutes of the years 2005 to 2037.
fn any_minute() -> impl Strategy<Value = Timestamp> {
    (18_400_000_i64..35_700_000).prop_map(|minute| Timestamp::from_second(minute * 60).unwrap())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn it_agrees_with_a_walk_from_minute_to_minute(calendar in any_calendar(), from in any_minute(), minutes in 1_u32..2500) {
        let table = Timetable::new(&calendar, None).unwrap();
        prop_assert_eq!(due(&table, Allowance::minutes(minutes), from, &[]).unwrap(), walk(&calendar, from, minutes));
    }

    #[test]
    fn it_agrees_with_a_walk_where_clocks_change(
        calendar in any_calendar(),
        near in prop::sample::select(vec!["2026-03-29T00:00:00Z", "2026-10-25T00:00:00Z", "2026-03-08T06:00:00Z", "2026-11-01T05:00:00Z", "2026-04-04T15:00:00Z", "2018-11-04T02:00:00Z", "2011-12-30T09:00:00Z"]),
        shift in -2000_i64..2000,
        minutes in 1_u32..2500,
    ) {
        let from = near.parse::<Timestamp>().unwrap() + SignedDuration::from_mins(shift);
        let table = Timetable::new(&calendar, None).unwrap();
        prop_assert_eq!(due(&table, Allowance::minutes(minutes), from, &[]).unwrap(), walk(&calendar, from, minutes));
    }
}

fn any_pauses() -> impl Strategy<Value = Vec<(i64, i64)>> {
    proptest::collection::vec((0_i64..8000, 0_i64..3000), 0..5)
}

fn pauses(from: Timestamp, all: &[(i64, i64)]) -> Vec<Pause> {
    let at = |minutes: i64| from + SignedDuration::from_mins(minutes);
    all.iter().map(|(begin, length)| Pause { from: at(*begin), to: Some(at(begin + length)) }).collect()
}

fn any_rule() -> impl Strategy<Value = Allowance> {
    let reading = prop_oneof![
        Just(Reading::ClosingTime),
        Just(Reading::SameTime),
        (1_u32..600).prop_map(Reading::Hours)
    ];
    let amount = prop_oneof![
        (1_u32..3000).prop_map(Amount::BusinessMinutes),
        (1_u32..20).prop_map(Amount::BusinessDays),
        (1_u32..40).prop_map(Amount::CalendarDays),
    ];
    (amount, reading).prop_map(|(amount, reading)| Allowance { amount, reading })
}

proptest! {
    #[test]
    fn who_comes_later_is_served_no_earlier(
        calendar in any_calendar(), from in any_minute(), later in 0_i64..20_000, rule in any_rule()
    ) {
        let table = Timetable::new(&calendar, None).unwrap();
        let after = from + SignedDuration::from_mins(later);
        prop_assert!(due(&table, rule, from, &[]).unwrap() <= due(&table, rule, after, &[]).unwrap());
    }

    #[test]
    fn open_time_adds_up(calendar in any_calendar(), from in any_minute(), a in 1_i64..3000, b in 1_i64..3000) {
        let table = Timetable::new(&calendar, None).unwrap();
        let (a, b) = (SignedDuration::from_mins(a), SignedDuration::from_mins(b));
        let middle = table.add(from, a).unwrap();
        prop_assert_eq!(table.add(middle, b), table.add(from, a + b));
        prop_assert_eq!(table.between(from, middle), a);
        prop_assert_eq!(table.between(from, table.add(middle, b).unwrap()), a + b);
    }

    #[test]
    fn open_time_without_pauses_is_what_was_promised(
        calendar in any_calendar(), from in any_minute(), minutes in 1_u32..3000, all in any_pauses()
    ) {
        let table = Timetable::new(&calendar, None).unwrap();
        let end = due(&table, Allowance::minutes(minutes), from, &pauses(from, &all)).unwrap();
        // Each minute in which a pause lies is taken out by itself.
        let zone = TimeZone::get(&calendar.zone).unwrap();
        let paused = |at: Timestamp| pauses(from, &all).iter().any(|p| p.from <= at && p.to.is_some_and(|to| at < to));
        let (mut at, mut left) = (from, minutes);
        if minutes < 600 {
            while left > 0 {
                left -= u32::from(!paused(at) && open(&calendar, &zone, at));
                at += SignedDuration::from_mins(1);
            }
            prop_assert_eq!(end, at);
        }
    }

    #[test]
    fn a_derivation_tells_the_same_as_the_due_time(
        calendar in any_calendar(), from in any_minute(), rule in any_rule(), all in any_pauses()
    ) {
        let table = Timetable::new(&calendar, None).unwrap();
        let pauses = pauses(from, &all);
        let told = derive(&table, rule, from, &pauses).unwrap();
        prop_assert_eq!(told.due.timestamp(), due(&table, rule, from, &pauses).unwrap());
        if told.steps.len() < 400 && let Some(time) = rule.open_time() {
            let counted: i64 = told.steps.iter().filter(|s| s.kind.counts()).map(|s| s.to.at - s.from.at).sum();
            prop_assert_eq!(counted, time);
            prop_assert_eq!(told.steps.first().map(|step| step.from.at), Some(from.as_millisecond()));
            prop_assert_eq!(told.steps.last().map(|step| step.to), Some(told.due));
            prop_assert!(told.steps.windows(2).all(|pair| pair[0].to == pair[1].from));
        }
        strip(&table, &told);
    }

    #[test]
    fn the_minutes_of_a_derivation_add_up_though_it_begins_and_pauses_at_any_second(
        calendar in any_calendar(), from in any_minute(), off in 0_i64..60_000, rule in any_rule(),
        all in proptest::collection::vec((0_i64..90_000_000, 1_i64..9_000_000), 0..4),
    ) {
        let table = Timetable::new(&calendar, None).unwrap();
        let from = from + SignedDuration::from_millis(off);
        let at = |millis: i64| from + SignedDuration::from_millis(millis);
        let pauses: Vec<Pause> = all.iter().map(|(begin, length)| Pause { from: at(*begin), to: Some(at(begin + length)) }).collect();
        let told = derive(&table, rule, from, &pauses).unwrap();
        let rows = told.minutes();
        prop_assert_eq!(rows.iter().flatten().sum::<i64>(), told.open_minutes());
        if told.steps.len() < 400 && let Some(time) = rule.open_time() {
            prop_assert_eq!(told.open_minutes(), time / 60_000);
        }
        for (step, row) in told.steps.iter().zip(rows) {
            let length = step.to.at - step.from.at;
            prop_assert!(row.is_none_or(|row| (row * 60_000 - length).abs() < 60_000), "{step:?} {row:?}");
        }
    }

    #[test]
    fn a_pause_never_makes_it_earlier_and_never_adds_more_than_it_lasted(
        calendar in any_calendar(), from in any_minute(), rule in any_rule(), all in any_pauses()
    ) {
        let table = Timetable::new(&calendar, None).unwrap();
        let (bare, paused) = (due(&table, rule, from, &[]).unwrap(), due(&table, rule, from, &pauses(from, &all)).unwrap());
        let most: i64 = all.iter().map(|(_, length)| length).sum();
        prop_assert!(paused >= bare);
        prop_assert!(table.between(bare, paused) <= SignedDuration::from_mins(most));
    }
}
