//! The list of quotes: filters in the address bar, and rows.
use crate::deal::filters::DealFilters;
use crate::deal::fresh::keep_list_fresh;
use crate::parts::button::{ButtonKind, LinkButton};
use crate::parts::erase::Erase as _;
use crate::parts::frame::PageHead;
use crate::parts::icon::Icon;
use crate::parts::say::{is_staff, me, t, tn};
use crate::parts::state::{Empty, Load, SkeletonKind};
use crate::quote::api::{QuoteFilter, load_quotes};
use crate::quote::badge::state_word;
use crate::quote::line::QuoteRow;
use crate::quote::view::QuoteList;
use crate::words::{deal, list, quote as w};
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
        let actor = me().actor;
        let asks =
            actor.as_ref().is_some_and(|actor| actor.writes_quotes() || !actor.memberships().is_empty());
        view! {
            <PageHead title=w::TITLE lead=if is_staff() { w::LEAD_STAFF } else { w::LEAD }>
                {asks
                    .then(|| {
                        let label = if is_staff() { w::NEW } else { w::ASK };
                        view! {
                            <LinkButton
                                href="/quotes/new"
                                label=label
                                kind=ButtonKind::Primary
                                icon=Icon::Plus
                            />
                        }
                    })}
            </PageHead>
            <Load
                resource=quotes
                skeleton=SkeletonKind::List
                view=move |list| {
                    let query = query.get_untracked();
                    view! { <List list query /> }
                }
            />
        }
        .erase()
    }
}

/// What the address narrows the list by; what cannot be read narrows nothing.
fn filter(query: &ParamsMap) -> QuoteFilter {
    QuoteFilter {
        query: query.get("q").unwrap_or_default(),
        state: query.get_str("state").and_then(QuoteKind::of_code),
        organisation: query.get_str("organisation").and_then(|id| id.parse().ok()),
        project: query.get_str("project").and_then(|id| id.parse().ok()),
    }
}

#[component]
fn List(list: QuoteList, query: ParamsMap) -> impl IntoView {
    let QuoteList { lines, more, projects, may_ask, now } = list;
    let staff = is_staff();
    let narrow = filter(&query) != QuoteFilter::default();
    let states = QuoteKind::ALL.into_iter().filter(|state| staff || *state != QuoteKind::Draft);
    let states = states
        .map(|state| (state.code().to_owned(), t(state_word(state, staff, false)).to_owned()))
        .collect::<Vec<_>>();
    if lines.is_empty() && !narrow {
        return view! { <Nothing may_ask /> }.erase();
    }
    let count = lines.len() as u64;
    let class = if staff { "rows rows--compact" } else { "rows" };
    view! {
        <DealFilters path="/quotes" states projects query />
        {if lines.is_empty() {
            view! {
                <Empty icon=Icon::Search title=list::NOTHING_TITLE text=list::NOTHING_TEXT>
                    <LinkButton href="/quotes" label=list::RESET />
                </Empty>
            }
                .erase()
        } else {
            view! {
                <p class="list__total" role="status">
                    {tn(w::TOTAL, count)}
                </p>
                <ul class=class>
                    {lines.into_iter().map(|line| view! { <QuoteRow line now /> }).collect::<Vec<_>>()}
                </ul>
            }
                .erase()
        }}
        {more.then(|| view! { <p class="muted">{t(deal::MORE)}</p> })}
    }
    .erase()
}

#[component]
fn Nothing(may_ask: bool) -> impl IntoView {
    let staff = is_staff();
    let text = if staff { w::EMPTY_TEXT_STAFF } else { w::EMPTY_TEXT };
    view! {
        <Empty icon=Icon::FileText title=w::EMPTY text=text>
            {may_ask
                .then(|| {
                    let label = if staff { w::NEW } else { w::ASK };
                    view! { <LinkButton href="/quotes/new" label kind=ButtonKind::Primary icon=Icon::Plus /> }
                })}
        </Empty>
    }
}
