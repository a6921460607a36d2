//! One order as its reader sees it; of its tickets those that are his to see.
use crate::clock::instant;
use crate::deal::entry;
use crate::fault::Fault;
use crate::house::House;
use crate::order::row::{OrderRow, find};
use crate::person::query::by_id;
use crate::store::all;
use crate::ticket::query::{Binds, reach};
use app::call::Call;
use app::order::view::{OrderTicket, OrderView};
use app::quote::view::May;
use app::ticket::view::Choice;
use domain::access::Actor;
use domain::access::deal::DealAction;
use domain::deal::{OrderNumber, QuoteNumber};
use domain::id::{OrganisationId, ProjectId};
use domain::moment::Moment;
use domain::quote::Quote;
use domain::ticket::Stage;
use domain::ticket::number::TicketNumber;
use sea_orm::FromQueryResult;

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
    let quote = row.quote_number.parse::<QuoteNumber>();
    let quote = quote.map_err(|_| Fault::impossible_row("quote", row.quote_id, &row.quote_number))?;
    Ok(OrderView {
        number,
        state: row.state()?,
        organisation: Choice { id: OrganisationId(row.organisation_id), name: row.organisation.clone() },
        project: row.project_id.zip(row.project.clone()).map(|(id, name)| Choice { id: ProjectId(id), name }),
        quote: (quote, version),
        net: row.net,
        gross: row.gross,
        accepted,
        budget: row.budget(),
        tickets: tickets(house, actor, row.id).await?,
        entries: entry::read(house, &facts, may.internal).await?,
        may,
        version: row.version,
        now: house.clock.moment(call.now),
        title: row.title,
    })
}

/// Which version was accepted, by whom and when.
async fn accepted(house: &House, row: &OrderRow) -> Result<(u32, (String, Moment)), Fault> {
    let state: Quote = serde_json::from_str(&row.quote_facts)?;
    let Quote::Accepted { version, at, by } = state else {
        return Err(Fault::impossible_row("orders", row.id, "its quote is not accepted"));
    };
    let name = by_id(house.store.read(), by.0).await?.map(|person| person.name).unwrap_or_default();
    Ok((version, (name, house.clock.moment(instant(at.as_millisecond())))))
}

async fn tickets(house: &House, actor: &Actor, order: i64) -> Result<Vec<OrderTicket>, Fault> {
    #[derive(FromQueryResult)]
    struct Row {
        id: i64,
        number: i64,
        title: String,
        stage: String,
    }
    let mut binds = Binds::default();
    let order = binds.put(order);
    let reached = reach(actor, &mut binds).join(") OR (");
    let sql = format!(
        "SELECT t.id, t.number, t.title, t.stage FROM ticket t WHERE t.order_id = {order} AND t.merged_into IS NULL AND (({reached}))
         ORDER BY t.number"
    );
    let rows: Vec<Row> = all(house.store.read(), &sql, binds.0).await?;
    let ticket = |row: Row| {
        Ok(OrderTicket {
            number: TicketNumber(row.number),
            stage: Stage::of_code(&row.stage)
                .ok_or_else(|| Fault::impossible_row("ticket", row.id, &row.stage))?,
            title: row.title,
        })
    };
    rows.into_iter().map(ticket).collect()
}
