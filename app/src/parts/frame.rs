//! The head of a page.
use crate::parts::say::{Label, me};
use leptos::prelude::*;
use leptos_meta::Title;

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
    children: Option<Children>,
) -> impl IntoView {
    let title = title.say();
    view! {
        <Title text=format!("{title} · {}", me().company) />
        <header class="page-head">
            <div class="page-head__words">
                <h1 class="page-head__title" tabindex="-1">
                    {title}
                </h1>
                {lead.map(|lead| view! { <p class="page-head__lead">{lead.say()}</p> })}
            </div>
            {children.map(|actions| view! { <div class="page-head__actions">{actions()}</div> })}
        </header>
    }
}
