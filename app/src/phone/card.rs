//! The caller's card: what one wants to know with somebody on the line.
use crate::package::balance::LeftLine;
use crate::parts::badge::StageBadge;
use crate::parts::erase::Erase as _;
use crate::parts::icon::Icon;
use crate::parts::say::{t, written};
use crate::parts::time::Time;
use crate::phone::numbers::PhoneLinks;
use crate::phone::view::{Caller, Contact};
use crate::quote::badge::QuoteBadge;
use crate::quote::view::QuoteLine;
use crate::ticket::view::TicketLine;
use crate::words::Text;
use crate::words::{organisation, package, phone as w};
use domain::moment::Moment;
use leptos::prelude::*;

/// The card.
#[component]
pub fn CallerCard(
    /// Who calls.
    caller: Caller,
    /// When this was read.
    now: Moment,
) -> impl IntoView {
    let Caller {
        name,
        known,
        phones,
        email,
        organisation: firm,
        plan,
        hours,
        quotes,
        project_lead,
        account_manager,
        open,
        last,
    } = caller;
    let placed = firm.is_some();
    let firm = firm.map(|firm| {
        view! { <a href=format!("/organisations/{}", firm.id)>{firm.name}</a> }
    });
    let plan = placed.then(|| plan.unwrap_or_else(|| t(organisation::PLAN_NONE).to_owned()));
    let fact = |label: Text, value: Option<String>| {
        value.filter(|value| !value.is_empty()).map(|value| {
            view! {
                <dt>{t(label)}</dt>
                <dd>{value}</dd>
            }
        })
    };
    let hours = hours.map(|left| {
        view! {
            <dt>{t(package::TITLE)}</dt>
            <dd>
                <LeftLine left />
            </dd>
        }
    });
    let numbers = (!phones.is_empty()).then(|| {
        view! {
            <dt>{t(w::NUMBER)}</dt>
            <dd>
                <PhoneLinks phones />
            </dd>
        }
    });
    view! {
        <aside class="card caller" aria-labelledby="caller">
            <header class="card__head">
                <h2 class="card__title" id="caller">
                    {name}
                </h2>
            </header>
            <div class="card__body">
                {(!known).then(|| view! { <p class="muted">{t(w::STRANGER_NOTE)}</p> })}
                {firm.map(|firm| view! { <p class="caller__firm">{firm}</p> })}
                <dl class="facts">
                    {fact(w::PLAN, plan)} {hours} {fact(organisation::ACCOUNT_MANAGER, account_manager)}
                    {fact(organisation::PROJECT_LEAD, project_lead)} {numbers}
                    {fact(crate::words::common::EMAIL, Some(email))}
                </dl> <Open open /> <Quotes quotes /> <Last last now />
            </div>
        </aside>
    }
    .erase()
}

#[component]
fn Open(open: Vec<TicketLine>) -> impl IntoView {
    (!open.is_empty()).then(|| {
        let rows: Vec<_> = open
            .into_iter()
            .map(|line| {
                view! {
                    <li>
                        <a class="caller__ticket" href=format!("/tickets/{}", line.number.0)>
                            <span class="caller__number">{written(line.number)}</span>
                            <span class="caller__title">{line.title}</span>
                            <StageBadge stage=line.stage rests=line.rests />
                        </a>
                    </li>
                }
            })
            .collect();
        view! {
            <h3 class="caller__part">{t(w::OPEN_TICKETS)}</h3>
            <ul class="caller__list">{rows}</ul>
        }
    })
}

#[component]
fn Quotes(quotes: Vec<QuoteLine>) -> impl IntoView {
    (!quotes.is_empty()).then(|| {
        let rows: Vec<_> = quotes
            .into_iter()
            .map(|line| {
                view! {
                    <li>
                        <a class="caller__ticket" href=format!("/quotes/{}", line.number)>
                            <span class="caller__number">{line.number.to_string()}</span>
                            <span class="caller__title">{line.title}</span>
                            <QuoteBadge state=line.state.kind() />
                        </a>
                    </li>
                }
            })
            .collect();
        view! {
            <h3 class="caller__part">{t(w::OPEN_QUOTES)}</h3>
            <ul class="caller__list">{rows}</ul>
        }
    })
}

#[component]
fn Last(last: Vec<Contact>, now: Moment) -> impl IntoView {
    (!last.is_empty()).then(|| {
        let rows: Vec<_> = last
            .into_iter()
            .map(|contact| {
                let icon = if contact.called { Icon::Phone } else { Icon::Message };
                view! {
                    <li class="caller__contact">
                        <Icon name=icon />
                        <span>
                            <a href=format!("/tickets/{}", contact.number.0)>{contact.title}</a>
                            <span class="muted small">{contact.by} " · " <Time at=contact.at now /></span>
                        </span>
                    </li>
                }
            })
            .collect();
        view! {
            <h3 class="caller__part">{t(w::LAST_CONTACTS)}</h3>
            <ul class="caller__list">{rows}</ul>
        }
    })
}
