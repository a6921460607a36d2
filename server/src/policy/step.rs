//! Open tickets in steps, by id, with all that their promises depend on: four queries a step, none a ticket.
use crate::fault::Fault;
use crate::policy::Edition;
use crate::promise::keep::{self, Untold};
use crate::store::all;
use domain::promise::clock::Promise;
use domain::promise::history::Past;
use domain::promise::target::{Key, Metric};
use domain::ticket::{Stage, TicketType};
use jiff::Timestamp;
use sea_orm::{ConnectionTrait, FromQueryResult};
use std::collections::HashMap;

/// Open tickets of one step; between steps others may change things.
const STEP: i64 = 500;

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

/// The statement for the next open tickets, by id. `IS TRUE` keeps the index of open ones out, which would sort them all
/// for each step.
const NEXT: &str = "SELECT id, number, title, stage, opened_at, class, kind, plan, organisation_id, internal, version, due_at, queue_key
  FROM ticket WHERE id > $1 AND (is_open = TRUE) IS TRUE AND (policy IS NULL OR policy < $2) ORDER BY id LIMIT $3";

#[derive(FromQueryResult)]
struct Row {
    ticket_id: i64,
    data: String,
    alarm_at: Option<i64>,
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

/// One step: open tickets after an id that follow an earlier version, their histories, their promises as they stand.
pub struct Step {
    /// The tickets, by id.
    pub tickets: Vec<Open>,
    histories: HashMap<i64, Vec<Past>>,
    promises: HashMap<i64, Vec<Stored>>,
    untold: HashMap<i64, Untold>,
    untouched: Untold,
}

impl Step {
    /// Reads the next one; `lock` keeps its tickets as they are until the change is over.
    pub async fn read<C: ConnectionTrait>(
        db: &C,
        after: i64,
        before_version: i64,
        lock: bool,
    ) -> Result<Option<Self>, Fault> {
        let values = [after.into(), before_version.into(), STEP.into()];
        let lock = lock && db.get_database_backend() == sea_orm::DbBackend::Postgres;
        let sql = format!("{NEXT}{}", if lock { " FOR UPDATE" } else { "" });
        let tickets: Vec<Open> = all(db, &sql, values).await?;
        let (Some(first), Some(last)) = (tickets.first(), tickets.last()) else { return Ok(None) };
        let (first, last) = (first.id, last.id);
        let mut histories: HashMap<i64, Vec<Past>> = HashMap::new();
        for (ticket, past) in keep::past_of_open(db, first, last).await? {
            histories.entry(ticket).or_default().push(past);
        }
        let sql = format!("SELECT ticket_id, data, alarm_at FROM promise WHERE {}", keep::OPEN_BETWEEN);
        let rows: Vec<Row> = all(db, &sql, [first.into(), last.into()]).await?;
        let mut promises: HashMap<i64, Vec<Stored>> = HashMap::new();
        for Row { ticket_id, data, alarm_at } in rows {
            let promise = serde_json::from_str(&data)
                .map_err(|error| Fault::impossible_row("promise", ticket_id, &error.to_string()))?;
            promises.entry(ticket_id).or_default().push(Stored { promise, data, alarm_at });
        }
        let untold = Untold::of_open(db, first, last).await?;
        Ok(Some(Self { tickets, histories, promises, untold, untouched: Untold::everything() }))
    }

    /// What happened to a ticket of it.
    pub fn history(&self, ticket: &Open) -> &[Past] {
        self.histories.get(&ticket.id).map(Vec::as_slice).unwrap_or_default()
    }

    /// Its promises as they stand.
    pub fn promises(&self, ticket: &Open) -> &[Stored] {
        self.promises.get(&ticket.id).map(Vec::as_slice).unwrap_or_default()
    }

    /// Which of its alarms are to come.
    pub fn untold(&self, ticket: &Open) -> &Untold {
        self.untold.get(&ticket.id).unwrap_or(&self.untouched)
    }
}

impl Open {
    /// What its promises depend on.
    pub fn key(&self, edition: &Edition) -> Result<Key, Fault> {
        let kind = TicketType::of_code(&self.kind)
            .ok_or_else(|| Fault::impossible_row("ticket", self.id, &self.kind))?;
        Ok(edition.key(self.plan.clone(), kind, self.class.clone()))
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
