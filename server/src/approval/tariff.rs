//! What an hour on a ticket costs: what was agreed to, else what the configuration says under which it came in (D8, E2), which is
//! nothing where the ticket's plan covers it (D4).
use crate::approval::consent;
use crate::fault::Fault;
use crate::house::House;
use crate::ticket::row::TicketRow;
use domain::approval::consent::Tariff;
use domain::ticket::TicketType;
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

/// What an hour costs.
pub async fn of_ticket<C: ConnectionTrait>(
    house: &House,
    db: &C,
    ticket: &TicketRow,
) -> Result<Tariff, Fault> {
    let consents = consent::of_ticket(db, ticket.id).await?;
    if let Some(agreed) = consent::agreed(&consents, &ticket.kind)? {
        return Ok(agreed);
    }
    let version = ticket.policy.unwrap_or(house.policy().version);
    let edition = house.edition(db, version).await?;
    Ok(edition.tariff_under(ticket.plan.as_deref(), ticket.kind()?, ticket.class.as_deref()))
}
