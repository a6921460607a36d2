//! Work that a package pays for.
use crate::id::EffortId;
use crate::package::Posting;
use crate::package::terms::Charge;
use jiff::ToSpan as _;
use jiff::civil::{Date, DateTime};

/// Work to be paid with hours.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Work {
    /// Which.
    pub effort: EffortId,
    /// How it counts.
    pub charge: Charge,
    /// On which days; the minutes add up to those of the charge.
    pub days: Vec<(Date, i64)>,
}

/// Work that was paid, and what it drew.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paid {
    /// The work.
    pub work: Work,
    /// What it drew so far; postings of one kind and cycle may be added up.
    pub drawn: Vec<Posting>,
}

impl Work {
    /// Work of one day.
    pub fn on(day: Date, effort: EffortId, charge: Charge) -> Self {
        Self { effort, charge, days: vec![(day, charge.minutes)] }
    }

    /// Work that ended at a time of day. What reaches back over midnight belongs to the day before, which may be another cycle:
    /// an entry across its end is split.
    pub fn until(ended: DateTime, raw: u32, effort: EffortId, charge: Charge) -> Self {
        let today = i64::from(ended.hour()) * 60 + i64::from(ended.minute());
        let before = (i64::from(raw) - today).max(0);
        let Ok(yesterday) = ended.date().checked_sub(1.day()) else {
            return Self::on(ended.date(), effort, charge);
        };
        if before == 0 {
            return Self::on(ended.date(), effort, charge);
        }
        let earlier = charge.minutes * before / i64::from(raw);
        Self { effort, charge, days: vec![(yesterday, earlier), (ended.date(), charge.minutes - earlier)] }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn work_across_midnight_belongs_to_both_days() {
        let charge = |minutes| Charge { minutes, beyond_percent: 100 };
        let until = |hour, minute, raw, counted| {
            Work::until(date(2026, 12, 1).at(hour, minute, 0, 0), raw, EffortId(1), charge(counted)).days
        };
        let (before, after) = (date(2026, 11, 30), date(2026, 12, 1));
        assert_eq!(until(10, 0, 90, 90), [(after, 90)]);
        assert_eq!(until(0, 30, 90, 90), [(before, 60), (after, 30)]);
        assert_eq!(until(0, 30, 90, 180), [(before, 120), (after, 60)], "a factor stays with its minutes");
        assert_eq!(until(0, 0, 45, 60), [(before, 60), (after, 0)]);
    }
}
