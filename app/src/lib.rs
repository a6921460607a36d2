//! What people see and may ask: pages, parts, routes, server functions.
#![recursion_limit = "256"] // types of views are deep
#![allow(missing_docs)] // the macros of components and server functions make fields that cannot carry any
pub mod approval;
pub mod call;
pub mod deal;
pub mod document;
pub mod echo;
pub mod effort;
pub mod error;
pub mod invoice;
pub mod layout;
pub mod letter;
pub mod mailbox;
pub mod order;
pub mod organisation;
pub mod overview;
pub mod package;
pub mod parts;
pub mod person;
pub mod phone;
pub mod policy;
pub mod promise;
pub mod quote;
pub mod report;
pub mod routes;
pub mod ticket;
pub mod wire;
pub mod words;

use crate::echo::Echo;
use crate::layout::Frame;
use crate::parts::form::Ids;
use crate::parts::{awake, live, say};
use crate::person::view::Me;
use leptos::prelude::*;
use leptos_meta::{MetaTags, provide_meta_context};
use leptos_router::components::Router;
use std::sync::Arc;

/// The HTML document around every page. `options` say where the browser's files are.
pub fn shell(options: LeptosOptions) -> impl IntoView {
    let package = options.site_pkg_dir.clone();
    let lang = call::call().map(|call| call.lang).unwrap_or_default();
    view! {
        <!DOCTYPE html>
        <html lang=lang.code()>
            <head>
                <meta charset="utf-8" />
                <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover" />
                <meta name="color-scheme" content="light dark" />
                <meta name="theme-color" media="(prefers-color-scheme: light)" content="#fbfaf9" />
                <meta name="theme-color" media="(prefers-color-scheme: dark)" content="#151719" />
                <meta name="apple-mobile-web-app-capable" content="yes" />
                <meta name="format-detection" content="telephone=no" />
                <link rel="stylesheet" href=format!("/{package}/schalter.css") />
                <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
                <link rel="icon" href="/icon-192.png" type="image/png" sizes="192x192" />
                <link rel="apple-touch-icon" href="/icon-192.png" />
                <link rel="manifest" href="/manifest.webmanifest" />
                <HydrationScripts options=options />
                <MetaTags />
            </head>
            <body>
                <App />
            </body>
        </html>
    }
}

/// All pages. On the server the reader ([`Me`]) and a refused form ([`Echo`]) come as context; the browser reads them from
/// the page.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    let me = SharedValue::new(|| use_context::<Me>().unwrap_or_else(say::nobody)).into_inner();
    let echo = SharedValue::new(use_context::<Echo>).into_inner();
    let signed_in = me.actor.is_some();
    let known = live::Known { heard: me.heard, beat: me.beat.clone() };
    provide_context(Ids::default());
    if let Some(echo) = echo {
        provide_context(Arc::new(echo));
    }
    let staff = me.actor.as_ref().is_some_and(domain::access::Actor::is_staff);
    say::provide_reader(me);
    awake::provide_awake();
    live::provide_live(signed_in, known);
    layout::counters::provide_counters(signed_in);
    effort::chip::provide_timers(staff);
    let (under_way, set_under_way) = signal(false);
    view! {
        <Router set_is_routing=set_under_way>
            <Frame under_way=under_way.into()>
                <routes::Pages />
            </Frame>
        </Router>
    }
    .into_any()
}
