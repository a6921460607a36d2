//! The list of quotes: filters in the address bar, and rows.
use crate::deal::fresh::keep_list_fresh;
use crate::deal::list::{DealList, DealRow};
use crate::parts::button::{ButtonKind, LinkButton};
use crate::parts::erase::Erase as _;
use crate::parts::frame::PageHead;
use crate::parts::icon::Icon;
use crate::parts::say::{is_staff, me, t};
use crate::parts::state::{Empty, Load, SkeletonKind};
use crate::quote::api::{QuoteFilter, load_quotes};
use crate::quote::badge::{QuoteBadge, state_word};
use crate::quote::view::{QuoteLine, QuoteList};
use crate::words::quote as w;
use domain::moment::Moment;
use domain::quote::QuoteKind;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use leptos_router::params::ParamsMap;
use leptos_router::{LazyRoute, lazy_route};

/// `/quotes`
pub struct QuotesPage;

#[lazy_route]
impl LazyRoute for QuotesPage {
    fn data() -> Self {
        Self
    }

    fn view(_this: Self) -> AnyView {
        let query = use_query_map();
        let wanted = Memo::new(move |_| query.with(filter));
        let quotes = Resource::new(move || wanted.get(), load_quotes);
        keep_list_fresh(quotes);
        view! {
            <PageHead title=w::TITLE lead=if is_staff() { w::LEAD_STAFF } else { w::LEAD }>
                {asks().then(begin)}
            </PageHead>
            <Load
                resource=quotes
                skeleton=SkeletonKind::List
                view=move |list| {
                    let query = query.get_untracked();
                    list_or_way(list, query)
                }
            />
        }
        .erase()
    }
}

fn filter(query: &ParamsMap) -> QuoteFilter {
    QuoteFilter::of(query, QuoteKind::of_code)
}

/// Whether the reader asks for quotes, or writes them.
fn asks() -> bool {
    me().actor.is_some_and(|actor| actor.writes_quotes() || !actor.memberships().is_empty())
}

/// The way to a new one.
fn begin() -> AnyView {
    let label = if is_staff() { w::NEW } else { w::ASK };
    view! { <LinkButton href="/quotes/new" label kind=ButtonKind::Primary icon=Icon::Plus /> }.erase()
}

/// The list; where there are no quotes yet, how they begin.
fn list_or_way(list: QuoteList, query: ParamsMap) -> AnyView {
    let staff = is_staff();
    if list.lines.is_empty() && !filter(&query).narrows() {
        let text = if staff { w::EMPTY_TEXT_STAFF } else { w::EMPTY_TEXT };
        return view! {
            <Empty icon=Icon::FileText title=w::EMPTY text=text>
                {asks().then(begin)}
            </Empty>
        }
        .erase();
    }
    let states = QuoteKind::ALL.into_iter().filter(|state| staff || *state != QuoteKind::Draft);
    let states = states
        .map(|state| (state.code().to_owned(), t(state_word(state, staff, false)).to_owned()))
        .collect::<Vec<_>>();
    view! { <DealList path="/quotes" total=w::TOTAL states list query row /> }.erase()
}

fn row(line: QuoteLine, now: Moment) -> AnyView {
    let badge = view! { <QuoteBadge state=line.state.kind() waits=line.waits /> }.erase();
    view! {
        <DealRow
            href=format!("/quotes/{}", line.number)
            number=line.number.to_string()
            title=line.title
            organisation=line.organisation
            more=None
            badge
            net=line.net
            changed=line.changed
            now
        />
    }
    .erase()
}
