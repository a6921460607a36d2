//! Every page with its address. Each is a lazy route: its code travels when somebody goes there.
//!
//! What a page loads belongs into its `view`: everything named in `data` would travel with the first download.
use crate::approval::page::ApprovalPage;
use crate::effort::week_page::TimesPage;
use crate::invoice::issue_page::IssuePage;
use crate::invoice::list_page::InvoicesPage;
use crate::invoice::page::InvoicePage;
use crate::invoice::services_page::ServicesPage;
use crate::layout::NotFoundPage;
use crate::letter::mails_page::MailsPage;
use crate::letter::move_page::MovePage;
use crate::letter::original_page::OriginalPage;
use crate::letter::outbox_page::OutboxPage;
use crate::mailbox::page::MailboxesPage;
use crate::order::list_page::OrdersPage;
use crate::order::page::OrderPage;
use crate::organisation::list_page::OrganisationsPage;
use crate::organisation::month_page::MonthPage;
use crate::organisation::page::OrganisationPage;
use crate::package::page::PackagesPage;
use crate::person::account_page::AccountPage;
use crate::person::door_page::DoorPage;
use crate::person::invitation_page::InvitationPage;
use crate::person::staff_page::StaffPage;
use crate::phone::call_page::CallPage;
use crate::policy::policy_page::PolicyPage;
use crate::policy::settings_page::SettingsPage;
use crate::quote::edit_page::EditPage;
use crate::quote::list_page::QuotesPage;
use crate::quote::page::QuotePage;
use crate::report::page::ReportsPage;
use crate::ticket::board_page::BoardPage;
use crate::ticket::completion_page::CompletionPage;
use crate::ticket::contact_page::ContactPage;
use crate::ticket::home_page::HomePage;
use crate::ticket::list_page::ListPage;
use crate::ticket::merge_page::MergePage;
use crate::ticket::new_page::NewTicketPage;
use crate::ticket::queue_page::QueuePage;
use crate::ticket::split_page::SplitPage;
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
            <Route path=path!("/tickets/:number/merge") view={Lazy::<MergePage>::new()} ssr=SsrMode::Async />
            <Route path=path!("/tickets/:number/split") view={Lazy::<SplitPage>::new()} ssr=SsrMode::Async />
            <Route path=path!("/contact/:step?") view={Lazy::<ContactPage>::new()} ssr=SsrMode::Async />
            <Route path=path!("/completion") view={Lazy::<CompletionPage>::new()} ssr=SsrMode::Async />
            <Route path=path!("/approval") view={Lazy::<ApprovalPage>::new()} ssr=SsrMode::Async />
            <Route path=path!("/organisations") view={Lazy::<OrganisationsPage>::new()} ssr=SsrMode::Async />
            <Route
                path=path!("/organisations/:id")
                view={Lazy::<OrganisationPage>::new()}
                ssr=SsrMode::Async
            />
            <Route path=path!("/monthly-plan") view={Lazy::<MonthPage>::new()} ssr=SsrMode::Async />
            <Route path=path!("/quotes") view={Lazy::<QuotesPage>::new()} ssr=SsrMode::Async />
            <Route path=path!("/quotes/new") view={Lazy::<EditPage>::new()} ssr=SsrMode::Async />
            <Route path=path!("/quotes/:number/edit") view={Lazy::<EditPage>::new()} ssr=SsrMode::Async />
            <Route path=path!("/quotes/:number") view={Lazy::<QuotePage>::new()} ssr=SsrMode::Async />
            <Route path=path!("/orders") view={Lazy::<OrdersPage>::new()} ssr=SsrMode::Async />
            <Route path=path!("/orders/:number") view={Lazy::<OrderPage>::new()} ssr=SsrMode::Async />
            <Route path=path!("/invoices") view={Lazy::<InvoicesPage>::new()} ssr=SsrMode::Async />
            <Route path=path!("/invoices/:reference") view={Lazy::<InvoicePage>::new()} ssr=SsrMode::Async />
            <Route
                path=path!("/invoices/:reference/issue")
                view={Lazy::<IssuePage>::new()}
                ssr=SsrMode::Async
            />
            <Route path=path!("/services") view={Lazy::<ServicesPage>::new()} ssr=SsrMode::Async />
            <Route path=path!("/reports") view={Lazy::<ReportsPage>::new()} ssr=SsrMode::Async />
            <Route path=path!("/staff") view={Lazy::<StaffPage>::new()} ssr=SsrMode::Async />
            <Route path=path!("/times") view={Lazy::<TimesPage>::new()} ssr=SsrMode::Async />
            <Route path=path!("/calls/:id?") view={Lazy::<CallPage>::new()} ssr=SsrMode::Async />
            <Route path=path!("/packages") view={Lazy::<PackagesPage>::new()} ssr=SsrMode::Async />
            <Route path=path!("/policy") view={Lazy::<PolicyPage>::new()} ssr=SsrMode::Async />
            <Route path=path!("/settings/:part?") view={Lazy::<SettingsPage>::new()} ssr=SsrMode::Async />
            <Route path=path!("/mailboxes") view={Lazy::<MailboxesPage>::new()} ssr=SsrMode::Async />
            <Route path=path!("/outbox") view={Lazy::<OutboxPage>::new()} ssr=SsrMode::Async />
            <Route path=path!("/mails") view={Lazy::<MailsPage>::new()} ssr=SsrMode::Async />
            <Route path=path!("/mails/:id") view={Lazy::<OriginalPage>::new()} ssr=SsrMode::Async />
            <Route path=path!("/mails/:id/move") view={Lazy::<MovePage>::new()} ssr=SsrMode::Async />
            <Route path=path!("/account") view={Lazy::<AccountPage>::new()} ssr=SsrMode::Async />
            <Route path=path!("/sign-in/:step?") view={Lazy::<DoorPage>::new()} ssr=SsrMode::Async />
            <Route path=path!("/invitation") view={Lazy::<InvitationPage>::new()} ssr=SsrMode::Async />
        </FlatRoutes>
    }
    .into_any()
}
