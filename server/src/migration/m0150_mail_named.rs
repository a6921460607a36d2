//! Mails know the ticket whose number their subject names, where they opened another.
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        super::run_all(manager, STATEMENTS).await
    }
}

/// `mail.named` is the number of a ticket in which the writer took no part when the mail came in (B4).
const STATEMENTS: &str = "
ALTER TABLE mail ADD COLUMN named BIGINT
";
