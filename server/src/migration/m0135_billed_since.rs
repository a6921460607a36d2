//! From which day on what was left open comes into a draft that is made by itself.
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        super::run_all(manager, STATEMENTS).await
    }
}

/// `NULL` where somebody asked for the days of a draft: those are what was typed.
const STATEMENTS: &str = "
ALTER TABLE invoice ADD COLUMN since TEXT
";
