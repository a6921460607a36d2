//! Letters carry what they are about in one line, as inboxes and the outbox show it.
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        super::run_all(manager, "ALTER TABLE letter ADD COLUMN occasion TEXT NOT NULL DEFAULT ''").await
    }
}
