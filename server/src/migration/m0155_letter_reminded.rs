//! Letters of which somebody said that they did not arrive, and of which staff were reminded.
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        super::run_all(manager, STATEMENTS).await
    }
}

/// `letter.reminded_at` is when staff were reminded last that a window for objections, which is over, is held by it (C4).
const STATEMENTS: &str = "
ALTER TABLE letter ADD COLUMN reminded_at BIGINT
";
