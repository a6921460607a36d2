//! Sending files: several at once, by choice, by dropping them onto the box, by camera or from the clipboard; with
//! progress, taken up again after a lost connection. Their ids travel with the form in the hidden field `documents`.
mod buttons;
mod drop_box;
mod list;
mod plain;

pub use buttons::UploadButtons;
pub use drop_box::DropBox;
pub use list::UploadList;
pub use plain::PlainUpload;

use crate::document::size;
use crate::document::transfer::{Journey, Step};
use crate::error::AppError;
use crate::parts::say::{lang, me, t, tf, tn};
use crate::ticket::view::DocumentView;
use crate::words::document as w;
use domain::document::MOST_AT_ONCE;
use domain::ticket::number::TicketNumber;
use gloo_timers::future::TimeoutFuture;
use leptos::prelude::*;
use leptos::task::spawn_local;
use web_sys::FileList;

/// How many files travel at the same time.
const AT_ONCE: usize = 3;
/// After so many tries in a row without any progress the reader is asked.
const TRIES: u32 = 8;

/// The files of one form.
#[derive(Clone, Copy)]
pub struct Uploads {
    items: RwSignal<Vec<Item>>,
    refused: RwSignal<Option<String>>,
    waits: RwSignal<bool>,
    over: RwSignal<bool>,
    next: StoredValue<u32>,
    ticket: Option<TicketNumber>,
    largest: u64,
}

#[derive(Clone)]
struct Item {
    key: u32,
    name: String,
    size: u64,
    sent: ArcRwSignal<u64>,
    state: ArcRwSignal<State>,
    journey: Option<Journey>,
}

#[derive(Clone, Debug, PartialEq)]
enum State {
    /// Until others have arrived.
    Waiting,
    Travelling,
    /// The connection broke; goes on by itself.
    Interrupted,
    /// Needs the reader.
    Failed(AppError),
    /// Was not sent at all.
    NotTaken(String),
    Arrived(DocumentView),
}

impl Uploads {
    /// No files yet. `ticket` is where they will belong; `None` while there is none.
    pub fn new(ticket: Option<TicketNumber>) -> Self {
        Self {
            items: RwSignal::new(Vec::new()),
            refused: RwSignal::new(None),
            waits: RwSignal::new(false),
            over: RwSignal::new(false),
            next: StoredValue::new(0),
            ticket,
            largest: me().largest_upload,
        }
    }

    /// Ids of what has arrived, with commas.
    pub fn ids(self) -> String {
        self.items.with(|items| {
            let arrived = items.iter().filter_map(|item| match item.state.get() {
                State::Arrived(document) => Some(document.id.to_string()),
                _ => None,
            });
            arrived.collect::<Vec<_>>().join(",")
        })
    }

    /// Whether something is still under way.
    pub fn busy(self) -> bool {
        let under_way = |state| matches!(state, State::Waiting | State::Travelling | State::Interrupted);
        self.items.with(|items| items.iter().any(|item| under_way(item.state.get())))
    }

    /// Whether any file is there.
    pub fn any(self) -> bool {
        self.items.with(|items| !items.is_empty())
    }

    /// Forgets all files, after they were sent with the form.
    pub fn clear(self) {
        self.items.set(Vec::new());
        self.refused.set(None);
    }

    fn add(self, files: &FileList) {
        self.refused.set(None);
        for index in 0..files.length() {
            let Some(file) = files.get(index) else { continue };
            if self.items.with_untracked(Vec::len) >= MOST_AT_ONCE {
                self.refused.set(Some(tn(w::TOO_MANY, MOST_AT_ONCE as u64)));
                break;
            }
            #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // sizes are whole and positive
            let size = file.size() as u64;
            let (name, key) = (file.name(), self.next.get_value());
            self.next.set_value(key + 1);
            let refusal = refusal(size, self.largest);
            let journey = refusal.is_none().then(|| Journey::new(file, size, self.ticket));
            let state = ArcRwSignal::new(refusal.map_or(State::Waiting, State::NotTaken));
            let item = Item { key, name, size, sent: ArcRwSignal::new(0), state, journey };
            self.items.update(|items| items.push(item));
        }
        self.start_waiting();
    }

    fn start_waiting(self) {
        let Some(items) = self.items.try_get_untracked() else { return };
        let travelling =
            |item: &&Item| matches!(item.state.get_untracked(), State::Travelling | State::Interrupted);
        let room = AT_ONCE.saturating_sub(items.iter().filter(travelling).count());
        let waiting = items.into_iter().filter(|item| item.state.get_untracked() == State::Waiting);
        for item in waiting.take(room) {
            item.state.set(State::Travelling);
            spawn_local(async move {
                travel(&item).await;
                self.start_waiting();
            });
        }
    }

    fn remove(self, key: u32) {
        let gone = self
            .items
            .try_update(|items| items.iter().position(|item| item.key == key).map(|at| items.remove(at)));
        if let Some(journey) = gone.flatten().and_then(|item| item.journey) {
            journey.cancel();
        }
        self.start_waiting();
    }

    fn retry(self, item: &Item) {
        item.state.set(State::Waiting);
        self.start_waiting();
    }
}

/// Why a file is not even sent.
fn refusal(size: u64, largest: u64) -> Option<String> {
    match size {
        0 => Some(t(w::EMPTY).to_owned()),
        size if size > largest => Some(tf(w::TOO_LARGE, &[("max", &size::told(largest, lang()))])),
        _ => None,
    }
}

async fn travel(item: &Item) {
    let Some(journey) = &item.journey else { return };
    let mut lost = 0;
    loop {
        let sent = item.sent.clone();
        match journey.step(move |bytes| sent.set(bytes)).await {
            Step::More => {
                lost = 0;
                item.state.set(State::Travelling);
            }
            Step::Arrived(document) => {
                item.sent.set(item.size);
                return item.state.set(State::Arrived(document));
            }
            Step::Lost if lost >= TRIES => return item.state.set(State::Failed(AppError::Offline)),
            Step::Lost => {
                lost += 1;
                item.state.set(State::Interrupted);
                pause(lost).await;
            }
            Step::Refused(error) => return item.state.set(State::Failed(error)),
            Step::Cancelled => return,
        }
    }
}

/// Waits longer from try to try, but no longer than the network is away.
async fn pause(tries: u32) {
    let halves = 2_u32.pow(tries.min(5));
    let was_away = !window().navigator().on_line();
    for _ in 0..halves {
        TimeoutFuture::new(500).await;
        if was_away && window().navigator().on_line() {
            return;
        }
    }
}
