//! Days that were billed with a plan which another one took over: a plan may change within a cycle whose fee is paid.
use super::Scope;
use crate::fault::Fault;
use crate::invoice::query::BILLED_FEES;
use crate::package::ledger::Kept;
use crate::store::all;
use domain::billing::State;
use domain::billing::source::Source;
use domain::billing::supply::Unused;
use domain::effort::FURTHEST_BACK;
use domain::id::ContractId;
use domain::invoice::line::{Line, Unit};
use domain::package::cycle::{Cycles, Window};
use jiff::ToSpan as _;
use sea_orm::{ConnectionTrait, FromQueryResult};
use std::collections::HashMap;

/// A cycle that the end of its contract cut short.
struct Cut {
    contract: ContractId,
    cycle: u32,
    days: i64,
    whole: Window,
    /// The days that are left of it.
    rest: Window,
}

impl Cut {
    /// The last cycle of a contract, where it was cut short.
    fn of(kept: &Kept) -> Option<Self> {
        let cycles = kept.ledger.cycles;
        let cycle = cycles.begun(cycles.to?)?;
        let (window, whole) = (cycles.window(cycle)?, Cycles { to: None, ..cycles }.window(cycle)?);
        let rest = Window { first: window.last.tomorrow().ok()?, last: whole.last };
        let contract = ContractId(kept.contract.id);
        (window.last < whole.last).then_some(Self { contract, cycle, days: window.days(), whole, rest })
    }
}

/// What was paid for such days on issued documents, less what was given back or taken off for them since.
pub async fn unused<C: ConnectionTrait>(
    db: &C,
    scope: &Scope,
    ledgers: &[Kept],
) -> Result<Vec<Unused>, Fault> {
    #[derive(FromQueryResult)]
    struct Row {
        data: String,
        facts: String,
        state: String,
        given_back: i64,
    }
    let furthest = scope.days.from.checked_sub(FURTHEST_BACK.days())?;
    let cuts: Vec<Cut> =
        ledgers.iter().filter_map(Cut::of).filter(|cut| cut.rest.first >= furthest).collect();
    if cuts.is_empty() {
        return Ok(Vec::new());
    }
    let rows: Vec<Row> = all(db, BILLED_FEES, [scope.organisation.into()]).await?;
    let mut fees: HashMap<(ContractId, u32), (Line, i64)> = HashMap::new();
    // What was taken off for a cycle, and off one.
    let mut taken: HashMap<(ContractId, u32), i64> = HashMap::new();
    let mut lowered: HashMap<(ContractId, u32), i64> = HashMap::new();
    for row in rows {
        match serde_json::from_str::<Source>(&row.data)? {
            Source::Fee { contract, cycle } if row.state != State::Draft.code() => {
                fees.insert((contract, cycle), (serde_json::from_str(&row.facts)?, row.given_back));
            }
            Source::Unused { contract, cycle, off, off_cycle, cents } => {
                *taken.entry((contract, cycle)).or_insert(0) += cents;
                *lowered.entry((off, off_cycle)).or_insert(0) += cents;
            }
            Source::Fee { .. } | Source::Effort { .. } | Source::Overage { .. } | Source::Item { .. } => {}
        }
    }
    let of = |cut: &Cut| {
        let key = (cut.contract, cut.cycle);
        let (line, given_back) = fees.get(&key)?;
        // A fee off which something was taken is no share of a month any more; it was worth what it was before.
        let billed = if line.unit == Unit::Month { line.quantity.count() } else { 100 };
        let worth = line.net_cents() - given_back + lowered.get(&key).copied().unwrap_or(0);
        let part = Unused::part(worth, billed, cut.days, cut.whole.days());
        let cents = part - taken.get(&key).copied().unwrap_or(0);
        let Cut { contract, cycle, rest, .. } = *cut;
        (cents > 0).then_some(Unused { contract, cycle, window: rest, cents })
    };
    Ok(cuts.iter().filter_map(of).collect())
}
