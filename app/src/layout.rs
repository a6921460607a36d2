//! The frame around every page: a bar, the places one can go to, the page, and what floats above it.
pub mod bar;
pub mod connection;
pub mod counters;
pub mod palette;
pub mod place;

use crate::call;
use crate::layout::bar::{Bar, VisitorBar};
use crate::layout::connection::ConnectionNotice;
use crate::layout::palette::Palette;
use crate::parts::awake::End;
use crate::parts::effect::effect;
use crate::parts::erase::Erase as _;
use crate::parts::focus::keep_focus;
use crate::parts::frame::note_navigation;
use crate::parts::say::{is_staff, me, t};
use crate::parts::state::ErrorView;
use crate::parts::{dialog, toast};
use crate::phone::chip::provide_calls;
use crate::words;
use leptos::prelude::*;
use leptos_router::hooks::use_location;

/// Paths that need no sign-in.
const PUBLIC: [&str; 5] = ["/sign-in", "/invitation", "/contact", "/completion", "/approval"];

/// Whether a page is open to visitors.
fn is_public(path: &str) -> bool {
    PUBLIC
        .iter()
        .any(|open| path == *open || path.strip_prefix(open).is_some_and(|rest| rest.starts_with('/')))
}

/// The frame that fits the reader: visitors, customers or staff.
#[component]
pub fn Frame(
    /// Whether another page is on its way.
    under_way: Signal<bool>,
    /// The page.
    children: Children,
) -> impl IntoView {
    let signed_in = me().actor.is_some();
    let kind = match (signed_in, is_staff()) {
        (false, _) => "frame frame--visitor",
        (true, false) => "frame frame--customer",
        (true, true) => "frame frame--staff",
    };
    note_navigation();
    provide_calls(me().takes_calls);
    dialog::close_when_left();
    keep_focus();
    let page = if signed_in {
        children().into_any()
    } else {
        view! { <ForVisitors>{children()}</ForVisitors> }.into_any()
    };
    view! {
        <a class="skip" href="#main">
            {t(words::frame::SKIP)}
        </a>
        <div class=kind>
            <div class="progress" class:progress--on=under_way aria-hidden="true"></div>
            {if signed_in { view! { <Bar /> }.erase() } else { view! { <VisitorBar /> }.erase() }}
            <main id="main" class="main" tabindex="-1" aria-busy=move || under_way.get().to_string()>
                {page}
            </main>
        </div>
        {signed_in.then(|| view! { <ConnectionNotice /><Palette /> })}
        <toast::Toasts />
        <End />
    }
    .into_any()
}

/// Public pages for visitors; anything else leads to signing in and from there back.
#[component]
fn ForVisitors(children: Children) -> impl IntoView {
    let location = use_location();
    let (path, query) = (location.pathname.get_untracked(), location.search.get_untracked());
    if is_public(&path) {
        // A visitor who follows a link to a page that is not public needs the server, which asks to sign in.
        effect(move || {
            if !location.pathname.with(|path| is_public(path)) {
                let _ = window().location().reload();
            }
        });
        return children().into_any();
    }
    if let Some(reply) = call::reply() {
        (reply.go)(&sign_in_and_back(&path, &query));
    }
    view! { <SignInHint /> }.erase()
}

/// Shown where nothing follows the redirect. Without the status of an error, which would undo it.
#[component]
fn SignInHint() -> impl IntoView {
    use crate::parts::button::{ButtonKind, LinkButton};
    use crate::parts::icon::Icon;
    use crate::parts::state::Empty;
    use crate::words::{common, error};
    view! {
        <Empty icon=Icon::Lock title=error::SIGNED_OUT_TITLE text=error::SIGNED_OUT>
            <LinkButton href="/sign-in" label=common::SIGN_IN kind=ButtonKind::Primary />
        </Empty>
    }
}

/// The address of the sign-in page that leads back to `path` with its query.
fn sign_in_and_back(path: &str, query: &str) -> String {
    if path == "/" {
        return "/sign-in".to_owned();
    }
    let mut next = leptos_router::params::ParamsMap::new();
    let query = query.trim_start_matches('?');
    next.insert("next", if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") });
    format!("/sign-in{}", next.to_query_string())
}

/// No such page.
#[component]
pub fn NotFoundPage() -> impl IntoView {
    view! { <ErrorView error=crate::error::AppError::NotFound alone=true /> }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_whole_steps_of_a_path_make_it_public() {
        for (path, open) in [
            ("/sign-in", true),
            ("/sign-in/sent", true),
            ("/contact", true),
            ("/contacts", false),
            ("/", false),
            ("/tickets/1", false),
        ] {
            assert_eq!(is_public(path), open, "{path}");
        }
    }

    #[test]
    fn signing_in_leads_back_with_the_filter() {
        assert_eq!(sign_in_and_back("/", ""), "/sign-in");
        assert_eq!(sign_in_and_back("/tickets", "q=a"), "/sign-in?next=%2Ftickets%3Fq%3Da");
    }
}
