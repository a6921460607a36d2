//! Sums of lists of invoices are read from indexes that hold no more than what they are made of.
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        super::run_all(manager, STATEMENTS).await
    }
}

/// Documents that are found by words or projects are added up by their ids, the others by what is told apart in them: what is not
/// billed or gives back, what is left to pay, what was paid too much. Projects name documents in the order of their ids.
const STATEMENTS: &str = r"
CREATE INDEX invoice_sums ON invoice
  (id, listed_on, organisation_id, state, kind, gross, left_cents, due_on, paid, credited);
CREATE INDEX invoice_apart ON invoice
  (listed_on, id, organisation_id, state, kind, gross, left_cents, due_on, paid, credited)
  WHERE state = 'draft' OR kind <> 'invoice';
CREATE INDEX invoice_left ON invoice
  (due_on, listed_on, id, organisation_id, state, kind, gross, left_cents, paid, credited) WHERE left_cents > 0;
CREATE INDEX invoice_over ON invoice
  (listed_on, id, organisation_id, state, kind, gross, left_cents, due_on, paid, credited) WHERE left_cents < 0;
CREATE INDEX invoice_paid ON invoice
  (listed_on, id, organisation_id, state, kind, gross, left_cents, due_on, paid, credited)
  WHERE state = 'issued' AND kind = 'invoice' AND left_cents <= 0;
DROP INDEX invoice_open;
DROP INDEX invoice_source_project;
DROP INDEX invoice_source_projects;
CREATE INDEX invoice_source_project ON invoice_source (project, invoice_id, organisation_id) WHERE project <> '';
CREATE INDEX invoice_source_projects ON invoice_source (organisation_id, project, invoice_id) WHERE project <> ''
";
