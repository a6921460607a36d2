//! The way to a call, always in sight for staff who take calls: begins one, or shows the one that is open.
use crate::effort::chip::Watch;
use crate::parts::awake::when_awake;
use crate::parts::icon::Icon;
use crate::parts::say::t;
use crate::phone::api::{BeginCall, load_open_calls};
use crate::phone::view::OpenCall;
use crate::words::phone as w;
use leptos::prelude::*;
use leptos::server_fn::ServerFn as _;
use leptos::task::spawn_local;
use leptos_router::hooks::use_location;

#[derive(Clone, Copy)]
struct OpenCalls(RwSignal<Option<OpenCall>>);

/// Loads the reader's open call and keeps it fresh. Called once, by `App`.
pub fn provide_calls(takes_calls: bool) {
    provide_context(OpenCalls(RwSignal::new(None)));
    if takes_calls {
        let path = use_location().pathname;
        when_awake(move || {
            // A call begins, ends and is written down by going somewhere.
            path.track();
            renew_calls();
        });
    }
}

/// Reads the open call again.
pub fn renew_calls() {
    let Some(OpenCalls(open)) = use_context() else { return };
    spawn_local(async move {
        if let Ok(calls) = load_open_calls().await {
            open.try_set(calls.into_iter().next());
        }
    });
}

/// The open call, or the button that begins one. Sent by the browser itself: the page of the call is another one.
#[component]
pub fn CallChip() -> impl IntoView {
    let open = use_context::<OpenCalls>().map(|OpenCalls(open)| open);
    let shown = move || open.and_then(|open| open.get());
    move || match shown() {
        Some(call) => view! {
            <a
                class="timer-chip timer-chip--call"
                href=format!("/calls/{}", call.id)
                aria-label=t(w::TO_CALL)
            >
                <Icon name=Icon::Phone />
                <Watch timer=call.timer />
            </a>
        }
        .into_any(),
        None => view! {
            <form action=BeginCall::url() method="post" class="bar__call">
                <button type="submit" class="button" title=t(w::BEGIN) aria-label=t(w::BEGIN)>
                    <Icon name=Icon::Phone />
                    <span class="bar__call-word">{t(w::CALL)}</span>
                </button>
            </form>
        }
        .into_any(),
    }
}
