//! An accepted quote becomes an order.
use crate::deal::entry::record;
use crate::deal::facts::{Facts, next_serial};
use crate::fault::Fault;
use crate::house::House;
use crate::order::query;
use crate::quote::row::QuoteRow;
use crate::store::Change;
use crate::ticket::row::by_id_to_change;
use crate::ticket::work::Work;
use crate::ticket::{price, wish};
use app::call::Call;
use domain::deal::timeline::What;
use domain::deal::{Deal, OrderNumber};
use domain::quote::offer::Offer;
use domain::ticket::number::TicketNumber;
use domain::ticket::timeline::What as Told;

/// An order that began.
pub struct Begun {
    /// Its number.
    pub number: OrderNumber,
    /// The quote's ticket and the order with which it stays, where it belonged to one before.
    pub apart: Option<(TicketNumber, OrderNumber)>,
}

/// Makes the order of a quote; the ticket that the quote was made from belongs to it. A quote becomes one order: the table
/// takes no second. A ticket belongs to one order: where it has one it stays there, and both histories say so.
pub async fn begin(
    house: &House,
    change: &mut Change,
    call: &Call,
    quote: &QuoteRow,
    offer: &Offer,
) -> Result<Begun, Fault> {
    let year = house.clock.moment(call.now).civil().year();
    let number = OrderNumber { year, serial: next_serial(change.db(), "order", year).await? };
    let id = query::add(change, call, number, quote, offer).await?;
    let apart = match quote.ticket_id {
        Some(ticket) => place(house, change, call, ticket, (number, id)).await?,
        None => None,
    };
    let facts = Facts { deal: Deal::Order(number), order: Some(id), ..quote.facts()? };
    record(change, call, &facts, &What::Begun { quote: quote.number()? }).await?;
    if let Some((ticket, order)) = apart {
        record(change, call, &facts, &What::Apart { ticket, order }).await?;
    }
    Ok(Begun { number, apart })
}

/// Puts a quote's ticket on its order; answers the ticket and its order where it has one already.
async fn place(
    house: &House,
    change: &mut Change,
    call: &Call,
    ticket: i64,
    (order, order_id): (OrderNumber, i64),
) -> Result<Option<(TicketNumber, OrderNumber)>, Fault> {
    // It may have been merged meanwhile: work goes on at the survivor (C7).
    let ticket = by_id_to_change(change.db(), ticket).await?;
    if let Some(stays) = ticket.order()? {
        let told = Told::Ordered { order, stays: Some(stays) };
        wish::tell(house, call, change, ticket.id, told).await?;
        return Ok(Some((ticket.number(), stays)));
    }
    query::link(change, ticket.id, order_id).await?;
    wish::sell(change, ticket.id).await?;
    let mut work = Work::on(house, call, by_id_to_change(change.db(), ticket.id).await?)?;
    price::follow(&mut work, change).await?;
    work.did(Told::Ordered { order, stays: None });
    work.finish(change).await?;
    Ok(None)
}
