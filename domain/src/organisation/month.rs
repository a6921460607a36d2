//! A month of planning (preset support-packages: the account manager plans by months).
use jiff::ToSpan as _;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// Most characters of a month's note on an organisation.
pub const LONGEST_NOTE: u32 = 4_000;

/// A month of a year; in addresses and tables `2026-12`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Month(Date);

/// Not a month such as `2026-12`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a month such as 2026-12")]
pub struct NotAMonth;

impl Month {
    /// The month of a day.
    pub fn of(day: Date) -> Self {
        Self(day.first_of_month())
    }

    /// Its first day.
    pub const fn first(self) -> Date {
        self.0
    }

    /// Its last day.
    pub fn last(self) -> Date {
        self.0.last_of_month()
    }

    /// The month so many months later; the same at the ends of time.
    #[must_use]
    pub fn plus(self, months: i32) -> Self {
        Self(self.0.checked_add(months.months()).unwrap_or(self.0))
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.0.year(), self.0.month())
    }
}

impl FromStr for Month {
    type Err = NotAMonth;
    fn from_str(text: &str) -> Result<Self, NotAMonth> {
        let plain = text.len() == 7 && text.is_ascii();
        let day = plain.then(|| format!("{text}-01").parse().ok()).flatten();
        // Years that a calendar can hold, as in forms for days.
        day.filter(|day: &Date| (1900..=2199).contains(&day.year())).map(Self).ok_or(NotAMonth)
    }
}

impl From<Month> for String {
    fn from(month: Month) -> Self {
        month.to_string()
    }
}

impl TryFrom<String> for Month {
    type Error = NotAMonth;
    fn try_from(text: String) -> Result<Self, NotAMonth> {
        text.parse()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn months_are_read_written_and_stepped_through() {
        let december: Month = "2026-12".parse().unwrap();
        assert_eq!((december.first(), december.last()), (date(2026, 12, 1), date(2026, 12, 31)));
        assert_eq!(Month::of(date(2028, 2, 14)).last(), date(2028, 2, 29));
        assert_eq!(
            (december.plus(1).to_string(), december.plus(-12).to_string()),
            ("2027-01".into(), "2025-12".into())
        );
        for wrong in ["", "2026", "2026-13", "2026-1", "2026-12-01", "1899-12", "Dez 26"] {
            assert_eq!(wrong.parse::<Month>(), Err(NotAMonth), "{wrong}");
        }
    }
}
