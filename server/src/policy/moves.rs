//! What a new version does to open tickets: which due times would move (D10), and moving them.
use crate::clock::instant;
use crate::fault::Fault;
use crate::house::House;
use crate::policy::Edition;
use crate::policy::step::{Case, Open, Stored, dues, read, unchanged};
use crate::promise::keep;
use crate::store::{Change, run};
use crate::ticket::history::{By, Spot, record_each};
use app::policy::view::{MOST_MOVES, MoveLine, Moves};
use domain::id::OrganisationId;
use domain::live::{LiveEvent, Notice};
use domain::policy::book::Book;
use domain::promise::clock::Promise;
use domain::promise::history::{keep_settled, remember, settled_otherwise};
use domain::promise::moved::{Moved, moved};
use domain::promise::target::Metric;
use domain::ticket::number::TicketNumber;
use domain::ticket::queue::queue_key;
use domain::ticket::timeline::What;
use jiff::Timestamp;
use sea_orm::{FromQueryResult, Value};

/// Tickets that are counted in one go: a calendar that is hardly ever open takes some milliseconds each.
const BREATH: usize = 32;

/// Which open tickets' due times would move if this were in force for them, as of `now`.
pub async fn preview(house: &House, book: Book, now: Timestamp) -> Result<Moves, Fault> {
    let (db, edition) = (house.store.read(), Edition::new(i64::MAX, book));
    let (mut found, mut after) = (Found::default(), 0);
    loop {
        let cases = read(db, after, i64::MAX).await?;
        let Some(last) = cases.last() else { return Ok(found.moves()) };
        after = last.ticket.id;
        for (at, Case { ticket, history, promises, .. }) in cases.iter().enumerate() {
            if at % BREATH == 0 {
                // A long answer must not keep others from theirs.
                tokio::task::yield_now().await;
            }
            let (key, book) = (ticket.key(&edition)?, edition.book(ticket.organisation_id));
            let then = keep::count(book, ticket.id, instant(ticket.opened_at), &key, history).promises;
            let before: Vec<Promise> = promises.iter().map(|stored| stored.promise.clone()).collect();
            found.note(house, ticket, &moved(&before, &then), &then, now);
        }
    }
}

/// What a preview has found so far.
#[derive(Default)]
struct Found {
    open: u32,
    total: u32,
    missed: u32,
    late: Vec<MoveLine>,
    others: Vec<MoveLine>,
}

impl Found {
    fn note(&mut self, house: &House, ticket: &Open, moved: &[Moved], then: &[Promise], now: Timestamp) {
        self.open += 1;
        self.total += u32::from(!moved.is_empty());
        for Moved { metric, from, to } in moved {
            let missed = then.iter().any(|promise| promise.metric == *metric && promise.is_late(now));
            self.missed += u32::from(missed);
            let lines = if missed { &mut self.late } else { &mut self.others };
            if lines.len() < MOST_MOVES {
                let shown = |at: Option<Timestamp>| at.map(|at| house.clock.moment(at));
                lines.push(MoveLine {
                    number: TicketNumber(ticket.number),
                    title: ticket.title.clone(),
                    metric: *metric,
                    from: shown(*from),
                    to: shown(*to),
                    missed,
                });
            }
        }
    }

    fn moves(self) -> Moves {
        let Self { open, total, missed, late, others } = self;
        let lines = late.into_iter().chain(others).take(MOST_MOVES).collect();
        Moves { total, open, missed, lines }
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
    let (db, version) = (house.store.read(), published.version);
    let (mut cases, mut moved) = (read(db, 0, version).await?, 0);
    while let Some(last) = cases.last() {
        let after = last.ticket.id;
        // While one step is written the next is read.
        let (next, written) =
            tokio::join!(read(db, after, version), write(house, &edition, &published, cases));
        moved += written?;
        cases = next?;
    }
    Ok(moved)
}

/// Moves what has not changed since it was read; the rest comes next time. Answers how many.
async fn write(
    house: &House,
    edition: &Edition,
    published: &Published,
    mut cases: Vec<Case>,
) -> Result<u64, Fault> {
    let mut change = house.store.change().await?;
    let same = unchanged(&change, &cases, published.version).await?;
    cases.retain(|case| same.contains(&(case.ticket.id, case.ticket.version)));
    let tickets = cases.len() as u64;
    apply(house, &mut change, edition, published, cases).await?;
    change.commit().await?;
    house.metrics.tickets_recounted.inc_by(tickets);
    Ok(tickets)
}

async fn apply(
    house: &House,
    change: &mut Change,
    edition: &Edition,
    published: &Published,
    cases: Vec<Case>,
) -> Result<(), Fault> {
    let now = house.clock.now();
    let by = By { id: published.by_id, name: published.by_name.clone(), staff: true };
    let (mut same, mut tickets, mut promises, mut news) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for (at, Case { ticket, history, promises: before, untold }) in cases.iter().enumerate() {
        if at % BREATH == 0 {
            tokio::task::yield_now().await;
        }
        let (key, book) = (ticket.key(edition)?, edition.book(ticket.organisation_id));
        let opened = instant(ticket.opened_at);
        let mut standing = keep::count(book, ticket.id, opened, &key, history);
        let settled = differing(before, &standing.promises);
        keep_settled(&mut standing.promises, &settled);
        let moved = dues(before.iter().map(|stored| &stored.promise)) != dues(&standing.promises);
        let changed = moved || !settled.is_empty();
        let mut version = ticket.version;
        if changed {
            version += 1;
            let missed: Vec<(Metric, Timestamp)> = before
                .iter()
                .map(|stored| &stored.promise)
                .filter(|promise| promise.is_late(now))
                .map(|promise| (promise.metric, promise.due))
                .collect();
            remember(&mut standing.promises, &missed);
            let what =
                What::Recounted { version: published.version, note: published.note.clone(), missed, settled };
            let (stage, at) = (ticket.stage()?, now.as_millisecond());
            news.push((
                ticket,
                Spot { ticket: ticket.id, at, version, stage, internal: ticket.internal },
                what,
            ));
        }
        let package = edition.goes_first(ticket.plan.as_deref());
        let severity = edition.severity(ticket.class.as_deref(), ticket.priority.as_deref());
        let queue = queue_key(true, severity, package, standing.due, opened);
        let due = standing.due.map(Timestamp::as_millisecond);
        if (version, due, queue) == (ticket.version, ticket.due_at, ticket.queue_key) {
            same.push(ticket.id.to_string());
        } else {
            tickets.extend([Value::from(ticket.id), due.into(), queue.into(), version.into()]);
        }
        for promise in &standing.promises {
            let alarm = keep::next_alarm(book, &key, promise, untold)?;
            let data = serde_json::to_string(promise)?;
            if !before.iter().any(|stored| stored.data == data && stored.alarm_at == alarm) {
                promises.extend(keep::row(ticket.id, promise, data, alarm));
            }
        }
        let gone = before.iter().map(|stored| stored.promise.metric);
        for metric in gone.filter(|old| !standing.promises.iter().any(|new| new.metric == *old)) {
            let sql = "DELETE FROM promise WHERE ticket_id = $1 AND metric = $2";
            run(change.db(), sql, [ticket.id.into(), metric.code().into()]).await?;
        }
    }
    if !same.is_empty() {
        let ids = same.join(", ");
        let sql = format!("UPDATE ticket SET policy = {} WHERE id IN ({ids})", published.version);
        run(change.db(), &sql, []).await?;
    }
    write_tickets(change, &tickets, published.version).await?;
    tell(change, &by, news).await?;
    keep::write_rows(change, promises).await
}

/// Promises of which something settled would be otherwise now: it stays as it was (D8).
fn differing(before: &[Stored], now: &[Promise]) -> Vec<Promise> {
    let differ = before.iter().map(|stored| &stored.promise).filter(|old| settled_otherwise(old, now));
    differ.cloned().collect()
}

/// Writes into each history that its promises were counted anew, and tells open pages.
async fn tell(change: &mut Change, by: &By, news: Vec<(&Open, Spot, What)>) -> Result<(), Fault> {
    let entries: Vec<(Spot, What)> = news.iter().map(|(_, spot, what)| (*spot, what.clone())).collect();
    let ids = record_each(change.db(), by, &entries).await?;
    for (ticket, spot, what) in news {
        let id = ids.get(&ticket.id).copied();
        let id =
            id.ok_or_else(|| Fault::broken(format!("the entry on ticket {} was not written", ticket.id)))?;
        change.tell(LiveEvent {
            notice: Notice {
                id,
                ticket: TicketNumber(ticket.number),
                change: what.change(),
                stage: spot.stage,
                version: spot.version,
                by: None,
            },
            organisation: ticket.organisation_id.map(OrganisationId),
            people: Vec::new(),
            internal: true,
        });
    }
    Ok(())
}

/// Writes due time, place in the queue, version and configuration of tickets for which they changed. The others are left
/// out: writing a due time touches every index of the queues.
async fn write_tickets(change: &Change, values: &[Value], policy: i64) -> Result<(), Fault> {
    for part in values.chunks(50 * 4) {
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
