//! Work whose price does not depend on the time it takes: it was sold by an order (F1), or promised free of charge in a release (F2).
//! Such work draws no package (E4), needs no release (E3), and no hour of it is billed (G1).
use crate::deal::OrderNumber;
use crate::order::OrderKind;
use serde::{Deserialize, Serialize};

/// Why the time on a ticket costs nothing by the hour.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FixedPrice {
    /// The items of an order are billed instead.
    Order(OrderNumber),
    /// It becomes part of this release, free of charge.
    Release(String),
}

impl FixedPrice {
    /// What holds for a ticket with the order that it belongs to and the release it was promised for. Nothing is sold by an order
    /// that was cancelled, and what was sold is not free any more.
    pub fn of(order: Option<(OrderNumber, OrderKind)>, release: Option<&str>) -> Option<Self> {
        match (order, release) {
            (Some((number, OrderKind::Open | OrderKind::Done)), _) => Some(Self::Order(number)),
            (Some((_, OrderKind::Cancelled)) | None, Some(release)) => {
                Some(Self::Release(release.to_owned()))
            }
            (Some((_, OrderKind::Cancelled)) | None, None) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_order_sells_until_it_is_cancelled_and_a_release_is_free() {
        let number = OrderNumber { year: 2026, serial: 4 };
        let (sold, free) = (Some(FixedPrice::Order(number)), Some(FixedPrice::Release("5.0".into())));
        for (order, release, expected) in [
            (None, None, None),
            (None, Some("5.0"), free.clone()),
            (Some(OrderKind::Open), None, sold.clone()),
            (Some(OrderKind::Done), Some("5.0"), sold),
            (Some(OrderKind::Cancelled), Some("5.0"), free),
            (Some(OrderKind::Cancelled), None, None),
        ] {
            let of = FixedPrice::of(order.map(|kind| (number, kind)), release);
            assert_eq!(of, expected, "{order:?} {release:?}");
        }
    }
}
