//! What start pages and the monthly plan read.
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        super::run_all(manager, STATEMENTS).await
    }
}

/// The latest done tickets of an organisation, among thousands that are closed; those planned for a month; what an account
/// manager notes about it.
const STATEMENTS: &str = r"
CREATE INDEX ticket_organisation_done ON ticket (organisation_id, changed_at, id) WHERE stage = 'done';
CREATE INDEX ticket_planned ON ticket (planned_on, organisation_id) WHERE planned_on IS NOT NULL;

CREATE TABLE month_note (
  organisation_id BIGINT NOT NULL REFERENCES organisation(id),
  month TEXT NOT NULL,
  note TEXT NOT NULL,
  by_id BIGINT NOT NULL REFERENCES person(id),
  at BIGINT NOT NULL,
  PRIMARY KEY (organisation_id, month)
)
";
