//! Keeping phone numbers.
use crate::fault::Fault;
use crate::house::House;
use crate::phone::row::country;
use crate::store::{all, one_row, run};
use app::call::Call;
use app::error::AppError;
use domain::access::{Actor, Area};
use domain::id::{OrganisationId, PersonId};
use domain::phone::read_all;
use sea_orm::{ConnectionTrait, FromQueryResult};

#[derive(FromQueryResult)]
struct Written {
    written: String,
}

/// The numbers of an owner (`person_id` or `organisation_id`) as they were written; none for nobody.
pub async fn written<C: ConnectionTrait>(db: &C, owner: &str, id: Option<i64>) -> Result<Vec<String>, Fault> {
    let sql = format!("SELECT written FROM phone_number WHERE {owner} = $1 ORDER BY id");
    let rows: Vec<Written> = all(db, &sql, [id.into()]).await?;
    Ok(rows.into_iter().map(|row| row.written).collect())
}

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
    let (owner, id) = owner(change.db(), actor, organisation, person).await?;
    let numbers = read_all(phones, country(house)).map_err(|reason| AppError::field("phones", reason))?;
    run(change.db(), &format!("DELETE FROM phone_number WHERE {owner} = $1"), [id.into()]).await?;
    for number in numbers {
        let sql = format!("INSERT INTO phone_number ({owner}, written, digits) VALUES ($1, $2, $3)");
        run(change.db(), &sql, [id.into(), number.written.into(), number.digits.into()]).await?;
    }
    change.remember(actor.id.0, key, "phone/numbers", &(), call.now.as_millisecond()).await?;
    change.commit().await
}

async fn owner<C: ConnectionTrait>(
    db: &C,
    actor: &Actor,
    organisation: Option<OrganisationId>,
    person: Option<PersonId>,
) -> Result<(&'static str, i64), Fault> {
    let (may, owner, there) = match (organisation, person) {
        (None, None) => return Ok(("person_id", actor.id.0)),
        (None, Some(_)) => return Err(AppError::NotFound.into()),
        (Some(id), None) => {
            let sql = "SELECT 1 FROM organisation WHERE id = $1";
            let there = one_row(db, sql, [id.0.into()]).await?;
            (actor.may_enter(Area::ManageCustomers), ("organisation_id", id.0), there)
        }
        (Some(id), Some(person)) => {
            let sql =
                "SELECT 1 FROM membership WHERE organisation_id = $1 AND person_id = $2 AND left_at IS NULL";
            let there = one_row(db, sql, [id.0.into(), person.0.into()]).await?;
            (actor.manages_contacts_of(id), ("person_id", person.0), there)
        }
    };
    if may && there.is_some() { Ok(owner) } else { Err(AppError::NotFound.into()) }
}
