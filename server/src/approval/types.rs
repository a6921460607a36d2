//! The ticket types with what they cost and by when they are done, for a ticket that would be opened now (B5, E2).
use crate::approval::tariff::offered;
use crate::fault::Fault;
use crate::house::House;
use crate::organisation::contract::plan_on;
use crate::policy::Edition;
use app::approval::view::TypeOffer;
use app::call::Call;
use app::error::AppError;
use domain::approval::consent::Tariff;
use domain::id::OrganisationId;
use domain::moment::Moment;
use domain::person::Standing;
use domain::promise::due::due;
use domain::promise::target::Metric;
use domain::ticket::TicketType;

/// All of them, in the order of the configuration. Of which organisation nobody is a member, nobody learns the contract.
pub async fn types(
    house: &House,
    call: &Call,
    organisation: Option<OrganisationId>,
    class: Option<String>,
) -> Result<Vec<TypeOffer>, Fault> {
    let actor = call.actor()?;
    let strange = |id: OrganisationId| !actor.is_staff() && actor.membership(id).is_none();
    if actor.standing == Standing::Partner || organisation.is_some_and(strange) {
        return Err(AppError::NotFound.into());
    }
    offers(house, call, organisation, class).await
}

/// The types for the first look at the form: of the only organisation, or of the one that was chosen in a form that comes back.
pub async fn first(
    house: &House,
    call: &Call,
    chosen: Option<OrganisationId>,
    class: Option<String>,
) -> Result<Vec<TypeOffer>, Fault> {
    let actor = call.actor()?;
    let mine = |id: &OrganisationId| actor.is_staff() || actor.membership(*id).is_some();
    let only = match actor.memberships() {
        [only] => Some(only.organisation),
        _ => chosen.filter(mine),
    };
    offers(house, call, only, class).await
}

async fn offers(
    house: &House,
    call: &Call,
    organisation: Option<OrganisationId>,
    class: Option<String>,
) -> Result<Vec<TypeOffer>, Fault> {
    let edition = house.policy();
    let organisation = organisation.map(|id| id.0);
    let db = house.store.read();
    let plan = plan_on(db, organisation, house.clock.moment(call.now)).await?;
    let tariffs = offered(house, db, organisation, call.now).await?;
    let offer = |tariff: Tariff| {
        let kind = tariff.kind;
        let latest =
            |metric| latest(house, call, &edition, organisation, metric, (plan.clone(), kind, class.clone()));
        let costs = edition.hourly_cost(plan.as_deref(), kind, class.as_deref()).is_some();
        let costs = tariff.rate_cents > 0 && (costs || tariff.needs_consent());
        TypeOffer {
            tariff,
            hour_cents: costs.then(|| tariff.hour_cents()),
            charged: edition.hourly_rate_cents > 0,
            reaction: latest(Metric::FirstReaction),
            done: latest(Metric::Processing),
        }
    };
    Ok(tariffs.into_iter().map(offer).collect())
}

/// By when something would be due; `None` where nothing is promised.
fn latest(
    house: &House,
    call: &Call,
    edition: &Edition,
    organisation: Option<i64>,
    metric: Metric,
    (plan, kind, class): (Option<String>, TicketType, Option<String>),
) -> Option<Moment> {
    let key = edition.key(plan, kind, class, None);
    let term = edition.book(organisation).term(metric, &key)?;
    let end = due(term.table, term.rule?, call.now, &[]).ok()?;
    Some(house.clock.moment(end))
}
