//! Picks a file and puts what it says into the text beside it; there only once scripts run, for the text can be pasted too.
use crate::parts::awake::when_awake;
use crate::parts::say::t;
use crate::words::Text;
use domain::invoice::check::PNG;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Event, File, HtmlInputElement, HtmlTextAreaElement};

/// The picker.
#[component]
pub fn PickFile(
    /// Name of the text in the form around it.
    into: &'static str,
    /// What to pick.
    label: Text,
    /// Kinds of files.
    accept: &'static str,
) -> impl IntoView {
    let (able, set_able) = signal(false);
    when_awake(move || set_able.set(true));
    view! {
        <label class="field" hidden=move || !able.get()>
            <span class="field__label">{t(label)}</span>
            <input
                type="file"
                accept=accept
                on:change=move |event| {
                    read(&event, into);
                }
            />
        </label>
    }
}

/// Reads the file that was picked.
fn read(event: &Event, into: &str) -> Option<()> {
    let input = event.target()?.dyn_into::<HtmlInputElement>().ok()?;
    let file = input.files()?.get(0)?;
    let form = input.closest("form").ok()??;
    let text = form.query_selector(&format!("textarea[name='{into}']")).ok()??;
    let text = text.dyn_into::<HtmlTextAreaElement>().ok()?;
    spawn_local(async move {
        if let Some(content) = content(&file).await {
            text.set_value(&content);
        }
    });
    Some(())
}

/// A picture of dots as text that holds it, anything else as the text that it is.
async fn content(file: &File) -> Option<String> {
    if file.type_() != "image/png" {
        return JsFuture::from(file.text()).await.ok()?.as_string();
    }
    let bytes = js_sys::Uint8Array::new(&JsFuture::from(file.array_buffer()).await.ok()?).to_vec();
    let latin: String = bytes.into_iter().map(char::from).collect();
    Some(format!("{PNG}{}", window().btoa(&latin).ok()?))
}
