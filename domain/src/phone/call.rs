//! A call while it lasts and until it is written down (B7). Its time is kept like a timer's: as instants.
use crate::effort::days::{by_day, minutes_by_day};
use crate::effort::timer::Timer;
use crate::input::{Checks, FieldError, Reason};
use crate::phone::read;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use std::collections::BTreeMap;

/// Somebody who called and is in no register.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stranger {
    /// Name; required.
    pub name: String,
    /// Where to call back; may be empty.
    pub number: String,
    /// Mail address; may be empty.
    pub email: String,
}

impl Stranger {
    /// Cleaned, or all errors at once. `country` as in [`read`].
    pub fn checked(self, country: &str) -> Result<Self, Vec<FieldError>> {
        let mut checks = Checks::default();
        let name = checks.line("name", &self.name, 120);
        let number = checks.optional_line("number", &self.number, 40).unwrap_or_default();
        if !number.is_empty() && read(&number, country).is_none() {
            checks.add("number", Reason::NotAPhone);
        }
        let email =
            if self.email.trim().is_empty() { String::new() } else { checks.address("email", &self.email) };
        checks.done(Self { name, number, email })
    }
}

/// The watch of a call: it runs from the beginning until somebody hangs up.
pub fn watch(began: Timestamp, ended: Option<Timestamp>) -> Timer {
    let running = Timer::default().started(began);
    ended.map_or(running, |ended| running.paused(ended))
}

/// Minutes to book for a call by the days on which it lasted, as for a timer. `typed` ones count from its beginning: who hung up
/// late, or forgot to, has called when it began. What goes beyond its end was work on its last day.
pub fn days(began: Timestamp, ended: Timestamp, typed: Option<u32>, zone: &TimeZone) -> Vec<(Date, u32)> {
    let meant = typed.map(|minutes| i64::from(minutes) * 60_000);
    let over = meant.and_then(|meant| began.checked_add(SignedDuration::from_millis(meant)).ok());
    let until = over.map_or(ended, |over| over.min(ended));
    let mut lasted: BTreeMap<Date, i64> = by_day(began, until, zone).into_iter().collect();
    let told: i64 = lasted.values().sum();
    let beyond = meant.map_or(0, |meant| meant - told);
    let last = lasted.keys().next_back().copied().unwrap_or_else(|| zone.to_datetime(ended).date());
    *lasted.entry(last).or_default() += beyond;
    minutes_by_day(&lasted)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_stranger_needs_a_name_and_what_is_given_must_be_readable() {
        let stranger = |name: &str, number: &str, email: &str| {
            let typed = Stranger { name: name.into(), number: number.into(), email: email.into() };
            typed.checked("49").map_err(|errors| errors.into_iter().map(|e| e.field).collect::<Vec<_>>())
        };
        assert_eq!(stranger("  ", "Büro", "x").unwrap_err(), ["name", "number", "email"]);
        let known = stranger(" Frau  Meer ", "0431/12345 6", "Meer@Example.de").unwrap();
        assert_eq!((known.name.as_str(), known.email.as_str()), ("Frau Meer", "meer@example.de"));
        assert!(stranger("Meer", "", "").is_ok());
    }

    #[test]
    fn a_call_across_midnight_belongs_to_both_days() {
        let zone = TimeZone::get("Europe/Berlin").unwrap();
        let (november, december) = (date(2026, 11, 30), date(2026, 12, 1));
        // Midnight is at 23:00 there.
        let at = |text: &str| format!("2026-11-30T{text}Z").parse::<Timestamp>().unwrap();
        for (began, ended, typed, expected) in [
            ("22:40:00", "23:20:00", None, vec![(november, 20), (december, 20)]),
            ("22:40:00", "23:00:00", None, vec![(november, 20)]),
            ("23:00:00", "23:20:00", None, vec![(december, 20)]),
            ("23:00:00", "23:00:00", None, vec![(december, 1)]),
            ("22:40:00", "23:20:00", Some(30), vec![(november, 20), (december, 10)]),
            ("22:40:00", "23:20:00", Some(60), vec![(november, 20), (december, 40)]),
            ("22:40:00", "22:50:00", Some(60), vec![(november, 60)]),
            ("23:05:00", "23:06:00", Some(60), vec![(december, 60)]),
            ("17:00:00", "23:30:00", Some(5), vec![(november, 5)]),
            ("23:00:00", "23:00:00", Some(5), vec![(december, 5)]),
        ] {
            assert_eq!(days(at(began), at(ended), typed, &zone), expected, "{began} {ended} {typed:?}");
        }
    }

    #[test]
    fn a_call_lasts_until_somebody_hangs_up() {
        let at = |text: &str| format!("2026-11-24T{text}Z").parse().unwrap();
        assert_eq!(watch(at("09:00:00"), None).minutes(at("09:10:01")), 11);
        assert_eq!(watch(at("09:00:00"), Some(at("09:04:00"))).minutes(at("12:00:00")), 4);
    }
}
