//! Wakes the page up in the browser.
#![recursion_limit = "256"] // types of views are deep
use wasm_bindgen::prelude::wasm_bindgen;

/// Called by the page once this module is loaded.
#[wasm_bindgen]
pub fn hydrate() {
    console_error_panic_hook::set_once();
    leptos::mount::hydrate_lazy(app::App);
}
