//! Merging (C7): a ticket leads to another, its history, documents and times stand there, and its address, number and mails
//! reach the survivor. Undone, everything stands where it stood.
mod lead;
mod preview;
pub mod query;
mod undo;

pub use lead::note;
pub use preview::preview;
pub use undo::{of_ticket, undo};

use crate::fault::Fault;
use crate::house::House;
use crate::invoice::source::ticket_is_billed;
use crate::person::query::{PersonRow, by_email};
use crate::store::{Change, all, run};
use crate::ticket::behalf;
use crate::ticket::merge::lead::lead;
use crate::ticket::merge::query::{HOLD, JOINING, MERGED};
use crate::ticket::row::{TicketRow, find, find_to_change};
use app::call::Call;
use app::error::AppError;
use domain::access::{Action, Actor};
use domain::id::{OrganisationId, PersonId};
use domain::input::Reason;
use domain::ticket::merge::{Side, may_merge, writer};
use domain::ticket::number::TicketNumber;
use sea_orm::{ConnectionTrait, DbBackend, FromQueryResult};

/// What stands on the survivor while a merge lasts, each with a column `merged_from`.
const MOVED: [&str; 3] = ["entry", "document", "effort"];

/// A ticket (`$1`) and those that lead to it, for what stays on them while a merge lasts: what was asked for, agreed to and
/// told counts for the survivor.
pub const FAMILY: &str = "(SELECT id FROM ticket WHERE id = $1 OR merged_into = $1)";

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
    check(change.db(), &from, &into).await?;
    let survivor = into.number();
    lead(house, call, &mut change, from, into).await?;
    change.remember(actor.id.0, key, "ticket/merge", &survivor, call.now.as_millisecond()).await?;
    change.commit().await?;
    house.letters.notify_one();
    Ok(survivor)
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

/// Whether one may lead to the other; where it may not, why, at the field with the other ticket's number.
async fn check<C: ConnectionTrait>(db: &C, from: &TicketRow, into: &TicketRow) -> Result<(), Fault> {
    let (from, into) = (Facts::read(db, from).await?, Facts::read(db, into).await?);
    let refused = |why| AppError::field("into", Reason::NoMerge(why));
    may_merge(from.side(), into.side()).map_err(refused)?;
    Ok(())
}

/// What the rules ask of one of the two.
struct Facts<'a> {
    row: &'a TicketRow,
    on_staff: bool,
    original: Option<String>,
    billed: bool,
}

impl<'a> Facts<'a> {
    async fn read<C: ConnectionTrait>(db: &C, row: &'a TicketRow) -> Result<Self, Fault> {
        let author = by_email(db, &row.author_email.to_lowercase()).await?;
        let on_staff = author.as_ref().is_some_and(PersonRow::is_staff);
        let original = if on_staff { behalf::original(db, row).await? } else { None };
        let original = original.map(|original| original.email);
        Ok(Self { row, on_staff, original, billed: ticket_is_billed(db, row.id).await? })
    }

    fn side(&self) -> Side<'_> {
        Side {
            number: self.row.number(),
            organisation: self.row.organisation_id.map(OrganisationId),
            author: self.row.author_id.map(PersonId),
            email: writer(&self.row.author_email, self.on_staff, self.original.as_deref()),
            internal: self.row.internal,
            billed: self.billed,
        }
    }
}

/// The other ticket by what was typed; unknown and unseen ones are no choice.
fn typed(house: &House, into: &str) -> Result<TicketNumber, AppError> {
    house.policy().number.read(into).ok_or_else(|| AppError::field("into", Reason::NotAChoice))
}

/// A ticket for staff who work there, whom alone merging concerns.
pub async fn workplace<C: ConnectionTrait>(
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
pub async fn hold(house: &House, change: &Change, numbers: [i64; 2]) -> Result<(), Fault> {
    if house.store.backend() == DbBackend::Postgres {
        run(change.db(), HOLD, numbers.map(Into::into)).await?;
    }
    Ok(())
}
