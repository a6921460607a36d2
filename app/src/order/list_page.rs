//! The list of orders: filters in the address bar, and rows with how much of their time is used.
use crate::deal::filters::DealFilters;
use crate::deal::fresh::keep_list_fresh;
use crate::order::api::{OrderFilter, load_orders};
use crate::order::badge::{OrderBadge, state_word};
use crate::order::view::{OrderLine, OrderList};
use crate::parts::button::LinkButton;
use crate::parts::erase::Erase as _;
use crate::parts::frame::PageHead;
use crate::parts::icon::Icon;
use crate::parts::say::{is_staff, lang, me, t, tf, tn};
use crate::parts::state::{Empty, Load, SkeletonKind};
use crate::parts::time::Time;
use crate::promise::sentence::duration;
use crate::quote::wording::euros;
use crate::words::{deal, list, order as w, quote};
use domain::moment::Moment;
use domain::order::OrderKind;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use leptos_router::params::ParamsMap;
use leptos_router::{LazyRoute, lazy_route};

/// `/orders`
pub struct OrdersPage;

#[lazy_route]
impl LazyRoute for OrdersPage {
    fn data() -> Self {
        Self
    }

    fn view(_this: Self) -> AnyView {
        let query = use_query_map();
        let wanted = Memo::new(move |_| query.with(filter));
        let orders = Resource::new(move || wanted.get(), load_orders);
        keep_list_fresh(orders);
        view! {
            <PageHead title=w::TITLE lead=w::LEAD />
            <Load
                resource=orders
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
fn filter(query: &ParamsMap) -> OrderFilter {
    OrderFilter {
        query: query.get("q").unwrap_or_default(),
        state: query.get_str("state").and_then(OrderKind::of_code),
        organisation: query.get_str("organisation").and_then(|id| id.parse().ok()),
        project: query.get_str("project").and_then(|id| id.parse().ok()),
    }
}

#[component]
fn List(list: OrderList, query: ParamsMap) -> impl IntoView {
    let OrderList { lines, more, projects, now } = list;
    let narrow = filter(&query) != OrderFilter::default();
    if lines.is_empty() && !narrow {
        return view! {
            <Empty icon=Icon::Folder title=w::EMPTY text=w::EMPTY_TEXT>
                <LinkButton href="/quotes" label=quote::TITLE />
            </Empty>
        }
        .erase();
    }
    let states = OrderKind::ALL.map(|state| (state.code().to_owned(), t(state_word(state)).to_owned()));
    let count = lines.len() as u64;
    let class = if is_staff() { "rows rows--compact" } else { "rows" };
    view! {
        <DealFilters path="/orders" states=states.to_vec() projects query />
        {if lines.is_empty() {
            view! {
                <Empty icon=Icon::Search title=list::NOTHING_TITLE text=list::NOTHING_TEXT>
                    <LinkButton href="/orders" label=list::RESET />
                </Empty>
            }
                .erase()
        } else {
            view! {
                <p class="list__total" role="status">
                    {tn(w::TOTAL, count)}
                </p>
                <ul class=class>
                    {lines.into_iter().map(|line| view! { <Row line now /> }).collect::<Vec<_>>()}
                </ul>
            }
                .erase()
        }}
        {more.then(|| view! { <p class="muted">{t(deal::MORE)}</p> })}
    }
    .erase()
}

#[component]
fn Row(line: OrderLine, now: Moment) -> impl IntoView {
    let several = me().actor.is_some_and(|actor| actor.is_staff() || actor.memberships().len() > 1);
    let lang = lang();
    let (sold, used) = (duration(lang, line.budget.sold), duration(lang, line.budget.used));
    let budget = (line.budget.sold > 0).then(|| tf(w::BUDGET, &[("used", &used), ("sold", &sold)]));
    view! {
        <li>
            <a class="row deal-row" href=format!("/orders/{}", line.number)>
                <span class="deal-row__number">{line.number.to_string()}</span>
                <span class="deal-row__words">
                    <span class="deal-row__title">{line.title}</span>
                    {several.then(|| view! { <span class="deal-row__place">{line.organisation}</span> })}
                    {budget
                        .map(|words| {
                            view! {
                                <span class="deal-row__place" class:late=line.budget.left() < 0>
                                    {words}
                                </span>
                            }
                        })}
                </span>
                <span class="deal-row__state">
                    <OrderBadge state=line.state.kind() />
                </span>
                <span class="deal-row__amount">
                    {euros(lang, line.net)} " " <small>{t(deal::NET)}</small>
                </span>
                <span class="deal-row__time">
                    <Time at=line.changed now />
                </span>
            </a>
        </li>
    }
}
