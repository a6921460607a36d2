//! Picks a file and puts what it says into the text beside it; there only once scripts run, for the text can be pasted too.
use crate::parts::awake::when_awake;
use crate::parts::say::t;
use crate::words::policy as w;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Event, File, HtmlInputElement, HtmlTextAreaElement};

/// The picker, for the form around it that has a text called `text`.
#[component]
pub fn PickFile() -> impl IntoView {
    let (able, set_able) = signal(false);
    when_awake(move || set_able.set(true));
    view! {
        <label class="field" hidden=move || !able.get()>
            <span class="field__label">{t(w::IMPORT_FILE)}</span>
            <input
                type="file"
                accept=".toml,text/plain"
                on:change=move |event| {
                    read(&event);
                }
            />
        </label>
    }
}

/// Reads the file that was picked.
fn read(event: &Event) -> Option<()> {
    let input = event.target()?.dyn_into::<HtmlInputElement>().ok()?;
    let file = input.files()?.get(0)?;
    let form = input.closest("form").ok()??;
    let text = form.query_selector("textarea[name=text]").ok()??.dyn_into::<HtmlTextAreaElement>().ok()?;
    spawn_local(async move {
        if let Some(content) = content(&file).await {
            text.set_value(&content);
        }
    });
    Some(())
}

async fn content(file: &File) -> Option<String> {
    JsFuture::from(file.text()).await.ok()?.as_string()
}
