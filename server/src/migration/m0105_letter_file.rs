//! Files that go along with letters.
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
CREATE TABLE letter_file (
  letter_id BIGINT NOT NULL REFERENCES letter(id) ON DELETE CASCADE,
  document_id BIGINT NOT NULL REFERENCES document(id),
  PRIMARY KEY (letter_id, document_id)
)
";
