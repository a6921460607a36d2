//! Taking a call: it begins, somebody is named, somebody hangs up.
use crate::effort::timer;
use crate::fault::Fault;
use crate::house::House;
use crate::phone::row::{CallRow, OWN, country, own_to_change, taker};
use crate::store::{Change, all, insert, one, one_row, run};
use app::call::Call;
use app::error::AppError;
use app::phone::api::CallDeed;
use app::phone::view::OpenCall;
use domain::id::{CallId, OrganisationId, PersonId};
use domain::input::Reason;
use domain::phone::call::Stranger;
use sea_orm::FromQueryResult;

/// Begins a call. The reader's running one of whom nothing is known is taken up again: a button pressed twice begins one
/// call. What the reader was timing is paused.
pub async fn begin(house: &House, call: &Call) -> Result<CallId, Fault> {
    let actor = taker(house, call)?;
    let change = house.store.change().await?;
    timer::rest(&change, call, actor).await?;
    let sql = format!("{OWN} AND ended_at IS NULL ORDER BY began_at DESC LIMIT 1");
    let last: Option<CallRow> = one(change.db(), &sql, [actor.id.0.into()]).await?;
    if let Some(last) = last.filter(|last| !last.named()) {
        change.commit().await?;
        return Ok(CallId(last.id));
    }
    let sql = "INSERT INTO phone_call (taker_id, caller_name, caller_number, caller_email, began_at)
      VALUES ($1, '', '', '', $2) RETURNING id";
    let id = insert(change.db(), sql, [actor.id.0.into(), call.now.as_millisecond().into()]).await?;
    change.commit().await?;
    Ok(CallId(id))
}

/// The reader's calls that are not written down yet, the last first; none for who takes none.
pub async fn open(house: &House, call: &Call) -> Result<Vec<OpenCall>, Fault> {
    let actor = call.actor()?;
    if !crate::phone::row::takes(house, actor) {
        return Ok(Vec::new());
    }
    let sql = format!("{OWN} ORDER BY began_at DESC LIMIT 5");
    let rows: Vec<CallRow> = all(house.store.read(), &sql, [actor.id.0.into()]).await?;
    Ok(rows.into_iter().map(|row| OpenCall { id: CallId(row.id), timer: row.timer() }).collect())
}

/// Says that somebody of the register calls.
pub async fn name(
    house: &House,
    call: &Call,
    key: &str,
    id: CallId,
    person: Option<PersonId>,
    organisation: Option<OrganisationId>,
) -> Result<(), Fault> {
    let actor = taker(house, call)?;
    let change = house.store.change().await?;
    if let Some(done) = change.earlier(actor.id.0, key, "phone/caller").await? {
        return Ok(done);
    }
    own_to_change(change.db(), actor, id).await?;
    let caller = match person {
        Some(person) => Some(contact(&change, person, organisation).await?),
        None => None,
    };
    if let (None, Some(organisation)) = (&caller, organisation) {
        let sql = "SELECT 1 FROM organisation WHERE id = $1";
        let there = one_row(change.db(), sql, [organisation.0.into()]).await?;
        there.ok_or_else(|| AppError::field("organisation", Reason::NotAChoice))?;
    } else if caller.is_none() {
        return Err(AppError::field("person", Reason::Missing).into());
    }
    let (name, email) = caller.map(|caller| (caller.name, caller.email)).unwrap_or_default();
    let sql =
        "UPDATE phone_call SET caller_id = $2, organisation_id = $3, caller_name = $4, caller_number = '',
      caller_email = $5 WHERE id = $1";
    let values = [
        id.0.into(),
        person.map(|person| person.0).into(),
        organisation.map(|organisation| organisation.0).into(),
        name.into(),
        email.into(),
    ];
    run(change.db(), sql, values).await?;
    change.remember(actor.id.0, key, "phone/caller", &(), call.now.as_millisecond()).await?;
    change.commit().await
}

#[derive(FromQueryResult)]
struct Known {
    name: String,
    email: String,
}

/// A contact of an organisation, or an error at the field.
async fn contact(
    change: &Change,
    person: PersonId,
    organisation: Option<OrganisationId>,
) -> Result<Known, Fault> {
    let sql = "SELECT p.name, p.email FROM membership m JOIN person p ON p.id = m.person_id
      WHERE m.person_id = $1 AND m.organisation_id = $2 AND m.left_at IS NULL AND p.account <> 'left'";
    let values = [person.0.into(), organisation.map(|id| id.0).into()];
    let known = one(change.db(), sql, values).await?;
    Ok(known.ok_or_else(|| AppError::field("person", Reason::NotAChoice))?)
}

/// Says that somebody calls who is in no register.
pub async fn name_stranger(
    house: &House,
    call: &Call,
    key: &str,
    id: CallId,
    stranger: Stranger,
) -> Result<(), Fault> {
    let actor = taker(house, call)?;
    let change = house.store.change().await?;
    if let Some(done) = change.earlier(actor.id.0, key, "phone/stranger").await? {
        return Ok(done);
    }
    own_to_change(change.db(), actor, id).await?;
    let Stranger { name, number, email } = stranger.checked(country(house)).map_err(AppError::from)?;
    let sql = "UPDATE phone_call SET caller_id = NULL, organisation_id = NULL, caller_name = $2, caller_number = $3,
      caller_email = $4 WHERE id = $1";
    run(change.db(), sql, [id.0.into(), name.into(), number.into(), email.into()]).await?;
    change.remember(actor.id.0, key, "phone/stranger", &(), call.now.as_millisecond()).await?;
    change.commit().await
}

/// Hangs up, forgets, begins anew. Each may be asked twice.
pub async fn turn(house: &House, call: &Call, id: CallId, deed: CallDeed) -> Result<(), Fault> {
    let actor = taker(house, call)?;
    let change = house.store.change().await?;
    let there = "SELECT 1 FROM phone_call WHERE id = $1";
    if deed == CallDeed::Drop && one_row(change.db(), there, [id.0.into()]).await?.is_none() {
        return Ok(());
    }
    own_to_change(change.db(), actor, id).await?;
    match deed {
        CallDeed::HangUp => {
            let sql = "UPDATE phone_call SET ended_at = COALESCE(ended_at, $2) WHERE id = $1";
            run(change.db(), sql, [id.0.into(), call.now.as_millisecond().into()]).await?;
        }
        CallDeed::Drop => {
            run(change.db(), "DELETE FROM phone_call WHERE id = $1", [id.0.into()]).await?;
        }
        CallDeed::Other => {
            let sql = "UPDATE phone_call SET caller_id = NULL, organisation_id = NULL, caller_name = '',
              caller_number = '', caller_email = '' WHERE id = $1";
            run(change.db(), sql, [id.0.into()]).await?;
        }
    }
    change.commit().await
}
