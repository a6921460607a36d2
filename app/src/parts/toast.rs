//! Short notices that something was done, announced politely.
use crate::parts::effect::effect;
use crate::parts::erase::Erase as _;
use crate::parts::icon::Icon;
use crate::parts::say::t;
use crate::words::Text;
use leptos::prelude::*;
use std::cell::Cell;
use std::time::Duration;

/// How long screen readers are left alone after they were told of something that happens often.
const RESTS: Duration = Duration::from_secs(20);
/// How long a notice stays.
const STAYS: Duration = Duration::from_secs(6);

/// What is said, and a number by which the next one is told from it.
type Said = RwSignal<(u32, Option<String>)>;

thread_local! {
    // Filled by the region in the browser; on the server nothing is ever said this way.
    static REGION: Cell<Option<Said>> = const { Cell::new(None) };
    static QUIET: Cell<Option<Said>> = const { Cell::new(None) };
}

/// Says that something was done. Only in the browser; without scripts the page itself tells.
pub fn toast(text: Text) {
    let Some(said) = REGION.get() else { return };
    let id = said.with_untracked(|(id, _)| id.wrapping_add(1));
    said.set((id, Some(t(text).to_owned())));
    let forget = move || {
        let _ = said.try_update(|(now, text)| {
            if *now == id {
                *text = None;
            }
        });
    };
    set_timeout(forget, STAYS);
}

/// Says something to screen readers alone, and the same at most every [`RESTS`].
pub fn announce(text: Text) {
    let Some(quiet) = QUIET.get() else { return };
    if quiet.with_untracked(|(_, said)| said.is_some()) {
        return;
    }
    quiet.set((0, Some(t(text).to_owned())));
    set_timeout(move || drop(quiet.try_set((0, None))), RESTS);
}

/// Where the notice appears, the last one alone. Once per page, present from the start, so that screen readers hear what
/// is put in.
#[component]
pub fn Toasts() -> impl IntoView {
    let (said, quiet): (Said, Said) = (RwSignal::default(), RwSignal::default());
    effect(move || {
        REGION.set(Some(said));
        QUIET.set(Some(quiet));
    });
    view! {
        <p class="hidden" role="status">
            {move || quiet.with(|(_, text)| text.clone())}
        </p>
        <div class="toasts" role="status" aria-live="polite">
            {move || {
                let text = said.with(|(_, text)| text.clone());
                text.map(|text| {
                    view! {
                        <p class="toast">
                            <Icon name=Icon::CheckCircle />
                            {text}
                        </p>
                    }
                })
            }}
        </div>
    }
    .erase()
}
