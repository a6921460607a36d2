//! Taking a call: it begins, somebody is named, somebody hangs up.
use crate::effort::timer;
use crate::fault::Fault;
use crate::house::House;
use crate::organisation::query::is_there;
use crate::phone::query::{self, Known, Named};
use crate::phone::row::{country, own_to_change, taker};
use crate::store::Change;
use app::call::Call;
use app::error::AppError;
use app::phone::api::CallDeed;
use app::phone::view::OpenCall;
use domain::id::{CallId, OrganisationId, PersonId};
use domain::input::Reason;
use domain::phone::call::Stranger;

/// Begins a call. The reader's running one of whom nothing is known is taken up again: a button pressed twice begins one
/// call. What the reader was timing is paused.
pub async fn begin(house: &House, call: &Call) -> Result<CallId, Fault> {
    let actor = taker(house, call)?;
    let change = house.store.change().await?;
    timer::rest(&change, house, call, actor).await?;
    let last = query::running(&change, actor.id).await?;
    if let Some(last) = last.filter(|last| !last.named()) {
        change.commit().await?;
        return Ok(CallId(last.id));
    }
    let id = query::add(&change, actor.id, call.now).await?;
    change.commit().await?;
    Ok(id)
}

/// The reader's calls that are not written down yet, the last first; none for who takes none.
pub async fn open(house: &House, call: &Call) -> Result<Vec<OpenCall>, Fault> {
    let actor = call.actor()?;
    if !crate::phone::row::takes(house, actor) {
        return Ok(Vec::new());
    }
    let rows = query::unwritten(house.store.read(), actor.id).await?;
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
        if !is_there(change.db(), organisation).await? {
            return Err(AppError::field("organisation", Reason::NotAChoice).into());
        }
    } else if caller.is_none() {
        return Err(AppError::field("person", Reason::Missing).into());
    }
    let (name, email) = caller.map(|caller| (caller.name, caller.email)).unwrap_or_default();
    query::name(&change, id, Named { person, organisation, name, number: String::new(), email }).await?;
    change.remember(actor.id.0, key, "phone/caller", &(), call.now.as_millisecond()).await?;
    change.commit().await
}

/// A contact of an organisation, or an error at the field.
async fn contact(
    change: &Change,
    person: PersonId,
    organisation: Option<OrganisationId>,
) -> Result<Known, Fault> {
    let known = query::contact(change, person, organisation).await?;
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
    query::name(&change, id, Named { name, number, email, ..Named::default() }).await?;
    change.remember(actor.id.0, key, "phone/stranger", &(), call.now.as_millisecond()).await?;
    change.commit().await
}

/// Hangs up, forgets, begins anew. Each may be asked twice.
pub async fn turn(house: &House, call: &Call, id: CallId, deed: CallDeed) -> Result<(), Fault> {
    let actor = taker(house, call)?;
    let change = house.store.change().await?;
    if deed == CallDeed::Drop && !query::is_call(&change, id).await? {
        return Ok(());
    }
    own_to_change(change.db(), actor, id).await?;
    match deed {
        CallDeed::HangUp => query::hang_up(&change, id, call.now).await?,
        CallDeed::Drop => query::remove(&change, id).await?,
        CallDeed::Other => query::name(&change, id, Named::default()).await?,
    }
    change.commit().await
}
