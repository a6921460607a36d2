//! The list of orders.
use crate::contains::{folded, pattern};
use crate::deal::facts::{projects, reach};
use crate::fault::Fault;
use crate::house::House;
use crate::order::row::{ORDER, OrderRow};
use crate::store::all;
use crate::ticket::query::Binds;
use app::call::Call;
use app::order::api::OrderFilter;
use app::order::view::{OrderLine, OrderList};
use app::overview::view::DEALS;
use domain::access::Actor;
use domain::access::deal::DealReach;
use sea_orm::Value;

/// Most rows; filters narrow them.
const MOST: usize = 200;

/// Orders that the reader may see and a filter lets through, the last changed first.
pub async fn list(house: &House, call: &Call, filter: OrderFilter) -> Result<OrderList, Fault> {
    let actor = call.actor()?;
    let mut binds = Binds::default();
    let mut conditions = vec![reach(actor, "r", "TRUE", &mut binds)];
    if !filter.query.trim().is_empty() {
        let wanted = binds.put(pattern(&filter.query));
        let columns = ["r.number", "r.title", "o.name"].map(folded);
        let found = columns.map(|column| format!("{column} LIKE {wanted} ESCAPE '!'"));
        conditions.push(format!("({})", found.join(" OR ")));
    }
    let mut only = |column: &str, value: Value| {
        let place = binds.put(value);
        conditions.push(format!("r.{column} = {place}"));
    };
    if let Some(state) = filter.state {
        only("state", state.code().into());
    }
    if let Some(organisation) = filter.organisation {
        only("organisation_id", organisation.0.into());
    }
    if let Some(project) = filter.project {
        only("project_id", project.0.into());
    }
    let sql = format!(
        "{ORDER} WHERE {} ORDER BY r.changed_at DESC, r.id DESC LIMIT {}",
        conditions.join(" AND "),
        MOST + 1
    );
    let mut rows: Vec<OrderRow> = all(house.store.read(), &sql, binds.0).await?;
    let more = rows.len() > MOST;
    rows.truncate(MOST);
    Ok(OrderList {
        lines: rows.into_iter().map(|row| line(house, row)).collect::<Result<_, _>>()?,
        more,
        projects: projects(house.store.read(), actor, "orders", "TRUE").await?,
        now: house.clock.moment(call.now),
    })
}

/// The statement for those under way, in the words of the index that holds them.
pub fn under_way(actor: &Actor) -> (String, Vec<Value>) {
    let mut binds = Binds::default();
    let reached = reach(actor, "r", "TRUE", &mut binds);
    let sql = format!(
        "{ORDER} WHERE r.state = 'open' AND {reached} ORDER BY r.changed_at DESC, r.id DESC LIMIT {}",
        DEALS + 1
    );
    (sql, binds.0)
}

/// Orders under way, for a start page.
pub async fn open(house: &House, actor: &Actor) -> Result<Vec<OrderLine>, Fault> {
    if actor.deal_reach() == DealReach::Nothing {
        return Ok(Vec::new());
    }
    let (sql, values) = under_way(actor);
    let rows: Vec<OrderRow> = all(house.store.read(), &sql, values).await?;
    rows.into_iter().map(|row| line(house, row)).collect()
}

fn line(house: &House, row: OrderRow) -> Result<OrderLine, Fault> {
    Ok(OrderLine {
        number: row.number()?,
        quote: row
            .quote_number
            .parse()
            .map_err(|_| Fault::impossible_row("orders", row.id, &row.quote_number))?,
        state: row.state()?,
        net: row.net,
        budget: row.budget(),
        changed: house.clock.shown(row.changed_at),
        title: row.title,
        organisation: row.organisation,
    })
}
