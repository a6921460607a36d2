//! Mailboxes whose access tokens are gotten by a refresh token (OAuth 2.0).
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        super::run_all(manager, STATEMENTS).await
    }
}

/// `secret` is the refresh token as it was typed; who grants and which client asks stand beside it, with its secret encrypted.
/// `token_renewed`, encrypted too, is the refresh token that came in place of the one that was typed or stands in the settings
/// file; `token_renewed_of` is a seal of what it came in place of, so that it counts no more once another one is named.
const STATEMENTS: &str = r"
ALTER TABLE mailbox ADD COLUMN token_url TEXT;
ALTER TABLE mailbox ADD COLUMN token_client TEXT;
ALTER TABLE mailbox ADD COLUMN token_client_secret TEXT;
ALTER TABLE mailbox ADD COLUMN token_scope TEXT;
ALTER TABLE mailbox ADD COLUMN token_renewed TEXT;
ALTER TABLE mailbox ADD COLUMN token_renewed_of TEXT
";
