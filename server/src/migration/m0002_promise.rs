//! Configurations in versions, contracts, promises and alarms.
//!
//! `promise` is a cache of what [`domain::promise::clock`] reads from a ticket's history; `alarm` is what was told.
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        super::run_all(manager, STATEMENTS).await
    }
}

const STATEMENTS: &str = r"
CREATE TABLE policy (
  version {id},
  content TEXT NOT NULL,
  by_id BIGINT REFERENCES person(id),
  by_name TEXT NOT NULL,
  at BIGINT NOT NULL,
  note TEXT NOT NULL,
  open_too BOOLEAN NOT NULL
);

CREATE TABLE policy_draft (
  person_id BIGINT PRIMARY KEY REFERENCES person(id),
  content TEXT NOT NULL,
  based_on BIGINT NOT NULL,
  at BIGINT NOT NULL
);

CREATE TABLE contract (
  id {id},
  organisation_id BIGINT NOT NULL REFERENCES organisation(id),
  plan TEXT NOT NULL,
  from_on TEXT NOT NULL,
  to_on TEXT
);
CREATE INDEX contract_organisation ON contract (organisation_id, from_on);

ALTER TABLE organisation DROP COLUMN has_package;

ALTER TABLE ticket ADD COLUMN plan TEXT;
ALTER TABLE ticket ADD COLUMN policy BIGINT REFERENCES policy(version);

CREATE TABLE promise (
  ticket_id BIGINT NOT NULL REFERENCES ticket(id),
  metric TEXT NOT NULL,
  due_at BIGINT NOT NULL,
  is_open BOOLEAN NOT NULL,
  data TEXT NOT NULL,
  alarm_at BIGINT,
  PRIMARY KEY (ticket_id, metric)
);
CREATE INDEX promise_alarm ON promise (alarm_at) WHERE alarm_at IS NOT NULL;

CREATE TABLE alarm (
  ticket_id BIGINT NOT NULL REFERENCES ticket(id),
  metric TEXT NOT NULL,
  start_at BIGINT NOT NULL,
  percent BIGINT NOT NULL,
  at BIGINT NOT NULL,
  PRIMARY KEY (ticket_id, metric, start_at, percent)
)
";
