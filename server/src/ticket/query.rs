//! Lists of tickets as SQL: what the reader reaches, what the filter narrows, in which order, from which row on.
//!
//! A list is a union of *arms*, each served by one index and cut off at the page's length, so that it costs the same
//! whether there are a hundred tickets or a million. Names are joined to the few rows that are left.
mod arm;

pub use arm::{Binds, reach};

use crate::fault::Fault;
use crate::house::House;
use crate::store::{all, one_row};
use crate::ticket::row::{LineRow, RESTS};
use crate::ticket::search;
use app::ticket::view::MOST_COUNTED;
use domain::access::Actor;
use domain::ticket::filter::{Cursor, Filter, Show, Sort};
use domain::ticket::queue::OVER;
use sea_orm::{DbBackend, Value};

/// An order of rows: column, direction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Order {
    column: &'static str,
    down: bool,
}

impl Order {
    /// The order of a filter.
    pub const fn of(sort: Sort) -> Self {
        let (column, down) = match sort {
            Sort::Changed => ("changed_at", true),
            Sort::ChangedUp => ("changed_at", false),
            Sort::Number => ("number", true),
            Sort::NumberUp => ("number", false),
            Sort::Queue => ("queue_key", false),
        };
        Self { column, down }
    }

    fn by(self, key: &str, id: &str) -> String {
        let way = if self.down { "DESC" } else { "ASC" };
        format!("ORDER BY {key} {way}, {id} {way}")
    }

    fn after(self, cursor: Cursor, binds: &mut Binds) -> String {
        let mark = if self.down { '<' } else { '>' };
        let (key, id) = (binds.put(cursor.key), binds.put(cursor.id));
        format!("(t.{}, t.id) {mark} ({key}, {id})", self.column)
    }
}

/// A list to be read.
pub struct Lines {
    /// Parameters.
    pub binds: Binds,
    /// Alternatives, of which no ticket fulfils two.
    pub arms: Vec<String>,
    /// What must hold besides.
    pub conditions: Vec<String>,
    /// Words that must be found, as the database wants them.
    pub matching: Option<String>,
    /// Order.
    pub order: Order,
    /// Continue after this row.
    pub after: Option<Cursor>,
    /// At most so many rows.
    pub limit: usize,
}

const FROM: &str = "ticket t";
/// What a search finds on a ticket that was merged leads to the survivor (C7).
const FROM_SEARCH: &str = "ticket_search CROSS JOIN ticket m CROSS JOIN ticket t";
/// A ticket that was merged stands in no list.
const STANDS: &str = "t.merged_into IS NULL";
const COLUMNS: &str =
    "x.k, x.part, t.id, t.number, t.title, t.stage, t.stage_since, t.class, t.priority, t.kind, t.internal,
  o.name AS organisation, a.name AS assignee, m.name AS team, t.opened_at, t.changed_at, t.due_at, t.version,
  t.policy, t.organisation_id, t.objection_until, t.objected_at IS NOT NULL AS objected,
  (SELECT p.data FROM promise p WHERE p.ticket_id = t.id AND p.due_at = t.due_at AND p.is_open = TRUE ORDER BY p.metric LIMIT 1) AS promise,
  (t.due_at IS NULL AND EXISTS (SELECT 1 FROM promise p WHERE p.ticket_id = t.id AND p.is_open = TRUE)) AS paused";
const NAMES: &str = "LEFT JOIN organisation o ON o.id = t.organisation_id
LEFT JOIN person a ON a.id = t.assignee_id
LEFT JOIN team m ON m.id = t.team_id";

impl Lines {
    /// What an actor reaches, in an order.
    pub fn reached(actor: &Actor, order: Order, limit: usize) -> Self {
        let mut binds = Binds::default();
        let arms = reach(actor, &mut binds);
        Self { binds, arms, conditions: Vec::new(), matching: None, order, after: None, limit }
    }

    /// What an actor reaches and a filter lets through.
    pub fn filtered(house: &House, actor: &Actor, filter: &Filter, limit: usize) -> Self {
        let mut lines = Self::reached(actor, Order::of(filter.sort), limit);
        lines.after = filter.after;
        lines.narrow(house, actor, filter);
        lines
    }

    /// Without tickets that were merged; queues and what is open hold none anyway.
    pub fn standing(self) -> Self {
        self.only(STANDS)
    }

    /// Adds a condition.
    pub fn only(mut self, condition: &str) -> Self {
        self.conditions.push(condition.to_owned());
        self
    }

    fn narrow(&mut self, house: &House, actor: &Actor, filter: &Filter) {
        let binds = &mut self.binds;
        let mut conditions = Vec::new();
        if !filter.stages.is_empty() || filter.rests {
            let mut any = Vec::new();
            if !filter.stages.is_empty() {
                let codes = binds.list(filter.stages.iter().map(|stage| stage.code()));
                any.push(format!("t.stage IN ({codes})"));
            }
            if filter.rests {
                any.push(RESTS.to_owned());
            }
            conditions.push(format!("({})", any.join(" OR ")));
        }
        if let Some(open) = openness(filter) {
            // The queue's key says it too, and alone it leaves the choice to the index that holds the order.
            let by_key = filter.sort == Sort::Queue;
            if by_key {
                conditions.push(format!("t.queue_key {} {OVER}", if open { "<" } else { ">=" }));
            }
            if !by_key || filter.assignee.is_some() || filter.team.is_some() {
                conditions.push(format!("t.is_open = {}", truth(open)));
            }
        }
        let mut equal = |column: &str, value: Option<Value>| {
            conditions.extend(value.map(|value| format!("t.{column} = {}", binds.put(value))));
        };
        equal("class", filter.class.clone().map(Value::from));
        equal("priority", filter.priority.clone().map(Value::from));
        equal("kind", filter.kind.map(|kind| kind.code().into()));
        equal("organisation_id", filter.organisation.map(|id| id.0.into()));
        equal("assignee_id", filter.assignee.map(|id| id.0.into()));
        equal("team_id", filter.team.map(|id| id.0.into()));
        equal("author_id", filter.mine.then(|| actor.id.0.into()));
        let zone = house.clock.zone();
        let start = |day: jiff::civil::Date| day.to_zoned(zone.clone()).ok().map(|z| z.timestamp());
        if let Some(from) = filter.from.and_then(start) {
            conditions.push(format!("t.opened_at >= {}", binds.put(from.as_millisecond())));
        }
        if let Some(end) = filter.to.and_then(|day| day.tomorrow().ok()).and_then(start) {
            conditions.push(format!("t.opened_at < {}", binds.put(end.as_millisecond())));
        }
        self.conditions.append(&mut conditions);
        if !filter.query.trim().is_empty() {
            match search::condition(house.store.backend(), actor, &filter.query, &mut self.binds) {
                Some(matching) => self.matching = Some(matching),
                None => self.conditions.push("FALSE".to_owned()),
            }
        }
    }

    /// The statement for the rows, each with its sort key as `k`.
    fn rows(&mut self) -> String {
        let after = self.after.map(|cursor| self.order.after(cursor, &mut self.binds));
        let parts: Vec<String> = self
            .sources()
            .into_iter()
            .enumerate()
            .map(|(i, source)| {
                let mut source = source;
                source.extend(after.iter().map(|after| format!(" AND {after}")));
                let (column, by) = (self.order.column, self.order.by(&format!("t.{}", self.order.column), "t.id"));
                let limit = self.limit;
                format!(
                    "SELECT * FROM (SELECT t.id, t.{column} AS k, CAST(0 AS BIGINT) AS part FROM {source} {by} LIMIT {limit}) a{i}"
                )
            })
            .collect();
        joined(&parts, &self.order.by("x.k", "x.id"), self.limit)
    }

    /// The statement that counts all rows, of each source up to one more than [`MOST_COUNTED`].
    fn count(&self) -> String {
        count_of(&self.sources())
    }

    /// `FROM` and `WHERE` of each arm. A search is one source: its newest matches, whatever the order is.
    fn sources(&self) -> Vec<String> {
        let rest = self.conditions.iter().fold(String::new(), |all, condition| all + " AND " + condition);
        match &self.matching {
            None => self.arms.iter().map(|arm| format!("{FROM} WHERE {arm}{rest}")).collect(),
            Some(matching) => {
                let reached = self.arms.join(") OR (");
                let most = MOST_COUNTED + 1;
                vec![format!(
                    "{FROM} WHERE t.id IN (SELECT t.id FROM {FROM_SEARCH} WHERE m.id = ticket_search.rowid AND t.id = COALESCE(m.merged_into, m.id) AND {matching}
                     AND (({reached})){rest} ORDER BY ticket_search.rowid DESC LIMIT {most})"
                )]
            }
        }
    }

    /// Reads rows and their number in all.
    pub async fn read(mut self, house: &House) -> Result<(Vec<LineRow>, u32), Fault> {
        let count = self.count();
        let counted = self.binds.0.clone();
        let rows = self.rows();
        let rows: Vec<LineRow> = all(house.store.read(), &rows, self.binds.0).await?;
        // All that there are stand on a first page that is not full.
        if self.after.is_none() && rows.len() < self.limit {
            let total = u32::try_from(rows.len()).unwrap_or(u32::MAX);
            return Ok((rows, total));
        }
        Ok((rows, counted_by(house, &count, counted).await?))
    }

    /// Reads the rows alone.
    pub async fn lines(mut self, house: &House) -> Result<Vec<LineRow>, Fault> {
        let sql = self.rows();
        Ok(all(house.store.read(), &sql, self.binds.0).await?)
    }

    /// Both statements as they are sent, for those who explain them.
    pub fn statements(mut self) -> [(String, Vec<Value>); 2] {
        let count = (self.count(), self.binds.0.clone());
        [(self.rows(), self.binds.0), count]
    }
}

/// Runs a statement that counts.
pub async fn counted_by(house: &House, sql: &str, values: Vec<Value>) -> Result<u32, Fault> {
    let row = one_row(house.store.read(), sql, values).await?;
    let count: i64 = row.map_or(Ok(0), |row| row.try_get_by_index(0))?;
    Ok(u32::try_from(count).unwrap_or(u32::MAX))
}

/// The statement for how many tickets that an actor reaches fulfil a condition, of each arm up to one more than [`MOST_COUNTED`].
pub fn count_reached(actor: &Actor, condition: impl FnOnce(&mut Binds) -> String) -> (String, Vec<Value>) {
    let mut binds = Binds::default();
    let reached = reach(actor, &mut binds);
    let condition = condition(&mut binds);
    let sources: Vec<String> =
        reached.iter().map(|arm| format!("{FROM} WHERE {arm} AND {condition}")).collect();
    (count_of(&sources), binds.0)
}

/// Counts the rows of sources that have none in common, of each up to one more than [`MOST_COUNTED`]. Each is counted by itself:
/// what SQLite counts of a union it hands on row by row, which takes three times as long.
fn count_of(sources: &[String]) -> String {
    let most = MOST_COUNTED + 1;
    let counted = |(i, source): (usize, &String)| {
        format!("(SELECT COUNT(*) FROM (SELECT 1 FROM {source} LIMIT {most}) c{i})")
    };
    let parts: Vec<String> = sources.iter().enumerate().map(counted).collect();
    format!("SELECT {}", parts.join(" + "))
}

/// Rows with names from arms that select `id`, `k` and `part`.
pub fn joined(arms: &[String], order: &str, limit: usize) -> String {
    named(COLUMNS, arms, order, limit)
}

fn named(columns: &str, arms: &[String], order: &str, limit: usize) -> String {
    format!(
        "SELECT {columns}, {RESTS} AS rests FROM ({}) x JOIN ticket t ON t.id = x.id {NAMES} {order} LIMIT {limit}",
        arms.join(" UNION ALL ")
    )
}

/// Several short lists of what an actor reaches, in one statement: for each condition so many rows of each arm, the last changed
/// first. The place of the condition is the row's `part`. Beside each row stands as `total` how many fulfil `counted`, of each arm
/// up to one more than [`MOST_COUNTED`]: it depends on no row, so both databases count once.
pub fn short(actor: &Actor, lists: &[(&str, usize)], counted: &str) -> (String, Vec<Value>) {
    let mut binds = Binds::default();
    let reached = reach(actor, &mut binds);
    let (mut arms, mut most) = (Vec::new(), 0);
    for (part, (condition, limit)) in lists.iter().enumerate() {
        for (i, arm) in reached.iter().enumerate() {
            arms.push(format!(
                "SELECT * FROM (SELECT t.id, t.changed_at AS k, CAST({part} AS BIGINT) AS part FROM {FROM}
                 WHERE {arm} AND {condition} ORDER BY t.changed_at DESC, t.id DESC LIMIT {limit}) a{part}_{i}"
            ));
            most += limit;
        }
    }
    let sources: Vec<String> =
        reached.iter().map(|arm| format!("{FROM} WHERE {arm} AND {counted}")).collect();
    let columns = format!("{COLUMNS}, ({}) AS total", count_of(&sources));
    (named(&columns, &arms, "ORDER BY x.part, x.k DESC, x.id DESC", most), binds.0)
}

/// Whether a filter can only hold for open tickets, or only for others; its states say so as much as its switch.
fn openness(filter: &Filter) -> Option<bool> {
    // What rests is open.
    let some = filter.rests || !filter.stages.is_empty();
    let all = |open: bool| {
        some && (open || !filter.rests) && filter.stages.iter().all(|stage| stage.is_open() == open)
    };
    match filter.show {
        Show::Open => Some(true),
        Show::Over => Some(false),
        Show::All if all(true) => Some(true),
        Show::All if all(false) => Some(false),
        Show::All => None,
    }
}

const fn truth(value: bool) -> &'static str {
    if value { "TRUE" } else { "FALSE" }
}

/// Whether statements are for PostgreSQL.
pub fn is_postgres(house: &House) -> bool {
    house.store.backend() == DbBackend::Postgres
}
