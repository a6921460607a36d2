//! Requests to release effort, consents to ticket types, and limits that were told.
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        super::run_all(manager, STATEMENTS).await
    }
}

/// `next_at` is when the house acts on a request by itself: brings it to mind, then lets it expire. A ticket has one open
/// request, and one open proposal of a type.
const STATEMENTS: &str = r"
CREATE TABLE approval (
  id {id},
  ticket_id BIGINT NOT NULL REFERENCES ticket(id),
  minutes BIGINT NOT NULL,
  cents BIGINT NOT NULL,
  rate_cents BIGINT NOT NULL,
  factor_percent BIGINT NOT NULL,
  kind TEXT NOT NULL,
  done BIGINT NOT NULL,
  limit_minutes BIGINT NOT NULL,
  reason TEXT NOT NULL,
  came_from TEXT NOT NULL,
  asked_by_id BIGINT NOT NULL REFERENCES person(id),
  asked_by TEXT NOT NULL,
  asked_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  next_at BIGINT,
  state TEXT NOT NULL,
  settled_at BIGINT,
  settled_by_id BIGINT REFERENCES person(id),
  settled_by TEXT,
  way TEXT,
  wording TEXT,
  answer TEXT
);
CREATE INDEX approval_ticket ON approval (ticket_id);
CREATE UNIQUE INDEX approval_open ON approval (ticket_id) WHERE state = 'open';
CREATE INDEX approval_next ON approval (next_at) WHERE next_at IS NOT NULL;

CREATE TABLE consent (
  id {id},
  ticket_id BIGINT NOT NULL REFERENCES ticket(id),
  kind TEXT NOT NULL,
  rate_cents BIGINT NOT NULL,
  factor_percent BIGINT NOT NULL,
  state TEXT NOT NULL,
  asked_by TEXT,
  asked_at BIGINT,
  settled_at BIGINT,
  settled_by_id BIGINT REFERENCES person(id),
  settled_by TEXT,
  way TEXT,
  wording TEXT
);
CREATE INDEX consent_ticket ON consent (ticket_id);
CREATE UNIQUE INDEX consent_open ON consent (ticket_id) WHERE state = 'open';

CREATE TABLE limit_notice (
  ticket_id BIGINT NOT NULL REFERENCES ticket(id),
  limit_minutes BIGINT NOT NULL,
  at BIGINT NOT NULL,
  PRIMARY KEY (ticket_id, limit_minutes)
);

CREATE INDEX timer_ticket ON timer (ticket_id)
";
