//! Help while a ticket is typed: what would complete it, and which open tickets may be the same concern.
use crate::document::upload::Uploads;
use crate::ticket::address::optional;
use crate::ticket::api::assist;
use crate::ticket::view::TicketLine;
use domain::id::DocumentId;
use domain::ticket::opening::{Hint, Opening};
use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::time::Duration;
use wasm_bindgen::JsCast;
use web_sys::{Event, HtmlInputElement, HtmlSelectElement, HtmlTextAreaElement};

/// Similar tickets are looked for when the keys have rested this long.
const REST: Duration = Duration::from_millis(500);
/// Shorter titles fit everything.
const SHORTEST: usize = 4;

/// What helps, as signals. Only the browser fills them.
#[derive(Clone, Copy)]
pub struct Assist {
    /// The chosen organisation, as the form has it.
    pub organisation: RwSignal<String>,
    /// The chosen class, as the form has it.
    pub class: RwSignal<String>,
    /// Open tickets that may be the same.
    pub similar: RwSignal<Vec<TicketLine>>,
    /// What is still missing.
    pub hints: Memo<Vec<Hint>>,
    opening: RwSignal<Opening>,
    timer: StoredValue<Option<TimeoutHandle>>,
    asked: StoredValue<u32>,
}

impl Assist {
    /// Nothing typed yet.
    pub fn begin(uploads: Uploads) -> Self {
        let opening = RwSignal::new(Opening::default());
        let hints = Memo::new(move |_| {
            // Files under way count: nobody is asked for what is just being sent.
            let documents = if uploads.any() { vec![DocumentId(0)] } else { Vec::new() };
            Opening { documents, ..opening.get() }.hints()
        });
        Self {
            organisation: RwSignal::new(String::new()),
            class: RwSignal::new(String::new()),
            similar: RwSignal::new(Vec::new()),
            hints,
            opening,
            timer: StoredValue::new(None),
            asked: StoredValue::new(0),
        }
    }

    /// A field of the form has changed.
    pub fn typed(self, event: &Event) {
        let Some((name, value)) = named_value(event) else { return };
        let mut search = true;
        self.opening.update(|opening| match name.as_str() {
            "title" => opening.title = value,
            "description" => opening.description = value,
            "asset" => opening.asset = optional("asset", &value).ok().flatten(),
            "organisation" => {
                opening.organisation = optional("organisation", &value).ok().flatten();
                opening.asset = None;
                self.organisation.set(value);
            }
            "class" => {
                self.class.set(value);
                search = false;
            }
            _ => search = false,
        });
        if search {
            self.search_soon();
        }
    }

    fn search_soon(self) {
        if let Some(timer) = self.timer.try_update_value(Option::take).flatten() {
            timer.clear();
        }
        let timer = set_timeout_with_handle(move || self.search(), REST);
        self.timer.set_value(timer.ok());
    }

    fn search(self) {
        let Some(mut opening) = self.opening.try_get_untracked() else { return };
        if opening.title.trim().chars().count() < SHORTEST {
            self.similar.set(Vec::new());
            return;
        }
        if opening.organisation.is_none() {
            let organisation = self.organisation.get_untracked();
            opening.organisation = optional("organisation", &organisation).ok().flatten();
        }
        let turn = self.asked.get_value() + 1;
        self.asked.set_value(turn);
        spawn_local(async move {
            let found = assist(opening).await;
            // An answer to an older question comes too late.
            if let (Ok(found), Some(true)) = (found, self.asked.try_with_value(|asked| *asked == turn)) {
                self.similar.set(found.similar);
            }
        });
    }
}

fn named_value(event: &Event) -> Option<(String, String)> {
    let field = event.target()?;
    if let Some(input) = field.dyn_ref::<HtmlInputElement>() {
        return (input.type_() != "file").then(|| (input.name(), input.value()));
    }
    if let Some(area) = field.dyn_ref::<HtmlTextAreaElement>() {
        return Some((area.name(), area.value()));
    }
    field.dyn_ref::<HtmlSelectElement>().map(|select| (select.name(), select.value()))
}
