//! Contacts of an organisation: inviting, rights, leaving (A2, A5).
mod query;

use crate::fault::Fault;
use crate::house::House;
use crate::organisation::query::{name_of, seen};
use crate::person::invitation;
use crate::person::query::{by_email, end_sessions, set_account};
use app::call::Call;
use app::error::AppError;
use domain::access::Actor;
use domain::id::{OrganisationId, PersonId};
use domain::input::{Checks, Reason};
use domain::person::{Account, Rights};
use query::{belongs_somewhere, is_member, join};

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
    if let Some(person) = &known
        && (person.kind != "customer" || is_member(&change, id, PersonId(person.id)).await?)
    {
        checks.add("email", Reason::Taken);
    }
    checks.done(())?;
    let person = match known {
        Some(person) if person.account == Account::Active.code() => {
            join(&change, id, PersonId(person.id), &rights, call.now).await?;
            invitation::tell_added(&change, house, call, &person, &place).await?;
            PersonId(person.id)
        }
        Some(person) => {
            set_account(change.db(), PersonId(person.id), Account::Invited).await?;
            join(&change, id, PersonId(person.id), &rights, call.now).await?;
            invitation::send(&change, house, call, PersonId(person.id), Some(&place)).await?;
            PersonId(person.id)
        }
        None => {
            let person = invitation::make(&change, call, "customer", &name, &email).await?;
            join(&change, id, person, &rights, call.now).await?;
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
    if !query::set_rights(&change, id, person, &rights).await? {
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
    if !query::leave(&change, id, person, call.now).await? {
        return Err(AppError::NotFound.into());
    }
    if !belongs_somewhere(&change, person).await? {
        set_account(change.db(), person, Account::Left).await?;
        end_sessions(change.db(), person.0, 0, now).await?;
    }
    change.people_changed(person);
    change.remember(actor.id.0, key, "organisation/leave", &(), now).await?;
    change.commit().await
}
