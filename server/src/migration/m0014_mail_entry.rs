//! Which entry of a history a mail became, and where its words went when staff moved it.
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        super::run_all(manager, STATEMENTS).await
    }
}

/// `mail.entry_id` is the entry that the mail's words became; it follows them when they are moved. `entry.moved_to` is the
/// entry as which they stand elsewhere; a `withdrawn` one is for staff alone.
const STATEMENTS: &str = r"
ALTER TABLE mail ADD COLUMN entry_id BIGINT REFERENCES entry(id);
ALTER TABLE mail ADD COLUMN has_html BOOLEAN NOT NULL DEFAULT FALSE;
CREATE INDEX mail_entry ON mail (entry_id);
ALTER TABLE entry ADD COLUMN moved_to BIGINT REFERENCES entry(id);
ALTER TABLE entry ADD COLUMN withdrawn BOOLEAN NOT NULL DEFAULT FALSE;
CREATE INDEX entry_moved ON entry (moved_to) WHERE moved_to IS NOT NULL
";
