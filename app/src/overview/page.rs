//! The customer's start page: what waits for them first, then what is under way, then whom to ask.
use crate::deal::fresh::keep_list_fresh;
use crate::overview::api::load_overview;
use crate::overview::contacts::Contacts;
use crate::overview::side::{HoursPart, InvoicesPart, OrdersPart, QuotesPart};
use crate::overview::view::Overview;
use crate::overview::waiting::WaitingList;
use crate::parts::button::{ButtonKind, LinkButton};
use crate::parts::erase::Erase as _;
use crate::parts::frame::PageHead;
use crate::parts::icon::Icon;
use crate::parts::live::{on_invoice, on_package};
use crate::parts::say::{me, t, tf};
use crate::parts::state::{Empty, Load, SkeletonKind};
use crate::ticket::fresh::keep_fresh;
use crate::ticket::line::TicketRow;
use crate::ticket::view::TicketLine;
use crate::words::{Text, overview as w};
use domain::moment::Moment;
use domain::overview::Task;
use leptos::prelude::*;
use std::collections::HashSet;

/// The page.
pub fn overview() -> AnyView {
    let overview = Resource::new(|| (), |()| load_overview());
    keep_fresh(overview);
    keep_list_fresh(overview);
    on_package(move || overview.refetch());
    on_invoice(move || overview.refetch());
    view! {
        <Load
            resource=overview
            skeleton=SkeletonKind::Page
            alone=true
            view=|overview| view! { <Shown overview /> }
        />
    }
    .erase()
}

#[component]
fn Shown(overview: Overview) -> impl IntoView {
    let Overview {
        waiting,
        rest,
        hours,
        orders,
        quotes,
        invoices,
        theirs,
        open,
        open_total,
        done,
        contacts,
        now,
    } = overview;
    let actor = me().actor;
    let name = actor.as_ref().map_or_else(String::new, |actor| actor.name.clone());
    let several = actor.as_ref().is_some_and(|actor| actor.memberships().len() != 1);
    let asks_quotes = actor.is_some_and(|actor| !actor.memberships().is_empty());
    let deals = !(hours.is_empty() && orders.is_empty() && quotes.is_empty() && invoices.is_empty());
    let colleagues = !theirs.is_empty();
    let nothing = [&theirs, &open, &done].iter().all(|lines| lines.is_empty()) && waiting.is_empty();
    // What can only be objected to is open no more.
    let asked = waiting.iter().filter(|one| !matches!(one.task, Task::Look { .. }));
    let named: HashSet<_> = asked
        .filter_map(|one| one.task.ticket())
        .chain(open.iter().chain(&theirs).map(|line| line.number))
        .collect();
    let more =
        (open_total as usize > named.len()).then(|| tf(w::ALL_OPEN, &[("n", &open_total.to_string())]));
    view! {
        <PageHead title=tf(greeting(now), &[("name", &name)]) />
        <div class="overview" class:overview--wide=!deals>
            {if nothing && !deals {
                view! { <Beginning asks_quotes /> }.erase()
            } else {
                view! { <WaitingList waiting rest now several colleagues /> }.erase()
            }}
            // In the order of F4.
            {deals
                .then(|| {
                    view! {
                        <aside class="overview__side">
                            <HoursPart hours several />
                            <OrdersPart orders several />
                            <QuotesPart quotes several />
                            <InvoicesPart invoices several />
                        </aside>
                    }
                })} <div class="overview__main">
                <Section title=w::THEIRS lines=theirs now several more=None />
                <Section title=w::OPEN lines=open now several more />
                <Section title=w::DONE lines=done now several more=None />
                <Contacts contacts several />
            </div>
        </div>
    }
    .erase()
}

/// By the hour where the company is.
fn greeting(now: Moment) -> Text {
    match now.civil().hour() {
        4..=10 => w::MORNING,
        11..=17 => w::DAY,
        _ => w::EVENING,
    }
}

/// Where nothing is yet: how it begins.
#[component]
fn Beginning(asks_quotes: bool) -> impl IntoView {
    view! {
        <Empty icon=Icon::Ticket title=w::BEGIN text=w::BEGIN_TEXT>
            <LinkButton href="/tickets/new" label=w::BEGIN_TICKET kind=ButtonKind::Primary icon=Icon::Plus />
            {asks_quotes
                .then(|| {
                    view! { <LinkButton href="/quotes/new" label=w::BEGIN_QUOTE icon=Icon::FileText /> }
                })}
        </Empty>
    }
}

#[component]
fn Section(
    title: Text,
    lines: Vec<TicketLine>,
    now: Moment,
    several: bool,
    more: Option<String>,
) -> impl IntoView {
    if lines.is_empty() && more.is_none() {
        return ().erase();
    }
    let rows: Vec<_> =
        lines.into_iter().map(|line| view! { <TicketRow line now with_organisation=several /> }).collect();
    view! {
        <section class="section">
            <header class="section__head">
                <h2 class="section__title">{t(title)}</h2>
                {more
                    .map(|text| {
                        view! {
                            <a class="section__more" href="/tickets?show=open">
                                {text}
                            </a>
                        }
                    })}
            </header>
            {(!rows.is_empty()).then(|| view! { <ul class="rows">{rows}</ul> })}
        </section>
    }
    .erase()
}
