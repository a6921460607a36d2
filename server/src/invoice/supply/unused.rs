//! Days that were billed with a plan which another one took over: a plan may change within a cycle whose fee is paid, and fees may
//! be paid in advance.
use super::Scope;
use crate::fault::Fault;
use crate::invoice::query::{BILLED_FEES, CYCLES_ON, TAKEN_OFF};
use crate::package::contract::cycles_of;
use crate::package::ledger::Kept;
use crate::store::{all, one_row};
use domain::billing::State;
use domain::billing::source::Source;
use domain::billing::supply::{Fee, Unused};
use domain::effort::FURTHEST_BACK;
use domain::id::ContractId;
use domain::invoice::line::{Line, Unit};
use domain::package::cycle::{Cycles, Window};
use jiff::ToSpan as _;
use jiff::civil::Date;
use sea_orm::{ConnectionTrait, FromQueryResult};
use std::collections::{BTreeMap, HashMap};

/// A cycle of a contract.
type Cycle = (ContractId, u32);

/// A cycle that the end of its contract cut short, or that never began.
struct Cut {
    days: i64,
    whole: Window,
    /// The days that are left of it.
    rest: Window,
}

impl Cut {
    /// The cycle, where it was cut short.
    fn of(cycles: Cycles, cycle: u32) -> Option<Self> {
        cycles.to?;
        let whole = Cycles { to: None, ..cycles }.window(cycle)?;
        let days = cycles.window(cycle).map_or(0, |window| window.days());
        let rest = Window { first: whole.first.checked_add(days.days()).ok()?, last: whole.last };
        (days < whole.days()).then_some(Self { days, whole, rest })
    }
}

/// A fee on a document, or what was taken off one.
#[derive(FromQueryResult)]
struct Row {
    data: String,
    facts: String,
    from_on: Option<String>,
    to_on: Option<String>,
    state: String,
    after_discount: i64,
    before_discount: i64,
    given_back: i64,
}

impl Row {
    /// What of a whole cycle was billed, in hundredths. A fee off which something was taken is no share of a month any more: it goes
    /// by its days, which are the whole cycle's where they were not kept.
    fn billed(&self, line: &Line, whole: Window) -> i64 {
        if line.unit == Unit::Month {
            return line.quantity.count();
        }
        let day = |text: &str| text.parse::<Date>().ok();
        let days = self.from_on.as_deref().and_then(day).zip(self.to_on.as_deref().and_then(day));
        let days = days.map(|(first, last)| Window { first, last });
        days.map_or(100, |days| Fee::share(days.days(), whole.days()))
    }

    /// What was paid where lines come to so much: less what was taken off their document as a whole.
    fn paid(&self, cents: i64) -> i64 {
        if self.before_discount == 0 {
            return cents;
        }
        let part = i128::from(cents) * i128::from(self.after_discount);
        let of = i128::from(self.before_discount);
        i64::try_from((2 * part + of).div_euclid(2 * of)).unwrap_or(i64::MAX)
    }
}

/// How it stands about what was paid for a cycle, in cents before tax.
pub(super) struct Balance {
    /// What is not given back yet of what was paid for days that are left of it. Below zero where more was taken off for them: the
    /// fee was given back otherwise since, or the contract goes on.
    unused: i64,
    /// What is not given back yet of what was paid for all of its days, as issued documents have it; below zero where something was
    /// given back twice.
    left: i64,
    /// The days that are left of it, with the tax that was paid; `None` where nothing was cut short.
    pub(super) rest: Option<Unused>,
}

/// How it stands about each cycle whose fee stands on an issued document, or for which something was taken off.
async fn balances<C: ConnectionTrait>(
    db: &C,
    organisation: i64,
    contracts: &HashMap<ContractId, Cycles>,
) -> Result<BTreeMap<Cycle, Balance>, Fault> {
    let rows: Vec<Row> = all(db, BILLED_FEES, [organisation.into()]).await?;
    let mut fees: BTreeMap<Cycle, Row> = BTreeMap::new();
    // What was taken off for a cycle, on any document and on issued ones, and off one.
    let mut taken: BTreeMap<Cycle, (i64, i64)> = BTreeMap::new();
    let mut lowered: BTreeMap<Cycle, i64> = BTreeMap::new();
    for row in rows {
        let source: Source = serde_json::from_str(&row.data)?;
        match source {
            Source::Fee { contract, cycle } if row.state != State::Draft.code() => {
                fees.insert((contract, cycle), row);
            }
            Source::Unused { contract, cycle, off, off_cycle, cents } => {
                let (all, issued) = taken.entry((contract, cycle)).or_default();
                *all += cents;
                *issued += if row.state == State::Draft.code() { 0 } else { cents };
                *lowered.entry((off, off_cycle)).or_insert(0) += cents;
            }
            Source::Fee { .. } | Source::Effort { .. } | Source::Overage { .. } | Source::Item { .. } => {}
        }
    }
    let mut balances = BTreeMap::new();
    for (key, row) in &fees {
        let line: Line = serde_json::from_str(&row.facts)?;
        let worth = line.net_cents() - row.given_back + lowered.get(key).copied().unwrap_or_default();
        let (taken, issued) = taken.remove(key).unwrap_or_default();
        let cut = contracts.get(&key.0).and_then(|cycles| Cut::of(*cycles, key.1));
        let part = |cut: &Cut| {
            let whole_days = cut.whole.days();
            row.paid(Unused::part(worth, row.billed(&line, cut.whole), cut.days, whole_days))
        };
        let unused = cut.as_ref().map_or(0, part) - taken;
        // What else is given back of a fee is for its credit notes to say.
        let left = (row.paid(worth) - issued).max(-issued);
        let (contract, cycle) = *key;
        let rest = cut.map(|cut| Unused { contract, cycle, window: cut.rest, cents: unused, vat: line.vat });
        balances.insert(*key, Balance { unused, left, rest });
    }
    // Of what stands on no issued document nothing may be taken off.
    for (key, (taken, issued)) in taken {
        balances.insert(key, Balance { unused: -taken, left: -issued, rest: None });
    }
    Ok(balances)
}

/// What was paid for such days on issued documents, less what was given back or taken off for them since; where another contract
/// follows on the one that ended.
pub async fn unused<C: ConnectionTrait>(
    db: &C,
    scope: &Scope,
    ledgers: &[Kept],
) -> Result<Vec<Unused>, Fault> {
    let furthest = scope.days.from.checked_sub(FURTHEST_BACK.days())?;
    let contracts: HashMap<ContractId, Cycles> =
        ledgers.iter().map(|kept| (ContractId(kept.contract.id), kept.ledger.cycles)).collect();
    if contracts.values().all(|cycles| cycles.to.is_none()) {
        return Ok(Vec::new());
    }
    let balances = balances(db, scope.organisation, &contracts).await?;
    let mut unused: Vec<Unused> = balances.into_values().filter_map(|balance| balance.rest).collect();
    unused.retain(|one| {
        one.cents > 0 && one.window.first >= furthest && follower(&contracts, one.contract).is_some()
    });
    unused.sort_by_key(|one| (one.window.first, one.contract));
    Ok(unused)
}

/// Whether a draft takes more off for unused days than was paid for them and not given back otherwise.
pub async fn takes_too_much<C: ConnectionTrait>(
    db: &C,
    organisation: i64,
    draft: i64,
) -> Result<bool, Fault> {
    any(db, organisation, (draft, "unused:%"), |balance| balance.unused < 0).await
}

/// Whether more was given back of the fees on an invoice than was paid for them: by credit notes, and off other documents.
pub async fn is_given_twice<C: ConnectionTrait>(
    db: &C,
    organisation: i64,
    invoice: i64,
) -> Result<bool, Fault> {
    any(db, organisation, (invoice, "fee:%"), |balance| balance.left < 0).await
}

/// Whether days of a fee on an invoice were taken off another issued document.
pub async fn is_taken_off<C: ConnectionTrait>(db: &C, invoice: i64) -> Result<bool, Fault> {
    Ok(one_row(db, TAKEN_OFF, [invoice.into()]).await?.is_some())
}

/// Whether it stands so about one of the cycles on a document.
async fn any<C: ConnectionTrait>(
    db: &C,
    organisation: i64,
    which: (i64, &str),
    so: impl Fn(&Balance) -> bool + Send,
) -> Result<bool, Fault> {
    Ok(on(db, organisation, which).await?.iter().any(so))
}

/// How it stands about the cycles on a document.
pub(super) async fn on<C: ConnectionTrait>(
    db: &C,
    organisation: i64,
    (document, which): (i64, &str),
) -> Result<Vec<Balance>, Fault> {
    #[derive(FromQueryResult)]
    struct On {
        contract_id: i64,
        cycle: i64,
    }
    let cycles: Vec<On> = all(db, CYCLES_ON, [document.into(), which.into()]).await?;
    if cycles.is_empty() {
        return Ok(Vec::new());
    }
    let contracts = cycles_of(db, organisation).await?;
    let mut balances = balances(db, organisation, &contracts).await?;
    let mut found = Vec::with_capacity(cycles.len());
    for On { contract_id, cycle } in cycles {
        let cycle = u32::try_from(cycle).map_err(|_| Fault::impossible_row("invoice", document, "cycle"))?;
        found.extend(balances.remove(&(ContractId(contract_id), cycle)));
    }
    Ok(found)
}

/// The contract that is in force on the day after one ended.
pub(super) fn follower(contracts: &HashMap<ContractId, Cycles>, ended: ContractId) -> Option<ContractId> {
    let next = contracts.get(&ended)?.to?.tomorrow().ok()?;
    let follows = |(other, cycles): &(&ContractId, &Cycles)| **other != ended && cycles.of(next).is_some();
    contracts.iter().find(follows).map(|(other, _)| *other)
}
