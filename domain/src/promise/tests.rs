//! Rules of clocks: examples of product.md and of the presets.
mod hours;
mod property;

use super::calendar::{Calendar, Opened};
use super::derivation::{StepKind, derive};
use super::due::{Allowance, Pause, due};
use super::interval::{Hours, Week};
use super::place::Place;
use super::target::{Amount, Reading};
use super::timetable::Timetable;
use jiff::Timestamp;
use jiff::tz::TimeZone;

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
