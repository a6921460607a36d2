//! How the live connection stands, always to be seen.
use crate::parts::erase::Erase as _;
use crate::parts::icon::Icon;
use crate::parts::live::{Connection, use_live};
use crate::parts::say::t;
use crate::parts::toast::toast;
use crate::words::frame as w;
use leptos::prelude::*;

/// A small mark in the bar.
#[component]
pub fn ConnectionMark() -> impl IntoView {
    let state = use_live().state;
    move || {
        (state.get() == Connection::Live).then(|| {
            view! {
                <span class="live" title=t(w::LIVE_HINT)>
                    <span class="live__dot" aria-hidden="true"></span>
                    <span class="live__word">{t(w::LIVE)}</span>
                </span>
            }
        })
    }
}

/// A line over the page while the connection is lost; says politely when it is back.
#[component]
pub fn ConnectionNotice() -> impl IntoView {
    let state = use_live().state;
    let lost = Memo::new(move |_| state.get() == Connection::Lost);
    Effect::new(move |before: Option<bool>| {
        let now = lost.get();
        if before == Some(true) && !now {
            toast(w::BACK_AGAIN);
        }
        now
    });
    view! {
        <div class="lost" role="status">
            {move || {
                lost.get()
                    .then(|| {
                        view! {
                            <p class="lost__line">
                                <Icon name=Icon::WifiOff />
                                <span>{t(w::LOST_HINT)}</span>
                            </p>
                        }
                    })
            }}
        </div>
    }
    .erase()
}
