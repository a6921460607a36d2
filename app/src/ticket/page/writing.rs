//! What is being written: saved as it is typed, kept apart for replies and notes, and told when something new came
//! meanwhile (C9).
use crate::parts::effect::effect;
use crate::ticket::api::save_draft;
use crate::ticket::page::here::{Here, by_others, last_entry};
use crate::ticket::page::presence::Presence;
use crate::ticket::view::Entry;
use domain::ticket::draft::DraftKind;
use leptos::html::Div;
use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::time::Duration;
use wasm_bindgen::JsCast;
use web_sys::{HtmlFormElement, HtmlTextAreaElement};

/// A draft is saved when the keys have rested this long.
const REST: Duration = Duration::from_millis(600);

/// How the draft stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Saved {
    /// Nothing was typed yet.
    Untouched,
    /// Typed, not saved yet.
    Not,
    /// Saved.
    Yes,
    /// Could not be saved; tried again with the next key.
    Failed,
}

/// The text box of the page.
#[derive(Clone, Copy)]
pub struct Writing {
    here: Here,
    presence: Presence,
    /// Around the text box.
    pub area: NodeRef<Div>,
    /// For whom it is written.
    pub kind: RwSignal<DraftKind>,
    /// How the draft stands.
    pub saved: RwSignal<Saved>,
    texts: StoredValue<(String, String)>,
    filled: RwSignal<bool>,
    /// Version and last entry that the writer has seen.
    seen: RwSignal<(i64, i64)>,
    timer: StoredValue<Option<TimeoutHandle>>,
}

impl Writing {
    /// Begins with the saved drafts.
    pub fn begin(here: Here, presence: Presence, kind: DraftKind) -> Self {
        let (draft, note, seen) = here.ticket.with_untracked(|ticket| {
            (ticket.draft.clone(), ticket.note_draft.clone(), (ticket.version, last_entry(ticket)))
        });
        let filled = !match kind {
            DraftKind::Reply => draft.is_empty(),
            DraftKind::Note => note.is_empty(),
        };
        let writing = Self {
            here,
            presence,
            area: NodeRef::new(),
            kind: RwSignal::new(kind),
            saved: RwSignal::new(Saved::Untouched),
            texts: StoredValue::new((draft, note)),
            filled: RwSignal::new(filled),
            seen: RwSignal::new(seen),
            timer: StoredValue::new(None),
        };
        writing.follow();
        writing
    }

    /// The text as it stands.
    pub fn text(self) -> String {
        self.texts.with_value(|(reply, note)| match self.kind.get_untracked() {
            DraftKind::Reply => reply.clone(),
            DraftKind::Note => note.clone(),
        })
    }

    /// A key was pressed.
    pub fn typed(self, text: String) {
        self.filled.set(!text.trim().is_empty());
        self.keep(text);
        self.saved.set(Saved::Not);
        self.presence.typing();
        self.stop_timer();
        let timer = set_timeout_with_handle(move || self.save(), REST);
        self.timer.set_value(timer.ok());
    }

    /// Changes over to the other text box.
    pub fn turn_to(self, kind: DraftKind) {
        if self.kind.get_untracked() == kind {
            return;
        }
        self.flush();
        self.kind.set(kind);
        let text = self.text();
        self.filled.set(!text.trim().is_empty());
        self.saved.set(Saved::Untouched);
        self.show(&text);
    }

    /// The text was sent; the server has dropped its draft.
    pub fn sent(self) {
        self.stop_timer();
        self.keep(String::new());
        self.show("");
        self.filled.set(false);
        self.saved.set(Saved::Untouched);
        self.presence.sent();
    }

    /// Version that the writer has seen; goes with the message.
    pub fn seen_version(self) -> i64 {
        self.seen.get().0
    }

    /// What others did since, where the writer has begun before.
    pub fn news(self) -> Vec<Entry> {
        let (_, last) = self.seen.get();
        let news =
            |entries: &[Entry]| by_others(entries, last, self.here.reader).into_iter().cloned().collect();
        if self.filled.get() { self.here.ticket.with(|ticket| news(&ticket.entries)) } else { Vec::new() }
    }

    /// The writer has looked at what is new.
    pub fn saw_news(self) {
        self.seen.set(self.here.ticket.with_untracked(|ticket| (ticket.version, last_entry(ticket))));
    }

    /// Sends the form, as the button would.
    pub fn send(self) {
        if let Some(form) = self.textarea().and_then(|area| area.form()) {
            let _: Result<(), _> = HtmlFormElement::request_submit(&form);
        }
    }

    /// Whether the box may be empty when it is sent.
    pub fn need_words(self, needed: bool) {
        if let Some(area) = self.textarea() {
            area.set_required(needed);
        }
    }

    fn follow(self) {
        // What changes while nothing is being written is seen as it appears; own changes always are.
        effect(move || {
            let (now, nothing_new) = self.here.ticket.with(|ticket| {
                let (_, last) = self.seen.get_untracked();
                let nothing_new = by_others(&ticket.entries, last, self.here.reader).is_empty();
                ((ticket.version, last_entry(ticket)), nothing_new)
            });
            if nothing_new || !self.filled.get() {
                self.seen.set(now);
            }
        });
        effect(move || {
            let hidden = window_event_listener_untyped("visibilitychange", move |_| {
                if document().visibility_state() == web_sys::VisibilityState::Hidden {
                    self.flush();
                }
            });
            on_cleanup(move || hidden.remove());
        });
        on_cleanup(move || self.flush());
    }

    fn keep(self, text: String) {
        self.texts.update_value(|(reply, note)| match self.kind.get_untracked() {
            DraftKind::Reply => *reply = text,
            DraftKind::Note => *note = text,
        });
    }

    /// Saves at once what was not saved yet.
    fn flush(self) {
        if self.timer.try_update_value(Option::take).flatten().is_some_and(|timer| {
            timer.clear();
            true
        }) {
            self.save();
        }
    }

    fn save(self) {
        self.timer.try_set_value(None);
        let (number, kind, body) = (self.here.number, self.kind.get_untracked(), self.text());
        spawn_local(async move {
            let saved = save_draft(number, kind, body).await;
            // Keys that were pressed meanwhile have their own turn.
            let resting = self.timer.try_with_value(Option::is_none) == Some(true);
            if resting && self.saved.try_get_untracked() == Some(Saved::Not) {
                self.saved.set(if saved.is_ok() { Saved::Yes } else { Saved::Failed });
            }
        });
    }

    fn stop_timer(self) {
        if let Some(timer) = self.timer.try_update_value(Option::take).flatten() {
            timer.clear();
        }
    }

    fn show(self, text: &str) {
        if let Some(area) = self.textarea() {
            area.set_value(text);
        }
    }

    fn textarea(self) -> Option<HtmlTextAreaElement> {
        let area = self.area.get_untracked()?.query_selector("textarea").ok().flatten()?;
        area.dyn_into().ok()
    }
}
