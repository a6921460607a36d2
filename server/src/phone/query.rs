//! What is read and written about calls and phone numbers beside the row of a call.
use crate::fault::Fault;
use crate::phone::row::{CallRow, OWN};
use crate::store::{Change, all, insert, one, one_row, run};
use crate::ticket::open::Author;
use domain::id::{CallId, OrganisationId, PersonId};
use domain::phone::Number;
use jiff::Timestamp;
use sea_orm::{ConnectionTrait, FromQueryResult};

/// Writes the row of a call that begins; answers its id.
pub async fn add(change: &Change, taker: PersonId, now: Timestamp) -> Result<CallId, Fault> {
    let sql = "INSERT INTO phone_call (taker_id, caller_name, caller_number, caller_email, began_at)
      VALUES ($1, '', '', '', $2) RETURNING id";
    Ok(CallId(insert(change.db(), sql, [taker.0.into(), now.as_millisecond().into()]).await?))
}

/// The last of somebody's calls that run.
pub async fn running(change: &Change, taker: PersonId) -> Result<Option<CallRow>, Fault> {
    let sql = format!("{OWN} AND ended_at IS NULL ORDER BY began_at DESC LIMIT 1");
    Ok(one(change.db(), &sql, [taker.0.into()]).await?)
}

/// Somebody's calls that are not written down yet, the last first.
pub async fn unwritten<C: ConnectionTrait>(db: &C, taker: PersonId) -> Result<Vec<CallRow>, Fault> {
    let sql = format!("{OWN} ORDER BY began_at DESC LIMIT 5");
    Ok(all(db, &sql, [taker.0.into()]).await?)
}

/// Whether a call is there, whoever took it.
pub async fn is_call(change: &Change, id: CallId) -> Result<bool, Fault> {
    Ok(one_row(change.db(), "SELECT 1 FROM phone_call WHERE id = $1", [id.0.into()]).await?.is_some())
}

/// Who calls, as a call says it; nobody by default.
#[derive(Default)]
pub struct Named {
    /// Account.
    pub person: Option<PersonId>,
    /// For which organisation.
    pub organisation: Option<OrganisationId>,
    /// Name.
    pub name: String,
    /// Number, of who is in no register.
    pub number: String,
    /// Address.
    pub email: String,
}

/// Notes who calls.
pub async fn name(change: &Change, id: CallId, named: Named) -> Result<(), Fault> {
    let sql =
        "UPDATE phone_call SET caller_id = $2, organisation_id = $3, caller_name = $4, caller_number = $5,
      caller_email = $6 WHERE id = $1";
    let values = [
        id.0.into(),
        named.person.map(|person| person.0).into(),
        named.organisation.map(|organisation| organisation.0).into(),
        named.name.into(),
        named.number.into(),
        named.email.into(),
    ];
    run(change.db(), sql, values).await?;
    Ok(())
}

/// Notes when a call ended, where that was not noted before.
pub async fn hang_up(change: &Change, id: CallId, now: Timestamp) -> Result<(), Fault> {
    let sql = "UPDATE phone_call SET ended_at = COALESCE(ended_at, $2) WHERE id = $1";
    run(change.db(), sql, [id.0.into(), now.as_millisecond().into()]).await?;
    Ok(())
}

/// Forgets a call.
pub async fn remove(change: &Change, id: CallId) -> Result<(), Fault> {
    run(change.db(), "DELETE FROM phone_call WHERE id = $1", [id.0.into()]).await?;
    Ok(())
}

/// Notes the ticket on which a call is written down; answers whether nobody did so before.
pub async fn write_down(change: &Change, id: i64, ticket: i64, now: Timestamp) -> Result<bool, Fault> {
    let sql = "UPDATE phone_call SET ticket_id = $2, ended_at = COALESCE(ended_at, $3) WHERE id = $1 AND ticket_id IS NULL";
    let values = [id.into(), ticket.into(), now.as_millisecond().into()];
    Ok(run(change.db(), sql, values).await?.rows_affected() == 1)
}

/// The author of a ticket that a caller with an account opens.
pub async fn author(change: &Change, caller: Option<i64>) -> Result<Option<Author>, Fault> {
    let sql = "SELECT id, name, email, lang FROM person WHERE id = $1";
    Ok(one(change.db(), sql, [caller.into()]).await?)
}

/// A contact as a call names them.
#[derive(FromQueryResult)]
pub struct Known {
    /// Name.
    pub name: String,
    /// Address.
    pub email: String,
}

/// A contact of an organisation.
pub async fn contact(
    change: &Change,
    person: PersonId,
    organisation: Option<OrganisationId>,
) -> Result<Option<Known>, Fault> {
    let sql = "SELECT p.name, p.email FROM membership m JOIN person p ON p.id = m.person_id
      WHERE m.person_id = $1 AND m.organisation_id = $2 AND m.left_at IS NULL AND p.account <> 'left'";
    let values = [person.0.into(), organisation.map(|id| id.0).into()];
    Ok(one(change.db(), sql, values).await?)
}

/// An organisation with those who look after it.
#[derive(FromQueryResult)]
pub struct Firm {
    /// Its name.
    pub name: String,
    /// The project lead's.
    pub lead: Option<String>,
    /// The account manager's.
    pub manager: Option<String>,
}

/// The organisation of a caller.
pub async fn firm<C: ConnectionTrait>(db: &C, organisation: Option<i64>) -> Result<Option<Firm>, Fault> {
    let sql = "SELECT o.name, l.name AS lead, a.name AS manager FROM organisation o
      LEFT JOIN person l ON l.id = o.project_lead_id LEFT JOIN person a ON a.id = o.account_manager_id WHERE o.id = $1";
    Ok(one(db, sql, [organisation.into()]).await?)
}

/// Messages and calls on the tickets that changed last: an index finds those, and they have few entries.
pub const LAST: &str = "SELECT e.at, e.by_name, e.what, t.number, t.title
  FROM (SELECT id, number, title FROM ticket WHERE organisation_id = $1 AND internal = FALSE
    ORDER BY changed_at DESC, id DESC LIMIT 12) t
  JOIN entry e ON e.ticket_id = t.id
  WHERE e.what IN ('opened', 'message', 'called') AND e.internal = FALSE AND e.by_name <> ''
  ORDER BY e.id DESC LIMIT 6";

/// One of them.
#[derive(FromQueryResult)]
#[allow(missing_docs)] // columns, named as in the tables
pub struct LastRow {
    pub at: i64,
    pub by_name: String,
    pub what: String,
    pub number: i64,
    pub title: String,
}

/// The last messages and calls of an organisation.
pub async fn last<C: ConnectionTrait>(db: &C, organisation: i64) -> Result<Vec<LastRow>, Fault> {
    Ok(all(db, LAST, [organisation.into()]).await?)
}

/// The numbers of an owner (`person_id` or `organisation_id`) as they were written; none for nobody.
pub async fn written<C: ConnectionTrait>(db: &C, owner: &str, id: Option<i64>) -> Result<Vec<String>, Fault> {
    #[derive(FromQueryResult)]
    struct Written {
        written: String,
    }
    let sql = format!("SELECT written FROM phone_number WHERE {owner} = $1 ORDER BY id");
    let rows: Vec<Written> = all(db, &sql, [id.into()]).await?;
    Ok(rows.into_iter().map(|row| row.written).collect())
}

/// Sets the numbers of an owner (`person_id` or `organisation_id`).
pub async fn set_numbers(change: &Change, owner: &str, id: i64, numbers: Vec<Number>) -> Result<(), Fault> {
    run(change.db(), &format!("DELETE FROM phone_number WHERE {owner} = $1"), [id.into()]).await?;
    for number in numbers {
        let sql = format!("INSERT INTO phone_number ({owner}, written, digits) VALUES ($1, $2, $3)");
        run(change.db(), &sql, [id.into(), number.written.into(), number.digits.into()]).await?;
    }
    Ok(())
}

/// Whether somebody is a contact of an organisation.
pub async fn is_contact(
    change: &Change,
    organisation: OrganisationId,
    person: PersonId,
) -> Result<bool, Fault> {
    let sql = "SELECT 1 FROM membership WHERE organisation_id = $1 AND person_id = $2 AND left_at IS NULL";
    Ok(one_row(change.db(), sql, [organisation.0.into(), person.0.into()]).await?.is_some())
}
