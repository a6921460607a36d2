//! Reports of months: what each said when its month was over, and its papers.
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        super::run_all(manager, STATEMENTS).await
    }
}

/// `content` never changes; a paper is kept from the first time that somebody asks for it. `hours` tells papers for who may know of
/// hours from those for who may not.
const STATEMENTS: &str = r"
CREATE TABLE report (
  organisation_id BIGINT NOT NULL REFERENCES organisation(id),
  month TEXT NOT NULL,
  content TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  at BIGINT NOT NULL,
  PRIMARY KEY (organisation_id, month)
);
CREATE INDEX report_month ON report (month, organisation_id);

CREATE TABLE report_file (
  organisation_id BIGINT NOT NULL REFERENCES organisation(id),
  month TEXT NOT NULL,
  kind TEXT NOT NULL,
  lang TEXT NOT NULL,
  hours BOOLEAN NOT NULL,
  bytes {bytes} NOT NULL,
  sha256 TEXT NOT NULL,
  PRIMARY KEY (organisation_id, month, kind, lang, hours)
)
";
