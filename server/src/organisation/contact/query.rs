//! What managing contacts reads and writes.
use crate::fault::Fault;
use crate::store::{Change, one_row, run};
use domain::id::{OrganisationId, PersonId};
use domain::person::Rights;
use jiff::Timestamp;

/// Whether a person belongs to an organisation.
pub async fn is_member(change: &Change, id: OrganisationId, person: PersonId) -> Result<bool, Fault> {
    let sql =
        "SELECT person_id FROM membership WHERE organisation_id = $1 AND person_id = $2 AND left_at IS NULL";
    Ok(one_row(change.db(), sql, [id.0.into(), person.0.into()]).await?.is_some())
}

/// Whether a person belongs to any.
pub async fn belongs_somewhere(change: &Change, person: PersonId) -> Result<bool, Fault> {
    let sql = "SELECT organisation_id FROM membership WHERE person_id = $1 AND left_at IS NULL";
    Ok(one_row(change.db(), sql, [person.0.into()]).await?.is_some())
}

/// A person belongs to an organisation from now on, also where they did before and left.
pub async fn join(
    change: &Change,
    id: OrganisationId,
    person: PersonId,
    rights: &Rights,
    now: Timestamp,
) -> Result<(), Fault> {
    let sql = "INSERT INTO membership (person_id, organisation_id, rights, joined_at) VALUES ($1, $2, $3, $4) \
               ON CONFLICT (person_id, organisation_id) DO UPDATE SET rights = excluded.rights, joined_at = excluded.joined_at, left_at = NULL";
    let rights = serde_json::to_string(rights)?;
    run(change.db(), sql, [person.0.into(), id.0.into(), rights.into(), now.as_millisecond().into()]).await?;
    Ok(())
}

/// Writes the rights of a member; answers whether there is one.
pub async fn set_rights(
    change: &Change,
    id: OrganisationId,
    person: PersonId,
    rights: &Rights,
) -> Result<bool, Fault> {
    let sql =
        "UPDATE membership SET rights = $1 WHERE organisation_id = $2 AND person_id = $3 AND left_at IS NULL";
    let values = [serde_json::to_string(rights)?.into(), id.0.into(), person.0.into()];
    Ok(run(change.db(), sql, values).await?.rows_affected() > 0)
}

/// A member leaves; answers whether there was one.
pub async fn leave(
    change: &Change,
    id: OrganisationId,
    person: PersonId,
    now: Timestamp,
) -> Result<bool, Fault> {
    let sql = "UPDATE membership SET left_at = $1 WHERE organisation_id = $2 AND person_id = $3 AND left_at IS NULL";
    let values = [now.as_millisecond().into(), id.0.into(), person.0.into()];
    Ok(run(change.db(), sql, values).await?.rows_affected() > 0)
}
