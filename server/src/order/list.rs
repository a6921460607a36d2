//! The list of orders, and those of a start page.
use crate::fault::Fault;
use crate::house::House;
use crate::order::row::{ORDERS, OrderRow, under_way};
use crate::store::all;
use app::call::Call;
use app::order::api::OrderFilter;
use app::order::view::{OrderLine, OrderList};
use app::overview::view::DEALS;
use domain::access::Actor;
use domain::access::deal::DealReach;
use domain::order::OrderKind;

/// Orders that the reader may see and a filter lets through, the last changed first.
pub async fn list(house: &House, call: &Call, filter: &OrderFilter) -> Result<OrderList, Fault> {
    ORDERS.list(house, call, filter, filter.state.map(OrderKind::code), |row| line(house, row)).await
}

/// Orders under way, for a start page.
pub async fn open(house: &House, actor: &Actor) -> Result<Vec<OrderLine>, Fault> {
    if actor.deal_reach() == DealReach::Nothing {
        return Ok(Vec::new());
    }
    let (sql, values) = under_way(actor, DEALS + 1);
    let rows: Vec<OrderRow> = all(house.store.read(), &sql, values).await?;
    rows.into_iter().map(|row| line(house, row)).collect()
}

fn line(house: &House, row: OrderRow) -> Result<OrderLine, Fault> {
    Ok(OrderLine {
        number: row.number()?,
        quote: row.quote()?,
        state: row.state()?,
        net: row.net,
        budget: row.budget(),
        changed: house.clock.shown(row.changed_at),
        title: row.title,
        organisation: row.organisation,
    })
}
