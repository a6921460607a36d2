//! The effort gate (E3): how much may be worked on a ticket before the customer has to release more. All people's time counts
//! together, raw time that is not booked yet as well; time that is not billed never counts.
use serde::{Deserialize, Serialize};
use std::ops::RangeInclusive;

/// Minutes before which a gate may stand.
pub const MINUTES: RangeInclusive<u32> = 5..=6_000;
/// Shares of the limit at which a gate may warn, in percent.
pub const WARNINGS: RangeInclusive<u8> = 1..=99;
/// Days after which requests may expire.
pub const EXPIRES: RangeInclusive<u16> = 1..=90;

/// A company's gate, as its configuration has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Gate {
    /// Billable minutes of a ticket that need no release.
    pub minutes: u32,
    /// Percent of the limit at which staff are warned and the customer is told.
    pub warn_percent: u8,
    /// Calendar days after which approvers are reminded of a request; less than `expire_days`.
    pub remind_days: u16,
    /// Calendar days after which a request that nobody decided expires, at the end of the last one.
    pub expire_days: u16,
}

impl Default for Gate {
    /// The gate that forms propose (E3).
    fn default() -> Self {
        Self { minutes: 60, warn_percent: 75, remind_days: 2, expire_days: 7 }
    }
}

/// How far a ticket's effort has come, in minutes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Meter {
    /// What needs no release.
    pub included: u32,
    /// What the customer has released so far.
    pub released: u32,
    /// Billable time that is booked, of all people.
    pub booked: u32,
    /// What all timers on the ticket show, running or not: worked, but not booked.
    pub running: u32,
}

/// A booking that does not fit any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{fits} minutes fit, {missing} more must be released")]
pub struct OverLimit {
    /// Minutes that could be booked.
    pub fits: u32,
    /// Minutes that must be released first.
    pub missing: u32,
}

/// How close a ticket is to its limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// Far enough.
    Within,
    /// At or beyond the share at which the gate warns.
    Near,
    /// More was worked than may be booked.
    Beyond,
}

impl Meter {
    /// What may be booked in all.
    pub const fn limit(self) -> u32 {
        self.included.saturating_add(self.released)
    }

    /// What was worked, booked or not.
    pub const fn used(self) -> u32 {
        self.booked.saturating_add(self.running)
    }

    /// What may still be booked.
    pub const fn left(self) -> u32 {
        self.limit().saturating_sub(self.booked)
    }

    /// What has to be released before all that was worked can be booked.
    pub const fn missing(self) -> u32 {
        self.used().saturating_sub(self.limit())
    }

    /// Whether billable minutes may be booked in place of others that are booked already (none: 0). Who books less than
    /// before is never refused, also where the limit came later than the work.
    pub const fn book(self, minutes: u32, instead_of: u32) -> Result<Self, OverLimit> {
        let others = self.booked.saturating_sub(instead_of);
        let fits = self.limit().saturating_sub(others);
        if minutes > fits && minutes > instead_of {
            return Err(OverLimit { fits, missing: minutes - fits });
        }
        Ok(Self { booked: others.saturating_add(minutes), ..self })
    }

    /// How close it is, at a gate that warns from `warn_percent` on.
    pub const fn level(self, warn_percent: u8) -> Level {
        let (used, limit) = (self.used() as u64, self.limit() as u64);
        if used > limit {
            Level::Beyond
        } else if used * 100 >= limit * warn_percent as u64 {
            Level::Near
        } else {
            Level::Within
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn meter(booked: u32, running: u32) -> Meter {
        Meter { included: 60, released: 0, booked, running }
    }

    #[test]
    fn what_a_booking_meets_at_the_gate() {
        let over = |fits, missing| Err(OverLimit { fits, missing });
        for (booked, released, minutes, instead_of, result) in [
            (0, 0, 60, 0, Ok(60)),
            (0, 0, 61, 0, over(60, 1)),
            (40, 0, 40, 0, over(20, 20)), // two people with 40 minutes each
            (40, 0, 20, 0, Ok(60)),
            (60, 0, 1, 0, over(0, 1)),
            (60, 30, 30, 0, Ok(90)),
            (60, 0, 45, 30, over(30, 15)), // corrected upwards
            (60, 0, 15, 30, Ok(45)),
            (200, 0, 90, 100, Ok(190)), // the gate came later; less is always right
            (200, 0, 5, 0, over(0, 5)),
        ] {
            let meter = Meter { included: 60, released, booked, running: 0 };
            let told = meter.book(minutes, instead_of).map(|meter| meter.booked);
            assert_eq!(told, result, "{booked} + {minutes} instead of {instead_of}, {released} released");
        }
    }

    #[test]
    fn booked_and_running_time_of_all_people_warns_together() {
        for (booked, running, level) in [
            (0, 0, Level::Within),
            (44, 0, Level::Within),
            (45, 0, Level::Near),
            (20, 25, Level::Near),
            (60, 0, Level::Near),
            (40, 40, Level::Beyond),
        ] {
            assert_eq!(meter(booked, running).level(75), level, "{booked} and {running}");
        }
        assert_eq!(meter(40, 40).missing(), 20);
    }

    proptest! {
        #[test]
        fn however_people_book_the_limit_holds_and_what_is_said_to_fit_fits(
            bookings in proptest::collection::vec(1u32..200, 0..30),
            released in 0u32..500,
        ) {
            let mut meter = Meter { included: 60, released, booked: 0, running: 0 };
            for minutes in bookings {
                match meter.book(minutes, 0) {
                    Ok(after) => meter = after,
                    Err(OverLimit { fits, missing }) => {
                        prop_assert_eq!(fits + missing, minutes);
                        prop_assert_eq!(meter.book(fits, 0).map(Meter::left), Ok(0));
                        let more = Meter { released: meter.released + missing, ..meter };
                        prop_assert!(more.book(minutes, 0).is_ok());
                    }
                }
                prop_assert!(meter.booked <= meter.limit());
            }
        }
    }
}
