//! Orders (F1): what an accepted quote became. They carry a project, tickets, documents, and the time that was sold.
use crate::id::PersonId;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// Where an order stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum Order {
    /// Work goes on.
    Open,
    /// All is done.
    Done {
        /// Since when.
        at: Timestamp,
        /// Said by whom.
        by: PersonId,
    },
    /// It will not be done.
    Cancelled {
        /// Since when.
        at: Timestamp,
        /// Said by whom.
        by: PersonId,
        /// Why.
        reason: String,
    },
}

/// What happens to an order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// All is done.
    Finish,
    /// It will not be done.
    Cancel {
        /// Why.
        reason: String,
    },
    /// It goes on after all.
    Reopen,
}

/// Why something cannot happen to an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum WrongOrder {
    /// It is open.
    #[error("still open")]
    Open,
    /// It is done.
    #[error("done already")]
    Done,
    /// It was cancelled.
    #[error("cancelled")]
    Cancelled,
}

impl Order {
    /// The state after an event, said by a person at `now`.
    pub fn after(self, event: Event, by: PersonId, now: Timestamp) -> Result<Self, WrongOrder> {
        match (self, event) {
            (Self::Open, Event::Finish) => Ok(Self::Done { at: now, by }),
            (Self::Open, Event::Cancel { reason }) => Ok(Self::Cancelled { at: now, by, reason }),
            (Self::Open, Event::Reopen) => Err(WrongOrder::Open),
            (Self::Done { .. } | Self::Cancelled { .. }, Event::Reopen) => Ok(Self::Open),
            (Self::Done { .. }, Event::Finish | Event::Cancel { .. }) => Err(WrongOrder::Done),
            (Self::Cancelled { .. }, Event::Finish | Event::Cancel { .. }) => Err(WrongOrder::Cancelled),
        }
    }

    /// Whether tickets may still be put on it: of what has ended no work is left.
    pub const fn takes_tickets(&self) -> Result<(), WrongOrder> {
        match self {
            Self::Open => Ok(()),
            Self::Done { .. } => Err(WrongOrder::Done),
            Self::Cancelled { .. } => Err(WrongOrder::Cancelled),
        }
    }

    /// Which state, without its facts.
    pub const fn kind(&self) -> OrderKind {
        match self {
            Self::Open => OrderKind::Open,
            Self::Done { .. } => OrderKind::Done,
            Self::Cancelled { .. } => OrderKind::Cancelled,
        }
    }
}

/// States without their facts, for lists and filters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)] // as in [`Order`]
pub enum OrderKind {
    Open,
    Done,
    Cancelled,
}

impl OrderKind {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Open, Self::Done, Self::Cancelled];

    /// The code in database and addresses.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Done => "done",
            Self::Cancelled => "cancelled",
        }
    }

    /// The one of a code.
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// The time that an order's hours give, and what was used of it: the billable time booked on its tickets.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Budget {
    /// Minutes that were sold.
    pub sold: i64,
    /// Minutes that were used.
    pub used: i64,
}

impl Budget {
    /// How much was used, in whole percent; rounded down, so that 100 means all of it. Nothing sold and something used is
    /// more than all.
    pub const fn percent(self) -> i64 {
        match (self.sold, self.used) {
            (0, 0) => 0,
            (0, _) => 101,
            (sold, used) => used * 100 / sold,
        }
    }

    /// Minutes left; below zero what was used beyond it.
    pub const fn left(self) -> i64 {
        self.sold - self.used
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_order_ends_once_and_can_go_on() {
        let (now, by) = ("2026-12-01T10:00:00Z".parse().unwrap(), PersonId(3));
        let reason = || "Projekt gestoppt".to_owned();
        let (done, cancelled) =
            (Order::Done { at: now, by }, Order::Cancelled { at: now, by, reason: reason() });
        assert_eq!(
            [&Order::Open, &done, &cancelled].map(Order::takes_tickets),
            [Ok(()), Err(WrongOrder::Done), Err(WrongOrder::Cancelled)]
        );
        for (state, event, after) in [
            (Order::Open, Event::Finish, Ok(done.clone())),
            (Order::Open, Event::Cancel { reason: reason() }, Ok(cancelled.clone())),
            (Order::Open, Event::Reopen, Err(WrongOrder::Open)),
            (done.clone(), Event::Finish, Err(WrongOrder::Done)),
            (done.clone(), Event::Cancel { reason: reason() }, Err(WrongOrder::Done)),
            (done, Event::Reopen, Ok(Order::Open)),
            (cancelled.clone(), Event::Finish, Err(WrongOrder::Cancelled)),
            (cancelled.clone(), Event::Cancel { reason: reason() }, Err(WrongOrder::Cancelled)),
            (cancelled, Event::Reopen, Ok(Order::Open)),
        ] {
            assert_eq!(state.clone().after(event.clone(), by, now), after, "{event:?} in {state:?}");
        }
    }

    #[test]
    fn a_budget_tells_how_much_is_used_and_left() {
        for (sold, used, percent, left) in [
            (600, 0, 0, 600),
            (600, 599, 99, 1),
            (600, 600, 100, 0),
            (600, 660, 110, -60),
            (0, 0, 0, 0),
            (0, 5, 101, -5),
        ] {
            let budget = Budget { sold, used };
            assert_eq!((budget.percent(), budget.left()), (percent, left), "{budget:?}");
        }
    }
}
