//! Lines of drafts that somebody added by hand.
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        super::run_all(manager, STATEMENTS).await
    }
}

/// Who added a line, when and why; nothing where it comes from what was done.
const STATEMENTS: &str = "
ALTER TABLE invoice_line ADD COLUMN added_by TEXT;
ALTER TABLE invoice_line ADD COLUMN added_at BIGINT;
ALTER TABLE invoice_line ADD COLUMN added_reason TEXT
";
