//! Open hours: those that change, close and open, and those that a zone or a narrow calendar takes away.
use super::{SHOP, VENDOR, berlin, calendar, shown, table, week};
use crate::promise::calendar::{Closure, Opened, Opening};
use crate::promise::derivation::{StepKind, derive};
use crate::promise::due::{Allowance, due};
use crate::promise::interval::Hours;
use crate::promise::timetable::Timetable;
use jiff::civil::date;
use jiff::{SignedDuration, Timestamp};

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
fn a_zone_that_says_it_is_not_known_is_refused() {
    for zone in ["Etc/Unknown", "Mars/Olympus", ""] {
        assert!(Timetable::new(&calendar(zone, None, SHOP), None).is_err(), "{zone}");
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
