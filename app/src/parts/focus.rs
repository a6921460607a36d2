//! Where the reader is on a page: what has the focus may be drawn anew or taken away by the answer to an action, or by what
//! somebody else did. Who reads with a keyboard or a screen reader must not be sent back to the top of the page then.
use crate::parts::effect::effect;
use leptos::prelude::*;
use send_wrapper::SendWrapper;
use std::cell::RefCell;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{MutationObserver, MutationObserverInit};

thread_local! {
    // Browser only: what had the focus last, and what it stands in, from the inside out.
    static LAST: RefCell<Vec<web_sys::Element>> = const { RefCell::new(Vec::new()) };
}

/// Keeps the focus near where it was when what has it goes. Called once, by the frame.
pub fn keep_focus() {
    effect(|| {
        let came = window_event_listener(leptos::ev::focusin, |event| {
            let target = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
            let chain: Vec<_> = std::iter::successors(target, |element| element.parent_element()).collect();
            LAST.with_borrow_mut(|last| *last = chain);
        });
        on_cleanup(move || came.remove());
        watch();
    });
}

/// Looks after every change of the page: browsers tell nobody when they take away what has the focus.
fn watch() {
    let changed = Closure::<dyn Fn()>::new(look).into_js_value();
    let (Some(body), Ok(observer)) = (document().body(), MutationObserver::new(changed.unchecked_ref()))
    else {
        return;
    };
    let what = MutationObserverInit::new();
    what.set_child_list(true);
    what.set_subtree(true);
    let _ = observer.observe_with_options(&body, &what);
    let observer = SendWrapper::new(observer);
    on_cleanup(move || observer.disconnect());
}

/// Gives the focus to the part of the page in which it was, if it is on nothing because what had it is gone.
fn look() {
    let active = document().active_element();
    if active.is_some_and(|active| active.tag_name() != "BODY") {
        return;
    }
    // Not held while the focus moves: that is an event which writes it.
    let chain = LAST.with_borrow_mut(std::mem::take);
    let gone = chain.first().is_some_and(|element| !element.is_connected());
    let around = chain.iter().find(|element| element.is_connected()).filter(|_| gone);
    let part = around.and_then(|around| around.closest("section, main").ok().flatten());
    if let Some(part) = part.and_then(|part| part.dyn_into::<web_sys::HtmlElement>().ok()) {
        if !part.has_attribute("tabindex") {
            let _ = part.set_attribute("tabindex", "-1");
        }
        let still = web_sys::FocusOptions::new();
        still.set_prevent_scroll(true);
        let _ = part.focus_with_options(&still);
    } else if !gone {
        LAST.with_borrow_mut(|last| *last = chain);
    }
}
