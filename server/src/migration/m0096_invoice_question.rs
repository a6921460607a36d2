//! Which invoice a ticket asks about.
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        super::run_all(manager, STATEMENTS).await
    }
}

const STATEMENTS: &str = r"
ALTER TABLE ticket ADD COLUMN invoice_id BIGINT REFERENCES invoice(id)
";
