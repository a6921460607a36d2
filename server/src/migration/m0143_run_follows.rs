//! Whether what stayed open of a month that was run comes into the drafts of those that follow.
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        super::run_all(manager, STATEMENTS).await
    }
}

/// Of months that were run before this was kept what was discarded or left out was settled for good: they do not follow.
const STATEMENTS: &str = "
ALTER TABLE billing_run ADD COLUMN follows BOOLEAN NOT NULL DEFAULT FALSE
";
