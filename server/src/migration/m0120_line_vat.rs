//! The tax that a line of a draft has by itself, whatever is agreed with who pays.
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        super::run_all(manager, STATEMENTS).await
    }
}

/// In drafts from before, items of orders have their own, and what has another tax than was agreed had it from somebody. Behind
/// a tax that holds for all lines nobody knows any more what it was.
const STATEMENTS: &str = r#"
ALTER TABLE invoice_line ADD COLUMN own_vat TEXT;
UPDATE invoice_line SET own_vat = 'reduced' WHERE facts LIKE '%"vat":"reduced"%' AND invoice_id IN (
  SELECT i.id FROM invoice i WHERE i.state = 'draft' AND NOT EXISTS (
    SELECT 1 FROM payer p WHERE p.organisation_id = i.organisation_id AND p.facts LIKE '%"vat":"reduced"%'));
UPDATE invoice_line SET own_vat = 'zero' WHERE facts LIKE '%"vat":"zero"%' AND invoice_id IN (
  SELECT i.id FROM invoice i WHERE i.state = 'draft' AND NOT EXISTS (
    SELECT 1 FROM payer p WHERE p.organisation_id = i.organisation_id AND p.facts LIKE '%"vat":"zero"%'));
UPDATE invoice_line SET own_vat = 'reverse_charge' WHERE facts LIKE '%"vat":"reverse_charge"%' AND invoice_id IN (
  SELECT i.id FROM invoice i WHERE i.state = 'draft' AND NOT EXISTS (
    SELECT 1 FROM payer p WHERE p.organisation_id = i.organisation_id AND p.facts LIKE '%"vat":"reverse_charge"%'));
UPDATE invoice_line SET own_vat = 'standard' WHERE facts LIKE '%"vat":"standard"%'
  AND id IN (SELECT line_id FROM invoice_source WHERE source LIKE 'item:%')
  AND invoice_id IN (SELECT id FROM invoice WHERE state = 'draft')
"#;

#[cfg(test)]
mod tests {
    use crate::migration::Migrator;
    use sea_orm::{ConnectionTrait, Database, Statement};
    use sea_orm_migration::prelude::*;

    #[tokio::test]
    async fn lines_of_drafts_from_before_keep_the_tax_that_they_have_by_themselves() {
        let db = Database::connect("sqlite::memory:").await.unwrap();
        let all = Migrator::migrations();
        let before = all.iter().position(|one| one.name() == "m0120_line_vat").unwrap();
        Migrator::up(&db, Some(before.try_into().unwrap())).await.unwrap();
        db.execute_unprepared("PRAGMA foreign_keys = OFF").await.unwrap();
        let payer = r#"INSERT INTO payer (organisation_id, facts, at) VALUES (2, '{"vat":"reduced"}', 0)"#;
        db.execute_unprepared(payer).await.unwrap();
        for (id, state) in [(1, "draft"), (2, "draft"), (3, "issued")] {
            let organisation = if id == 2 { 2 } else { 1 };
            let sql = format!(
                "INSERT INTO invoice (id, kind, state, organisation_id, title, lang, asked_from, asked_to, free, words,
                 net, gross, credited, paid, left_cents, reminded, created_at, changed_at, version)
                 VALUES ({id}, 'invoice', '{state}', {organisation}, '', 'de', '', '', '', '', 0, 0, 0, 0, 0, 0, 0, 0, 0)"
            );
            db.execute_unprepared(&sql).await.unwrap();
        }
        // By the hour; reduced by hand; an item; reduced as agreed; issued. A name that looks like a tax is a name.
        for (id, invoice, name, vat) in [
            (11, 1, r#"\"vat\":\"zero\""#, "standard"),
            (12, 1, "Buch", "reduced"),
            (13, 1, "Ware", "standard"),
            (21, 2, "Buch", "reduced"),
            (31, 3, "Buch", "reduced"),
        ] {
            let sql = format!(
                r#"INSERT INTO invoice_line (id, invoice_id, place, facts, left_out, reason)
                 VALUES ({id}, {invoice}, 0, '{{"name":"{name}","vat":"{vat}"}}', FALSE, '')"#
            );
            db.execute_unprepared(&sql).await.unwrap();
        }
        let item = "INSERT INTO invoice_source (invoice_id, line_id, source, data, order_id, project, overage, minutes, released)
          VALUES (1, 13, 'item:7:0', '', 7, '', FALSE, 0, FALSE)";
        db.execute_unprepared(item).await.unwrap();
        Migrator::up(&db, Some(1)).await.unwrap();
        let sql = "SELECT own_vat FROM invoice_line ORDER BY id";
        let rows = db.query_all_raw(Statement::from_string(db.get_database_backend(), sql)).await.unwrap();
        let own: Vec<Option<String>> = rows.iter().map(|row| row.try_get("", "own_vat").unwrap()).collect();
        let own: Vec<_> = own.iter().map(Option::as_deref).collect();
        assert_eq!(own, [None, Some("reduced"), Some("standard"), None, None]);
    }
}
