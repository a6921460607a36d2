//! Letting one ticket lead to another: what moves, what is taken back, what is written to both histories.
use super::query::{ADD_DAYS, ADD_TIMERS, COPY_ALARMS, DROP_TIMERS, JOIN, LEAD, PRICES, follow_price};
use super::{MOVED, joining};
use crate::approval::{consent, decide, meter};
use crate::effort::timer;
use crate::fault::Fault;
use crate::house::House;
use crate::package::draw;
use crate::store::{Change, all, run};
use crate::ticket::history::{By, Spot, record};
use crate::ticket::row::{TicketRow, find};
use crate::ticket::work::Work;
use crate::ticket::{price, search};
use app::call::Call;
use domain::id::OrganisationId;
use domain::ticket::timeline::What;
use jiff::civil::Date;
use sea_orm::{ConnectionTrait, FromQueryResult, Value};

/// Lets a ticket lead to another; both are held.
pub async fn lead(
    house: &House,
    call: &Call,
    change: &mut Change,
    from: TicketRow,
    into: TicketRow,
) -> Result<(), Fault> {
    timer::rest_beside(change, house, call, from.id, into.id).await?;
    let into = bring_work(house, call, change, &from, into).await?;
    let mut before = Work::on(house, call, from)?;
    take_back(&mut before, change).await?;
    let (from, into_id) = (&before.row, into.id);
    let written = |number| house.policy().number.write(number);
    let (merged, survivor) = (written(from.number()), written(into.number()));
    let (title, now) = (from.title.clone(), call.now.as_millisecond());
    note(change, call, from, &What::MergedInto { number: survivor }).await?;
    let ids: [Value; 2] = [from.id.into(), into.id.into()];
    let db = change.db();
    for table in MOVED {
        bring(db, table, ids.clone()).await?;
    }
    let joins = joining(db, from, &into).await?;
    for person in &joins {
        run(db, JOIN, [from.id.into(), into.id.into(), person.id.into()]).await?;
    }
    let marks = joins.iter().map(|person| format!("p{}", person.id)).collect::<Vec<_>>().join(" ");
    search::mark(db, into.id, marks).await?;
    search::mark(db, from.id, people_marks(db, into.id, into.author_id).await?).await?;
    run(db, COPY_ALARMS, ids.clone()).await?;
    run(db, "DELETE FROM promise WHERE ticket_id = $1", [from.id.into()]).await?;
    move_timers(db, ids.clone()).await?;
    run(db, "UPDATE ticket SET merged_into = $2 WHERE merged_into = $1", ids.clone()).await?;
    let over = domain::ticket::queue::OVER;
    let values = [from.id.into(), into.id.into(), now.into(), into.stage.clone().into(), over.into()];
    run(db, LEAD, values).await?;
    let mut work = Work::on(house, call, into)?;
    price::ask_no_more(&mut work, change).await?;
    work.did(What::Merged { number: merged, title });
    work.finish(change).await?;
    meter::tell(house, change, into_id, call.now).await?;
    Ok(())
}

async fn bring<C: ConnectionTrait>(db: &C, table: &str, ids: [Value; 2]) -> Result<(), Fault> {
    let sql = format!(
        "UPDATE {table} SET ticket_id = $2, merged_from = COALESCE(merged_from, $1) WHERE ticket_id = $1"
    );
    run(db, &sql, ids).await?;
    Ok(())
}

/// Work comes along first, with what it was sold for: hours are drawn before anything is written to a history. Answers the survivor.
async fn bring_work(
    house: &House,
    call: &Call,
    change: &mut Change,
    from: &TicketRow,
    into: TicketRow,
) -> Result<TicketRow, Fault> {
    let ids: [Value; 2] = [from.id.into(), into.id.into()];
    bring(change.db(), "effort", ids.clone()).await?;
    for price in PRICES {
        run(change.db(), &follow_price(price), ids.clone()).await?;
    }
    let fixed = [from.fixed_price()?, into.fixed_price()?];
    let into = find(change.db(), call.actor()?, into.number()).await?;
    if fixed.iter().any(Option::is_some) {
        draw::follow_ticket(change, house, call, &into, Date::MIN).await?;
    }
    Ok(into)
}

/// Takes back what still waits for the customer on a ticket: nobody decides about it there any more.
async fn take_back(work: &mut Work<'_>, change: &mut Change) -> Result<(), Fault> {
    let actor = work.call.actor()?;
    let by = By::of(actor);
    decide::take_back(work, change, &by).await?;
    consent::take_back(work, change).await?;
    if work.is_idle() { Ok(()) } else { work.finish(change).await }
}

/// Timers come along; who has one on both keeps that of the survivor, with what the other ran.
async fn move_timers<C: ConnectionTrait>(db: &C, ids: [Value; 2]) -> Result<(), Fault> {
    for both in [ADD_TIMERS, ADD_DAYS, DROP_TIMERS] {
        run(db, both, ids.clone()).await?;
    }
    run(db, "UPDATE timer SET ticket_id = $2 WHERE ticket_id = $1", ids).await?;
    Ok(())
}

async fn people_marks<C: ConnectionTrait>(db: &C, ticket: i64, author: Option<i64>) -> Result<String, Fault> {
    #[derive(FromQueryResult)]
    struct Row {
        person_id: i64,
    }
    let rows: Vec<Row> =
        all(db, "SELECT person_id FROM participant WHERE ticket_id = $1", [ticket.into()]).await?;
    let marks = rows.into_iter().map(|row| row.person_id).chain(author).map(|id| format!("p{id}"));
    Ok(marks.collect::<Vec<_>>().join(" "))
}

/// Writes an entry on a ticket that is not changed otherwise, and tells open pages of it.
pub async fn note(change: &mut Change, call: &Call, row: &TicketRow, what: &What) -> Result<(), Fault> {
    use domain::live::{LiveEvent, Notice};
    let actor = call.actor()?;
    let (version, stage) = (row.version + 1, row.stage()?);
    run(change.db(), "UPDATE ticket SET version = $2 WHERE id = $1", [row.id.into(), version.into()]).await?;
    let spot = Spot { ticket: row.id, at: call.now.as_millisecond(), version, stage, internal: row.internal };
    let by = By::of(actor);
    let id = record(change.db(), spot, &by, what).await?;
    change.tell(LiveEvent {
        notice: Notice {
            id,
            ticket: row.number(),
            change: what.change(),
            stage,
            version,
            by: Some(actor.id),
        },
        organisation: row.organisation_id.map(OrganisationId),
        people: row.author_id.into_iter().map(domain::id::PersonId).collect(),
        internal: row.internal,
    });
    Ok(())
}
