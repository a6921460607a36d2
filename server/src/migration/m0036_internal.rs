//! Internal tickets and the customers' tickets that hang on them.
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        super::run_all(manager, STATEMENTS).await
    }
}

/// `ticket.inner_work` is what development is to do on an internal ticket: `bug` or `feature`.
const STATEMENTS: &str = r"
ALTER TABLE ticket ADD COLUMN inner_work TEXT;
CREATE TABLE hanging (
  ticket_id BIGINT NOT NULL REFERENCES ticket(id),
  internal_id BIGINT NOT NULL REFERENCES ticket(id),
  PRIMARY KEY (ticket_id, internal_id)
);
CREATE INDEX hanging_internal ON hanging (internal_id)
";
