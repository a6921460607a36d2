//! Beside the tickets: hours that are left, orders and quotes under way, invoices to be paid, each short and linked with what it belongs to.
use crate::invoice::list_page::StandingBadge;
use crate::invoice::view::InvoiceRow;
use crate::order::badge::BudgetBar;
use crate::order::view::OrderLine;
use crate::overview::view::{DEALS, Hours};
use crate::package::cycles::bar;
use crate::package::word::forecast_words;
use crate::parts::erase::Erase as _;
use crate::parts::say::{lang, t, tf};
use crate::quote::badge::QuoteBadge;
use crate::quote::view::QuoteLine;
use crate::words::{Text, invoice, order, overview as w, package, quote};
use domain::effort::minutes::hours as told;
use domain::moment::{date, short_date};
use domain::money::euros;
use domain::package::Totals;
use leptos::prelude::*;

/// The hours of each organisation.
#[component]
pub fn HoursPart(
    /// Which.
    hours: Vec<Hours>,
    /// The reader belongs to several organisations.
    several: bool,
) -> impl IntoView {
    let cards: Vec<_> = hours.into_iter().map(|one| view! { <HoursCard one several /> }).collect();
    (!cards.is_empty()).then(|| {
        view! {
            <Part id="hours" title=package::TITLE more=None>
                {cards}
            </Part>
        }
    })
}

#[component]
fn HoursCard(one: Hours, several: bool) -> impl IntoView {
    let lang = lang();
    let Hours { organisation, left } = one;
    let forecast = left.forecast;
    let until = tf(package::LEFT_UNTIL, &[("day", &short_date(forecast.last, lang))]);
    let used = [("used", told(lang, forecast.used)), ("granted", told(lang, forecast.granted))];
    let used = tf(package::USED_OF, &[(used[0].0, &used[0].1), (used[1].0, &used[1].1)]);
    let totals =
        Totals { granted: forecast.granted, used: forecast.used, expired: 0, overage: forecast.overage };
    let href = format!("/packages?organisation={}", left.organisation);
    view! {
        <div class="side__one">
            {several.then(|| view! { <p class="side__place">{organisation}</p> })} <p class="side__left">
                <strong>{told(lang, forecast.left())}</strong>
                " "
                {until}
            </p> {bar(&totals, "package__bar")} <p class="side__facts">{used}</p>
            <p class="side__words">{forecast_words(lang, &forecast, short_date).join(" ")}</p>
            {left
                .opens
                .then(|| {
                    view! {
                        <a class="side__way" href=href>
                            {t(w::STATEMENT)}
                        </a>
                    }
                })}
        </div>
    }
    .erase()
}

/// Orders under way.
#[component]
pub fn OrdersPart(
    /// Which.
    orders: Vec<OrderLine>,
    /// Say whose they are.
    several: bool,
) -> impl IntoView {
    let more = (orders.len() > DEALS).then_some(("/orders?state=open", w::ALL_ORDERS));
    let rows: Vec<_> = orders
        .into_iter()
        .take(DEALS)
        .map(|line| {
            let place = several.then_some(line.organisation);
            view! {
                <div class="side__one">
                    <a class="side__title" href=format!("/orders/{}", line.number)>
                        {line.title}
                    </a>
                    {place.map(|name| view! { <p class="side__place">{name}</p> })}
                    <p class="side__facts">
                        {line.number.to_string()} " · " {t(w::FROM_QUOTE)} " "
                        <a href=format!("/quotes/{}", line.quote)>{line.quote.to_string()}</a>
                    </p>
                    <BudgetBar budget=line.budget />
                </div>
            }
        })
        .collect();
    (!rows.is_empty()).then(|| {
        view! {
            <Part id="orders" title=order::TITLE more>
                {rows}
            </Part>
        }
    })
}

/// Quotes that are asked for, being written, or wait for somebody else.
#[component]
pub fn QuotesPart(
    /// Which.
    quotes: Vec<QuoteLine>,
    /// Say whose they are.
    several: bool,
) -> impl IntoView {
    let more = (quotes.len() > DEALS).then_some(("/quotes", w::ALL_QUOTES));
    let rows: Vec<_> = quotes
        .into_iter()
        .take(DEALS)
        .map(|line| {
            let place = several.then_some(line.organisation);
            let amount = line.net.map(|net| format!(" · {}", euros(lang(), net)));
            view! {
                <div class="side__one">
                    <a class="side__title" href=format!("/quotes/{}", line.number)>
                        {line.title}
                    </a>
                    {place.map(|name| view! { <p class="side__place">{name}</p> })}
                    <p class="side__facts">{line.number.to_string()} {amount}</p>
                    <QuoteBadge state=line.state.kind() />
                </div>
            }
        })
        .collect();
    (!rows.is_empty()).then(|| {
        view! {
            <Part id="quotes" title=quote::TITLE more>
                {rows}
            </Part>
        }
    })
}

/// Invoices to be paid.
#[component]
pub fn InvoicesPart(
    /// Which.
    invoices: Vec<InvoiceRow>,
    /// Say whose they are.
    several: bool,
) -> impl IntoView {
    let lang = lang();
    let more = (invoices.len() > DEALS).then_some(("/invoices?standing=open", w::ALL_INVOICES));
    let rows: Vec<_> = invoices
        .into_iter()
        .take(DEALS)
        .map(|row| {
            let place = several.then_some(row.organisation);
            let number = row.number.unwrap_or_default();
            let due = row.due.map(|day| format!(" · {}", tf(invoice::DUE_ON, &[("day", &date(day, lang))])));
            view! {
                <div class="side__one">
                    <a class="side__title" href=format!("/invoices/{}", row.reference)>
                        {row.title}
                    </a>
                    {place.map(|name| view! { <p class="side__place">{name}</p> })}
                    <p class="side__facts">{number} {due}</p>
                    <p class="side__left">
                        <strong>{euros(lang, row.left)}</strong>
                    </p>
                    <StandingBadge standing=row.standing />
                </div>
            }
        })
        .collect();
    (!rows.is_empty()).then(|| {
        view! {
            <Part id="invoices" title=w::TO_PAY more>
                {rows}
            </Part>
        }
    })
}

/// One card with its heading and the way to all of its kind.
#[component]
fn Part(
    id: &'static str,
    title: Text,
    more: Option<(&'static str, Text)>,
    children: Children,
) -> impl IntoView {
    view! {
        <section class="card side" aria-labelledby=id>
            <header class="card__head">
                <h2 class="card__title" id=id>
                    {t(title)}
                </h2>
                {more
                    .map(|(href, text)| {
                        view! {
                            <a class="section__more" href=href>
                                {t(text)}
                            </a>
                        }
                    })}
            </header>
            {children()}
        </section>
    }
    .erase()
}
