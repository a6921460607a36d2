//! What lists of invoices read, narrow and beside the documents: nobody pages through what a hundred thousand of them say.
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        super::run_all(manager, STATEMENTS).await
    }
}

/// `listed_on` is the day of issue, by which lists are sorted; drafts stand before the newest. Both lists, that of all customers and
/// that of one, hold what narrows and what is added up. What lines come from names the customer too: projects of one are few among
/// those of all.
const STATEMENTS: &str = r"
ALTER TABLE invoice ADD COLUMN listed_on TEXT NOT NULL DEFAULT '9999-12-31';
UPDATE invoice SET listed_on = issued_on WHERE issued_on IS NOT NULL;
CREATE INDEX invoice_list ON invoice
  (listed_on, id, organisation_id, state, kind, gross, left_cents, due_on, paid, credited);
CREATE INDEX invoice_list_of ON invoice
  (organisation_id, listed_on, id, state, kind, gross, left_cents, due_on, paid, credited);
DROP INDEX invoice_organisation;
CREATE INDEX invoice_of_order ON invoice (order_id) WHERE order_id IS NOT NULL;
ALTER TABLE invoice_source ADD COLUMN organisation_id BIGINT REFERENCES organisation(id);
UPDATE invoice_source SET organisation_id = (SELECT i.organisation_id FROM invoice i WHERE i.id = invoice_source.invoice_id);
CREATE INDEX invoice_source_project ON invoice_source (project, organisation_id, invoice_id) WHERE project <> '';
CREATE INDEX invoice_source_projects ON invoice_source (organisation_id, project) WHERE project <> ''
";
