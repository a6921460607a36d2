//! The ledger of a contract as it is stored: read while nobody else writes to it, written by postings only.
use crate::fault::Fault;
use crate::house::House;
use crate::package::contract::{ContractRow, CycleRow, contracts_among, hold, hold_on};
use crate::policy::Edition;
use crate::policy::held::Held;
use crate::store::{Change, all, run};
use app::call::Call;
use domain::id::OrganisationId;
use domain::package::ledger::Ledger;
use domain::package::pool::Pool;
use domain::package::{Posting, Totals};
use domain::policy::plan::Plan;
use jiff::civil::Date;
use sea_orm::{ConnectionTrait, FromQueryResult, Value};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::Arc;

/// Cycles that are read back from the day of which work is: an agreement reaches no further.
const BACK: i64 = 12;

/// A contract's ledger. Held inside a change, nobody else writes to it until the change is over.
pub struct Kept {
    /// The contract.
    pub contract: ContractRow,
    /// Its ledger.
    pub ledger: Ledger,
    edition: Arc<Edition>,
}

#[derive(FromQueryResult)]
struct PoolRow {
    contract_id: i64,
    first_cycle: i64,
    cycles: i64,
}

impl Kept {
    /// The ledger of the contract that an organisation has on a day, held and with nothing due; `None` where there is no contract,
    /// or where its plan has no hours in the cycle of that day.
    pub async fn on(
        change: &Change,
        house: &House,
        call: &Call,
        held: &Held,
        organisation: OrganisationId,
        day: Date,
    ) -> Result<Option<Self>, Fault> {
        let Some(contract) = hold_on(change, organisation.0, day).await? else { return Ok(None) };
        if !has_hours(change.db(), house, held, &contract, day).await? {
            return Ok(None);
        }
        Self::settled(change, house, call, contract, Some(day)).await.map(Some)
    }

    /// The ledger of a contract, held and with nothing due.
    pub async fn of(change: &Change, house: &House, call: &Call, contract: i64) -> Result<Self, Fault> {
        let contract = hold(change, contract).await?;
        Self::settled(change, house, call, contract, None).await
    }

    /// Reads ledgers to show them, with two queries.
    pub async fn read_all<C: ConnectionTrait>(
        db: &C,
        house: &House,
        contracts: Vec<ContractRow>,
    ) -> Result<Vec<Self>, Fault> {
        Self::since(db, house, contracts, 0).await
    }

    /// The same of the contracts that organisations have on a day, the last one of each; with one query, and another where hours
    /// are pooled.
    pub async fn read_among<C: ConnectionTrait>(
        db: &C,
        house: &House,
        organisations: &[i64],
        day: Date,
    ) -> Result<Vec<Self>, Fault> {
        let (contracts, cycles) = contracts_among(db, organisations, day).await?;
        Self::of_cycles(db, house, contracts, cycles).await
    }

    async fn settled(
        change: &Change,
        house: &House,
        call: &Call,
        contract: ContractRow,
        day: Option<Date>,
    ) -> Result<Self, Fault> {
        let today = house.clock.moment(call.now).civil().date();
        // Never back: another server's clock may be a little behind.
        let is_settled = contract.settled_on >= today.to_string();
        let cycle =
            day.filter(|_| is_settled).map(|day| Ok::<_, Fault>(contract.cycles()?.of(day))).transpose()?;
        let since = cycle.flatten().map_or(0, |cycle| i64::from(cycle) - BACK);
        let mut all = Self::since(change.db(), house, vec![contract], since).await?;
        let mut kept = all.pop().ok_or_else(|| Fault::broken("a contract without ledger"))?;
        if !is_settled {
            super::settle::settle(change, house, call, &mut kept, today).await?;
            let sql = "UPDATE contract SET settled_on = $2 WHERE id = $1";
            run(change.db(), sql, [kept.contract.id.into(), today.to_string().into()]).await?;
        }
        Ok(kept)
    }

    async fn since<C: ConnectionTrait>(
        db: &C,
        house: &House,
        contracts: Vec<ContractRow>,
        cycle: i64,
    ) -> Result<Vec<Self>, Fault> {
        let every = ids(contracts.iter());
        if every.is_empty() {
            return Ok(Vec::new());
        }
        let sql = format!(
            "SELECT contract_id, cycle, granted, used, expired, overage FROM package_cycle
             WHERE contract_id IN ({every}) AND cycle >= $1"
        );
        let cycles = all(db, &sql, [cycle.into()]).await?;
        Self::of_cycles(db, house, contracts, cycles).await
    }

    async fn of_cycles<C: ConnectionTrait>(
        db: &C,
        house: &House,
        contracts: Vec<ContractRow>,
        cycles: Vec<CycleRow>,
    ) -> Result<Vec<Self>, Fault> {
        let impossible = |contract: i64, what: &str| Fault::impossible_row("contract", contract, what);
        let mut kept = BTreeMap::new();
        for CycleRow { contract_id, cycle, granted, used, expired, overage } in cycles {
            let cycle = u32::try_from(cycle).map_err(|_| impossible(contract_id, "cycle"))?;
            let totals: &mut BTreeMap<u32, Totals> = kept.entry(contract_id).or_default();
            totals.insert(cycle, Totals { granted, used, expired, overage });
        }
        let mut pools: BTreeMap<i64, Vec<Pool>> = BTreeMap::new();
        let pooled = ids(contracts.iter().filter(|contract| contract.pools > 0));
        if !pooled.is_empty() {
            let sql = format!(
                "SELECT contract_id, first_cycle, cycles FROM package_pool
                 WHERE contract_id IN ({pooled}) ORDER BY first_cycle"
            );
            let rows: Vec<PoolRow> = all(db, &sql, []).await?;
            for row in rows {
                let number = |n: i64| u32::try_from(n).map_err(|_| impossible(row.contract_id, "pool"));
                let pool = Pool { first: number(row.first_cycle)?, count: number(row.cycles)? };
                pools.entry(row.contract_id).or_default().push(pool);
            }
        }
        let one = |contract: ContractRow| {
            let ledger = Ledger {
                cycles: contract.cycles()?,
                pools: pools.remove(&contract.id).unwrap_or_default(),
                totals: kept.remove(&contract.id).unwrap_or_default(),
            };
            Ok::<_, Fault>(Self { contract, ledger, edition: house.policy() })
        };
        contracts.into_iter().map(one).collect()
    }

    /// The plan; `None` where the configuration does not know it any more.
    pub fn plan(&self) -> Option<&Plan> {
        self.edition.plan(&self.contract.plan)
    }

    /// The configuration by which a cycle goes: that of its first day, or the current one where that one does not know the plan.
    /// Whatever is published later is for later cycles.
    pub async fn edition_of<C: ConnectionTrait>(
        &self,
        db: &C,
        house: &House,
        held: &Held,
        cycle: u32,
    ) -> Result<Arc<Edition>, Fault> {
        let first = self.ledger.cycles.window(cycle).map(|window| window.first);
        begun_under(db, house, held, (&self.contract.plan, first), &self.edition).await
    }

    /// Writes postings down, and what they add up to.
    pub async fn post(
        &mut self,
        change: &Change,
        call: &Call,
        postings: &[Posting],
        reason: &str,
    ) -> Result<(), Fault> {
        if postings.is_empty() {
            return Ok(());
        }
        let by = call.actor.as_ref();
        let mut sums: BTreeMap<u32, Totals> = BTreeMap::new();
        let mut values: Vec<Value> = Vec::with_capacity(postings.len() * 10);
        for posting in postings {
            sums.entry(posting.cycle).or_default().add(posting);
            values.extend([
                self.contract.id.into(),
                posting.kind.code().into(),
                posting.minutes.into(),
                i64::from(posting.cycle).into(),
                posting.expires.to_string().into(),
                posting.effort.map(|effort| effort.0).into(),
                reason.into(),
                by.map(|by| by.id.0).into(),
                by.map(|by| by.name.clone()).unwrap_or_default().into(),
                call.now.as_millisecond().into(),
            ]);
        }
        let sql = format!(
            "INSERT INTO posting (contract_id, kind, minutes, cycle, expires_on, effort_id, reason, by_id, by_name, at) VALUES {}",
            gaps(postings.len(), 10)
        );
        run(change.db(), &sql, values).await?;
        let rows = sums.len();
        let values = sums.into_iter().flat_map(|(cycle, sum)| -> [Value; 6] {
            let Totals { granted, used, expired, overage } = sum;
            let id = self.contract.id;
            [id.into(), i64::from(cycle).into(), granted.into(), used.into(), expired.into(), overage.into()]
        });
        let sql = format!(
            "INSERT INTO package_cycle (contract_id, cycle, granted, used, expired, overage) VALUES {}
             ON CONFLICT (contract_id, cycle) DO UPDATE SET granted = package_cycle.granted + excluded.granted,
               used = package_cycle.used + excluded.used, expired = package_cycle.expired + excluded.expired,
               overage = package_cycle.overage + excluded.overage",
            gaps(rows, 6)
        );
        run(change.db(), &sql, values.collect::<Vec<_>>()).await?;
        self.ledger.post(postings);
        Ok(())
    }
}

/// Whether the plan of a contract has hours in the cycle of a day.
pub async fn has_hours<C: ConnectionTrait>(
    db: &C,
    house: &House,
    held: &Held,
    contract: &ContractRow,
    day: Date,
) -> Result<bool, Fault> {
    let edition = edition_on(db, house, held, contract, day).await?;
    Ok(edition.plan(&contract.plan).is_some_and(|plan| plan.hours > 0))
}

/// The configuration by which a contract's cycle of a day goes.
pub async fn edition_on<C: ConnectionTrait>(
    db: &C,
    house: &House,
    held: &Held,
    contract: &ContractRow,
    day: Date,
) -> Result<Arc<Edition>, Fault> {
    let cycles = contract.cycles()?;
    let first = cycles.of(day).and_then(|cycle| cycles.window(cycle)).map(|window| window.first);
    begun_under(db, house, held, (&contract.plan, first), &house.policy()).await
}

/// The configuration of the first day of a cycle, or the current one where that one does not know the plan, or there is no cycle.
async fn begun_under<C: ConnectionTrait>(
    db: &C,
    house: &House,
    held: &Held,
    (plan, first): (&str, Option<Date>),
    current: &Arc<Edition>,
) -> Result<Arc<Edition>, Fault> {
    let Some(first) = first else { return Ok(current.clone()) };
    let edition = held.on(house, db, first).await?;
    Ok(if edition.plan(plan).is_some() { edition } else { current.clone() })
}

/// Ids of our own, whole numbers, with commas.
fn ids<'a>(contracts: impl Iterator<Item = &'a ContractRow>) -> String {
    contracts.map(|contract| contract.id.to_string()).collect::<Vec<_>>().join(", ")
}

/// `($1, $2), ($3, $4)`
fn gaps(rows: usize, columns: usize) -> String {
    let mut text = String::new();
    for at in 0..rows * columns {
        let before = match (at, at % columns) {
            (0, _) => "(",
            (_, 0) => "), (",
            _ => ", ",
        };
        let _ = write!(text, "{before}${}", at + 1);
    }
    text + ")"
}
