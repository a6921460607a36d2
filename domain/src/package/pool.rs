//! Agreements by which the hours of neighbouring cycles become one supply (E4). The support manager signs them.
use crate::package::cycle::{Cycles, Window};
use crate::package::terms::Terms;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// Cycles whose hours are used as one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pool {
    /// The first.
    pub first: u32,
    /// How many, two at least.
    pub count: u32,
}

/// An agreement begins with the running cycle, or with one of so many after it.
const AHEAD: u32 = 2;

/// Why an agreement cannot be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum WrongPool {
    /// The plan agrees none, or fewer cycles.
    #[error("the plan does not pool so many cycles")]
    NotAgreed,
    /// The first cycle is over: its hours expired.
    #[error("the first cycle is over")]
    Over,
    /// The first cycle begins too late to be agreed about today.
    #[error("the first cycle is too far off")]
    TooEarly,
    /// The contract ends before.
    #[error("the contract ends before")]
    NoContract,
    /// One of the cycles is pooled already: hours must not count twice.
    #[error("one of the cycles is pooled already")]
    Taken,
}

impl Pool {
    /// The last cycle.
    pub const fn last(&self) -> u32 {
        self.first + self.count - 1
    }

    /// Whether a cycle is one of them.
    pub const fn holds(&self, cycle: u32) -> bool {
        self.first <= cycle && cycle <= self.last()
    }

    /// Its days; cut off where the contract ends. `None` where it ended before.
    pub fn window(&self, cycles: &Cycles) -> Option<Window> {
        let first = cycles.window(self.first)?.first;
        let last = (self.first..=self.last()).rev().find_map(|cycle| cycles.window(cycle))?.last;
        Some(Window { first, last })
    }

    /// Those that a plan knows which could be agreed on a day, beside those that are.
    pub fn possible(others: &[Self], cycles: &Cycles, terms: &Terms, today: Date) -> Vec<Self> {
        let Some(current) = cycles.of(today) else { return Vec::new() };
        let firsts = current..=current + AHEAD;
        let all = firsts
            .flat_map(|first| (2..=u32::from(terms.pool_cycles)).map(move |count| Self { first, count }));
        all.filter(|pool| pool.check(others, cycles, terms, today).is_ok()).collect()
    }

    /// Whether it may be agreed on a day, beside those that are.
    pub fn check(
        &self,
        others: &[Self],
        cycles: &Cycles,
        terms: &Terms,
        today: Date,
    ) -> Result<(), WrongPool> {
        if self.count < 2 || self.count > u32::from(terms.pool_cycles) {
            return Err(WrongPool::NotAgreed);
        }
        if others.iter().any(|other| self.first <= other.last() && other.first <= self.last()) {
            return Err(WrongPool::Taken);
        }
        if cycles.of(today).is_some_and(|current| self.first > current + AHEAD) {
            return Err(WrongPool::TooEarly);
        }
        match (cycles.window(self.first), cycles.window(self.last())) {
            (Some(first), Some(_)) if first.last >= today => Ok(()),
            (Some(_), Some(_)) => Err(WrongPool::Over),
            _ => Err(WrongPool::NoContract),
        }
    }
}
