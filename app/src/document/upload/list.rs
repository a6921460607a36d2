//! Files on their way, a line each.
use super::{Item, State, Uploads};
use crate::document::size;
use crate::error::AppError;
use crate::parts::button::IconButton;
use crate::parts::erase::Erase as _;
use crate::parts::icon::Icon;
use crate::parts::say::{lang, t, tf};
use crate::parts::sentence;
use crate::words::common;
use crate::words::document as w;
use leptos::prelude::*;

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
                view! { <IconButton icon=Icon::Refresh label=common::TRY_AGAIN on_click=move |_| uploads.retry(&item) /> }
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
