//! The last day of what is agreed with an organisation (D4), where nothing follows: somebody has to see to it in time.
use crate::organisation::month::Month;
use jiff::ToSpan as _;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// So many days before the last day it is told, and so many after it it still waits for somebody.
const DAYS: i32 = 30;

/// How that last day stands to today.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ending {
    /// It is today or to come.
    Ends(Date),
    /// It is over.
    Ended(Date),
}

impl Ending {
    /// That of a last day.
    pub fn of(last: Date, today: Date) -> Self {
        if last < today { Self::Ended(last) } else { Self::Ends(last) }
    }

    /// The same while it waits for somebody: not long before, and not for ever after.
    pub fn waiting(last: Date, today: Date) -> Option<Self> {
        let first = today.checked_sub(DAYS.days()).unwrap_or(today);
        (first <= last && last <= told_until(today)).then(|| Self::of(last, today))
    }

    /// The same as the plan of a month has it: in the month of the last day, and in the present one while it waits.
    pub fn in_month(last: Date, month: Month, today: Date) -> Option<Self> {
        if Month::of(last) == month {
            return Some(Self::of(last, today));
        }
        Self::waiting(last, today).filter(|_| Month::of(today) == month)
    }
}

/// The latest last day of which is told today.
pub fn told_until(today: Date) -> Date {
    today.checked_add(DAYS.days()).unwrap_or(today)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn an_end_waits_from_a_month_before_to_a_month_after() {
        let last = date(2026, 12, 31);
        for (today, expected) in [
            (date(2026, 11, 30), None),
            (date(2026, 12, 1), Some(Ending::Ends(last))),
            (last, Some(Ending::Ends(last))),
            (date(2027, 1, 1), Some(Ending::Ended(last))),
            (date(2027, 1, 30), Some(Ending::Ended(last))),
            (date(2027, 1, 31), None),
        ] {
            assert_eq!(Ending::waiting(last, today), expected, "{today}");
        }
        assert_eq!(told_until(date(2026, 12, 1)), last);
    }

    #[test]
    fn it_stands_in_the_plan_of_its_month_and_in_the_present_one_while_it_waits() {
        let (last, ends) = (date(2026, 12, 31), Some(Ending::Ends(date(2026, 12, 31))));
        let month = |text: &str| text.parse::<Month>().unwrap();
        for (shown, today, expected) in [
            ("2026-12", date(2026, 6, 1), ends),
            ("2026-11", date(2026, 11, 20), None),
            ("2026-12", date(2026, 12, 20), ends),
            ("2027-01", date(2026, 12, 20), None),
            ("2027-01", date(2027, 1, 4), Some(Ending::Ended(last))),
            ("2027-02", date(2027, 2, 4), None),
        ] {
            assert_eq!(Ending::in_month(last, month(shown), today), expected, "{shown} on {today}");
        }
    }
}
