//! When the window for objections of a ticket ends.
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        super::run_all(manager, STATEMENTS).await
    }
}

/// What was done before has no end: nobody was told of one.
const STATEMENTS: &str = r"
ALTER TABLE ticket ADD COLUMN objection_until BIGINT;
CREATE INDEX ticket_objection ON ticket (objection_until) WHERE objection_until IS NOT NULL
";
