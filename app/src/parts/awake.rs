//! Whether the browser has woken the whole page up. Until then the page must stay as the server wrote it: the code of a
//! page comes in pieces, and what changes between two of them no longer fits what is still asleep.
use crate::parts::effect::effect;
use leptos::html;
use leptos::prelude::*;

#[derive(Clone, Copy)]
struct Awake(RwSignal<bool>);

/// Begins asleep. Called once, by `App`.
pub fn provide_awake() {
    provide_context(Awake(RwSignal::new(false)));
}

/// Does something once the whole page is awake; on the server nothing.
pub fn when_awake(f: impl Fn() + 'static) {
    run_when_awake(Box::new(f));
}

fn run_when_awake(f: Box<dyn Fn()>) {
    let awake = use_context::<Awake>();
    effect(move || {
        if awake.is_none_or(|Awake(awake)| awake.get()) {
            f();
        }
    });
}

/// The end of the page, which wakes up last.
#[component]
pub fn End() -> impl IntoView {
    let end = NodeRef::<html::Span>::new();
    if let Some(Awake(awake)) = use_context() {
        effect(move || awake.set(end.get().is_some()));
    }
    view! { <span node_ref=end hidden></span> }
}
