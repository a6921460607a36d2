//! The tickets of the start page: what waits for customers, what is under way, what is lately done.
use crate::fault::Fault;
use crate::house::House;
use crate::store::all;
use crate::ticket::query::short;
use crate::ticket::row::LineRow;
use app::ticket::view::MOST_COUNTED;
use domain::access::Actor;
use sea_orm::{FromQueryResult, Value};

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

/// A row, and how many are open in all.
#[derive(FromQueryResult)]
struct Row {
    #[sea_orm(nested)]
    line: LineRow,
    total: i64,
}

/// The statement for rows of all three lists, with how many are open in all.
pub fn statement(actor: &Actor) -> (String, Vec<Value>) {
    short(actor, &PARTS, "t.is_open = TRUE")
}

/// What an actor reaches.
pub async fn read(house: &House, actor: &Actor) -> Result<Tickets, Fault> {
    let (sql, values) = statement(actor);
    let rows: Vec<Row> = all(house.store.read(), &sql, values).await?;
    // Whoever has an open ticket has a row: each stands in one of the first two lists.
    let total = rows.first().map_or(0, |row| row.total);
    let open_total = u32::try_from(total).unwrap_or(u32::MAX).min(MOST_COUNTED + 1);
    let mut lists = [Vec::new(), Vec::new(), Vec::new()];
    for Row { line: row, .. } in rows {
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
