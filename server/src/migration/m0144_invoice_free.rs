//! Work that stands in the annex of a document without being charged: which, and as of which correction.
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        super::run_all(manager, STATEMENTS).await
    }
}

/// An effort stands on one document that was not taken back. Documents of before have no rows: what stood in their annex is not known
/// by effort any more.
const STATEMENTS: &str = "
CREATE TABLE invoice_free (
  invoice_id BIGINT NOT NULL REFERENCES invoice(id),
  effort_id BIGINT NOT NULL REFERENCES effort(id),
  effort_version BIGINT NOT NULL,
  PRIMARY KEY (invoice_id, effort_id)
);
CREATE INDEX invoice_free_effort ON invoice_free (effort_id)
";
