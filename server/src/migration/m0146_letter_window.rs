//! Letters that name the end of a window for objections, and those in whose place another was written.
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        super::run_all(manager, STATEMENTS).await
    }
}

/// `letter.window_until` is the end that a letter names (C4); of earlier ones those count whose ticket is still done, and where its
/// window was stopped they name another end than any that begins from now on. `letter.replaced_at` is when staff sent a letter again
/// and another was written in its place, for it named a day that no longer held.
const STATEMENTS: &str = "
ALTER TABLE letter ADD COLUMN window_until BIGINT;
ALTER TABLE letter ADD COLUMN replaced_at BIGINT;
UPDATE letter SET window_until = COALESCE((SELECT t.objection_until FROM ticket t WHERE t.id = letter.ticket_id), written_at)
  WHERE internal = FALSE AND EXISTS (SELECT 1 FROM ticket t
    WHERE t.id = letter.ticket_id AND t.stage = 'done' AND t.internal = FALSE AND t.stage_since = letter.written_at)
  AND NOT EXISTS (SELECT 1 FROM person p WHERE p.id = letter.person_id AND p.kind = 'staff')
";
