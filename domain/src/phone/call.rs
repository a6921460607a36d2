//! A call while it lasts and until it is written down (B7). Its time is kept like a timer's: as instants.
use crate::effort::timer::Timer;
use crate::input::{Checks, FieldError, Reason};
use crate::phone::read;
use jiff::Timestamp;

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

#[cfg(test)]
mod tests {
    use super::*;

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
    fn a_call_lasts_until_somebody_hangs_up() {
        let at = |text: &str| format!("2026-11-24T{text}Z").parse().unwrap();
        assert_eq!(watch(at("09:00:00"), None).minutes(at("09:10:01")), 11);
        assert_eq!(watch(at("09:00:00"), Some(at("09:04:00"))).minutes(at("12:00:00")), 4);
    }
}
