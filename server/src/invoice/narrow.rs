//! What narrows lists of invoices: what their reader may see, and what was asked for.
use crate::contains::{folded, pattern};
use crate::fault::Fault;
use crate::house::House;
use crate::invoice::search;
use crate::store::{all, one};
use crate::ticket::query::Binds;
use app::error::AppError;
use app::invoice::api::InvoiceFilter;
use domain::access::{Actor, Area};
use domain::billing::account::Standing;
use domain::money::read_cents;
use domain::ticket::number::NumberFormat;
use jiff::civil::Date;
use sea_orm::{DbBackend, FromQueryResult};

/// The condition that holds for documents of `i` that an actor may see: all for who has that duty, else what was issued to
/// organisations where the actor sees bills.
fn reach(actor: &Actor, binds: &mut Binds) -> Result<String, AppError> {
    if actor.may_enter(Area::Invoices) {
        return Ok("TRUE".to_owned());
    }
    Ok(format!("i.state <> 'draft' AND i.organisation_id IN ({})", binds.list(own(actor)?)))
}

/// Organisations of which a contact sees bills; who sees none, finds nothing.
pub fn own(actor: &Actor) -> Result<Vec<i64>, AppError> {
    let own = actor.memberships().iter().filter(|m| m.rights.billing);
    let own: Vec<i64> = own.map(|m| m.organisation.0).collect();
    if own.is_empty() { Err(AppError::NotFound) } else { Ok(own) }
}

/// Organisations of which an actor reads documents, as far as a filter names them; `None` for all.
pub fn whose(actor: &Actor, filter: &InvoiceFilter) -> Result<Option<Vec<i64>>, AppError> {
    if actor.may_enter(Area::Invoices) {
        return Ok(filter.organisation.map(|one| vec![one.0]));
    }
    Ok(Some(own(actor)?))
}

/// A filter as documents are asked for by it, and the organisations that are called as its words say. Words that find all documents of
/// those that may be read narrow nothing: they are not looked for, which is dear where they are said so often.
pub async fn asked(
    house: &House,
    actor: &Actor,
    filter: InvoiceFilter,
) -> Result<(InvoiceFilter, Vec<i64>), Fault> {
    if filter.query.trim().is_empty() {
        return Ok((filter, Vec::new()));
    }
    let of = whose(actor, &filter)?;
    let called = called(house, of.as_deref(), &filter.query).await?;
    if of.as_ref().is_some_and(|of| of.len() == called.len())
        || all_say(house, of.as_deref(), &filter.query).await?
    {
        return Ok((InvoiceFilter { query: String::new(), ..filter }, Vec::new()));
    }
    Ok((filter, called))
}

/// Whether there is no document, of some organisations or of all, without the words of a query.
async fn all_say(house: &House, of: Option<&[i64]>, query: &str) -> Result<bool, Fault> {
    #[derive(FromQueryResult)]
    struct Row {
        all_say: i64,
    }
    let mut binds = Binds::default();
    let Some(sql) = search::said_by_all(house.store.backend(), query, of, &mut binds) else {
        return Ok(false);
    };
    let row: Option<Row> = one(house.store.read(), &sql, binds.0).await?;
    Ok(row.is_some_and(|row| row.all_say == 1))
}

/// Organisations that are called as a query says, among those of which the reader sees documents. They are few, and asked for before
/// the documents are.
async fn called(house: &House, of: Option<&[i64]>, query: &str) -> Result<Vec<i64>, Fault> {
    #[derive(FromQueryResult)]
    struct Row {
        id: i64,
    }
    let mut binds = Binds::default();
    let (wanted, name) = (binds.put(pattern(query)), folded("o.name"));
    let of = of.map(|of| format!(" AND o.id IN ({})", binds.list(of.iter().copied()))).unwrap_or_default();
    let sql =
        format!("SELECT o.id FROM organisation o WHERE {name} LIKE {wanted} ESCAPE '!'{of} ORDER BY o.id");
    let rows: Vec<Row> = all(house.store.read(), &sql, binds.0).await?;
    Ok(rows.into_iter().map(|row| row.id).collect())
}

/// What narrows a list: conditions on `i` alone, on columns that the indexes of both lists hold wherever a filter leaves many, and
/// statements that lead to ids of documents, each of them once, of which all must name a document.
pub struct Narrow {
    rest: Vec<String>,
    ids: Vec<String>,
}

impl Narrow {
    /// All of it as one condition.
    pub fn whole(&self) -> String {
        let ids = self.ids.iter().map(|ids| format!("i.id IN ({ids})"));
        self.rest.iter().cloned().chain(ids).collect::<Vec<_>>().join(" AND ")
    }

    /// What narrows beside the ids.
    pub fn rest(&self) -> String {
        self.rest.join(" AND ")
    }

    /// The statement for the ids that all of them name; `None` where nothing leads to ids.
    pub fn ids(&self) -> Option<String> {
        let named = |(at, ids): (usize, &String)| format!("SELECT * FROM ({ids}) x{at}");
        let all: Vec<String> = self.ids.iter().enumerate().map(named).collect();
        (!all.is_empty()).then(|| all.join(" INTERSECT "))
    }
}

/// What a filter narrows for who reads. Words find the documents of organisations that are `called` so, too ([`asked`]).
pub fn conditions(
    house: &House,
    actor: &Actor,
    filter: &InvoiceFilter,
    called: &[i64],
    today: Date,
    binds: &mut Binds,
) -> Result<Narrow, AppError> {
    let mut all = vec![reach(actor, binds)?];
    let mut ids = Vec::new();
    if !filter.query.trim().is_empty() {
        let of = whose(actor, filter)?;
        match saying(house.store.backend(), &filter.query, of.as_deref(), called, binds) {
            Some(said) => ids.push(said),
            None => all.push("FALSE".to_owned()),
        }
    }
    if let Some(standing) = filter.standing {
        all.push(of_standing(standing, today, binds));
    }
    if let Some(day) = filter.from {
        all.push(format!("i.listed_on >= {} AND i.state <> 'draft'", binds.put(day.to_string())));
    }
    if let Some(day) = filter.to {
        all.push(format!("i.listed_on <= {} AND i.state <> 'draft'", binds.put(day.to_string())));
    }
    if let Some(organisation) = filter.organisation {
        all.push(format!("i.organisation_id = {}", binds.put(organisation.0)));
    }
    if let Some(cents) = read_cents(&filter.least) {
        all.push(format!("i.gross >= {}", binds.put(cents)));
    }
    if let Some(cents) = read_cents(&filter.most) {
        all.push(format!("i.gross <= {}", binds.put(cents)));
    }
    if !filter.project.is_empty() {
        let project = binds.put(filter.project.clone());
        let theirs = whose(actor, filter)?
            .map(|of| format!(" AND s.organisation_id IN ({})", binds.list(of)))
            .unwrap_or_default();
        ids.push(sourced("invoice_source s", &format!("s.project = {project} AND s.project <> ''{theirs}")));
    }
    if !filter.about.trim().is_empty() {
        ids.push(about(actor, filter.about.trim(), &house.policy().number, binds));
    }
    Ok(Narrow { rest: all, ids })
}

/// The statement for ids of documents with these words, or of an organisation that is called so; `None` where nothing can be found.
fn saying(
    backend: DbBackend,
    query: &str,
    of: Option<&[i64]>,
    called: &[i64],
    binds: &mut Binds,
) -> Option<String> {
    let found = search::found(backend, query, of, binds);
    let named = (!called.is_empty()).then(|| {
        let called = binds.list(called.iter().copied());
        format!("SELECT d.id FROM invoice d WHERE d.organisation_id IN ({called})")
    });
    match (found, named) {
        (Some(found), Some(named)) => Some(format!("{found} UNION {named}")),
        (found, named) => found.or(named),
    }
}

/// How a document stands, by the columns that the rules of [`domain::billing::account`] keep.
fn of_standing(standing: Standing, today: Date, binds: &mut Binds) -> String {
    let mut today = || binds.put(today.to_string());
    match standing {
        Standing::Draft => "i.state = 'draft'".to_owned(),
        Standing::Open => "i.left_cents > 0".to_owned(),
        Standing::Partly => "i.left_cents > 0 AND i.paid + i.credited > 0".to_owned(),
        Standing::Overdue => format!("i.left_cents > 0 AND i.due_on < {}", today()),
        Standing::Paid => "i.state = 'issued' AND i.kind = 'invoice' AND i.left_cents <= 0".to_owned(),
        Standing::Cancelled => "i.state = 'cancelled'".to_owned(),
        Standing::GivesBack => "i.state <> 'draft' AND i.kind <> 'invoice'".to_owned(),
    }
}

/// The statement for ids of documents with lines that come from such rows of `s`, and of those that give such lines back, which have
/// no rows of their own. A document is either of them, so that each is named once.
fn sourced(from: &str, which: &str) -> String {
    format!(
        "SELECT DISTINCT s.invoice_id AS id FROM {from} WHERE {which}
         UNION ALL SELECT DISTINCT g.invoice_id FROM {from}
           JOIN invoice_line g ON g.origin_id = s.line_id AND g.left_out = FALSE WHERE {which}"
    )
}

/// With an item or work of an order, or with work on a ticket, or giving such back; customers find nothing by the number of an internal one.
fn about(actor: &Actor, text: &str, number: &NumberFormat, binds: &mut Binds) -> String {
    let order = binds.put(text.to_uppercase());
    let ticket = binds.put(number.read(text).map_or(0, |number| number.0));
    let inner = if actor.is_staff() { "" } else { " AND t.internal = FALSE" };
    let of_order =
        sourced("orders r JOIN invoice_source s ON s.order_id = r.id", &format!("r.number = {order}"));
    let of_ticket = sourced(
        "ticket t JOIN invoice_source s ON s.ticket_id = t.id",
        &format!("t.number = {ticket}{inner}"),
    );
    format!(
        "SELECT d.id FROM orders r JOIN invoice d ON d.order_id = r.id WHERE r.number = {order}
          UNION SELECT x.id FROM ({of_order}) x UNION SELECT y.id FROM ({of_ticket}) y"
    )
}
