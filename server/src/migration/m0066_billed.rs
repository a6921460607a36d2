//! Whether an order stands on a document is asked each time a ticket of it closes.
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
CREATE INDEX invoice_source_order ON invoice_source (order_id) WHERE order_id IS NOT NULL
";
