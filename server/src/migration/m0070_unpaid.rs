//! What the start page reads of invoices.
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        super::run_all(manager, STATEMENTS).await
    }
}

/// Of an organisation what is left to pay, the most pressing first.
const STATEMENTS: &str = r"
CREATE INDEX invoice_unpaid ON invoice (organisation_id, due_on, id) WHERE left_cents > 0
";
