//! The head of a page.
use crate::parts::effect::effect;
use crate::parts::erase::{Erase as _, Inner};
use crate::parts::icon::Icon;
use crate::parts::say::{Label, me};
use crate::parts::title::WindowTitle;
use leptos::html;
use leptos::prelude::*;
use leptos_router::hooks::use_location;
use std::cell::Cell;

thread_local! {
    // Browser only: the reader went to another page whose heading has not been shown yet.
    static NAVIGATED: Cell<bool> = const { Cell::new(false) };
}

/// Notes every change of page, so that the next heading takes the focus. Called once, by the frame.
pub fn note_navigation() {
    let path = use_location().pathname;
    Effect::new(move |before: Option<String>| {
        let now = path.get();
        if before.is_some_and(|before| before != now) {
            NAVIGATED.set(true);
            crate::parts::dialog::close_menus(|_| true);
        }
        now
    });
}

/// For the heading of a page: it receives the focus after a change of page.
pub fn heading() -> NodeRef<html::H1> {
    let heading = NodeRef::<html::H1>::new();
    effect(move || {
        if let Some(heading) = heading.get()
            && NAVIGATED.take()
        {
            let _ = heading.focus();
        }
    });
    heading
}

/// A page's heading with a line below it and its actions; sets the window's title. Receives the focus after a change of
/// page, so that screen readers say where one is.
#[component]
pub fn PageHead(
    /// Heading.
    #[prop(into)]
    title: Label,
    /// A line below.
    #[prop(optional, into)]
    lead: Option<Label>,
    /// Actions beside it.
    #[prop(optional)]
    children: Option<Inner>,
) -> impl IntoView {
    let title = title.say();
    let heading = heading();
    view! {
        <WindowTitle text=format!("{title} · {}", me().company) />
        <header class="page-head">
            <div class="page-head__words">
                <h1 node_ref=heading class="page-head__title" tabindex="-1">
                    {title}
                </h1>
                {lead.map(|lead| view! { <p class="page-head__lead">{lead.say()}</p> })}
            </div>
            {children.map(|actions| view! { <div class="page-head__actions">{actions.view()}</div> })}
        </header>
    }
    .erase()
}

/// The head of a page that says what became of something: a mark above the heading.
#[component]
pub fn DoneHead(
    /// Heading.
    #[prop(into)]
    title: Label,
    /// A line below.
    #[prop(into)]
    lead: Label,
) -> impl IntoView {
    view! {
        <span class="contact__mark" aria-hidden="true">
            <Icon name=Icon::CheckCircle />
        </span>
        <PageHead title=title lead=lead />
    }
    .erase()
}
