//! How long hours will do (E4), and when to warn.
use crate::package::Totals;
use crate::package::cycle::{Window, days_between};
use crate::package::ledger::Ledger;
use jiff::ToSpan as _;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// Shares of a cycle's hours at which people are told, in percent.
pub const WARNINGS: [u8; 2] = [80, 100];

/// The hours that may be used on a day, and what becomes of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Forecast {
    /// The first cycle of these hours.
    pub cycle: u32,
    /// Minutes that came.
    pub granted: i64,
    /// Minutes that were used.
    pub used: i64,
    /// Minutes beyond.
    pub overage: i64,
    /// Their first day.
    pub first: Date,
    /// Their last day: what is left then expires.
    pub last: Date,
    /// What becomes of them at the pace so far.
    pub outlook: Outlook,
}

/// What becomes of hours at the pace so far.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outlook {
    /// Nothing was used yet: there is no pace.
    Unused,
    /// Too few days went by to tell a pace.
    Early,
    /// So many minutes will be left.
    #[serde(with = "crate::bare")]
    Lasts {
        /// How many.
        left: i64,
    },
    /// They end on this day.
    #[serde(with = "crate::bare")]
    RunsOut {
        /// Which.
        on: Date,
    },
    /// Nothing is left.
    UsedUp,
}

impl Forecast {
    /// Minutes that are left.
    pub const fn left(&self) -> i64 {
        self.granted - self.used
    }

    /// The used share in percent, rounded down: 100 means that nothing is left.
    pub const fn percent(&self) -> i64 {
        if self.granted <= 0 { 0 } else { self.used * 100 / self.granted }
    }

    /// The warnings that its share has passed.
    pub fn passed(&self) -> impl Iterator<Item = u8> + use<> {
        let percent = self.percent();
        WARNINGS.into_iter().filter(move |warning| percent >= i64::from(*warning))
    }
}

/// Days after which a pace can be told: what was used on the first day of a month would otherwise be used on each.
const PACE: i64 = 4;

impl Ledger {
    /// The hours of a day; `None` where there are none.
    pub fn forecast(&self, today: Date) -> Option<Forecast> {
        let current = self.cycles.of(today)?;
        let window = self.window(current)?;
        let of_window = self.totals.iter().filter(|(cycle, _)| self.window(**cycle) == Some(window));
        let mut sums: Option<(u32, Totals)> = None;
        for (cycle, totals) in of_window {
            let (_, sum) = sums.get_or_insert((*cycle, Totals::default()));
            sum.granted += totals.granted;
            sum.used += totals.used;
            sum.overage += totals.overage;
        }
        let (cycle, Totals { granted, used, overage, .. }) = sums?;
        let outlook = outlook(granted, used, window, today);
        Some(Forecast { cycle, granted, used, overage, first: window.first, last: window.last, outlook })
    }
}

fn outlook(granted: i64, used: i64, window: Window, today: Date) -> Outlook {
    let past = days_between(window.first, today) + 1;
    let left = granted - used * window.days() / past;
    match used {
        _ if used >= granted => Outlook::UsedUp,
        0 => Outlook::Unused,
        _ if past < PACE => Outlook::Early,
        _ if left >= 0 => Outlook::Lasts { left },
        _ => {
            // The day on which as much will have been used as there is.
            let days = (granted * past + used - 1) / used;
            let on = window.first.checked_add((days - 1).days()).unwrap_or(window.last);
            Outlook::RunsOut { on: on.max(today) }
        }
    }
}
