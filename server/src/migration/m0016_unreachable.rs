//! Addresses to which no mail comes through.
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
CREATE TABLE unreachable (
  email TEXT NOT NULL PRIMARY KEY,
  since BIGINT NOT NULL,
  reason TEXT NOT NULL
)
";
