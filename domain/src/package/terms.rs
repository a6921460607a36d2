//! What a plan agrees about its hours: how work is rounded, what a factor does, what goes beyond costs.
use serde::{Deserialize, Serialize};
use std::ops::RangeInclusive;

/// Steps and minimums that make sense, in minutes.
pub const STEPS: RangeInclusive<u16> = 0..=480;
/// Most cycles of one agreement.
pub const POOLED: RangeInclusive<u8> = 0..=12;
/// Most tiers of a rate.
pub const MOST_TIERS: usize = 5;

/// What a plan agrees about its hours (E4).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Terms {
    /// Work counts in full steps of so many minutes; 0 for to the minute.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub step_minutes: u16,
    /// Work counts as so many minutes at least.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub minimum_minutes: u16,
    /// Whether the factor of a ticket's type also multiplies what is drawn from the package.
    #[serde(default)]
    pub factor_draws: bool,
    /// How many cycles one agreement may pool; 0 where none are made.
    #[serde(default, skip_serializing_if = "is_none")]
    pub pool_cycles: u8,
    /// What an hour beyond the package costs, the first hours first. None takes the company's rate.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub overage: Vec<Tier>,
}

#[allow(clippy::trivially_copy_pass_by_ref)] // serde asks for it
const fn is_zero(minutes: &u16) -> bool {
    *minutes == 0
}

#[allow(clippy::trivially_copy_pass_by_ref)] // serde asks for it
const fn is_none(cycles: &u8) -> bool {
    *cycles == 0
}

/// A tier of the rate for hours beyond the package.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tier {
    /// Up to how many hours of a cycle it holds; `None` for all others.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub up_to_hours: Option<u32>,
    /// What an hour costs, in cents before tax.
    pub rate_cents: i64,
}

/// Work as it counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Charge {
    /// What it draws from a package, in minutes.
    pub minutes: i64,
    /// By how many percent what the package does not pay counts: the factor, where it does not draw already.
    pub beyond_percent: u16,
}

impl Charge {
    /// So many of its minutes as they count where the package does not pay; half a minute goes up.
    pub fn beyond(&self, minutes: i64) -> i64 {
        times(minutes, self.beyond_percent)
    }
}

fn times(minutes: i64, percent: u16) -> i64 {
    (minutes * i64::from(percent) + 50) / 100
}

impl Terms {
    /// Raw minutes rounded to full steps, then raised to the minimum; none stay none.
    pub fn counted(&self, raw: u32) -> u32 {
        let step = u32::from(self.step_minutes.max(1));
        if raw == 0 { 0 } else { (raw.div_ceil(step) * step).max(u32::from(self.minimum_minutes)) }
    }

    /// What the shortest work counts as.
    pub fn least(&self) -> u32 {
        self.counted(1)
    }

    /// The most raw minutes that count as no more than so many.
    pub fn fitting(&self, counted: u32) -> u32 {
        let step = u32::from(self.step_minutes.max(1));
        if counted < u32::from(self.minimum_minutes) { 0 } else { counted / step * step }
    }

    /// The dearest hour beyond the package, in cents: what an hour costs at most. `usual_cents` is the company's rate.
    pub fn dearest(&self, usual_cents: i64) -> i64 {
        self.overage.iter().map(|tier| tier.rate_cents).max().unwrap_or(usual_cents)
    }

    /// Raw minutes as they count: rounding, then the minimum, then the factor of the ticket's type in percent.
    pub fn charge(&self, raw: u32, factor_percent: u16) -> Charge {
        let rounded = i64::from(self.counted(raw));
        if self.factor_draws {
            Charge { minutes: times(rounded, factor_percent), beyond_percent: 100 }
        } else {
            Charge { minutes: rounded, beyond_percent: factor_percent }
        }
    }

    /// Whether the tiers of the rate ascend from hours above none, and only the last one is for all others.
    pub fn climbs(&self) -> bool {
        let mut below = Some(0);
        self.overage.iter().all(|tier| {
            let climbs = below.is_some_and(|below| tier.up_to_hours.is_none_or(|hours| hours > below));
            below = tier.up_to_hours;
            climbs
        })
    }

    /// Minutes beyond the package by what an hour of them costs in cents, after so many of the same cycle that were billed
    /// `before`; `None` where no rate is agreed. No part is empty.
    pub fn tiers(&self, before: i64, minutes: i64, usual_cents: i64) -> Option<Vec<(i64, i64)>> {
        let usual = [Tier { up_to_hours: None, rate_cents: usual_cents }];
        let tiers: &[Tier] = if self.overage.is_empty() { &usual } else { &self.overage };
        let last = tiers.last().filter(|tier| tier.rate_cents > 0)?;
        let end = before + minutes;
        let (mut parts, mut from) = (Vec::new(), before);
        for tier in tiers {
            let to = tier.up_to_hours.map_or(end, |hours| (i64::from(hours) * 60).min(end)).max(from);
            parts.push((to - from, tier.rate_cents));
            from = to;
        }
        // Where no tier is for all others the last one goes on.
        parts.push((end - from, last.rate_cents));
        parts.retain(|(minutes, _)| *minutes > 0);
        Some(parts)
    }

    /// What minutes beyond the package cost in a cycle, in cents before tax, half a cent up; `None` where no rate is agreed.
    /// `usual_cents` is the company's rate of an hour, 0 for none.
    pub fn price(&self, minutes: i64, usual_cents: i64) -> Option<i64> {
        let parts = self.tiers(0, minutes, usual_cents)?;
        let sum: i64 = parts.into_iter().map(|(minutes, rate)| minutes * rate).sum();
        Some((sum + 30) / 60)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn terms(step: u16, minimum: u16, factor_draws: bool) -> Terms {
        Terms { step_minutes: step, minimum_minutes: minimum, factor_draws, ..Terms::default() }
    }

    #[test]
    fn work_is_rounded_then_raised_to_the_minimum_then_multiplied() {
        for (terms, raw, factor, minutes, beyond) in [
            (terms(0, 0, false), 37, 100, 37, 37),
            (terms(15, 0, false), 37, 100, 45, 45),
            (terms(15, 0, false), 45, 100, 45, 45),
            (terms(15, 30, false), 1, 100, 30, 30),
            (terms(10, 15, false), 11, 100, 20, 20),
            // The factor comes last: 20 min count as 30, and only then double.
            (terms(15, 0, true), 20, 200, 60, 60),
            (terms(15, 0, false), 20, 200, 30, 60),
            (terms(0, 0, true), 5, 150, 8, 8),
        ] {
            let charge = terms.charge(raw, factor);
            assert_eq!((charge.minutes, charge.beyond(charge.minutes)), (minutes, beyond), "{raw} {factor}");
        }
    }

    #[test]
    fn what_goes_beyond_costs_by_tiers() {
        let tier = |up_to_hours, rate_cents| Tier { up_to_hours, rate_cents };
        let tiers = |overage: &[Tier]| Terms { overage: overage.to_vec(), ..Terms::default() };
        let two = tiers(&[tier(Some(2), 12_000), tier(None, 9_000)]);
        for (minutes, cents) in [(0, 0), (60, 12_000), (120, 24_000), (150, 28_500), (1, 200)] {
            assert_eq!(two.price(minutes, 0), Some(cents), "{minutes}");
        }
        let closed = tiers(&[tier(Some(1), 10_001)]);
        assert_eq!(closed.price(90, 0), Some(15_002), "the last tier goes on, half a cent goes up");
        assert_eq!((tiers(&[]).price(30, 9_500), tiers(&[]).price(30, 0)), (Some(4_750), None));
    }

    proptest! {
        #[test]
        fn more_work_never_counts_or_costs_less(
            step in 0u16..60, minimum in 0u16..60, draws: bool, raw in 0u32..1440, factor in 100u16..300,
        ) {
            let terms = Terms {
                overage: vec![Tier { up_to_hours: Some(3), rate_cents: 11_000 }, Tier { up_to_hours: None, rate_cents: 8_700 }],
                ..terms(step, minimum, draws)
            };
            let (less, more) = (terms.charge(raw, factor), terms.charge(raw + 1, factor));
            prop_assert!(less.minutes <= more.minutes && less.minutes >= i64::from(raw).min(less.minutes));
            prop_assert!(terms.price(less.minutes, 0) <= terms.price(more.minutes, 0));
            let fits = terms.fitting(raw);
            prop_assert!(terms.counted(fits) <= raw && terms.counted(fits + 1) > raw, "{} in {}", fits, raw);
            prop_assert!(terms.price(less.minutes, 0).unwrap() * 60 <= less.minutes * terms.dearest(0) + 30);
        }
    }
}
