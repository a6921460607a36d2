//! What some entries of a history tell.
use crate::moment::Moment;
use crate::promise::target::Metric;
use serde::{Deserialize, Serialize};

/// How a quote ended that nobody accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ending {
    /// The customer declined it.
    Declined,
    /// Staff took it back.
    Withdrawn,
    /// Nobody decided in time.
    Expired,
}

/// A due time that moved, as it was told then.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DueMove {
    /// What is promised.
    pub metric: Metric,
    /// By when before; `None` where nothing was promised.
    pub from: Option<Moment>,
    /// By when since then; `None` where nothing is promised any more.
    pub to: Option<Moment>,
}
