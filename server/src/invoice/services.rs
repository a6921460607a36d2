//! Services that were billed (G4): lines of issued documents that were not taken back, less what credit notes
//! gave back of them, each with its chain.
use crate::contains::{folded, pattern};
use crate::fault::Fault;
use crate::house::House;
use crate::invoice::narrow::conditions;
use crate::invoice::{chain, list};
use crate::store::{all, one};
use crate::ticket::query::Binds;
use app::call::Call;
use app::error::AppError;
use app::invoice::api::InvoiceFilter;
use app::invoice::view::{ServiceRow, Services};
use domain::access::Actor;
use domain::invoice::Kind;
use domain::money::read_cents;
use domain::search::terms;
use domain::ticket::number::NumberFormat;
use jiff::civil::Date;
use sea_orm::{FromQueryResult, Value};
use std::collections::BTreeSet;

/// Most rows of a page.
pub const MOST: usize = 200;

#[derive(FromQueryResult)]
struct Row {
    id: i64,
    source_line: i64,
    source_invoice: i64,
    number: String,
    kind: String,
    issued_on: String,
    period_from: Option<String>,
    period_to: Option<String>,
    organisation: String,
    facts: String,
    factor_percent: Option<i64>,
}

#[derive(FromQueryResult)]
struct Sums {
    count: i64,
    minutes: i64,
    net: i64,
    documents: i64,
}

/// At most so many of them, the newest first; sums are those of all.
pub async fn services(
    house: &House,
    call: &Call,
    filter: InvoiceFilter,
    most: usize,
) -> Result<Services, Fault> {
    let actor = call.actor()?;
    let now = house.clock.moment(call.now);
    let db = house.store.read();
    let mut binds = Binds::default();
    let narrow = narrowed(house, actor, &filter, now.civil().date(), &mut binds)?;
    let sums = format!(
        "SELECT COUNT(*) AS count,
           CAST(COALESCE(SUM(CASE WHEN i.kind = 'invoice' THEN l.minutes ELSE -l.minutes END), 0) AS BIGINT) AS minutes,
           CAST(COALESCE(SUM(CASE WHEN i.kind = 'invoice' THEN l.net ELSE -l.net END), 0) AS BIGINT) AS net,
           CAST((SELECT COALESCE(SUM(CASE WHEN d.kind = 'invoice' THEN d.net ELSE -d.net END), 0) FROM invoice d
             WHERE d.id IN (SELECT i.id {narrow})) AS BIGINT) AS documents
         {narrow}"
    );
    let sums: Option<Sums> = one(db, &sums, binds.0.clone()).await?;
    let sums = sums.unwrap_or(Sums { count: 0, minutes: 0, net: 0, documents: 0 });
    let rows = rows(house, call, &narrow, binds.0, most).await?;
    Ok(Services {
        more: usize::try_from(sums.count).unwrap_or_default() > rows.len(),
        count: u64::try_from(sums.count).unwrap_or_default(),
        minutes: sums.minutes,
        net: sums.net,
        off: if of_lines(&filter) { 0 } else { sums.net - sums.documents },
        rows,
        organisations: list::organisations(db, actor).await?,
        projects: list::projects(db, actor).await?,
        now,
    })
}

/// Ids of the lines of all that a filter lets through, the newest first.
pub async fn ids(house: &House, call: &Call, filter: &InvoiceFilter) -> Result<Vec<i64>, Fault> {
    #[derive(FromQueryResult)]
    struct Line {
        id: i64,
    }
    let today = house.clock.moment(call.now).civil().date();
    let mut binds = Binds::default();
    let narrow = narrowed(house, call.actor()?, filter, today, &mut binds)?;
    let lines: Vec<Line> =
        all(house.store.read(), &format!("SELECT l.id {narrow} {NEWEST}"), binds.0).await?;
    Ok(lines.into_iter().map(|line| line.id).collect())
}

/// Some of these.
pub async fn of_ids(house: &House, call: &Call, ids: &[i64]) -> Result<Vec<ServiceRow>, Fault> {
    let mut binds = Binds::default();
    let narrow = format!("{FROM} WHERE l.id IN ({})", binds.list(ids.iter().copied()));
    rows(house, call, &narrow, binds.0, ids.len()).await
}

/// Whether a filter finds single lines of documents.
fn of_lines(filter: &InvoiceFilter) -> bool {
    let InvoiceFilter { query, least, most, project, about, from, to, .. } = filter;
    from.is_some()
        || to.is_some()
        || [query, least, most, project, about].into_iter().any(|text| !text.trim().is_empty())
}

/// From where, and which: lines of invoices that stand, and of credit notes, which give a part of such back.
fn narrowed(
    house: &House,
    actor: &Actor,
    filter: &InvoiceFilter,
    today: Date,
    binds: &mut Binds,
) -> Result<String, AppError> {
    // Words, days, amounts, projects, orders and tickets are those of the line, not of anything else on its document.
    let of_document = InvoiceFilter { organisation: filter.organisation, ..InvoiceFilter::default() };
    let mut all = vec![
        "l.left_out = FALSE AND i.state = 'issued' AND i.kind IN ('invoice', 'credit_note')".to_owned(),
        conditions(house, actor, &of_document, &[], today, binds)?.whole(),
    ];
    if let Some(day) = filter.from {
        all.push(format!("{LAST_DAY} >= {}", binds.put(day.to_string())));
    }
    if let Some(day) = filter.to {
        all.push(format!("{FIRST_DAY} <= {}", binds.put(day.to_string())));
    }
    if !filter.query.trim().is_empty() {
        all.push(saying(&filter.query, binds));
    }
    if let Some(cents) = read_cents(&filter.least) {
        all.push(format!("l.net >= {}", binds.put(cents)));
    }
    if let Some(cents) = read_cents(&filter.most) {
        all.push(format!("l.net <= {}", binds.put(cents)));
    }
    if !filter.project.is_empty() {
        let project = binds.put(filter.project.clone());
        all.push(format!(
            "{SOURCE} IN (SELECT s.line_id FROM invoice_source s WHERE s.project = {project} AND s.project <> '')"
        ));
    }
    if !filter.about.trim().is_empty() {
        all.push(about(actor, filter.about.trim(), &house.policy().number, binds));
    }
    Ok(format!("{FROM} WHERE {}", all.join(" AND ")))
}

/// From where lines are read.
const FROM: &str = "FROM invoice i JOIN organisation o ON o.id = i.organisation_id JOIN invoice_line l ON l.invoice_id = i.id";

/// The newest first.
const NEWEST: &str = "ORDER BY i.listed_on DESC, i.id DESC, l.place, l.id";

/// The first day of what a line is for: the line's own, else that of its document's services, else the day of issue.
const FIRST_DAY: &str = "COALESCE(l.from_on, i.period_from, i.listed_on)";

/// The last one.
const LAST_DAY: &str = "COALESCE(l.to_on, i.period_to, i.listed_on)";

/// The line that says where one comes from: its own, or the one that it gives back.
const SOURCE: &str = "COALESCE(l.origin_id, l.id)";

/// With words that begin with these; of a document or an organisation that is called so.
fn saying(query: &str, binds: &mut Binds) -> String {
    let wanted = binds.put(pattern(query));
    let [number, name] = ["i.number", "o.name"].map(folded);
    let called = format!("{number} LIKE {wanted} ESCAPE '!' OR {name} LIKE {wanted} ESCAPE '!'");
    let terms = terms(query);
    if terms.is_empty() {
        return format!("({called})");
    }
    // Folded words hold letters and digits alone.
    let says: Vec<String> =
        terms.iter().map(|term| format!("l.words LIKE {}", binds.put(format!("% {term}%")))).collect();
    format!("({called} OR ({}))", says.join(" AND "))
}

/// For an item or work of an order, or for work on a ticket; customers find nothing by the number of an internal one.
fn about(actor: &Actor, text: &str, number: &NumberFormat, binds: &mut Binds) -> String {
    let order = binds.put(text.to_uppercase());
    let ticket = binds.put(number.read(text).map_or(0, |number| number.0));
    let inner = if actor.is_staff() { "" } else { " AND t.internal = FALSE" };
    format!(
        "{SOURCE} IN (SELECT s.line_id FROM orders r JOIN invoice_source s ON s.order_id = r.id WHERE r.number = {order}
          UNION ALL SELECT s.line_id FROM ticket t JOIN invoice_source s ON s.ticket_id = t.id
            WHERE t.number = {ticket}{inner})"
    )
}

async fn rows(
    house: &House,
    call: &Call,
    narrow: &str,
    values: Vec<Value>,
    most: usize,
) -> Result<Vec<ServiceRow>, Fault> {
    let sql = format!(
        "SELECT l.id, {SOURCE} AS source_line, COALESCE(i.corrects_id, i.id) AS source_invoice, i.number, i.kind,
           i.issued_on, COALESCE(l.from_on, i.period_from) AS period_from, COALESCE(l.to_on, i.period_to) AS period_to,
           o.name AS organisation, l.facts, l.factor_percent
         {narrow} {NEWEST} LIMIT {most}"
    );
    let rows: Vec<Row> = all(house.store.read(), &sql, values).await?;
    let documents: BTreeSet<i64> = rows.iter().map(|row| row.source_invoice).collect();
    let documents: Vec<i64> = documents.into_iter().collect();
    let chains = chain::of(house, call, &documents).await?;
    let row = |row: Row| {
        let impossible = |what: &str| Fault::impossible_row("invoice_line", row.id, what);
        let day = |text: &str| text.parse::<Date>().map_err(|_| impossible(text));
        let kind = Kind::ALL.into_iter().find(|kind| kind.code() == row.kind);
        Ok::<_, Fault>(ServiceRow {
            kind: kind.ok_or_else(|| impossible(&row.kind))?,
            issued: day(&row.issued_on)?,
            from: row.period_from.as_deref().map(day).transpose()?,
            to: row.period_to.as_deref().map(day).transpose()?,
            line: serde_json::from_str(&row.facts).map_err(|error| impossible(&error.to_string()))?,
            factor_percent: row.factor_percent.and_then(|percent| u16::try_from(percent).ok()),
            chain: chains.get(&row.source_line).cloned().unwrap_or_default(),
            invoice: row.number,
            organisation: row.organisation,
        })
    };
    rows.into_iter().map(row).collect()
}
