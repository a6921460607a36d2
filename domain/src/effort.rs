//! Time that was worked on a ticket (E1). Raw time stays raw: what is billed is derived from it. Every correction is an entry of
//! the ticket's history.
pub mod days;
pub mod fixed;
pub mod gate;
pub mod minutes;
pub mod sum;
pub mod timer;
pub mod week;

use crate::effort::fixed::FixedPrice;
use crate::effort::minutes::{MOST, read_minutes};
use crate::input::{Checks, FieldError, Reason, clean_text};
use crate::ticket::internal::Work;
use jiff::ToSpan as _;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// Most characters of a note.
pub const LONGEST_NOTE: u32 = 2_000;
/// Days for which time may still be booked afterwards.
pub const FURTHEST_BACK: i32 = 366;

/// A kind of work, as the company names it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Activity {
    /// Code, stable.
    pub code: String,
    /// German name.
    pub de: String,
    /// English name.
    pub en: String,
}

impl Activity {
    /// Its name.
    pub fn name(&self, lang: crate::lang::Lang) -> &str {
        match lang {
            crate::lang::Lang::De => &self.de,
            crate::lang::Lang::En => &self.en,
        }
    }
}

/// The activities of a company that names none of its own (E1).
pub fn usual_activities() -> Vec<Activity> {
    [
        ("development", "Entwicklung und Anpassung", "Development and adaptation"),
        ("bug_fixing", "Fehlerbehebung", "Bug fixing"),
        ("design", "Gestaltung", "Design changes"),
        ("security_updates", "Sicherheitsupdates", "Security updates"),
        ("monitoring", "Überwachung", "Monitoring"),
        ("quality_assurance", "Qualitätssicherung", "Quality assurance"),
        ("project_management", "Projektleitung", "Project management"),
        ("training", "Online-Schulung", "Online training"),
    ]
    .map(|(code, de, en)| Activity { code: code.into(), de: de.into(), en: en.into() })
    .into()
}

/// Whether time is billed, or why not (E1).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Billing {
    /// It is billed.
    #[default]
    Billable,
    /// A maintenance contract covers it.
    Maintenance,
    /// Before a contract was made.
    Presales,
    /// We owe it.
    Warranty,
    /// We give it.
    Goodwill,
}

impl Billing {
    /// All of them.
    pub const ALL: [Self; 5] =
        [Self::Billable, Self::Maintenance, Self::Presales, Self::Warranty, Self::Goodwill];

    /// Its code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Billable => "billable",
            Self::Maintenance => "maintenance",
            Self::Presales => "presales",
            Self::Warranty => "warranty",
            Self::Goodwill => "goodwill",
        }
    }

    /// The one of a code.
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|billing| billing.code() == code)
    }

    /// Whether time can be so on a ticket: on an internal one there is nobody to bill it to (C6), unless it is sold by an order,
    /// whose hours it uses.
    pub const fn fits(self, internal: bool, fixed: Option<&FixedPrice>) -> bool {
        let sold = matches!(fixed, Some(FixedPrice::Order(_)));
        !internal || sold || !matches!(self, Self::Billable)
    }

    /// What is meant where nothing else is said: work is billed, but a fault is removed because we owe that, and what is made new
    /// for nobody in particular is given.
    pub const fn usual(inner: Option<Work>, fixed: Option<&FixedPrice>) -> Self {
        match inner {
            Some(Work::Bug) if !Self::Billable.fits(true, fixed) => Self::Warranty,
            Some(Work::Feature) if !Self::Billable.fits(true, fixed) => Self::Goodwill,
            _ => Self::Billable,
        }
    }
}

/// Time that a person worked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Effort {
    /// On which day, in the company's zone.
    pub day: Date,
    /// How long, in minutes: 1 to [`MOST`].
    pub minutes: u32,
    /// Kind of work, by code.
    pub activity: String,
    /// What was done; may be empty.
    pub note: String,
    /// Whether it is billed.
    pub billing: Billing,
}

impl Effort {
    /// Whether it fits on its day beside the minutes that the same person worked there otherwise.
    pub const fn fits_beside(&self, others: u32) -> bool {
        self.minutes.saturating_add(others) <= MOST
    }

    /// Whether it costs by its time: hours of a package, else money. Given work does not, nor what has a price of its own.
    pub fn costs_by_time(&self, fixed: Option<&FixedPrice>) -> bool {
        self.billing == Billing::Billable && fixed.is_none()
    }
}

/// Effort as it is typed into a form.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Typed {
    /// Day as `2026-11-23`; empty means today.
    pub day: String,
    /// Time in one of the ways of [`read_minutes`].
    pub minutes: String,
    /// Code of the activity.
    pub activity: String,
    /// Note.
    pub note: String,
    /// Code of the billing.
    pub billing: String,
}

impl From<Effort> for Typed {
    fn from(effort: Effort) -> Self {
        Self {
            day: effort.day.to_string(),
            minutes: format!("{}:{:02}", effort.minutes / 60, effort.minutes % 60),
            activity: effort.activity,
            note: effort.note,
            billing: effort.billing.code().to_owned(),
        }
    }
}

impl Typed {
    /// What was meant; all that is wrong with it at once. `kept` is the activity that an entry has already: it stays a
    /// choice although the company gave it up.
    pub fn read(
        &self,
        today: Date,
        activities: &[Activity],
        kept: Option<&str>,
    ) -> Result<Effort, Vec<FieldError>> {
        let mut checks = Checks::default();
        let minutes = match read_minutes(&self.minutes) {
            _ if self.minutes.trim().is_empty() => Err(Reason::Missing),
            None => Err(Reason::NotATime),
            Some(0) => Err(Reason::Missing),
            Some(minutes) if minutes > MOST => Err(Reason::MoreThanADay),
            Some(minutes) => Ok(minutes),
        };
        let day = match self.day.trim() {
            "" => Ok(today),
            text => text.parse().map_err(|_| Reason::NotReadable),
        };
        let day = match day {
            Ok(day) if day > today => Err(Reason::InFuture),
            Ok(day) if today.checked_sub(FURTHEST_BACK.days()).is_ok_and(|first| day < first) => {
                Err(Reason::TooLongAgo)
            }
            other => other,
        };
        let known = activities.iter().map(|activity| activity.code.as_str()).chain(kept);
        let activity = known
            .into_iter()
            .find(|code| *code == self.activity)
            .ok_or(if self.activity.is_empty() { Reason::Missing } else { Reason::NotAChoice });
        let billing = Billing::of_code(&self.billing).ok_or(Reason::NotAChoice);
        let note = clean_text(&self.note);
        let mut refuse = |field, reason: Option<&Reason>| {
            if let Some(reason) = reason {
                checks.add(field, reason.clone());
            }
        };
        refuse("minutes", minutes.as_ref().err());
        refuse("activity", activity.as_ref().err());
        refuse("billing", billing.as_ref().err());
        refuse("day", day.as_ref().err());
        let long = note.chars().count() > LONGEST_NOTE as usize;
        refuse("note", long.then_some(Reason::TooLong { max: LONGEST_NOTE }).as_ref());
        checks.done(Effort {
            day: day.unwrap_or(today),
            minutes: minutes.unwrap_or_default(),
            activity: activity.map(str::to_owned).unwrap_or_default(),
            note,
            billing: billing.unwrap_or_default(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn typed(minutes: &str, day: &str) -> Typed {
        Typed {
            day: day.into(),
            minutes: minutes.into(),
            activity: "design".into(),
            note: " Farben \r\n".into(),
            billing: "goodwill".into(),
        }
    }

    #[test]
    fn a_day_holds_no_more_than_its_hours() {
        let effort = typed("8 h", "").read(date(2026, 11, 24), &usual_activities(), None).unwrap();
        assert!(
            effort.fits_beside(16 * 60) && !effort.fits_beside(16 * 60 + 1) && !effort.fits_beside(u32::MAX)
        );
    }

    #[test]
    fn effort_is_read_from_a_form() {
        let today = date(2026, 11, 24);
        let effort = typed("1:30", "").read(today, &usual_activities(), None).unwrap();
        let expected = Effort {
            day: today,
            minutes: 90,
            activity: "design".into(),
            note: " Farben".into(),
            billing: Billing::Goodwill,
        };
        assert_eq!(effort, expected);
        let again = Typed::from(effort.clone()).read(today, &usual_activities(), None);
        assert_eq!(again, Ok(effort), "what is corrected begins with what was booked");
        let earlier = typed("90", "2026-11-20").read(today, &usual_activities(), None).unwrap();
        assert_eq!(earlier.day, date(2026, 11, 20));
    }

    #[test]
    fn all_that_is_wrong_is_said_at_once() {
        let today = date(2026, 11, 24);
        let wrong = |typed: Typed| {
            let errors = typed.read(today, &usual_activities(), None).unwrap_err();
            errors.into_iter().map(|error| (error.field, error.reason)).collect::<Vec<_>>()
        };
        let empty = wrong(Typed { note: "x".repeat(2001), ..Typed::default() });
        let fields: Vec<&str> = empty.iter().map(|(field, _)| field.as_str()).collect();
        assert_eq!(fields, ["minutes", "activity", "billing", "note"]);
        for (minutes, day, reason) in [
            ("lange", "", Reason::NotATime),
            ("0", "", Reason::Missing),
            ("25 h", "", Reason::MoreThanADay),
            ("15", "2026-11-25", Reason::InFuture),
            ("15", "2025-11-22", Reason::TooLongAgo),
            ("15", "gestern", Reason::NotReadable),
        ] {
            assert_eq!(
                wrong(typed(minutes, day)).first().map(|(_, why)| why),
                Some(&reason),
                "{minutes} {day}"
            );
        }
        assert!(typed("15", "2025-11-23").read(today, &usual_activities(), None).is_ok());
    }

    #[test]
    fn time_on_an_internal_ticket_is_billed_to_nobody_unless_it_is_sold() {
        let order = FixedPrice::Order(crate::deal::OrderNumber { year: 2026, serial: 4 });
        let release = FixedPrice::Release("5.0".into());
        for (inner, fixed, billable, usual) in [
            (None, None, true, Billing::Billable),
            (Some(Work::Bug), None, false, Billing::Warranty),
            (Some(Work::Feature), None, false, Billing::Goodwill),
            (Some(Work::Feature), Some(&release), false, Billing::Goodwill),
            (Some(Work::Bug), Some(&order), true, Billing::Billable),
        ] {
            assert_eq!(Billing::Billable.fits(inner.is_some(), fixed), billable, "{inner:?} {fixed:?}");
            assert_eq!(Billing::usual(inner, fixed), usual, "{inner:?} {fixed:?}");
            assert!(Billing::ALL[1..].iter().all(|free| free.fits(inner.is_some(), fixed)));
        }
    }

    #[test]
    fn an_activity_that_was_given_up_stays_where_it_is() {
        let today = date(2026, 11, 24);
        let typed = Typed { activity: "old".into(), ..typed("5", "") };
        assert!(typed.read(today, &usual_activities(), None).is_err());
        assert!(typed.read(today, &usual_activities(), Some("old")).is_ok());
    }
}
