//! Services that were billed (G4): lines of issued documents that were not taken back, each with its chain.
use crate::fault::Fault;
use crate::house::House;
use crate::invoice::{chain, list};
use crate::store::all;
use crate::ticket::query::Binds;
use app::call::Call;
use app::invoice::api::InvoiceFilter;
use app::invoice::view::{ServiceRow, Services};
use domain::invoice::line::{Line, Quantity};
use sea_orm::FromQueryResult;

/// Most rows of a page.
pub const MOST: usize = 200;

#[derive(FromQueryResult)]
struct Row {
    id: i64,
    invoice_id: i64,
    number: String,
    issued_on: String,
    organisation: String,
    facts: String,
}

/// At most so many of them, the newest first.
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
    let project = filter.project.clone();
    let narrow = list::conditions(house, actor, &filter, now.civil().date(), &mut binds)?;
    // The project is that of the line here, not of anything on its document.
    let of_project = if project.is_empty() {
        String::new()
    } else {
        let project = binds.put(project);
        format!(" AND l.id IN (SELECT s.line_id FROM invoice_source s WHERE s.project = {project})")
    };
    let sql = format!(
        "SELECT l.id, i.id AS invoice_id, i.number, i.issued_on, o.name AS organisation, l.facts
         FROM invoice i JOIN organisation o ON o.id = i.organisation_id JOIN invoice_line l ON l.invoice_id = i.id
         WHERE i.state = 'issued' AND i.kind = 'invoice' AND l.left_out = FALSE AND {narrow}{of_project}
         ORDER BY i.issued_on DESC, i.id DESC, l.place LIMIT {}",
        most + 1
    );
    let mut rows: Vec<Row> = all(db, &sql, binds.0).await?;
    let more = rows.len() > most;
    rows.truncate(most);
    let mut documents: Vec<i64> = rows.iter().map(|row| row.invoice_id).collect();
    documents.dedup();
    let mut chains = chain::of(house, actor, &documents).await?;
    let row = |row: Row| {
        let impossible = |what: &str| Fault::impossible_row("invoice_line", row.id, what);
        Ok::<_, Fault>(ServiceRow {
            invoice: row.number,
            issued: row.issued_on.parse().map_err(|_| impossible(&row.issued_on))?,
            organisation: row.organisation,
            line: serde_json::from_str(&row.facts).map_err(|error| impossible(&error.to_string()))?,
            chain: chains.remove(&row.id).unwrap_or_default(),
        })
    };
    let rows: Vec<ServiceRow> = rows.into_iter().map(row).collect::<Result<_, _>>()?;
    let minutes = |line: &Line| if let Quantity::Minutes(minutes) = line.quantity { minutes } else { 0 };
    Ok(Services {
        minutes: rows.iter().map(|row| minutes(&row.line)).sum(),
        net: rows.iter().map(|row| row.line.net_cents()).sum(),
        rows,
        more,
        organisations: list::organisations(db, actor).await?,
        projects: list::projects(db, actor).await?,
        now,
    })
}
