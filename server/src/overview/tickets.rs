//! The tickets of the start page: what waits for customers, what is under way, what is lately done.
use crate::fault::Fault;
use crate::house::House;
use crate::store::all;
use crate::ticket::query::{Lines, Order, counted_by, short};
use crate::ticket::row::LineRow;
use domain::access::Actor;
use domain::ticket::filter::Sort;
use sea_orm::Value;

/// Tickets under way that are shown.
pub const ROWS: usize = 10;
/// Tickets that wait for customers: read to find those that wait for this very reader.
const WAITING: usize = 20;
/// Tickets that are done.
const DONE: usize = 5;
/// Each list with its condition, in the words of the index that serves it.
const PARTS: [(&str, usize); 3] = [
    ("t.waits_for = 'customer'", WAITING),
    ("t.is_open = TRUE AND t.waits_for <> 'customer'", ROWS),
    ("t.stage = 'done'", DONE),
];

/// The tickets, the last changed first.
pub struct Tickets {
    /// What waits for somebody at the customer.
    pub waiting: Vec<LineRow>,
    /// What is under way besides.
    pub open: Vec<LineRow>,
    /// What is done and not closed yet.
    pub done: Vec<LineRow>,
    /// How many are open in all.
    pub open_total: u32,
}

/// The statement for rows of all three lists.
pub fn statement(actor: &Actor) -> (String, Vec<Value>) {
    short(actor, &PARTS)
}

/// The statement that counts what is open.
pub fn counted(actor: &Actor) -> (String, Vec<Value>) {
    Lines::reached(actor, Order::of(Sort::Changed), 1).only("t.is_open = TRUE").counting()
}

/// What an actor reaches.
pub async fn read(house: &House, actor: &Actor) -> Result<Tickets, Fault> {
    let (sql, values) = statement(actor);
    let (count, counted) = counted(actor);
    let (rows, open_total) = tokio::try_join!(
        async { Ok::<Vec<LineRow>, Fault>(all(house.store.read(), &sql, values).await?) },
        counted_by(house, &count, counted),
    )?;
    let mut lists = [Vec::new(), Vec::new(), Vec::new()];
    for row in rows {
        // An actor may reach tickets in several ways, of which each brought as many.
        let part = usize::try_from(row.part).unwrap_or_default();
        if let (Some(list), Some((_, most))) = (lists.get_mut(part), PARTS.get(part))
            && list.len() < *most
        {
            list.push(row);
        }
    }
    let [waiting, open, done] = lists;
    Ok(Tickets { waiting, open, done, open_total })
}
