//! Merging (C7): a ticket leads to another, its history, documents and times stand there, and its address, number and mails
//! reach the survivor. Undone, everything stands where it stood.
pub mod query;
mod undo;

pub use undo::{of_ticket, undo};

use crate::approval::{consent, decide, meter};
use crate::fault::Fault;
use crate::house::House;
use crate::invoice::source::ticket_is_billed;
use crate::package::draw;
use crate::store::{Change, all, one, run};
use crate::ticket::history::{By, Spot, record};
use crate::ticket::merge::query::{
    ADD_TIMERS, COPY_ALARMS, COUNTS, DROP_TIMERS, HOLD, JOIN, JOINING, LEAD, MERGED, PRICES, follow_price,
};
use crate::ticket::row::{TicketRow, find, find_to_change};
use crate::ticket::work::Work;
use crate::ticket::{price, search};
use app::call::Call;
use app::error::AppError;
use app::ticket::merge::Preview;
use domain::access::{Action, Actor};
use domain::id::{OrganisationId, PersonId};
use domain::input::Reason;
use domain::ticket::merge::{NoMerge, Side, may_merge};
use domain::ticket::number::TicketNumber;
use domain::ticket::timeline::What;
use jiff::civil::Date;
use sea_orm::{ConnectionTrait, DbBackend, FromQueryResult, Value};

/// What stands on the survivor while a merge lasts, each with a column `merged_from`.
const MOVED: [&str; 3] = ["entry", "document", "effort"];

/// A ticket (`$1`) and those that lead to it, for what stays on them while a merge lasts: what was asked for, agreed to and
/// told counts for the survivor.
pub const FAMILY: &str = "(SELECT id FROM ticket WHERE id = $1 OR merged_into = $1)";

async fn side<'a, C: ConnectionTrait>(db: &C, row: &'a TicketRow) -> Result<Side<'a>, Fault> {
    Ok(Side {
        number: row.number(),
        organisation: row.organisation_id.map(OrganisationId),
        author: row.author_id.map(PersonId),
        email: &row.author_email,
        internal: row.internal,
        billed: ticket_is_billed(db, row.id).await?,
    })
}

/// Why it is refused, at the field with the other ticket's number.
fn refused(why: NoMerge) -> AppError {
    AppError::field("into", Reason::NoMerge(why))
}

/// The other ticket by what was typed; unknown and unseen ones are no choice.
fn typed(house: &House, into: &str) -> Result<TicketNumber, AppError> {
    house.policy().number.read(into).ok_or_else(|| AppError::field("into", Reason::NotAChoice))
}

/// A ticket for staff who work there, whom alone merging concerns.
async fn workplace<C: ConnectionTrait>(
    db: &C,
    actor: &Actor,
    number: TicketNumber,
) -> Result<TicketRow, Fault> {
    let row = find(db, actor, number).await?;
    if !actor.is_staff() {
        return Err(AppError::NotFound.into());
    }
    if !actor.may(Action::Work, &row.relation(actor)) {
        return Err(AppError::NotYours.into());
    }
    Ok(row)
}

/// What a merge takes along.
#[derive(FromQueryResult)]
struct Counts {
    messages: i64,
    documents: i64,
    minutes: i64,
}

/// What a merge would bring about; nothing is changed.
pub async fn preview(house: &House, call: &Call, number: TicketNumber, into: &str) -> Result<Preview, Fault> {
    let actor = call.actor()?;
    let db = house.store.read();
    let from = workplace(db, actor, number).await?;
    let other = typed(house, into)?;
    let into = find(db, actor, other).await;
    let into = into.map_err(|_| AppError::field("into", Reason::NotAChoice))?;
    may_merge(side(db, &from).await?, side(db, &into).await?).map_err(refused)?;
    let counts: Option<Counts> = one(db, COUNTS, [from.id.into()]).await?;
    let counts = counts.unwrap_or(Counts { messages: 0, documents: 0, minutes: 0 });
    let count = |n: i64| u32::try_from(n).unwrap_or(u32::MAX);
    let earliest = [from.due_at, into.due_at].into_iter().flatten().min();
    Ok(Preview {
        into: into.number(),
        title: into.title.clone(),
        stage: into.stage()?,
        joins: [joining(db, &from, &into).await?, joining(db, &into, &from).await?]
            .into_iter()
            .flatten()
            .map(|person| person.name)
            .collect(),
        messages: count(counts.messages),
        documents: count(counts.documents),
        minutes: count(counts.minutes),
        due: earliest.map(|at| house.clock.shown(at)),
    })
}

#[derive(FromQueryResult)]
struct Joins {
    id: i64,
    name: String,
}

/// Who takes part in one ticket and not yet in the other.
async fn joining<C: ConnectionTrait>(
    db: &C,
    from: &TicketRow,
    into: &TicketRow,
) -> Result<Vec<Joins>, Fault> {
    let values = [from.id.into(), into.id.into(), from.author_id.into(), into.author_id.into()];
    Ok(all(db, JOINING, values).await?)
}

/// Both tickets stay as they are until this is over, held in one order so that nobody waits for each other.
async fn hold(house: &House, change: &Change, numbers: [i64; 2]) -> Result<(), Fault> {
    if house.store.backend() == DbBackend::Postgres {
        run(change.db(), HOLD, numbers.map(Into::into)).await?;
    }
    Ok(())
}

/// Lets a ticket lead to another. Answers the survivor's number.
pub async fn merge(
    house: &House,
    call: &Call,
    key: &str,
    number: TicketNumber,
    into: &str,
) -> Result<TicketNumber, Fault> {
    let actor = call.actor()?;
    let mut change = house.store.change().await?;
    if let Some(done) = change.earlier(actor.id.0, key, "ticket/merge").await? {
        return Ok(done);
    }
    // Seen first: who may not see the ticket must not hold it.
    workplace(change.db(), actor, number).await?;
    let other = typed(house, into)?;
    hold(house, &change, [number.0, other.0]).await?;
    let from = find_to_change(change.db(), actor, number).await?;
    let into = find_to_change(change.db(), actor, other).await;
    let into = into.map_err(|_| AppError::field("into", Reason::NotAChoice))?;
    let (one, other) = (side(change.db(), &from).await?, side(change.db(), &into).await?);
    may_merge(one, other).map_err(refused)?;
    let survivor = into.number();
    lead(house, call, &mut change, from, into).await?;
    change.remember(actor.id.0, key, "ticket/merge", &survivor, call.now.as_millisecond()).await?;
    change.commit().await?;
    house.letters.notify_one();
    Ok(survivor)
}

async fn lead(
    house: &House,
    call: &Call,
    change: &mut Change,
    from: TicketRow,
    into: TicketRow,
) -> Result<(), Fault> {
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
    search::add(db, into.id, "", "", &marks).await?;
    search::add(db, from.id, "", "", &people_marks(db, into.id, into.author_id).await?).await?;
    run(db, COPY_ALARMS, ids.clone()).await?;
    run(db, "DELETE FROM promise WHERE ticket_id = $1", [from.id.into()]).await?;
    move_timers(db, ids.clone(), now).await?;
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
async fn move_timers<C: ConnectionTrait>(db: &C, ids: [Value; 2], now: i64) -> Result<(), Fault> {
    let [from, into] = ids.clone();
    run(db, ADD_TIMERS, [from, into, now.into()]).await?;
    run(db, DROP_TIMERS, ids.clone()).await?;
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
async fn note(change: &mut Change, call: &Call, row: &TicketRow, what: &What) -> Result<(), Fault> {
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
        people: row.author_id.into_iter().map(PersonId).collect(),
        internal: row.internal,
    });
    Ok(())
}

/// A ticket that leads to another, as far as its promises need it.
#[derive(FromQueryResult)]
pub struct Merged {
    /// Its id.
    pub id: i64,
    /// When it came in.
    pub opened_at: i64,
    /// When it was merged.
    pub merged_at: i64,
    /// In which state the other was then.
    pub survivor_stage: String,
    /// Under which configuration it came in.
    pub policy: Option<i64>,
    /// Its plan.
    pub plan: Option<String>,
    /// Its type.
    pub kind: String,
    /// Its class.
    pub class: Option<String>,
    /// Its priority.
    pub priority: Option<String>,
}

/// The tickets that lead to one.
pub async fn merged<C: ConnectionTrait>(db: &C, ticket: i64) -> Result<Vec<Merged>, Fault> {
    Ok(all(db, MERGED, [ticket.into()]).await?)
}
