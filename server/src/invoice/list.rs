//! The list of invoices, as narrow as it is asked for.
mod statement;

use statement::of_ids;
pub use statement::statements;

use crate::fault::Fault;
use crate::house::House;
use crate::invoice::customers::{customers, shared_words};
use crate::invoice::narrow::{asked, conditions, own};
use crate::invoice::query::FIRST_ISSUED;
use crate::invoice::row::{INVOICE, InvoiceRow};
use crate::store::{all, one};
use crate::ticket::query::Binds;
use app::call::Call;
use app::invoice::api::InvoiceFilter;
use app::invoice::view::{HandOver, InvoiceList, InvoiceRow as Line, PAGE};
use app::ticket::view::Choice;
use domain::access::{Actor, Area};
use domain::billing::datev::customers::accounts;
use domain::id::OrganisationId;
use domain::invoice::Period;
use domain::lang::Lang;
use jiff::civil::Date;
use sea_orm::{ConnectionTrait, FromQueryResult};

#[derive(FromQueryResult)]
struct Sums {
    count: i64,
    drafts: i64,
    gross: i64,
    left_sum: i64,
    over_sum: i64,
    /// Ids of the page, with commas, where it was read with the sums.
    page: Option<String>,
}

/// One page of the list.
pub async fn list(house: &House, call: &Call, filter: InvoiceFilter) -> Result<InvoiceList, Fault> {
    let actor = call.actor()?;
    let now = house.clock.moment(call.now);
    let (today, policy, db) = (now.civil().date(), house.policy(), house.store.read());
    let (filter, called) = asked(house, actor, filter).await?;
    let [(sums, sums_of), (shown, shown_of)] = statements(house, actor, &filter, &called, today)?;
    let sums: Option<Sums> = one(db, &sums, sums_of).await?;
    let sums = sums.unwrap_or(Sums { count: 0, drafts: 0, gross: 0, left_sum: 0, over_sum: 0, page: None });
    let count = u64::try_from(sums.count).unwrap_or_default();
    // Beyond the last page is the last one: what a reader kept may be shorter by now.
    let last = u32::try_from(count.div_ceil(PAGE as u64)).unwrap_or(u32::MAX).max(1);
    let wanted = filter.page;
    let filter = InvoiceFilter { page: wanted.clamp(1, last), ..filter };
    let (shown, shown_of) = match &sums.page {
        Some(page) => of_ids(page),
        None if filter.page == wanted => (shown, shown_of),
        None => {
            let [_, last] = statements(house, actor, &filter, &called, today)?;
            last
        }
    };
    let rows: Vec<InvoiceRow> = if count == 0 { Vec::new() } else { all(db, &shown, shown_of).await? };
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

/// Ids of all that a filter leaves as it was [`asked`], as files have them.
pub async fn ids(
    house: &House,
    actor: &Actor,
    filter: &InvoiceFilter,
    called: &[i64],
    today: Date,
) -> Result<Vec<i64>, Fault> {
    #[derive(FromQueryResult)]
    struct Row {
        id: i64,
    }
    let mut binds = Binds::default();
    let narrow = conditions(house, actor, filter, called, today, &mut binds)?.whole();
    let sql = format!("SELECT i.id FROM invoice i WHERE {narrow} {BY_NUMBER}");
    let rows: Vec<Row> = all(house.store.read(), &sql, binds.0).await?;
    Ok(rows.into_iter().map(|row| row.id).collect())
}

/// The rows of some of these.
pub async fn rows(house: &House, ids: &[i64]) -> Result<Vec<InvoiceRow>, Fault> {
    let mut binds = Binds::default();
    let ids = binds.list(ids.iter().copied());
    let sql = format!("{INVOICE} WHERE i.id IN ({ids}) {BY_NUMBER}");
    Ok(all(house.store.read(), &sql, binds.0).await?)
}

/// A row as its reader sees it; `levels` are those of reminders, for who sends them.
pub fn line(house: &House, row: InvoiceRow, today: Date, levels: &[u16]) -> Result<Line, Fault> {
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
