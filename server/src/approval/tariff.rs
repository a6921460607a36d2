//! What an hour on a ticket costs: what was agreed to, else what the configuration says under which it came in (D8, E2), which is
//! nothing where the ticket's plan covers it (D4).
use crate::approval::consent;
use crate::fault::Fault;
use crate::house::House;
use crate::package::contract::contract_on;
use crate::package::ledger::edition_on;
use crate::policy::Edition;
use crate::policy::held::Held;
use crate::ticket::row::TicketRow;
use domain::approval::consent::Tariff;
use domain::package::terms::Terms;
use domain::ticket::TicketType;
use jiff::Timestamp;
use sea_orm::ConnectionTrait;
use std::sync::Arc;

/// A stored tariff; an impossible one is an error that names its row.
pub fn stored(
    table: &str,
    id: i64,
    kind: &str,
    rate_cents: i64,
    factor_percent: i64,
) -> Result<Tariff, Fault> {
    let kind = TicketType::of_code(kind).ok_or_else(|| Fault::impossible_row(table, id, kind))?;
    let factor_percent =
        u16::try_from(factor_percent).map_err(|_| Fault::impossible_row(table, id, "factor"))?;
    Ok(Tariff { kind, rate_cents, factor_percent, draws: false })
}

/// What an hour costs at most. What an hour package does not pay costs by its tiers, so the dearest of them counts.
pub async fn of_ticket<C: ConnectionTrait>(
    house: &House,
    db: &C,
    ticket: &TicketRow,
    now: Timestamp,
) -> Result<Tariff, Fault> {
    let consents = consent::of_ticket(db, ticket.id).await?;
    let tariff = match consent::agreed(&consents, &ticket.kind)? {
        Some(agreed) => agreed,
        None => {
            let version = ticket.policy.unwrap_or(house.policy().version);
            let edition = house.edition(db, version).await?;
            edition.tariff_under(ticket.plan.as_deref(), ticket.kind()?, ticket.class.as_deref())
        }
    };
    at_most(house, db, ticket.organisation_id, tariff, now).await
}

/// What a type would cost, where that is dearer than the present one: the customer has to agree.
pub async fn raised<C: ConnectionTrait>(
    house: &House,
    db: &C,
    ticket: &TicketRow,
    kind: TicketType,
    now: Timestamp,
) -> Result<Option<Tariff>, Fault> {
    let present = of_ticket(house, db, ticket, now).await?;
    let wanted = at_most(house, db, ticket.organisation_id, house.policy().tariff(kind), now).await?;
    Ok(present.is_raised_by(wanted).then_some(wanted))
}

/// What the types in use cost at most for an organisation that would buy one now, in the order of the configuration.
pub async fn offered<C: ConnectionTrait>(
    house: &House,
    db: &C,
    organisation: Option<i64>,
    now: Timestamp,
) -> Result<Vec<Tariff>, Fault> {
    let policy = house.policy();
    let package = package(house, db, organisation, now).await?;
    let tariffs = policy.types.iter().map(|line| policy.tariff(line.code));
    Ok(tariffs.map(|tariff| counted(tariff, package.as_ref())).collect())
}

/// A tariff as the hour package of an organisation has it, where there is one.
async fn at_most<C: ConnectionTrait>(
    house: &House,
    db: &C,
    organisation: Option<i64>,
    tariff: Tariff,
    now: Timestamp,
) -> Result<Tariff, Fault> {
    let package = package(house, db, organisation, now).await?;
    Ok(counted(tariff, package.as_ref()))
}

fn counted(tariff: Tariff, package: Option<&Package>) -> Tariff {
    package.map_or(tariff, |package| tariff.at_most(package.edition.tariff(tariff.kind), &package.terms))
}

/// How the contract of a ticket's organisation counts work today; to the minute where it has no hour package.
pub async fn terms<C: ConnectionTrait>(
    house: &House,
    db: &C,
    ticket: &TicketRow,
    now: Timestamp,
) -> Result<Terms, Fault> {
    let package = package(house, db, ticket.organisation_id, now).await?;
    Ok(package.map(|package| package.terms).unwrap_or_default())
}

/// An hour package as its cycle of today goes: what was published since is for later ones, as where its hours are drawn and what
/// goes beyond them is billed.
struct Package {
    edition: Arc<Edition>,
    terms: Terms,
}

async fn package<C: ConnectionTrait>(
    house: &House,
    db: &C,
    organisation: Option<i64>,
    now: Timestamp,
) -> Result<Option<Package>, Fault> {
    let Some(organisation) = organisation else { return Ok(None) };
    let today = house.clock.moment(now).civil().date();
    let Some(contract) = contract_on(db, organisation, today).await? else { return Ok(None) };
    let held = Held::read(house, db).await?;
    let edition = edition_on(db, house, &held, &contract, today).await?;
    let plan = edition.plan(&contract.plan).filter(|plan| plan.hours > 0);
    let terms = plan.map(|plan| plan.package.clone());
    Ok(terms.map(|terms| Package { edition, terms }))
}
