//! Short notices that something was done, announced politely.
use crate::parts::icon::Icon;
use crate::parts::say::t;
use crate::words::Text;
use leptos::prelude::*;
use std::cell::RefCell;
use std::time::Duration;

/// How long a notice stays.
const STAYS: Duration = Duration::from_secs(6);

#[derive(Clone, PartialEq, Eq)]
struct Notice {
    id: u64,
    text: String,
}

thread_local! {
    // Filled by the region in the browser; on the server nothing is ever said this way.
    static REGION: RefCell<Option<RwSignal<Vec<Notice>>>> = const { RefCell::new(None) };
}

/// Says that something was done. Only in the browser; without scripts the page itself tells.
pub fn toast(text: Text) {
    toast_said(t(text).to_owned());
}

/// The same with words that are put together.
pub fn toast_said(text: String) {
    let Some(notices) = REGION.with_borrow(|region| *region) else { return };
    let id = notices.with_untracked(|all| all.last().map_or(0, |last| last.id + 1));
    notices.update(|all| {
        all.retain(|notice| notice.text != text);
        all.push(Notice { id, text });
    });
    let forget = move || {
        let _ = notices.try_update(|all| all.retain(|notice| notice.id != id));
    };
    set_timeout(forget, STAYS);
}

/// Where notices appear. Once per page, present from the start, so that screen readers hear what is put in.
#[component]
pub fn Toasts() -> impl IntoView {
    let notices = RwSignal::new(Vec::<Notice>::new());
    Effect::new(move || REGION.set(Some(notices)));
    view! {
        <div class="toasts" role="status" aria-live="polite">
            <For each=move || notices.get() key=|notice| notice.id let:notice>
                <p class="toast">
                    <Icon name=Icon::CheckCircle />
                    {notice.text}
                </p>
            </For>
        </div>
    }
}
