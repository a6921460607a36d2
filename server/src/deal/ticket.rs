//! The quotes made from a ticket, and the order that it belongs to.
use crate::deal::facts::reach;
use crate::fault::Fault;
use crate::house::House;
use crate::store::all;
use crate::ticket::merge::FAMILY;
use crate::ticket::query::Binds;
use domain::access::Actor;
use domain::deal::Deal;
use sea_orm::FromQueryResult;

/// Those that the reader may see, the order first; a quote from a ticket that was merged stands at the survivor while that lasts (C7).
pub async fn of_ticket(house: &House, actor: &Actor, ticket: i64) -> Result<Vec<Deal>, Fault> {
    #[derive(FromQueryResult)]
    struct Row {
        number: String,
    }
    let mut binds = Binds::default();
    // The first place, of which the family speaks as well.
    let ticket = binds.put(ticket);
    let orders = reach(actor, "r", "TRUE", &mut binds);
    let quotes = reach(actor, "q", "q.known", &mut binds);
    let sql = format!(
        "SELECT r.number FROM ticket t JOIN orders r ON r.id = t.order_id WHERE t.id = {ticket} AND {orders}
         UNION ALL SELECT q.number FROM quote q WHERE q.ticket_id IN {FAMILY} AND {quotes} ORDER BY number DESC"
    );
    let rows: Vec<Row> = all(house.store.read(), &sql, binds.0).await?;
    let deal =
        |row: Row| row.number.parse().map_err(|_| Fault::broken(format!("{} is no number", row.number)));
    rows.into_iter().map(deal).collect()
}
