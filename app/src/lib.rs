//! What people see and may ask: pages, parts, routes, server functions.
#![allow(missing_docs)] // the macros of components and server functions make fields that cannot carry any
pub mod call;
pub mod echo;
pub mod error;
pub mod letter;
pub mod organisation;
pub mod parts;
pub mod person;
pub mod ticket;
pub mod words;

use leptos::prelude::*;

/// The HTML document around every page.
pub fn shell(options: LeptosOptions) -> impl IntoView {
    let _ = options;
    view! { <!DOCTYPE html> <html lang="de"><head></head><body></body></html> }
}

/// All pages.
#[component]
pub fn App() -> impl IntoView {}
