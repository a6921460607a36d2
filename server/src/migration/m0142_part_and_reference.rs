//! How much of an order's item a document bills, and references of the customer's that stand on one document alone.
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        super::run_all(manager, STATEMENTS).await
    }
}

/// A share counts minutes of hours, hundredths of the rest. What was billed before has none: it stays settled, also where less of it
/// was billed, since nobody knows any more whether the rest was meant to come. References that are NULL are those of who pays.
const STATEMENTS: &str = "
ALTER TABLE invoice_source ADD COLUMN share BIGINT;
ALTER TABLE invoice ADD COLUMN buyer_reference TEXT;
ALTER TABLE invoice ADD COLUMN purchase_order TEXT
";
