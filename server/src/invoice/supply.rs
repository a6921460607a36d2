//! What of an organisation is not billed yet, as the tables have it. What becomes of it the rules say
//! (`domain::billing::gather`).
mod order;
mod owed;
mod package;
mod unused;
mod work;

pub use owed::owed;
pub use unused::{is_given_twice, is_taken_off, takes_too_much};
pub use work::{WorkRow, left_of, on_draft};

use crate::fault::Fault;
use crate::house::House;
use crate::invoice::query::TAKEN;
use crate::invoice::supply::order::items;
use crate::invoice::supply::package::{billed_before, fees};
use crate::invoice::supply::unused::unused;
use crate::invoice::supply::work::{consents, drawn, work};
use crate::package::contract::contracts_of;
use crate::package::ledger::Kept;
use crate::policy::held::Held;
use crate::store::all;
use domain::billing::supply::{Beyond, Supply};
use domain::id::{ContractId, EffortId, OrderId};
use domain::invoice::Period;
use domain::lang::Lang;
use jiff::civil::Date;
use sea_orm::{ConnectionTrait, FromQueryResult};
use std::collections::{BTreeMap, HashMap, HashSet};

/// For what a draft is made.
#[derive(Clone, Copy, Debug)]
pub struct Scope {
    /// For whom.
    pub organisation: i64,
    /// For which days.
    pub days: Period,
    /// From which day on what was left open comes in, too; `None` where somebody asked for the days: those hold as they are.
    pub since: Option<Date>,
    /// For an order alone.
    pub order: Option<i64>,
    /// The day on which it is made.
    pub today: Date,
    /// The language of the document.
    pub lang: Lang,
}

impl Scope {
    /// From which day on what stands on no document comes in.
    fn floor(&self) -> Date {
        self.since.map_or(self.days.from, |since| since.min(self.days.from))
    }
}

/// All of it, and the rows of the work by effort.
pub struct Read {
    /// For the rules.
    pub supply: Supply,
    /// For lines and annex.
    pub rows: HashMap<EffortId, WorkRow>,
    /// The projects of orders, by name.
    pub projects: HashMap<OrderId, String>,
}

/// Reads it.
pub async fn read<C: ConnectionTrait>(house: &House, db: &C, scope: &Scope) -> Result<Read, Fault> {
    let contracts = contracts_of(db, scope.organisation).await?;
    let ledgers = Kept::read_all(db, house, contracts).await?;
    let rows = work(house, db, scope, &ended(scope, &ledgers)).await?;
    let drawn = drawn(db, scope.organisation).await?;
    let over = |contract: i64, cycle: u32| {
        let kept = ledgers.iter().find(|kept| kept.contract.id == contract);
        let window = kept.and_then(|kept| kept.ledger.window(cycle));
        // Hours that come free until its last day still pay for what went beyond.
        window.is_none_or(|window| window.last < scope.today && window.last <= scope.days.to)
    };
    let consents = consents(db, scope.organisation).await?;
    let mut supply = Supply::default();
    let mut known = HashMap::new();
    let mut beyond: BTreeMap<(i64, u32), Vec<(EffortId, Date, i64)>> = BTreeMap::new();
    for row in rows {
        let effort = EffortId(row.id);
        let parts = drawn.get(&row.id).map(Vec::as_slice).unwrap_or_default();
        if parts.iter().any(|part| part.overage > 0 && !over(part.contract, part.cycle)) {
            continue;
        }
        let work = row.worked(house, db, &consents, parts).await?;
        for part in parts.iter().filter(|part| part.overage > 0) {
            let cycle = beyond.entry((part.contract, part.cycle)).or_default();
            cycle.push((effort, work.day, part.overage));
        }
        supply.work.push(work);
        known.insert(effort, row);
    }
    let before = billed_before(db, scope.organisation).await?;
    let held = Held::read(house, db).await?;
    for ((contract, cycle), parts) in beyond {
        let kept = ledgers.iter().find(|kept| kept.contract.id == contract);
        let kept = kept.ok_or_else(|| Fault::impossible_row("posting", contract, "contract"))?;
        let window = kept.ledger.cycles.window(cycle);
        let edition = kept.edition_of(db, house, &held, cycle).await?;
        let plan = edition.plan(&kept.contract.plan);
        supply.beyond.push(Beyond {
            contract: ContractId(contract),
            cycle,
            window: window.ok_or_else(|| Fault::impossible_row("posting", contract, "cycle"))?,
            terms: plan.map(|plan| plan.package.clone()).unwrap_or_default(),
            usual_cents: edition.hourly_rate_cents,
            before: before.get(&(contract, cycle)).copied().unwrap_or_default(),
            parts,
        });
    }
    if scope.order.is_none() {
        supply.fees = fees(house, db, scope, &ledgers, &held).await?;
        supply.unused = unused(db, scope, &ledgers).await?;
    }
    let (items, projects) = items(house, db, scope).await?;
    supply.items = items;
    Ok(Read { supply, rows: known, projects })
}

/// Cycles with work beyond them that are over within the period: it is their last day on which that work becomes due, on whatever
/// day of the months before it was done. Of one that was over before that what was left open comes in, too.
fn ended(scope: &Scope, ledgers: &[Kept]) -> Vec<(i64, u32)> {
    let (from, to) = (scope.floor(), scope.days.to);
    let of = |kept: &Kept| {
        let ledger = &kept.ledger;
        let over = |cycle: &u32| ledger.window(*cycle).is_some_and(|one| from <= one.last && one.last <= to);
        let beyond = ledger.totals.iter().filter(|(_, totals)| totals.overage > 0).map(|(cycle, _)| *cycle);
        beyond.filter(over).map(|cycle| (kept.contract.id, cycle)).collect::<Vec<_>>()
    };
    ledgers.iter().flat_map(of).collect()
}

/// Keys of fees of an organisation that stand on documents.
async fn taken<C: ConnectionTrait>(db: &C, organisation: i64) -> Result<HashSet<String>, Fault> {
    keys(db, TAKEN, organisation).await
}

/// Keys of what a statement finds for an organisation.
async fn keys<C: ConnectionTrait>(db: &C, sql: &str, organisation: i64) -> Result<HashSet<String>, Fault> {
    #[derive(FromQueryResult)]
    struct Row {
        source: String,
    }
    let rows: Vec<Row> = all(db, sql, [organisation.into()]).await?;
    Ok(rows.into_iter().map(|row| row.source).collect())
}
