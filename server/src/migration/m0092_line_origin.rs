//! Which line of an invoice a line of its correction gives back.
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        super::run_all(manager, STATEMENTS).await
    }
}

/// Corrections begin as copies of all lines that stand on their invoice, in their order.
const STATEMENTS: &str = "
ALTER TABLE invoice_line ADD COLUMN origin_id BIGINT REFERENCES invoice_line(id);
UPDATE invoice_line SET origin_id = (
    SELECT o.id FROM invoice i JOIN invoice_line o ON o.invoice_id = i.corrects_id AND o.left_out = FALSE
    WHERE i.id = invoice_line.invoice_id AND invoice_line.place = (
      SELECT COUNT(*) FROM invoice_line b WHERE b.invoice_id = o.invoice_id AND b.left_out = FALSE
        AND (b.place < o.place OR (b.place = o.place AND b.id < o.id))))
  WHERE invoice_id IN (SELECT id FROM invoice WHERE corrects_id IS NOT NULL);
CREATE INDEX invoice_line_origin ON invoice_line (origin_id) WHERE origin_id IS NOT NULL
";
