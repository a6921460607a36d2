//! Words of documents stand in their index a second time, under the mark of their customer: who searches among the documents of
//! one is not led through those of all that say a frequent word.
use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::DbBackend;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let postgres = manager.get_database_backend() == DbBackend::Postgres;
        super::run_all(manager, if postgres { POSTGRES } else { SQLITE }).await
    }
}

const SQLITE: &str = "
ALTER TABLE invoice_search RENAME TO invoice_search_before;
CREATE VIRTUAL TABLE invoice_search USING fts5(words, own, tokenize = 'ascii', prefix = '2 3');
INSERT INTO invoice_search (rowid, words, own)
  SELECT s.rowid, s.words, replace(' ' || s.words, ' ', ' o' || i.organisation_id || 'o')
  FROM invoice_search_before s JOIN invoice i ON i.id = s.rowid;
DROP TABLE invoice_search_before
";

/// The index is made of what stands there already, so that rows stay as narrow as they are.
const POSTGRES: &str = "
ALTER TABLE invoice_search ADD COLUMN mark TEXT NOT NULL DEFAULT '';
UPDATE invoice_search SET mark = 'o' || i.organisation_id || 'o' FROM invoice i WHERE i.id = invoice_search.rowid;
CREATE INDEX invoice_search_own ON invoice_search
  USING gin (to_tsvector('simple', replace(' ' || words, ' ', ' ' || mark)))
";

#[cfg(test)]
mod tests {
    use crate::migration::Migrator;
    use sea_orm::{ConnectionTrait, Database, Statement};
    use sea_orm_migration::prelude::*;

    #[tokio::test]
    async fn documents_from_before_are_found_by_the_words_of_their_customer() {
        let db = Database::connect("sqlite::memory:").await.unwrap();
        let all = Migrator::migrations();
        let before = all.iter().position(|one| one.name() == "m0126_invoice_own_words").unwrap();
        Migrator::up(&db, Some(before.try_into().unwrap())).await.unwrap();
        db.execute_unprepared("PRAGMA foreign_keys = OFF").await.unwrap();
        for (id, organisation) in [(1, 7), (2, 77)] {
            let sql = format!(
                "INSERT INTO invoice (id, kind, state, organisation_id, title, lang, asked_from, asked_to, free, words,
                 net, gross, credited, paid, left_cents, reminded, created_at, changed_at, version)
                 VALUES ({id}, 'invoice', 'issued', {organisation}, '', 'de', '', '', '', '', 0, 0, 0, 0, 0, 0, 0, 0, 0)"
            );
            db.execute_unprepared(&sql).await.unwrap();
            let sql = format!("INSERT INTO invoice_search (rowid, words) VALUES ({id}, 'warenkorb versand')");
            db.execute_unprepared(&sql).await.unwrap();
        }
        Migrator::up(&db, None).await.unwrap();
        for (asked, expected) in [
            ("words : \"vers\"*", vec![1_i64, 2]),
            ("own : \"o7overs\"*", vec![1]),
            ("own : \"o8overs\"*", vec![]),
        ] {
            let sql = format!(
                "SELECT rowid AS id FROM invoice_search WHERE invoice_search MATCH '{asked}' ORDER BY rowid"
            );
            let rows =
                db.query_all_raw(Statement::from_string(db.get_database_backend(), sql)).await.unwrap();
            let found: Vec<i64> = rows.iter().map(|row| row.try_get("", "id").unwrap()).collect();
            assert_eq!(found, expected, "{asked}");
        }
    }
}
