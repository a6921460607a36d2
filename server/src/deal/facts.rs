//! What rights, letters and live events need to know of a quote or an order.
use crate::fault::Fault;
use crate::order::row::ORDERS;
use crate::quote::row::QUOTES;
use crate::store::{all, one_row};
use crate::ticket::query::Binds;
use app::ticket::view::Choice;
use domain::access::Actor;
use domain::access::deal::{DealReach, Stake};
use domain::deal::Deal;
use domain::id::{OrganisationId, ProjectId};
use sea_orm::{ConnectionTrait, FromQueryResult};
use std::collections::HashMap;

/// Of one quote or order.
#[derive(Clone, Debug)]
pub struct Facts {
    /// Which.
    pub deal: Deal,
    /// Row of the quote; of an order that by which it began.
    pub quote: i64,
    /// Row of the order, where it is one.
    pub order: Option<i64>,
    /// For what.
    pub title: String,
    /// Whose.
    pub organisation: OrganisationId,
    /// Its name.
    pub organisation_name: String,
    /// Who looks after it.
    pub account_manager: Option<i64>,
    /// The customer who asked.
    pub asked_by: Option<i64>,
    /// Who wrote it.
    pub written_by: Option<i64>,
    /// The customer knows of it.
    pub known: bool,
    /// What was sent, before tax, in cents.
    pub net: Option<i64>,
}

impl Facts {
    /// How an actor stands to it.
    pub fn stake(&self, actor: &Actor) -> Stake {
        Stake {
            organisation: self.organisation,
            asked: self.asked_by == Some(actor.id.0),
            known: self.known,
            net: self.net,
        }
    }
}

/// The condition that holds for what an actor reaches ([`Actor::deal_reach`]); `t` has `organisation_id` and `asked_by`, and
/// `known` says whether the customer knows of it.
pub fn reach(actor: &Actor, t: &str, known: &str, binds: &mut Binds) -> String {
    match actor.deal_reach() {
        DealReach::Everything => "TRUE".to_owned(),
        DealReach::Nothing => "FALSE".to_owned(),
        DealReach::Some { organisations, own_in } => {
            let me = binds.put(actor.id.0);
            // `IN ()` is not everywhere SQL; nobody has the organisation 0.
            let all = binds.list(organisations.into_iter().map(|id| id.0).chain([0]));
            let own = binds.list(own_in.into_iter().map(|id| id.0).chain([0]));
            format!(
                "{known} AND ({t}.organisation_id IN ({all}) OR ({t}.organisation_id IN ({own}) AND {t}.asked_by = {me}))"
            )
        }
    }
}

/// How an actor stands to those of some quotes and orders that they see.
pub async fn stakes<C: ConnectionTrait>(
    db: &C,
    actor: &Actor,
    deals: impl Iterator<Item = Deal>,
) -> Result<HashMap<Deal, Stake>, Fault> {
    #[derive(FromQueryResult)]
    struct Row {
        number: String,
        organisation_id: i64,
        asked_by: Option<i64>,
        known: bool,
        net: Option<i64>,
    }
    let mut binds = Binds::default();
    let numbers = binds.list(deals.map(|deal| deal.to_string()));
    let (quotes, orders) = (QUOTES.reached(actor, &mut binds), ORDERS.reached(actor, &mut binds));
    let sql = format!(
        "SELECT q.number, q.organisation_id, q.asked_by, q.known, q.net FROM quote q WHERE q.number IN ({numbers}) AND {quotes}
         UNION ALL
         SELECT r.number, r.organisation_id, r.asked_by, TRUE AS known, r.net FROM orders r WHERE r.number IN ({numbers}) AND {orders}"
    );
    let rows: Vec<Row> = all(db, &sql, binds.0).await?;
    rows.into_iter()
        .map(|row| {
            let deal: Deal =
                row.number.parse().map_err(|_| Fault::broken(format!("no deal is called {}", row.number)))?;
            let organisation = OrganisationId(row.organisation_id);
            let asked = row.asked_by == Some(actor.id.0);
            Ok((deal, Stake { organisation, asked, known: row.known, net: row.net }))
        })
        .collect()
}

/// The projects of what an actor reaches in `table`, by name; staff read whose they are.
pub async fn projects<C: ConnectionTrait>(
    db: &C,
    actor: &Actor,
    table: &str,
    known: &str,
) -> Result<Vec<Choice<ProjectId>>, Fault> {
    #[derive(FromQueryResult)]
    struct Row {
        id: i64,
        name: String,
        organisation: String,
    }
    let mut binds = Binds::default();
    let reached = reach(actor, "t", known, &mut binds);
    let sql = format!(
        "SELECT DISTINCT p.id, p.name, o.name AS organisation FROM {table} t JOIN project p ON p.id = t.project_id
         JOIN organisation o ON o.id = p.organisation_id WHERE {reached} ORDER BY o.name, p.name, p.id"
    );
    let rows: Vec<Row> = all(db, &sql, binds.0).await?;
    let name = |row: &Row| {
        if actor.is_staff() { format!("{} · {}", row.organisation, row.name) } else { row.name.clone() }
    };
    Ok(rows.iter().map(|row| Choice { id: ProjectId(row.id), name: name(row) }).collect())
}

/// The next serial of a year, for quotes or orders; a number once given is never given again.
pub async fn next_serial<C: ConnectionTrait>(db: &C, what: &str, year: i16) -> Result<u32, Fault> {
    let sql = "INSERT INTO counter (name, value) VALUES ($1, 1)
      ON CONFLICT (name) DO UPDATE SET value = counter.value + 1 RETURNING value";
    let row = one_row(db, sql, [format!("{what}-{year}").into()]).await?;
    let value: i64 = row.ok_or_else(|| Fault::broken("a counter answered nothing"))?.try_get("", "value")?;
    u32::try_from(value).map_err(Fault::broken)
}
