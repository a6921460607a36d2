//! What was done with timers while there was no connection (I1): kept in the browser, shown at once, sent later exactly
//! once, as of when it was done.
use crate::effort::api::time_effort;
use crate::effort::chip::renew_timers;
use crate::effort::view::TimerView;
use crate::error::AppError;
use crate::parts::awake::when_awake;
use crate::parts::say::me;
use crate::parts::toast::toast;
use crate::words::effort as w;
use domain::effort::timer::{Timer, TimerDeed};
use domain::id::PersonId;
use domain::ticket::number::TicketNumber;
use jiff::Timestamp;
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde::{Deserialize, Serialize};
use std::time::Duration;

/// Where the browser keeps it: keys, numbers and times, no content.
const PLACE: &str = "schalter.timers";
/// While something waits it is tried again this often.
const PACE: Duration = Duration::from_secs(15);

/// Something that waits to be sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Done {
    person: PersonId,
    key: String,
    number: TicketNumber,
    deed: TimerDeed,
    /// Milliseconds since 1970.
    at: i64,
}

impl Done {
    fn at(&self) -> Timestamp {
        Timestamp::from_millisecond(self.at).unwrap_or(Timestamp::UNIX_EPOCH)
    }
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
        let pace = set_interval_with_handle(move || waiting.send(), PACE);
        on_cleanup(move || {
            online.remove();
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
        self.deeds.with(|deeds| !deeds.is_empty())
    }

    /// Keeps what could not be sent.
    pub fn keep(self, key: String, number: TicketNumber, deed: TimerDeed, at: i64) {
        let Some(person) = me().actor.map(|actor| actor.id) else { return };
        self.deeds.update(|deeds| {
            if deeds.iter().all(|known| known.key != key) {
                deeds.push(Done { person, key, number, deed, at });
            }
        });
        self.store(person);
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
                Some(TimerView { number, title: String::new(), timer })
            });
            let mut all: Vec<_> = old.chain(new).collect();
            all.sort_by_key(|view| view.timer.since.is_none());
            all
        })
    }

    /// Sends what waits, in its order, until that fails again.
    fn send(self) {
        let busy = self.sending.try_get_value().unwrap_or(true);
        if busy || self.deeds.try_with_untracked(Vec::is_empty).unwrap_or(true) {
            return;
        }
        self.sending.set_value(true);
        spawn_local(async move {
            let mut sent = false;
            while let Some(first) = self.deeds.try_with_untracked(|deeds| deeds.first().cloned()).flatten() {
                let answer =
                    time_effort(first.key.clone(), first.number, first.deed, first.at.to_string()).await;
                match answer {
                    Err(error) if passes(&error) => break,
                    Err(_) => toast(w::NOT_TAKEN),
                    Ok(()) => sent = true,
                }
                self.deeds.try_update(|deeds| deeds.retain(|deed| deed.key != first.key));
                self.store(first.person);
            }
            self.sending.try_set_value(false);
            if sent {
                toast(w::SENT_LATER);
                renew_timers();
                self.sent.try_update(|sent| *sent += 1);
            }
        });
    }

    fn store(self, person: PersonId) {
        let Some(storage) = storage() else { return };
        let text = self.deeds.try_with_untracked(|deeds| {
            if deeds.is_empty() { None } else { serde_json::to_string(deeds).ok() }
        });
        let _ = match text.flatten() {
            Some(text) => storage.set_item(&place(person), &text),
            None => storage.remove_item(&place(person)),
        };
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

/// Where a person's deeds are kept: nobody writes over what somebody else did in the same browser.
fn place(person: PersonId) -> String {
    format!("{PLACE}.{person}")
}

/// What a timer is after the deeds on it; another one that was started pauses it.
fn with_deeds(deeds: &[Done], number: TicketNumber, timer: Option<Timer>) -> Option<Timer> {
    deeds.iter().fold(timer, |timer, deed| match deed.deed {
        _ if deed.number == number => deed.deed.on(timer, deed.at()),
        TimerDeed::Start => timer.map(|timer| timer.paused(deed.at())),
        TimerDeed::Pause | TimerDeed::Drop => timer,
    })
}

/// What the browser kept for this reader; what somebody else did here is not theirs to send.
fn kept() -> Vec<Done> {
    let Some(person) = me().actor.map(|actor| actor.id) else { return Vec::new() };
    let text = storage().and_then(|storage| storage.get_item(&place(person)).ok().flatten());
    let deeds: Vec<Done> = serde_json::from_str(&text.unwrap_or_default()).unwrap_or_default();
    deeds.into_iter().filter(|deed| deed.person == person).collect()
}

fn storage() -> Option<web_sys::Storage> {
    window().local_storage().ok().flatten()
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

    #[test]
    fn timers_show_what_was_done_without_a_connection() {
        let deed = |number, deed, minute: i64| Done {
            person: PersonId(1),
            key: format!("{number}-{minute}"),
            number: TicketNumber(number),
            deed,
            at: minute * 60_000,
        };
        let running = Timer::default().started(Timestamp::UNIX_EPOCH);
        let deeds = [deed(8, TimerDeed::Start, 10), deed(8, TimerDeed::Pause, 25)];
        let kept = |number, timer| with_deeds(&deeds, TicketNumber(number), timer).map(|timer| timer.kept);
        assert_eq!(kept(7, Some(running)), Some(600_000), "the other one was started after ten minutes");
        assert_eq!(kept(8, None), Some(900_000));
        assert_eq!(kept(9, None), None);
    }
}
