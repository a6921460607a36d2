//! Which line of an invoice a ticket asks about.
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        super::run_all(manager, STATEMENTS).await
    }
}

/// Questions from before name their line in words alone: two lines may be called the same.
const STATEMENTS: &str = r"
ALTER TABLE ticket ADD COLUMN invoice_line_id BIGINT REFERENCES invoice_line(id);
CREATE INDEX ticket_invoice ON ticket (invoice_id) WHERE invoice_id IS NOT NULL
";
