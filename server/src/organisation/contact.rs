//! Contacts of an organisation: inviting, rights, leaving (A2, A5).
use crate::fault::Fault;
use crate::house::House;
use crate::organisation::query::{name_of, seen};
use crate::person::invitation;
use crate::person::query::{PersonRow, by_email};
use crate::store::{Change, one_row, run};
use app::call::Call;
use app::error::AppError;
use domain::access::Actor;
use domain::id::{OrganisationId, PersonId};
use domain::input::{Checks, Reason};
use domain::person::{Account, Rights};

/// Who manages contacts here. Who only sees the organisation is told so; everybody else finds nothing.
fn manager(call: &Call, id: OrganisationId) -> Result<&Actor, Fault> {
    let actor = call.actor()?;
    seen(actor, id)?;
    if actor.manages_contacts_of(id) { Ok(actor) } else { Err(AppError::NotYours.into()) }
}

/// Invites somebody, or adds a person who is a customer already.
pub async fn invite(
    house: &House,
    call: &Call,
    key: &str,
    id: OrganisationId,
    name: &str,
    email: &str,
    rights: Rights,
) -> Result<(), Fault> {
    let actor = manager(call, id)?;
    let mut change = house.store.change().await?;
    if let Some(done) = change.earlier(actor.id.0, key, "organisation/invite").await? {
        return Ok(done);
    }
    let place = name_of(change.db(), id).await?.ok_or(AppError::NotFound)?;
    let mut checks = Checks::default();
    let name = checks.line("name", name, 120);
    let email = checks.address("email", email);
    let known = by_email(change.db(), &email).await?;
    // Staff and partners are no contacts; the answer does not say which of them an address belongs to.
    if known.as_ref().is_some_and(|person| person.kind != "customer")
        || is_member(&change, id, known.as_ref()).await?
    {
        checks.add("email", Reason::Taken);
    }
    checks.done(())?;
    let person = match known {
        Some(person) if person.account == Account::Active.code() => {
            join(&change, call, id, PersonId(person.id), &rights).await?;
            invitation::tell_added(&change, house, call, &person, &place).await?;
            PersonId(person.id)
        }
        Some(person) => {
            run(change.db(), "UPDATE person SET account = 'invited' WHERE id = $1", [person.id.into()])
                .await?;
            join(&change, call, id, PersonId(person.id), &rights).await?;
            invitation::send(&change, house, call, PersonId(person.id), Some(&place)).await?;
            PersonId(person.id)
        }
        None => {
            let person = invitation::make(&change, call, "customer", &name, &email).await?;
            join(&change, call, id, person, &rights).await?;
            invitation::send(&change, house, call, person, Some(&place)).await?;
            person
        }
    };
    change.people_changed(person);
    change.remember(actor.id.0, key, "organisation/invite", &(), call.now.as_millisecond()).await?;
    change.commit().await?;
    house.letters.notify_one();
    Ok(())
}

async fn is_member(change: &Change, id: OrganisationId, person: Option<&PersonRow>) -> Result<bool, Fault> {
    let Some(person) = person else { return Ok(false) };
    let sql =
        "SELECT person_id FROM membership WHERE organisation_id = $1 AND person_id = $2 AND left_at IS NULL";
    Ok(one_row(change.db(), sql, [id.0.into(), person.id.into()]).await?.is_some())
}

async fn join(
    change: &Change,
    call: &Call,
    id: OrganisationId,
    person: PersonId,
    rights: &Rights,
) -> Result<(), Fault> {
    let sql = "INSERT INTO membership (person_id, organisation_id, rights, joined_at) VALUES ($1, $2, $3, $4) \
               ON CONFLICT (person_id, organisation_id) DO UPDATE SET rights = excluded.rights, joined_at = excluded.joined_at, left_at = NULL";
    let rights = serde_json::to_string(rights)?;
    run(change.db(), sql, [person.0.into(), id.0.into(), rights.into(), call.now.as_millisecond().into()])
        .await?;
    Ok(())
}

/// Changes a contact's rights. Nobody takes from themselves the right to manage.
pub async fn set_rights(
    house: &House,
    call: &Call,
    key: &str,
    id: OrganisationId,
    person: PersonId,
    rights: Rights,
) -> Result<(), Fault> {
    let actor = manager(call, id)?;
    let mut change = house.store.change().await?;
    if let Some(done) = change.earlier(actor.id.0, key, "organisation/rights").await? {
        return Ok(done);
    }
    if person == actor.id && !rights.manages_contacts {
        return Err(AppError::field("manages_contacts", Reason::NotAChoice).into());
    }
    let sql =
        "UPDATE membership SET rights = $1 WHERE organisation_id = $2 AND person_id = $3 AND left_at IS NULL";
    let done =
        run(change.db(), sql, [serde_json::to_string(&rights)?.into(), id.0.into(), person.0.into()]).await?;
    if done.rows_affected() == 0 {
        return Err(AppError::NotFound.into());
    }
    change.people_changed(person);
    change.remember(actor.id.0, key, "organisation/rights", &(), call.now.as_millisecond()).await?;
    change.commit().await
}

/// Lets a contact leave: access ends at once, the history stays. An account that belongs nowhere any more is closed.
pub async fn leave(
    house: &House,
    call: &Call,
    key: &str,
    id: OrganisationId,
    person: PersonId,
) -> Result<(), Fault> {
    let actor = manager(call, id)?;
    let mut change = house.store.change().await?;
    if let Some(done) = change.earlier(actor.id.0, key, "organisation/leave").await? {
        return Ok(done);
    }
    let now = call.now.as_millisecond();
    let sql = "UPDATE membership SET left_at = $1 WHERE organisation_id = $2 AND person_id = $3 AND left_at IS NULL";
    if run(change.db(), sql, [now.into(), id.0.into(), person.0.into()]).await?.rows_affected() == 0 {
        return Err(AppError::NotFound.into());
    }
    let elsewhere = "SELECT organisation_id FROM membership WHERE person_id = $1 AND left_at IS NULL";
    if one_row(change.db(), elsewhere, [person.0.into()]).await?.is_none() {
        run(change.db(), "UPDATE person SET account = 'left' WHERE id = $1", [person.0.into()]).await?;
        crate::person::query::end_sessions(change.db(), person.0, 0, now).await?;
    }
    change.people_changed(person);
    change.remember(actor.id.0, key, "organisation/leave", &(), now).await?;
    change.commit().await
}
