//! Services that were billed (G4): lines of issued documents that were not taken back, each with its chain. What a credit note gives
//! back of them counts below zero.
use crate::fault::Fault;
use crate::house::House;
use crate::invoice::{chain, list};
use crate::store::all;
use crate::ticket::query::Binds;
use app::call::Call;
use app::invoice::api::InvoiceFilter;
use app::invoice::view::{Chain, ServiceRow, Services};
use domain::access::Actor;
use domain::invoice::Kind;
use domain::invoice::line::Line;
use domain::search::{fold, terms};
use domain::ticket::number::NumberFormat;
use sea_orm::FromQueryResult;

/// Most rows of a page.
pub const MOST: usize = 200;
/// Most rows that are summed up.
const SUMMED: usize = 20_000;

#[derive(FromQueryResult)]
struct Row {
    id: i64,
    origin: i64,
    source: i64,
    kind: String,
    number: String,
    title: String,
    issued_on: String,
    organisation: String,
    facts: String,
}

/// At most so many of them, the newest first; they are counted and summed up, shown or not.
pub async fn services(
    house: &House,
    call: &Call,
    filter: InvoiceFilter,
    most: usize,
) -> Result<Services, Fault> {
    let actor = call.actor()?;
    let now = house.clock.moment(call.now);
    let (db, policy) = (house.store.read(), house.policy());
    let mut binds = Binds::default();
    // Project, order and ticket are those of the line here, not of anything on its document.
    let of_document = InvoiceFilter { project: String::new(), about: String::new(), ..filter.clone() };
    let narrow = list::conditions(actor, &of_document, &policy.number, now.civil().date(), &mut binds)?;
    let of_line = of_line(actor, &filter, &policy.number, &mut binds);
    let sql = format!(
        "SELECT l.id, COALESCE(l.origin_id, l.id) AS origin, COALESCE(i.corrects_id, i.id) AS source, i.kind, i.number, i.title,
           i.issued_on, o.name AS organisation, l.facts
         FROM invoice i JOIN organisation o ON o.id = i.organisation_id JOIN invoice_line l ON l.invoice_id = i.id
         LEFT JOIN invoice k ON k.id = i.corrects_id
         WHERE i.state = 'issued' AND (i.kind = 'invoice' OR (i.kind = 'credit_note' AND k.state = 'issued'))
           AND l.left_out = FALSE AND {narrow}{of_line}
         ORDER BY i.issued_on DESC, i.id DESC, l.place LIMIT {SUMMED}"
    );
    let found: Vec<Row> = all(db, &sql, binds.0).await?;
    let wanted = terms(&filter.query);
    let mut rows = Vec::new();
    for row in found {
        let (origin, source) = (row.origin, row.source);
        if let Some(service) = row.service(&wanted)? {
            rows.push((origin, source, service));
        }
    }
    let (count, minutes, net) = rows.iter().fold((0, 0, 0), |(count, minutes, net), (.., row)| {
        (count + 1, minutes + row.minutes(), net + row.net_cents())
    });
    let more = rows.len() > most;
    rows.truncate(most);
    let mut documents: Vec<i64> = rows.iter().map(|(_, source, _)| *source).collect();
    documents.sort_unstable();
    documents.dedup();
    let chains = chain::of(house, actor, &documents).await?;
    let chained = |(origin, _, row): (i64, i64, ServiceRow)| ServiceRow {
        chain: chains.get(&origin).cloned().unwrap_or_default(),
        ..row
    };
    Ok(Services {
        rows: rows.into_iter().map(chained).collect(),
        count,
        minutes,
        net,
        more,
        organisations: list::organisations(db, actor).await?,
        projects: list::projects(db, actor).await?,
        now,
    })
}

/// What narrows the lines: those of a project, with an item of an order, with work on a ticket; customers find nothing by the number of
/// an internal one.
fn of_line(actor: &Actor, filter: &InvoiceFilter, number: &NumberFormat, binds: &mut Binds) -> String {
    let mut all = String::new();
    // What is given back of a line comes from where that line came from.
    let mut from = |lines: &str| {
        let back = format!("SELECT x.id FROM invoice_line x WHERE x.origin_id IN ({lines})");
        all.push_str(&format!(" AND l.id IN ({lines} UNION ALL {back})"));
    };
    if !filter.project.is_empty() {
        let project = binds.put(filter.project.clone());
        from(&format!("SELECT s.line_id FROM invoice_source s WHERE s.project = {project}"));
    }
    let about = filter.about.trim();
    if !about.is_empty() {
        let order = binds.put(about.to_uppercase());
        let ticket = binds.put(number.read(about).map_or(0, |number| number.0));
        let inner = if actor.is_staff() { "" } else { " AND t.internal = FALSE" };
        from(&format!(
            "SELECT s.line_id FROM orders r JOIN invoice_source s ON s.order_id = r.id WHERE r.number = {order}
             UNION ALL SELECT s.line_id FROM ticket t JOIN invoice_source s ON s.ticket_id = t.id
             WHERE t.number = {ticket}{inner}"
        ));
    }
    all
}

impl Row {
    /// What it tells; nothing where the line and its document do not hold all words that are wanted.
    fn service(self, wanted: &[String]) -> Result<Option<ServiceRow>, Fault> {
        let impossible = |what: &str| Fault::impossible_row("invoice_line", self.id, what);
        let line: Line = serde_json::from_str(&self.facts).map_err(|error| impossible(&error.to_string()))?;
        if !wanted.is_empty() {
            let said =
                [&self.number, &self.title, &self.organisation, &line.group, &line.name, &line.description];
            let said = fold(&said.map(String::as_str).join(" "));
            if !wanted.iter().all(|word| said.contains(word.as_str())) {
                return Ok(None);
            }
        }
        Ok(Some(ServiceRow {
            issued: self.issued_on.parse().map_err(|_| impossible(&self.issued_on))?,
            gives_back: self.kind != Kind::Invoice.code(),
            invoice: self.number,
            organisation: self.organisation,
            line,
            chain: Chain::default(),
        }))
    }
}
