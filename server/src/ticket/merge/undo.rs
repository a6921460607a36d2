//! Taking a merge back, and which may be.
use super::query::{LEAVE, PART, PRICES, SINCE, part_price};
use super::{MOVED, hold, workplace};
use crate::approval::meter;
use crate::clock::instant;
use crate::fault::Fault;
use crate::house::House;
use crate::invoice::source::{billed, ticket_is_billed};
use crate::letter::window;
use crate::package::draw;
use crate::store::{Change, all, one, run};
use crate::ticket::objection;
use crate::ticket::row::{TicketRow, by_id_to_change, find_to_change};
use crate::ticket::work::Work;
use app::call::Call;
use app::error::AppError;
use app::ticket::merge::MergedView;
use domain::input::Reason;
use domain::ticket::Stage;
use domain::ticket::merge::{NoMerge, may_undo};
use domain::ticket::number::TicketNumber;
use domain::ticket::timeline::What;
use jiff::civil::Date;
use sea_orm::{ConnectionTrait, FromQueryResult, Value};

#[derive(FromQueryResult)]
struct Led {
    id: i64,
    number: i64,
    title: String,
    merged_first: i64,
    merged_stage: String,
    merged_at: i64,
    billed: bool,
    unsplit: bool,
}

/// The tickets that lead to one (`$1`), with whether something of them is billed, and whether they lead there because a split was
/// taken back: that is no merge to be undone.
fn led() -> String {
    format!(
        "SELECT t.id, t.number, t.title, t.merged_first, t.merged_stage, t.merged_at, {} AS billed,
           (t.unsplit_at IS NOT NULL) AS unsplit FROM ticket t
         WHERE t.merged_into = $1 ORDER BY t.merged_at, t.id",
        billed("t.id")
    )
}

impl Led {
    const fn may(&self, into: i64, into_billed: bool) -> Result<(), NoMerge> {
        may_undo(self.merged_first == into, self.billed || into_billed)
    }
}

/// Which tickets lead to this one; asked for staff only.
pub async fn of_ticket(house: &House, ticket: i64) -> Result<Vec<MergedView>, Fault> {
    let db = house.store.read();
    let rows: Vec<Led> = all(db, &led(), [ticket.into()]).await?;
    let into_billed = !rows.is_empty() && ticket_is_billed(db, ticket).await?;
    let view = |row: Led| MergedView {
        number: TicketNumber(row.number),
        at: house.clock.shown(row.merged_at),
        stays: row.may(ticket, into_billed).err(),
        title: row.title,
    };
    Ok(rows.into_iter().filter(|row| !row.unsplit).map(view).collect())
}

/// Takes a merge back: the ticket stands for itself again, with what came from it.
pub async fn undo(
    house: &House,
    call: &Call,
    key: &str,
    number: TicketNumber,
    merged: TicketNumber,
) -> Result<(), Fault> {
    let actor = call.actor()?;
    let mut change = house.store.change().await?;
    if let Some(done) = change.earlier(actor.id.0, key, "ticket/unmerge").await? {
        return Ok(done);
    }
    let seen = workplace(change.db(), actor, number).await?;
    hold(house, &change, [seen.number, merged.0]).await?;
    let into = find_to_change(change.db(), actor, number).await?;
    let led: Vec<Led> = all(change.db(), &led(), [into.id.into()]).await?;
    let Some(row) = led.iter().find(|row| row.number == merged.0 && !row.unsplit) else {
        return Err(AppError::field("merged", Reason::NotAChoice).into());
    };
    let refused = |why| AppError::field("merged", Reason::NoMerge(why));
    row.may(into.id, ticket_is_billed(change.db(), into.id).await?).map_err(refused)?;
    let (ids, before) = ([into.id, row.id], beyond(house, &change, call, &[into.id]).await?);
    part(house, call, &mut change, into, row, &led).await?;
    // A release counted for both together; it must not count twice (E3).
    if beyond(house, &change, call, &ids).await? > before {
        return Err(refused(NoMerge::Released).into());
    }
    change.remember(actor.id.0, key, "ticket/unmerge", &(), call.now.as_millisecond()).await?;
    change.commit().await?;
    house.letters.notify_one();
    Ok(())
}

/// How much more is booked on tickets than may be, in minutes.
async fn beyond(house: &House, change: &Change, call: &Call, tickets: &[i64]) -> Result<u32, Fault> {
    let mut sum: u32 = 0;
    for ticket in tickets {
        let row = by_id_to_change(change.db(), *ticket).await?;
        sum = sum.saturating_add(meter::beyond(house, change.db(), &row, call.now).await?);
    }
    Ok(sum)
}

async fn part(
    house: &House,
    call: &Call,
    change: &mut Change,
    into: TicketRow,
    row: &Led,
    led: &[Led],
) -> Result<(), Fault> {
    let db = change.db();
    // What had been merged into it before goes with it.
    let mut own = vec![row.id];
    while let Some(next) = led.iter().find(|l| own.contains(&l.merged_first) && !own.contains(&l.id)) {
        own.push(next.id);
    }
    for id in &own {
        let values: [Value; 3] = [into.id.into(), row.id.into(), (*id).into()];
        for table in MOVED {
            let sql = format!(
                "UPDATE {table} SET ticket_id = $2, merged_from = NULLIF(merged_from, $2) WHERE ticket_id = $1 AND merged_from = $3"
            );
            run(db, &sql, values.clone()).await?;
        }
        if *id != row.id {
            run(db, "UPDATE ticket SET merged_into = $2 WHERE id = $3 AND merged_into = $1", values).await?;
        }
    }
    run(db, LEAVE, [into.id.into(), row.id.into()]).await?;
    let stage = Stage::of_code(&row.merged_stage)
        .ok_or_else(|| Fault::impossible_row("ticket", row.id, &row.merged_stage))?;
    let values = [row.id.into(), stage.code().into(), since(db, row.id, stage).await?.into()];
    run(db, PART, values).await?;
    for price in PRICES {
        run(db, &part_price(price), [into.id.into(), row.id.into()]).await?;
    }
    for id in [row.id, into.id] {
        let ticket = by_id_to_change(change.db(), id).await?;
        // Who got an organisation meanwhile was the survivor alone: its hours do not pay for what leaves it.
        let elsewhere = ticket.organisation_id != into.organisation_id;
        if elsewhere || ticket.fixed_price()? != into.fixed_price()? {
            draw::follow_ticket(change, house, call, &ticket, Date::MIN).await?;
        }
    }
    let written = |number| house.policy().number.write(number);
    let names = [(row.id, written(into.number())), (into.id, written(TicketNumber(row.number)))];
    for (id, number) in names {
        let mut work = Work::on(house, call, by_id_to_change(change.db(), id).await?)?;
        if id == row.id && work.stage == Stage::Done && !work.row.internal {
            // Merging ended the window for objections; it runs on as it would have, and as long as a letter says that was sent again.
            let version = work.row.policy.unwrap_or(house.policy().version);
            let edition = house.edition(change.db(), version).await?;
            let until = objection::until(&edition, &work.row, instant(work.row.stage_since));
            work.row.objection_until = until.max(window::latest(change, &work.row).await?);
        }
        work.did(What::Unmerged { number });
        work.finish(change).await?;
    }
    Ok(())
}

/// When a ticket came into the state in which it was merged.
async fn since<C: ConnectionTrait>(db: &C, ticket: i64, stage: Stage) -> Result<i64, Fault> {
    #[derive(FromQueryResult)]
    struct At {
        at: i64,
    }
    let row: Option<At> = one(db, SINCE, [ticket.into(), stage.code().into()]).await?;
    Ok(row.map_or(0, |row| row.at))
}
