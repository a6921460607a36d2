//! Timers: one that runs and any number that are paused, for each person.
use crate::approval::meter;
use crate::clock::instant;
use crate::effort::book::workable;
use crate::fault::Fault;
use crate::house::House;
use crate::store::{Change, all, one, run};
use crate::ticket::row::{by_id_to_read, find};
use app::call::Call;
use app::effort::view::TimerView;
use domain::access::Actor;
use domain::effort::days::{by_day, minutes_by_day};
use domain::effort::timer::{Timer, TimerDeed, done_at};
use domain::id::PersonId;
use domain::ticket::number::TicketNumber;
use jiff::Timestamp;
use jiff::civil::Date;
use sea_orm::{ConnectionTrait as _, DbBackend, FromQueryResult};
use std::collections::BTreeMap;

/// How far a browser's clock may be behind, in milliseconds.
const BEHIND: i64 = 60_000;

#[derive(FromQueryResult)]
struct Row {
    ticket_id: i64,
    kept: i64,
    since: Option<i64>,
    stopped: Option<i64>,
}

impl Row {
    fn timer(&self) -> Timer {
        Timer { kept: self.kept, since: self.since.map(instant), stopped: self.stopped.map(instant) }
    }
}

#[derive(FromQueryResult)]
struct Shown {
    ticket_id: i64,
    number: i64,
    title: String,
    kept: i64,
    since: Option<i64>,
    stopped: Option<i64>,
}

/// The reader's timer on a ticket.
pub async fn on_ticket(house: &House, actor: &Actor, ticket: i64) -> Result<Option<Timer>, Fault> {
    let sql = "SELECT ticket_id, kept, since, stopped FROM timer WHERE person_id = $1 AND ticket_id = $2";
    let row: Option<Row> = one(house.store.read(), sql, [actor.id.0.into(), ticket.into()]).await?;
    Ok(row.map(|row| row.timer()))
}

/// The reader's timers, the running one first, with how close its ticket is to the limit.
pub async fn of_reader(house: &House, call: &Call) -> Result<Vec<TimerView>, Fault> {
    let actor = call.actor()?;
    if !actor.is_staff() {
        return Ok(Vec::new());
    }
    let sql = "SELECT m.ticket_id, t.number, t.title, m.kept, m.since, m.stopped FROM timer m JOIN ticket t ON t.id = m.ticket_id
      WHERE m.person_id = $1 ORDER BY CASE WHEN m.since IS NULL THEN 1 ELSE 0 END, t.number DESC";
    let db = house.store.read();
    let rows: Vec<Shown> = all(db, sql, [actor.id.0.into()]).await?;
    let mut timers = Vec::with_capacity(rows.len());
    for row in rows {
        let level = match row.since {
            Some(_) => meter::level(house, db, &by_id_to_read(db, row.ticket_id).await?, call.now).await?,
            None => None,
        };
        let (since, stopped) = (row.since.map(instant), row.stopped.map(instant));
        timers.push(TimerView {
            number: TicketNumber(row.number),
            title: row.title,
            timer: Timer { kept: row.kept, since, stopped },
            level,
        });
    }
    Ok(timers)
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
    let timers = hold(&change, actor.id).await?;
    let at = done_at(at, call.now);
    // A browser's clock may be somewhat behind: what was started just before it was paused is no later start.
    let later = at.as_millisecond() + BEHIND;
    let runs_since_later = |row: &Row| row.since.is_some_and(|since| since > later);
    let own = timers.iter().find(|row| row.ticket_id == ticket.id);
    match deed {
        TimerDeed::Start => {
            for other in timers.iter().filter(|row| row.ticket_id != ticket.id) {
                // What began after that, told from elsewhere, keeps what it ran.
                let until = if runs_since_later(other) { call.now } else { at };
                pause(&change, house, actor.id, other, until).await?;
            }
            let timer = own.map(Row::timer).unwrap_or_default();
            write(&change, actor.id, ticket.id, timer.started(at)).await?;
        }
        TimerDeed::Pause => {
            // It ended what ran then, not what was started since.
            if let Some(own) = own
                && !runs_since_later(own)
            {
                pause(&change, house, actor.id, own, at).await?;
            }
        }
        TimerDeed::Drop => end(&change, actor.id, ticket.id).await?,
    }
    change.remember(actor.id.0, key, "effort/timer", &(), call.now.as_millisecond()).await?;
    change.commit().await
}

/// Pauses what runs, as when the reader takes a call.
pub async fn rest(change: &Change, house: &House, call: &Call, actor: &Actor) -> Result<(), Fault> {
    for row in hold(change, actor.id).await? {
        pause(change, house, actor.id, &row, call.now).await?;
    }
    Ok(())
}

/// Pauses what runs on a ticket for who has a timer on another one as well, before both become one. People are held before
/// anything is written to a history, as where time is booked.
pub async fn rest_beside(
    change: &Change,
    house: &House,
    call: &Call,
    ticket: i64,
    other: i64,
) -> Result<(), Fault> {
    #[derive(FromQueryResult)]
    struct Both {
        person_id: i64,
    }
    let sql = "SELECT person_id FROM timer WHERE ticket_id = $1
      AND person_id IN (SELECT person_id FROM timer WHERE ticket_id = $2) ORDER BY person_id";
    let both: Vec<Both> = all(change.db(), sql, [ticket.into(), other.into()]).await?;
    for person in both.iter().map(|row| PersonId(row.person_id)) {
        let timers = hold(change, person).await?;
        for row in timers.iter().filter(|row| row.ticket_id == ticket) {
            pause(change, house, person, row, call.now).await?;
        }
    }
    Ok(())
}

/// Minutes of the reader's timer on a ticket by the days on which it ran, the first day first; it ends. `None` where there is
/// none.
pub async fn take(
    change: &Change,
    house: &House,
    call: &Call,
    actor: &Actor,
    ticket: i64,
) -> Result<Option<Vec<(Date, u32)>>, Fault> {
    let timers = hold(change, actor.id).await?;
    let Some(own) = timers.iter().find(|row| row.ticket_id == ticket) else { return Ok(None) };
    pause(change, house, actor.id, own, call.now).await?;
    let (timer, mut parts) = (own.timer(), days(change, actor.id, ticket).await?);
    let told: i64 = parts.values().sum();
    // What was kept before there were days counts on the last one.
    let ended = house.clock.moment(timer.ended(call.now)).civil().date();
    *parts.entry(ended).or_default() += (timer.elapsed(call.now) - told).max(0);
    end(change, actor.id, ticket).await?;
    Ok(Some(minutes_by_day(&parts)))
}

/// What a timer ran until it was paused, by day.
async fn days(change: &Change, person: PersonId, ticket: i64) -> Result<BTreeMap<Date, i64>, Fault> {
    #[derive(FromQueryResult)]
    struct Ran {
        day: String,
        millis: i64,
    }
    let sql = "SELECT day, millis FROM timer_day WHERE person_id = $1 AND ticket_id = $2";
    let rows: Vec<Ran> = all(change.db(), sql, [person.0.into(), ticket.into()]).await?;
    let mut days = BTreeMap::new();
    for row in rows {
        let day: Date = row.day.parse().map_err(|_| Fault::impossible_row("timer_day", ticket, &row.day))?;
        days.insert(day, row.millis);
    }
    Ok(days)
}

/// Lets a timer stand still from `at` on, with the days on which it ran; one that stands still stays as it is.
async fn pause(
    change: &Change,
    house: &House,
    person: PersonId,
    row: &Row,
    at: Timestamp,
) -> Result<(), Fault> {
    let timer = row.timer();
    let Some(since) = timer.since else { return Ok(()) };
    for (day, millis) in by_day(since, at, house.clock.zone()) {
        let sql = "INSERT INTO timer_day (person_id, ticket_id, day, millis) VALUES ($1, $2, $3, $4)
          ON CONFLICT (person_id, ticket_id, day) DO UPDATE SET millis = timer_day.millis + excluded.millis";
        let values = [person.0.into(), row.ticket_id.into(), day.to_string().into(), millis.into()];
        run(change.db(), sql, values).await?;
    }
    write(change, person, row.ticket_id, timer.paused(at)).await
}

/// A person's timers; nobody else changes them until the change is over.
async fn hold(change: &Change, person: PersonId) -> Result<Vec<Row>, Fault> {
    hold_person(change, person.0).await?;
    let sql = "SELECT ticket_id, kept, since, stopped FROM timer WHERE person_id = $1";
    Ok(all(change.db(), sql, [person.0.into()]).await?)
}

/// Holds a person whose time is booked or timed, until the change is over: after tickets, before contracts, and before anything is
/// written to a history.
pub async fn hold_person(change: &Change, person: i64) -> Result<(), Fault> {
    if change.db().get_database_backend() == DbBackend::Postgres {
        run(change.db(), "SELECT id FROM person WHERE id = $1 FOR NO KEY UPDATE", [person.into()]).await?;
    }
    Ok(())
}

async fn write(change: &Change, person: PersonId, ticket: i64, timer: Timer) -> Result<(), Fault> {
    let sql = "INSERT INTO timer (person_id, ticket_id, kept, since, stopped) VALUES ($1, $2, $3, $4, $5)
      ON CONFLICT (person_id, ticket_id) DO UPDATE
      SET kept = excluded.kept, since = excluded.since, stopped = excluded.stopped";
    let millis = |at: Option<Timestamp>| at.map(Timestamp::as_millisecond);
    let values = [
        person.0.into(),
        ticket.into(),
        timer.kept.into(),
        millis(timer.since).into(),
        millis(timer.stopped).into(),
    ];
    run(change.db(), sql, values).await?;
    Ok(())
}

/// Forgets a timer, and with it its days.
async fn end(change: &Change, person: PersonId, ticket: i64) -> Result<(), Fault> {
    let sql = "DELETE FROM timer WHERE person_id = $1 AND ticket_id = $2";
    run(change.db(), sql, [person.0.into(), ticket.into()]).await?;
    Ok(())
}
