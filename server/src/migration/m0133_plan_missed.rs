//! Which planned days that are over were told of, each once; a plan that was moved and is missed again is another one.
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
CREATE TABLE plan_missed (
  ticket_id BIGINT NOT NULL REFERENCES ticket(id),
  planned_on TEXT NOT NULL,
  at BIGINT NOT NULL,
  PRIMARY KEY (ticket_id, planned_on)
);
CREATE INDEX ticket_planned_open ON ticket (is_open, planned_on) WHERE planned_on IS NOT NULL AND is_open = TRUE
";
