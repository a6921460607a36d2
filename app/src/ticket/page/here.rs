//! The ticket that is open, for all parts of its page: what is shown, and how it is renewed without losing what is typed.
use crate::parts::live::on_notice;
use crate::parts::say::{is_staff, me, t, tf, tn};
use crate::ticket::api::load_ticket;
use crate::ticket::view::{Choices, Entry, Forecast, TicketView};
use crate::words::ticket as w;
use domain::id::PersonId;
use domain::live::Change;
use domain::ticket::number::TicketNumber;
use domain::ticket::timeline::What;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::time::Duration;

/// The open ticket.
#[derive(Clone, Copy)]
pub struct Here {
    /// As it is shown.
    pub ticket: RwSignal<TicketView>,
    /// What staff choose from; empty for customers.
    pub choices: StoredValue<Choices>,
    /// What the address asks about another classification.
    pub forecast: StoredValue<Option<Forecast>>,
    /// Its number.
    pub number: TicketNumber,
    /// Whether the reader is on staff.
    pub staff: bool,
    /// The reader.
    pub reader: Option<PersonId>,
    /// Id of the last entry when the page was opened; what is newer fades in.
    pub opened_at: i64,
    /// What screen readers hear when something new arrives.
    pub said: RwSignal<String>,
}

/// The open ticket of this page.
pub fn here() -> Here {
    expect_context()
}

impl Here {
    /// Shows a ticket and follows it live.
    pub fn open(ticket: TicketView, choices: Option<Choices>, forecast: Option<Forecast>) -> Self {
        let here = Self {
            number: ticket.number,
            staff: is_staff(),
            reader: me().actor.map(|actor| actor.id),
            opened_at: last_entry(&ticket),
            said: RwSignal::new(String::new()),
            ticket: RwSignal::new(ticket),
            choices: StoredValue::new(choices.unwrap_or_default()),
            forecast: StoredValue::new(forecast),
        };
        provide_context(here);
        on_notice(move |notice| {
            let newer = here.ticket.try_with_untracked(|ticket| notice.version > ticket.version);
            let renews = match notice.change {
                Change::Presence => false,
                Change::Letter => newer.is_some(),
                _ => newer == Some(true),
            };
            if notice.ticket == here.number && renews {
                here.renew();
            }
        });
        here
    }

    /// A part of the ticket; what depends on it is only shown anew when this part changes.
    pub fn part<T: PartialEq + Send + Sync + 'static>(
        self,
        of: impl Fn(&TicketView) -> T + Send + Sync + 'static,
    ) -> Memo<T> {
        Memo::new(move |_| self.ticket.with(&of))
    }

    /// Reads the ticket again.
    pub fn renew(self) {
        spawn_local(async move {
            if let Ok(newer) = load_ticket(self.number).await {
                self.take(newer);
            }
        });
    }

    /// What to do after an action was taken.
    pub fn renewed(self) -> Callback<()> {
        Callback::new(move |()| self.renew())
    }

    fn take(self, newer: TicketView) {
        let known = self.ticket.try_with_untracked(|ticket| (ticket.version, last_entry(ticket)));
        // Two answers may overtake each other; the page may be gone.
        let Some((version, last)) = known else { return };
        if newer.version < version {
            return;
        }
        let news = news(&newer.entries, last, self.reader);
        self.ticket.set(newer);
        if !news.is_empty() {
            self.said.set(news);
            set_timeout(move || drop(self.said.try_set(String::new())), Duration::from_secs(8));
        }
    }
}

/// Id of the last entry.
pub fn last_entry(ticket: &TicketView) -> i64 {
    ticket.entries.last().map_or(0, |entry| entry.id)
}

/// Entries after `last` that somebody else wrote.
pub fn by_others(entries: &[Entry], last: i64, reader: Option<PersonId>) -> Vec<&Entry> {
    let other = |entry: &&Entry| entry.id > last && entry.by.as_ref().map(|by| by.id) != reader;
    entries.iter().filter(other).collect()
}

/// What is new, in words: who wrote, or how much happened.
pub fn news(entries: &[Entry], last: i64, reader: Option<PersonId>) -> String {
    let new = by_others(entries, last, reader);
    match new.as_slice() {
        [] => String::new(),
        [one] => {
            let name = one
                .by
                .as_ref()
                .map(|by| &by.name)
                .or(one.guest.as_ref())
                .map_or_else(|| t(w::SYSTEM).to_owned(), String::clone);
            let text = match one.what {
                What::Opened { .. } | What::Message { .. } | What::Called { .. } => w::NEWS_MESSAGE,
                What::Note { .. } => w::NEWS_NOTE,
                What::Moved { .. } => w::NEWS_MOVED,
                _ => w::NEWS_OTHER,
            };
            tf(text, &[("name", &name)])
        }
        many => tn(w::NEWS_MANY, many.len() as u64),
    }
}
