//! Sending files: several at once, by choice, by dropping them onto the box, by camera or from the clipboard; with
//! progress, taken up again after a lost connection. Their ids travel with the form in the hidden field `documents`.
use crate::document::size;
use crate::document::transfer::{Journey, Step};
use crate::echo::Echo;
use crate::error::AppError;
use crate::parts::awake::when_awake;
use crate::parts::button::IconButton;
use crate::parts::effect::effect;
use crate::parts::erase::Erase as _;
use crate::parts::icon::Icon;
use crate::parts::say::{lang, me, t, tf, tn};
use crate::parts::sentence;
use crate::ticket::view::DocumentView;
use crate::words::document as w;
use domain::document::MOST_AT_ONCE;
use domain::ticket::number::TicketNumber;
use gloo_timers::future::TimeoutFuture;
use leptos::html::Input;
use leptos::prelude::*;
use leptos::task::spawn_local;
use send_wrapper::SendWrapper;
use std::sync::Arc;
use wasm_bindgen::JsCast;
use web_sys::{DataTransfer, DragEvent, Event, FileList, HtmlFormElement, SubmitEvent};

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

/// Takes files that are dropped or pasted anywhere in it, and holds back a form inside while files are under way.
#[component]
pub fn DropBox(
    /// Where they go.
    uploads: Uploads,
    /// Class beside `dropbox`.
    #[prop(optional, into)]
    class: String,
    /// The box; the form is among it.
    children: Children,
) -> impl IntoView {
    let over = uploads.over;
    let dragged = move |event: DragEvent| {
        if brings_files(&event) {
            event.prevent_default();
            over.set(true);
        }
    };
    let dropped = move |event: DragEvent| {
        over.set(false);
        if let Some(files) = event.data_transfer().and_then(|data| data.files()).filter(|f| f.length() > 0) {
            event.prevent_default();
            uploads.add(&files);
        }
    };
    let pasted = move |event: Event| {
        let data = js_sys::Reflect::get(&event, &"clipboardData".into());
        let files = data.ok().and_then(|data| data.dyn_into::<DataTransfer>().ok()).and_then(|d| d.files());
        if let Some(files) = files.filter(|files| files.length() > 0) {
            event.prevent_default();
            uploads.add(&files);
        }
    };
    let held = StoredValue::new(None::<SendWrapper<HtmlFormElement>>);
    let hold_back = move |event: SubmitEvent| {
        if uploads.busy() {
            event.prevent_default();
            event.stop_propagation();
            held.set_value(event.target().and_then(|form| form.dyn_into().ok()).map(SendWrapper::new));
            uploads.waits.set(true);
        }
    };
    effect(move || {
        if uploads.waits.get() && !uploads.busy() {
            uploads.waits.set(false);
            // After the hidden field has its last id.
            request_animation_frame(move || {
                if let Some(form) = held.try_update_value(Option::take).flatten() {
                    let _ = form.request_submit();
                }
            });
        }
    });
    view! {
        <div
            class=format!("dropbox {class}")
            class:dropbox--over=over
            on:dragenter=dragged
            on:dragover=dragged
            on:dragleave=move |_| over.set(false)
            on:drop=dropped
            on:paste=move |event| pasted(event.into())
            on:submit:capture=hold_back
        >
            {children()}
            <p class="dropbox__hint" aria-hidden="true">
                <Icon name=Icon::Upload />
                {t(w::DROP_HERE)}
            </p>
        </div>
    }
}

fn brings_files(event: &DragEvent) -> bool {
    event.data_transfer().is_some_and(|data| data.types().includes(&"Files".into(), 0))
}

/// Buttons that choose files or take a picture, and the hidden field with the ids. Stands inside the form.
#[component]
pub fn UploadButtons(
    /// Where they go.
    uploads: Uploads,
) -> impl IntoView {
    view! {
        <span class="upload-buttons">
            <Picker uploads label=t(w::ATTACH) icon=Icon::Paperclip camera=false />
            <Picker uploads label=t(w::CAMERA) icon=Icon::Camera camera=true />
            <input type="hidden" name="documents" value=move || uploads.ids() />
        </span>
    }
}

#[component]
fn Picker(uploads: Uploads, label: &'static str, icon: Icon, camera: bool) -> impl IntoView {
    let input = NodeRef::<Input>::new();
    let take = move || {
        let Some(input) = input.get_untracked() else { return };
        if let Some(files) = input.files().filter(|files| files.length() > 0) {
            uploads.add(&files);
        }
        // The same file may be chosen again after it was removed.
        input.set_value("");
    };
    // Files that were chosen before the page was awake are not lost.
    when_awake(move || untrack(take));
    view! {
        <label class="picker" class:picker--camera=camera>
            <input
                node_ref=input
                class="picker__input"
                type="file"
                multiple=!camera
                accept=camera.then_some("image/*")
                capture=camera.then_some("environment")
                on:change=move |_| take()
            />
            <span class="picker__face button button--quiet">
                <Icon name=icon />
                <span>{label}</span>
            </span>
        </label>
    }
}

/// The files with their progress.
#[component]
pub fn UploadList(
    /// Which.
    uploads: Uploads,
) -> impl IntoView {
    view! {
        <ul class="uploads" aria-label=t(w::FILES) hidden=move || !uploads.any()>
            <For each=move || uploads.items.get() key=|item| item.key let:item>
                <Line uploads item />
            </For>
        </ul>
        <p class="uploads__said" role="status">
            {move || uploads.refused.get()}
            {move || uploads.waits.get().then(|| t(w::SENDS_WHEN_ARRIVED))}
        </p>
    }
}

#[component]
fn Line(uploads: Uploads, item: Item) -> impl IntoView {
    let (key, size) = (item.key, item.size);
    let (state, sent) = (item.state.clone(), item.sent.clone());
    let told = {
        let state = state.clone();
        move || said(&state.get(), sent.get(), size)
    };
    let sent = item.sent.clone();
    let bar = {
        let state = state.clone();
        let name = item.name.clone();
        move || {
            let moving = matches!(state.get(), State::Waiting | State::Travelling | State::Interrupted);
            moving.then(|| {
                let sent = sent.clone();
                view! {
                    <progress
                        class="upload__bar"
                        max=size.to_string()
                        value=move || sent.get().to_string()
                        aria-label=name.clone()
                    ></progress>
                }
            })
        }
    };
    let picture = {
        let state = state.clone();
        move || match state.get() {
            State::Arrived(document) if document.preview => {
                view! { <img class="upload__preview" src=size::preview(&document) alt="" /> }.erase()
            }
            State::Arrived(_) => view! { <Icon name=Icon::CheckCircle /> }.erase(),
            State::Failed(_) | State::NotTaken(_) => view! { <Icon name=Icon::Alert /> }.erase(),
            _ => view! { <Icon name=Icon::File /> }.erase(),
        }
    };
    let again = {
        let (state, item) = (state.clone(), item.clone());
        move || {
            let item = item.clone();
            matches!(state.get(), State::Failed(_)).then(|| {
                view! {
                    <IconButton
                        icon=Icon::Refresh
                        label=crate::words::common::TRY_AGAIN
                        on_click=move |_| uploads.retry(&item)
                    />
                }
            })
        }
    };
    let wrong = move || matches!(state.get(), State::Failed(_) | State::NotTaken(_));
    let remove = tf(w::REMOVE, &[("name", &item.name)]);
    view! {
        <li class="upload" class:upload--wrong=wrong>
            <span class="upload__mark">{picture}</span>
            <span class="upload__words">
                <span class="upload__name">{item.name}</span>
                <span class="upload__said">{told}</span>
                {bar}
            </span>
            {again}
            <IconButton icon=Icon::X label=remove on_click=move |_| uploads.remove(key) />
        </li>
    }
}

/// How a file stands, in words.
fn said(state: &State, sent: u64, size: u64) -> String {
    let whole = size::told(size, lang());
    match state {
        State::Waiting => tf(w::WAITING, &[("size", &whole)]),
        State::Travelling => {
            let percent = (sent.min(size) * 100).checked_div(size).unwrap_or(0).to_string();
            tf(w::TRAVELLING, &[("percent", &percent), ("size", &whole)])
        }
        State::Interrupted => t(w::INTERRUPTED).to_owned(),
        State::Failed(AppError::Offline) => t(w::LOST).to_owned(),
        State::Failed(error) => sentence::of_error(error),
        State::NotTaken(why) => why.clone(),
        State::Arrived(document) => size::told(u64::try_from(document.size).unwrap_or(size), lang()),
    }
}

/// Sending files where no scripts run: a form of its own, for files need another encoding.
#[component]
pub fn PlainUpload(
    /// The page of the ticket, quote or order that they belong to.
    page: String,
) -> impl IntoView {
    let key = crate::call::reply().map(|reply| (reply.key)()).unwrap_or_default();
    let action = format!("{page}/documents");
    let refused = use_context::<Arc<Echo>>().filter(|echo| echo.path == action);
    let refused = refused.map(|echo| {
        view! {
            <p class="field__error" id="plain-upload-error" role="alert">
                {sentence::of_error(&echo.error)}
            </p>
        }
    });
    view! {
        <form class="plain-only plain-upload" action=action method="post" enctype="multipart/form-data">
            <input type="hidden" name="key" value=key />
            <label class="field__label" for="plain-upload">
                {t(w::ATTACH)}
            </label>
            <input
                id="plain-upload"
                class="input"
                type="file"
                name="file"
                multiple
                required
                aria-describedby=refused.is_some().then_some("plain-upload-error")
            />
            {refused}
            <button type="submit" class="button">
                <Icon name=Icon::Upload />
                <span>{t(w::UPLOAD)}</span>
            </button>
        </form>
    }
}
