//! What a merge brought the survivor leaves it with the ticket that it came from (C7).
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        super::run_all(manager, STATEMENTS).await
    }
}

/// From which ticket, merged into this one, its order came, and the release that it was promised for.
const STATEMENTS: &str = r"
ALTER TABLE ticket ADD COLUMN order_from BIGINT REFERENCES ticket(id);
ALTER TABLE ticket ADD COLUMN release_from BIGINT REFERENCES ticket(id)
";
