//! One order as its reader sees it; of its tickets those that are his to see.
use crate::clock::instant;
use crate::deal::entry;
use crate::fault::Fault;
use crate::house::House;
use crate::order::query::tickets;
use crate::order::row::{OrderRow, find};
use crate::person::query::by_id;
use app::call::Call;
use app::deal::view::May;
use app::order::view::OrderView;
use app::ticket::view::Choice;
use domain::access::deal::DealAction;
use domain::deal::OrderNumber;
use domain::id::{OrganisationId, ProjectId};
use domain::moment::Moment;

/// One order.
pub async fn page(house: &House, call: &Call, number: OrderNumber) -> Result<OrderView, Fault> {
    let actor = call.actor()?;
    let row = find(house.store.read(), actor, number).await?;
    let facts = row.facts()?;
    let stake = facts.stake(actor);
    let may = May {
        accept: false,
        decline: false,
        comment: actor.may_deal(DealAction::Comment, &stake),
        internal: actor.may_deal(DealAction::SeeInternal, &stake),
        write: actor.may_deal(DealAction::Write, &stake),
    };
    let (version, accepted) = accepted(house, &row).await?;
    Ok(OrderView {
        number,
        state: row.state()?,
        organisation: Choice { id: OrganisationId(row.organisation_id), name: row.organisation.clone() },
        project: row.project_id.zip(row.project.clone()).map(|(id, name)| Choice { id: ProjectId(id), name }),
        quote: (row.quote()?, version),
        net: row.net,
        gross: row.gross,
        accepted,
        budget: row.budget(),
        tickets: tickets(house.store.read(), actor, row.id).await?,
        entries: entry::read(house, &facts, may.internal).await?,
        may,
        version: row.version,
        now: house.clock.moment(call.now),
        title: row.title,
    })
}

/// Which version was accepted, by whom and when.
async fn accepted(house: &House, row: &OrderRow) -> Result<(u32, (String, Moment)), Fault> {
    let (version, at, by) = row.accepted()?;
    let name = by_id(house.store.read(), by.0).await?.map(|person| person.name).unwrap_or_default();
    Ok((version, (name, house.clock.moment(instant(at.as_millisecond())))))
}
