//! How a company bills (G1, G5); part of its configuration.
use crate::package::terms::{Charge, STEPS, Terms};
use serde::{Deserialize, Serialize};
use std::ops::{Range, RangeInclusive};

/// Days after the last day for paying after which is reminded.
pub const REMINDED_AFTER: RangeInclusive<u16> = 1..=365;
/// Most that may be asked for because a payment is late, in cents (§ 288 Abs. 5 BGB).
pub const LATE_FEE: RangeInclusive<i64> = 0..=4_000;
/// Days that a reminder leaves for paying.
pub const PAID_WITHIN: i32 = 7;
/// Most levels of reminders.
pub const MOST_REMINDERS: usize = 5;

/// How a company bills.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Rules {
    /// What stands before year and count of an invoice's number: `RE` in `RE-2026-0112`.
    pub series: String,
    /// Work by the hour counts in full steps of so many minutes; 0 for to the minute.
    pub step_minutes: u16,
    /// Work by the hour counts as so many minutes at least.
    pub minimum_minutes: u16,
    /// Whether drafts are made by themselves at the beginning of a month, for the month before.
    pub monthly: bool,
    /// Days after the last day for paying at which is reminded, level by level; they ascend.
    pub reminders: Vec<u16>,
    /// What a company owes for paying late, in cents, asked for with the second reminder; 0 for none (§ 288 Abs. 5 BGB).
    #[serde(skip_serializing_if = "is_zero")]
    pub late_fee_cents: i64,
}

#[allow(clippy::trivially_copy_pass_by_ref)] // serde asks for it
const fn is_zero(cents: &i64) -> bool {
    *cents == 0
}

impl Default for Rules {
    fn default() -> Self {
        Self {
            series: "RE".to_owned(),
            step_minutes: 0,
            minimum_minutes: 0,
            monthly: true,
            reminders: vec![7, 21, 35],
            late_fee_cents: 0,
        }
    }
}

impl Rules {
    /// Raw minutes of work by the hour as they count: rounding, then the minimum. The factor is in the price of the hour.
    pub fn counted(&self, raw: u32) -> i64 {
        let terms = Terms {
            step_minutes: self.step_minutes,
            minimum_minutes: self.minimum_minutes,
            ..Terms::default()
        };
        let Charge { minutes, .. } = terms.charge(raw, 100);
        minutes
    }

    /// What is asked for with a reminder because the payment is late, in cents, where `asked` was before: once, with the second
    /// reminder, or with the only one.
    pub fn late_fee(&self, level: u32, asked: i64) -> i64 {
        let second = level >= 2 || self.reminders.len() == 1;
        if second && asked == 0 { self.late_fee_cents } else { 0 }
    }

    /// A number of the series: `RE-2026-0112`.
    pub fn number(&self, year: i16, serial: u32) -> String {
        format!("{}-{year}-{serial:04}", self.series)
    }

    /// Where numbers of a series stand in a text, in order; nothing that belongs to a word, an address or another number touches them.
    pub fn numbers_in(series: &str, text: &str) -> Vec<Range<usize>> {
        let starts = text.match_indices(series).map(|(at, _)| at);
        starts.filter_map(|at| Some(at..at + number_at(series, text, at)?)).collect()
    }

    /// The fields that make no sense, with what would: least and most.
    pub fn wrong(&self) -> Vec<(&'static str, u32, u32)> {
        let mut wrong = Vec::new();
        let mut within = |field, value: u16, range: &RangeInclusive<u16>| {
            if !range.contains(&value) {
                wrong.push((field, u32::from(*range.start()), u32::from(*range.end())));
            }
        };
        within("step_minutes", self.step_minutes, &STEPS);
        within("minimum_minutes", self.minimum_minutes, &STEPS);
        for days in &self.reminders {
            within("reminders", *days, &REMINDED_AFTER);
        }
        if !LATE_FEE.contains(&self.late_fee_cents) {
            wrong.push(("late_fee_cents", 0, 4_000));
        }
        if !self.reminders.is_sorted_by(|a, b| a < b) || self.reminders.len() > MOST_REMINDERS {
            wrong.push(("reminders", 1, 365));
        }
        wrong
    }

    /// Whether numbers can be told by what stands before them: 1 to 8 capital letters or digits, a letter first.
    pub fn has_readable_series(&self) -> bool {
        let fine = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit();
        (1..=8).contains(&self.series.len())
            && self.series.starts_with(|c: char| c.is_ascii_uppercase())
            && self.series.chars().all(fine)
    }
}

/// How long the number is that begins there.
fn number_at(series: &str, text: &str, at: usize) -> Option<usize> {
    let touches = |c: char| c.is_alphanumeric() || "_#-/&=".contains(c);
    let before = text[..at].chars().next_back();
    if before.is_some_and(|c| touches(c) || c == '.') {
        return None;
    }
    let rest = text[at..].strip_prefix(series)?.strip_prefix('-')?;
    let (year, rest) = rest.split_once('-').filter(|(year, _)| year.len() == 4)?;
    let serial = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let whole = year.bytes().all(|b| b.is_ascii_digit()) && serial >= 4;
    let ends = rest[serial..].chars().next().is_none_or(|c| !touches(c));
    (whole && ends).then_some(series.len() + 1 + year.len() + 1 + serial)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_found_where_nothing_touches_them() {
        for (text, found) in [
            ("Zu RE-2026-0004, bitte.", vec!["RE-2026-0004"]),
            ("RE-2026-0004 und (RE-2027-12345)", vec!["RE-2026-0004", "RE-2027-12345"]),
            ("WARE-2026-0004", vec![]),
            ("RE-2026-0004-1 RE-2026-0004a RE-2026-004 RE-26-0004 RE-2026-", vec![]),
            ("https://a.de/RE-2026-0004", vec![]),
            ("ü RE-2026-0004ü", vec![]),
        ] {
            let numbers = Rules::numbers_in("RE", text).into_iter().map(|range| &text[range]);
            assert_eq!(numbers.collect::<Vec<_>>(), found, "{text}");
        }
    }

    #[test]
    fn rules_that_make_no_sense_are_told_by_their_field() {
        assert!(Rules::default().wrong().is_empty() && Rules::default().has_readable_series());
        let fields = |rules: Rules| rules.wrong().into_iter().map(|(field, ..)| field).collect::<Vec<_>>();
        assert_eq!(fields(Rules { reminders: vec![14, 7], ..Rules::default() }), ["reminders"]);
        assert_eq!(fields(Rules { reminders: vec![0], ..Rules::default() }), ["reminders"]);
        assert_eq!(fields(Rules { step_minutes: 999, ..Rules::default() }), ["step_minutes"]);
        for series in ["", "re", "1A", "RE-", "RECHNUNGEN"] {
            assert!(!Rules { series: series.into(), ..Rules::default() }.has_readable_series(), "{series}");
        }
    }

    #[test]
    fn being_late_costs_once_and_not_with_the_first_reminder() {
        let rules = Rules { late_fee_cents: 4_000, ..Rules::default() };
        let asked: Vec<i64> =
            [(1, 0), (2, 0), (3, 0), (3, 4_000)].map(|(level, asked)| rules.late_fee(level, asked)).into();
        assert_eq!(asked, [0, 4_000, 4_000, 0]);
        let one = Rules { reminders: vec![14], ..rules.clone() };
        assert_eq!((one.late_fee(1, 0), Rules::default().late_fee(2, 0)), (4_000, 0));
        assert_eq!(
            Rules { late_fee_cents: 4_001, ..rules }.wrong()[0].0,
            "late_fee_cents",
            "more than the law allows"
        );
    }

    #[test]
    fn work_is_rounded_then_raised_to_the_minimum() {
        let rules = Rules { step_minutes: 15, minimum_minutes: 30, ..Rules::default() };
        for (raw, counted) in [(1, 30), (30, 30), (31, 45), (60, 60)] {
            assert_eq!(rules.counted(raw), counted, "{raw}");
        }
        assert_eq!(
            (Rules::default().counted(37), Rules::default().number(2026, 112)),
            (37, "RE-2026-0112".into())
        );
    }
}
