//! Whose postings a statement lists: those of a cycle, with what was pooled with it. Work draws from both, so that one without the
//! other would leave out what the month paid.
use crate::package::ledger::Kept;

/// Cycles of a contract whose hours are one supply: those of an agreement, or one alone.
#[derive(Clone, Copy)]
pub struct Supply {
    contract: i64,
    first: u32,
    last: u32,
}

/// What names a cycle in the address.
pub fn key(contract: i64, cycle: u32) -> String {
    format!("{contract}-{cycle}")
}

/// The contract and the cycle that a key names.
pub fn named(key: &str) -> Option<(i64, u32)> {
    let (contract, cycle) = key.split_once('-')?;
    Some((contract.parse().ok()?, cycle.parse().ok()?))
}

impl Supply {
    /// That of a cycle, by its key; `None` where it names none.
    pub fn of(kept: &[Kept], key: &str) -> Option<Self> {
        let (contract, cycle) = named(key)?;
        let ledger = &kept.iter().find(|one| one.contract.id == contract)?.ledger;
        let pool = ledger.pools.iter().find(|pool| pool.holds(cycle));
        let (first, last) = pool.map_or((cycle, cycle), |pool| (pool.first, pool.last()));
        Some(Self { contract, first, last })
    }

    /// Whether the cycle of a key is part of it.
    pub fn holds(self, key: &str) -> bool {
        named(key).is_some_and(|(contract, cycle)| {
            contract == self.contract && (self.first..=self.last).contains(&cycle)
        })
    }

    /// The condition for its postings `p`, to be put behind others.
    pub fn narrowed(self) -> String {
        let Self { contract, first, last } = self;
        format!(" AND p.contract_id = {contract} AND p.cycle BETWEEN {first} AND {last}")
    }
}
