//! Which entry of a ticket's history a letter told.
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        super::run_all(manager, STATEMENTS).await
    }
}

/// `letter.entry_id` is the first entry for customers of the change that the letter told; none of those that were written before
/// this, or beside the history.
const STATEMENTS: &str = "
ALTER TABLE letter ADD COLUMN entry_id BIGINT REFERENCES entry(id)
";
