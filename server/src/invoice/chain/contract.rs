//! Contracts from which lines come: fees of plans, what goes beyond their hours, days that are taken off.
use crate::fault::Fault;
use crate::house::House;
use crate::store::all;
use app::call::Call;
use app::invoice::view::ChainContract;
use domain::invoice::Period;
use domain::package::cycle::Cycles;
use jiff::civil::Date;
use sea_orm::FromQueryResult;
use std::collections::HashMap;

/// What chains say of contracts, by contract and cycle.
pub type Contracts = HashMap<(i64, i64), ChainContract>;

#[derive(FromQueryResult)]
struct Row {
    contract_id: i64,
    cycle: i64,
    plan: String,
    from_on: String,
    to_on: Option<String>,
    pooled_by: Option<String>,
    pooled_at: Option<i64>,
}

/// Those of these documents, with their plans as they are called now.
pub async fn contracts(house: &House, call: &Call, invoices: &str) -> Result<Contracts, Fault> {
    let sql = format!(
        "SELECT DISTINCT s.contract_id, s.cycle, c.plan, c.from_on, c.to_on, p.by_name AS pooled_by, p.at AS pooled_at
         FROM invoice_source s JOIN contract c ON c.id = s.contract_id
         LEFT JOIN package_pool p ON p.contract_id = c.id AND p.first_cycle <= s.cycle AND s.cycle < p.first_cycle + p.cycles
         WHERE s.invoice_id IN ({invoices}) AND s.cycle IS NOT NULL"
    );
    let rows: Vec<Row> = all(house.store.read(), &sql, []).await?;
    rows.into_iter().map(|row| Ok(((row.contract_id, row.cycle), told(house, call, row)?))).collect()
}

fn told(house: &House, call: &Call, row: Row) -> Result<ChainContract, Fault> {
    let day = |text: &str| {
        text.parse::<Date>().map_err(|_| Fault::impossible_row("contract", row.contract_id, text))
    };
    let since = day(&row.from_on)?;
    let cycles = Cycles { from: since, to: row.to_on.as_deref().map(day).transpose()? };
    let window = u32::try_from(row.cycle).ok().and_then(|cycle| cycles.window(cycle));
    let policy = house.policy();
    let plan = policy.plan(&row.plan).map(|plan| plan.name(call.lang).to_owned());
    Ok(ChainContract {
        since,
        cycle: window.map(|days| Period { from: days.first, to: days.last }),
        pooled: row.pooled_by.zip(row.pooled_at.map(|at| house.clock.shown(at))),
        plan: plan.unwrap_or(row.plan),
    })
}
