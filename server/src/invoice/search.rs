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
        // `OFFSET 0` and the inner `SELECT`: PostgreSQL must not look for the words in one document after the other, as it does where it
        // knows that most say them.
        format!(
            "SELECT f.rowid FROM (SELECT rowid FROM invoice_search
             WHERE to_tsvector('simple', {words}) @@ to_tsquery('simple', (SELECT CAST({} AS TEXT))) OFFSET 0) f",
            binds.put(wanted)
        )
    } else {
        let words = if of.is_some() { "own" } else { "words" };
        let wanted = binds.put(format!("{words} : ({wanted})"));
        format!("SELECT rowid FROM invoice_search WHERE invoice_search MATCH {wanted}")
    })
}

/// The statement for whether every document, of some organisations or of all, says all words of a query, as 1 or 0; `None` where the
/// query has no word. Most words are not among those of the newest document: then none are counted.
pub fn said_by_all(backend: DbBackend, query: &str, of: Option<&[i64]>, binds: &mut Binds) -> Option<String> {
    let found = found(backend, query, of, binds)?;
    // Counting all needs no condition: SQLite then counts pages instead of rows.
    let scope = of
        .map(|of| format!("WHERE i.organisation_id IN ({})", binds.list(of.iter().copied())))
        .unwrap_or_default();
    let says = |term: String| format!("' ' || s.words LIKE {}", binds.put(format!("% {term}%")));
    let says = terms(query).into_iter().map(says).collect::<Vec<_>>().join(" AND ");
    Some(format!(
        "SELECT CAST(CASE WHEN EXISTS (SELECT 1 FROM invoice_search s WHERE s.rowid =
             (SELECT i.id FROM invoice i {scope} ORDER BY i.listed_on DESC, i.id DESC LIMIT 1) AND {says})
           THEN CASE WHEN (SELECT COUNT(*) FROM ({found}) g) = (SELECT COUNT(*) FROM invoice i {scope}) THEN 1 ELSE 0 END
           ELSE 0 END AS BIGINT) AS all_say"
    ))
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
