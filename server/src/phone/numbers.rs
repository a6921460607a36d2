//! Keeping phone numbers.
use crate::fault::Fault;
use crate::house::House;
use crate::organisation::query::is_there;
use crate::phone::query::{is_contact, set_numbers};
use crate::phone::row::country;
use crate::store::Change;
use app::call::Call;
use app::error::AppError;
use domain::access::{Actor, Area};
use domain::id::{OrganisationId, PersonId};
use domain::phone::read_all;

/// Sets the numbers of a contact, of an organisation, or of the asker. Whoever may not change them finds nothing.
pub async fn keep(
    house: &House,
    call: &Call,
    key: &str,
    organisation: Option<OrganisationId>,
    person: Option<PersonId>,
    phones: &str,
) -> Result<(), Fault> {
    let actor = call.actor()?;
    let change = house.store.change().await?;
    if let Some(done) = change.earlier(actor.id.0, key, "phone/numbers").await? {
        return Ok(done);
    }
    let (owner, id) = owner(&change, actor, organisation, person).await?;
    let numbers = read_all(phones, country(house)).map_err(|reason| AppError::field("phones", reason))?;
    set_numbers(&change, owner, id, numbers).await?;
    change.remember(actor.id.0, key, "phone/numbers", &(), call.now.as_millisecond()).await?;
    change.commit().await
}

async fn owner(
    change: &Change,
    actor: &Actor,
    organisation: Option<OrganisationId>,
    person: Option<PersonId>,
) -> Result<(&'static str, i64), Fault> {
    let (may, owner, there) = match (organisation, person) {
        (None, None) => return Ok(("person_id", actor.id.0)),
        (None, Some(_)) => return Err(AppError::NotFound.into()),
        (Some(id), None) => {
            let there = is_there(change.db(), id).await?;
            (actor.may_enter(Area::ManageCustomers), ("organisation_id", id.0), there)
        }
        (Some(id), Some(person)) => {
            let there = is_contact(change, id, person).await?;
            (actor.manages_contacts_of(id), ("person_id", person.0), there)
        }
    };
    if may && there { Ok(owner) } else { Err(AppError::NotFound.into()) }
}
