//! How far the mails of a mailbox were dealt with, and when a mail was fetched that had arrived before.
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        super::run_all(manager, STATEMENTS).await
    }
}

/// `uid_account` is the account and folder of which `uid_validity` and `last_uid` tell (RFC 9051): all mails up to that UID
/// were taken in or stay where they are. `mail.received_at` is when a mail arrived, `fetched_at` when it was taken in, where
/// that was later.
const STATEMENTS: &str = r"
ALTER TABLE mailbox ADD COLUMN uid_account TEXT;
ALTER TABLE mailbox ADD COLUMN uid_validity BIGINT;
ALTER TABLE mailbox ADD COLUMN last_uid BIGINT;
ALTER TABLE mail ADD COLUMN fetched_at BIGINT
";
