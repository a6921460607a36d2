//! A discount on a document as a whole.
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        super::run_all(manager, STATEMENTS).await
    }
}

/// Drafts count it anew from it; what an issued document says stands in its content.
const STATEMENTS: &str = "
ALTER TABLE invoice ADD COLUMN discount TEXT
";
