//! What a draft was drawn up from: the days of each line, what an hour cost, and whether its period was set by hand.
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        super::run_all(manager, STATEMENTS).await
    }
}

/// Of lines of before days and price are not known: they say nothing until their draft is drawn up anew.
const STATEMENTS: &str = "
ALTER TABLE invoice_line ADD COLUMN from_on TEXT;
ALTER TABLE invoice_line ADD COLUMN to_on TEXT;
ALTER TABLE invoice_source ADD COLUMN price_cents BIGINT;
ALTER TABLE invoice ADD COLUMN period_by_hand BOOLEAN NOT NULL DEFAULT FALSE
";
