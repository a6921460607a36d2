//! Customers at a glance: of each organisation of the register what an account manager asks first.
use crate::fault::Fault;
use crate::house::House;
use crate::organisation::ending::query::LAST_DAY;
use crate::package::list::hours_left_of;
use crate::store::all;
use crate::ticket::query::Binds;
use app::call::Call;
use app::organisation::view::Glance;
use app::package::view::HoursLeft;
use domain::access::Area;
use domain::organisation::ending::Ending;
use jiff::civil::Date;
use sea_orm::{FromQueryResult, Value};
use std::collections::HashMap;

#[derive(FromQueryResult)]
struct Row {
    organisation_id: i64,
    plan: Option<String>,
    last_on: Option<String>,
    ours: i64,
    theirs: i64,
    late: i64,
    next: Option<String>,
    missed: i64,
    quotes: i64,
    unpaid: i64,
}

/// The statement for these organisations: one index range of open tickets, one of open quotes and one of unpaid invoices each.
pub fn statement(ids: &[i64], now: i64, today: &str) -> (String, Vec<Value>) {
    let mut binds = Binds::default();
    let (now, today) = (binds.put(now), binds.put(today.to_owned()));
    let ids = binds.list(ids.iter().copied());
    let count = |what: &str| format!("CAST(COALESCE(SUM(CASE WHEN {what} THEN 1 ELSE 0 END), 0) AS BIGINT)");
    let sql = format!(
        "SELECT o.id AS organisation_id,
           (SELECT c.plan FROM contract c WHERE c.organisation_id = o.id AND c.from_on <= {today}
             AND (c.to_on IS NULL OR c.to_on >= {today}) ORDER BY c.from_on DESC, c.id DESC LIMIT 1) AS plan,
           {LAST_DAY} AS last_on,
           (SELECT COUNT(*) FROM quote q WHERE q.organisation_id = o.id AND q.state IN ('requested', 'draft', 'sent')) AS quotes,
           (SELECT COUNT(*) FROM invoice i WHERE i.organisation_id = o.id AND i.left_cents > 0 AND i.due_on < {today}) AS unpaid,
           {} AS ours, {} AS theirs, {} AS late, {} AS missed,
           MIN(CASE WHEN t.planned_on >= {today} THEN t.planned_on END) AS next
         FROM organisation o
         LEFT JOIN ticket t ON t.organisation_id = o.id AND t.is_open = TRUE AND t.internal = FALSE
         WHERE o.id IN ({ids}) GROUP BY o.id",
        count("t.waits_for = 'staff'"),
        count("t.waits_for = 'customer'"),
        count(&format!("t.due_at < {now}")),
        // As `PlannedDay::Missed` has it, of open tickets.
        count(&format!("t.planned_on < {today} AND t.stage <> 'ready_for_acceptance'")),
    );
    (sql, binds.0)
}

/// By organisation.
pub async fn of(house: &House, call: &Call, ids: &[i64]) -> Result<HashMap<i64, Glance>, Fault> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let today = house.clock.moment(call.now).civil().date();
    let (sql, values) = statement(ids, call.now.as_millisecond(), &today.to_string());
    let rows: Vec<Row> = all(house.store.read(), &sql, values).await?;
    let (policy, bills) = (house.policy(), call.actor()?.may_enter(Area::Invoices));
    let mut hours: HashMap<i64, HoursLeft> = hours_left_of(house, call.actor()?, call, ids)
        .await?
        .into_iter()
        .map(|left| (left.organisation.0, left))
        .collect();
    let glance = |row: Row| {
        let name = |code: String| policy.plan(&code).map_or(code, |plan| plan.name(call.lang).to_owned());
        let impossible = |_| Fault::impossible_row("organisation", row.organisation_id, "planned_on, to_on");
        let day = |text: Option<&str>| text.map(str::parse::<Date>).transpose().map_err(impossible);
        let (next, last) = (day(row.next.as_deref())?, day(row.last_on.as_deref())?);
        let plan = row.plan.map(name);
        let glance = Glance {
            plan,
            ending: last.and_then(|last| Ending::waiting(last, today)),
            hours: hours.remove(&row.organisation_id),
            quotes: row.quotes,
            ours: row.ours,
            theirs: row.theirs,
            late: row.late,
            next,
            missed: row.missed,
            unpaid: bills.then_some(row.unpaid),
        };
        Ok::<_, Fault>((row.organisation_id, glance))
    };
    rows.into_iter().map(glance).collect()
}

/// Whose organisations a list holds: those that somebody looks after, as project lead or account manager.
pub fn looked_after(place: &str) -> String {
    format!("(o.account_manager_id = {place} OR o.project_lead_id = {place})")
}
