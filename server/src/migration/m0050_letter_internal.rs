//! Letters know whether they told staff only, and whether others were told their Message-ID: until now the first letter of a
//! ticket stood in the headers of all the others.
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        super::run_all(manager, STATEMENTS).await
    }
}

const STATEMENTS: &str = r"
ALTER TABLE letter ADD COLUMN internal BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE letter ADD COLUMN shared BOOLEAN NOT NULL DEFAULT FALSE;
UPDATE letter SET shared = TRUE WHERE id IN (SELECT MIN(id) FROM letter WHERE ticket_id IS NOT NULL GROUP BY ticket_id)
  AND EXISTS (SELECT 1 FROM letter o WHERE o.ticket_id = letter.ticket_id AND o.to_email <> letter.to_email)
";
