//! What the lists of quotes and of orders have in common: filters, how many there are, rows that lead to each.
use crate::deal::filters::DealFilters;
use crate::deal::view::Deals;
use crate::parts::button::LinkButton;
use crate::parts::erase::Erase as _;
use crate::parts::icon::Icon;
use crate::parts::say::{is_staff, lang, me, t, tn};
use crate::parts::state::Empty;
use crate::parts::time::Time;
use crate::words::{Text, deal, list as w};
use domain::moment::Moment;
use domain::money::euros;
use leptos::prelude::*;
use leptos_router::params::ParamsMap;

/// The filters and what they let through.
#[component]
pub fn DealList<L: Send + 'static>(
    /// Where the list is.
    path: &'static str,
    /// How many there are, in words.
    total: Text,
    /// States by which it can be narrowed, with their words.
    states: Vec<(String, String)>,
    /// What was read.
    list: Deals<L>,
    /// What the address says.
    query: ParamsMap,
    /// One of it.
    row: fn(L, Moment) -> AnyView,
) -> impl IntoView {
    let Deals { lines, more, projects, now } = list;
    let class = if is_staff() { "rows rows--compact" } else { "rows" };
    let body = if lines.is_empty() {
        view! {
            <Empty icon=Icon::Search title=w::NOTHING_TITLE text=w::NOTHING_TEXT>
                <LinkButton href=path label=w::RESET />
            </Empty>
        }
        .erase()
    } else {
        let count = tn(total, lines.len() as u64);
        view! {
            <p class="list__total" role="status">
                {count}
            </p>
            <ul class=class>{lines.into_iter().map(|line| row(line, now)).collect::<Vec<_>>()}</ul>
        }
        .erase()
    };
    view! {
        <DealFilters path states projects query />
        {body}
        {more.then(|| view! { <p class="muted">{t(deal::MORE)}</p> })}
    }
    .erase()
}

/// One of a list. All of it can be touched.
#[component]
pub fn DealRow(
    /// Where it leads.
    href: String,
    /// Its number.
    number: String,
    /// For what.
    title: String,
    /// For whom.
    organisation: String,
    /// More about it.
    more: Option<AnyView>,
    /// Where it stands.
    badge: AnyView,
    /// What it costs before tax, in cents, where that is known.
    net: Option<i64>,
    /// Last change.
    changed: Moment,
    /// When the list was read.
    now: Moment,
) -> impl IntoView {
    let several = me().actor.is_some_and(|actor| actor.is_staff() || actor.memberships().len() > 1);
    let amount = net.map(|net| {
        view! {
            {euros(lang(), net)}
            " "
            <small>{t(deal::NET)}</small>
        }
    });
    view! {
        <li>
            <a class="row deal-row" href=href>
                <span class="deal-row__number">{number}</span>
                <span class="deal-row__words">
                    <span class="deal-row__title">{title}</span>
                    {several.then(|| view! { <span class="deal-row__place">{organisation}</span> })}
                    {more}
                </span>
                <span class="deal-row__state">{badge}</span>
                <span class="deal-row__amount">{amount}</span>
                <span class="deal-row__time">
                    <Time at=changed now />
                </span>
            </a>
        </li>
    }
    .erase()
}
