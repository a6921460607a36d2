//! The ticket types with what they cost and by when they are done, for a ticket that would be opened now (B5, E2).
use crate::fault::Fault;
use crate::house::House;
use crate::organisation::contract::plan_on;
use crate::policy::Edition;
use app::approval::view::TypeOffer;
use app::call::Call;
use app::error::AppError;
use domain::access::Actor;
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

/// The types for the first look at the form: of the only organisation, or of none in particular.
pub async fn first(house: &House, call: &Call, actor: &Actor) -> Result<Vec<TypeOffer>, Fault> {
    let only = match actor.memberships() {
        [only] => Some(only.organisation),
        _ => None,
    };
    offers(house, call, only, None).await
}

async fn offers(
    house: &House,
    call: &Call,
    organisation: Option<OrganisationId>,
    class: Option<String>,
) -> Result<Vec<TypeOffer>, Fault> {
    let edition = house.policy();
    let organisation = organisation.map(|id| id.0);
    let plan = plan_on(house.store.read(), organisation, house.clock.moment(call.now)).await?;
    let offer = |kind: TicketType| {
        let latest =
            |metric| latest(house, call, &edition, organisation, metric, (plan.clone(), kind, class.clone()));
        TypeOffer {
            tariff: edition.tariff(kind),
            hour_cents: edition.hourly_cost(plan.as_deref(), kind, class.as_deref()).map(|cost| cost.cents),
            charged: edition.hourly_rate_cents > 0,
            reaction: latest(Metric::FirstReaction),
            done: latest(Metric::Processing),
        }
    };
    Ok(edition.types.iter().map(|line| offer(line.code)).collect())
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
