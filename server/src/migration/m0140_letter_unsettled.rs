//! Letters that did not arrive and about which staff have not decided yet.
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        super::run_all(manager, STATEMENTS).await
    }
}

/// `letter.unsettled_at` is when it became known that a letter did not arrive, until staff send it again or leave it at that. Of
/// letters that failed before nobody asks any more.
const STATEMENTS: &str = "
ALTER TABLE letter ADD COLUMN unsettled_at BIGINT;
CREATE INDEX letter_unsettled ON letter (ticket_id, unsettled_at) WHERE unsettled_at IS NOT NULL
";
