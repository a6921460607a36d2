//! What was done without a connection, and what it does to a timer.
use crate::effort::api::{book_effort, time_effort};
use crate::error::AppError;
use domain::effort::Typed;
use domain::effort::timer::{LONGEST_RUN, Timer, TimerDeed};
use domain::id::PersonId;
use domain::ticket::number::TicketNumber;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// What was done and when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Done {
    /// Who did it.
    pub person: PersonId,
    /// The key of its request.
    pub key: String,
    /// On which ticket.
    pub number: TicketNumber,
    /// What.
    pub deed: Deed,
    /// Milliseconds since 1970.
    pub at: i64,
}

/// What was done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Deed {
    /// With a timer.
    Timer(TimerDeed),
    /// Time was booked.
    Booking(Booking),
}

/// Time that was booked without a connection.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Booking {
    /// As it was typed.
    pub typed: Typed,
    /// What the timer ran is booked, and ends it.
    pub timed: bool,
    /// Why the server refused it, as a sentence; it stays until its author changes or drops it.
    pub refused: Option<String>,
}

impl Done {
    fn at(&self) -> Timestamp {
        Timestamp::from_millisecond(self.at).unwrap_or(Timestamp::UNIX_EPOCH)
    }

    /// The booking, where it is one.
    pub const fn booking(&self) -> Option<&Booking> {
        match &self.deed {
            Deed::Booking(booking) => Some(booking),
            Deed::Timer(_) => None,
        }
    }

    /// Whether the server refused it.
    pub fn refused(&self) -> bool {
        self.booking().is_some_and(|booking| booking.refused.is_some())
    }

    /// What it does to a timer.
    fn on_timer(&self) -> Option<TimerDeed> {
        match &self.deed {
            Deed::Timer(deed) => Some(*deed),
            // The server keeps the timer where it refuses to book it.
            Deed::Booking(booking) => (booking.timed && !self.refused()).then_some(TimerDeed::Drop),
        }
    }

    /// Sends it.
    pub async fn send(self) -> Result<(), AppError> {
        let (key, number) = (self.key, self.number);
        match self.deed {
            Deed::Timer(deed) => time_effort(key, number, deed, self.at.to_string()).await,
            Deed::Booking(Booking { typed, timed, .. }) => {
                let quick = if timed { "timer" } else { "" }.to_owned();
                let Typed { day, minutes, activity, note, billing } = typed;
                // What a timer ran belongs to the days on which it did: the server knows them.
                let day = if timed { String::new() } else { day };
                book_effort(key, number, String::new(), quick, minutes, activity, billing, day, note).await
            }
        }
    }
}

/// The first that can be sent, as it is told at `now`: a start that nothing ended since is one that was forgotten, and counts from a
/// working day ago at the earliest.
pub fn first(deeds: &[Done], now: i64) -> Option<Done> {
    let next = deeds.iter().position(|done| !done.refused())?;
    let (done, later) = (deeds.get(next)?.clone(), deeds.get(next + 1..)?);
    let ends = |other: &Done| match other.on_timer() {
        Some(TimerDeed::Start) => other.number != done.number,
        Some(TimerDeed::Pause | TimerDeed::Drop) => other.number == done.number,
        None => false,
    };
    let runs = done.on_timer() == Some(TimerDeed::Start) && !later.iter().any(ends);
    let earliest = i64::try_from(LONGEST_RUN.as_millis()).map_or(now, |most| now - most);
    let at = if runs { done.at.max(earliest) } else { done.at };
    Some(Done { at, ..done })
}

/// What a timer is after the deeds on it; another one that was started pauses it.
pub fn with_deeds(deeds: &[Done], number: TicketNumber, timer: Option<Timer>) -> Option<Timer> {
    deeds.iter().fold(timer, |timer, done| match done.on_timer() {
        Some(deed) if done.number == number => deed.on(timer, done.at()),
        Some(TimerDeed::Start) => timer.map(|timer| timer.paused(done.at())),
        Some(TimerDeed::Pause | TimerDeed::Drop) | None => timer,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn done(number: i64, deed: Deed, minute: i64) -> Done {
        Done {
            person: PersonId(1),
            key: format!("{number}-{minute}"),
            number: TicketNumber(number),
            deed,
            at: minute * 60_000,
        }
    }

    fn booking(timed: bool, refused: Option<&str>) -> Deed {
        let typed = Typed { minutes: "15".into(), note: "Im Zug".into(), ..Typed::default() };
        Deed::Booking(Booking { typed, timed, refused: refused.map(str::to_owned) })
    }

    #[test]
    fn what_is_kept_is_read_again() {
        let deeds =
            vec![done(7, Deed::Timer(TimerDeed::Pause), 1), done(8, booking(false, Some("Nicht da.")), 2)];
        let text = serde_json::to_string(&deeds).unwrap();
        assert_eq!(serde_json::from_str::<Vec<Done>>(&text).unwrap(), deeds);
    }

    #[test]
    fn a_timer_ends_with_its_booking_unless_that_was_refused() {
        let running = Timer::default().started(Timestamp::UNIX_EPOCH);
        let after = |deed| {
            let deeds = [done(8, Deed::Timer(TimerDeed::Pause), 10), done(8, deed, 10)];
            with_deeds(&deeds, TicketNumber(8), Some(running)).map(|timer| timer.kept)
        };
        assert_eq!(after(booking(true, None)), None);
        assert_eq!(after(booking(true, Some("Mehr als vereinbart."))), Some(600_000));
        assert_eq!(after(booking(false, None)), Some(600_000), "other time was booked");
    }

    #[test]
    fn what_was_timed_is_told_as_it_was_and_what_was_forgotten_as_a_working_day() {
        let deed = |number, deed, minute| done(number, Deed::Timer(deed), minute);
        let day = 24 * 60;
        let told = |deeds: &[Done]| first(deeds, day * 60_000).map(|done| done.at / 60_000);
        let (start, pause) = (deed(8, TimerDeed::Start, 10), deed(8, TimerDeed::Pause, 130));
        assert_eq!(told(&[]), None);
        assert_eq!(told(std::slice::from_ref(&start)), Some(day / 2));
        assert_eq!(
            told(&[start.clone(), deed(7, TimerDeed::Pause, 20)]),
            Some(day / 2),
            "another one's pause"
        );
        assert_eq!(told(&[start.clone(), pause.clone()]), Some(10));
        assert_eq!(told(&[start.clone(), deed(7, TimerDeed::Start, 40)]), Some(10));
        assert_eq!(told(&[start.clone(), done(8, booking(true, None), 50)]), Some(10));
        assert_eq!(told(&[start.clone(), done(8, booking(false, None), 50)]), Some(day / 2));
        assert_eq!(told(&[done(8, booking(false, Some("Nein.")), 5), pause, start]), Some(130));
        assert_eq!(told(&[deed(8, TimerDeed::Start, day - 60)]), Some(day - 60));
    }

    #[test]
    fn timers_show_what_was_done_without_a_connection() {
        let deed = |number, deed, minute| done(number, Deed::Timer(deed), minute);
        let running = Timer::default().started(Timestamp::UNIX_EPOCH);
        let deeds = [deed(8, TimerDeed::Start, 10), deed(8, TimerDeed::Pause, 25)];
        let kept = |number, timer| with_deeds(&deeds, TicketNumber(number), timer).map(|timer| timer.kept);
        assert_eq!(kept(7, Some(running)), Some(600_000), "the other one was started after ten minutes");
        assert_eq!(kept(8, None), Some(900_000));
        assert_eq!(kept(9, None), None);
    }
}
