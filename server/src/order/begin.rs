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
use domain::ticket::timeline::What as Told;

/// Makes the order of a quote; the ticket that the quote was made from belongs to it. A quote becomes one order: the table
/// takes no second.
pub async fn begin(
    house: &House,
    change: &mut Change,
    call: &Call,
    quote: &QuoteRow,
    offer: &Offer,
) -> Result<OrderNumber, Fault> {
    let year = house.clock.moment(call.now).civil().year();
    let number = OrderNumber { year, serial: next_serial(change.db(), "order", year).await? };
    let id = query::add(change, call, number, quote, offer).await?;
    if let Some(ticket) = quote.ticket_id {
        // It may have been merged meanwhile: work goes on at the survivor (C7).
        let ticket = by_id_to_change(change.db(), ticket).await?.id;
        if query::link(change, ticket, id).await? {
            wish::sell(change, ticket).await?;
            let mut work = Work::on(house, call, by_id_to_change(change.db(), ticket).await?)?;
            price::follow(&mut work, change).await?;
            work.did(Told::Ordered { order: number });
            work.finish(change).await?;
        }
    }
    let facts = Facts { deal: Deal::Order(number), order: Some(id), ..quote.facts()? };
    record(change, call, &facts, &What::Begun { quote: quote.number()? }).await?;
    Ok(number)
}
