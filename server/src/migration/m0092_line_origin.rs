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
    SELECT o.id FROM invoice i JOIN (
        SELECT id, invoice_id, ROW_NUMBER() OVER (PARTITION BY invoice_id ORDER BY place, id) AS nth
        FROM invoice_line WHERE left_out = FALSE) o ON o.invoice_id = i.corrects_id
    WHERE i.id = invoice_line.invoice_id AND o.nth = invoice_line.place + 1)
  WHERE invoice_id IN (SELECT id FROM invoice WHERE corrects_id IS NOT NULL);
CREATE INDEX invoice_line_origin ON invoice_line (origin_id) WHERE origin_id IS NOT NULL
";
