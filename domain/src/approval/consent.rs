//! Ticket types that cost a factor of the rate are bought, not given: whoever orders one says yes to its price (E2).
use crate::package::terms::Terms;
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
    /// Whether the hours of a package count by the factor as well (E4).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub draws: bool,
}

impl Tariff {
    /// Rate times factor in cents; half a cent goes up.
    pub const fn hour_cents(self) -> i64 {
        (self.rate_cents * self.factor_percent as i64 + 50) / 100
    }

    /// Whether it has to be agreed to: what costs more than the rate, or more hours of a package than are worked.
    pub const fn needs_consent(self) -> bool {
        self.factor_percent > 100 && (self.rate_cents > 0 || self.draws)
    }

    /// Whether more hours of a package are drawn than are worked.
    pub const fn draws_more(self) -> bool {
        self.draws && self.factor_percent > 100
    }

    /// Whether a ticket that goes from this type to another becomes dearer, so that the customer has to agree.
    pub const fn is_raised_by(self, other: Self) -> bool {
        let dearer = other.rate_cents > 0 && other.hour_cents() > self.hour_cents();
        dearer || (other.draws && other.factor_percent > self.factor_percent)
    }

    /// What an hour costs at most for who has an hour package: what the package does not pay costs by its tiers, of which the dearest
    /// counts. `own` is the type as the package's cycle has it.
    #[must_use]
    pub fn at_most(self, own: Self, terms: &Terms) -> Self {
        Self {
            rate_cents: self.rate_cents.max(terms.dearest(own.rate_cents)),
            factor_percent: self.factor_percent.max(own.factor_percent),
            draws: terms.factor_draws,
            ..self
        }
    }
}

impl Policy {
    /// What a type costs; one that is not in use any more costs the rate.
    pub fn tariff(&self, kind: TicketType) -> Tariff {
        let line = self.types.iter().find(|line| line.code == kind);
        let factor_percent = line.map_or(100, |line| line.factor_percent);
        Tariff { kind, rate_cents: self.hourly_rate_cents, factor_percent, draws: false }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::package::terms::Tier;

    #[test]
    fn who_pays_more_than_the_rate_agrees_first() {
        let tariff = |rate_cents, factor_percent| Tariff {
            kind: TicketType::QuickHigh,
            rate_cents,
            factor_percent,
            draws: false,
        };
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
        let drawn = |factor_percent| Tariff { draws: true, ..tariff(0, factor_percent) };
        assert!(drawn(200).needs_consent() && !drawn(100).needs_consent(), "hours are a price, too");
        assert!(drawn(150).is_raised_by(drawn(200)) && !drawn(200).is_raised_by(drawn(150)));
    }

    #[test]
    fn an_hour_costs_at_most_the_dearest_tier_of_the_package() {
        let tariff = |rate_cents, factor_percent| Tariff {
            kind: TicketType::QuickHigh,
            rate_cents,
            factor_percent,
            draws: false,
        };
        let tier = |up_to_hours, rate_cents| Tier { up_to_hours, rate_cents };
        let tiers = |overage, factor_draws| Terms { factor_draws, overage, ..Terms::default() };
        let two = vec![tier(Some(5), 11_500), tier(None, 10_500)];
        for (own, cycle, terms, hour, draws) in [
            (tariff(0, 150), tariff(0, 150), tiers(two.clone(), true), 17_250, true),
            (tariff(0, 150), tariff(0, 150), tiers(two.clone(), false), 17_250, false),
            (tariff(12_000, 150), tariff(0, 150), tiers(two.clone(), false), 18_000, false),
            // What holds today is not what the cycle began with.
            (tariff(0, 150), tariff(0, 200), tiers(two, true), 23_000, true),
            (tariff(9_000, 150), tariff(10_000, 150), tiers(Vec::new(), true), 15_000, true),
            (tariff(0, 200), tariff(0, 200), tiers(Vec::new(), true), 0, true),
        ] {
            let most = own.at_most(cycle, &terms);
            assert_eq!(
                (most.hour_cents(), most.draws, most.needs_consent()),
                (hour, draws, true),
                "{own:?} {terms:?}"
            );
        }
    }
}
