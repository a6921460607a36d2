//! Tickets of an order: work is booked on them, and an order tells how much of its time is used. What was sold so is paid with no
//! hours of a package and needs no release.
use crate::deal::entry::record;
use crate::fault::Fault;
use crate::house::House;
use crate::order::query;
use crate::order::row::{OrderRow, find_to_change};
use crate::store::Change;
use crate::ticket::price;
use crate::ticket::row::{by_id_to_change, find_to_change as ticket_to_change};
use crate::ticket::work::Work;
use app::call::Call;
use app::error::AppError;
use domain::access::Actor;
use domain::access::deal::DealAction;
use domain::deal::OrderNumber;
use domain::deal::timeline::What;
use domain::input::Reason;
use domain::ticket::number::TicketNumber;
use domain::ticket::timeline::What as Told;

/// An order whose tickets an actor may change, locked until the change is over.
pub async fn to_change(change: &Change, actor: &Actor, number: OrderNumber) -> Result<OrderRow, Fault> {
    let row = find_to_change(change, actor, number).await?;
    if actor.may_deal(DealAction::Write, &row.facts()?.stake(actor)) {
        Ok(row)
    } else {
        Err(AppError::NotYours.into())
    }
}

/// Puts a ticket of the same organisation, by its number as it was typed, on an order.
pub async fn link(
    house: &House,
    call: &Call,
    key: &str,
    number: OrderNumber,
    typed: &str,
) -> Result<(), Fault> {
    let actor = call.actor()?;
    let mut change = house.store.change().await?;
    if let Some(done) = change.earlier(actor.id.0, key, "order/link").await? {
        return Ok(done);
    }
    let row = to_change(&change, actor, number).await?;
    row.state()?.takes_tickets().map_err(AppError::from)?;
    let wrong = |reason| Fault::from(AppError::field("ticket", reason));
    if typed.trim().is_empty() {
        return Err(wrong(Reason::Missing));
    }
    let ticket = house.policy().number.read(typed).ok_or_else(|| wrong(Reason::NotReadable))?;
    let found = match ticket_to_change(change.db(), actor, ticket).await {
        Err(Fault::Told(AppError::NotFound)) => return Err(wrong(Reason::NotAChoice)),
        other => other?,
    };
    if found.organisation_id.is_some_and(|id| id != row.organisation_id) {
        return Err(wrong(Reason::NotAChoice));
    }
    if !query::link(&change, found.id, row.id).await? {
        return Err(wrong(Reason::Taken));
    }
    tell(house, call, &mut change, found.id, Told::Ordered { order: number, stays: None }).await?;
    record(&mut change, call, &row.facts()?, &What::Linked { ticket }).await?;
    change.remember(actor.id.0, key, "order/link", &(), call.now.as_millisecond()).await?;
    change.commit().await?;
    house.letters.notify_one();
    Ok(())
}

/// Takes a ticket off an order.
pub async fn unlink(
    house: &House,
    call: &Call,
    key: &str,
    number: OrderNumber,
    ticket: TicketNumber,
) -> Result<(), Fault> {
    let actor = call.actor()?;
    let mut change = house.store.change().await?;
    if let Some(done) = change.earlier(actor.id.0, key, "order/unlink").await? {
        return Ok(done);
    }
    let row = to_change(&change, actor, number).await?;
    let taken_off = query::unlink(&change, ticket, row.id).await?.ok_or(AppError::NotFound)?;
    tell(house, call, &mut change, taken_off, Told::TakenOff { order: number }).await?;
    record(&mut change, call, &row.facts()?, &What::Unlinked { ticket }).await?;
    change.remember(actor.id.0, key, "order/unlink", &(), call.now.as_millisecond()).await?;
    change.commit().await
}

/// Lets a ticket's time follow what its order makes of it, and writes that into its history (C8).
async fn tell(house: &House, call: &Call, change: &mut Change, ticket: i64, what: Told) -> Result<(), Fault> {
    let mut work = Work::on(house, call, by_id_to_change(change.db(), ticket).await?)?;
    price::follow(&mut work, change).await?;
    work.did(what);
    work.finish(change).await
}
