//! What is read and written about orders beside their rows: where they stand, and their tickets.
use crate::fault::Fault;
use crate::quote::row::QuoteRow;
use crate::store::{Change, all, insert, one_row, run};
use crate::ticket::query::{Binds, reach};
use crate::ticket::row::RESTS;
use app::call::Call;
use app::order::view::OrderTicket;
use domain::access::Actor;
use domain::deal::OrderNumber;
use domain::order::Order;
use domain::quote::offer::Offer;
use domain::ticket::Stage;
use domain::ticket::number::TicketNumber;
use sea_orm::{ConnectionTrait, FromQueryResult};

/// Writes the row of the order of a quote; answers its id.
pub async fn add(
    change: &Change,
    call: &Call,
    number: OrderNumber,
    quote: &QuoteRow,
    offer: &Offer,
) -> Result<i64, Fault> {
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
    Ok(insert(change.db(), sql, values).await?)
}

/// Saves a new state.
pub async fn save(change: &Change, call: &Call, order: i64, state: &Order) -> Result<(), Fault> {
    let sql =
        "UPDATE orders SET state = $2, facts = $3, changed_at = $4, version = version + 1 WHERE id = $1";
    let values = [
        order.into(),
        state.kind().code().into(),
        serde_json::to_string(state)?.into(),
        call.now.as_millisecond().into(),
    ];
    run(change.db(), sql, values).await?;
    Ok(())
}

/// Puts a ticket on an order; answers whether it belonged to none.
pub async fn link(change: &Change, ticket: i64, order: i64) -> Result<bool, Fault> {
    let sql = "UPDATE ticket SET order_id = $2 WHERE id = $1 AND order_id IS NULL";
    Ok(run(change.db(), sql, [ticket.into(), order.into()]).await?.rows_affected() == 1)
}

/// Takes a ticket off an order; answers its id where it was on it.
pub async fn unlink(change: &Change, ticket: TicketNumber, order: i64) -> Result<Option<i64>, Fault> {
    let sql = "UPDATE ticket SET order_id = NULL, order_from = NULL WHERE number = $1 AND order_id = $2 RETURNING id";
    let row = one_row(change.db(), sql, [ticket.0.into(), order.into()]).await?;
    Ok(row.map(|row| row.try_get("", "id")).transpose()?)
}

/// The tickets of an order that stand for themselves.
pub async fn carried(change: &Change, order: i64) -> Result<Vec<i64>, Fault> {
    #[derive(FromQueryResult)]
    struct Row {
        id: i64,
    }
    let sql = "SELECT id FROM ticket WHERE order_id = $1 AND merged_into IS NULL ORDER BY id";
    let rows: Vec<Row> = all(change.db(), sql, [order.into()]).await?;
    Ok(rows.into_iter().map(|row| row.id).collect())
}

/// The tickets of an order that an actor reaches, by number.
pub async fn tickets<C: ConnectionTrait>(
    db: &C,
    actor: &Actor,
    order: i64,
) -> Result<Vec<OrderTicket>, Fault> {
    #[derive(FromQueryResult)]
    struct Row {
        id: i64,
        number: i64,
        title: String,
        stage: String,
        rests: bool,
    }
    let mut binds = Binds::default();
    let order = binds.put(order);
    let reached = reach(actor, &mut binds).join(") OR (");
    let sql = format!(
        "SELECT t.id, t.number, t.title, t.stage, {RESTS} AS rests FROM ticket t WHERE t.order_id = {order} AND t.merged_into IS NULL AND (({reached}))
         ORDER BY t.number"
    );
    let rows: Vec<Row> = all(db, &sql, binds.0).await?;
    let ticket = |row: Row| {
        Ok(OrderTicket {
            number: TicketNumber(row.number),
            stage: Stage::of_code(&row.stage)
                .ok_or_else(|| Fault::impossible_row("ticket", row.id, &row.stage))?,
            title: row.title,
            rests: row.rests,
        })
    };
    rows.into_iter().map(ticket).collect()
}
