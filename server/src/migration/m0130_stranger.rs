//! How many tickets writers without account opened at a mailbox lately is asked with every mail.
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
CREATE INDEX ticket_stranger ON ticket (mailbox_id, opened_at) WHERE author_id IS NULL AND channel = 'mail'
";
