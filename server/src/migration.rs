//! The database's history: one set of migrations for SQLite and PostgreSQL, forward only.
mod m0001_start;
mod m0002_promise;
mod m0003_priority;
mod m0004_letter;
mod m0005_mail;
mod m0006_alarm;
mod m0010_draft;
mod m0011_effort;
mod m0012_objection;
mod m0013_mailbox;
mod m0014_mail_entry;
mod m0015_mailbox_admin;
mod m0016_unreachable;
mod m0020_approval;
mod m0025_package;
mod m0030_quote;
mod m0035_acceptance;
mod m0036_internal;
mod m0037_merge;
mod m0040_phone;
mod m0041_overview;
mod m0042_start_page;
mod m0050_letter_internal;
mod m0051_mail_waiting;
mod m0052_customer_open;
mod m0060_invoice;
mod m0061_report;
mod m0066_billed;
mod m0067_late_fee;
mod m0070_unpaid;
mod m0071_deal_mail;
mod m0080_objected;
mod m0085_invoice_list;
mod m0086_invoice_search;
mod m0090_letter_invoice;
mod m0091_reminded_at;
mod m0092_line_origin;
mod m0095_billed_line;
mod m0096_invoice_question;
mod m0100_mail_reply;
mod m0105_letter_file;
mod m0106_mailbox_older;
mod m0110_release;
mod m0120_line_vat;
mod m0121_own_line;
mod m0122_discount;
mod m0123_merged_price;
mod m0125_invoice_sums;
mod m0126_invoice_own_words;
mod m0130_stranger;
mod m0131_mail_original;
mod m0132_mailbox_position;
mod m0133_plan_missed;
mod m0135_billed_since;
mod m0137_posting;
mod m0138_draft_basis;
mod m0139_timer_day;
mod m0140_letter_unsettled;
mod m0141_outgoing;
mod m0142_part_and_reference;
mod m0143_run_follows;
mod m0144_invoice_free;
mod m0145_letter_reported;
mod m0146_letter_window;
mod m0147_released_less;
mod m0148_preview_due;
mod m0149_split;
mod m0150_mail_named;
mod m0151_contract_end;
mod m0153_invoice_unpaid;
mod m0155_letter_reminded;
mod m0158_mail_waited;
mod m0162_consent_draws;
mod m0164_asked_line;
mod m0166_report_effort;
mod m0168_mailbox_refresh;

use sea_orm_migration::prelude::*;

/// All migrations in order.
pub struct Migrator;

impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m0001_start::Migration),
            Box::new(m0002_promise::Migration),
            Box::new(m0003_priority::Migration),
            Box::new(m0004_letter::Migration),
            Box::new(m0005_mail::Migration),
            Box::new(m0006_alarm::Migration),
            Box::new(m0010_draft::Migration),
            Box::new(m0011_effort::Migration),
            Box::new(m0012_objection::Migration),
            Box::new(m0013_mailbox::Migration),
            Box::new(m0014_mail_entry::Migration),
            Box::new(m0015_mailbox_admin::Migration),
            Box::new(m0016_unreachable::Migration),
            Box::new(m0020_approval::Migration),
            Box::new(m0025_package::Migration),
            Box::new(m0030_quote::Migration),
            Box::new(m0035_acceptance::Migration),
            Box::new(m0036_internal::Migration),
            Box::new(m0037_merge::Migration),
            Box::new(m0040_phone::Migration),
            Box::new(m0041_overview::Migration),
            Box::new(m0042_start_page::Migration),
            Box::new(m0050_letter_internal::Migration),
            Box::new(m0051_mail_waiting::Migration),
            Box::new(m0052_customer_open::Migration),
            Box::new(m0060_invoice::Migration),
            Box::new(m0061_report::Migration),
            Box::new(m0066_billed::Migration),
            Box::new(m0067_late_fee::Migration),
            Box::new(m0070_unpaid::Migration),
            Box::new(m0071_deal_mail::Migration),
            Box::new(m0080_objected::Migration),
            Box::new(m0085_invoice_list::Migration),
            Box::new(m0086_invoice_search::Migration),
            Box::new(m0090_letter_invoice::Migration),
            Box::new(m0091_reminded_at::Migration),
            Box::new(m0092_line_origin::Migration),
            Box::new(m0095_billed_line::Migration),
            Box::new(m0096_invoice_question::Migration),
            Box::new(m0100_mail_reply::Migration),
            Box::new(m0105_letter_file::Migration),
            Box::new(m0106_mailbox_older::Migration),
            Box::new(m0110_release::Migration),
            Box::new(m0120_line_vat::Migration),
            Box::new(m0121_own_line::Migration),
            Box::new(m0122_discount::Migration),
            Box::new(m0123_merged_price::Migration),
            Box::new(m0125_invoice_sums::Migration),
            Box::new(m0126_invoice_own_words::Migration),
            Box::new(m0130_stranger::Migration),
            Box::new(m0131_mail_original::Migration),
            Box::new(m0132_mailbox_position::Migration),
            Box::new(m0133_plan_missed::Migration),
            Box::new(m0135_billed_since::Migration),
            Box::new(m0137_posting::Migration),
            Box::new(m0138_draft_basis::Migration),
            Box::new(m0139_timer_day::Migration),
            Box::new(m0140_letter_unsettled::Migration),
            Box::new(m0141_outgoing::Migration),
            Box::new(m0142_part_and_reference::Migration),
            Box::new(m0143_run_follows::Migration),
            Box::new(m0144_invoice_free::Migration),
            Box::new(m0145_letter_reported::Migration),
            Box::new(m0146_letter_window::Migration),
            Box::new(m0147_released_less::Migration),
            Box::new(m0148_preview_due::Migration),
            Box::new(m0149_split::Migration),
            Box::new(m0150_mail_named::Migration),
            Box::new(m0151_contract_end::Migration),
            Box::new(m0153_invoice_unpaid::Migration),
            Box::new(m0155_letter_reminded::Migration),
            Box::new(m0158_mail_waited::Migration),
            Box::new(m0162_consent_draws::Migration),
            Box::new(m0164_asked_line::Migration),
            Box::new(m0166_report_effort::Migration),
            Box::new(m0168_mailbox_refresh::Migration),
        ]
    }
}

/// Runs statements that both databases read alike; `{id}` is a growing primary key, `{bytes}` holds bytes as they are.
async fn run_all(manager: &SchemaManager<'_>, statements: &str) -> Result<(), DbErr> {
    let postgres = manager.get_database_backend() == sea_orm::DbBackend::Postgres;
    let id = if postgres {
        "BIGINT GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY"
    } else {
        "INTEGER PRIMARY KEY AUTOINCREMENT"
    };
    let bytes = if postgres { "BYTEA" } else { "BLOB" };
    for statement in statements.split(";\n").filter(|statement| !statement.trim().is_empty()) {
        manager
            .get_connection()
            .execute_unprepared(&statement.replace("{id}", id).replace("{bytes}", bytes))
            .await?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::ticket::queue::{OVER, Severity, queue_key};
    use jiff::Timestamp;
    use sea_orm::{ConnectionTrait, Database, Statement};

    /// Places in the queue as the first versions wrote them.
    fn old_key(over: bool, rank: i64, rest: i64) -> i64 {
        (i64::from(over) << 54) + (rank << 46) + rest
    }

    #[tokio::test]
    async fn objections_from_before_are_read_from_the_histories() {
        let db = Database::connect("sqlite::memory:").await.unwrap();
        Migrator::up(&db, Some(13)).await.unwrap();
        let moved =
            |from: &str, to: &str| format!(r#"{{"what":"moved","from":"{from}","to":"{to}","note":""}}"#);
        let (done, objected) = (moved("in_triage", "done"), moved("done", "in_triage"));
        // Objected to; opened again by staff; objected to and done again since, then opened by staff.
        let histories = [
            vec![(true, &done), (false, &objected)],
            vec![(true, &done), (true, &objected)],
            vec![(true, &done), (false, &objected), (true, &done), (true, &objected)],
        ];
        for (ticket, history) in (1..).zip(histories) {
            let sql = format!(
                "INSERT INTO ticket (id, number, title, stage, stage_since, is_open, waits_for, channel, kind, urgency,
                 software_version, author_name, author_email, internal, opened_at, changed_at, queue_key, version)
                 VALUES ({ticket}, {ticket}, '', 'in_triage', 0, TRUE, 'staff', 'portal', 'normal', 'normal', '', '', '', FALSE, 0, 0, 0, 1)"
            );
            db.execute_unprepared(&sql).await.unwrap();
            for (at, (staff, data)) in (1..).zip(history) {
                let sql = format!(
                    "INSERT INTO entry (ticket_id, at, by_name, by_staff, internal, what, data, version, stage)
                     VALUES ({ticket}, {at}, 'A', {staff}, FALSE, 'moved', '{data}', 1, 'in_triage')"
                );
                db.execute_unprepared(&sql).await.unwrap();
            }
        }
        Migrator::up(&db, None).await.unwrap();
        let sql = "SELECT objected_at FROM ticket ORDER BY id";
        let rows = db.query_all_raw(Statement::from_string(db.get_database_backend(), sql)).await.unwrap();
        let since: Vec<Option<i64>> =
            rows.iter().map(|row| row.try_get("", "objected_at").unwrap()).collect();
        assert_eq!(since, [Some(2), None, None]);
    }

    #[tokio::test]
    async fn lines_of_corrections_find_the_lines_that_they_give_back() {
        let db = Database::connect("sqlite::memory:").await.unwrap();
        let all = Migrator::migrations();
        let before = all.iter().position(|one| one.name() == "m0092_line_origin").unwrap();
        Migrator::up(&db, Some(before.try_into().unwrap())).await.unwrap();
        db.execute_unprepared("PRAGMA foreign_keys = OFF").await.unwrap();
        for (id, kind, corrects) in [(1, "invoice", "NULL"), (2, "credit_note", "1")] {
            let sql = format!(
                "INSERT INTO invoice (id, kind, state, organisation_id, corrects_id, title, lang, asked_from, asked_to, free, words,
                 net, gross, credited, paid, left_cents, reminded, created_at, changed_at, version)
                 VALUES ({id}, '{kind}', 'issued', 1, {corrects}, '', 'de', '', '', '', '', 0, 0, 0, 0, 0, 0, 0, 0, 0)"
            );
            db.execute_unprepared(&sql).await.unwrap();
        }
        // The second line was left out of the invoice, and is on no correction of it.
        for (id, invoice, place, left_out) in
            [(11, 1, 0, false), (12, 1, 1, true), (13, 1, 2, false), (21, 2, 0, true), (22, 2, 1, false)]
        {
            let sql = format!(
                "INSERT INTO invoice_line (id, invoice_id, place, facts, left_out, reason)
                 VALUES ({id}, {invoice}, {place}, '', {left_out}, '')"
            );
            db.execute_unprepared(&sql).await.unwrap();
        }
        Migrator::up(&db, Some(1)).await.unwrap();
        let sql = "SELECT origin_id FROM invoice_line ORDER BY id";
        let rows = db.query_all_raw(Statement::from_string(db.get_database_backend(), sql)).await.unwrap();
        let origins: Vec<Option<i64>> =
            rows.iter().map(|row| row.try_get("", "origin_id").unwrap()).collect();
        assert_eq!(origins, [None, None, None, Some(11), Some(13)]);
    }

    #[tokio::test]
    async fn tickets_keep_their_place_in_the_queue_when_priorities_come() {
        let db = Database::connect("sqlite::memory:").await.unwrap();
        Migrator::up(&db, Some(2)).await.unwrap();
        let due = Timestamp::from_millisecond(1_795_000_000_000).unwrap();
        let keys = [old_key(false, 1, 1_795_000_000_000), old_key(true, 255, (1 << 45) + 1_795_000_000_000)];
        for (number, key) in (1..).zip(keys) {
            let sql = format!(
                "INSERT INTO ticket (number, title, stage, stage_since, is_open, waits_for, channel, class_rank, kind, urgency,
                 software_version, author_name, author_email, internal, opened_at, changed_at, queue_key, version)
                 VALUES ({number}, '', 'received', 0, TRUE, 'staff', 'portal', 1, 'normal', 'normal', '', '', '', FALSE, 0, 0, {key}, 1)"
            );
            db.execute_unprepared(&sql).await.unwrap();
        }
        Migrator::up(&db, None).await.unwrap();
        let sql = "SELECT queue_key FROM ticket ORDER BY number";
        let rows = db.query_all_raw(Statement::from_string(db.get_database_backend(), sql)).await.unwrap();
        let moved: Vec<i64> = rows.iter().map(|row| row.try_get("", "queue_key").unwrap()).collect();
        let expected =
            |open, class, package| queue_key(open, Severity { class, priority: 0 }, package, Some(due), due);
        assert_eq!(moved, [expected(true, 1, true), expected(false, 255, false)]);
        assert!(moved[0] < OVER && moved[1] >= OVER);
    }
}
