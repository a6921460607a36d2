//! What is known about a ticket, as names and values; what is not known is left out.
use crate::document::chips::Documents;
use crate::invoice::api::address;
use crate::package::balance::LeftLine;
use crate::parts::badge::{channel_word, kind_word, urgency_word};
use crate::parts::erase::Erase as _;
use crate::parts::fact::fact;
use crate::parts::icon::Icon;
use crate::parts::say::{lang, t, tf};
use crate::parts::time::{Day, Time};
use crate::ticket::page::here::here;
use crate::ticket::page::prose::Prose;
use crate::ticket::view::{DocumentView, TicketView};
use crate::words::Text;
use crate::words::{document, invoice as bill, package, ticket as w};
use domain::ticket::{TicketType, Urgency};
use leptos::prelude::*;

/// The agreed specification, pinned above the history (C2).
#[component]
pub fn Specification() -> impl IntoView {
    let specification = here().part(|ticket| ticket.specification.clone());
    move || {
        specification.get().map(|text| {
            view! {
                <section class="pinned" aria-labelledby="pinned">
                    <h2 class="pinned__title" id="pinned">
                        <Icon name=Icon::Pin />
                        {t(w::PINNED)}
                    </h2>
                    <Prose text />
                </section>
            }
        })
    }
}

/// Everything that does not change with every message.
#[component]
pub fn Facts() -> impl IntoView {
    let here = here();
    // Without the history, so that a new message does not draw them anew.
    let facts = here.part(|ticket| TicketView {
        entries: Vec::new(),
        version: 0,
        draft: String::new(),
        note_draft: String::new(),
        present: Vec::new(),
        promises: Vec::new(),
        effort: None,
        approvals: None,
        ..ticket.clone()
    });
    view! {
        <section class="facts-box" aria-labelledby="facts">
            <h2 class="facts-box__title" id="facts">
                {t(w::FACTS)}
            </h2>
            {move || view! { <dl class="facts">{rows(&facts.get(), here.staff)}</dl> }}
        </section>
    }
}

fn rows(ticket: &TicketView, staff: bool) -> Vec<AnyView> {
    let text = |name: Text, value: Option<String>| {
        value.filter(|value| !value.is_empty()).map(|value| fact(name, value.erase()))
    };
    let organisation = ticket.organisation.as_ref().map(|organisation| {
        let name = organisation.name.clone();
        let href = format!("/organisations/{}", organisation.id);
        fact(w::ORGANISATION, view! { <a href=href>{name}</a> }.erase())
    });
    let author = match ticket.author_email.clone().filter(|_| staff) {
        Some(email) => {
            let href = format!("mailto:{email}");
            view! {
                {ticket.author.clone()}
                <br />
                <a href=href rel="external">
                    {email}
                </a>
                {ticket
                    .author_unreachable
                    .clone()
                    .map(|why| {
                        view! {
                            <span class="participant__bad">
                                <Icon name=Icon::Alert />
                                <span>{t(w::UNREACHABLE)} " " {why}</span>
                            </span>
                        }
                    })}
            }
            .erase()
        }
        None => ticket.author.clone().erase(),
    };
    let class = ticket.class.as_ref().map(|class| class.name(lang()).to_owned());
    let opened = view! { <Time at=ticket.opened now=ticket.now /> }.erase();
    let planned = ticket.planned.map(|day| fact(w::PLANNED, view! { <Day day /> }.erase()));
    let hours =
        ticket.hours.clone().map(|left| fact(package::HOURS_LEFT, view! { <LeftLine left /> }.erase()));
    let kind = (ticket.kind != TicketType::Normal || staff).then(|| t(kind_word(ticket.kind)).to_owned());
    let urgency =
        (ticket.urgency != Urgency::Normal || staff).then(|| t(urgency_word(ticket.urgency)).to_owned());
    let assignee = ticket.assignee.as_ref().map(|who| who.name.clone());
    let nobody = (staff && assignee.is_none()).then(|| t(crate::words::common::NOBODY).to_owned());
    let rows = [
        text(if staff { w::ASSIGNEE } else { w::YOUR_CONTACT }, assignee.or(nobody)),
        text(w::TEAM, ticket.team.as_ref().map(|team| team.name.clone())),
        organisation.filter(|_| staff || ticket.organisation.is_some()),
        text(w::CLASS, class),
        text(w::PRIORITY, ticket.priority.as_ref().map(|level| level.name(lang()).to_owned())),
        text(w::KIND, kind),
        text(w::URGENCY, urgency),
        text(w::ASSET, ticket.asset.as_ref().map(|asset| asset.name.clone())),
        text(w::SOFTWARE_VERSION, Some(ticket.software_version.clone())),
        text(w::TECHNICAL_CONTACT, ticket.technical_contact.as_ref().map(|who| who.name.clone())),
        text(w::PLAN, ticket.plan.clone()),
        hours,
        planned,
        text(w::WISH, ticket.release.as_ref().map(|release| tf(w::WISH_INCLUDED, &[("release", release)]))),
        deals(ticket),
        invoice(ticket),
        Some(fact(w::AUTHOR, author)),
        Some(fact(w::OPENED, opened)),
        text(w::CHANNEL, Some(t(channel_word(ticket.channel)).to_owned()).filter(|_| staff)),
    ];
    rows.into_iter().flatten().collect()
}

/// The order that it belongs to, and quotes that were made from it.
fn deals(ticket: &TicketView) -> Option<AnyView> {
    let links = ticket.deals.iter().map(|deal| {
        view! {
            <a class="facts__deal" href=deal.address()>
                {deal.to_string()}
            </a>
        }
    });
    (!ticket.deals.is_empty()).then(|| fact(w::DEALS, links.collect::<Vec<_>>().erase()))
}

/// The invoice that it asks about.
fn invoice(ticket: &TicketView) -> Option<AnyView> {
    let number = ticket.invoice.clone()?;
    let link = view! {
        <a class="facts__deal" href=address(&number)>
            {number.clone()}
        </a>
    };
    Some(fact(bill::INVOICE, link.erase()))
}

/// All documents of the ticket in the order in which they came.
pub fn all_documents(ticket: &TicketView) -> Vec<DocumentView> {
    ticket.entries.iter().flat_map(|entry| entry.documents.iter().cloned()).collect()
}

/// All documents in one place, so that nobody has to search the history for them.
#[component]
pub fn AllDocuments() -> impl IntoView {
    let documents = here().part(all_documents);
    move || {
        let documents = documents.get();
        (!documents.is_empty()).then(|| {
            view! {
                <section class="facts-box" aria-labelledby="documents">
                    <h2 class="facts-box__title" id="documents">
                        {t(document::DOCUMENTS)}
                        <span class="facts-box__count">{documents.len()}</span>
                    </h2>
                    <Documents documents plain=true />
                </section>
            }
        })
    }
}
