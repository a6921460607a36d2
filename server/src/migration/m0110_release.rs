//! The release in which a wish was promised free of charge.
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        super::run_all(manager, STATEMENTS).await
    }
}

/// Until now it stood in the history alone, where the last promise counts: `{"what":"wish_included","release":"5.0",…}`. Its name
/// ends before the first quotation mark behind those 35 characters that is not escaped.
const STATEMENTS: &str = r#"
ALTER TABLE ticket ADD COLUMN release TEXT;
WITH RECURSIVE place(i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM place WHERE i < 122),
told(ticket_id, rest) AS (SELECT e.ticket_id, substr(e.data, 36) FROM entry e
  WHERE e.id IN (SELECT MAX(id) FROM entry WHERE what = 'wish_included' GROUP BY ticket_id))
UPDATE ticket SET release = (SELECT replace(substr(o.rest, 1, p.i - 1), '\"', '"') FROM told o
  JOIN place p ON substr(o.rest, p.i, 1) = '"' AND substr(o.rest, p.i - 1, 1) <> '\'
  WHERE o.ticket_id = ticket.id ORDER BY p.i LIMIT 1)
WHERE order_id IS NULL AND id IN (SELECT ticket_id FROM told)
"#;

#[cfg(test)]
mod tests {
    use crate::migration::Migrator;
    use sea_orm::{ConnectionTrait, Database, Statement};
    use sea_orm_migration::prelude::*;

    #[tokio::test]
    async fn promises_from_before_are_read_from_the_histories() {
        let db = Database::connect("sqlite::memory:").await.unwrap();
        let all = Migrator::migrations();
        let before = all.iter().position(|one| one.name() == "m0110_release").unwrap();
        Migrator::up(&db, Some(before.try_into().unwrap())).await.unwrap();
        // Promised twice; with quotation marks in its name and in the note; never.
        let promises = [vec!["4.3", "5.0"], vec![r#"\"Frühjahr\" 2027"#], vec![]];
        for (ticket, releases) in (1..).zip(promises) {
            let sql = format!(
                "INSERT INTO ticket (id, number, title, stage, stage_since, is_open, waits_for, channel, kind, urgency,
                 software_version, author_name, author_email, internal, opened_at, changed_at, queue_key, version)
                 VALUES ({ticket}, {ticket}, '', 'in_triage', 0, TRUE, 'staff', 'portal', 'normal', 'normal', '', '', '', FALSE, 0, 0, 0, 1)"
            );
            db.execute_unprepared(&sql).await.unwrap();
            for release in releases {
                let data = format!(r#"{{"what":"wish_included","release":"{release}","note":"\"gern\""}}"#);
                let sql = format!(
                    "INSERT INTO entry (ticket_id, at, by_name, by_staff, internal, what, data, version, stage)
                     VALUES ({ticket}, 1, 'A', TRUE, FALSE, 'wish_included', '{data}', 1, 'in_triage')"
                );
                db.execute_unprepared(&sql).await.unwrap();
            }
        }
        Migrator::up(&db, None).await.unwrap();
        let sql = "SELECT release FROM ticket ORDER BY id";
        let rows = db.query_all_raw(Statement::from_string(db.get_database_backend(), sql)).await.unwrap();
        let releases: Vec<Option<String>> =
            rows.iter().map(|row| row.try_get("", "release").unwrap()).collect();
        assert_eq!(releases, [Some("5.0".to_owned()), Some("\"Frühjahr\" 2027".to_owned()), None]);
    }
}
