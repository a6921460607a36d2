//! Packages of all customers whom the reader sees, and the hours that are left beside other things.
use crate::fault::Fault;
use crate::house::House;
use crate::package::contract::contracts_on;
use crate::package::ledger::Kept;
use crate::package::statement;
use crate::store::all;
use app::call::Call;
use app::error::AppError;
use app::package::view::{HoursLeft, PackageLine, PackagesView};
use app::ticket::view::Choice;
use domain::access::{Actor, Area};
use domain::id::OrganisationId;
use domain::person::Membership;
use sea_orm::FromQueryResult;
use std::collections::BTreeMap;

#[derive(FromQueryResult)]
struct Named {
    id: i64,
    name: String,
}

/// All packages that the reader may see, those with the least left first; the one where it is the only one.
pub async fn page(house: &House, call: &Call) -> Result<PackagesView, Fault> {
    let actor = call.actor()?;
    let now = house.clock.moment(call.now);
    let own: Vec<i64> = actor
        .memberships()
        .iter()
        .filter(|member| Membership::sees_money(member))
        .map(|member| member.organisation.0)
        .collect();
    let everybody = actor.may_enter(Area::Packages);
    if !everybody && own.is_empty() {
        return Err(AppError::NotFound.into());
    }
    if let ([only], false) = (own.as_slice(), everybody) {
        return statement::page(house, call, OrganisationId(*only), "").await;
    }
    let db = house.store.read();
    let today = now.civil().date();
    let mut contracts = contracts_on(db, today).await?;
    contracts.retain(|contract| {
        let seen = everybody || own.contains(&contract.organisation_id);
        seen && house.policy().plan(&contract.plan).is_some_and(|plan| plan.hours > 0)
    });
    let names: Vec<Named> = all(db, "SELECT id, name FROM organisation", []).await?;
    let names: BTreeMap<i64, String> = names.into_iter().map(|row| (row.id, row.name)).collect();
    let mut lines = Vec::with_capacity(contracts.len());
    for kept in Kept::read_all(db, house, contracts).await? {
        let id = kept.contract.organisation_id;
        lines.push(PackageLine {
            organisation: Choice {
                id: OrganisationId(id),
                name: names.get(&id).cloned().unwrap_or_default(),
            },
            plan: kept.plan().map(|plan| plan.name(call.lang).to_owned()).unwrap_or_default(),
            forecast: kept.ledger.forecast(today),
        });
    }
    let left =
        |line: &PackageLine| line.forecast.map_or(i64::MAX, |forecast| forecast.left() - forecast.overage);
    lines.sort_by(|a, b| left(a).cmp(&left(b)).then_with(|| a.organisation.name.cmp(&b.organisation.name)));
    Ok(PackagesView { lines, statement: None, now })
}

/// Hours that are left to an organisation today, for who may know; `None` where it has no package.
pub async fn hours_left(
    house: &House,
    actor: &Actor,
    call: &Call,
    organisation: Option<i64>,
) -> Result<Option<HoursLeft>, Fault> {
    Ok(hours_left_of(house, actor, call, organisation.as_slice()).await?.pop())
}

/// The same of several organisations, those that have a package; one statement in all, and another where hours are pooled.
pub async fn hours_left_of(
    house: &House,
    actor: &Actor,
    call: &Call,
    organisations: &[i64],
) -> Result<Vec<HoursLeft>, Fault> {
    // A company without packages asks nothing of the database.
    if house.policy().plans.iter().all(|plan| plan.hours == 0) {
        return Ok(Vec::new());
    }
    let seen: Vec<i64> =
        organisations.iter().copied().filter(|id| actor.sees_hours_of(OrganisationId(*id))).collect();
    let today = house.clock.moment(call.now).civil().date();
    let left = |kept: Kept| {
        let organisation = OrganisationId(kept.contract.organisation_id);
        let opens = actor.sees_package_of(organisation);
        kept.ledger.forecast(today).map(|forecast| HoursLeft { organisation, forecast, opens })
    };
    let kept = Kept::read_among(house.store.read(), house, &seen, today).await?;
    Ok(kept.into_iter().filter_map(left).collect())
}
