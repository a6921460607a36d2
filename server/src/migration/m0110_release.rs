//! The release in which a wish was promised free of charge.
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        super::run_all(manager, STATEMENTS).await
    }
}

/// Until now it stood in the history alone, where the last promise counts: `{"what":"wish_included","release":"5.0",…}`. Its name
/// ends before the first quotation mark behind those 35 characters that is not escaped.
const STATEMENTS: &str = r#"
ALTER TABLE ticket ADD COLUMN release TEXT;
WITH RECURSIVE place(i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM place WHERE i < 122),
told(ticket_id, rest) AS (SELECT e.ticket_id, substr(e.data, 36) FROM entry e
  WHERE e.id IN (SELECT MAX(id) FROM entry WHERE what = 'wish_included' GROUP BY ticket_id))
UPDATE ticket SET release = (SELECT replace(substr(o.rest, 1, p.i - 1), '\"', '"') FROM told o
  JOIN place p ON substr(o.rest, p.i, 1) = '"' AND substr(o.rest, p.i - 1, 1) <> '\'
  WHERE o.ticket_id = ticket.id ORDER BY p.i LIMIT 1)
WHERE order_id IS NULL AND id IN (SELECT ticket_id FROM told)
"#;
