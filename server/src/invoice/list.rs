//! The list of invoices, as narrow as it is asked for.
use crate::contains::{folded, pattern};
use crate::fault::Fault;
use crate::house::House;
use crate::invoice::customers::{customers, shared_words};
use crate::invoice::query::FIRST_ISSUED;
use crate::invoice::row::{INVOICE, InvoiceRow};
use crate::invoice::search;
use crate::store::{all, one};
use crate::ticket::query::Binds;
use app::call::Call;
use app::error::AppError;
use app::invoice::api::InvoiceFilter;
use app::invoice::view::{HandOver, InvoiceList, InvoiceRow as Line, PAGE};
use app::overview::view::DEALS;
use app::ticket::view::Choice;
use domain::access::{Actor, Area};
use domain::billing::account::Standing;
use domain::billing::datev::customers::accounts;
use domain::id::OrganisationId;
use domain::invoice::Period;
use domain::lang::Lang;
use domain::money::read_cents;
use domain::ticket::number::NumberFormat;
use jiff::civil::Date;
use sea_orm::{ConnectionTrait, DbBackend, FromQueryResult, Value};

/// The condition that holds for documents of `i` that an actor may see: all for who has that duty, else what was issued to
/// organisations where the actor sees bills.
pub fn reach(actor: &Actor, binds: &mut Binds) -> Result<String, AppError> {
    if actor.may_enter(Area::Invoices) {
        return Ok("TRUE".to_owned());
    }
    Ok(format!("i.state <> 'draft' AND i.organisation_id IN ({})", binds.list(own(actor)?)))
}

/// Organisations of which a contact sees bills; who sees none, finds nothing.
fn own(actor: &Actor) -> Result<Vec<i64>, AppError> {
    let own = actor.memberships().iter().filter(|m| m.rights.billing);
    let own: Vec<i64> = own.map(|m| m.organisation.0).collect();
    if own.is_empty() { Err(AppError::NotFound) } else { Ok(own) }
}

/// What narrows: conditions on `i` alone, on columns that the indexes of both lists hold wherever a filter leaves many.
pub fn conditions(
    house: &House,
    actor: &Actor,
    filter: &InvoiceFilter,
    today: Date,
    binds: &mut Binds,
) -> Result<String, AppError> {
    let mut all = vec![reach(actor, binds)?];
    if !filter.query.trim().is_empty() {
        all.push(saying(house.store.backend(), &filter.query, binds));
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
        let theirs = if actor.may_enter(Area::Invoices) {
            String::new()
        } else {
            format!(" AND s.organisation_id IN ({})", binds.list(own(actor)?))
        };
        all.push(format!(
            "i.id IN (SELECT s.invoice_id FROM invoice_source s WHERE s.project = {project} AND s.project <> ''{theirs})"
        ));
    }
    if !filter.about.trim().is_empty() {
        all.push(about(actor, filter.about.trim(), &house.policy().number, binds));
    }
    Ok(all.join(" AND "))
}

/// With these words, or of an organisation that is called so.
fn saying(backend: DbBackend, query: &str, binds: &mut Binds) -> String {
    let (wanted, name) = (binds.put(pattern(query)), folded("o.name"));
    let named = format!(
        "SELECT d.id FROM organisation o JOIN invoice d ON d.organisation_id = o.id WHERE {name} LIKE {wanted} ESCAPE '!'"
    );
    let found = search::found(backend, query, binds).map(|found| format!("{found} UNION ALL "));
    format!("i.id IN ({}{named})", found.unwrap_or_default())
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

/// With an item or work of an order, or with work on a ticket; customers find nothing by the number of an internal one.
fn about(actor: &Actor, text: &str, number: &NumberFormat, binds: &mut Binds) -> String {
    let order = binds.put(text.to_uppercase());
    let ticket = binds.put(number.read(text).map_or(0, |number| number.0));
    let inner = if actor.is_staff() { "" } else { " AND t.internal = FALSE" };
    format!(
        "i.id IN (SELECT d.id FROM orders r JOIN invoice d ON d.order_id = r.id WHERE r.number = {order}
          UNION ALL SELECT s.invoice_id FROM orders r JOIN invoice_source s ON s.order_id = r.id WHERE r.number = {order}
          UNION ALL SELECT s.invoice_id FROM ticket t JOIN invoice_source s ON s.ticket_id = t.id WHERE t.number = {ticket}{inner})"
    )
}

#[derive(FromQueryResult)]
struct Sums {
    count: i64,
    drafts: i64,
    gross: i64,
    left_sum: i64,
    over_sum: i64,
}

/// One page of the list.
pub async fn list(house: &House, call: &Call, filter: InvoiceFilter) -> Result<InvoiceList, Fault> {
    let actor = call.actor()?;
    let now = house.clock.moment(call.now);
    let (today, policy, db) = (now.civil().date(), house.policy(), house.store.read());
    let [(sums, sums_of), _] = statements(house, actor, &filter, today)?;
    let sums: Option<Sums> = one(db, &sums, sums_of).await?;
    let sums = sums.unwrap_or(Sums { count: 0, drafts: 0, gross: 0, left_sum: 0, over_sum: 0 });
    let count = u64::try_from(sums.count).unwrap_or_default();
    // Beyond the last page is the last one: what a reader kept may be shorter by now.
    let last = u32::try_from(count.div_ceil(PAGE as u64)).unwrap_or(u32::MAX).max(1);
    let filter = InvoiceFilter { page: filter.page.clamp(1, last), ..filter };
    let [_, (shown, shown_of)] = statements(house, actor, &filter, today)?;
    let rows: Vec<InvoiceRow> = all(db, &shown, shown_of).await?;
    let bills = actor.may_enter(Area::Billing);
    let levels = if bills { policy.billing.rules.reminders.as_slice() } else { &[] };
    Ok(InvoiceList {
        lines: rows.into_iter().map(|row| line(house, row, today, levels)).collect::<Result<_, _>>()?,
        count,
        drafts: u64::try_from(sums.drafts).unwrap_or_default(),
        gross: sums.gross,
        left: sums.left_sum,
        over: sums.over_sum,
        page: filter.page,
        organisations: organisations(db, actor).await?,
        projects: projects(db, actor).await?,
        drafts_for: bills.then(|| month_before(today)).flatten(),
        hand_over: if bills { hand_over(house, call.lang).await? } else { None },
        now,
    })
}

/// The statements for what a filter leaves: how many and what they come to, then a page of them.
pub fn statements(
    house: &House,
    actor: &Actor,
    filter: &InvoiceFilter,
    today: Date,
) -> Result<[(String, Vec<Value>); 2], AppError> {
    let mut binds = Binds::default();
    let narrow = conditions(house, actor, filter, today, &mut binds)?;
    // Drafts are asked for by nobody yet.
    let counted = if filter.standing == Some(Standing::Draft) { "TRUE" } else { "i.state <> 'draft'" };
    let sums = format!(
        "SELECT COUNT(*) AS count, COUNT(CASE WHEN i.state = 'draft' THEN 1 END) AS drafts,
           CAST(COALESCE(SUM(CASE WHEN i.left_cents > 0 THEN i.left_cents END), 0) AS BIGINT) AS left_sum,
           CAST(COALESCE(SUM(CASE WHEN i.left_cents < 0 THEN -i.left_cents END), 0) AS BIGINT) AS over_sum,
           CAST(COALESCE(SUM(CASE WHEN NOT ({counted}) THEN 0 WHEN i.kind = 'invoice' THEN i.gross ELSE -i.gross END), 0) AS BIGINT) AS gross
         FROM invoice i WHERE {narrow}"
    );
    Ok([(sums, binds.0.clone()), (page_of(&narrow, ORDER, filter.page, PAGE), binds.0)])
}

/// The statement for a page of so many. It is found by the index; what its documents say is read of them alone.
fn page_of(narrow: &str, order: &str, page: u32, size: usize) -> String {
    let skipped = usize::try_from(page.max(1) - 1).unwrap_or_default() * size;
    let found = format!("SELECT i.id FROM invoice i WHERE {narrow} {order} LIMIT {size} OFFSET {skipped}");
    format!("{INVOICE} WHERE i.id IN ({found}) {order}")
}

/// Rows that a file takes at a time.
pub const CHUNK: usize = 500;

/// So many rows of what a filter leaves, from its page on, without sums.
pub async fn rows(
    house: &House,
    actor: &Actor,
    filter: &InvoiceFilter,
    today: Date,
) -> Result<Vec<InvoiceRow>, Fault> {
    let mut binds = Binds::default();
    let narrow = conditions(house, actor, filter, today, &mut binds)?;
    Ok(all(house.store.read(), &page_of(&narrow, BY_NUMBER, filter.page, CHUNK), binds.0).await?)
}

/// A row as its reader sees it; `levels` are those of reminders, for who sends them.
fn line(house: &House, row: InvoiceRow, today: Date, levels: &[u16]) -> Result<Line, Fault> {
    let account = row.account()?;
    let sent = row.sent(&house.clock);
    Ok(Line {
        reference: row.reference(),
        kind: row.kind()?,
        issued: row.issued_on()?,
        due: account.due_on,
        standing: row.standing(today)?,
        left: account.left(),
        reminder: account.reminder(today, levels, sent),
        gross: row.gross,
        number: row.number,
        title: row.title,
        organisation: row.organisation,
    })
}

/// The statement for what organisations have left to pay, in the words of the index that holds it; what the documents say stays
/// where it is.
pub fn unpaid(organisations: &[i64], most: usize) -> (String, Vec<Value>) {
    let mut binds = Binds::default();
    let of = binds.list(organisations.iter().copied());
    let rows = INVOICE.replace("i.content", "CAST(NULL AS TEXT) AS content");
    let sql = format!(
        "{rows} WHERE i.left_cents > 0 AND i.organisation_id IN ({of}) AND i.state <> 'draft'
         ORDER BY i.due_on, i.id LIMIT {most}"
    );
    (sql, binds.0)
}

/// Invoices that the reader sees and that are to be paid, for a start page.
pub async fn open(house: &House, call: &Call, actor: &Actor) -> Result<Vec<Line>, Fault> {
    let sees = actor.memberships().iter().filter(|member| actor.sees_invoices_of(member.organisation));
    let organisations: Vec<i64> = sees.map(|member| member.organisation.0).collect();
    if organisations.is_empty() {
        return Ok(Vec::new());
    }
    let (sql, values) = unpaid(&organisations, DEALS + 1);
    let rows: Vec<InvoiceRow> = all(house.store.read(), &sql, values).await?;
    let today = house.clock.moment(call.now).civil().date();
    rows.into_iter().map(|row| line(house, row, today, &[])).collect()
}

/// What can be handed over, once something was issued.
async fn hand_over(house: &House, lang: Lang) -> Result<Option<HandOver>, Fault> {
    #[derive(FromQueryResult)]
    struct Row {
        day: Option<String>,
    }
    let first: Option<Row> = one(house.store.read(), FIRST_ISSUED, []).await?;
    let Some(day) = first.and_then(|row| row.day) else { return Ok(None) };
    let since = day.parse().map_err(|_| Fault::impossible_row("invoice", 0, &day))?;
    let policy = house.policy();
    let refused = match &policy.billing.datev {
        Some(books) => accounts(books, &customers(house.store.read(), true).await?).err(),
        None => None,
    };
    let refused = refused.map(|shared| shared_words(lang, &shared));
    Ok(Some(HandOver { books: policy.billing.datev.is_some(), refused, since }))
}

/// Drafts first, then the newest.
pub const ORDER: &str = "ORDER BY i.listed_on DESC, i.id DESC";

/// The same for files: what was issued on one day follows its numbers, which drafts get in any order.
const BY_NUMBER: &str = "ORDER BY i.listed_on DESC, LENGTH(i.number) DESC, i.number DESC, i.id DESC";

/// The month before the one of a day.
pub fn month_before(today: Date) -> Option<Period> {
    let to = today.first_of_month().yesterday().ok()?;
    Some(Period { from: to.first_of_month(), to })
}

/// Organisations by which a list can be narrowed; none where there is one alone.
pub async fn organisations<C: ConnectionTrait>(
    db: &C,
    actor: &Actor,
) -> Result<Vec<Choice<OrganisationId>>, Fault> {
    #[derive(FromQueryResult)]
    struct Row {
        id: i64,
        name: String,
    }
    let choice = |row: Row| Choice { id: OrganisationId(row.id), name: row.name };
    if actor.may_enter(Area::Invoices) {
        let rows: Vec<Row> = all(db, "SELECT id, name FROM organisation ORDER BY name, id", []).await?;
        return Ok(rows.into_iter().map(choice).collect());
    }
    let own = actor.memberships().iter().filter(|member| member.rights.billing);
    let own: Vec<_> =
        own.map(|member| Choice { id: member.organisation, name: member.name.clone() }).collect();
    Ok(if own.len() > 1 { own } else { Vec::new() })
}

/// Projects that something was billed for, by name.
pub async fn projects<C: ConnectionTrait>(db: &C, actor: &Actor) -> Result<Vec<String>, Fault> {
    #[derive(FromQueryResult)]
    struct Row {
        project: String,
    }
    let mut binds = Binds::default();
    let sql = if actor.may_enter(Area::Invoices) {
        "SELECT DISTINCT s.project FROM invoice_source s WHERE s.project <> '' ORDER BY s.project".to_owned()
    } else {
        let own = binds.list(own(actor)?);
        // What stands on drafts alone is for nobody but staff.
        format!(
            "SELECT p.project FROM (
               SELECT DISTINCT s.project FROM invoice_source s WHERE s.organisation_id IN ({own}) AND s.project <> '') p
             WHERE EXISTS (SELECT 1 FROM invoice_source s JOIN invoice i ON i.id = s.invoice_id
               WHERE s.project = p.project AND s.project <> '' AND s.organisation_id IN ({own}) AND i.state <> 'draft')
             ORDER BY p.project"
        )
    };
    let rows: Vec<Row> = all(db, &sql, binds.0).await?;
    Ok(rows.into_iter().map(|row| row.project).collect())
}
