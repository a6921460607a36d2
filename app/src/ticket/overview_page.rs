//! The customer's start page: what waits for them first, then what is under way, then whom to ask.
use crate::deal::fresh::keep_list_fresh;
use crate::parts::erase::Erase as _;
use crate::parts::frame::PageHead;
use crate::parts::icon::Icon;
use crate::parts::person::Avatar;
use crate::parts::say::{me, t, tf};
use crate::parts::state::{Empty, Load, SkeletonKind};
use crate::quote::line::QuoteRow;
use crate::quote::view::QuoteLine;
use crate::ticket::api::load_overview;
use crate::ticket::fresh::keep_fresh;
use crate::ticket::line::TicketRow;
use crate::ticket::view::{Caretaker, Overview, TicketLine};
use crate::words::Text;
use crate::words::list;
use crate::words::overview as w;
use domain::moment::Moment;
use leptos::prelude::*;

/// The page.
pub fn overview() -> AnyView {
    let overview = Resource::new(|| (), |()| load_overview());
    keep_fresh(overview);
    keep_list_fresh(overview);
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
    let name = me().actor.map_or_else(String::new, |actor| actor.name);
    let greeting = tf(greeting(overview.now), &[("name", &name)]);
    let several = me().actor.is_some_and(|actor| actor.memberships().len() != 1);
    let now = overview.now;
    let nothing = overview.quotes.is_empty()
        && overview.waiting.is_empty()
        && overview.open.is_empty()
        && overview.done.is_empty();
    let more = (overview.open_total as usize > overview.open.len() + overview.waiting.len())
        .then(|| tf(w::ALL_OPEN, &[("n", &overview.open_total.to_string())]));
    view! {
        <PageHead title=greeting />
        <div class="overview">
            <div class="overview__main">
                {if nothing {
                    view! { <Empty icon=Icon::Ticket title=list::EMPTY_TITLE text=list::EMPTY_TEXT /> }
                        .erase()
                } else {
                    view! {
                        <Waiting lines=overview.waiting quotes=overview.quotes now several />
                        <Section title=w::OPEN lines=overview.open now several more />
                        <Section title=w::DONE lines=overview.done now several more=None />
                    }
                        .erase()
                }}
            </div>
            <aside class="overview__side">
                <Contacts contacts=overview.contacts several />
            </aside>
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

#[component]
fn Waiting(lines: Vec<TicketLine>, quotes: Vec<QuoteLine>, now: Moment, several: bool) -> impl IntoView {
    let body = if lines.is_empty() && quotes.is_empty() {
        view! {
            <p class="overview__calm">
                <crate::parts::icon::Icon name=Icon::CheckCircle />
                {t(w::NOTHING_WAITS)}
            </p>
        }
        .erase()
    } else {
        view! {
            <ul class="rows rows--waiting">
                {quotes.into_iter().map(|line| view! { <QuoteRow line now /> }).collect::<Vec<_>>()}
                {rows(lines, now, several)}
            </ul>
        }
        .erase()
    };
    view! {
        <section class="section" aria-labelledby="waiting">
            <header class="section__head">
                <h2 class="section__title" id="waiting">
                    {t(w::WAITING)}
                </h2>
            </header>
            {body}
        </section>
    }
    .erase()
}

#[component]
fn Section(
    title: Text,
    lines: Vec<TicketLine>,
    now: Moment,
    several: bool,
    more: Option<String>,
) -> impl IntoView {
    if lines.is_empty() {
        return ().erase();
    }
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
            <ul class="rows">{rows(lines, now, several)}</ul>
        </section>
    }
    .erase()
}

fn rows(lines: Vec<TicketLine>, now: Moment, several: bool) -> Vec<impl IntoView> {
    lines.into_iter().map(|line| view! { <TicketRow line now with_organisation=several /> }).collect()
}

#[component]
fn Contacts(contacts: Vec<Caretaker>, several: bool) -> impl IntoView {
    if contacts.is_empty() {
        return ().erase();
    }
    let cards = contacts.into_iter().map(|caretaker| {
        let post = |person: Option<(String, String)>, post: Text| {
            person.map(|(name, email)| view! { <Person name email post /> })
        };
        view! {
            {several
                .then(|| view! { <h3 class="overview__organisation">{caretaker.organisation.clone()}</h3> })}
            {post(caretaker.project_lead, w::PROJECT_LEAD)}
            {post(caretaker.account_manager, w::ACCOUNT_MANAGER)}
        }
    });
    view! {
        <section class="card overview__contacts">
            <header class="card__head">
                <h2 class="card__title">{t(w::CONTACTS)}</h2>
            </header>
            <div class="card__body">{cards.collect::<Vec<_>>()}</div>
        </section>
    }
    .erase()
}

#[component]
fn Person(name: String, email: String, post: Text) -> impl IntoView {
    let label = tf(w::WRITE_MAIL, &[("name", &name)]);
    view! {
        <div class="overview__person">
            <Avatar name=name.clone() staff=true />
            <div>
                <p class="overview__name">{name}</p>
                <p class="overview__post">{t(post)}</p>
                <a href=format!("mailto:{email}") aria-label=label>
                    {email.clone()}
                </a>
            </div>
        </div>
    }
    .erase()
}
