//! What answering a completion mail reads.
use crate::fault::Fault;
use crate::store::one_row;
use crate::ticket::row::TicketRow;
use domain::person::Rights;
use domain::ticket::number::TicketNumber;
use domain::ticket::timeline::What;
use sea_orm::ConnectionTrait;

/// The rights of a contact at the organisation of a ticket, while they belong to it.
pub async fn rights<C: ConnectionTrait>(
    db: &C,
    person: i64,
    row: &TicketRow,
) -> Result<Option<Rights>, Fault> {
    let sql = "SELECT m.rights FROM membership m
      WHERE m.person_id = $1 AND m.organisation_id = $2 AND m.left_at IS NULL";
    let member = one_row(db, sql, [person.into(), row.organisation_id.into()]).await?;
    let rights = member.map(|member| member.try_get::<String>("", "rights")).transpose()?;
    Ok(rights.as_deref().map(serde_json::from_str).transpose()?)
}

/// Whether a person takes part in a ticket.
pub async fn takes_part<C: ConnectionTrait>(db: &C, person: i64, row: &TicketRow) -> Result<bool, Fault> {
    let sql = "SELECT 1 AS yes FROM participant WHERE ticket_id = $1 AND person_id = $2";
    Ok(one_row(db, sql, [row.id.into(), person.into()]).await?.is_some())
}

/// What was said with a ticket's move at a moment, in milliseconds.
pub async fn said<C: ConnectionTrait>(db: &C, row: &TicketRow, at: i64) -> Result<String, Fault> {
    let sql =
        "SELECT data FROM entry WHERE ticket_id = $1 AND at = $2 AND what = 'moved' ORDER BY id DESC LIMIT 1";
    let moved = one_row(db, sql, [row.id.into(), at.into()]).await?;
    let data = moved.map(|moved| moved.try_get::<String>("", "data")).transpose()?;
    let what: Option<What> = data.as_deref().map(serde_json::from_str).transpose()?;
    Ok(if let Some(What::Moved { note, .. }) = what { note } else { String::new() })
}

/// The row of a number.
pub async fn id_of<C: ConnectionTrait>(db: &C, number: TicketNumber) -> Result<Option<i64>, Fault> {
    let found = one_row(db, "SELECT id FROM ticket WHERE number = $1", [number.0.into()]).await?;
    Ok(found.map(|found| found.try_get::<i64>("", "id")).transpose()?)
}
