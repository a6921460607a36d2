//! How much of an order's item a document bills: what it leaves comes into a later draft.
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        super::run_all(manager, STATEMENTS).await
    }
}

/// Minutes of hours, hundredths of the rest. What was billed before has none: it stays settled, also where less of it was billed, since
/// nobody knows any more whether the rest was meant to come.
const STATEMENTS: &str = "
ALTER TABLE invoice_source ADD COLUMN share BIGINT
";
