//! On which days a timer ran, and when it was paused.
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        super::run_all(manager, STATEMENTS).await
    }
}

/// `timer_day` holds what a timer ran until it was paused, by the days of the company's zone: together `timer.kept`, less what
/// was kept before there were days.
const STATEMENTS: &str = r"
ALTER TABLE timer ADD COLUMN stopped BIGINT;

CREATE TABLE timer_day (
  person_id BIGINT NOT NULL,
  ticket_id BIGINT NOT NULL,
  day TEXT NOT NULL,
  millis BIGINT NOT NULL,
  PRIMARY KEY (person_id, ticket_id, day),
  FOREIGN KEY (person_id, ticket_id) REFERENCES timer (person_id, ticket_id) ON UPDATE CASCADE ON DELETE CASCADE
)
";
