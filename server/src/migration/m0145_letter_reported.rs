//! Letters of which somebody said that they did not arrive, without naming them.
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        super::run_all(manager, STATEMENTS).await
    }
}

/// `letter.reported_at` is when such a report came; while the letter is uncertain by it the window for objections is held (C4).
const STATEMENTS: &str = "
ALTER TABLE letter ADD COLUMN reported_at BIGINT
";
