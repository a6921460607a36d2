//! Rules of clocks: examples of product.md and of the presets, and properties that hold for all inputs.
use super::calendar::{Calendar, Closure, Opened, Opening};
use super::derivation::{StepKind, derive};
use super::due::{Allowance, Pause, due};
use super::interval::{Hours, Week};
use super::place::Place;
use super::target::{Amount, Reading};
use super::timetable::Timetable;
use jiff::civil::date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;

fn week(days: [&str; 7]) -> Week {
    let [monday, tuesday, wednesday, thursday, friday, saturday, sunday] =
        days.map(|text| Hours::read(text).unwrap());
    Week { monday, tuesday, wednesday, thursday, friday, saturday, sunday }
}

fn calendar(zone: &str, place: Option<&str>, days: [&str; 7]) -> Calendar {
    Calendar {
        code: "service".into(),
        de: "Servicezeiten".into(),
        en: "Service hours".into(),
        zone: zone.into(),
        holidays: place.map(|place| Place::read(place).unwrap()),
        hours: vec![Opened { valid_from: None, week: week(days) }],
        closures: vec![],
        openings: vec![],
    }
}

const AGENCY: [&str; 7] = [
    "08:30-12:00, 13:00-17:00",
    "08:30-12:00, 13:00-17:00",
    "08:30-12:00, 13:00-17:00",
    "08:30-12:00, 13:00-17:00",
    "08:30-12:00",
    "",
    "",
];
const SHOP: [&str; 7] = ["09:00-17:00", "09:00-17:00", "09:00-17:00", "09:00-17:00", "09:00-17:00", "", ""];
const VENDOR: [&str; 7] = ["10:00-18:00", "10:00-18:00", "10:00-18:00", "10:00-18:00", "10:00-18:00", "", ""];
const ALWAYS: [&str; 7] = ["00:00-24:00"; 7];

fn table(place: Option<&str>, days: [&str; 7]) -> Timetable {
    Timetable::new(&calendar("Europe/Berlin", place, days), None).unwrap()
}

/// `2026-11-23 11:30` in Berlin.
fn berlin(text: &str) -> Timestamp {
    let zone = TimeZone::get("Europe/Berlin").unwrap();
    zone.to_timestamp(text.replace(' ', "T").parse().unwrap()).unwrap()
}

fn shown(at: Timestamp) -> String {
    let zone = TimeZone::get("Europe/Berlin").unwrap();
    at.to_zoned(zone).strftime("%Y-%m-%d %H:%M").to_string()
}

fn pause(from: &str, to: &str) -> Pause {
    Pause { from: berlin(from), to: Some(berlin(to)) }
}

#[test]
fn the_examples_of_the_presets_hold() {
    let (hours, days) = (|n: u32| Allowance::minutes(n * 60), Allowance::days);
    let shop_pause = [pause("2026-11-27 16:45", "2026-11-30 09:30")];
    for (place, week, rule, start, pauses, expected) in [
        (None, AGENCY, hours(2), "2026-11-23 11:30", &[][..], "2026-11-23 14:30"),
        (None, AGENCY, hours(2), "2026-11-23 12:20", &[], "2026-11-23 15:00"),
        (None, AGENCY, hours(2), "2026-11-27 11:30", &[], "2026-11-30 10:00"),
        (None, AGENCY, days(2), "2026-11-26 16:00", &[], "2026-11-30 17:00"),
        (None, AGENCY, days(1), "2026-11-26 16:00", &[], "2026-11-27 12:00"),
        (None, SHOP, hours(2), "2026-11-27 16:30", &[], "2026-11-30 10:30"),
        (None, SHOP, hours(2), "2026-11-27 16:30", &shop_pause, "2026-11-30 11:15"),
        (None, SHOP, days(1), "2026-11-27 16:30", &[], "2026-11-30 17:00"),
        (None, SHOP, days(1), "2026-11-28 10:00", &[], "2026-11-30 17:00"),
        (Some("DE-BY-muenchen"), VENDOR, hours(4), "2026-06-03 17:00", &[], "2026-06-05 13:00"),
        (Some("DE-BY-muenchen"), VENDOR, days(5), "2026-12-23 16:00", &[], "2026-12-31 18:00"),
        // A time that ends exactly at closing time belongs to that day.
        (None, SHOP, hours(2), "2026-11-23 15:00", &[], "2026-11-23 17:00"),
        (None, SHOP, hours(2), "2026-11-23 17:00", &[], "2026-11-24 11:00"),
        (None, SHOP, hours(8), "2026-11-27 09:00", &[], "2026-11-27 17:00"),
        // Clocks change on 29 March and 25 October 2026.
        (None, ALWAYS, hours(24), "2026-03-28 12:00", &[], "2026-03-29 13:00"),
        (None, ALWAYS, hours(24), "2026-10-24 12:00", &[], "2026-10-25 11:00"),
    ] {
        let table = table(place, week);
        assert_eq!(
            shown(due(&table, rule, berlin(start), pauses).unwrap()),
            expected,
            "{rule:?} from {start}"
        );
    }
}

#[test]
fn business_days_can_be_read_in_three_ways() {
    let table = table(None, AGENCY);
    for (reading, start, expected) in [
        (Reading::ClosingTime, "2026-11-26 16:00", "2026-11-27 12:00"),
        (Reading::SameTime, "2026-11-25 16:00", "2026-11-26 16:00"),
        (Reading::SameTime, "2026-11-26 16:00", "2026-11-27 12:00"),
        (Reading::SameTime, "2026-11-26 12:30", "2026-11-27 12:00"),
        (Reading::SameTime, "2026-11-28 12:30", "2026-12-01 08:30"),
        (Reading::Hours(450), "2026-11-23 08:30", "2026-11-23 17:00"),
        (Reading::Hours(450), "2026-11-26 16:00", "2026-11-30 11:30"),
    ] {
        let rule = Allowance { amount: Amount::BusinessDays(1), reading };
        let end = due(&table, rule, berlin(start), &[]);
        assert_eq!(end.map(shown).as_deref(), Ok(expected), "{reading:?} from {start}");
    }
}

#[test]
fn calendar_days_end_on_an_open_day() {
    let table = table(Some("DE-BY"), SHOP);
    for (days, start, expected) in [
        (10, "2026-11-23 11:00", "2026-12-03 17:00"),
        (5, "2026-11-23 11:00", "2026-11-30 17:00"),
        (1, "2026-12-24 11:00", "2026-12-28 17:00"),
    ] {
        let rule = Allowance { amount: Amount::CalendarDays(days), reading: Reading::ClosingTime };
        assert_eq!(shown(due(&table, rule, berlin(start), &[]).unwrap()), expected);
    }
}

#[test]
fn hours_change_from_a_day_on_and_closures_and_openings_count() {
    let mut calendar = calendar("Europe/Berlin", Some("DE-BE"), SHOP);
    calendar.hours.push(Opened { valid_from: Some(date(2026, 12, 1)), week: week(VENDOR) });
    calendar.closures = vec![Closure {
        from: date(2026, 12, 28),
        to: date(2026, 12, 30),
        de: "Betriebsferien".into(),
        en: "Closed".into(),
    }];
    calendar.openings = vec![Opening {
        customer: None,
        day: date(2026, 12, 26),
        hours: Hours::read("10:00-12:00").unwrap(),
        de: "Umzug".into(),
        en: "Move".into(),
    }];
    let table = Timetable::new(&calendar, None).unwrap();
    let end =
        |start, hours: u32| shown(due(&table, Allowance::minutes(hours * 60), berlin(start), &[]).unwrap());
    assert_eq!(end("2026-11-30 16:00", 2), "2026-12-01 11:00");
    assert_eq!(
        end("2026-12-24 17:00", 2),
        "2026-12-26 11:00",
        "the holiday is skipped, the opening on the next counts"
    );
    assert_eq!(end("2026-12-24 17:00", 4), "2026-12-31 11:00");
}

#[test]
fn a_pause_adds_the_open_time_it_lasted_and_nothing_else() {
    let table = table(None, SHOP);
    let rule = Allowance::minutes(120);
    let end = |pauses: &[Pause]| shown(due(&table, rule, berlin("2026-11-23 10:00"), pauses).unwrap());
    assert_eq!(end(&[pause("2026-11-23 10:30", "2026-11-23 11:00")]), "2026-11-23 12:30");
    assert_eq!(
        end(&[pause("2026-11-23 08:00", "2026-11-23 10:30")]),
        "2026-11-23 12:30",
        "before the start counts nothing"
    );
    assert_eq!(
        end(&[pause("2026-11-23 12:00", "2026-11-23 15:00")]),
        "2026-11-23 12:00",
        "after the end counts nothing"
    );
    let twice =
        [pause("2026-11-23 10:30", "2026-11-23 11:00"), pause("2026-11-23 10:15", "2026-11-23 10:45")];
    assert_eq!(end(&twice), "2026-11-23 12:45", "what overlaps counts once");
    let later =
        [pause("2026-11-23 10:30", "2026-11-23 11:00"), pause("2026-11-23 12:15", "2026-11-23 12:45")];
    assert_eq!(end(&later), "2026-11-23 13:00", "a pause in the time that another one added counts too");
    let open = Pause { from: berlin("2026-11-23 10:30"), to: None };
    assert_eq!(end(&[open]), "2026-11-23 12:00");
}

#[test]
fn each_skipped_stretch_has_its_reason() {
    let table = table(Some("DE-BY-muenchen"), VENDOR);
    let told = derive(&table, Allowance::minutes(240), berlin("2026-06-03 17:00"), &[]).unwrap();
    let steps: Vec<String> = told
        .steps
        .iter()
        .map(|step| {
            format!("{}–{} {:?}", shown(step.from.timestamp()), shown(step.to.timestamp()), step.kind)
        })
        .collect();
    insta::assert_snapshot!(steps.join("\n"));
    let table = self::table(None, AGENCY);
    let told = derive(&table, Allowance::days(2), berlin("2026-11-26 16:00"), &[]).unwrap();
    let kinds: Vec<&StepKind> = told.steps.iter().map(|step| &step.kind).collect();
    insta::assert_debug_snapshot!(kinds);
}

/// Whether a minute is open, told from the wall clock alone.
fn open(calendar: &Calendar, zone: &TimeZone, at: Timestamp) -> bool {
    let wall = zone.to_datetime(at);
    let minute = u16::try_from(i32::from(wall.hour()) * 60 + i32::from(wall.minute())).unwrap();
    let place = calendar.holidays.as_ref();
    let holiday = place.is_some_and(|place| {
        super::holiday::holidays(place, wall.year()).iter().any(|holiday| holiday.day == wall.date())
    });
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
        let pairs =
            cuts.chunks_exact(2).map(|pair| super::interval::Interval::new(pair[0], pair[1]).unwrap());
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

#[test]
fn hours_that_a_change_of_clocks_skips_are_no_business_day() {
    // Berlin skips 02:00 to 03:00 on Sunday, 28 March 2027; Apia had no 30 December 2011 at all.
    let night = calendar("Europe/Berlin", None, ["02:00-03:00"; 7]);
    let table = Timetable::new(&night, None).unwrap();
    let friday = berlin("2027-03-26 12:00");
    assert!(!table.is_open_on(date(2027, 3, 28)));
    let end = due(&table, Allowance::days(2), friday, &[]).unwrap();
    assert_eq!(shown(end), "2027-03-29 03:00", "Saturday and Monday");
    let told = derive(&table, Allowance::days(2), friday, &[]).unwrap();
    let days = told.steps.iter().filter(|step| matches!(step.kind, StepKind::Day { .. }));
    assert_eq!(days.count(), 2);

    let apia = calendar("Pacific/Apia", None, ["09:00-17:00"; 7]);
    let table = Timetable::new(&apia, None).unwrap();
    let start: Timestamp = "2011-12-29T22:00:00Z".parse().unwrap(); // Thursday, noon
    let end = due(&table, Allowance::days(1), start, &[]).unwrap();
    assert_eq!(end, "2011-12-31T03:00:00Z".parse().unwrap(), "Saturday, 17:00, fourteen hours ahead");
}

#[test]
fn the_same_time_of_day_is_told_from_the_next_opening() {
    let table = table(None, SHOP);
    let rule = Allowance { amount: Amount::BusinessDays(1), reading: Reading::SameTime };
    // Saturday noon counts as Monday, 9:00.
    let told = derive(&table, rule, berlin("2026-11-28 12:00"), &[]).unwrap();
    assert_eq!(shown(told.due.timestamp()), "2026-12-01 09:00");
    let kinds: Vec<_> = told.steps.iter().map(|step| step.kind.clone()).collect();
    let expected = [StepKind::Weekday, StepKind::Outside, StepKind::Receipt, StepKind::Outside];
    assert_eq!(kinds, expected, "the day on which it opens is the day of receipt");
}

#[test]
fn while_the_clock_stands_still_a_derivation_ends_there() {
    let table = table(None, SHOP);
    let since = berlin("2026-11-27 10:30");
    let pause = Pause { from: since, to: None };
    let told = derive(&table, Allowance::minutes(120), berlin("2026-11-27 10:00"), &[pause]).unwrap();
    let told = told.until(table.moment(since));
    assert_eq!(told.steps.iter().map(|step| &step.kind).collect::<Vec<_>>(), [&StepKind::Counted]);
    assert_eq!(told.steps[0].to.timestamp(), since);
    let days = derive(&table, Allowance::days(2), berlin("2026-11-26 10:00"), &[pause]).unwrap();
    assert_eq!(days.until(table.moment(since)).steps.last().unwrap().to.timestamp(), since);
}

#[test]
fn a_zone_that_says_it_is_not_known_is_refused() {
    for zone in ["Etc/Unknown", "Mars/Olympus", ""] {
        assert!(Timetable::new(&calendar(zone, None, SHOP), None).is_err(), "{zone}");
    }
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
        super::strip::strip(&table, &told);
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

#[test]
fn what_a_calendar_of_a_minute_a_week_cannot_give_within_twenty_years_is_not_promised() {
    let table = table(None, ["09:00-09:01", "", "", "", "", "", ""]);
    let start = berlin("2026-11-23 08:00");
    let minutes = |n| table.add(start, SignedDuration::from_mins(n)).map(shown);
    assert_eq!(minutes(52).unwrap(), "2027-11-15 09:01");
    assert_eq!(minutes(1_000).unwrap(), "2046-01-15 09:01");
    assert!(minutes(600_000).is_err());
}
