//! Who calls: looked for as one types, or written down where nobody is found.
use crate::parts::button::ButtonKind;
use crate::parts::erase::Erase as _;
use crate::parts::fold::Fold;
use crate::parts::form::{Form, Hidden, Submit, TextField, comes_back};
use crate::parts::icon::Icon;
use crate::parts::say::t;
use crate::parts::state::{Load, SkeletonKind};
use crate::phone::api::{NameCaller, NameStranger, find_callers};
use crate::phone::view::Found;
use crate::words::common;
use crate::words::phone as w;
use domain::id::CallId;
use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;
use leptos::server_fn::ServerFn as _;
use leptos_router::hooks::use_query_map;
use std::time::Duration;

/// The register is asked when the keys have rested this long.
const REST: Duration = Duration::from_millis(250);

/// The search and what it finds; below it the way for who is not found.
#[component]
pub fn WhoCalls(
    /// Of which call.
    id: CallId,
    /// Reads the call again.
    reload: Callback<()>,
) -> impl IntoView {
    let asked = use_query_map().with_untracked(|query| query.get("q")).unwrap_or_default();
    let words = RwSignal::new(asked);
    let found = Resource::new(move || words.get(), find_callers);
    view! {
        <section class="callers" aria-labelledby="callers">
            <h2 class="section__title" id="callers">
                {t(w::WHO_CALLS)}
            </h2>
            <Search words />
            <Load
                resource=found
                skeleton=SkeletonKind::List
                view=move |found| {
                    let asked = !words.get_untracked().trim().is_empty();
                    view! { <Results id found asked reload /> }
                }
            />
            <Stranger id reload />
        </section>
    }
    .erase()
}

/// A plain search; with scripts it answers while one types.
#[component]
fn Search(words: RwSignal<String>) -> impl IntoView {
    let timer = StoredValue::new(None::<TimeoutHandle>);
    let stop = move || {
        if let Some(timer) = timer.try_update_value(Option::take).flatten() {
            timer.clear();
        }
    };
    let on_input = move |event| {
        let typed = event_target_value(&event);
        stop();
        let later = set_timeout_with_handle(move || drop(words.try_set(typed)), REST);
        timer.set_value(later.ok());
    };
    on_cleanup(stop);
    view! {
        <form
            method="get"
            action=""
            class="find"
            role="search"
            on:submit=move |event| event.prevent_default()
        >
            <Icon name=Icon::Search />
            <input
                class="input find__input"
                type="search"
                name="q"
                autocomplete="off"
                autofocus
                aria-label=t(w::SEARCH)
                placeholder=t(w::SEARCH)
                value=words.get_untracked()
                on:input=on_input
            />
            <button class="button plain-only" type="submit">
                {t(common::SEARCH)}
            </button>
        </form>
    }
    .erase()
}

#[component]
fn Results(id: CallId, found: Vec<Found>, asked: bool, reload: Callback<()>) -> impl IntoView {
    let none = found.is_empty();
    let rows: Vec<_> = found.into_iter().map(|found| view! { <Row id found reload /> }).collect();
    view! {
        <div role="status">
            {none
                .then(|| {
                    view! { <p class="muted">{t(if asked { w::NONE_FOUND } else { w::SEARCH_HINT })}</p> }
                })} {(!none).then(|| view! { <ul class="rows callers__list">{rows}</ul> })}
        </div>
    }
    .erase()
}

#[component]
fn Row(id: CallId, found: Found, reload: Callback<()>) -> impl IntoView {
    let Found { person, organisation, name, about, phone } = found;
    let person = person.map(|id| id.to_string()).unwrap_or_default();
    let organisation = organisation.map(|id| id.to_string()).unwrap_or_default();
    let about: Vec<String> = Some(about).filter(|about| !about.is_empty()).into_iter().chain(phone).collect();
    let icon = if person.is_empty() { Icon::Building } else { Icon::User };
    let action = ServerAction::<NameCaller>::new();
    view! {
        <li>
            <Form action on_success=reload class="callers__form">
                <Hidden name="id" value=id.to_string() />
                <Hidden name="person" value=person />
                <Hidden name="organisation" value=organisation />
                <button type="submit" class="row callers__row">
                    <Icon name=icon />
                    <span class="callers__words">
                        <strong>{name}</strong>
                        <span class="muted small">{about.join(" · ")}</span>
                    </span>
                    <Icon name=Icon::ChevronRight />
                </button>
            </Form>
        </li>
    }
    .erase()
}

#[component]
fn Stranger(id: CallId, reload: Callback<()>) -> impl IntoView {
    let open = comes_back(NameStranger::url(), None);
    view! {
        <Fold label=w::STRANGER icon=Icon::UserPlus class="fold--card callers__stranger" open>
            <Form action={ServerAction::<NameStranger>::new()} on_success=reload>
                <p class="muted small">{t(w::STRANGER_HINT)}</p>
                <Hidden name="id" value=id.to_string() />
                <TextField name="name" label=common::NAME required=true max=120 autocomplete="off" />
                <div class="form__row">
                    <TextField name="number" label=w::NUMBER kind="tel" max=40 autocomplete="off" />
                    <TextField name="email" label=common::EMAIL kind="email" max=254 autocomplete="off" />
                </div>
                <Submit label=w::GO_ON kind=ButtonKind::Plain />
            </Form>
        </Fold>
    }
    .erase()
}
