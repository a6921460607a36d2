//! What is asked for because a payment is late, beside what the invoice says.
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
ALTER TABLE invoice ADD COLUMN fee BIGINT NOT NULL DEFAULT 0
";
