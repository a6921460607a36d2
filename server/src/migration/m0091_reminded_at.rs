//! When an invoice was reminded of last.
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        super::run_all(manager, STATEMENTS).await
    }
}

/// Of those before, the history tells.
const STATEMENTS: &str = r#"
ALTER TABLE invoice ADD COLUMN reminded_at BIGINT;
UPDATE invoice SET reminded_at = (
    SELECT MAX(e.at) FROM invoice_entry e WHERE e.invoice_id = invoice.id AND e.data LIKE '%"what":"reminded"%')
  WHERE reminded > 0
"#;
