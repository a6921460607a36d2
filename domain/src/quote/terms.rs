//! What a company's quotes begin with, and when it brings them to mind (F1).
use crate::vat::Vat;
use jiff::ToSpan as _;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::ops::RangeInclusive;

/// For how many days a quote may be proposed to stand.
pub const VALID_DAYS: RangeInclusive<u16> = 1..=365;
/// How many days before its last one a quote may be brought to mind; 0 for never.
pub const REMIND_DAYS: RangeInclusive<u16> = 0..=60;

/// The terms, as a company's configuration has them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct QuoteTerms {
    /// For how many calendar days a new quote is proposed to stand.
    pub valid_days: u16,
    /// How many calendar days before its last one approvers are reminded of a quote; 0 for never.
    pub remind_before_days: u16,
    /// The tax that new items are proposed with.
    pub vat: Vat,
}

impl Default for QuoteTerms {
    fn default() -> Self {
        Self { valid_days: 30, remind_before_days: 3, vat: Vat::Standard }
    }
}

impl QuoteTerms {
    /// The last day that is proposed for a quote written today. At the end of the calendar, today.
    pub fn valid_until(&self, today: Date) -> Date {
        today.checked_add(i32::from(self.valid_days).days()).unwrap_or(today)
    }

    /// Quotes whose last day is no later than this one may be due to be brought to mind today.
    pub fn soon(&self, today: Date) -> Date {
        today.checked_add(i32::from(self.remind_before_days).days()).unwrap_or(today)
    }

    /// The day on which approvers are reminded of a quote that was sent on a day; `None` where nobody is reminded, and where it
    /// ends so soon that the mail it came with is reminder enough.
    pub fn reminder(&self, sent_on: Date, valid_until: Date) -> Option<Date> {
        let day = valid_until.checked_sub(i32::from(self.remind_before_days).days()).ok()?;
        (self.remind_before_days > 0 && day > sent_on).then_some(day)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn quotes_are_brought_to_mind_some_days_before_they_end() {
        let terms = |remind_before_days| QuoteTerms { remind_before_days, ..QuoteTerms::default() };
        let sent = date(2026, 12, 1);
        for (days, valid_until, day) in [
            (3, date(2026, 12, 31), Some(date(2026, 12, 28))),
            (7, date(2027, 1, 2), Some(date(2026, 12, 26))),
            (3, date(2026, 12, 4), None),
            (3, date(2026, 12, 5), Some(date(2026, 12, 2))),
            (0, date(2026, 12, 31), None),
        ] {
            assert_eq!(terms(days).reminder(sent, valid_until), day, "{days} before {valid_until}");
        }
        assert_eq!(QuoteTerms::default().valid_until(sent), date(2026, 12, 31));
    }
}
