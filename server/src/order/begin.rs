//! An accepted quote becomes an order.
use crate::deal::entry::record;
use crate::deal::facts::{Facts, next_serial};
use crate::fault::Fault;
use crate::house::House;
use crate::quote::row::QuoteRow;
use crate::store::{Change, insert, run};
use crate::ticket::row::by_id_to_change;
use crate::ticket::wish;
use app::call::Call;
use domain::deal::timeline::What;
use domain::deal::{Deal, OrderNumber};
use domain::order::Order;
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
    let (state, totals) = (Order::Open, offer.totals());
    let sql = "INSERT INTO orders (number, quote_id, organisation_id, project_id, title, asked_by, state, facts, net, gross,
      minutes, created_at, changed_at, version) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $12, 1) RETURNING id";
    let values = [
        number.to_string().into(),
        quote.id.into(),
        quote.organisation_id.into(),
        quote.project_id.into(),
        offer.title.clone().into(),
        quote.asked_by.into(),
        state.kind().code().into(),
        serde_json::to_string(&state)?.into(),
        totals.net.into(),
        totals.gross.into(),
        offer.minutes().into(),
        call.now.as_millisecond().into(),
    ];
    let id = insert(change.db(), sql, values).await?;
    if let Some(ticket) = quote.ticket_id {
        // It may have been merged meanwhile: work goes on at the survivor (C7).
        let ticket = by_id_to_change(change.db(), ticket).await?.id;
        let sql = "UPDATE ticket SET order_id = $2 WHERE id = $1 AND order_id IS NULL";
        if run(change.db(), sql, [ticket.into(), id.into()]).await?.rows_affected() == 1 {
            wish::tell(house, call, change, ticket, Told::Ordered { order: number }).await?;
        }
    }
    let facts = Facts { deal: Deal::Order(number), order: Some(id), ..quote.facts()? };
    record(change, call, &facts, &What::Begun { quote: quote.number()? }).await?;
    Ok(number)
}
