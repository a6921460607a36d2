//! Requests of which less was released than was asked for.
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        super::run_all(manager, STATEMENTS).await
    }
}

/// `minutes` and `cents` are what counts, in every sum: what is asked for while a request is open, what was released once it is. What
/// was asked for stays beside it where that was more; NULL where all of it was released, or nothing.
const STATEMENTS: &str = "
ALTER TABLE approval ADD COLUMN asked_minutes BIGINT;
ALTER TABLE approval ADD COLUMN asked_cents BIGINT
";
