//! A watch that runs while somebody works (E1). It is kept with its times, not as something that ticks: it survives reloads,
//! lost connections and restarts.
use crate::effort::minutes::MOST;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// A person's watch on a ticket.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Timer {
    /// What it ran before, in milliseconds.
    pub kept: i64,
    /// Since when it runs; `None` while it is paused.
    pub since: Option<Timestamp>,
}

impl Timer {
    /// Runs from now on; one that runs goes on.
    #[must_use]
    pub fn started(self, now: Timestamp) -> Self {
        Self { since: Some(self.since.unwrap_or(now)), ..self }
    }

    /// Stands still from now on.
    #[must_use]
    pub fn paused(self, now: Timestamp) -> Self {
        Self { kept: self.elapsed(now), since: None }
    }

    /// Milliseconds it has run by now.
    pub fn elapsed(self, now: Timestamp) -> i64 {
        let running = self.since.map_or(0, |since| now.as_millisecond() - since.as_millisecond());
        self.kept + running.max(0)
    }

    /// Minutes it proposes to book: begun ones count, a day at most.
    pub fn minutes(self, now: Timestamp) -> u32 {
        u32::try_from((self.elapsed(now) + 59_999) / 60_000).unwrap_or(MOST).clamp(1, MOST)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        format!("2026-11-24T{text}Z").parse().unwrap()
    }

    #[test]
    fn a_timer_adds_up_what_it_ran() {
        let timer = Timer::default().started(at("09:00:00"));
        assert_eq!(timer.started(at("09:10:00")), timer, "started twice is as good as once");
        let paused = timer.paused(at("09:20:30"));
        assert_eq!((paused.minutes(at("12:00:00")), paused.paused(at("13:00:00"))), (21, paused));
        assert_eq!(paused.started(at("12:00:00")).minutes(at("12:10:00")), 31);
    }

    #[test]
    fn what_it_proposes_can_be_booked() {
        let timer = Timer::default().started(at("09:00:00"));
        assert_eq!(timer.minutes(at("09:00:00")), 1);
        assert_eq!(timer.minutes(at("08:00:00")), 1, "a clock that was set back");
        assert_eq!(timer.minutes("2026-12-24T09:00:00Z".parse().unwrap()), MOST, "forgotten");
    }
}
