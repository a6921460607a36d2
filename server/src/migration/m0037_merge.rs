//! Tickets that lead to others, and messages that were split off.
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        super::run_all(manager, STATEMENTS).await
    }
}

/// A ticket that was merged leads to `merged_into`, which leads nowhere itself; `merged_first` is the one that staff chose.
/// `merged_stage` is its own state before, `survivor_stage` that of the other at that time. What stands on the survivor names
/// by `merged_from` the ticket from which it came; of participants that is who joined by the merge.
const STATEMENTS: &str = r"
ALTER TABLE ticket ADD COLUMN merged_into BIGINT REFERENCES ticket(id);
ALTER TABLE ticket ADD COLUMN merged_first BIGINT REFERENCES ticket(id);
ALTER TABLE ticket ADD COLUMN merged_at BIGINT;
ALTER TABLE ticket ADD COLUMN merged_stage TEXT;
ALTER TABLE ticket ADD COLUMN survivor_stage TEXT;
CREATE INDEX ticket_merged ON ticket (merged_into) WHERE merged_into IS NOT NULL;
ALTER TABLE entry ADD COLUMN merged_from BIGINT REFERENCES ticket(id);
ALTER TABLE document ADD COLUMN merged_from BIGINT REFERENCES ticket(id);
ALTER TABLE effort ADD COLUMN merged_from BIGINT REFERENCES ticket(id);
ALTER TABLE participant ADD COLUMN merged_from BIGINT REFERENCES ticket(id);
CREATE INDEX entry_merged ON entry (merged_from) WHERE merged_from IS NOT NULL;
CREATE INDEX document_merged ON document (merged_from) WHERE merged_from IS NOT NULL;
CREATE INDEX effort_merged ON effort (merged_from) WHERE merged_from IS NOT NULL
";
