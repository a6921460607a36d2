//! Calendars (D1): in which zone, when open, on which days not. A calendar is what a company writes down; to count with
//! it, it becomes a [`super::timetable::Timetable`].
use super::interval::{Hours, Week};
use super::place::Place;
use crate::id::OrganisationId;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

/// When a company, or a region of it, is open.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Calendar {
    /// Code, stable.
    pub code: String,
    /// German name.
    pub de: String,
    /// English name.
    pub en: String,
    /// IANA time zone, such as `Europe/Berlin`.
    pub zone: String,
    /// Where its public holidays are kept; `None` leaves it to the company's place ([`crate::policy::Policy::place`]).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub holidays: Option<Place>,
    /// Opening hours; the latest that is valid on a day counts. The first is valid from the beginning of time.
    pub hours: Vec<Opened>,
    /// Days on which it is closed although its hours say otherwise.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub closures: Vec<Closure>,
    /// Days on which it is open although hours, holidays or closures say otherwise.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub openings: Vec<Opening>,
}

/// Opening hours from a day on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Opened {
    /// First day; `None` for the first hours of a calendar.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_from: Option<Date>,
    /// The week. A calendar whose week is empty is open only at its one-off openings.
    pub week: Week,
}

/// A time of being closed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Closure {
    /// First day.
    pub from: Date,
    /// Last day.
    pub to: Date,
    /// German name, such as `Betriebsferien`.
    pub de: String,
    /// English name.
    pub en: String,
}

/// A one-off opening: what is open on that day beside the usual hours; for everybody, or as agreed with one customer (D1).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Opening {
    /// For whom; everybody where nobody is named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub customer: Option<OrganisationId>,
    /// The day.
    pub day: Date,
    /// When.
    pub hours: Hours,
    /// German reason, such as `Start des Shops`.
    pub de: String,
    /// English reason.
    pub en: String,
}

/// What is wrong with a calendar.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum WrongCalendar {
    /// The zone is none of the IANA time zone database.
    #[error("`{zone}` is no time zone such as Europe/Berlin")]
    #[serde(with = "crate::bare")]
    NoZone {
        /// What was written.
        zone: String,
    },
    /// There are no hours.
    #[error("there are no opening hours")]
    NoHours,
    /// The first hours begin on a day, or later ones do not, or their days do not ascend.
    #[error("opening hours {number} need a valid_from later than the ones before; the first have none")]
    #[serde(with = "crate::bare")]
    NotAscending {
        /// Which, from 1.
        number: usize,
    },
    /// It is never open.
    #[error("it is never open")]
    NeverOpen,
    /// A closure ends before it begins.
    #[error("the closure from {from} ends before it begins")]
    #[serde(with = "crate::bare")]
    Backwards {
        /// Its first day.
        from: Date,
    },
    /// A one-off opening without hours.
    #[error("the opening on {day} has no hours")]
    #[serde(with = "crate::bare")]
    EmptyOpening {
        /// The day.
        day: Date,
    },
}

/// A zone of the IANA time zone database by name; `None` where there is none, or where the name says that it is not known
/// (`Etc/Unknown`).
pub fn time_zone(name: &str) -> Option<TimeZone> {
    TimeZone::get(name).ok().filter(|zone| !zone.is_unknown())
}

impl Calendar {
    /// Whether it can be counted with; the first thing that is wrong.
    pub fn validate(&self) -> Result<(), WrongCalendar> {
        let first = self.hours.first().ok_or(WrongCalendar::NoHours)?;
        if first.valid_from.is_some() {
            return Err(WrongCalendar::NotAscending { number: 1 });
        }
        for (i, pair) in self.hours.windows(2).enumerate() {
            if pair[1].valid_from.is_none() || pair[1].valid_from <= pair[0].valid_from {
                return Err(WrongCalendar::NotAscending { number: i + 2 });
            }
        }
        if self.openings.is_empty() && self.hours.iter().all(|hours| hours.week.is_empty()) {
            return Err(WrongCalendar::NeverOpen);
        }
        if let Some(closure) = self.closures.iter().find(|closure| closure.to < closure.from) {
            return Err(WrongCalendar::Backwards { from: closure.from });
        }
        if let Some(opening) = self.openings.iter().find(|opening| opening.hours.is_empty()) {
            return Err(WrongCalendar::EmptyOpening { day: opening.day });
        }
        Ok(())
    }
}
