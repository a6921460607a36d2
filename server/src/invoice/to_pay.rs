//! Invoices to be paid, for a start page: the first ones due, and what the others come to.
use crate::fault::Fault;
use crate::house::House;
use crate::invoice::list::line;
use crate::invoice::row::{INVOICE, InvoiceRow};
use crate::store::{all, one};
use crate::ticket::query::Binds;
use app::call::Call;
use app::invoice::view::InvoiceRow as Line;
use app::overview::view::{DEALS, Rest};
use domain::access::Actor;
use domain::billing::account::Account;
use jiff::civil::Date;
use sea_orm::{FromQueryResult, Value};

/// Most invoices whose last day is over that are named.
const OVERDUE: usize = 20;

/// What a reader has to pay.
#[derive(Default)]
pub struct ToPay {
    /// The first due first.
    pub lines: Vec<(Line, Account)>,
    /// What is overdue besides.
    pub rest: Option<Rest>,
}

/// Invoices that the reader sees and that are to be paid.
pub async fn read(house: &House, call: &Call, actor: &Actor) -> Result<ToPay, Fault> {
    let sees = actor.memberships().iter().filter(|member| actor.sees_invoices_of(member.organisation));
    let organisations: Vec<i64> = sees.map(|member| member.organisation.0).collect();
    if organisations.is_empty() {
        return Ok(ToPay::default());
    }
    let today = house.clock.moment(call.now).civil().date();
    let (sql, values) = unpaid(&organisations, today, [OVERDUE + 1, DEALS + 1]);
    let rows: Vec<InvoiceRow> = all(house.store.read(), &sql, values).await?;
    let shown = |row: InvoiceRow| {
        let account = row.account()?;
        Ok((line(house, row, today, &[])?, account))
    };
    let mut lines = rows.into_iter().map(shown).collect::<Result<Vec<_>, Fault>>()?;
    let over = lines.iter().filter(|(_, account)| account.is_overdue(today)).count();
    if over <= OVERDUE {
        return Ok(ToPay { lines, rest: None });
    }
    // What is overdue comes first, and the last of it was read to know that there is more.
    lines.remove(OVERDUE);
    let named = lines.iter().take(OVERDUE).map(|(line, _)| line.left).sum();
    let rest = beyond(house, &organisations, today, named).await?;
    Ok(ToPay { lines, rest })
}

/// How many more are overdue than are named, and what is left of them: that of all less what is left of those.
async fn beyond(
    house: &House,
    organisations: &[i64],
    today: Date,
    named: i64,
) -> Result<Option<Rest>, Fault> {
    #[derive(FromQueryResult)]
    struct Sums {
        count: i64,
        left_sum: i64,
    }
    let (sql, values) = overdue(organisations, today);
    let sums: Option<Sums> = one(house.store.read(), &sql, values).await?;
    let more = |sums: Sums| {
        let n = u64::try_from(sums.count).unwrap_or_default().saturating_sub(OVERDUE as u64);
        // Nothing, where one was paid in the meantime.
        (n > 0).then_some(Rest::Invoices { n, left: sums.left_sum - named })
    };
    Ok(sums.and_then(more))
}

/// What organisations have left to pay, in the words of the index that holds it.
fn left_of(organisations: &[i64], binds: &mut Binds) -> String {
    let of = binds.list(organisations.iter().copied());
    format!("FROM invoice i WHERE i.left_cents > 0 AND i.organisation_id IN ({of}) AND i.state <> 'draft'")
}

/// The statement for what organisations have left to pay, so many that are overdue and so many that are not; what the documents say
/// stays where it is.
pub fn unpaid(organisations: &[i64], today: Date, [overdue, due]: [usize; 2]) -> (String, Vec<Value>) {
    let mut binds = Binds::default();
    let (left, today) = (left_of(organisations, &mut binds), binds.put(today.to_string()));
    let rows = INVOICE.replace("i.content", "CAST(NULL AS TEXT) AS content");
    let order = "ORDER BY i.due_on, i.id";
    let sql = format!(
        "{rows} WHERE i.id IN (
           SELECT * FROM (SELECT i.id {left} AND i.due_on < {today} {order} LIMIT {overdue}) o
           UNION ALL SELECT * FROM (SELECT i.id {left} AND i.due_on >= {today} {order} LIMIT {due}) d) {order}"
    );
    (sql, binds.0)
}

/// The statement for how many are overdue in all, and what is left of them.
pub fn overdue(organisations: &[i64], today: Date) -> (String, Vec<Value>) {
    let mut binds = Binds::default();
    let (left, today) = (left_of(organisations, &mut binds), binds.put(today.to_string()));
    let sql = format!(
        "SELECT COUNT(*) AS count, CAST(COALESCE(SUM(i.left_cents), 0) AS BIGINT) AS left_sum {left} AND i.due_on < {today}"
    );
    (sql, binds.0)
}
