//! A ticket's promises, counted anew from its history with every change and kept beside it.
use crate::clock::instant;
use crate::fault::Fault;
use crate::policy::Edition;
use crate::store::{Change, all, run};
use crate::ticket::history::By;
use crate::ticket::row::TicketRow;
use domain::promise::clock::{Alarm, Promise, alarms, promises};
use domain::promise::history::{Past, Writer, add_missed, events};
use domain::promise::target::{Key, Metric};
use domain::ticket::timeline::What;
use jiff::Timestamp;
use sea_orm::{ConnectionTrait, FromQueryResult, Value};
use std::collections::HashMap;

#[derive(FromQueryResult)]
struct Row {
    id: i64,
    ticket_id: i64,
    at: i64,
    by_name: String,
    by_staff: bool,
    partner: bool,
    data: String,
}

// Words move no clock: they stay where they are.
const COLUMNS: &str = r#"SELECT e.id, e.ticket_id, e.at, e.by_name, e.by_staff, (p.kind IS NOT NULL AND p.kind = 'partner') AS partner,
    CASE e.what WHEN 'opened' THEN '{"what":"opened","channel":"portal","body":"","documents":[]}'
      WHEN 'message' THEN '{"what":"message","body":"","documents":[]}' ELSE e.data END AS data
  FROM entry e LEFT JOIN person p ON p.id = e.by_id
  WHERE e.what IN ('opened', 'message', 'moved', 'classified', 'recounted', 'worked_around')"#;

/// The condition for rows of open tickets with ids from the first value to the second.
pub const OPEN_BETWEEN: &str =
    "ticket_id IN (SELECT id FROM ticket WHERE id >= $1 AND id <= $2 AND (is_open = TRUE) IS TRUE)";

/// What happened to a ticket so far.
pub async fn past<C: ConnectionTrait>(db: &C, ticket: i64) -> Result<Vec<Past>, Fault> {
    let sql = format!("{COLUMNS} AND e.ticket_id = $1 ORDER BY e.id");
    let rows: Vec<Row> = all(db, &sql, [ticket.into()]).await?;
    rows.into_iter().map(|row| Ok(row.read()?.1)).collect()
}

/// What happened to all open tickets with ids from `from` to `to`, in order of tickets.
pub async fn past_of_open<C: ConnectionTrait>(db: &C, from: i64, to: i64) -> Result<Vec<(i64, Past)>, Fault> {
    let sql = format!("{COLUMNS} AND e.{OPEN_BETWEEN} ORDER BY e.ticket_id, e.id");
    let rows: Vec<Row> = all(db, &sql, [from.into(), to.into()]).await?;
    rows.into_iter().map(Row::read).collect()
}

impl Row {
    fn read(self) -> Result<(i64, Past), Fault> {
        let what: What = serde_json::from_str(&self.data)
            .map_err(|error| Fault::impossible_row("entry", self.id, &error.to_string()))?;
        let by = writer(&self.by_name, self.by_staff, self.partner);
        Ok((self.ticket_id, Past { at: instant(self.at), by, what }))
    }
}

/// Who wrote an entry; nobody's name stands on what the house writes.
const fn writer(name: &str, staff: bool, partner: bool) -> Writer {
    match (name.is_empty() || partner, staff) {
        (true, _) => Writer::Other,
        (false, true) => Writer::Staff,
        (false, false) => Writer::Customer,
    }
}

/// What is happening now, by whom.
pub fn present(by: &By, partner: bool, what: &What, at: Timestamp) -> Past {
    Past { at, by: writer(&by.name, by.staff, partner), what: what.clone() }
}

/// What the promises of a ticket depend on.
pub fn key(edition: &Edition, row: &TicketRow) -> Result<Key, Fault> {
    Ok(edition.key(row.plan.clone(), row.kind()?, row.class.clone()))
}

/// A ticket's promises as they stand, with what comes next.
pub struct Standing {
    /// The promises.
    pub promises: Vec<Promise>,
    /// By when the first running one ends.
    pub due: Option<Timestamp>,
}

/// Counts the promises of a ticket with these facts.
pub fn count(edition: &Edition, id: i64, opened: Timestamp, key: &Key, history: &[Past]) -> Standing {
    let (first, events) = events(&edition.workflow, history);
    // A calendar that never opens again promises nothing; it must not keep a customer from opening a ticket.
    let counted = promises(&edition.book, opened, first.as_ref().unwrap_or(key), &events);
    let mut promises = counted.unwrap_or_else(|error| {
        tracing::warn!(error.source = %error, ticket.id = id, "A promise could not be counted.");
        Vec::new()
    });
    add_missed(&mut promises, history);
    let running = |promise: &&Promise| promise.standing == domain::promise::clock::Standing::Running;
    let due = promises.iter().filter(running).map(|promise| promise.due).min();
    Standing { promises, due }
}

#[derive(FromQueryResult)]
struct Told {
    metric: String,
    start_at: i64,
    percent: i64,
}

#[derive(FromQueryResult)]
struct ToldOf {
    ticket_id: i64,
    metric: String,
    start_at: i64,
    percent: i64,
}

/// Alarms of a promise that nobody was told of yet.
pub struct Untold(Vec<Told>);

impl Untold {
    /// Reads what was told about a ticket.
    pub async fn of<C: ConnectionTrait>(db: &C, ticket: i64) -> Result<Self, Fault> {
        let sql = "SELECT metric, start_at, percent FROM alarm WHERE ticket_id = $1";
        Ok(Self(all(db, sql, [ticket.into()]).await?))
    }

    /// The same of all open tickets with ids from `from` to `to`.
    pub async fn of_open<C: ConnectionTrait>(
        db: &C,
        from: i64,
        to: i64,
    ) -> Result<HashMap<i64, Self>, Fault> {
        let sql = format!("SELECT ticket_id, metric, start_at, percent FROM alarm WHERE {OPEN_BETWEEN}");
        let rows: Vec<ToldOf> = all(db, &sql, [from.into(), to.into()]).await?;
        let mut many: HashMap<i64, Self> = HashMap::new();
        for ToldOf { ticket_id, metric, start_at, percent } in rows {
            let untold = many.entry(ticket_id).or_insert_with(Self::everything);
            untold.0.push(Told { metric, start_at, percent });
        }
        Ok(many)
    }

    /// Nobody was told anything, as of a new ticket.
    pub const fn everything() -> Self {
        Self(Vec::new())
    }

    /// Marks an alarm as told; answers whether it was not yet.
    pub async fn mark(
        &mut self,
        change: &Change,
        ticket: i64,
        metric: Metric,
        start: Timestamp,
        percent: u8,
        now: Timestamp,
    ) -> Result<bool, Fault> {
        let sql = "INSERT INTO alarm (ticket_id, metric, start_at, percent, at) VALUES ($1, $2, $3, $4, $5)
          ON CONFLICT DO NOTHING";
        let start_at = start.as_millisecond();
        let percent = i64::from(percent);
        let values = [
            ticket.into(),
            metric.code().into(),
            start_at.into(),
            percent.into(),
            now.as_millisecond().into(),
        ];
        let first = run(change.db(), sql, values).await?.rows_affected() == 1;
        self.0.push(Told { metric: metric.code().to_owned(), start_at, percent });
        Ok(first)
    }

    /// The alarms to come, in order.
    pub fn alarms(&self, edition: &Edition, key: &Key, promise: &Promise) -> Result<Vec<Alarm>, Fault> {
        let mut coming = alarms(&edition.book, key, promise).map_err(Fault::broken)?;
        coming.retain(|alarm| {
            !self.0.iter().any(|told| {
                told.metric == promise.metric.code()
                    && told.start_at == promise.start.as_millisecond()
                    && told.percent == i64::from(alarm.percent)
            })
        });
        Ok(coming)
    }
}

const COLUMNS_OF_PROMISE: usize = 6;

/// When somebody is told about a promise next, in milliseconds.
pub fn next_alarm(
    edition: &Edition,
    key: &Key,
    promise: &Promise,
    untold: &Untold,
) -> Result<Option<i64>, Fault> {
    Ok(untold.alarms(edition, key, promise)?.first().map(|alarm| alarm.at.as_millisecond()))
}

/// The columns of a promise: ticket, metric, due time, whether it is open, itself, its next alarm.
pub fn row(ticket: i64, promise: &Promise, data: String, alarm: Option<i64>) -> [Value; COLUMNS_OF_PROMISE] {
    [
        ticket.into(),
        promise.metric.code().into(),
        promise.due.as_millisecond().into(),
        promise.is_open().into(),
        data.into(),
        alarm.into(),
    ]
}

/// Writes promises by the hundred; what was there of the same metric goes.
pub async fn write_rows(change: &Change, rows: Vec<Value>) -> Result<(), Fault> {
    for part in rows.chunks(200 * COLUMNS_OF_PROMISE) {
        let places: Vec<String> = (0..part.len() / COLUMNS_OF_PROMISE)
            .map(|row| {
                let at = row * COLUMNS_OF_PROMISE;
                let places: Vec<String> = (1..=COLUMNS_OF_PROMISE).map(|i| format!("${}", at + i)).collect();
                format!("({})", places.join(", "))
            })
            .collect();
        let sql = format!(
            "INSERT INTO promise (ticket_id, metric, due_at, is_open, data, alarm_at) VALUES {}
             ON CONFLICT (ticket_id, metric) DO UPDATE SET due_at = excluded.due_at, is_open = excluded.is_open,
               data = excluded.data, alarm_at = excluded.alarm_at",
            places.join(", ")
        );
        run(change.db(), &sql, part.to_vec()).await?;
    }
    Ok(())
}

/// Writes a ticket's promises beside it.
pub async fn save(
    change: &Change,
    edition: &Edition,
    ticket: i64,
    key: &Key,
    promises: &[Promise],
    untold: &Untold,
) -> Result<(), Fault> {
    let db = change.db();
    let mut rows = Vec::with_capacity(promises.len() * COLUMNS_OF_PROMISE);
    for promise in promises {
        let alarm = next_alarm(edition, key, promise, untold)?;
        rows.extend(row(ticket, promise, serde_json::to_string(promise)?, alarm));
    }
    write_rows(change, rows).await?;
    let gone: Vec<&str> = Metric::ALL
        .into_iter()
        .filter(|metric| !promises.iter().any(|promise| promise.metric == *metric))
        .map(Metric::code)
        .collect();
    let gone = gone.iter().map(|code| format!("'{code}'")).collect::<Vec<_>>().join(", ");
    if !gone.is_empty() {
        run(db, &format!("DELETE FROM promise WHERE ticket_id = $1 AND metric IN ({gone})"), [ticket.into()])
            .await?;
    }
    Ok(())
}
