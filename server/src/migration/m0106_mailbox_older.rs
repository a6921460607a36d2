//! What becomes of mails that lay in a mailbox before it was connected.
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        super::run_all(manager, STATEMENTS).await
    }
}

/// `connected_at` is when the account that is read was named; mailboxes from before have none, and all of their mails are new.
const STATEMENTS: &str = r"
ALTER TABLE mailbox ADD COLUMN connected_at BIGINT;
ALTER TABLE mailbox ADD COLUMN takes_older BOOLEAN NOT NULL DEFAULT FALSE
";
