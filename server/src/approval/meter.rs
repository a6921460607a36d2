//! How far a ticket's effort is, what the gate lets through, and telling that its limit comes near (E3).
use crate::approval::tariff;
use crate::clock::instant;
use crate::fault::Fault;
use crate::house::House;
use crate::store::{Change, all, one, one_row, run};
use crate::ticket::history::By;
use crate::ticket::merge::FAMILY;
use crate::ticket::row::{TicketRow, by_id_to_change, by_id_to_read};
use crate::ticket::work::Work;
use app::call::Call;
use app::error::AppError;
use domain::approval::still_released;
use domain::effort::gate::{Gate, Level, Meter, OverLimit};
use domain::effort::timer::Timer;
use domain::input::Reason;
use domain::ticket::timeline::What;
use jiff::Timestamp;
use sea_orm::{ConnectionTrait, FromQueryResult};

#[derive(FromQueryResult)]
struct Booked {
    minutes: i64,
}

#[derive(FromQueryResult)]
struct Released {
    minutes: i64,
    cents: i64,
}

#[derive(FromQueryResult)]
struct Watch {
    kept: i64,
    since: Option<i64>,
}

/// The gate of a ticket: that of the configuration under which it came in (D8). Internal tickets have none, and none is needed
/// where time costs nothing by the hour.
pub async fn gate<C: ConnectionTrait>(
    house: &House,
    db: &C,
    ticket: &TicketRow,
) -> Result<Option<Gate>, Fault> {
    if ticket.internal || ticket.fixed_price()?.is_some() {
        return Ok(None);
    }
    let version = ticket.policy.unwrap_or(house.policy().version);
    Ok(house.edition(db, version).await?.gate)
}

/// How far a ticket is at its gate. Work counts as the contract counts it, in steps and from a minimum on; what was released
/// counts as far as its price pays for the present one.
pub async fn read<C: ConnectionTrait>(
    house: &House,
    db: &C,
    ticket: &TicketRow,
    gate: &Gate,
    now: Timestamp,
) -> Result<Meter, Fault> {
    let terms = tariff::terms(house, db, ticket, now).await?;
    let sql =
        "SELECT minutes FROM effort WHERE ticket_id = $1 AND billing = 'billable' AND taken_back = FALSE";
    let efforts: Vec<Booked> = all(db, sql, [ticket.id.into()]).await?;
    let sql =
        format!("SELECT minutes, cents FROM approval WHERE ticket_id IN {FAMILY} AND state = 'approved'");
    let releases: Vec<Released> = all(db, &sql, [ticket.id.into()]).await?;
    let hour =
        if releases.is_empty() { 0 } else { tariff::of_ticket(house, db, ticket, now).await?.hour_cents() };
    let sql = "SELECT kept, since FROM timer WHERE ticket_id = $1";
    let watches: Vec<Watch> = all(db, sql, [ticket.id.into()]).await?;
    let shown = |watch: &Watch| {
        Timer { kept: watch.kept, since: watch.since.map(instant), ..Timer::default() }.minutes(now)
    };
    let minutes = |minutes: i64| u32::try_from(minutes).unwrap_or(u32::MAX);
    let still = |release: &Released| still_released(minutes(release.minutes), release.cents, hour);
    let counted = |effort: &Booked| terms.counted(minutes(effort.minutes));
    Ok(Meter {
        included: gate.minutes,
        released: releases.iter().map(still).fold(0, u32::saturating_add),
        booked: efforts.iter().map(counted).fold(0, u32::saturating_add),
        running: watches.iter().map(shown).sum(),
    })
}

/// How close a ticket is to its limit; `None` where it has none.
pub async fn level<C: ConnectionTrait>(
    house: &House,
    db: &C,
    ticket: &TicketRow,
    now: Timestamp,
) -> Result<Option<Level>, Fault> {
    let Some(gate) = gate(house, db, ticket).await? else { return Ok(None) };
    Ok(Some(read(house, db, ticket, &gate, now).await?.level(gate.warn_percent)))
}

/// Refuses billable minutes that do not fit, in place of others that are booked already: those of one piece of work, which may be
/// of several days, together, as each of them counts. The ticket must be held, so that nobody else books at the same time.
pub async fn admit(
    house: &House,
    change: &Change,
    ticket: &TicketRow,
    minutes: &[u32],
    instead_of: u32,
    now: Timestamp,
) -> Result<(), Fault> {
    let Some(gate) = gate(house, change.db(), ticket).await? else { return Ok(()) };
    let terms = tariff::terms(house, change.db(), ticket, now).await?;
    let meter = read(house, change.db(), ticket, &gate, now).await?;
    let counted = minutes.iter().map(|minutes| terms.counted(*minutes)).fold(0, u32::saturating_add);
    match meter.book(counted, terms.counted(instead_of)) {
        Ok(_) => Ok(()),
        Err(OverLimit { fits, missing }) => {
            let fits = terms.fitting(fits);
            Err(AppError::field("minutes", Reason::OverLimit { fits, missing }).into())
        }
    }
}

/// How much more is booked on a ticket than may be, in minutes.
pub async fn beyond<C: ConnectionTrait>(
    house: &House,
    db: &C,
    ticket: &TicketRow,
    now: Timestamp,
) -> Result<u32, Fault> {
    let Some(gate) = gate(house, db, ticket).await? else { return Ok(0) };
    let meter = read(house, db, ticket, &gate, now).await?;
    Ok(meter.booked.saturating_sub(meter.limit()))
}

/// Whether a booking was refused at the gate.
pub fn refused(fault: &Fault) -> bool {
    matches!(fault, Fault::Told(AppError::Invalid { fields })
        if fields.iter().any(|field| matches!(field.reason, Reason::OverLimit { .. })))
}

/// Warns staff where the effort has come near its limit, who is responsible by mail, and tells the customer while it is still within what needs no
/// release; each once for a limit, on any number of servers. Answers whether something was told.
pub async fn tell(house: &House, change: &mut Change, ticket: i64, now: Timestamp) -> Result<bool, Fault> {
    let row = by_id_to_change(change.db(), ticket).await?;
    let Some(gate) = gate(house, change.db(), &row).await? else { return Ok(false) };
    let meter = read(house, change.db(), &row, &gate, now).await?;
    if meter.level(gate.warn_percent) == Level::Within || !mark(change, row.id, meter, now).await? {
        return Ok(false);
    }
    let call = Call::of_the_house(now);
    let mut work = Work::on(house, &call, row)?;
    work.happened(By::default(), What::Nearing { meter });
    if meter.released == 0 {
        work.happened(By::default(), What::LimitTold { minutes: gate.minutes });
    }
    work.finish(change).await?;
    Ok(true)
}

/// Whether there may be something to tell about a ticket.
pub async fn is_untold(house: &House, ticket: i64, now: Timestamp) -> Result<bool, Fault> {
    let db = house.store.read();
    let row = by_id_to_read(db, ticket).await?;
    let Some(gate) = gate(house, db, &row).await? else { return Ok(false) };
    let meter = read(house, db, &row, &gate, now).await?;
    if meter.level(gate.warn_percent) == Level::Within {
        return Ok(false);
    }
    let sql = "SELECT 1 AS yes FROM limit_notice WHERE ticket_id = $1 AND limit_minutes = $2";
    Ok(one_row(db, sql, [ticket.into(), i64::from(meter.limit()).into()]).await?.is_none())
}

async fn mark(change: &Change, ticket: i64, meter: Meter, now: Timestamp) -> Result<bool, Fault> {
    let sql =
        "INSERT INTO limit_notice (ticket_id, limit_minutes, at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING";
    let values = [ticket.into(), i64::from(meter.limit()).into(), now.as_millisecond().into()];
    Ok(run(change.db(), sql, values).await?.rows_affected() == 1)
}

/// When the customer was told, in milliseconds.
pub async fn told_at<C: ConnectionTrait>(db: &C, ticket: i64) -> Result<Option<i64>, Fault> {
    #[derive(FromQueryResult)]
    struct Row {
        at: i64,
    }
    let sql =
        format!("SELECT at FROM limit_notice WHERE ticket_id IN {FAMILY} ORDER BY limit_minutes, at LIMIT 1");
    Ok(one::<Row, _>(db, &sql, [ticket.into()]).await?.map(|row| row.at))
}
