//! Who wrote first what a mail passes on, as it says itself and as the rules read it when it came in.
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        super::run_all(manager, STATEMENTS).await
    }
}

const STATEMENTS: &str = "
ALTER TABLE mail ADD COLUMN original TEXT
";
