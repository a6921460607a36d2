//! What an hour on a ticket costs: what was agreed to, else what the configuration says under which it came in (D8, E2), which is
//! nothing where the ticket's plan covers it (D4).
use crate::approval::consent;
use crate::fault::Fault;
use crate::house::House;
use crate::package::contract::contract_on;
use crate::ticket::row::TicketRow;
use domain::approval::consent::Tariff;
use domain::package::terms::Terms;
use domain::ticket::TicketType;
use jiff::Timestamp;
use sea_orm::ConnectionTrait;

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
    Ok(Tariff { kind, rate_cents, factor_percent })
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
    at_most(house, db, ticket, tariff, now).await
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
    let wanted = at_most(house, db, ticket, house.policy().tariff(kind), now).await?;
    Ok(present.is_raised_by(wanted).then_some(wanted))
}

/// A tariff with the dearest rate that an hour package of the ticket's organisation has.
async fn at_most<C: ConnectionTrait>(
    house: &House,
    db: &C,
    ticket: &TicketRow,
    tariff: Tariff,
    now: Timestamp,
) -> Result<Tariff, Fault> {
    let dearest = terms(house, db, ticket, now).await?.dearest(tariff.rate_cents);
    Ok(Tariff { rate_cents: tariff.rate_cents.max(dearest), ..tariff })
}

/// How the contract of a ticket's organisation counts work today; to the minute where it has no hour package.
pub async fn terms<C: ConnectionTrait>(
    house: &House,
    db: &C,
    ticket: &TicketRow,
    now: Timestamp,
) -> Result<Terms, Fault> {
    let policy = house.policy();
    let Some(organisation) =
        ticket.organisation_id.filter(|_| policy.plans.iter().any(|plan| plan.hours > 0))
    else {
        return Ok(Terms::default());
    };
    let contract = contract_on(db, organisation, house.clock.moment(now).civil().date()).await?;
    let plan = contract.as_ref().and_then(|contract| policy.plan(&contract.plan));
    Ok(plan.filter(|plan| plan.hours > 0).map(|plan| plan.package.clone()).unwrap_or_default())
}
