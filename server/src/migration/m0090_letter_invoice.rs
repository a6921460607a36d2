//! Letters that carry an invoice to who has no account.
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        super::run_all(manager, STATEMENTS).await
    }
}

/// The bytes stay with the invoice, which never loses them.
const STATEMENTS: &str = "ALTER TABLE letter ADD COLUMN invoice_id BIGINT REFERENCES invoice(id)";
