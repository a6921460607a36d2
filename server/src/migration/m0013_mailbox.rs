//! How mailboxes that are read by IMAP fare.
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        super::run_all(manager, STATEMENTS).await
    }
}

/// `fetched_at` is the last success, `trouble` what is wrong since `trouble_since`; `told_at` is when administrators were told.
const STATEMENTS: &str = r"
ALTER TABLE mailbox ADD COLUMN imap BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE mailbox ADD COLUMN fetched_at BIGINT;
ALTER TABLE mailbox ADD COLUMN trouble TEXT;
ALTER TABLE mailbox ADD COLUMN trouble_since BIGINT;
ALTER TABLE mailbox ADD COLUMN told_at BIGINT
";
