//! Which entries show less than the mail that they came by, and which closed ticket another one goes on with.
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
ALTER TABLE entry ADD COLUMN cut BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE ticket ADD COLUMN follows BIGINT;
CREATE INDEX ticket_follows ON ticket (follows)
";
