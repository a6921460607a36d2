//! What a line comes from (G4): the beginning of its chain. A source stands on one document at a time, by its key.
use crate::id::{ContractId, EffortId, OrderId};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// One thing that is billed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// Work by the hour.
    Effort {
        /// Which.
        effort: EffortId,
        /// On which day.
        day: Date,
        /// Minutes as they count.
        minutes: i64,
    },
    /// Work beyond an hour package.
    Overage {
        /// Which.
        effort: EffortId,
        /// On which day.
        day: Date,
        /// Of which contract.
        contract: ContractId,
        /// In which of its cycles.
        cycle: u32,
        /// Counts from 0 where tiers of the rate part the work.
        part: u32,
        /// Minutes as they count.
        minutes: i64,
    },
    /// The fee of a plan.
    Fee {
        /// Of which contract.
        contract: ContractId,
        /// For which of its cycles.
        cycle: u32,
    },
    /// Days of a fee that was billed whole and that another plan took over: they are taken off a fee of that plan.
    Unused {
        /// Of which contract the fee was.
        contract: ContractId,
        /// For which of its cycles.
        cycle: u32,
        /// The contract of the fee off which they are taken.
        off: ContractId,
        /// The cycle of that fee.
        off_cycle: u32,
        /// How much, in cents before tax.
        cents: i64,
    },
    /// An item of an order, or what other documents left of it.
    Item {
        /// Of which order.
        order: OrderId,
        /// Its place in the quote that was accepted, counted from 0.
        item: u32,
        /// Counts from 0 where several documents bill it.
        #[serde(default)]
        part: u32,
        /// How much of it was open: minutes of hours, hundredths of the rest. 0 where that was not kept yet.
        #[serde(default)]
        open: i64,
    },
}

impl Source {
    /// By what it is known as one and the same: no key stands on two documents that count.
    pub fn key(&self) -> String {
        match self {
            Self::Effort { effort, .. } => format!("effort:{effort}"),
            Self::Overage { effort, contract, cycle, part, .. } => {
                format!("overage:{effort}:{contract}:{cycle}:{part}")
            }
            Self::Fee { contract, cycle } => format!("fee:{contract}:{cycle}"),
            Self::Unused { contract, cycle, off, off_cycle, .. } => {
                format!("unused:{contract}:{cycle}:{off}:{off_cycle}")
            }
            Self::Item { order, item, part: 0, .. } => format!("item:{order}:{item}"),
            Self::Item { order, item, part, .. } => format!("item:{order}:{item}:{part}"),
        }
    }

    /// The work, where it is some.
    pub const fn effort(&self) -> Option<EffortId> {
        match self {
            Self::Effort { effort, .. } | Self::Overage { effort, .. } => Some(*effort),
            Self::Fee { .. } | Self::Unused { .. } | Self::Item { .. } => None,
        }
    }

    /// The order, where it is an item of one.
    pub const fn order(&self) -> Option<OrderId> {
        match self {
            Self::Item { order, .. } => Some(*order),
            Self::Effort { .. } | Self::Overage { .. } | Self::Fee { .. } | Self::Unused { .. } => None,
        }
    }

    /// How much of an item it bills, where it is one: all that was open, as long as nobody says less.
    pub fn share(&self) -> Option<i64> {
        match self {
            Self::Item { open, .. } => Some(*open).filter(|open| *open > 0),
            Self::Effort { .. } | Self::Overage { .. } | Self::Fee { .. } | Self::Unused { .. } => None,
        }
    }

    /// The day of the work, where it is some.
    pub const fn day(&self) -> Option<Date> {
        match self {
            Self::Effort { day, .. } | Self::Overage { day, .. } => Some(*day),
            Self::Fee { .. } | Self::Unused { .. } | Self::Item { .. } => None,
        }
    }

    /// Minutes of work.
    pub const fn minutes(&self) -> i64 {
        match self {
            Self::Effort { minutes, .. } | Self::Overage { minutes, .. } => *minutes,
            Self::Fee { .. } | Self::Unused { .. } | Self::Item { .. } => 0,
        }
    }
}
