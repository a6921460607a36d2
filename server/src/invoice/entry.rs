//! The history of a document.
use crate::fault::Fault;
use crate::house::House;
use crate::store::{Change, all, run};
use app::call::Call;
use app::invoice::view::EntryView;
use domain::billing::timeline::What;
use jiff::civil::DateTime;
use sea_orm::{ConnectionTrait, FromQueryResult};

/// Writes an entry as part of a change.
pub async fn record(change: &Change, call: &Call, invoice: i64, what: &What) -> Result<(), Fault> {
    let by = call.actor.as_ref();
    let sql = "INSERT INTO invoice_entry (invoice_id, at, by_id, by_name, internal, data) VALUES ($1, $2, $3, $4, $5, $6)";
    let values = [
        invoice.into(),
        call.now.as_millisecond().into(),
        by.map(|by| by.id.0).into(),
        by.map(|by| by.name.clone()).unwrap_or_default().into(),
        what.is_internal().into(),
        serde_json::to_string(what)?.into(),
    ];
    run(change.db(), sql, values).await?;
    Ok(())
}

/// The entries that a reader may see, the oldest first. Customers do not read who in the house did what, nor notes on postings, nor that something was written off.
pub async fn read<C: ConnectionTrait>(
    house: &House,
    db: &C,
    invoice: i64,
    inner: bool,
) -> Result<Vec<EntryView>, Fault> {
    #[derive(FromQueryResult)]
    struct Row {
        at: i64,
        by_name: String,
        internal: bool,
        data: String,
    }
    let sql = "SELECT at, by_name, internal, data FROM invoice_entry WHERE invoice_id = $1 ORDER BY id";
    let rows: Vec<Row> = all(db, sql, [invoice.into()]).await?;
    let entry = |row: Row| {
        let what = match serde_json::from_str(&row.data)? {
            What::Posted { kind, cents, day, other, .. } if !inner => {
                What::Posted { kind: kind.outside(), cents, day, note: String::new(), other }
            }
            what => what,
        };
        let by = if inner { row.by_name } else { String::new() };
        Ok(EntryView { what, at: house.clock.shown(row.at), by })
    };
    rows.into_iter().filter(|row| inner || !row.internal).map(entry).collect()
}

/// When a document got its number, by its history.
pub fn issued_at(told: &[EntryView]) -> Option<DateTime> {
    let issued = told.iter().find(|entry| matches!(entry.what, What::Issued { .. }));
    issued.map(|entry| entry.at.civil())
}
