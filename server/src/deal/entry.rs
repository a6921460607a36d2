//! The history of quotes and orders: writing it, telling it, reading it.
use crate::deal::facts::Facts;
use crate::fault::Fault;
use crate::house::House;
use crate::store::{Change, all, insert, run};
use app::call::Call;
use app::deal::view::DealEntry;
use app::error::AppError;
use app::ticket::view::{DocumentView, Who};
use domain::deal::live::{DealEvent, DealNotice};
use domain::deal::timeline::What;
use domain::id::{DocumentId, PersonId};
use domain::input::Reason;
use domain::ticket::Audience;
use sea_orm::FromQueryResult;

/// Writes an entry by who asks (nobody where the house acts by itself) and tells open pages.
pub async fn record(change: &mut Change, call: &Call, facts: &Facts, what: &What) -> Result<i64, Fault> {
    let internal = what.audience() == Audience::Internal;
    let by = call.actor.as_ref();
    let sql = "INSERT INTO deal_entry (quote_id, order_id, at, by_id, by_name, by_staff, internal, data)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING id";
    let values = [
        facts.order.is_none().then_some(facts.quote).into(),
        facts.order.into(),
        call.now.as_millisecond().into(),
        by.map(|actor| actor.id.0).into(),
        by.map(|actor| actor.name.clone()).unwrap_or_default().into(),
        by.is_some_and(domain::access::Actor::is_staff).into(),
        internal.into(),
        serde_json::to_string(what)?.into(),
    ];
    let id = insert(change.db(), sql, values).await?;
    attach(change, by.map_or(0, |actor| actor.id.0), id, internal, what.documents()).await?;
    change.tell_deal(DealEvent {
        notice: DealNotice { deal: facts.deal, by: by.map(|actor| actor.id) },
        organisation: facts.organisation,
        asked_by: facts.asked_by.map(PersonId),
        known: facts.known,
        internal,
    });
    Ok(id)
}

/// Puts a person's unsent documents on an entry.
async fn attach(
    change: &Change,
    person: i64,
    entry: i64,
    internal: bool,
    ids: &[DocumentId],
) -> Result<(), Fault> {
    for id in ids {
        let sql = "UPDATE document SET deal_entry_id = $1, internal = $2 WHERE id = $3 AND person_id = $4
          AND entry_id IS NULL AND ticket_id IS NULL AND deal_entry_id IS NULL AND state = 'ready'";
        let values = [entry.into(), internal.into(), id.0.into(), person.into()];
        if run(change.db(), sql, values).await?.rows_affected() != 1 {
            return Err(AppError::field("documents", Reason::NotAChoice).into());
        }
    }
    Ok(())
}

#[derive(FromQueryResult)]
struct Row {
    id: i64,
    at: i64,
    by_id: Option<i64>,
    by_name: String,
    by_staff: bool,
    internal: bool,
    data: String,
}

#[derive(FromQueryResult)]
struct DocumentRow {
    entry: i64,
    id: i64,
    name: String,
    media_type: String,
    size: i64,
    preview: bool,
}

/// The history, oldest first; notes and the like only for who sees what is `inner`.
pub async fn read(house: &House, facts: &Facts, inner: bool) -> Result<Vec<DealEntry>, Fault> {
    let db = house.store.read();
    let (column, id) = match facts.order {
        Some(order) => ("order_id", order),
        None => ("quote_id", facts.quote),
    };
    let sql = format!(
        "SELECT id, at, by_id, by_name, by_staff, internal, data FROM deal_entry
         WHERE {column} = $1 AND (internal = FALSE OR $2) ORDER BY id"
    );
    let rows: Vec<Row> = all(db, &sql, [id.into(), inner.into()]).await?;
    let sql = format!(
        "SELECT d.deal_entry_id AS entry, d.id, d.name, d.media_type, d.size, (d.preview OR d.preview_due) AS preview
         FROM deal_entry e JOIN document d ON d.deal_entry_id = e.id
         WHERE e.{column} = $1 AND d.state = 'ready' AND (d.internal = FALSE OR $2) ORDER BY d.id"
    );
    let documents: Vec<DocumentRow> = all(db, &sql, [id.into(), inner.into()]).await?;
    let entry = |row: Row| {
        let what: What = serde_json::from_str(&row.data)
            .map_err(|error| Fault::impossible_row("deal_entry", row.id, &error.to_string()))?;
        Ok(DealEntry {
            id: row.id,
            at: house.clock.shown(row.at),
            by: row.by_id.map(|id| Who { id: PersonId(id), name: row.by_name, staff: row.by_staff }),
            what,
            internal: row.internal,
            documents: documents.iter().filter(|one| one.entry == row.id).map(DocumentRow::view).collect(),
        })
    };
    rows.into_iter().map(entry).collect()
}

impl DocumentRow {
    fn view(&self) -> DocumentView {
        DocumentView {
            id: DocumentId(self.id),
            name: self.name.clone(),
            media_type: self.media_type.clone(),
            size: self.size,
            show: domain::document::show(&self.media_type),
            preview: self.preview,
        }
    }
}
