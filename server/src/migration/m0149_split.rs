//! Tickets that were split off know from which, until that is taken back (C7).
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        super::run_all(manager, STATEMENTS).await
    }
}

/// A ticket was split off `split_from`, whose entry `split_entry` says so. Since `unsplit_at` it leads there, as one that was merged
/// does; there is no merge to undo. What was split off before stays as it is.
const STATEMENTS: &str = r"
ALTER TABLE ticket ADD COLUMN split_from BIGINT REFERENCES ticket(id);
ALTER TABLE ticket ADD COLUMN split_entry BIGINT REFERENCES entry(id);
ALTER TABLE ticket ADD COLUMN unsplit_at BIGINT;
CREATE INDEX ticket_split ON ticket (split_from) WHERE split_from IS NOT NULL
";
