//! How due times stand in two counts of a ticket's promises (D8, D10).
use super::clock::Promise;
use super::target::Metric;
use jiff::Timestamp;

/// A due time in two counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moved {
    /// What is promised.
    pub metric: Metric,
    /// By when before; `None` where nothing was promised, or nothing was to be kept any more.
    pub from: Option<Timestamp>,
    /// By when now.
    pub to: Option<Timestamp>,
}

/// Due times of promises that are open in either count, in the order in which they fall due.
pub fn compared(before: &[Promise], after: &[Promise]) -> Vec<Moved> {
    let of = |promises: &[Promise], metric| {
        promises
            .iter()
            .find(|promise| promise.metric == metric && promise.is_open())
            .map(|promise| promise.due)
    };
    let all = Metric::ALL.map(|metric| Moved { metric, from: of(before, metric), to: of(after, metric) });
    all.into_iter().filter(|both| both.from.is_some() || both.to.is_some()).collect()
}

/// Those that differ.
pub fn moved(before: &[Promise], after: &[Promise]) -> Vec<Moved> {
    compared(before, after).into_iter().filter(|both| both.from != both.to).collect()
}
