//! How the page of a quote or an order is built: what is asked of the reader first, then what it is about, then its history.
use crate::deal::comment::CommentBox;
use crate::deal::files::{Files, all};
use crate::deal::fresh::Shown;
use crate::deal::thread::Thread;
use crate::deal::view::{DealEntry, May};
use crate::document::viewer::{ViewerDialog, provide_viewer};
use crate::parts::erase::Erase as _;
use crate::parts::fact::fact;
use crate::parts::frame::PageHead;
use crate::parts::say::t;
use crate::ticket::view::Choice;
use crate::words::{deal as w, quote};
use domain::deal::Deal;
use domain::id::{OrganisationId, ProjectId};
use leptos::prelude::*;

/// The page.
pub fn page<T: Clone + Send + Sync + 'static>(
    deal: Deal,
    may: May,
    shown: Shown<T>,
    entries: fn(&T) -> &Vec<DealEntry>,
    parts: Parts,
) -> AnyView {
    let history = shown.part(move |view| entries(view).clone());
    let documents = shown.part(move |view| all(entries(view)));
    provide_viewer(documents.into());
    let done = shown.renewed();
    let Parts { head, rail, main } = parts;
    view! {
        <div class="deal">
            {head} <aside class="deal__rail">{rail} <Files entries=history /></aside>
            <div class="deal__main">
                {main} <Thread entries=history />
                {may.comment.then(|| view! { <CommentBox deal internal=may.internal done /> })}
            </div> <ViewerDialog />
        </div>
    }
    .erase()
}

/// What is different on each.
pub struct Parts {
    /// Number, title, state.
    pub head: AnyView,
    /// Beside the main part, above the documents.
    pub rail: AnyView,
    /// Above the history.
    pub main: AnyView,
}

/// Number, title and state.
#[component]
pub fn DealHead(
    /// The number in words.
    number: String,
    /// For what.
    title: String,
    /// Where it stands.
    badge: AnyView,
) -> impl IntoView {
    view! {
        <div class="deal__head">
            <p class="deal__number">{number}</p>
            <PageHead title=title>{badge}</PageHead>
        </div>
    }
    .erase()
}

/// The box of facts.
pub fn facts(rows: Vec<AnyView>) -> AnyView {
    view! {
        <section class="facts-box" aria-labelledby="facts">
            <h2 class="facts-box__title" id="facts">
                {t(quote::FACTS)}
            </h2>
            <dl class="facts">{rows}</dl>
        </section>
    }
    .erase()
}

/// A fact that leads somewhere.
pub fn link(href: String, words: String) -> AnyView {
    view! { <a href=href>{words}</a> }.erase()
}

/// Whose it is.
pub fn organisation_fact(organisation: Choice<OrganisationId>) -> AnyView {
    fact(w::ORGANISATION, link(format!("/organisations/{}", organisation.id), organisation.name))
}

/// Its project, which leads to all of the list that belong to it.
pub fn project_fact(list: &str, project: Choice<ProjectId>) -> AnyView {
    fact(w::PROJECT, link(format!("{list}?project={}", project.id), project.name))
}
