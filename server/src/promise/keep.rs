//! A ticket's promises, counted anew from its history with every change and kept beside it.
use crate::clock::instant;
use crate::fault::Fault;
use crate::policy::Edition;
use crate::store::{Change, all, run};
use crate::ticket::history::By;
use crate::ticket::row::TicketRow;
use domain::policy::book::Book;
use domain::promise::clock::{Alarm, Counted, Promise, alarms, promises};
use domain::promise::history::{Past, Writer, events, recall};
use domain::promise::target::{Key, Metric};
use domain::ticket::timeline::What;
use jiff::Timestamp;
use sea_orm::{ConnectionTrait, FromQueryResult, Value};

#[derive(FromQueryResult)]
struct Row {
    past: String,
}

/// What is read of an entry: when, who wrote it, what. Nobody's name stands on what the house writes. Words move no clock:
/// they stay where they are.
pub const PAST: &str = r#"CAST(e.at AS TEXT) || CASE WHEN e.by_name = '' OR p.kind = 'partner' THEN ' o ' WHEN e.by_staff THEN ' s ' ELSE ' c ' END
  || CASE e.what WHEN 'opened' THEN '{"what":"opened","channel":"portal","body":"","documents":[]}'
    WHEN 'message' THEN '{"what":"message","body":"","documents":[]}'
    WHEN 'called' THEN '{"what":"called","caller":"","body":""}' ELSE e.data END"#;

/// The entries that move clocks.
pub const ENTRIES: &str = "entry e LEFT JOIN person p ON p.id = e.by_id
  WHERE e.what IN ('opened', 'message', 'called', 'moved', 'classified', 'prioritised', 'recounted', 'worked_around')";

/// What happened to a ticket so far.
pub async fn past<C: ConnectionTrait>(db: &C, ticket: i64) -> Result<Vec<Past>, Fault> {
    let sql = format!(
        "SELECT {PAST} AS past FROM {ENTRIES} AND e.ticket_id = $1 AND e.merged_from IS NULL ORDER BY e.id"
    );
    let rows: Vec<Row> = all(db, &sql, [ticket.into()]).await?;
    rows.into_iter().map(|row| read_past(ticket, &row.past)).collect()
}

/// What happened to a ticket that was merged into another, until then.
pub async fn past_of_merged<C: ConnectionTrait>(db: &C, ticket: i64) -> Result<Vec<Past>, Fault> {
    let sql = format!("SELECT {PAST} AS past FROM {ENTRIES} AND e.merged_from = $1 ORDER BY e.id");
    let rows: Vec<Row> = all(db, &sql, [ticket.into()]).await?;
    rows.into_iter().map(|row| read_past(ticket, &row.past)).collect()
}

/// Reads [`PAST`].
pub fn read_past(ticket: i64, text: &str) -> Result<Past, Fault> {
    let mut parts = text.splitn(3, ' ');
    let (at, by, data) = (parts.next(), parts.next(), parts.next().unwrap_or_default());
    let what: What = serde_json::from_str(data)
        .map_err(|error| Fault::impossible_row("entry of ticket", ticket, &error.to_string()))?;
    let at = at
        .and_then(|at| at.parse().ok())
        .ok_or_else(|| Fault::impossible_row("entry of ticket", ticket, text))?;
    let by = match by {
        Some("s") => Writer::Staff,
        Some("c") => Writer::Customer,
        _ => Writer::Other,
    };
    Ok(Past { at: instant(at), by, what })
}

/// Who writes an entry; nobody's name stands on what the house writes.
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
    Ok(edition.key(row.plan.clone(), row.kind()?, row.class.clone(), row.priority.clone()))
}

/// A ticket's promises as they stand, with what comes next.
pub struct Standing {
    /// The promises.
    pub promises: Vec<Promise>,
    /// By when the first running one ends.
    pub due: Option<Timestamp>,
}

/// Counts the promises of a ticket with these facts.
pub fn count(book: &Book, id: i64, opened: Timestamp, key: &Key, history: &[Past]) -> Standing {
    let (first, events) = events(&book.policy().workflow, history);
    let Counted { mut promises, never_open } = promises(book, opened, first.as_ref().unwrap_or(key), &events);
    // A calendar that never opens again promises nothing; it must not keep a customer from opening a ticket.
    for metric in never_open {
        tracing::warn!(
            ticket.id = id,
            promise.metric = metric.code(),
            "A calendar never opens again: no promise."
        );
    }
    recall(&mut promises, history);
    let running = |promise: &&Promise| promise.standing == domain::promise::clock::Standing::Running;
    let due = promises.iter().filter(running).map(|promise| promise.due).min();
    Standing { promises, due }
}

#[derive(FromQueryResult)]
struct Told {
    metric: String,
    start_at: i64,
    percent: i64,
    came_at: i64,
}

/// When an alarm came that has no moment of its own: on entry, or told before moments were kept.
const WHENEVER: i64 = 0;

/// Alarms of a promise that nobody was told of yet.
pub struct Untold(Vec<Told>);

impl Untold {
    /// Reads what was told about a ticket.
    pub async fn of<C: ConnectionTrait>(db: &C, ticket: i64) -> Result<Self, Fault> {
        let sql = "SELECT metric, start_at, percent, came_at FROM alarm WHERE ticket_id = $1";
        Ok(Self(all(db, sql, [ticket.into()]).await?))
    }

    /// Reads what was told about a ticket from parts such as `processing 1763888400000 80 1763910000000`.
    pub fn read(ticket: i64, parts: &[String]) -> Result<Self, Fault> {
        let read = |part: &String| {
            let mut words = part.split(' ');
            let metric = words.next()?.to_owned();
            let mut number = || words.next()?.parse().ok();
            Some(Told { metric, start_at: number()?, percent: number()?, came_at: number()? })
        };
        let impossible = |part| Fault::impossible_row("alarm of ticket", ticket, part);
        parts
            .iter()
            .map(|part| read(part).ok_or_else(|| impossible(part)))
            .collect::<Result<_, _>>()
            .map(Self)
    }

    /// Nobody was told anything, as of a new ticket.
    pub const fn everything() -> Self {
        Self(Vec::new())
    }

    /// Marks as told what a role hears on entry; answers whether it was not yet.
    pub async fn mark_entry(
        &mut self,
        change: &Change,
        ticket: i64,
        metric: Metric,
        opened: Timestamp,
        now: Timestamp,
    ) -> Result<bool, Fault> {
        let metric = metric.code().to_owned();
        let told = Told { metric, start_at: opened.as_millisecond(), percent: 0, came_at: WHENEVER };
        self.mark(change, ticket, told, now).await
    }

    /// Marks an alarm of a promise as told; answers whether it was not yet. An alarm that came to another moment, for the
    /// promise was counted anew, is another one; a pause moves only those that had not come before it.
    pub async fn mark_alarm(
        &mut self,
        change: &Change,
        ticket: i64,
        promise: &Promise,
        alarm: &Alarm,
        now: Timestamp,
    ) -> Result<bool, Fault> {
        let told = Told {
            metric: promise.metric.code().to_owned(),
            start_at: promise.start.as_millisecond(),
            percent: i64::from(alarm.percent),
            came_at: alarm.at.as_millisecond(),
        };
        self.mark(change, ticket, told, now).await
    }

    async fn mark(
        &mut self,
        change: &Change,
        ticket: i64,
        told: Told,
        now: Timestamp,
    ) -> Result<bool, Fault> {
        let sql = "INSERT INTO alarm (ticket_id, metric, start_at, percent, came_at, at)
          VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING";
        let values = [
            ticket.into(),
            told.metric.as_str().into(),
            told.start_at.into(),
            told.percent.into(),
            told.came_at.into(),
            now.as_millisecond().into(),
        ];
        let first = run(change.db(), sql, values).await?.rows_affected() == 1;
        self.0.push(told);
        Ok(first)
    }

    /// The alarms to come, in order.
    pub fn alarms(&self, book: &Book, key: &Key, promise: &Promise) -> Result<Vec<Alarm>, Fault> {
        let mut coming = alarms(book, key, promise).map_err(Fault::broken)?;
        coming.retain(|alarm| {
            !self.0.iter().any(|told| {
                told.metric == promise.metric.code()
                    && told.start_at == promise.start.as_millisecond()
                    && told.percent == i64::from(alarm.percent)
                    && [WHENEVER, alarm.at.as_millisecond()].contains(&told.came_at)
            })
        });
        Ok(coming)
    }
}

const COLUMNS_OF_PROMISE: usize = 6;

/// When somebody is told about a promise next, in milliseconds.
pub fn next_alarm(book: &Book, key: &Key, promise: &Promise, untold: &Untold) -> Result<Option<i64>, Fault> {
    Ok(untold.alarms(book, key, promise)?.first().map(|alarm| alarm.at.as_millisecond()))
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

/// Writes promises, fifty a statement; what was there of the same metric goes.
pub async fn write_rows(change: &Change, rows: Vec<Value>) -> Result<(), Fault> {
    for part in rows.chunks(50 * COLUMNS_OF_PROMISE) {
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
    ticket: i64,
    promises: &[(&Book, &Key, &Promise)],
    untold: &Untold,
) -> Result<(), Fault> {
    let mut rows = Vec::with_capacity(promises.len() * COLUMNS_OF_PROMISE);
    for (book, key, promise) in promises {
        let alarm = next_alarm(book, key, promise, untold)?;
        rows.extend(row(ticket, promise, serde_json::to_string(promise)?, alarm));
    }
    write_rows(change, rows).await
}

/// Forgets what was promised on a ticket before and is not among its promises any more.
pub async fn forget_others(
    change: &Change,
    ticket: i64,
    promises: &[(&Book, &Key, &Promise)],
) -> Result<(), Fault> {
    let gone: Vec<String> = Metric::ALL
        .into_iter()
        .filter(|metric| !promises.iter().any(|(_, _, promise)| promise.metric == *metric))
        .map(|metric| format!("'{}'", metric.code()))
        .collect();
    if !gone.is_empty() {
        let sql = format!("DELETE FROM promise WHERE ticket_id = $1 AND metric IN ({})", gone.join(", "));
        run(change.db(), &sql, [ticket.into()]).await?;
    }
    Ok(())
}
