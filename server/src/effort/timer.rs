//! Timers: one that runs and any number that are paused, for each person.
use crate::clock::instant;
use crate::effort::book::workable;
use crate::fault::Fault;
use crate::house::House;
use crate::store::{Change, all, one, run};
use crate::ticket::row::find;
use app::call::Call;
use app::effort::view::TimerView;
use domain::access::Actor;
use domain::effort::timer::{Timer, TimerDeed, done_at};
use domain::ticket::number::TicketNumber;
use jiff::Timestamp;
use sea_orm::{ConnectionTrait as _, DbBackend, FromQueryResult};

#[derive(FromQueryResult)]
struct Row {
    ticket_id: i64,
    kept: i64,
    since: Option<i64>,
}

impl Row {
    fn timer(&self) -> Timer {
        Timer { kept: self.kept, since: self.since.map(instant) }
    }
}

#[derive(FromQueryResult)]
struct Shown {
    number: i64,
    title: String,
    kept: i64,
    since: Option<i64>,
}

/// The reader's timer on a ticket.
pub async fn on_ticket(house: &House, actor: &Actor, ticket: i64) -> Result<Option<Timer>, Fault> {
    let sql = "SELECT ticket_id, kept, since FROM timer WHERE person_id = $1 AND ticket_id = $2";
    let row: Option<Row> = one(house.store.read(), sql, [actor.id.0.into(), ticket.into()]).await?;
    Ok(row.map(|row| row.timer()))
}

/// The reader's timers, the running one first.
pub async fn of_reader(house: &House, call: &Call) -> Result<Vec<TimerView>, Fault> {
    let actor = call.actor()?;
    if !actor.is_staff() {
        return Ok(Vec::new());
    }
    let sql = "SELECT t.number, t.title, m.kept, m.since FROM timer m JOIN ticket t ON t.id = m.ticket_id
      WHERE m.person_id = $1 ORDER BY CASE WHEN m.since IS NULL THEN 1 ELSE 0 END, t.number DESC";
    let rows: Vec<Shown> = all(house.store.read(), sql, [actor.id.0.into()]).await?;
    let shown = |row: Shown| TimerView {
        number: TicketNumber(row.number),
        title: row.title,
        timer: Timer { kept: row.kept, since: row.since.map(instant) },
    };
    Ok(rows.into_iter().map(shown).collect())
}

/// Starts, pauses, drops a timer; as of `at`, where a browser tells later what was done without a connection.
pub async fn time(
    house: &House,
    call: &Call,
    key: &str,
    number: TicketNumber,
    deed: TimerDeed,
    at: Option<Timestamp>,
) -> Result<(), Fault> {
    let actor = call.actor()?;
    let change = house.store.change().await?;
    if let Some(done) = change.earlier(actor.id.0, key, "effort/timer").await? {
        return Ok(done);
    }
    let ticket = find(change.db(), actor, number).await?;
    workable(actor, &ticket)?;
    let timers = hold(&change, actor).await?;
    let at = done_at(at, call.now);
    let own = timers.iter().find(|row| row.ticket_id == ticket.id).map(Row::timer);
    if deed == TimerDeed::Start {
        for other in timers.iter().filter(|row| row.ticket_id != ticket.id && row.since.is_some()) {
            write(&change, actor, other.ticket_id, other.timer().paused(at)).await?;
        }
    }
    match deed.on(own, at) {
        Some(timer) => write(&change, actor, ticket.id, timer).await?,
        None => end(&change, actor, ticket.id).await?,
    }
    change.remember(actor.id.0, key, "effort/timer", &(), call.now.as_millisecond()).await?;
    change.commit().await
}

/// Pauses what runs, as when the reader takes a call.
pub async fn rest(change: &Change, call: &Call, actor: &Actor) -> Result<(), Fault> {
    for running in hold(change, actor).await?.iter().filter(|row| row.since.is_some()) {
        write(change, actor, running.ticket_id, running.timer().paused(call.now)).await?;
    }
    Ok(())
}

/// Minutes of the reader's timer on a ticket, which ends; `None` where there is none.
pub async fn take(change: &Change, call: &Call, actor: &Actor, ticket: i64) -> Result<Option<u32>, Fault> {
    let timers = hold(change, actor).await?;
    let Some(own) = timers.iter().find(|row| row.ticket_id == ticket) else { return Ok(None) };
    end(change, actor, ticket).await?;
    Ok(Some(own.timer().minutes(call.now)))
}

/// A person's timers; nobody else changes them until the change is over.
async fn hold(change: &Change, actor: &Actor) -> Result<Vec<Row>, Fault> {
    let person = actor.id.0;
    if change.db().get_database_backend() == DbBackend::Postgres {
        run(change.db(), "SELECT id FROM person WHERE id = $1 FOR NO KEY UPDATE", [person.into()]).await?;
    }
    let sql = "SELECT ticket_id, kept, since FROM timer WHERE person_id = $1";
    Ok(all(change.db(), sql, [person.into()]).await?)
}

async fn write(change: &Change, actor: &Actor, ticket: i64, timer: Timer) -> Result<(), Fault> {
    let sql = "INSERT INTO timer (person_id, ticket_id, kept, since) VALUES ($1, $2, $3, $4)
      ON CONFLICT (person_id, ticket_id) DO UPDATE SET kept = excluded.kept, since = excluded.since";
    let since = timer.since.map(Timestamp::as_millisecond);
    run(change.db(), sql, [actor.id.0.into(), ticket.into(), timer.kept.into(), since.into()]).await?;
    Ok(())
}

async fn end(change: &Change, actor: &Actor, ticket: i64) -> Result<(), Fault> {
    let sql = "DELETE FROM timer WHERE person_id = $1 AND ticket_id = $2";
    run(change.db(), sql, [actor.id.0.into(), ticket.into()]).await?;
    Ok(())
}
