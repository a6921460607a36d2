//! Since when the customer's objection to the last result of a ticket stands.
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        super::run_all(manager, STATEMENTS).await
    }
}

/// What was objected to before is read from the histories: nobody on staff opened again what was done.
const STATEMENTS: &str = r#"
ALTER TABLE ticket ADD COLUMN objected_at BIGINT;
UPDATE ticket SET objected_at = (
    SELECT MAX(e.at) FROM entry e WHERE e.ticket_id = ticket.id AND e.what = 'moved' AND e.by_staff = FALSE
      AND e.data LIKE '%"from":"done"%' AND NOT EXISTS (
        SELECT 1 FROM entry later WHERE later.ticket_id = e.ticket_id AND later.id > e.id
          AND later.what = 'moved' AND later.data LIKE '%"to":"done"%'))
  WHERE is_open = TRUE
"#;
