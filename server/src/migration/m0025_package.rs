//! Hour packages: what is posted to a contract's ledger, agreements, warnings.
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        super::run_all(manager, STATEMENTS).await
    }
}

/// `posting` only grows; a contract has one grant a cycle. `package_cycle` is a cache of what its postings add up to, written with
/// them; `contract.pools` counts its agreements, so that who waited for the contract knows of them. `contract.settled_on` is the last day for which grants and expiries were posted, `term_months` the term agreed.
const STATEMENTS: &str = r"
ALTER TABLE contract ADD COLUMN term_months BIGINT NOT NULL DEFAULT 0;
ALTER TABLE contract ADD COLUMN settled_on TEXT NOT NULL DEFAULT '';
ALTER TABLE contract ADD COLUMN pools BIGINT NOT NULL DEFAULT 0;
CREATE INDEX contract_settled ON contract (settled_on);

CREATE TABLE posting (
  id {id},
  contract_id BIGINT NOT NULL REFERENCES contract(id),
  kind TEXT NOT NULL,
  minutes BIGINT NOT NULL,
  cycle BIGINT NOT NULL,
  expires_on TEXT NOT NULL,
  effort_id BIGINT REFERENCES effort(id),
  reason TEXT NOT NULL,
  by_id BIGINT REFERENCES person(id),
  by_name TEXT NOT NULL,
  at BIGINT NOT NULL
);
CREATE INDEX posting_contract ON posting (contract_id, id);
CREATE INDEX posting_effort ON posting (effort_id) WHERE effort_id IS NOT NULL;
CREATE INDEX posting_overage ON posting (contract_id, cycle, effort_id) WHERE kind = 'overage';
CREATE UNIQUE INDEX posting_granted ON posting (contract_id, cycle) WHERE kind IN ('grant', 'pooling');

CREATE TABLE package_cycle (
  contract_id BIGINT NOT NULL REFERENCES contract(id),
  cycle BIGINT NOT NULL,
  granted BIGINT NOT NULL,
  used BIGINT NOT NULL,
  expired BIGINT NOT NULL,
  overage BIGINT NOT NULL,
  PRIMARY KEY (contract_id, cycle)
);

CREATE TABLE package_pool (
  id {id},
  contract_id BIGINT NOT NULL REFERENCES contract(id),
  first_cycle BIGINT NOT NULL,
  cycles BIGINT NOT NULL,
  note TEXT NOT NULL,
  by_id BIGINT NOT NULL REFERENCES person(id),
  by_name TEXT NOT NULL,
  at BIGINT NOT NULL
);
CREATE INDEX package_pool_contract ON package_pool (contract_id);

CREATE TABLE package_warning (
  contract_id BIGINT NOT NULL REFERENCES contract(id),
  cycle BIGINT NOT NULL,
  percent BIGINT NOT NULL,
  at BIGINT NOT NULL,
  PRIMARY KEY (contract_id, cycle, percent)
)
";
