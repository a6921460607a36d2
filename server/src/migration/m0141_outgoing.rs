//! How the mail server fares that takes outgoing mail.
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        super::run_all(manager, STATEMENTS).await
    }
}

/// One row: `sent_at` is the last success, to the minute; `trouble` and `trouble_since` stand from the first failure until the next
/// success, `told_at` since it was told.
const STATEMENTS: &str = "
CREATE TABLE outgoing (
  id BIGINT PRIMARY KEY,
  sent_at BIGINT,
  trouble TEXT,
  trouble_since BIGINT,
  told_at BIGINT
);
INSERT INTO outgoing (id, sent_at) SELECT 1, MAX(sent_at) FROM letter
";
