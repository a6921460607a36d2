//! Open tickets in steps, by id, with all that their promises depend on: one query a step.
use crate::fault::Fault;
use crate::policy::Edition;
use crate::promise::keep::{self, Untold};
use crate::store::{Change, all, one};
use domain::promise::clock::Promise;
use domain::promise::history::Past;
use domain::promise::target::{Key, Metric};
use domain::ticket::{Stage, TicketType};
use jiff::Timestamp;
use sea_orm::{ConnectionTrait, DbBackend, FromQueryResult};
use std::collections::HashSet;

/// Open tickets of one step, some 50 ms; between steps others may change things.
const STEP: i64 = 1500;

/// Stands between the parts of a joined text; JSON never holds it.
const PART: char = '\u{1e}';

/// An open ticket, as far as its promises need it.
#[derive(FromQueryResult)]
pub struct Open {
    /// Its id.
    pub id: i64,
    /// Its number.
    pub number: i64,
    /// Its title.
    pub title: String,
    stage: String,
    /// When it came in, in milliseconds.
    pub opened_at: i64,
    /// Its class.
    pub class: Option<String>,
    /// Its priority.
    pub priority: Option<String>,
    kind: String,
    /// Its plan.
    pub plan: Option<String>,
    /// Whose it is.
    pub organisation_id: Option<i64>,
    /// Whether only staff see it.
    pub internal: bool,
    /// How often it changed.
    pub version: i64,
    /// By when its first running promise ends, in milliseconds.
    pub due_at: Option<i64>,
    /// Its place in the queue.
    pub queue_key: i64,
}

/// An open ticket with all that its promises depend on. A row a ticket: each row costs a change of threads, far more than
/// what is read of it.
#[derive(FromQueryResult)]
struct Row {
    #[sea_orm(nested)]
    ticket: Open,
    history: Option<String>,
    promises: Option<String>,
    told: Option<String>,
}

/// The statement for the next open tickets, by id. `IS TRUE` keeps the index of open ones out, which would sort them all
/// for each step.
fn next() -> String {
    let joined = |what: &str, order: &str, from: &str| {
        format!("(SELECT string_agg({what}, '{PART}' ORDER BY {order}) FROM {from} WHERE ticket_id = t.id)")
    };
    let history = format!(
        "(SELECT string_agg({}, '{PART}' ORDER BY e.id) FROM {} AND e.ticket_id = t.id AND e.merged_from IS NULL)",
        keep::PAST,
        keep::ENTRIES
    );
    let promises = joined("COALESCE(CAST(alarm_at AS TEXT), '') || ' ' || data", "metric", "promise");
    let told = joined(
        "metric || ' ' || CAST(start_at AS TEXT) || ' ' || CAST(percent AS TEXT) || ' ' || CAST(came_at AS TEXT)",
        "metric",
        "alarm",
    );
    format!(
        "SELECT id, number, title, stage, opened_at, class, priority, kind, plan, organisation_id, internal, version, due_at, queue_key,
           {history} AS history, {promises} AS promises, {told} AS told
         FROM ticket t WHERE id > $1 AND (is_open = TRUE) IS TRUE AND (policy IS NULL OR policy < $2) ORDER BY id LIMIT $3"
    )
}

/// A promise as it stands in the database.
pub struct Stored {
    /// Itself.
    pub promise: Promise,
    /// As it is written.
    pub data: String,
    /// When somebody is told about it next, in milliseconds.
    pub alarm_at: Option<i64>,
}

/// An open ticket that follows an earlier version, its history, its promises as they stand.
pub struct Case {
    /// The ticket.
    pub ticket: Open,
    /// What happened to it.
    pub history: Vec<Past>,
    /// Its promises.
    pub promises: Vec<Stored>,
    /// Which of its alarms are to come.
    pub untold: Untold,
}

/// Reads the next ones after an id that follow a version before this; none where there are no more.
pub async fn read<C: ConnectionTrait>(db: &C, after: i64, before_version: i64) -> Result<Vec<Case>, Fault> {
    let rows: Vec<Row> = all(db, &next(), [after.into(), before_version.into(), STEP.into()]).await?;
    rows.into_iter().map(Row::case).collect()
}

#[derive(FromQueryResult)]
struct Now {
    tickets: Option<String>,
}

/// Ids and versions of those that still are to be moved, kept as they are until the change is over.
pub async fn unchanged(
    change: &Change,
    cases: &[Case],
    before_version: i64,
) -> Result<HashSet<(i64, i64)>, Fault> {
    let (Some(first), Some(last)) = (cases.first(), cases.last()) else { return Ok(HashSet::new()) };
    let lock = if change.db().get_database_backend() == DbBackend::Postgres { "FOR UPDATE" } else { "" };
    let sql = format!(
        "SELECT string_agg(CAST(id AS TEXT) || ' ' || CAST(version AS TEXT), '{PART}') AS tickets FROM (
           SELECT id, version FROM ticket WHERE id >= $1 AND id <= $2 AND (is_open = TRUE) IS TRUE AND (policy IS NULL OR policy < $3) {lock}
         ) t"
    );
    let values = [first.ticket.id.into(), last.ticket.id.into(), before_version.into()];
    let now: Option<Now> = one(change.db(), &sql, values).await?;
    let tickets = now.and_then(|now| now.tickets).unwrap_or_default();
    let pair = |text: &str| {
        let (id, version) = text.split_once(' ')?;
        Some((id.parse().ok()?, version.parse().ok()?))
    };
    Ok(tickets.split(PART).filter_map(pair).collect())
}

impl Row {
    fn case(self) -> Result<Case, Fault> {
        let Self { ticket, history, promises, told } = self;
        let id = ticket.id;
        let parts = |text: &Option<String>| -> Vec<String> {
            text.iter().flat_map(|text| text.split(PART)).map(str::to_owned).collect()
        };
        let history =
            parts(&history).iter().map(|part| keep::read_past(id, part)).collect::<Result<_, _>>()?;
        let promises =
            parts(&promises).iter().map(|part| Stored::read(id, part)).collect::<Result<_, _>>()?;
        let untold = Untold::read(id, &parts(&told))?;
        Ok(Case { ticket, history, promises, untold })
    }
}

impl Stored {
    fn read(ticket: i64, text: &str) -> Result<Self, Fault> {
        let (alarm, data) = text.split_once(' ').unwrap_or_default();
        let promise = serde_json::from_str(data)
            .map_err(|error| Fault::impossible_row("promise", ticket, &error.to_string()))?;
        Ok(Self { promise, data: data.to_owned(), alarm_at: alarm.parse().ok() })
    }
}

impl Open {
    /// What its promises depend on.
    pub fn key(&self, edition: &Edition) -> Result<Key, Fault> {
        let kind = TicketType::of_code(&self.kind)
            .ok_or_else(|| Fault::impossible_row("ticket", self.id, &self.kind))?;
        Ok(edition.key(self.plan.clone(), kind, self.class.clone(), self.priority.clone()))
    }

    /// Its state.
    pub fn stage(&self) -> Result<Stage, Fault> {
        Stage::of_code(&self.stage).ok_or_else(|| Fault::impossible_row("ticket", self.id, &self.stage))
    }
}

/// Due times of promises that are still to be kept, in order.
pub fn dues<'a>(promises: impl IntoIterator<Item = &'a Promise>) -> Vec<(Metric, Timestamp)> {
    let open = promises.into_iter().filter(|promise| promise.is_open());
    let mut dues: Vec<_> = open.map(|promise| (promise.metric, promise.due)).collect();
    dues.sort_unstable();
    dues
}
