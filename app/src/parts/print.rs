//! Printing the page.
use crate::parts::awake::when_awake;
use crate::parts::button::ButtonKind;
use crate::parts::icon::Icon;
use crate::parts::say::t;
use crate::words::common as w;
use leptos::prelude::*;

/// Prints the page; there only once scripts run, for without them the browser's own menu does.
#[component]
pub fn PrintButton() -> impl IntoView {
    let (able, set_able) = signal(false);
    when_awake(move || set_able.set(true));
    view! {
        <button
            type="button"
            class=ButtonKind::Plain.class()
            hidden=move || !able.get()
            on:click=|_| drop(window().print())
        >
            <Icon name=Icon::File />
            <span>{t(w::PRINT)}</span>
        </button>
    }
}
