//! Forms that are plain POSTs first: they work without scripts, and with scripts they stay on the page, say what was wrong
//! at the field and send the same key again until it is taken.
mod state;

pub use crate::parts::field::{Checkbox, Hidden, Radios, Select, TextArea, TextField, with_any, with_none};
pub use state::{FormState, Ids};

use crate::call;
use crate::echo::Echo;
use crate::error::AppError;
use crate::parts::button::ButtonKind;
use crate::parts::effect::effect;
use crate::parts::erase::{Erase as _, Inner};
use crate::parts::icon::Icon;
use crate::parts::refused::{Refusals, Refused};
use crate::parts::say::Label;
use crate::parts::sentence;
use domain::input::Reason;
use leptos::form::FromFormData;
use leptos::html;
use leptos::prelude::*;
use leptos::server_fn::client::Client;
use leptos::server_fn::codec::PostUrl;
use leptos::server_fn::request::ClientReq;
use leptos::server_fn::{Http, ServerFn};
use leptos::tachys::reactive_graph::OwnedView;
use leptos_router::hooks::use_query_map;
use serde::de::DeserializeOwned;
use std::sync::Arc;
use wasm_bindgen::JsCast;
use web_sys::{FormData, HtmlElement, SubmitEvent};

/// A form around a server function.
#[component]
pub fn Form<S, Protocol>(
    /// What it does.
    action: ServerAction<S>,
    /// Adds the hidden `key`, by which a form sent twice acts once.
    #[prop(default = true)]
    keyed: bool,
    /// Leaves sending to the browser even with scripts: for steps after which the whole page is another one, such as
    /// signing in.
    #[prop(optional)]
    native: bool,
    /// Class beside `form`.
    #[prop(optional, into)]
    class: String,
    /// Where a page has several forms of one kind: name and value of the hidden field that tells them apart, so that what
    /// was refused comes back in the right one.
    #[prop(optional)]
    only: Option<(&'static str, String)>,
    /// Name for screen readers, where no heading says it.
    #[prop(optional, into)]
    label: Option<Label>,
    /// Called after it was taken.
    #[prop(optional)]
    on_success: Option<Callback<S::Output>>,
    /// Empties the fields after it was taken.
    #[prop(optional)]
    reset: bool,
    /// Fields and buttons.
    children: Inner,
) -> impl IntoView
where
    S: ServerFn<Protocol = Http<PostUrl, Protocol>, Error = AppError>
        + DeserializeOwned
        + Clone
        + Send
        + Sync
        + 'static,
    S::Output: Clone + Send + Sync + 'static,
    S::Client: Client<AppError>,
    <<S::Client as Client<AppError>>::Request as ClientReq<AppError>>::FormData: From<FormData>,
{
    let echo = echo_for(S::url(), only.as_ref().map(|(name, value)| (*name, value.as_str())));
    let said_before = echo.as_ref().map(|echo| echo.error.clone());
    let refused = Refusals::of_form(S::url(), only.as_ref());
    let kept = refused.clone();
    // Of several forms that share an action each says only what became of its own.
    let (several, sent) = (only.is_some(), RwSignal::new(None));
    let error = Signal::derive(move || match action.value().get() {
        Some(Err(error)) => (!several || sent.get() == Some(action.version().get())).then_some(error),
        Some(Ok(_)) => None,
        None => kept.as_ref().and_then(Refused::get).or_else(|| said_before.clone()),
    });
    let state = FormState::sending(error, Signal::derive(move || action.pending().get()), echo);
    // The state is known within the form only: an owner of its own keeps it from what stands beside.
    let inside = Owner::current().map(|owner| owner.child()).unwrap_or_default();
    let fields = inside.with(|| {
        provide_context(state.clone());
        children.view()
    });
    let fields = OwnedView::new_with_owner(fields, inside);
    let (form, key) = (NodeRef::<html::Form>::new(), NodeRef::<html::Input>::new());
    after_success(action, form, key, reset, on_success);
    show_first_error(error, form);
    let on_submit = move |event: SubmitEvent| {
        if native || event.default_prevented() {
            return;
        }
        event.prevent_default();
        if action.pending().get_untracked() {
            return;
        }
        let version = action.version().get_untracked();
        let input = S::from_event(&event);
        sent.set(Some(version + usize::from(input.is_ok())));
        match input {
            Ok(input) => {
                drop(action.dispatch(input));
                if let Some(refused) = refused.clone() {
                    refused.follow(|| {
                        let value = action.value();
                        Signal::derive(move || value.try_get().flatten().map(Result::err))
                    });
                }
            }
            Err(_) => action.value().set(Some(Err(AppError::field("", Reason::NotReadable)))),
        }
    };
    view! {
        <form
            node_ref=form
            action=S::url()
            method="post"
            class=format!("form {class}")
            aria-label=label.map(|label| label.say())
            aria-busy=move || state.pending.get().to_string()
            on:submit=on_submit
        >
            {keyed.then(|| view! { <input node_ref=key type="hidden" name="key" value=fresh_key() /> })}
            <FormError state=state.clone() />
            {fields}
        </form>
    }
    .erase()
}

/// The sentence above the fields.
#[component]
fn FormError(state: FormState) -> impl IntoView {
    move || {
        state.general().map(|error| {
            view! {
                <div class="form__error" role="alert">
                    <Icon name=Icon::Alert />
                    <p>{sentence::of_error(&error)}</p>
                </div>
            }
        })
    }
}

/// Sends the form; waits and turns while it is under way.
#[component]
pub fn Submit(
    /// What it says.
    #[prop(into)]
    label: Label,
    /// How loud.
    #[prop(default = ButtonKind::Primary)]
    kind: ButtonKind,
    /// Beside the words.
    #[prop(optional)]
    icon: Option<Icon>,
    /// Name of a value that this button sends.
    #[prop(optional, into)]
    name: Option<String>,
    /// The value.
    #[prop(optional, into)]
    value: Option<String>,
) -> impl IntoView {
    let pending = FormState::around().pending;
    view! {
        <button
            type="submit"
            class=kind.class()
            class:button--busy=pending
            aria-disabled=move || pending.get().then_some("true")
            name=name
            value=value
        >
            {icon.map(|name| view! { <Icon name /> })}
            <span>{label.say()}</span>
        </button>
    }
    .erase()
}

/// What a form that asks by its address says there: fields with a name. Leptos adds the button, too, which has none.
pub fn named_fields() -> Arc<dyn Fn(&FormData)> {
    Arc::new(|form: &FormData| form.delete(""))
}

/// A key that no other form has: from the server, or from the browser's random numbers.
fn fresh_key() -> String {
    match call::reply() {
        Some(reply) => (reply.key)(),
        None if cfg!(target_arch = "wasm32") => {
            window().crypto().map(|crypto| crypto.random_uuid()).unwrap_or_default()
        }
        None => String::new(),
    }
}

/// Whether a refused form with this address comes back: what holds it is shown open then.
pub fn comes_back(path: &str, only: Option<(&str, &str)>) -> bool {
    echo_for(path, only).is_some()
}

/// What was typed under a name into a refused form with this address that comes back.
pub fn typed_before(path: &str, name: &str) -> Option<String> {
    let echo = echo_for(path, None)?;
    echo.values.iter().find(|(key, _)| key == name).map(|(_, value)| value.clone())
}

/// The echo that belongs to a form with this address and, where there are several, this hidden value.
fn echo_for(path: &str, only: Option<(&str, &str)>) -> Option<Arc<Echo>> {
    let echo = use_context::<Arc<Echo>>().filter(|echo| echo.path == path)?;
    if let Some((name, value)) = only
        && !echo.values.iter().any(|(key, typed)| key == name && typed == value)
    {
        return None;
    }
    // the address no longer names it once the reader went elsewhere
    use_query_map().with_untracked(|query| query.get("echo")).map(|_| echo)
}

fn after_success<S>(
    action: ServerAction<S>,
    form: NodeRef<html::Form>,
    key: NodeRef<html::Input>,
    reset: bool,
    on_success: Option<Callback<S::Output>>,
) where
    S: ServerFn<Error = AppError> + Clone + Send + Sync + 'static,
    S::Output: Clone + Send + Sync + 'static,
{
    Effect::new(move |first: Option<()>| {
        let value = action.value().get();
        // what happened before this form was shown is not its success
        if let (Some(Ok(output)), Some(())) = (value, first) {
            // the live channel may have been quicker and have taken the form away
            if let Some(key) = key.try_get_untracked().flatten() {
                key.set_value(&fresh_key());
            }
            if let (true, Some(form)) = (reset, form.try_get_untracked().flatten()) {
                form.reset();
            }
            if let Some(done) = on_success {
                done.try_run(output);
            }
        }
    });
}

/// Puts the reader where something has to be corrected.
fn show_first_error(error: Signal<Option<AppError>>, form: NodeRef<html::Form>) {
    effect(move || {
        if matches!(error.get(), Some(AppError::Invalid { .. })) {
            request_animation_frame(move || {
                let field = form
                    .try_get_untracked()
                    .flatten()
                    .and_then(|form| form.query_selector("[aria-invalid=true]").ok().flatten());
                if let Some(field) = field.and_then(|field| field.dyn_into::<HtmlElement>().ok()) {
                    let _ = field.focus();
                }
            });
        }
    });
}
