//! A watch that runs while somebody works (E1). It is kept with its times, not as something that ticks: it survives reloads,
//! lost connections and restarts.
use crate::effort::minutes::MOST;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

/// What was done without a connection counts as of when that was, but as no longer ago than this.
pub const LONGEST_WAIT: SignedDuration = SignedDuration::from_hours(31 * 24);
/// A timer that was started without a connection, and that nothing has ended since, runs no longer than this: a working day.
pub const LONGEST_RUN: SignedDuration = SignedDuration::from_hours(12);

/// What is done with a timer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TimerDeed {
    /// Lets it run; another one that runs is paused.
    Start,
    /// Stops it, keeping what it ran.
    Pause,
    /// Forgets it.
    Drop,
}

impl TimerDeed {
    /// Its code in forms.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Start => "start",
            Self::Pause => "pause",
            Self::Drop => "drop",
        }
    }

    /// What becomes of a timer by it; `None` where there is none afterwards.
    pub fn on(self, timer: Option<Timer>, at: Timestamp) -> Option<Timer> {
        match self {
            Self::Start => Some(timer.unwrap_or_default().started(at)),
            Self::Pause => timer.map(|timer| timer.paused(at)),
            Self::Drop => None,
        }
    }
}

/// When something was done that is told at `now`, perhaps later: never in the future, and no longer ago than [`LONGEST_WAIT`].
pub fn done_at(told: Option<Timestamp>, now: Timestamp) -> Timestamp {
    told.unwrap_or(now).min(now).max(now.saturating_sub(LONGEST_WAIT).unwrap_or(now))
}

/// A person's watch on a ticket.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Timer {
    /// What it ran before, in milliseconds.
    pub kept: i64,
    /// Since when it runs; `None` while it is paused.
    pub since: Option<Timestamp>,
    /// When it was paused the last time; `None` where it never was.
    pub stopped: Option<Timestamp>,
}

impl Timer {
    /// Runs from now on; one that runs goes on.
    #[must_use]
    pub fn started(self, now: Timestamp) -> Self {
        Self { since: Some(self.since.unwrap_or(now)), ..self }
    }

    /// Stands still from now on; one that stands still does so since before.
    #[must_use]
    pub fn paused(self, now: Timestamp) -> Self {
        let stopped = self.since.map(|since| since.max(now)).or(self.stopped);
        Self { kept: self.elapsed(now), since: None, stopped }
    }

    /// When the work ended that it timed: now, while it runs.
    pub fn ended(self, now: Timestamp) -> Timestamp {
        if self.since.is_some() { now } else { self.stopped.unwrap_or(now) }
    }

    /// Milliseconds it has run by now.
    pub fn elapsed(self, now: Timestamp) -> i64 {
        let running = self.since.map_or(0, |since| now.as_millisecond() - since.as_millisecond());
        self.kept + running.max(0)
    }

    /// Minutes it proposes to book: begun ones count, a day at most.
    pub fn minutes(self, now: Timestamp) -> u32 {
        begun(self.elapsed(now))
    }
}

/// Begun minutes of milliseconds: one at least, a day at most.
pub(super) fn begun(millis: i64) -> u32 {
    u32::try_from((millis + 59_999) / 60_000).unwrap_or(MOST).clamp(1, MOST)
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
    fn what_was_done_without_a_connection_counts_from_then() {
        let now = at("12:00:00");
        assert_eq!(done_at(None, now), now);
        assert_eq!(done_at(Some(at("11:40:00")), now), at("11:40:00"));
        assert_eq!(done_at(Some(at("12:00:07")), now), now, "a browser's clock that is ahead");
        let friday: Timestamp = "2026-11-20T15:30:00Z".parse().unwrap();
        assert_eq!(done_at(Some(friday), now), friday);
        let long_ago: Timestamp = "2026-09-01T12:00:00Z".parse().unwrap();
        let earliest: Timestamp = "2026-10-24T12:00:00Z".parse().unwrap();
        assert_eq!(done_at(Some(long_ago), now), earliest);
        let started = TimerDeed::Start.on(None, at("09:00:00"));
        let paused = TimerDeed::Pause.on(started, at("09:30:00"));
        assert_eq!(paused.map(|timer| timer.minutes(now)), Some(30));
        assert_eq!(TimerDeed::Pause.on(None, now), None);
        assert_eq!(TimerDeed::Drop.on(paused, now), None);
    }

    #[test]
    fn a_timer_knows_when_it_last_ran() {
        let timer = Timer::default().started(at("09:00:00"));
        assert_eq!(timer.ended(at("10:00:00")), at("10:00:00"));
        let paused = timer.paused(at("09:30:00"));
        assert_eq!(
            paused.paused(at("11:00:00")).ended(at("12:00:00")),
            at("09:30:00"),
            "paused once is enough"
        );
        assert_eq!(paused.started(at("11:00:00")).ended(at("12:00:00")), at("12:00:00"));
        let before = timer.paused(at("08:00:00"));
        assert_eq!((before.kept, before.stopped), (0, Some(at("09:00:00"))), "never paused before it ran");
    }

    #[test]
    fn what_it_proposes_can_be_booked() {
        let timer = Timer::default().started(at("09:00:00"));
        assert_eq!(timer.minutes(at("09:00:00")), 1);
        assert_eq!(timer.minutes(at("08:00:00")), 1, "a clock that was set back");
        assert_eq!(timer.minutes("2026-12-24T09:00:00Z".parse().unwrap()), MOST, "forgotten");
    }
}
