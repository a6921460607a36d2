//! Packages: their fees, and what stands on documents of the work beyond them.
use super::{Scope, keys, taken};
use crate::fault::Fault;
use crate::house::House;
use crate::invoice::query::{BEYOND_BEFORE, GIVEN_FREE};
use crate::package::ledger::Kept;
use crate::policy::held::Held;
use crate::store::all;
use domain::billing::supply::Fee;
use domain::effort::FURTHEST_BACK;
use domain::id::ContractId;
use domain::package::cycle::Cycles;
use jiff::ToSpan as _;
use sea_orm::{ConnectionTrait, FromQueryResult};
use std::collections::HashMap;

/// Minutes beyond packages that stand on documents, by contract and cycle.
pub async fn billed_before<C: ConnectionTrait>(
    db: &C,
    organisation: i64,
) -> Result<HashMap<(i64, u32), i64>, Fault> {
    #[derive(FromQueryResult)]
    struct Row {
        contract_id: i64,
        cycle: i64,
        minutes: i64,
    }
    let rows: Vec<Row> = all(db, BEYOND_BEFORE, [organisation.into()]).await?;
    Ok(rows
        .into_iter()
        .map(|row| ((row.contract_id, u32::try_from(row.cycle).unwrap_or_default()), row.minutes))
        .collect())
}

/// Fees of the cycles that begin in the period; of those before what is open in a draft that is made by itself, and what an
/// earlier document gave free again.
pub async fn fees<C: ConnectionTrait>(
    house: &House,
    db: &C,
    scope: &Scope,
    ledgers: &[Kept],
    held: &Held,
) -> Result<Vec<Fee>, Fault> {
    let taken = taken(db, scope.organisation).await?;
    let given_free = keys(db, GIVEN_FREE, scope.organisation).await?;
    let (floor, to) = (scope.floor(), scope.days.to);
    let furthest = scope.days.from.checked_sub(FURTHEST_BACK.days())?.min(floor);
    let mut fees = Vec::new();
    for kept in ledgers.iter().rev() {
        let (cycles, contract) = (kept.ledger.cycles, ContractId(kept.contract.id));
        let term = u16::try_from(kept.contract.term_months).unwrap_or_default();
        let first = cycles.begun(furthest).unwrap_or_default();
        for cycle in first.. {
            let Some(window) = cycles.window(cycle).filter(|window| window.first <= to) else { break };
            let source = domain::billing::source::Source::Fee { contract, cycle };
            let key = source.key();
            let wanted = window.first >= floor || (window.first >= furthest && given_free.contains(&key));
            if !wanted || taken.contains(&key) {
                continue;
            }
            let edition = kept.edition_of(db, house, held, cycle).await?;
            let plan = edition.plan(&kept.contract.plan).filter(|plan| plan.fee_cents > 0);
            let Some(plan) = plan else { continue };
            let whole = Cycles { to: None, ..cycles }.window(cycle);
            fees.push(Fee {
                contract,
                cycle,
                window,
                whole_days: whole.map_or_else(|| window.days(), |whole| whole.days()),
                plan: plan.name(scope.lang).to_owned(),
                cents: plan.fee_cents,
                discount_percent: plan.discount(term),
            });
        }
    }
    Ok(fees)
}
