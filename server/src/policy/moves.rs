//! What a new version does to open tickets: which due times would move (D10), and moving them.
use crate::clock::instant;
use crate::fault::Fault;
use crate::house::House;
use crate::policy::Edition;
use crate::promise::keep::{self, Untold};
use crate::store::{Change, all, run};
use crate::ticket::history::{By, Spot, record};
use app::policy::view::{MOST_MOVES, MoveLine, Moves};
use domain::id::OrganisationId;
use domain::live::{LiveEvent, Notice};
use domain::policy::book::Book;
use domain::promise::clock::Promise;
use domain::promise::history::{Past, remember};
use domain::promise::target::{Key, Metric};
use domain::ticket::number::TicketNumber;
use domain::ticket::queue::queue_key;
use domain::ticket::timeline::What;
use domain::ticket::{Stage, TicketType};
use jiff::Timestamp;
use sea_orm::{ConnectionTrait, FromQueryResult, Value};
use std::collections::HashMap;

/// Open tickets of one step; between steps others may change things.
const STEP: i64 = 500;

/// An open ticket, as far as its promises need it.
#[derive(FromQueryResult)]
struct Open {
    id: i64,
    number: i64,
    title: String,
    stage: String,
    opened_at: i64,
    class: Option<String>,
    kind: String,
    plan: Option<String>,
    organisation_id: Option<i64>,
    internal: bool,
    version: i64,
}

/// The statement for the next open tickets, by id. `IS TRUE` keeps the index of open ones out, which would sort them all
/// for each step.
const NEXT: &str = "SELECT id, number, title, stage, opened_at, class, kind, plan, organisation_id, internal, version
  FROM ticket WHERE id > $1 AND (is_open = TRUE) IS TRUE AND (policy IS NULL OR policy < $2) ORDER BY id LIMIT $3";

#[derive(FromQueryResult)]
struct Kept {
    ticket_id: i64,
    data: String,
}

/// One step: open tickets after an id that follow an earlier version, their histories, their promises as they stand.
struct Step {
    tickets: Vec<Open>,
    histories: HashMap<i64, Vec<Past>>,
    promises: HashMap<i64, Vec<Promise>>,
    untold: HashMap<i64, Untold>,
}

impl Step {
    /// Reads the next one; `lock` keeps its tickets as they are until the change is over.
    async fn read<C: ConnectionTrait>(
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
        let sql = "SELECT ticket_id, data FROM promise WHERE ticket_id >= $1 AND ticket_id <= $2";
        let rows: Vec<Kept> = all(db, sql, [first.into(), last.into()]).await?;
        let mut promises: HashMap<i64, Vec<Promise>> = HashMap::new();
        for row in rows {
            let promise = serde_json::from_str(&row.data)
                .map_err(|error| Fault::impossible_row("promise", row.ticket_id, &error.to_string()))?;
            promises.entry(row.ticket_id).or_default().push(promise);
        }
        let untold = Untold::of_many(db, first, last).await?;
        Ok(Some(Self { tickets, histories, promises, untold }))
    }
}

impl Open {
    fn key(&self, edition: &Edition) -> Result<Key, Fault> {
        let kind = TicketType::of_code(&self.kind)
            .ok_or_else(|| Fault::impossible_row("ticket", self.id, &self.kind))?;
        Ok(edition.key(self.plan.clone(), kind, self.class.clone()))
    }

    fn stage(&self) -> Result<Stage, Fault> {
        Stage::of_code(&self.stage).ok_or_else(|| Fault::impossible_row("ticket", self.id, &self.stage))
    }
}

/// Due times of promises that are still to be kept.
fn dues(promises: &[Promise]) -> Vec<(Metric, Timestamp)> {
    let mut dues: Vec<_> = promises
        .iter()
        .filter(|promise| promise.is_open())
        .map(|promise| (promise.metric, promise.due))
        .collect();
    dues.sort_unstable();
    dues
}

/// Which open tickets' due times would move if this were in force for them.
pub async fn preview(house: &House, book: Book) -> Result<Moves, Fault> {
    let (db, edition) = (house.store.read(), Edition { version: i64::MAX, book });
    let (mut moves, mut after) = (Moves::default(), 0);
    while let Some(step) = Step::read(db, after, i64::MAX, false).await? {
        for ticket in &step.tickets {
            after = ticket.id;
            moves.open += 1;
            let history = step.histories.get(&ticket.id).map(Vec::as_slice).unwrap_or_default();
            let key = ticket.key(&edition)?;
            let then = keep::count(&edition, ticket.id, instant(ticket.opened_at), &key, history);
            let now = dues(step.promises.get(&ticket.id).map(Vec::as_slice).unwrap_or_default());
            note(house, &mut moves, ticket, &now, &dues(&then.promises));
        }
        // A long answer must not keep others from theirs.
        tokio::task::yield_now().await;
    }
    Ok(moves)
}

fn note(
    house: &House,
    moves: &mut Moves,
    ticket: &Open,
    now: &[(Metric, Timestamp)],
    then: &[(Metric, Timestamp)],
) {
    if now == then {
        return;
    }
    moves.total += 1;
    for metric in Metric::ALL {
        let of = |dues: &[(Metric, Timestamp)]| {
            dues.iter().find(|(known, _)| *known == metric).map(|(_, due)| *due)
        };
        let (from, to) = (of(now), of(then));
        if from != to && moves.lines.len() < MOST_MOVES {
            let shown = |at: Option<Timestamp>| at.map(|at| house.clock.moment(at));
            moves.lines.push(MoveLine {
                number: TicketNumber(ticket.number),
                title: ticket.title.clone(),
                metric,
                from: shown(from),
                to: shown(to),
            });
        }
    }
}

#[derive(FromQueryResult)]
struct Published {
    version: i64,
    by_id: Option<i64>,
    by_name: String,
    note: String,
}

/// Moves open tickets to the latest version that was published for them too; answers how many. In steps, each of which is
/// whole: stopped in between, it goes on where it was.
pub async fn recount(house: &House) -> Result<u64, Fault> {
    let sql = "SELECT version, by_id, by_name, note FROM policy WHERE open_too = TRUE ORDER BY version DESC LIMIT 1";
    let published: Option<Published> = crate::store::one(house.store.read(), sql, []).await?;
    let Some(published) = published else { return Ok(0) };
    let edition = house.edition(house.store.read(), published.version).await?;
    let (mut after, mut moved) = (0, 0);
    loop {
        let mut change = house.store.change().await?;
        if house.store.backend() == sea_orm::DbBackend::Postgres {
            // One server at a time; the others find nothing left to do.
            run(change.db(), "SELECT pg_advisory_xact_lock(3)", []).await?;
        }
        let Some(step) = Step::read(change.db(), after, published.version, true).await? else {
            return Ok(moved);
        };
        after = step.tickets.last().map_or(after, |ticket| ticket.id);
        moved += step.tickets.len() as u64;
        apply(house, &mut change, &edition, &published, step).await?;
        change.commit().await?;
    }
}

async fn apply(
    house: &House,
    change: &mut Change,
    edition: &Edition,
    published: &Published,
    step: Step,
) -> Result<(), Fault> {
    let now = house.clock.now();
    let by = By { id: published.by_id, name: published.by_name.clone(), staff: true };
    let (mut tickets, mut promises) = (Vec::new(), Vec::new());
    for ticket in &step.tickets {
        let history = step.histories.get(&ticket.id).map(Vec::as_slice).unwrap_or_default();
        let before = step.promises.get(&ticket.id).map(Vec::as_slice).unwrap_or_default();
        let key = ticket.key(edition)?;
        let mut standing = keep::count(edition, ticket.id, instant(ticket.opened_at), &key, history);
        let changed = dues(before) != dues(&standing.promises);
        let mut version = ticket.version;
        if changed {
            version += 1;
            let missed: Vec<(Metric, Timestamp)> = before
                .iter()
                .filter(|promise| promise.is_late(now))
                .map(|promise| (promise.metric, promise.due))
                .collect();
            remember(&mut standing.promises, &missed);
            let what = What::Recounted { version: published.version, note: published.note.clone(), missed };
            tell(change, ticket, version, &by, &what, now).await?;
        }
        let package = edition.goes_first(ticket.plan.as_deref());
        let rank = edition.rank(ticket.class.as_deref());
        let queue = queue_key(true, rank, package, standing.due, instant(ticket.opened_at));
        tickets.extend([
            Value::from(ticket.id),
            standing.due.map(Timestamp::as_millisecond).into(),
            queue.into(),
            version.into(),
        ]);
        let everything = Untold::everything();
        let untold = step.untold.get(&ticket.id).unwrap_or(&everything);
        for promise in &standing.promises {
            promises.extend(keep::row(edition, ticket.id, &key, promise, untold)?);
        }
        let gone = before.iter().filter(|old| !standing.promises.iter().any(|new| new.metric == old.metric));
        for old in gone {
            let sql = "DELETE FROM promise WHERE ticket_id = $1 AND metric = $2";
            run(change.db(), sql, [ticket.id.into(), old.metric.code().into()]).await?;
        }
    }
    write_tickets(change, &tickets, published.version).await?;
    keep::write_rows(change, promises).await
}

async fn tell(
    change: &mut Change,
    ticket: &Open,
    version: i64,
    by: &By,
    what: &What,
    now: Timestamp,
) -> Result<(), Fault> {
    let stage = ticket.stage()?;
    let spot =
        Spot { ticket: ticket.id, at: now.as_millisecond(), version, stage, internal: ticket.internal };
    let id = record(change.db(), spot, by, what).await?;
    change.tell(LiveEvent {
        notice: Notice {
            id,
            ticket: TicketNumber(ticket.number),
            change: what.change(),
            stage,
            version,
            by: None,
        },
        organisation: ticket.organisation_id.map(OrganisationId),
        people: Vec::new(),
        internal: true,
    });
    Ok(())
}

/// Writes due time, place in the queue, version and configuration of many tickets in one statement.
async fn write_tickets(change: &Change, values: &[Value], policy: i64) -> Result<(), Fault> {
    for part in values.chunks(200 * 4) {
        let rows: Vec<String> = (0..part.len() / 4)
            .map(|row| {
                let at = row * 4;
                let place = |i: usize| format!("CAST(${} AS BIGINT)", at + i);
                format!("({}, {}, {}, {})", place(1), place(2), place(3), place(4))
            })
            .collect();
        let sql = format!(
            "WITH v(id, due_at, queue_key, version) AS (VALUES {}) UPDATE ticket
             SET policy = {policy}, due_at = v.due_at, queue_key = v.queue_key, version = v.version
             FROM v WHERE ticket.id = v.id",
            rows.join(", ")
        );
        run(change.db(), &sql, part.to_vec()).await?;
    }
    Ok(())
}

/// Keeps open tickets and other servers' versions up to date; runs until the house closes.
pub async fn run_recount(house: House) {
    loop {
        let done = async {
            house.refresh_policy().await?;
            recount(&house).await
        };
        match done.await {
            Ok(0) => {}
            Ok(count) => tracing::info!(tickets = count, "Open tickets follow the new configuration."),
            Err(fault) => tracing::error!(error.source = %fault, "Open tickets could not be counted anew."),
        }
        tokio::select! {
            () = house.closing.cancelled() => return,
            () = house.policies.notified() => {}
            () = tokio::time::sleep(std::time::Duration::from_secs(5)) => {}
        }
    }
}
