//! Read models of promises.
use domain::moment::Moment;
use domain::promise::derivation::Derivation;
use domain::promise::strip::Strip;
use domain::promise::target::Metric;
use serde::{Deserialize, Serialize};

/// A promise as it stands, with its reasons. Customers see the same as staff but for what was missed before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PromiseView {
    /// What is promised.
    pub metric: Metric,
    /// How it stands.
    pub state: PromiseState,
    /// By when.
    pub due: Moment,
    /// Open time that is left, from when it was read until it ends, in stretches of milliseconds; of long promises only the
    /// first ones. The browser counts it down.
    pub spans: Vec<(i64, i64)>,
    /// Open minutes that are left at the time it was read.
    pub left: i64,
    /// Share of its open time that is used up, in percent.
    pub used: u8,
    /// Why.
    pub derivation: Derivation,
    /// The same as a picture.
    pub strip: Strip,
    /// Due times that were missed before; for staff.
    pub missed: Vec<Moment>,
}

/// Open time that is left; the browser counts it down.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Countdown {
    /// In stretches of milliseconds, of which only the first ones travel.
    pub spans: Vec<(i64, i64)>,
    /// Minutes in all at the time it was read.
    pub left: i64,
}

/// How a promise stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", content = "at", rename_all = "snake_case")]
pub enum PromiseState {
    /// The clock runs.
    Running,
    /// The clock stands still since then.
    Paused(Moment),
    /// Kept in time.
    Kept(Moment),
    /// Kept too late.
    Late(Moment),
    /// The ticket was over before it fell due.
    Dropped(Moment),
}

impl PromiseState {
    /// Whether it is still to be kept.
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Running | Self::Paused(_))
    }
}
