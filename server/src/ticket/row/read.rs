//! Reading one ticket: to look at it, and inside a change to hold it.
use super::{RESTS, TicketRow};
use crate::fault::Fault;
use crate::store::{one, one_row, run};
use app::error::AppError;
use domain::access::{Action, Actor};
use domain::ticket::number::TicketNumber;
use sea_orm::{ConnectionTrait, DbBackend};
use std::sync::LazyLock;

/// The ticket of a condition as a person (`$2`) stands to it.
fn read(condition: &str) -> String {
    format!(
        "
SELECT t.id, t.number, t.title, t.stage, t.stage_since, {RESTS} AS rests, t.channel, t.class, t.priority, t.kind, t.urgency, t.organisation_id,
  o.name AS organisation, o.project_lead_id, o.account_manager_id, t.asset_id, s.name AS asset, (s.kind IS NOT NULL AND s.kind = 'live') AS asset_live, t.software_version,
  t.technical_contact_id, c.name AS technical_contact, t.author_id, t.author_name, t.author_email, t.author_lang,
  (u.kind IS NOT NULL AND u.kind = 'staff') AS author_staff, t.assignee_id, a.name AS assignee, t.team_id,
  m.name AS team, t.internal, t.inner_work, t.opened_at, t.changed_at, t.planned_on, t.due_at, t.objection_until, t.objected_at, t.acceptance_id, t.plan, t.policy, t.specification, t.release,
  b.number AS order_number, b.state AS order_state, t.version,
  EXISTS (SELECT 1 FROM participant p WHERE p.ticket_id = t.id AND p.person_id = $2) AS takes_part,
  r.body AS draft, n.body AS note_draft
FROM ticket t
LEFT JOIN organisation o ON o.id = t.organisation_id
LEFT JOIN asset s ON s.id = t.asset_id
LEFT JOIN person c ON c.id = t.technical_contact_id
LEFT JOIN person u ON u.id = t.author_id
LEFT JOIN person a ON a.id = t.assignee_id
LEFT JOIN team m ON m.id = t.team_id
LEFT JOIN orders b ON b.id = t.order_id
LEFT JOIN draft r ON r.person_id = $2 AND r.ticket_id = t.id AND r.kind = 'reply'
LEFT JOIN draft n ON n.person_id = $2 AND n.ticket_id = t.id AND n.kind = 'note'
WHERE {condition}"
    )
}

/// The statement of [`find`]: a number that was merged leads to the survivor (C7).
pub fn by_number() -> &'static str {
    static SQL: LazyLock<String> = LazyLock::new(|| {
        read("t.id = (SELECT COALESCE(n.merged_into, n.id) FROM ticket n WHERE n.number = $1)")
    });
    &SQL
}

/// The ticket of an id, for what the house does by itself; inside a change, so that nobody else changes it. Where it was
/// merged, the survivor (C7): the caller goes on with the id of the row.
pub async fn by_id_to_change<C: ConnectionTrait>(db: &C, id: i64) -> Result<TicketRow, Fault> {
    let mut id = id;
    while let Some(survivor) = hold(db, id).await? {
        id = survivor;
    }
    by_id_to_read(db, id).await
}

/// Holds a ticket; answers where it leads once that is so.
async fn hold<C: ConnectionTrait>(db: &C, id: i64) -> Result<Option<i64>, Fault> {
    let lock = if db.get_database_backend() == DbBackend::Postgres { " FOR UPDATE" } else { "" };
    let sql = format!("SELECT merged_into FROM ticket WHERE id = $1{lock}");
    let row = one_row(db, &sql, [id.into()]).await?;
    Ok(row.map(|row| row.try_get::<Option<i64>>("", "merged_into")).transpose()?.flatten())
}

/// The same without holding it.
pub async fn by_id_to_read<C: ConnectionTrait>(db: &C, id: i64) -> Result<TicketRow, Fault> {
    let row = one(db, &read("t.id = $1"), [id.into(), 0_i64.into()]).await?;
    row.ok_or_else(|| Fault::broken(format!("there is no ticket with id {id}")))
}

/// A ticket as somebody who may see it stands to it. Where there is none, or the actor must not see it, *not found* (A6).
pub async fn find<C: ConnectionTrait>(
    db: &C,
    actor: &Actor,
    number: TicketNumber,
) -> Result<TicketRow, Fault> {
    let row: Option<TicketRow> = one(db, by_number(), [number.0.into(), actor.id.0.into()]).await?;
    row.filter(|row| actor.may(Action::See, &row.relation(actor))).ok_or_else(|| AppError::NotFound.into())
}

/// [`find`] inside a change: nobody else changes the ticket until it is over.
pub async fn find_to_change<C: ConnectionTrait>(
    db: &C,
    actor: &Actor,
    number: TicketNumber,
) -> Result<TicketRow, Fault> {
    if db.get_database_backend() == DbBackend::Postgres {
        run(db, "SELECT id FROM ticket WHERE number = $1 FOR UPDATE", [number.0.into()]).await?;
    }
    let found = find(db, actor, number).await?;
    if found.number == number.0 {
        return Ok(found);
    }
    // It was merged: the survivor is held as well, and read once that is so.
    by_id_to_change(db, found.id).await?;
    find(db, actor, number).await
}

/// A ticket that was just made, by whoever it was; rights have been decided before.
pub async fn fresh<C: ConnectionTrait>(
    db: &C,
    person: i64,
    number: TicketNumber,
) -> Result<TicketRow, Fault> {
    let row = one(db, by_number(), [number.0.into(), person.into()]).await?;
    row.ok_or_else(|| Fault::broken(format!("ticket {} is not there after it was made", number.0)))
}
