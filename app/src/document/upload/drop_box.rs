//! The box that takes files.
use super::Uploads;
use crate::parts::effect::effect;
use crate::parts::icon::Icon;
use crate::parts::say::t;
use crate::words::document as w;
use leptos::prelude::*;
use send_wrapper::SendWrapper;
use wasm_bindgen::JsCast;
use web_sys::{DataTransfer, DragEvent, Event, HtmlFormElement, SubmitEvent};

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
