//! What a customer has left to pay is added up from an index that holds it.
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        super::run_all(manager, STATEMENTS).await
    }
}

/// The order of the start page, with what lists narrow and add up: they looked up every document for its amount before.
const STATEMENTS: &str = r"
DROP INDEX invoice_unpaid;
CREATE INDEX invoice_unpaid ON invoice
  (organisation_id, due_on, id, listed_on, state, kind, gross, left_cents, paid, credited) WHERE left_cents > 0
";
