//! Booked time that goes along with what is split off, and back (C7). It stays the same time: its postings stay, and what was
//! corrected so far stands on the history where it was booked.
use crate::approval::meter;
use crate::effort::book::workable;
use crate::effort::row::{COLUMNS, EffortRow};
use crate::fault::Fault;
use crate::house::House;
use crate::package::draw;
use crate::store::{Change, all, run};
use crate::ticket::row::{TicketRow, find};
use app::call::Call;
use app::error::AppError;
use app::ticket::merge::GoingTime;
use domain::id::EffortId;
use domain::input::Reason;
use domain::ticket::number::TicketNumber;
use domain::ticket::split::{NoSplit, Went, may_go};
use sea_orm::{ConnectionTrait, DbBackend, FromQueryResult};
use std::collections::{BTreeSet, HashMap};

/// Booked time, and why it stays where it does.
type Booked = (EffortRow, Result<(), NoSplit>);

/// How the time of a ticket stands: on an issued document, here by a merge.
const STANDING: &str = "SELECT f.id, (f.merged_from IS NOT NULL) AS by_merge,
    EXISTS (SELECT 1 FROM invoice_source s JOIN invoice i ON i.id = s.invoice_id AND i.state <> 'draft'
      WHERE s.effort_id = f.id AND s.released = FALSE) AS billed
  FROM effort f WHERE f.ticket_id = $1 AND f.taken_back = FALSE";

#[derive(FromQueryResult)]
struct Standing {
    id: i64,
    by_merge: bool,
    billed: bool,
}

/// The time of a ticket of a number, for who works there.
pub async fn of_number(house: &House, call: &Call, number: TicketNumber) -> Result<Vec<GoingTime>, Fault> {
    let actor = call.actor()?;
    let db = house.store.read();
    let ticket = find(db, actor, number).await?;
    workable(actor, &ticket)?;
    let policy = house.policy();
    let name = |code: &str| {
        let known = policy.activities.iter().find(|activity| activity.code == code);
        known.map_or_else(|| code.to_owned(), |activity| activity.name(call.lang).to_owned())
    };
    let view = |(row, may): Booked| {
        let effort = row.effort()?;
        Ok::<_, Fault>(GoingTime {
            id: EffortId(row.id),
            version: row.version,
            activity: name(&effort.activity),
            effort,
            stays: may.err(),
            whose: row.whose,
        })
    };
    booked(db, ticket.id).await?.into_iter().map(view).collect()
}

async fn booked<C: ConnectionTrait>(db: &C, ticket: i64) -> Result<Vec<Booked>, Fault> {
    let standing: Vec<Standing> = all(db, STANDING, [ticket.into()]).await?;
    let may: HashMap<i64, Result<(), NoSplit>> =
        standing.into_iter().map(|row| (row.id, may_go(row.billed, row.by_merge))).collect();
    let sql = format!(
        "SELECT {COLUMNS} FROM effort f JOIN person p ON p.id = f.person_id
         WHERE f.ticket_id = $1 AND f.taken_back = FALSE ORDER BY f.day, f.id"
    );
    let rows: Vec<EffortRow> = all(db, &sql, [ticket.into()]).await?;
    Ok(rows.into_iter().filter_map(|row| may.get(&row.id).copied().map(|may| (row, may))).collect())
}

/// The time of a ticket that is held, to be moved: whoever issues an invoice or corrects it was quicker, or waits.
async fn held(change: &Change, ticket: i64) -> Result<Vec<Booked>, Fault> {
    let db = change.db();
    if db.get_database_backend() == DbBackend::Postgres {
        let sql = "SELECT id FROM effort WHERE ticket_id = $1 ORDER BY id FOR NO KEY UPDATE";
        run(db, sql, [ticket.into()]).await?;
    }
    booked(db, ticket).await
}

/// What was chosen, each with the version that was seen. What has to stay is refused, and so is what changed meanwhile.
pub async fn chosen(
    change: &Change,
    ticket: i64,
    asked: &[(EffortId, i64)],
) -> Result<Vec<EffortRow>, Fault> {
    if asked.is_empty() {
        return Ok(Vec::new());
    }
    let mut chosen = Vec::with_capacity(asked.len());
    for (row, may) in held(change, ticket).await? {
        let Some((_, version)) = asked.iter().find(|(id, _)| id.0 == row.id) else { continue };
        may.map_err(|why| AppError::field("times", Reason::NoSplit(why)))?;
        if row.version != *version {
            return Err(AppError::Outdated { version: row.version }.into());
        }
        chosen.push(row);
    }
    // Taken back meanwhile, or never here.
    let asked: BTreeSet<i64> = asked.iter().map(|(id, _)| id.0).collect();
    if chosen.len() < asked.len() {
        return Err(AppError::field("times", Reason::NotAChoice).into());
    }
    Ok(chosen)
}

/// All time of a ticket, to go back.
pub async fn every(change: &Change, ticket: i64) -> Result<Vec<EffortRow>, Fault> {
    Ok(held(change, ticket).await?.into_iter().map(|(row, _)| row).collect())
}

/// Takes time from one ticket to another; call it before anything is written to a history, as whatever draws. It is drawn anew only
/// where it costs otherwise there. A draft of an invoice that holds it says that its work changed. No more may come to stand beyond
/// what needs no release or was released (E3) than stood so before.
pub async fn bring(
    change: &mut Change,
    house: &House,
    call: &Call,
    times: &[EffortRow],
    from: &TicketRow,
    to: &TicketRow,
) -> Result<(), Fault> {
    if times.is_empty() {
        return Ok(());
    }
    let before = beyond(house, change, call, [from, to]).await?;
    for row in times {
        let sql = "UPDATE effort SET ticket_id = $2, version = version + 1 WHERE id = $1";
        run(change.db(), sql, [row.id.into(), to.id.into()]).await?;
    }
    let alike = from.organisation_id == to.organisation_id
        && from.kind == to.kind
        && from.fixed_price()? == to.fixed_price()?;
    if !alike {
        for row in times {
            draw::follow(change, house, call, to, EffortId(row.id), Some(&row.effort()?)).await?;
        }
    }
    if beyond(house, change, call, [from, to]).await? > before {
        return Err(AppError::field("times", Reason::NoSplit(NoSplit::Released)).into());
    }
    Ok(())
}

async fn beyond(house: &House, change: &Change, call: &Call, tickets: [&TicketRow; 2]) -> Result<u32, Fault> {
    let mut sum: u32 = 0;
    for ticket in tickets {
        sum = sum.saturating_add(meter::beyond(house, change.db(), ticket, call.now).await?);
    }
    Ok(sum)
}

/// What both histories say of it.
pub fn went(times: &[EffortRow]) -> Result<Vec<Went>, Fault> {
    let went = |row: &EffortRow| {
        Ok::<_, Fault>(Went { effort: EffortId(row.id), whose: row.whose.clone(), booked: row.effort()? })
    };
    times.iter().map(went).collect()
}
