//! Of which last days of what is agreed with organisations was told, each once; an end that is moved is another one.
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
CREATE TABLE contract_end (
  organisation_id BIGINT NOT NULL REFERENCES organisation(id),
  last_on TEXT NOT NULL,
  at BIGINT NOT NULL,
  PRIMARY KEY (organisation_id, last_on)
);
CREATE INDEX contract_last ON contract (to_on) WHERE to_on IS NOT NULL
";
