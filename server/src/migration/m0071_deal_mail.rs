//! Answers by mail to letters about quotes and orders (B4, F1).
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        super::run_all(manager, STATEMENTS).await
    }
}

/// The quote or order, by its number, that a letter is about, and on which a mail stands as a comment.
const STATEMENTS: &str = r"
ALTER TABLE letter ADD COLUMN deal TEXT;
ALTER TABLE mail ADD COLUMN deal TEXT
";
