//! What a request may cost, before anybody worked on it (B3, D4, E2).
use crate::approval::consent::Tariff;
use crate::policy::Policy;
use crate::ticket::{ClassKind, TicketType};

/// What an hour of work on a ticket costs where its contract does not cover it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HourlyCost {
    /// In cents, before tax, with the factor of the ticket's type; half a cent goes up.
    pub cents: i64,
}

impl Policy {
    /// What an hour on a ticket costs; `None` where the work is not charged by the hour, its plan covers it, or the plan's
    /// hours pay for it. A quick ticket is bought, whatever the plan covers.
    pub fn hourly_cost(
        &self,
        plan: Option<&str>,
        kind: TicketType,
        class: Option<&str>,
    ) -> Option<HourlyCost> {
        if self.hourly_rate_cents == 0 {
            return None;
        }
        let has_hours = plan.and_then(|code| self.plan(code)).is_some_and(|plan| plan.hours > 0);
        if self.covers(plan, kind, class) || (has_hours && kind == TicketType::Normal) {
            return None;
        }
        Some(HourlyCost { cents: self.tariff(kind).hour_cents() })
    }

    /// Whether a plan covers the work on such tickets, however much it is. Hours of a plan end, and what goes beyond them costs.
    fn covers(&self, plan: Option<&str>, kind: TicketType, class: Option<&str>) -> bool {
        let class = class.and_then(|code| self.class(code)).or_else(|| self.class(&self.default_class));
        let what = class.map_or(ClassKind::default(), |class| class.kind);
        let plan = plan.and_then(|code| self.plan(code));
        kind == TicketType::Normal && plan.is_some_and(|plan| plan.covers.contains(&what))
    }

    /// What an hour on a ticket costs at most: nothing where its plan covers it, else rate times factor.
    pub fn tariff_under(&self, plan: Option<&str>, kind: TicketType, class: Option<&str>) -> Tariff {
        let tariff = self.tariff(kind);
        if self.covers(plan, kind, class) { Tariff { rate_cents: 0, ..tariff } } else { tariff }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use TicketType::{Normal, QuickHigh, QuickNormal};

    #[test]
    fn an_hour_costs_its_rate_times_the_factor_where_no_contract_covers_it() {
        let mut shop: Policy =
            toml::from_str(include_str!("../../../presets/shop-quick-tickets.toml")).unwrap();
        shop.hourly_rate_cents = 9_501;
        for (plan, kind, class, cents) in [
            (None, Normal, None, Some(9_501)),
            (None, QuickNormal, None, Some(14_252)), // 142.515 €
            (None, QuickHigh, Some("urgent_error"), Some(19_002)),
            (Some("maintenance"), Normal, Some("urgent_error"), None),
            (Some("maintenance"), Normal, Some("normal"), Some(9_501)),
            (Some("maintenance"), Normal, None, Some(9_501)), // the default class is a request
            (Some("maintenance"), QuickHigh, Some("urgent_error"), Some(19_002)),
            (Some("gone"), Normal, None, Some(9_501)),
        ] {
            let cost = shop.hourly_cost(plan, kind, class).map(|cost| cost.cents);
            assert_eq!(cost, cents, "{plan:?} {kind:?} {class:?}");
        }
        let at_most = |plan, kind, class| shop.tariff_under(plan, kind, class).hour_cents();
        assert_eq!(at_most(Some("maintenance"), Normal, Some("urgent_error")), 0);
        assert_eq!(at_most(Some("maintenance"), Normal, Some("normal")), 9_501);
        assert_eq!(at_most(Some("maintenance"), QuickHigh, Some("urgent_error")), 19_002);
        shop.hourly_rate_cents = 0;
        assert_eq!(shop.hourly_cost(None, Normal, None), None);
        let packages: Policy =
            toml::from_str(include_str!("../../../presets/support-packages.toml")).unwrap();
        let packages = Policy { hourly_rate_cents: 10_000, ..packages };
        assert_eq!(packages.hourly_cost(Some("package_5"), Normal, None), None, "its hours pay");
        assert!(packages.hourly_cost(None, Normal, None).is_some());
        assert_eq!(packages.tariff_under(Some("package_5"), Normal, None).rate_cents, 10_000, "beyond them");
    }
}
