//! What triage and work set on a ticket: class, type, organisation, system, planned day; and who takes part.
pub mod kind;
mod person;
pub mod place;

pub use kind::change_kind;
pub use person::add_person;

use crate::fault::Fault;
use crate::house::House;
use crate::store::Change;
use crate::ticket::facts::kind::{ask_anew, hour_cents, ordered, retype};
use crate::ticket::facts::place::place;
use crate::ticket::internal::keeps_inner;
use crate::ticket::open::not_a_choice;
use crate::ticket::open::portal::owns;
use crate::ticket::shift::done;
use crate::ticket::work::Work;
use app::call::Call;
use app::error::AppError;
use app::ticket::api::Facts;
use domain::access::Action;
use domain::id::{AssetId, OrganisationId};
use domain::input::{Checks, may_be_planned};
use domain::policy::Policy;
use domain::ticket::TicketType;
use domain::ticket::timeline::What;

/// Most characters of the reason for another class.
const LONGEST_WHY: u32 = 500;

/// Sets facts; what stays as it was is no change.
pub async fn classify(house: &House, call: &Call, key: &str, facts: Facts) -> Result<(), Fault> {
    let actor = call.actor()?;
    let mut change = house.store.change().await?;
    if let Some(done) = change.earlier(actor.id.0, key, "ticket/classify").await? {
        return Ok(done);
    }
    let number = facts.number.ok_or(AppError::NotFound)?;
    let mut checks = Checks::default();
    let why = checks.optional_line("why", &facts.why, LONGEST_WHY).unwrap_or_default();
    let why = checks.done(why).map_err(AppError::from)?;
    let mut work = Work::begin(house, call, &change, number).await?;
    let (triage, works) = (work.may(Action::Triage), work.may(Action::Work));
    if !triage && !works {
        return Err(AppError::NotYours.into());
    }
    // Customers read it once a due time moves with it.
    if !work.row.internal {
        keeps_inner(house, &change, &[("why", &why)]).await?;
    }
    let hour = hour_cents(&work, &change).await?;
    if let Some(organisation) = facts.organisation
        && work.row.organisation_id != Some(organisation.0)
    {
        allowed(triage)?;
        place(&mut work, &mut change, organisation).await?;
    }
    let class = facts.class.filter(|class| work.row.class.as_ref() != Some(class));
    let kind = facts.kind.map(TicketType::code).filter(|code| work.row.kind != *code);
    let priority = facts.priority.filter(|level| work.row.priority.as_ref() != Some(level));
    if class.is_some() || kind.is_some() || priority.is_some() {
        allowed(triage)?;
    }
    offered(&house.policy(), class.as_deref(), facts.kind.filter(|_| kind.is_some()), priority.as_deref())?;
    if let Some(to) = priority {
        prioritise(&mut work, &change, to, &why).await?;
    }
    let kind = match kind.and_then(TicketType::of_code) {
        Some(kind) => ordered(&mut work, &change, kind).await?,
        None => None,
    };
    let asset = facts.asset.filter(|asset| asset.map(|id| id.0) != work.row.asset_id);
    let touched = class.is_some() || kind.is_some() || asset.is_some();
    let (from, to) = match &class {
        Some(to) => (work.row.class.clone(), Some(to.clone())),
        None => (None, None),
    };
    let before = work.key(&change).await?;
    if let Some(class) = class {
        work.row.class = Some(class);
    }
    if let Some(kind) = kind {
        retype(&mut work, &mut change, kind).await?;
    }
    if hour_cents(&work, &change).await? != hour {
        ask_anew(&mut work, &change).await?;
    }
    if touched {
        let after = work.key(&change).await?;
        let keys = (before != after).then(|| Box::new((before, after)));
        work.did(What::Classified { from, to, keys, moved: Vec::new(), why });
    }
    if let Some(asset) = asset {
        affect(&mut work, &change, asset).await?;
    }
    if let Some(day) = facts.planned
        && work.row.planned()? != day
    {
        let today = house.clock.moment(call.now).civil().date();
        let planned = day.map_or(Ok(()), |day| may_be_planned(day, today));
        planned.map_err(|reason| AppError::field("planned", reason))?;
        work.row.planned_on = day.map(|day| day.to_string());
        work.did(What::Planned { day });
    }
    done(work, change, key, "ticket/classify").await
}

/// Whether these can be chosen.
pub fn offered(
    policy: &Policy,
    class: Option<&str>,
    kind: Option<TicketType>,
    priority: Option<&str>,
) -> Result<(), Fault> {
    if kind.is_some_and(|kind| !policy.offers(kind)) {
        return Err(not_a_choice("kind"));
    }
    if class.is_some_and(|code| policy.class(code).is_none()) {
        return Err(not_a_choice("class"));
    }
    if priority.is_some_and(|code| policy.priority(code).is_none()) {
        return Err(not_a_choice("priority"));
    }
    Ok(())
}

async fn prioritise(work: &mut Work<'_>, change: &Change, to: String, why: &str) -> Result<(), Fault> {
    let before = work.key(change).await?;
    let from = work.row.priority.replace(to.clone());
    let after = work.key(change).await?;
    let keys = (before != after).then(|| Box::new((before, after)));
    work.did(What::Prioritised { from, to, keys, moved: Vec::new(), why: why.to_owned() });
    Ok(())
}

fn allowed(may: bool) -> Result<(), AppError> {
    if may { Ok(()) } else { Err(AppError::NotYours) }
}

async fn affect(work: &mut Work<'_>, change: &Change, asset: Option<AssetId>) -> Result<(), Fault> {
    if let Some(asset) = asset
        && !owns(change, work.row.organisation_id.map(OrganisationId), asset).await?
    {
        return Err(not_a_choice("asset"));
    }
    work.row.asset_id = asset.map(|id| id.0);
    Ok(())
}
