//! For which days somebody asks for a draft by hand.
use crate::effort::FURTHEST_BACK;
use crate::input::{Checks, Reason};
use crate::invoice::Period;
use jiff::ToSpan as _;
use jiff::civil::Date;

/// Days for which there may be something to bill of a customer who is known `since` a day: work is booked for no day long before
/// it, and nobody pays fees for more than a year in advance.
pub fn askable(since: Date, today: Date) -> Period {
    let from = since.checked_sub(FURTHEST_BACK.days()).unwrap_or(since).first_of_month();
    let to = today.checked_add(1.year()).unwrap_or(today).last_of_month();
    Period { from, to }
}

/// The days, as they are typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TypedDays {
    /// From which day on, as `2026-12-01`.
    pub from: String,
    /// Until which day.
    pub to: String,
}

impl TypedDays {
    /// What was meant: days `within` those that may be asked for, where those are known. `instead` holds where the days may be
    /// left open, and says what stands for them then.
    pub fn read(&self, checks: &mut Checks, within: Option<Period>, instead: Option<Date>) -> Period {
        let from = read(checks, ("from", &self.from), within, instead);
        let to = read(checks, ("to", &self.to), within, instead);
        if from.zip(to).is_some_and(|(from, to)| to < from) {
            checks.add("to", Reason::EndsBeforeItBegins);
        }
        Period { from: from.unwrap_or_default(), to: to.unwrap_or_default() }
    }
}

/// A day; `None` where it is none that may be asked for, which is told.
fn read(
    checks: &mut Checks,
    (field, text): (&str, &str),
    within: Option<Period>,
    instead: Option<Date>,
) -> Option<Date> {
    let day = match text.trim() {
        "" => Err(Reason::Missing),
        text => text.parse::<Date>().map_err(|_| Reason::NotReadable),
    };
    let day = day.or_else(|reason| instead.ok_or(reason));
    match (day, within) {
        (Ok(day), Some(Period { from, to })) if day < from || to < day => {
            checks.add(field, Reason::NothingToBill { first: from, last: to });
            None
        }
        (Ok(day), _) => Some(day),
        (Err(reason), _) => {
            checks.add(field, reason);
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn wrong(from: &str, to: &str, instead: Option<Date>) -> Vec<(String, Reason)> {
        let mut checks = Checks::default();
        let typed = TypedDays { from: from.to_owned(), to: to.to_owned() };
        typed.read(&mut checks, Some(askable(date(2026, 11, 23), date(2026, 12, 31))), instead);
        let errors = checks.done(()).err().unwrap_or_default();
        errors.into_iter().map(|one| (one.field, one.reason)).collect()
    }

    #[test]
    fn a_draft_is_asked_for_no_day_on_which_nothing_can_have_been() {
        let outside = Reason::NothingToBill { first: date(2025, 11, 1), last: date(2027, 12, 31) };
        for (from, to, fields) in [
            ("2025-11-01", "2027-12-31", vec![]),
            ("2025-10-31", "2026-11-30", vec!["from"]),
            ("2026-11-01", "2028-01-01", vec!["to"]),
            ("0001-01-01", "9999-12-31", vec!["from", "to"]),
        ] {
            let expected: Vec<_> =
                fields.iter().map(|field| ((*field).to_owned(), outside.clone())).collect();
            assert_eq!(wrong(from, to, None), expected, "{from} to {to}");
        }
    }

    #[test]
    fn days_are_needed_where_nothing_stands_for_them() {
        let missing = |field: &str| (field.to_owned(), Reason::Missing);
        assert_eq!(wrong("", " ", None), [missing("from"), missing("to")]);
        assert_eq!(wrong("heute", "2026-12-31", None), [("from".to_owned(), Reason::NotReadable)]);
        assert!(wrong("", "heute", Some(date(2026, 12, 31))).is_empty());
        let turned = [("to".to_owned(), Reason::EndsBeforeItBegins)];
        assert_eq!(wrong("2026-12-02", "2026-12-01", None), turned);
    }

    #[test]
    fn the_ends_of_time_are_days_like_others() {
        let whole = askable(Date::MIN, Date::MAX);
        assert_eq!((whole.from, whole.to), (Date::MIN, Date::MAX));
    }
}
