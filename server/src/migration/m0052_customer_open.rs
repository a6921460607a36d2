//! What is open at an organisation as its people see it is counted in an index, without reading rows.
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        super::run_all(manager, STATEMENTS).await
    }
}

/// Customers never reach internal tickets: with `internal` in the index, counting reads nothing else.
const STATEMENTS: &str = r"
DROP INDEX ticket_organisation_open;
CREATE INDEX ticket_organisation_open ON ticket (organisation_id, is_open, changed_at, id, internal)
";
