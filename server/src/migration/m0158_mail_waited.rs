//! Which entry of a history a letter told, and which mails had waited for staff before they stood in one.
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        super::run_all(manager, STATEMENTS).await
    }
}

/// `letter.entry_id` is the first entry for customers of the change that the letter told; none of those that were written before
/// this, or beside the history. `mail.waited` says that staff put the mail where it stands, out of quarantine, and `mail.led_to`
/// to which ticket it led there.
const STATEMENTS: &str = "
ALTER TABLE letter ADD COLUMN entry_id BIGINT REFERENCES entry(id);
ALTER TABLE mail ADD COLUMN waited BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE mail ADD COLUMN led_to BIGINT REFERENCES ticket(id)
";
