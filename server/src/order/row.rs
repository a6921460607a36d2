//! Rows of orders.
use crate::deal::facts::Facts;
use crate::deal::list::Table;
use crate::fault::Fault;
use crate::store::{Change, one, run};
use crate::ticket::query::Binds;
use app::error::AppError;
use domain::access::Actor;
use domain::deal::{Deal, OrderNumber, QuoteNumber};
use domain::id::{OrganisationId, PersonId};
use domain::order::{Budget, Order};
use domain::quote::Quote;
use jiff::Timestamp;
use sea_orm::{ConnectionTrait, DbBackend, FromQueryResult, Value};

/// An order as it is stored, with the billable time that was booked on its tickets.
#[derive(Clone, Debug, FromQueryResult)]
#[allow(missing_docs)] // columns, named as in the table
pub struct OrderRow {
    pub id: i64,
    number: String,
    pub quote_id: i64,
    quote_number: String,
    quote_facts: String,
    pub written_by: Option<i64>,
    pub organisation_id: i64,
    pub organisation: String,
    pub account_manager_id: Option<i64>,
    pub project_id: Option<i64>,
    pub project: Option<String>,
    pub title: String,
    pub asked_by: Option<i64>,
    facts: String,
    pub net: i64,
    pub gross: i64,
    minutes: i64,
    used: i64,
    pub created_at: i64,
    pub changed_at: i64,
    pub version: i64,
}

/// The statement for orders; `r` is the order. Tickets are few for each, and their time is found by an index.
const ORDER: &str = "
SELECT r.id, r.number, r.quote_id, q.number AS quote_number, q.facts AS quote_facts, q.written_by, r.organisation_id,
  o.name AS organisation, o.account_manager_id, r.project_id, p.name AS project, r.title, r.asked_by, r.facts, r.net, r.gross,
  r.minutes, r.created_at, r.changed_at, r.version,
  CAST((SELECT COALESCE(SUM(f.minutes), 0) FROM ticket t JOIN effort f ON f.ticket_id = t.id
    WHERE t.order_id = r.id AND f.taken_back = FALSE AND f.billing = 'billable') AS BIGINT) AS used
FROM orders r JOIN quote q ON q.id = r.quote_id JOIN organisation o ON o.id = r.organisation_id
LEFT JOIN project p ON p.id = r.project_id";

/// Orders, as their lists read them.
pub const ORDERS: Table = Table { rows: ORDER, alias: "r", name: "orders", known: None };

/// The statement for those under way, in the words of the index that holds them.
pub fn under_way(actor: &Actor, most: usize) -> (String, Vec<Value>) {
    let mut binds = Binds::default();
    let reached = ORDERS.reached(actor, &mut binds);
    (ORDERS.select(&format!("r.state = 'open' AND {reached}"), most), binds.0)
}

/// An order that this actor sees; else it is not found (A6).
pub async fn find<C: ConnectionTrait>(db: &C, actor: &Actor, number: OrderNumber) -> Result<OrderRow, Fault> {
    let mut binds = Binds::default();
    let place = binds.put(number.to_string());
    let reached = ORDERS.reached(actor, &mut binds);
    let sql = format!("{ORDER} WHERE r.number = {place} AND {reached}");
    Ok(one(db, &sql, binds.0).await?.ok_or(AppError::NotFound)?)
}

/// The same, locked until the change is over.
pub async fn find_to_change(change: &Change, actor: &Actor, number: OrderNumber) -> Result<OrderRow, Fault> {
    if change.db().get_database_backend() == DbBackend::Postgres {
        let sql = "SELECT id FROM orders WHERE number = $1 FOR NO KEY UPDATE";
        run(change.db(), sql, [number.to_string().into()]).await?;
    }
    find(change.db(), actor, number).await
}

impl OrderRow {
    /// Number.
    pub fn number(&self) -> Result<OrderNumber, Fault> {
        self.number.parse().map_err(|_| Fault::impossible_row("orders", self.id, &self.number))
    }

    /// The quote that it was.
    pub fn quote(&self) -> Result<QuoteNumber, Fault> {
        self.quote_number.parse().map_err(|_| Fault::impossible_row("orders", self.id, &self.quote_number))
    }

    /// Where it stands.
    pub fn state(&self) -> Result<Order, Fault> {
        serde_json::from_str(&self.facts)
            .map_err(|error| Fault::impossible_row("orders", self.id, &error.to_string()))
    }

    /// Time sold and used.
    pub const fn budget(&self) -> Budget {
        Budget { sold: self.minutes, used: self.used }
    }

    /// By which version it began, and when and by whom that was accepted.
    pub fn accepted(&self) -> Result<(u32, Timestamp, PersonId), Fault> {
        let state: Quote = serde_json::from_str(&self.quote_facts)?;
        let Quote::Accepted { version, at, by } = state else {
            return Err(Fault::impossible_row("orders", self.id, "its quote is not accepted"));
        };
        Ok((version, at, by))
    }

    /// What rights, letters and live events need.
    pub fn facts(&self) -> Result<Facts, Fault> {
        Ok(Facts {
            deal: Deal::Order(self.number()?),
            quote: self.quote_id,
            order: Some(self.id),
            title: self.title.clone(),
            organisation: OrganisationId(self.organisation_id),
            organisation_name: self.organisation.clone(),
            account_manager: self.account_manager_id,
            asked_by: self.asked_by,
            written_by: self.written_by,
            known: true,
            net: Some(self.net),
        })
    }
}
