//! What one can go to: pages, and what the server finds.
use crate::invoice::api::{InvoiceFilter, address as invoice_address, load_invoices};
use crate::invoice::word::standing_word;
use crate::layout::place::places;
use crate::organisation::api::load_organisations;
use crate::parts::badge::say_standing;
use crate::parts::icon::Icon;
use crate::parts::say::{me, t, tf, written};
use crate::ticket::address::address;
use crate::ticket::api::load_tickets;
use crate::words::{Text, frame as w};
use domain::person::Standing;
use domain::search::fold;
use domain::ticket::filter::Filter;
use futures::future::join3;

/// Something to go to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Goal {
    pub group: Text,
    pub icon: Icon,
    pub title: String,
    pub detail: String,
    pub href: String,
}

/// The places and actions of this reader.
pub fn pages() -> Vec<Goal> {
    let Some(actor) = me().actor else { return Vec::new() };
    let page = |icon, title: Text, href: &str| Goal {
        group: w::PALETTE_PAGES,
        icon,
        title: t(title).to_owned(),
        detail: String::new(),
        href: href.to_owned(),
    };
    let mut pages: Vec<_> = places(&actor, me().takes_calls)
        .into_iter()
        .map(|place| page(place.icon, place.name, place.href))
        .collect();
    if actor.standing != Standing::Partner {
        pages.push(page(Icon::Plus, w::NEW_TICKET, "/tickets/new"));
    }
    pages.push(page(Icon::Settings, w::ACCOUNT, "/account"));
    pages
}

/// Pages whose words begin as typed; all of them while nothing is typed. A number comes first.
pub fn matching(pages: &[Goal], typed: &str) -> Vec<Goal> {
    let wanted = fold(typed);
    let begins = |title: &str| {
        fold(title).split(' ').any(|word| word.starts_with(&wanted)) || fold(title).starts_with(&wanted)
    };
    let number = me().number.read(typed).map(|number| Goal {
        group: w::PALETTE_TICKETS,
        icon: Icon::ArrowRight,
        title: tf(w::GO_TO_NUMBER, &[("number", &written(number))]),
        detail: String::new(),
        href: format!("/tickets/{}", number.0),
    });
    number
        .into_iter()
        .chain(pages.iter().filter(|page| wanted.is_empty() || begins(&page.title)).cloned())
        .collect()
}

/// Tickets, organisations and invoices that the server finds.
pub async fn ask(typed: String) -> Vec<Goal> {
    let query = typed.trim().to_owned();
    if query.chars().count() < 2 {
        return Vec::new();
    }
    let filter = Filter { query: query.clone(), ..Filter::default() };
    let address = address("", &filter).trim_start_matches('?').to_owned();
    let (tickets, organisations, invoices) =
        join3(load_tickets(address), load_organisations(query.clone(), String::new()), invoices(query)).await;
    let tickets = tickets.map(|list| list.lines).unwrap_or_default().into_iter().take(7).map(|line| Goal {
        group: w::PALETTE_TICKETS,
        icon: Icon::Ticket,
        title: format!("{} {}", written(line.number), line.title),
        detail: [line.organisation.unwrap_or_default(), say_standing(line.stage, line.rests).to_owned()]
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>()
            .join(" · "),
        href: format!("/tickets/{}", line.number.0),
    });
    let organisations = organisations.unwrap_or_default().into_iter().take(4).map(|line| Goal {
        group: w::PALETTE_ORGANISATIONS,
        icon: Icon::Building,
        title: line.name,
        detail: line.town,
        href: format!("/organisations/{}", line.id),
    });
    tickets.chain(organisations).chain(invoices).collect()
}

/// Invoices by their number, for who sees some; words are for the list of them.
async fn invoices(query: String) -> Vec<Goal> {
    let sees = me().actor.is_some_and(|actor| actor.sees_invoices());
    if !sees || !query.contains(|c: char| c.is_ascii_digit()) {
        return Vec::new();
    }
    let found = load_invoices(InvoiceFilter { query, page: 1, ..InvoiceFilter::default() }).await;
    let issued = found.map(|list| list.lines).unwrap_or_default().into_iter();
    let issued = issued.filter_map(|line| {
        Some(Goal {
            group: w::PALETTE_INVOICES,
            icon: Icon::FileText,
            title: format!("{} {}", line.number?, line.title),
            detail: format!("{} · {}", line.organisation, t(standing_word(line.standing))),
            href: invoice_address(&line.reference),
        })
    });
    issued.take(4).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(title: &str) -> Goal {
        Goal {
            group: w::PALETTE_PAGES,
            icon: Icon::Home,
            title: title.into(),
            detail: String::new(),
            href: "/".into(),
        }
    }

    #[test]
    fn a_number_leads_to_its_ticket_and_words_to_pages() {
        let pages = [page("Übersicht"), page("Warteschlange"), page("Neues Anliegen")];
        let titles = |typed: &str| {
            matching(&pages, typed).into_iter().map(|goal| goal.href + " " + &goal.title).collect::<Vec<_>>()
        };
        assert_eq!(titles("").len(), 3);
        assert_eq!(titles("ueb"), ["/ Übersicht"]);
        assert_eq!(titles("anl"), ["/ Neues Anliegen"]);
        assert_eq!(titles("#1042"), ["/tickets/1042 Anliegen #1042 öffnen"]);
    }
}
