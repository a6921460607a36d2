//! Previews that are made when somebody first asks for them, as those of pictures that come by mail.
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        super::run_all(manager, STATEMENTS).await
    }
}

/// `document.preview_due`: nobody has tried yet to make a preview of this file. Of what there is, nobody knows which came by mail;
/// of an upload that had none it is tried once more.
const STATEMENTS: &str = "
ALTER TABLE document ADD COLUMN preview_due BOOLEAN NOT NULL DEFAULT FALSE;
UPDATE document SET preview_due = TRUE WHERE preview = FALSE AND state = 'ready' AND size <= 41943040
  AND media_type IN ('image/png', 'image/jpeg', 'image/gif', 'image/webp', 'application/pdf')
";
