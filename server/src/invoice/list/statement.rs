//! What a list asks of the database.
use crate::house::House;
use crate::invoice::narrow::{Narrow, conditions, whose};
use crate::invoice::row::INVOICE;
use crate::ticket::query::Binds;
use app::error::AppError;
use app::invoice::api::InvoiceFilter;
use app::invoice::view::PAGE;
use domain::access::Actor;
use domain::billing::account::Standing;
use jiff::civil::Date;
use sea_orm::{DbBackend, Value};

/// Drafts first, then the newest.
const ORDER: &str = "ORDER BY i.listed_on DESC, i.id DESC";

/// The statements for what a filter leaves: how many and what they come to, then a page of them. Where something leads to ids, which is
/// dear where they are many, the first asks for them once and names the page as well.
pub fn statements(
    house: &House,
    actor: &Actor,
    filter: &InvoiceFilter,
    called: &[i64],
    today: Date,
) -> Result<[(String, Vec<Value>); 2], AppError> {
    let mut binds = Binds::default();
    let narrow = conditions(house, actor, filter, called, today, &mut binds)?;
    // What an organisation has stands together in one index; going through it once is all there is to do.
    let sums = if let Some(ids) = narrow.ids() {
        sums_found(house.store.backend(), &ids, &narrow, filter)
    } else if whose(actor, filter)?.is_some() {
        sums_once(&format!("FROM invoice i WHERE {}", narrow.rest()), NO_PAGE, filter)
    } else {
        sums_apart(&narrow.rest(), filter)
    };
    let page = page_of(&narrow.whole(), filter.page);
    Ok([(sums, binds.0.clone()), (page, binds.0)])
}

/// Drafts are asked for by nobody yet: their sum is of interest where they stand alone.
fn counted(filter: &InvoiceFilter) -> &'static str {
    if filter.standing == Some(Standing::Draft) { "TRUE" } else { "i.state <> 'draft'" }
}

/// For a page that is read by itself.
const NO_PAGE: &str = "CAST(NULL AS TEXT)";

/// Each document is looked at once.
fn sums_once(from: &str, page: &str, filter: &InvoiceFilter) -> String {
    let counted = counted(filter);
    format!(
        "SELECT COUNT(*) AS count, COUNT(CASE WHEN i.state = 'draft' THEN 1 END) AS drafts,
           CAST(COALESCE(SUM(CASE WHEN i.left_cents > 0 THEN i.left_cents END), 0) AS BIGINT) AS left_sum,
           CAST(COALESCE(SUM(CASE WHEN i.left_cents < 0 THEN -i.left_cents END), 0) AS BIGINT) AS over_sum,
           CAST(COALESCE(SUM(CASE WHEN NOT ({counted}) THEN 0 WHEN i.kind = 'invoice' THEN i.gross ELSE -i.gross END), 0) AS BIGINT) AS gross,
           {page} AS page
         {from}"
    )
}

/// From the ids to the documents. SQLite goes along the order of the list until a page is full: it would find and sort all, but for a
/// sign. PostgreSQL would take so many ids for a few.
fn sums_found(backend: DbBackend, ids: &str, narrow: &Narrow, filter: &InvoiceFilter) -> String {
    let rest = narrow.rest();
    let from = format!("FROM found f CROSS JOIN invoice i WHERE i.id = f.id AND {rest}");
    let along = match backend {
        DbBackend::Sqlite => format!("FROM invoice i WHERE {rest} AND +i.id IN (SELECT f.id FROM found f)"),
        _ => from.clone(),
    };
    let page = ids_of(&along, filter.page);
    let page = format!("(SELECT string_agg(CAST(p.id AS TEXT), ',') FROM ({page}) p)");
    format!("WITH found(id) AS MATERIALIZED ({ids}) {}", sums_once(&from, &page, filter))
}

/// Most documents are invoices that were issued: all are counted as such, and the few others, with indexes of their own, apart.
fn sums_apart(narrow: &str, filter: &InvoiceFilter) -> String {
    let counted = counted(filter);
    format!(
        "SELECT a.count, b.drafts, l.left_sum, v.over_sum, CAST(a.gross - b.other AS BIGINT) AS gross, {NO_PAGE} AS page
         FROM (SELECT COUNT(*) AS count, COALESCE(SUM(i.gross), 0) AS gross FROM invoice i WHERE {narrow}) a,
           (SELECT COUNT(CASE WHEN i.state = 'draft' THEN 1 END) AS drafts,
              COALESCE(SUM(CASE WHEN NOT ({counted}) THEN i.gross WHEN i.kind <> 'invoice' THEN 2 * i.gross END), 0) AS other
            FROM invoice i WHERE (i.state = 'draft' OR i.kind <> 'invoice') AND {narrow}) b,
           (SELECT CAST(COALESCE(SUM(i.left_cents), 0) AS BIGINT) AS left_sum
            FROM invoice i WHERE i.left_cents > 0 AND {narrow}) l,
           (SELECT CAST(COALESCE(SUM(-i.left_cents), 0) AS BIGINT) AS over_sum
            FROM invoice i WHERE i.left_cents < 0 AND {narrow}) v"
    )
}

/// The statement for the ids of a page.
fn ids_of(from: &str, page: u32) -> String {
    let skipped = usize::try_from(page.max(1) - 1).unwrap_or_default() * PAGE;
    format!("SELECT i.id {from} {ORDER} LIMIT {PAGE} OFFSET {skipped}")
}

/// The statement for a page. It is found by the index; what its documents say is read of them alone.
fn page_of(narrow: &str, page: u32) -> String {
    let found = ids_of(&format!("FROM invoice i WHERE {narrow}"), page);
    format!("{INVOICE} WHERE i.id IN ({found}) {ORDER}")
}

/// The statement for a page whose ids are known.
pub(super) fn of_ids(ids: &str) -> (String, Vec<Value>) {
    let mut binds = Binds::default();
    let ids = binds.list(ids.split(',').filter_map(|id| id.parse::<i64>().ok()));
    (format!("{INVOICE} WHERE i.id IN ({ids}) {ORDER}"), binds.0)
}
