//! What reports told of booked time and of postings of packages, so that the next one knows what was not told yet; and the letterhead of a month's papers.
use crate::store::{all, run};
use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::{ConnectionTrait, FromQueryResult, Value};
use std::collections::BTreeSet;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        super::run_all(manager, STATEMENTS).await?;
        undo_all(manager.get_connection()).await
    }
}

/// A row is what a report counted last of booked time of an organisation. Of reports from before all that was booked when the last one
/// was made counts as told, and so do postings. Reports from before know no letterhead.
const STATEMENTS: &str = r"
CREATE TABLE report_effort (
  organisation_id BIGINT NOT NULL REFERENCES organisation(id),
  effort_id BIGINT NOT NULL REFERENCES effort(id),
  day TEXT NOT NULL,
  minutes BIGINT NOT NULL,
  billing TEXT NOT NULL,
  PRIMARY KEY (organisation_id, effort_id)
);
CREATE INDEX report_effort_effort ON report_effort (effort_id);
CREATE INDEX effort_changed ON effort (ticket_id) WHERE version > 1;
INSERT INTO report_effort (organisation_id, effort_id, day, minutes, billing)
  SELECT r.organisation_id, f.id, f.day, f.minutes, f.billing
  FROM (SELECT organisation_id, MAX(month) AS month, MAX(at) AS at FROM report GROUP BY organisation_id) r
  JOIN ticket t ON t.organisation_id = r.organisation_id JOIN effort f ON f.ticket_id = t.id
  WHERE f.taken_back = FALSE AND f.at <= r.at AND SUBSTR(f.day, 1, 7) <= r.month;
CREATE TABLE report_posting (posting_id BIGINT PRIMARY KEY REFERENCES posting(id));
INSERT INTO report_posting (posting_id)
  SELECT p.id FROM (SELECT organisation_id, MAX(at) AS at FROM report GROUP BY organisation_id) r
  JOIN contract c ON c.organisation_id = r.organisation_id JOIN posting p ON p.contract_id = c.id WHERE p.at <= r.at;
ALTER TABLE report ADD COLUMN company TEXT;
ALTER TABLE report ADD COLUMN accent TEXT
";

/// Changes since the last report of each organisation, as they happened.
const CHANGES: &str = "SELECT e.id, r.organisation_id, r.month, e.data
  FROM (SELECT organisation_id, MAX(month) AS month, MAX(at) AS at FROM report GROUP BY organisation_id) r
  JOIN ticket t ON t.organisation_id = r.organisation_id JOIN entry e ON e.ticket_id = t.id
  WHERE e.what IN ('booked', 'rebooked') AND e.at > r.at ORDER BY e.id";

#[derive(FromQueryResult)]
struct Row {
    id: i64,
    organisation_id: i64,
    month: String,
    data: String,
}

/// The entry, as far as it matters here.
#[derive(serde::Deserialize)]
struct Change {
    effort: i64,
    from: Option<Booked>,
}

#[derive(serde::Deserialize)]
struct Booked {
    day: String,
    minutes: i64,
    billing: String,
}

/// What was changed since it was told was told as it stood before its first change.
async fn undo_all<C: ConnectionTrait>(db: &C) -> Result<(), DbErr> {
    let rows: Vec<Row> = all(db, CHANGES, []).await?;
    let mut seen = BTreeSet::new();
    for row in rows {
        let change: Change = serde_json::from_str(&row.data)
            .map_err(|error| DbErr::Custom(format!("entry {}: {error}", row.id)))?;
        if !seen.insert((row.organisation_id, change.effort)) {
            continue;
        }
        // What was booked since was not told.
        let Some(from) = change.from else { continue };
        let name = || -> [Value; 2] { [row.organisation_id.into(), change.effort.into()] };
        run(db, "DELETE FROM report_effort WHERE organisation_id = $1 AND effort_id = $2", name()).await?;
        if from.day.get(..7).is_some_and(|month| month <= row.month.as_str()) {
            let sql = "INSERT INTO report_effort (organisation_id, effort_id, day, minutes, billing)
              VALUES ($1, $2, $3, $4, $5)";
            let told: [Value; 3] = [from.day.into(), from.minutes.into(), from.billing.into()];
            run(db, sql, name().into_iter().chain(told)).await?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use crate::migration::Migrator;
    use sea_orm::{ConnectionTrait, Database, Statement};
    use sea_orm_migration::prelude::*;

    #[tokio::test]
    async fn reports_from_before_told_what_stood_when_they_were_made() {
        let db = Database::connect("sqlite::memory:").await.unwrap();
        let all = Migrator::migrations();
        let before = all.iter().position(|one| one.name() == "m0166_report_effort").unwrap();
        Migrator::up(&db, Some(before.try_into().unwrap())).await.unwrap();
        db.execute_unprepared("PRAGMA foreign_keys = OFF").await.unwrap();
        for sql in [
            "INSERT INTO ticket (id, number, title, stage, stage_since, is_open, waits_for, channel, kind, urgency,
             software_version, author_name, author_email, internal, organisation_id, opened_at, changed_at, queue_key, version)
             VALUES (1, 1, '', 'in_triage', 0, TRUE, 'staff', 'portal', 'normal', 'normal', '', '', '', FALSE, 7, 0, 0, 0, 1)",
            "INSERT INTO report (organisation_id, month, content, sha256, at) VALUES (7, '2026-11', '', '', 100)",
        ] {
            db.execute_unprepared(sql).await.unwrap();
        }
        // Told; told and corrected twice since; told and taken back since; of the month to come; booked later, and corrected then.
        for (id, day, minutes, taken_back, at) in [
            (1, "2026-11-02", 10, false, 50),
            (2, "2026-11-03", 20, false, 50),
            (3, "2026-11-04", 30, true, 50),
            (4, "2026-12-01", 40, false, 50),
            (5, "2026-11-05", 50, false, 150),
        ] {
            let sql = format!(
                "INSERT INTO effort (id, ticket_id, person_id, day, minutes, activity, note, billing, version, taken_back, at)
                 VALUES ({id}, 1, 1, '{day}', {minutes}, 'a', '', 'billable', 2, {taken_back}, {at})"
            );
            db.execute_unprepared(&sql).await.unwrap();
        }
        let time = |day: &str, minutes: i64| {
            format!(r#"{{"day":"{day}","minutes":{minutes},"activity":"a","note":"","billing":"goodwill"}}"#)
        };
        for (at, what, effort, from) in [
            (150, "rebooked", 2, Some(time("2026-11-03", 90))),
            (160, "rebooked", 2, Some(time("2026-11-03", 80))),
            (160, "rebooked", 3, Some(time("2026-11-04", 30))),
            (150, "booked", 5, None),
            (160, "rebooked", 5, Some(time("2026-11-05", 5))),
        ] {
            let from = from.map(|from| format!(r#","from":{from},"to":null"#)).unwrap_or_default();
            let sql = format!(
                r#"INSERT INTO entry (ticket_id, at, by_name, by_staff, internal, what, data, version, stage)
                 VALUES (1, {at}, 'A', TRUE, TRUE, '{what}', '{{"what":"{what}","effort":{effort}{from}}}', 1, 'in_triage')"#
            );
            db.execute_unprepared(&sql).await.unwrap();
        }
        Migrator::up(&db, Some(1)).await.unwrap();
        let sql = "SELECT effort_id, day, minutes, billing FROM report_effort ORDER BY effort_id";
        let rows = db.query_all_raw(Statement::from_string(db.get_database_backend(), sql)).await.unwrap();
        let told: Vec<(i64, i64, String)> = rows
            .iter()
            .map(|row| {
                let number = |name: &str| row.try_get::<i64>("", name).unwrap();
                (number("effort_id"), number("minutes"), row.try_get("", "billing").unwrap())
            })
            .collect();
        let row = |effort, minutes, billing: &str| (effort, minutes, billing.to_owned());
        assert_eq!(told, [row(1, 10, "billable"), row(2, 90, "goodwill"), row(3, 30, "goodwill")]);
    }
}
