//! The list of orders: filters in the address bar, and rows with how much of their time is used.
use crate::deal::fresh::keep_list_fresh;
use crate::deal::list::{DealList, DealRow};
use crate::order::api::{OrderFilter, load_orders};
use crate::order::badge::{OrderBadge, state_word};
use crate::order::view::{OrderLine, OrderList};
use crate::parts::button::LinkButton;
use crate::parts::erase::Erase as _;
use crate::parts::frame::PageHead;
use crate::parts::icon::Icon;
use crate::parts::say::{lang, t, tf};
use crate::parts::state::{Empty, Load, SkeletonKind};
use crate::promise::sentence::duration;
use crate::words::{order as w, quote};
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
                    list_or_way(list, query)
                }
            />
        }
        .erase()
    }
}

fn filter(query: &ParamsMap) -> OrderFilter {
    OrderFilter::of(query, OrderKind::of_code)
}

/// The list; where there are no orders yet, how they begin.
fn list_or_way(list: OrderList, query: ParamsMap) -> AnyView {
    if list.lines.is_empty() && !filter(&query).narrows() {
        return view! {
            <Empty icon=Icon::Folder title=w::EMPTY text=w::EMPTY_TEXT>
                <LinkButton href="/quotes" label=quote::TITLE />
            </Empty>
        }
        .erase();
    }
    let states = OrderKind::ALL.map(|state| (state.code().to_owned(), t(state_word(state)).to_owned()));
    view! { <DealList path="/orders" total=w::TOTAL states=states.to_vec() list query row /> }.erase()
}

fn row(line: OrderLine, now: Moment) -> AnyView {
    let lang = lang();
    let (sold, used) = (duration(lang, line.budget.sold), duration(lang, line.budget.used));
    let over = line.budget.left() < 0;
    let budget = (line.budget.sold > 0).then(|| {
        let words = tf(w::BUDGET, &[("used", &used), ("sold", &sold)]);
        view! {
            <span class="deal-row__place" class:late=over>
                {words}
            </span>
        }
        .erase()
    });
    let badge = view! { <OrderBadge state=line.state.kind() /> }.erase();
    view! {
        <DealRow
            href=format!("/orders/{}", line.number)
            number=line.number.to_string()
            title=line.title
            organisation=line.organisation
            more=budget
            badge
            net=Some(line.net)
            changed=line.changed
            now
        />
    }
    .erase()
}
