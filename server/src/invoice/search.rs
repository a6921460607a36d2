//! What documents are found by: their words in an index of its own, folded as those of tickets are.
use crate::fault::Fault;
use crate::store::run;
use crate::ticket::query::Binds;
use domain::search::{fold, terms};
use sea_orm::{ConnectionTrait, DbBackend};

/// The statement for ids of documents in which every word of a query begins a word; `None` where the query has no word.
pub fn found(backend: DbBackend, query: &str, binds: &mut Binds) -> Option<String> {
    let terms = terms(query);
    if terms.is_empty() {
        return None;
    }
    Some(match backend {
        DbBackend::Postgres => {
            let wanted = terms.iter().map(|term| format!("{term}:*")).collect::<Vec<_>>().join(" & ");
            let wanted = binds.put(wanted);
            format!(
                "SELECT rowid FROM invoice_search WHERE to_tsvector('simple', words) @@ to_tsquery('simple', {wanted})"
            )
        }
        _ => {
            let wanted = terms.iter().map(|term| format!("\"{term}\"*")).collect::<Vec<_>>().join(" AND ");
            format!("SELECT rowid FROM invoice_search WHERE invoice_search MATCH {}", binds.put(wanted))
        }
    })
}

/// Enters a document's words in the place of those before.
pub async fn enter<C: ConnectionTrait>(db: &C, invoice: i64, words: &str) -> Result<(), Fault> {
    forget(db, invoice).await?;
    let sql = "INSERT INTO invoice_search (rowid, words) VALUES ($1, $2)";
    run(db, sql, [invoice.into(), fold(words).into()]).await?;
    Ok(())
}

/// Forgets a draft that was given up.
pub async fn forget<C: ConnectionTrait>(db: &C, invoice: i64) -> Result<(), Fault> {
    run(db, "DELETE FROM invoice_search WHERE rowid = $1", [invoice.into()]).await?;
    Ok(())
}
