//! Contracts with their hours.
use crate::fault::Fault;
use crate::store::{Change, all, one};
use crate::ticket::query::Binds;
use domain::id::ContractId;
use domain::package::cycle::Cycles;
use jiff::civil::Date;
use sea_orm::{ConnectionTrait, DbBackend, FromQueryResult};
use std::collections::HashMap;

/// A contract as it is stored.
#[derive(Clone, Debug, FromQueryResult)]
pub struct ContractRow {
    /// Id.
    pub id: i64,
    /// Whose.
    pub organisation_id: i64,
    /// Plan, by code.
    pub plan: String,
    /// Term in months; 0 where none was agreed.
    pub term_months: i64,
    /// How many agreements there are.
    pub pools: i64,
    /// The last day for which what was due was posted; empty where none.
    pub settled_on: String,
    from_on: String,
    to_on: Option<String>,
}

/// What the postings of one cycle add up to.
#[derive(FromQueryResult)]
#[allow(missing_docs)] // columns, named as in the table
pub struct CycleRow {
    pub contract_id: i64,
    pub cycle: i64,
    pub granted: i64,
    pub used: i64,
    pub expired: i64,
    pub overage: i64,
}

const CONTRACT: &str =
    "SELECT c.id, c.organisation_id, c.plan, c.term_months, c.from_on, c.to_on, c.settled_on, c.pools
  FROM contract c";
const LOCK: &str = " FOR NO KEY UPDATE OF c";

impl ContractRow {
    /// Its cycles.
    pub fn cycles(&self) -> Result<Cycles, Fault> {
        let day =
            |text: &str| text.parse::<Date>().map_err(|_| Fault::impossible_row("contract", self.id, text));
        Ok(Cycles { from: day(&self.from_on)?, to: self.to_on.as_deref().map(day).transpose()? })
    }
}

/// The contract of an organisation on a day, without holding it.
pub async fn contract_on<C: ConnectionTrait>(
    db: &C,
    organisation: i64,
    day: Date,
) -> Result<Option<ContractRow>, Fault> {
    on(db, organisation, day, "").await
}

/// The contracts that are in force on a day, the last one of each organisation.
pub async fn contracts_on<C: ConnectionTrait>(db: &C, day: Date) -> Result<Vec<ContractRow>, Fault> {
    let sql = format!(
        "{CONTRACT} WHERE c.from_on <= $1 AND (c.to_on IS NULL OR c.to_on >= $1) ORDER BY c.from_on DESC, c.id DESC"
    );
    Ok(last_of_each(all(db, &sql, [day.to_string().into()]).await?))
}

/// The same of some organisations, each with its cycles: a row a cycle, or one without.
pub async fn contracts_among<C: ConnectionTrait>(
    db: &C,
    organisations: &[i64],
    day: Date,
) -> Result<(Vec<ContractRow>, Vec<CycleRow>), Fault> {
    #[derive(FromQueryResult)]
    struct Row {
        #[sea_orm(nested)]
        contract: ContractRow,
        #[sea_orm(nested)]
        cycle: Option<CycleRow>,
    }
    let mut binds = Binds::default();
    let day = binds.put(day.to_string());
    let among = binds.list(organisations.iter().copied());
    if among.is_empty() {
        return Ok((Vec::new(), Vec::new()));
    }
    let sql = format!(
        "SELECT c.*, y.contract_id, y.cycle, y.granted, y.used, y.expired, y.overage
         FROM ({CONTRACT} WHERE c.organisation_id IN ({among}) AND c.from_on <= {day} AND (c.to_on IS NULL OR c.to_on >= {day})) c
         LEFT JOIN package_cycle y ON y.contract_id = c.id ORDER BY c.from_on DESC, c.id DESC"
    );
    let rows: Vec<Row> = all(db, &sql, binds.0).await?;
    let (contracts, cycles): (Vec<_>, Vec<_>) = rows.into_iter().map(|row| (row.contract, row.cycle)).unzip();
    let contracts = last_of_each(contracts);
    let last = |cycle: &CycleRow| contracts.iter().any(|contract| contract.id == cycle.contract_id);
    let cycles = cycles.into_iter().flatten().filter(last).collect();
    Ok((contracts, cycles))
}

fn last_of_each(mut rows: Vec<ContractRow>) -> Vec<ContractRow> {
    let mut seen = std::collections::BTreeSet::new();
    rows.retain(|row| seen.insert(row.organisation_id));
    rows
}

/// All contracts of an organisation, the newest first.
pub async fn contracts_of<C: ConnectionTrait>(db: &C, organisation: i64) -> Result<Vec<ContractRow>, Fault> {
    let sql = format!("{CONTRACT} WHERE c.organisation_id = $1 ORDER BY c.from_on DESC, c.id DESC");
    Ok(all(db, &sql, [organisation.into()]).await?)
}

/// The cycles of all contracts of an organisation, by contract.
pub async fn cycles_of<C: ConnectionTrait>(
    db: &C,
    organisation: i64,
) -> Result<HashMap<ContractId, Cycles>, Fault> {
    let contracts = contracts_of(db, organisation).await?;
    contracts.iter().map(|contract| Ok((ContractId(contract.id), contract.cycles()?))).collect()
}

async fn on<C: ConnectionTrait>(
    db: &C,
    organisation: i64,
    day: Date,
    hold: &str,
) -> Result<Option<ContractRow>, Fault> {
    let sql = format!(
        "{CONTRACT} WHERE c.organisation_id = $1 AND c.from_on <= $2 AND (c.to_on IS NULL OR c.to_on >= $2)
         ORDER BY c.from_on DESC, c.id DESC LIMIT 1{hold}"
    );
    Ok(one(db, &sql, [organisation.into(), day.to_string().into()]).await?)
}

/// The contract of an organisation on a day, held until the change is over.
pub async fn hold_on(change: &Change, organisation: i64, day: Date) -> Result<Option<ContractRow>, Fault> {
    let held = on(change.db(), organisation, day, lock(change)).await?;
    if held.is_none() && !lock(change).is_empty() {
        // A contract that ended while we waited for it is not found, and the one after it was not looked at yet.
        return on(change.db(), organisation, day, lock(change)).await;
    }
    Ok(held)
}

/// A contract, held until the change is over.
pub async fn hold(change: &Change, contract: i64) -> Result<ContractRow, Fault> {
    let sql = format!("{CONTRACT} WHERE c.id = $1{}", lock(change));
    let row: Option<ContractRow> = one(change.db(), &sql, [contract.into()]).await?;
    row.ok_or_else(|| Fault::broken(format!("there is no contract {contract}")))
}

/// SQLite has one writer at a time.
fn lock(change: &Change) -> &'static str {
    if change.db().get_database_backend() == DbBackend::Postgres { LOCK } else { "" }
}
