//! What documents are found by: their words in an index of its own, folded as those of tickets are.
use crate::fault::Fault;
use crate::store::run;
use crate::ticket::query::Binds;
use domain::search::{fold, terms};
use sea_orm::{ConnectionTrait, DbBackend};

/// The statement for ids of documents in which every word of a query begins a word; `None` where the query has no word. Those of
/// some organisations are found under their marks, without those of all.
pub fn found(backend: DbBackend, query: &str, of: Option<&[i64]>, binds: &mut Binds) -> Option<String> {
    let terms = terms(query);
    if terms.is_empty() {
        return None;
    }
    let postgres = backend == DbBackend::Postgres;
    let (and, or) = if postgres { (" & ", " | ") } else { (" AND ", " OR ") };
    let all = |mark: &str| {
        let begins = |term: &String| {
            if postgres { format!("{mark}{term}:*") } else { format!("\"{mark}{term}\"*") }
        };
        terms.iter().map(begins).collect::<Vec<_>>().join(and)
    };
    let wanted = of.map_or_else(
        || all(""),
        |of| of.iter().map(|id| format!("({})", all(&mark(*id)))).collect::<Vec<_>>().join(or),
    );
    Some(if postgres {
        let words = if of.is_some() { "replace(' ' || words, ' ', ' ' || mark)" } else { "words" };
        // `OFFSET 0`: PostgreSQL must not look for the words in one document after the other.
        format!(
            "SELECT f.rowid FROM (SELECT rowid FROM invoice_search
             WHERE to_tsvector('simple', {words}) @@ to_tsquery('simple', {}) OFFSET 0) f",
            binds.put(wanted)
        )
    } else {
        let words = if of.is_some() { "own" } else { "words" };
        let wanted = binds.put(format!("{words} : ({wanted})"));
        format!("SELECT rowid FROM invoice_search WHERE invoice_search MATCH {wanted}")
    })
}

/// What words of an organisation's documents begin with where they are found as its own.
fn mark(organisation: i64) -> String {
    format!("o{organisation}o")
}

/// Enters a document's words in the place of those before.
pub async fn enter<C: ConnectionTrait>(
    db: &C,
    invoice: i64,
    organisation: i64,
    words: &str,
) -> Result<(), Fault> {
    forget(db, invoice).await?;
    let sql = match db.get_database_backend() {
        DbBackend::Postgres => "INSERT INTO invoice_search (rowid, words, mark) VALUES ($1, $2, $3)",
        _ => {
            "INSERT INTO invoice_search (rowid, words, own) VALUES ($1, $2, replace(' ' || $2, ' ', ' ' || $3))"
        }
    };
    run(db, sql, [invoice.into(), fold(words).into(), mark(organisation).into()]).await?;
    Ok(())
}

/// Forgets a draft that was given up.
pub async fn forget<C: ConnectionTrait>(db: &C, invoice: i64) -> Result<(), Fault> {
    run(db, "DELETE FROM invoice_search WHERE rowid = $1", [invoice.into()]).await?;
    Ok(())
}
