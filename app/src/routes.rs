//! Every page with its address. Each is a lazy route: its code travels when somebody goes there.
//!
//! What a page loads belongs into its `view`: everything named in `data` would travel with the first download.
use crate::layout::NotFoundPage;
use crate::ticket::board_page::BoardPage;
use crate::ticket::contact_page::{ContactPage, ContactThanksPage};
use crate::ticket::home_page::HomePage;
use crate::ticket::list_page::ListPage;
use crate::ticket::new_page::NewTicketPage;
use crate::ticket::queue_page::QueuePage;
use crate::ticket::ticket_page::TicketPage;
use leptos::prelude::*;
use leptos_router::components::{FlatRoutes, Route};
use leptos_router::{Lazy, SsrMode, path};

/// The page that belongs to the address.
#[component]
pub fn Pages() -> impl IntoView {
    view! {
        <FlatRoutes fallback=NotFoundPage>
            <Route path=path!("/") view={Lazy::<HomePage>::new()} ssr=SsrMode::Async />
            <Route path=path!("/queue") view={Lazy::<QueuePage>::new()} ssr=SsrMode::Async />
            <Route path=path!("/board") view={Lazy::<BoardPage>::new()} ssr=SsrMode::Async />
            <Route path=path!("/tickets") view={Lazy::<ListPage>::new()} ssr=SsrMode::Async />
            <Route path=path!("/tickets/new") view={Lazy::<NewTicketPage>::new()} ssr=SsrMode::Async />
            <Route path=path!("/tickets/:number") view={Lazy::<TicketPage>::new()} ssr=SsrMode::Async />
            <Route path=path!("/contact") view={Lazy::<ContactPage>::new()} ssr=SsrMode::Async />
            <Route path=path!("/contact/thanks") view={Lazy::<ContactThanksPage>::new()} ssr=SsrMode::Async />
        </FlatRoutes>
    }
    .into_any()
}
