//! The tickets of the start page: what waits for customers, what is under way, what is lately done.
use crate::fault::Fault;
use crate::house::House;
use crate::store::all;
use crate::ticket::list::customer_counter;
use crate::ticket::query::{count_reached, counted_by, short};
use crate::ticket::row::LineRow;
use app::call::Call;
use app::overview::view::Rest;
use app::ticket::view::MOST_COUNTED;
use domain::access::{Action, Actor, Relation};
use sea_orm::{FromQueryResult, Value};

/// Tickets under way that are shown.
pub const ROWS: usize = 10;
/// Tickets that wait for customers: read to find those that wait for this very reader.
const WAITING: usize = 20;
/// Tickets that are done.
const DONE: usize = 5;
/// Each list with its condition, in the words of the index that serves it; one more of what may ask something of the reader, to know
/// whether that is all.
const PARTS: [(&str, usize); 3] = [
    ("t.waits_for = 'customer'", WAITING + 1),
    ("t.is_open = TRUE AND t.waits_for <> 'customer'", ROWS),
    ("t.stage = 'done'", DONE + 1),
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
    /// What asks something of the reader and is not among them.
    pub rest: Vec<Rest>,
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

/// The statement for how many results can be objected to at `now`.
pub fn results(actor: &Actor, now: i64) -> (String, Vec<Value>) {
    count_reached(actor, |binds| format!("t.stage = 'done' AND t.objection_until > {}", binds.put(now)))
}

/// What an actor reaches.
pub async fn read(house: &House, call: &Call, actor: &Actor) -> Result<Tickets, Fault> {
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
    let [mut waiting, open, mut done] = lists;
    let mut rest = Vec::new();
    if waiting.len() > WAITING {
        waiting.truncate(WAITING);
        let (sql, values) = customer_counter(actor);
        rest.push(Rest::Tickets(counted_by(house, &sql, values).await?));
    }
    if done.len() > DONE {
        done.truncate(DONE);
        rest.extend(more_results(house, call, actor, &done).await?);
    }
    Ok(Tickets { waiting, open, done, open_total, rest })
}

/// Results that can be objected to, beside those that are listed.
async fn more_results(
    house: &House,
    call: &Call,
    actor: &Actor,
    listed: &[LineRow],
) -> Result<Option<Rest>, Fault> {
    let reached = Relation { organisation: None, author: true, participant: true, internal: false };
    if !actor.may(Action::Decide, &reached) {
        return Ok(None);
    }
    let now = call.now.as_millisecond();
    let named = listed.iter().filter(|row| row.objection_until.is_some_and(|at| at > now)).count();
    let (sql, values) = results(actor, now);
    let n = counted_by(house, &sql, values).await?.saturating_sub(u32::try_from(named).unwrap_or(u32::MAX));
    Ok((n > 0).then_some(Rest::Results(n)))
}
