//! Drafts of the configuration are numbered with each change, so that a page that shows an earlier one changes nothing.
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        super::run_all(manager, "ALTER TABLE policy_draft ADD COLUMN number BIGINT NOT NULL DEFAULT 1").await
    }
}
