//! What people type, checked once at the edge. Reasons are values; their sentences stand in the translation files.
pub mod link;
mod reason;
mod text;

pub use reason::Reason;
pub use text::{clean_line, clean_text, has_hidden, is_address};

use crate::promise::timetable::YEARS;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// A field and what is wrong with it; `field` is the name of the input in the form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[error("{field}: {reason}")]
pub struct FieldError {
    /// Name of the input.
    pub field: String,
    /// What is wrong.
    pub reason: Reason,
}

impl FieldError {
    /// A field error.
    pub fn new(field: &str, reason: Reason) -> Self {
        Self { field: field.to_owned(), reason }
    }
}

/// Collects the errors of one form, so that all of them are told at once.
#[derive(Debug, Default)]
pub struct Checks(Vec<FieldError>);

impl Checks {
    /// A required line of text: trimmed, without control characters, 1 to `max` characters.
    pub fn line(&mut self, field: &str, text: &str, max: u32) -> String {
        let clean = clean_line(text);
        if clean.is_empty() {
            self.add(field, Reason::Missing);
        }
        self.limit(field, &clean, max);
        clean
    }

    /// An optional line of text; empty means none.
    pub fn optional_line(&mut self, field: &str, text: &str, max: u32) -> Option<String> {
        let clean = clean_line(text);
        self.limit(field, &clean, max);
        (!clean.is_empty()).then_some(clean)
    }

    /// A required text of several lines.
    pub fn text(&mut self, field: &str, text: &str, max: u32) -> String {
        let clean = clean_text(text);
        if clean.is_empty() {
            self.add(field, Reason::Missing);
        }
        self.limit(field, &clean, max);
        clean
    }

    /// A required mail address.
    pub fn address(&mut self, field: &str, text: &str) -> String {
        let clean = text.trim().to_lowercase();
        if clean.is_empty() {
            self.add(field, Reason::Missing);
        } else if !is_address(&clean) {
            self.add(field, Reason::NotAnAddress);
        }
        clean
    }

    /// Adds an error.
    pub fn add(&mut self, field: &str, reason: Reason) {
        self.0.push(FieldError::new(field, reason));
    }

    /// The value where nothing was wrong, else all errors in the order of the fields.
    pub fn done<T>(self, value: T) -> Result<T, Vec<FieldError>> {
        if self.0.is_empty() { Ok(value) } else { Err(self.0) }
    }

    fn limit(&mut self, field: &str, text: &str, max: u32) {
        if text.chars().count() > max as usize {
            self.add(field, Reason::TooLong { max });
        }
    }
}

/// Whether a day is one that people mean; years of other digits are slips.
pub fn is_day(day: Date) -> bool {
    YEARS.contains(&day.year())
}

/// Whether work may be planned for a day: for none that is over.
pub fn may_be_planned(day: Date, today: Date) -> Result<(), Reason> {
    match day {
        day if !is_day(day) => Err(Reason::NotADay),
        day if day < today => Err(Reason::InPast),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_errors_of_a_form_are_told_at_once() {
        let mut checks = Checks::default();
        checks.line("name", " \t", 5);
        checks.line("title", "abcdef", 5);
        checks.address("email", "nobody");
        let errors = checks.done(()).unwrap_err();
        assert_eq!(errors.iter().map(|e| e.field.as_str()).collect::<Vec<_>>(), ["name", "title", "email"]);
    }
}
