//! The tickets of an order.
use crate::deal::fresh::Shown;
use crate::order::api::{LinkTicket, OpenOrderTicket, UnlinkTicket};
use crate::order::view::{OrderTicket, OrderView};
use crate::parts::badge::StageBadge;
use crate::parts::button::ButtonKind;
use crate::parts::erase::Erase as _;
use crate::parts::form::{Form, Hidden, Submit, TextField};
use crate::parts::icon::Icon;
use crate::parts::say::{t, written};
use crate::words::order as w;
use domain::deal::OrderNumber;
use leptos::prelude::*;

/// Its tickets; staff put others on it while it is open.
#[component]
pub fn Tickets(
    /// The order of this page.
    shown: Shown<OrderView>,
) -> impl IntoView {
    let facts = shown.part(|order| {
        let takes = order.may.write && order.state.takes_tickets().is_ok();
        (order.number, order.tickets.clone(), order.may.write, takes)
    });
    let done = shown.renewed();
    move || {
        let (number, tickets, writes, takes) = facts.get();
        let none = tickets.is_empty();
        view! {
            <section class="section" aria-labelledby="tickets">
                <h2 class="section__title" id="tickets">
                    {t(w::TICKETS)}
                </h2>
                {if none {
                    view! { <p class="muted">{t(w::NO_TICKETS)}</p> }.erase()
                } else {
                    view! {
                        <ul class="rows">
                            {tickets
                                .into_iter()
                                .map(|ticket| view! { <Ticket number ticket writes done /> })
                                .collect::<Vec<_>>()}
                        </ul>
                    }
                        .erase()
                }}
                {takes
                    .then(|| {
                        view! {
                            <Open number />
                            <Link number done />
                        }
                    })}
            </section>
        }
    }
}

#[component]
fn Ticket(number: OrderNumber, ticket: OrderTicket, writes: bool, done: Callback<()>) -> impl IntoView {
    view! {
        <li class="deal-ticket">
            <a class="row deal-ticket__row" href=format!("/tickets/{}", ticket.number.0)>
                <span class="deal-row__number">{written(ticket.number)}</span>
                <span class="deal-ticket__title">{ticket.title}</span>
                <StageBadge stage=ticket.stage rests=ticket.rests />
            </a>
            {writes
                .then(|| {
                    view! {
                        <Form
                            action={ServerAction::<UnlinkTicket>::new()}
                            only=("ticket", ticket.number.0.to_string())
                            class="deal-ticket__unlink"
                            on_success=done
                        >
                            <Hidden name="number" value=number.to_string() />
                            <Hidden name="ticket" value=ticket.number.0.to_string() />
                            <Submit label=w::UNLINK kind=ButtonKind::Quiet />
                        </Form>
                    }
                })}
        </li>
    }
}

/// Time is booked on tickets; a new one for the work is a press of a button away.
#[component]
fn Open(number: OrderNumber) -> impl IntoView {
    view! {
        <Form action={ServerAction::<OpenOrderTicket>::new()} class="deal-link">
            <Hidden name="number" value=number.to_string() />
            <Submit label=w::OPEN_TICKET kind=ButtonKind::Plain icon=Icon::Plus />
        </Form>
    }
}

#[component]
fn Link(number: OrderNumber, done: Callback<()>) -> impl IntoView {
    view! {
        <Form action={ServerAction::<LinkTicket>::new()} class="deal-link" on_success=done reset=true>
            <Hidden name="number" value=number.to_string() />
            <TextField name="ticket" label=w::LINK_NUMBER required=true max=20 />
            <Submit label=w::LINK kind=ButtonKind::Plain icon=Icon::Link />
        </Form>
    }
}
