//! Fields of a form, read one by one; what cannot be read is told at its field.
use super::{code_of, of_code};
use crate::input::{FieldError, Reason, clean_text, is_day};
use crate::money::read_cents;
use crate::policy::{FACTORS, TypeLine, is_code};
use crate::promise::interval::{Hours, Week, WrongHours};
use crate::promise::place::Place;
use crate::ticket::TicketType;
use jiff::civil::Date;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::collections::BTreeMap;
use std::ops::RangeInclusive;

/// Fields that are being read; errors are gathered.
pub(super) struct Form<'a> {
    pub(super) fields: &'a BTreeMap<String, String>,
    pub(super) wrong: Vec<FieldError>,
}

impl Form<'_> {
    pub(super) fn raw(&self, name: &str) -> &str {
        self.fields.get(name).map_or("", |value| value.trim())
    }

    pub(super) fn refuse(&mut self, name: &str, reason: Reason) {
        self.wrong.push(FieldError::new(&format!("fields[{name}]"), reason));
    }

    pub(super) fn text(&mut self, name: &str, max: usize) -> String {
        let text = clean_text(self.raw(name));
        if text.chars().count() > max {
            self.refuse(name, Reason::TooLong { max: u32::try_from(max).unwrap_or(u32::MAX) });
        }
        text
    }

    /// A text whose length is somebody else's matter.
    pub(super) fn plain(&self, name: &str) -> String {
        clean_text(self.raw(name))
    }

    pub(super) fn line(&mut self, name: &str) -> String {
        let text = self.text(name, 120);
        if text.is_empty() {
            self.refuse(name, Reason::Missing);
        }
        text
    }

    /// One thing a line, at most 20.
    pub(super) fn lines(&mut self, name: &str) -> Vec<String> {
        let text = self.text(name, 2000);
        text.lines().map(|line| line.trim().to_owned()).filter(|line| !line.is_empty()).take(20).collect()
    }

    pub(super) fn code(&mut self, name: &str) -> String {
        let text = self.raw(name).to_owned();
        if !is_code(&text) {
            self.refuse(name, if text.is_empty() { Reason::Missing } else { Reason::NotACode });
        }
        text
    }

    pub(super) fn optional(&self, name: &str) -> Option<String> {
        Some(self.raw(name).to_owned()).filter(|text| !text.is_empty())
    }

    pub(super) fn ticked(&self, name: &str) -> bool {
        !self.raw(name).is_empty()
    }

    /// A whole number in a range; empty is zero.
    pub(super) fn number<T>(&mut self, name: &str, range: RangeInclusive<T>) -> T
    where
        T: std::str::FromStr + Default + PartialOrd + Copy + Into<u32>,
    {
        let text = self.raw(name);
        let number = if text.is_empty() { Some(T::default()) } else { text.parse().ok() };
        number.filter(|number| range.contains(number)).unwrap_or_else(|| {
            self.refuse(
                name,
                Reason::NotBetween { min: (*range.start()).into(), max: (*range.end()).into() },
            );
            T::default()
        })
    }

    /// An amount of money in cents; empty is zero.
    pub(super) fn cents(&mut self, name: &str, range: RangeInclusive<i64>) -> i64 {
        let text = self.raw(name);
        let cents = if text.is_empty() { Some(0) } else { read_cents(text) };
        cents.filter(|cents| range.contains(cents)).unwrap_or_else(|| {
            self.refuse(name, Reason::NotMoney);
            0
        })
    }

    pub(super) fn date(&mut self, name: &str) -> Date {
        let text = self.raw(name).to_owned();
        let day = text.parse().ok().filter(|day: &Date| is_day(*day));
        day.unwrap_or_else(|| {
            self.refuse(name, if text.is_empty() { Reason::Missing } else { Reason::NotADay });
            Date::ZERO
        })
    }

    pub(super) fn hours(&mut self, name: &str) -> Hours {
        Hours::read(self.raw(name)).unwrap_or_else(|error| {
            let reason = match error {
                WrongHours::NotReadable { .. } => Reason::NotHours,
                WrongHours::Empty { .. } => Reason::EndsBeforeItBegins,
                WrongHours::Overlap { .. } => Reason::Overlapping,
            };
            self.refuse(name, reason);
            Hours::closed()
        })
    }

    pub(super) fn place(&mut self, name: &str) -> Option<Place> {
        let text = self.optional(name)?;
        let place = Place::read(&text).ok();
        if place.is_none() {
            self.refuse(name, Reason::NotAChoice);
        }
        place
    }

    /// An enumeration by its code; the first choice where it is not sent.
    pub(super) fn choice<T: DeserializeOwned + Default>(&mut self, name: &str) -> T {
        let text = self.raw(name).to_owned();
        if text.is_empty() {
            return T::default();
        }
        of_code(&text).unwrap_or_else(|| {
            self.refuse(name, Reason::NotAChoice);
            T::default()
        })
    }

    /// Of all values those whose box `prefix` + code is ticked.
    pub(super) fn boxes<T: Serialize + Copy>(&self, prefix: &str, all: &[T]) -> Vec<T> {
        all.iter().copied().filter(|value| self.ticked(&format!("{prefix}{}", code_of(value)))).collect()
    }

    /// The ticket types that are ticked, each with its factor.
    pub(super) fn types(&mut self) -> Vec<TypeLine> {
        let mut types = Vec::new();
        for code in TicketType::ALL {
            if !self.ticked(&format!("type_{}", code.code())) {
                continue;
            }
            let name = format!("factor_{}", code.code());
            let factor_percent = self.number(&name, FACTORS);
            types.push(TypeLine { code, factor_percent });
        }
        if types.is_empty() {
            self.refuse("type_normal", Reason::Missing);
        }
        types
    }

    pub(super) fn week(&mut self) -> Week {
        Week {
            monday: self.hours("monday"),
            tuesday: self.hours("tuesday"),
            wednesday: self.hours("wednesday"),
            thursday: self.hours("thursday"),
            friday: self.hours("friday"),
            saturday: self.hours("saturday"),
            sunday: self.hours("sunday"),
        }
    }
}
