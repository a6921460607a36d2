//! Orders: what was sold at a price.
use super::Scope;
use crate::fault::Fault;
use crate::house::House;
use crate::invoice::query::ITEM_PARTS;
use crate::store::all;
use crate::ticket::query::Binds;
use domain::billing::State;
use domain::billing::share::{Part, next};
use domain::billing::source::Source;
use domain::billing::supply::Sold;
use domain::deal::OrderNumber;
use domain::id::OrderId;
use domain::invoice::Period;
use domain::order::Order;
use domain::quote::offer::Offer;
use jiff::civil::Date;
use sea_orm::{ConnectionTrait, FromQueryResult};
use std::collections::HashMap;

/// Items of orders that are done, or of the one that is asked for.
pub async fn items<C: ConnectionTrait>(
    house: &House,
    db: &C,
    scope: &Scope,
) -> Result<(Vec<Sold>, HashMap<OrderId, String>), Fault> {
    #[derive(FromQueryResult)]
    struct Row {
        id: i64,
        number: String,
        project: Option<String>,
        offer: String,
        facts: String,
        created_at: i64,
        first_work: Option<String>,
    }
    let parts = parts(db, scope.organisation).await?;
    let mut binds = Binds::default();
    let organisation = binds.put(scope.organisation);
    let which = match scope.order {
        Some(order) => format!("r.id = {} AND r.state <> 'cancelled'", binds.put(order)),
        None => "r.state = 'done'".to_owned(),
    };
    let sql = format!(
        "SELECT r.id, r.number, p.name AS project, v.offer, r.facts, r.created_at,
           (SELECT MIN(f.day) FROM ticket t JOIN effort f ON f.ticket_id = t.id
            WHERE t.order_id = r.id AND f.taken_back = FALSE) AS first_work
         FROM orders r JOIN quote q ON q.id = r.quote_id
         LEFT JOIN project p ON p.id = r.project_id JOIN quote_version v ON v.quote_id = q.id AND v.version = q.sent_version
         WHERE r.organisation_id = {organisation} AND {which} ORDER BY r.id"
    );
    let rows: Vec<Row> = all(db, &sql, binds.0).await?;
    let (mut items, mut projects) = (Vec::new(), HashMap::new());
    for row in rows {
        if let Some(project) = &row.project {
            projects.insert(OrderId(row.id), project.clone());
        }
        let impossible = |what: &str| Fault::impossible_row("orders", row.id, what);
        let number: OrderNumber = row.number.parse().map_err(|_| impossible(&row.number))?;
        let offer: Offer = serde_json::from_str(&row.offer)?;
        // What is billed on demand may go on; what of it is done was done until today.
        let to = match serde_json::from_str::<Order>(&row.facts)? {
            Order::Done { at, .. } => house.clock.moment(at).civil().date(),
            Order::Open | Order::Cancelled { .. } => scope.today,
        };
        let begun = house.clock.shown(row.created_at).civil().date();
        let first = row.first_work.as_deref().map(str::parse::<Date>).transpose();
        let first = first.map_err(|_| impossible("first day of work"))?.unwrap_or(begun);
        let days = Period { from: first.min(to), to };
        for (place, item) in (0..).zip(offer.items) {
            let order = OrderId(row.id);
            let billed = parts.get(&(order, place)).map(Vec::as_slice).unwrap_or_default();
            if let Some((part, open)) = next(item.quantity, billed) {
                items.push(Sold { order, number, place, part, open, days, item });
            }
        }
    }
    Ok((items, projects))
}

/// What of the items of orders stands on documents, by order and place.
async fn parts<C: ConnectionTrait>(
    db: &C,
    organisation: i64,
) -> Result<HashMap<(OrderId, u32), Vec<Part>>, Fault> {
    #[derive(FromQueryResult)]
    struct Row {
        data: String,
        share: Option<i64>,
        state: String,
    }
    let rows: Vec<Row> = all(db, ITEM_PARTS, [organisation.into()]).await?;
    let mut parts: HashMap<(OrderId, u32), Vec<Part>> = HashMap::new();
    for row in rows {
        if let Source::Item { order, item, part, .. } = serde_json::from_str(&row.data)? {
            let draft = row.state == State::Draft.code();
            parts.entry((order, item)).or_default().push(Part { number: part, share: row.share, draft });
        }
    }
    Ok(parts)
}
