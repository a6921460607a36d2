//! Public holidays against an independent list (`list_holidays.py` makes it).
use domain::promise::holiday::holidays;
use domain::promise::place::Place;

#[test]
fn every_place_keeps_the_holidays_that_another_program_finds() {
    let mut lines = 0;
    for line in include_str!("holidays.txt").lines().filter(|line| !line.starts_with('#')) {
        let mut words = line.split(' ');
        let (place, year) = (words.next().unwrap(), words.next().unwrap());
        let expected: Vec<&str> = words.collect();
        let ours = holidays(&Place::read(place).unwrap(), year.parse().unwrap());
        let ours: Vec<String> =
            ours.iter().map(|holiday| holiday.day.strftime("%m-%d").to_string()).collect();
        assert_eq!(ours, expected, "{place} {year}");
        lines += 1;
    }
    assert_eq!(lines, 20 * 21);
}

#[test]
fn munich_has_thirteen_and_christmas_eve_is_none() {
    let days = holidays(&Place::read("DE-BY-muenchen").unwrap(), 2026);
    let day = |text: &str| days.iter().find(|holiday| holiday.day.to_string() == text);
    assert_eq!(days.len(), 13);
    assert_eq!(day("2026-08-15").map(|holiday| holiday.de), Some("Mariä Himmelfahrt"));
    assert!(day("2026-08-08").is_none() && day("2026-12-24").is_none() && day("2026-12-31").is_none());
}
