//! Rows of quotes.
use crate::clock::instant;
use crate::deal::facts::Facts;
use crate::deal::list::Table;
use crate::fault::Fault;
use crate::house::House;
use crate::store::{Change, one, run};
use crate::ticket::query::Binds;
use app::call::Call;
use app::error::AppError;
use app::quote::view::QuoteLine;
use domain::access::Actor;
use domain::access::deal::{DealAction, Stake};
use domain::deal::{Deal, QuoteNumber};
use domain::id::OrganisationId;
use domain::quote::{Quote, QuoteKind};
use jiff::civil::Date;
use sea_orm::{ConnectionTrait, DbBackend, FromQueryResult, Value};

/// A quote as it is stored.
#[derive(Clone, Debug, FromQueryResult)]
#[allow(missing_docs)] // columns, named as in the table
pub struct QuoteRow {
    pub id: i64,
    number: String,
    pub organisation_id: i64,
    pub organisation: String,
    pub address: String,
    pub account_manager_id: Option<i64>,
    pub project_id: Option<i64>,
    pub project: Option<String>,
    pub ticket_id: Option<i64>,
    pub ticket: Option<i64>,
    pub title: String,
    pub asked_by: Option<i64>,
    pub written_by: Option<i64>,
    pub known: bool,
    facts: String,
    sent_version: Option<i64>,
    pub net: Option<i64>,
    pub order_number: Option<String>,
    pub version: i64,
}

const QUOTE: &str = "
SELECT q.id, q.number, q.organisation_id, o.name AS organisation, o.address, o.account_manager_id, q.project_id,
  p.name AS project, q.ticket_id, t.number AS ticket, q.title, q.asked_by, q.written_by, q.known, q.facts, q.sent_version,
  q.net, r.number AS order_number, q.version
FROM quote q JOIN organisation o ON o.id = q.organisation_id LEFT JOIN project p ON p.id = q.project_id
LEFT JOIN ticket t ON t.id = q.ticket_id LEFT JOIN orders r ON r.quote_id = q.id";

/// Quotes, as their lists read them.
pub const QUOTES: Table = Table {
    rows: "SELECT q.id, q.number, q.title, q.organisation_id, o.name AS organisation, q.asked_by, q.known, q.facts, q.net,
      q.changed_at FROM quote q JOIN organisation o ON o.id = q.organisation_id",
    alias: "q",
    name: "quote",
    known: Some("known"),
};

/// The statement for those under way, of all organisations that the reader sees or of one, in the words of the index that holds
/// them.
pub fn under_way(actor: &Actor, organisation: Option<i64>, most: usize) -> (String, Vec<Value>) {
    let mut binds = Binds::default();
    let reached = QUOTES.reached(actor, &mut binds);
    let of = organisation.map(|id| format!(" AND q.organisation_id = {}", binds.put(id))).unwrap_or_default();
    let open = format!("q.state IN ('requested', 'draft', 'sent') AND {reached}{of}");
    (QUOTES.select(&open, most), binds.0)
}

/// A quote as its list reads it.
#[derive(FromQueryResult)]
pub struct LineRow {
    id: i64,
    number: String,
    title: String,
    organisation_id: i64,
    organisation: String,
    asked_by: Option<i64>,
    known: bool,
    facts: String,
    net: Option<i64>,
    changed_at: i64,
}

impl LineRow {
    /// As it stands today for who reads it.
    pub fn line(self, house: &House, actor: &Actor, today: Date) -> Result<QuoteLine, Fault> {
        let broken = |what: &str| Fault::impossible_row("quote", self.id, what);
        let state: Quote = serde_json::from_str(&self.facts).map_err(|error| broken(&error.to_string()))?;
        let state = state.on(today);
        let stake = Stake {
            organisation: OrganisationId(self.organisation_id),
            asked: self.asked_by == Some(actor.id.0),
            known: self.known,
            net: self.net,
        };
        Ok(QuoteLine {
            number: self.number.parse().map_err(|_| broken(&self.number))?,
            title: self.title,
            organisation: self.organisation,
            waits: state.kind() == QuoteKind::Sent && actor.may_deal(DealAction::Accept, &stake),
            state,
            net: self.net,
            changed: house.clock.moment(instant(self.changed_at)),
        })
    }
}

/// A quote that this actor sees; else it is not found (A6).
pub async fn find<C: ConnectionTrait>(db: &C, actor: &Actor, number: QuoteNumber) -> Result<QuoteRow, Fault> {
    let mut binds = Binds::default();
    let place = binds.put(number.to_string());
    let reached = QUOTES.reached(actor, &mut binds);
    let sql = format!("{QUOTE} WHERE q.number = {place} AND {reached}");
    Ok(one(db, &sql, binds.0).await?.ok_or(AppError::NotFound)?)
}

/// The same, locked until the change is over.
pub async fn find_to_change(change: &Change, actor: &Actor, number: QuoteNumber) -> Result<QuoteRow, Fault> {
    if change.db().get_database_backend() == DbBackend::Postgres {
        let sql = "SELECT id FROM quote WHERE number = $1 FOR UPDATE";
        run(change.db(), sql, [number.to_string().into()]).await?;
    }
    find(change.db(), actor, number).await
}

/// A quote by its row, locked, for what the house does by itself.
pub async fn by_id_to_change(change: &Change, id: i64) -> Result<QuoteRow, Fault> {
    if change.db().get_database_backend() == DbBackend::Postgres {
        run(change.db(), "SELECT id FROM quote WHERE id = $1 FOR UPDATE", [id.into()]).await?;
    }
    let row = one(change.db(), &format!("{QUOTE} WHERE q.id = $1"), [id.into()]).await?;
    row.ok_or_else(|| Fault::impossible_row("quote", id, "gone"))
}

impl QuoteRow {
    /// Number.
    pub fn number(&self) -> Result<QuoteNumber, Fault> {
        self.number.parse().map_err(|_| Fault::impossible_row("quote", self.id, &self.number))
    }

    /// Where it stands.
    pub fn state(&self) -> Result<Quote, Fault> {
        serde_json::from_str(&self.facts)
            .map_err(|error| Fault::impossible_row("quote", self.id, &error.to_string()))
    }

    /// The version that the customer sees.
    pub fn sent_version(&self) -> Option<u32> {
        self.sent_version.and_then(|version| u32::try_from(version).ok())
    }

    /// What rights, letters and live events need.
    pub fn facts(&self) -> Result<Facts, Fault> {
        Ok(Facts {
            deal: Deal::Quote(self.number()?),
            quote: self.id,
            order: None,
            title: self.title.clone(),
            organisation: OrganisationId(self.organisation_id),
            organisation_name: self.organisation.clone(),
            account_manager: self.account_manager_id,
            asked_by: self.asked_by,
            written_by: self.written_by,
            known: self.known,
            net: self.net,
        })
    }
}

/// Saves a new state.
pub async fn save(change: &Change, call: &Call, id: i64, state: &Quote) -> Result<(), Fault> {
    let sql = "UPDATE quote SET state = $2, facts = $3, changed_at = $4, version = version + 1 WHERE id = $1";
    let values = [
        id.into(),
        state.kind().code().into(),
        serde_json::to_string(state)?.into(),
        call.now.as_millisecond().into(),
    ];
    run(change.db(), sql, values).await?;
    Ok(())
}
