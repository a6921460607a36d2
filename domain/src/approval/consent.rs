//! Ticket types that cost a factor of the rate are bought, not given: whoever orders one says yes to its price (E2).
use crate::policy::Policy;
use crate::ticket::TicketType;
use serde::{Deserialize, Serialize};

/// What an hour of work on a ticket of a type costs, before tax.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tariff {
    /// The type.
    pub kind: TicketType,
    /// The rate in cents.
    pub rate_cents: i64,
    /// Its factor in percent.
    pub factor_percent: u16,
}

impl Tariff {
    /// Rate times factor in cents; half a cent goes up.
    pub const fn hour_cents(self) -> i64 {
        (self.rate_cents * self.factor_percent as i64 + 50) / 100
    }

    /// Whether it has to be agreed to: what costs more than the rate.
    pub const fn needs_consent(self) -> bool {
        self.rate_cents > 0 && self.factor_percent > 100
    }

    /// Whether a ticket that goes from this type to another becomes dearer, so that the customer has to agree.
    pub const fn is_raised_by(self, other: Self) -> bool {
        other.rate_cents > 0 && other.hour_cents() > self.hour_cents()
    }
}

impl Policy {
    /// What a type costs; one that is not in use any more costs the rate.
    pub fn tariff(&self, kind: TicketType) -> Tariff {
        let line = self.types.iter().find(|line| line.code == kind);
        let factor_percent = line.map_or(100, |line| line.factor_percent);
        Tariff { kind, rate_cents: self.hourly_rate_cents, factor_percent }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_pays_more_than_the_rate_agrees_first() {
        let tariff =
            |rate_cents, factor_percent| Tariff { kind: TicketType::QuickHigh, rate_cents, factor_percent };
        for (rate, factor, hour, asks) in [
            (9_501, 150, 14_252, true), // 142.515 €
            (9_500, 100, 9_500, false),
            (9_500, 80, 7_600, false),
            (0, 200, 0, false),
        ] {
            let one = tariff(rate, factor);
            assert_eq!((one.hour_cents(), one.needs_consent()), (hour, asks), "{rate} × {factor}");
        }
        assert!(tariff(9_500, 150).is_raised_by(tariff(9_500, 200)));
        assert!(!tariff(9_500, 200).is_raised_by(tariff(9_500, 150)));
        assert!(!tariff(0, 100).is_raised_by(tariff(0, 200)));
    }
}
