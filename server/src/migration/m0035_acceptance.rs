//! What was put on the test system, and what the customer decided about it.
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        super::run_all(manager, STATEMENTS).await
    }
}

/// `acceptance` is never changed once it has a `verdict`; `words` are those of the acceptance, or the reason of a refusal.
/// `ticket.acceptance_id` is the acceptance that counts in the ticket's present state.
const STATEMENTS: &str = r"
CREATE TABLE acceptance (
  id {id},
  ticket_id BIGINT NOT NULL REFERENCES ticket(id),
  version TEXT NOT NULL,
  place TEXT NOT NULL,
  offered_at BIGINT NOT NULL,
  offered_by TEXT NOT NULL,
  verdict TEXT,
  decided_at BIGINT,
  decided_id BIGINT REFERENCES person(id),
  decided_by TEXT,
  words TEXT
);
CREATE INDEX acceptance_ticket ON acceptance (ticket_id, id);
ALTER TABLE ticket ADD COLUMN acceptance_id BIGINT REFERENCES acceptance(id)
";
