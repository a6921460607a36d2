//! Time that was booked, and what was done with timers, while there was no connection (I1): kept in the browser, shown at once, sent later exactly
//! once, as of when it was done.
mod deed;
mod kept;

pub use deed::Booking;

use crate::effort::chip::{browser_now, renew_timers};
use crate::effort::view::TimerView;
use crate::error::AppError;
use crate::parts::awake::when_awake;
use crate::parts::say::me;
use crate::parts::sentence;
use crate::parts::toast::toast;
use crate::words::effort as w;
use deed::{Deed, Done, first, with_deeds};
use domain::effort::Typed;
use domain::effort::timer::{Timer, TimerDeed};
use domain::ticket::number::TicketNumber;
use kept::{kept, storage, store};
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::time::Duration;

/// While something waits it is tried again this often.
const PACE: Duration = Duration::from_secs(15);

/// A booking that is not taken yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptBooking {
    /// The key of its request.
    pub key: String,
    /// On which ticket.
    pub number: TicketNumber,
    /// What is booked.
    pub booking: Booking,
}

/// What waits.
#[derive(Clone, Copy)]
pub struct Waiting {
    deeds: RwSignal<Vec<Done>>,
    sending: StoredValue<bool>,
    /// Grows whenever something was sent.
    pub sent: RwSignal<u32>,
}

/// Makes it known and sends it as soon as that works. Called once, by `App`.
pub fn provide_waiting() -> Waiting {
    let waiting = Waiting {
        deeds: RwSignal::new(Vec::new()),
        sending: StoredValue::new(false),
        sent: RwSignal::new(0),
    };
    provide_context(waiting);
    when_awake(move || {
        waiting.deeds.set(kept());
        waiting.send();
        let online = window_event_listener_untyped("online", move |_| waiting.send());
        // Another window of this browser keeps or sends.
        let others = window_event_listener_untyped("storage", move |_| waiting.deeds.set(kept()));
        let pace = set_interval_with_handle(move || waiting.send(), PACE);
        on_cleanup(move || {
            online.remove();
            others.remove();
            if let Ok(pace) = pace {
                pace.clear();
            }
        });
    });
    waiting
}

impl Waiting {
    /// Whether anything waits.
    pub fn any(self) -> bool {
        self.deeds.with(|deeds| deeds.iter().any(|done| !done.refused()))
    }

    /// Whether a booking was refused and still needs its author.
    pub fn any_refused(self) -> bool {
        self.deeds.with(|deeds| deeds.iter().any(Done::refused))
    }

    /// Keeps what was done with a timer and could not be sent.
    pub fn keep(self, key: String, number: TicketNumber, deed: TimerDeed, at: i64) {
        self.push(key, number, Deed::Timer(deed), at);
    }

    /// Keeps a booking that could not be sent.
    pub fn keep_booking(self, key: String, number: TicketNumber, typed: Typed, timed: bool, at: i64) {
        if timed {
            // What the timer ran until now is booked, not what it would have run by the time of sending.
            self.keep(format!("{key}-pause"), number, TimerDeed::Pause, at);
        }
        self.push(key, number, Deed::Booking(Booking { typed, timed, refused: None }), at);
    }

    fn push(self, key: String, number: TicketNumber, deed: Deed, at: i64) {
        let Some(person) = me().actor.map(|actor| actor.id) else { return };
        self.change(|deeds| {
            if deeds.iter().all(|known| known.key != key) {
                deeds.push(Done { person, key, number, deed, at });
            }
        });
    }

    /// Forgets one of them.
    pub fn forget(self, key: &str) {
        self.change(|deeds| deeds.retain(|done| done.key != key));
    }

    /// The bookings that are not taken yet, of a ticket or all.
    pub fn bookings(self, number: Option<TicketNumber>) -> Vec<KeptBooking> {
        self.deeds.with(|deeds| {
            let here = deeds.iter().filter(|done| number.is_none_or(|number| number == done.number));
            let kept = here.filter_map(|done| {
                let booking = done.booking()?.clone();
                Some(KeptBooking { key: done.key.clone(), number: done.number, booking })
            });
            kept.collect()
        })
    }

    /// A ticket's timer as it is with what waits.
    pub fn on(self, number: TicketNumber, timer: Option<Timer>) -> Option<Timer> {
        self.deeds.with(|deeds| with_deeds(deeds, number, timer))
    }

    /// All timers as they are with what waits, the running one first.
    pub fn on_all(self, timers: Vec<TimerView>) -> Vec<TimerView> {
        self.deeds.with(|deeds| {
            let known: Vec<_> = timers.iter().map(|timer| timer.number).collect();
            let mut numbers: Vec<TicketNumber> = Vec::new();
            for deed in deeds {
                if !known.contains(&deed.number) && !numbers.contains(&deed.number) {
                    numbers.push(deed.number);
                }
            }
            let old = timers.into_iter().filter_map(|view| {
                let timer = with_deeds(deeds, view.number, Some(view.timer))?;
                Some(TimerView { timer, ..view })
            });
            let new = numbers.into_iter().filter_map(|number| {
                let timer = with_deeds(deeds, number, None)?;
                Some(TimerView { number, title: String::new(), timer, level: None })
            });
            let mut all: Vec<_> = old.chain(new).collect();
            all.sort_by_key(|view| view.timer.since.is_none());
            all
        })
    }

    /// Sends what waits, in its order, until that fails again.
    fn send(self) {
        let busy = self.sending.try_get_value().unwrap_or(true);
        if busy || self.first().is_none() {
            return;
        }
        self.sending.set_value(true);
        spawn_local(async move {
            let (mut sent, mut refused) = (false, false);
            while let Some(next) = self.first() {
                let key = next.key.clone();
                match next.send().await {
                    Err(error) if passes(&error) => break,
                    Err(error) => refused |= self.refuse(&key, &error),
                    Ok(()) => {
                        sent = true;
                        self.forget(&key);
                    }
                }
            }
            self.sending.try_set_value(false);
            if sent {
                toast(w::SENT_LATER);
                renew_timers();
                self.sent.try_update(|sent| *sent += 1);
            }
            if refused {
                toast(w::REFUSED);
            }
        });
    }

    fn first(self) -> Option<Done> {
        let now = browser_now().as_millisecond();
        self.deeds.try_with_untracked(|deeds| first(deeds, now)).flatten()
    }

    /// A booking that the server refuses stays, with the reason: then `true`. What was done with a timer is past.
    fn refuse(self, key: &str, error: &AppError) -> bool {
        let why = sentence::of_error(error);
        let mut stays = false;
        self.change(|deeds| {
            let refused = deeds.iter_mut().find(|done| done.key == key);
            if let Some(Done { deed: Deed::Booking(booking), .. }) = refused {
                booking.refused = Some(why);
                stays = true;
            } else {
                deeds.retain(|done| done.key != key);
            }
        });
        if !stays {
            toast(w::NOT_TAKEN);
        }
        stays
    }

    /// Changes what is kept, beginning with what the browser has: another window may have added to it.
    fn change(self, change: impl FnOnce(&mut Vec<Done>)) {
        let Some(person) = me().actor.map(|actor| actor.id) else { return };
        let mut deeds =
            if storage().is_some() { kept() } else { self.deeds.try_get_untracked().unwrap_or_default() };
        change(&mut deeds);
        store(person, &deeds);
        self.deeds.try_set(deeds);
    }
}

/// Whether an answer says nothing about the deed itself, so that it is sent again later.
fn passes(error: &AppError) -> bool {
    match error {
        AppError::Offline | AppError::SignedOut | AppError::Internal { .. } | AppError::TooMany { .. } => {
            true
        }
        // What the server could not read at all names no field: page and server are of different versions.
        AppError::Invalid { fields } => fields.iter().all(|error| error.field.is_empty()),
        AppError::NotFound
        | AppError::WrongMove { .. }
        | AppError::WrongQuote { .. }
        | AppError::WrongOrder { .. }
        | AppError::WrongInvoice { .. }
        | AppError::NotYours
        | AppError::Outdated { .. }
        | AppError::KeyUsed
        | AppError::LinkEnded => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_says_nothing_about_a_deed_keeps_it() {
        let unread = |field: &str| AppError::field(field, domain::input::Reason::NotReadable);
        assert!(passes(&AppError::SignedOut) && passes(&AppError::Offline) && passes(&unread("")));
        assert!(!passes(&AppError::NotFound) && !passes(&unread("at")));
    }
}
