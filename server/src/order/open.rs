//! A ticket for the work on an order: a quote that was asked for without one has none on which time could be booked.
use crate::deal::entry::record;
use crate::fault::Fault;
use crate::house::House;
use crate::order::link::to_change;
use crate::order::query;
use crate::order::row::OrderRow;
use crate::store::Change;
use crate::ticket::history::By;
use crate::ticket::open::portal::contact;
use crate::ticket::open::{Author, New, make};
use crate::ticket::row::by_id_to_change;
use app::call::Call;
use app::error::AppError;
use app::words::{fill, order as w};
use domain::deal::OrderNumber;
use domain::deal::timeline::What;
use domain::id::{OrganisationId, PersonId};
use domain::lang::Lang;
use domain::ticket::number::TicketNumber;
use domain::ticket::opening::LONGEST_TITLE;
use domain::ticket::timeline::What as Told;
use domain::ticket::{Channel, Urgency};

/// Opens a ticket titled like the order, on the order from the start; answers its number.
pub async fn open(house: &House, call: &Call, key: &str, number: OrderNumber) -> Result<TicketNumber, Fault> {
    let actor = call.actor()?;
    let mut change = house.store.change().await?;
    if let Some(done) = change.earlier(actor.id.0, key, "order/open-ticket").await? {
        return Ok(done);
    }
    let order = to_change(&change, actor, number).await?;
    order.state()?.takes_tickets().map_err(AppError::from)?;
    let new = new(house, call, &change, &order).await?;
    let mut work = make(house, call, &change, By::of(actor), new).await?;
    query::link(&change, work.row.id, order.id).await?;
    // Read anew, now that its price is agreed: its letter must not speak of costs by the hour.
    work.row = by_id_to_change(change.db(), work.row.id).await?;
    work.did(Told::Ordered { order: number, stays: None });
    work.finish(&mut change).await?;
    let ticket = work.row.number();
    record(&mut change, call, &order.facts()?, &What::Linked { ticket }).await?;
    change.remember(actor.id.0, key, "order/open-ticket", &ticket, call.now.as_millisecond()).await?;
    change.commit().await?;
    house.letters.notify_one();
    Ok(ticket)
}

/// What the ticket is to be: the customer's, as one that staff open on behalf of somebody.
async fn new(house: &House, call: &Call, change: &Change, order: &OrderRow) -> Result<New, Fault> {
    let author = author(call, change, order).await?;
    let lang = author.lang.as_deref().and_then(Lang::of_code).unwrap_or(call.lang);
    Ok(New {
        title: order.title.chars().take(LONGEST_TITLE as usize).collect(),
        body: fill(lang, w::TICKET_BODY, &[("number", &order.number()?.to_string())]),
        documents: Vec::new(),
        channel: Channel::Portal,
        class: None,
        kind: house.policy().usual_type(),
        urgency: Urgency::default(),
        organisation: Some(order.organisation_id),
        asset: None,
        software_version: String::new(),
        technical_contact: None,
        author,
        people: Vec::new(),
        responsible: None,
        through: None,
        internal: None,
    })
}

/// Whose concern it is: who asked for the quote, else who accepted it; who opens it where neither is a contact any more.
async fn author(call: &Call, change: &Change, order: &OrderRow) -> Result<Author, Fault> {
    let (_, _, accepted_by) = order.accepted()?;
    let organisation = Some(OrganisationId(order.organisation_id));
    for person in order.asked_by.map(PersonId).into_iter().chain([accepted_by]) {
        if let Some(found) = contact(change, organisation, person).await? {
            return Ok(found);
        }
    }
    Ok(Author::of(call.actor()?, call.lang))
}
