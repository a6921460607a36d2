//! Whether the browser has woken the whole page up. Until then the page must stay as the server wrote it: the code of a
//! page comes in pieces, and what changes between two of them no longer fits what is still asleep.
use crate::parts::effect::effect;
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast as _;
use wasm_bindgen::prelude::Closure;
use web_sys::Event;

#[derive(Clone, Copy)]
struct Awake(RwSignal<bool>);

/// Begins asleep. Called once, by `App`.
pub fn provide_awake() {
    let awake = RwSignal::new(false);
    provide_context(Awake(awake));
    if cfg!(target_arch = "wasm32") {
        leave_links_to_the_browser(awake);
    }
}

/// A link that is followed meanwhile is followed by the browser itself, as without scripts. The router hears of clicks long
/// before the page is awake; what it puts in place of a page of which a piece is still on its way no longer fits that piece.
fn leave_links_to_the_browser(awake: RwSignal<bool>) {
    let hears = Closure::<dyn Fn(Event)>::new(move |click: Event| {
        if !awake.try_get_untracked().unwrap_or(true) {
            click.stop_propagation();
        }
    });
    let hear = hears.as_ref().unchecked_ref();
    // On its way down, before anybody else.
    let _ = window().add_event_listener_with_callback_and_bool("click", hear, true);
    hears.forget();
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
