//! Alarms are told once for each moment to which they come: a promise that was counted anew warns anew.
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        super::run_all(manager, STATEMENTS).await
    }
}

/// What was told before has no moment: 0 stands for whichever.
const STATEMENTS: &str = r"
CREATE TABLE told (
  ticket_id BIGINT NOT NULL REFERENCES ticket(id),
  metric TEXT NOT NULL,
  start_at BIGINT NOT NULL,
  percent BIGINT NOT NULL,
  came_at BIGINT NOT NULL,
  at BIGINT NOT NULL,
  PRIMARY KEY (ticket_id, metric, start_at, percent, came_at)
);
INSERT INTO told SELECT ticket_id, metric, start_at, percent, 0, at FROM alarm;
DROP TABLE alarm;
ALTER TABLE told RENAME TO alarm
";
