//! Time that was worked, and timers.
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        super::run_all(manager, STATEMENTS).await
    }
}

/// `effort` holds what counts now; what it was before stands in the ticket's history. A person has one running timer.
const STATEMENTS: &str = r"
CREATE TABLE effort (
  id {id},
  ticket_id BIGINT NOT NULL REFERENCES ticket(id),
  person_id BIGINT NOT NULL REFERENCES person(id),
  day TEXT NOT NULL,
  minutes BIGINT NOT NULL,
  activity TEXT NOT NULL,
  note TEXT NOT NULL,
  billing TEXT NOT NULL,
  version BIGINT NOT NULL,
  taken_back BOOLEAN NOT NULL,
  at BIGINT NOT NULL
);
CREATE INDEX effort_ticket ON effort (ticket_id);
CREATE INDEX effort_person ON effort (person_id, day);

CREATE TABLE timer (
  person_id BIGINT NOT NULL REFERENCES person(id),
  ticket_id BIGINT NOT NULL REFERENCES ticket(id),
  kept BIGINT NOT NULL,
  since BIGINT,
  PRIMARY KEY (person_id, ticket_id)
);
CREATE UNIQUE INDEX timer_running ON timer (person_id) WHERE since IS NOT NULL
";
