//! Consents to types whose factor also multiplies the hours that are drawn from a package.
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        super::run_all(manager, STATEMENTS).await
    }
}

/// `consent.draws` is whether the customer was told that the hours of the package count by the factor (E2, E4).
const STATEMENTS: &str = "
ALTER TABLE consent ADD COLUMN draws BOOLEAN NOT NULL DEFAULT FALSE
";
