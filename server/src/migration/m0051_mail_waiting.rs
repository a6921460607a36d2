//! Mails that wait for staff, mails that were too large to be read whole, and under which name automatic answers are counted.
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        super::run_all(manager, STATEMENTS).await
    }
}

/// `mail.told_at` is when those who decide were told that it waits; `mail.full_size` is how large a mail was of which only the
/// beginning was read. `letter.counted` is the address to which an automatic answer went, without what follows a plus.
const STATEMENTS: &str = r"
ALTER TABLE mail ADD COLUMN told_at BIGINT;
ALTER TABLE mail ADD COLUMN full_size BIGINT;
CREATE INDEX mail_untold ON mail (received_at) WHERE decision = 'quarantine' AND told_at IS NULL;
ALTER TABLE letter ADD COLUMN counted TEXT;
UPDATE letter SET counted = to_email WHERE answers IS NOT NULL;
DROP INDEX letter_reader;
CREATE INDEX letter_counted ON letter (counted, written_at) WHERE counted IS NOT NULL
";
