//! Mails in a mailbox while the program that reads it and answers is killed: each becomes one ticket, and no answer goes twice.
use super::mail::{count, run};
use super::{Place, Program};
use crate::house::fresh_database;
use crate::mail_server::MailServer;
use std::net::TcpListener;
use std::sync::Arc;
use std::time::Duration;

/// Mails that arrive.
const MAILS: usize = 500;
/// Attempts to bring the program down while they do.
const KILLS: u32 = 8;

/// How long each half may take on a busy machine: sending, then reading and answering what is left.
const PATIENCE: Duration = Duration::from_secs(120);

async fn killed_while_a_mailbox_is_read(database: Option<String>) {
    let server = Arc::new(MailServer::start());
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let place = Place { folder: tempfile::tempdir().unwrap(), database, port };
    let settings = format!(
        "smtp_url = \"{}\"\nmail_from = \"support@portal.test\"\n{}",
        server.smtp_url(),
        server.mailbox("support")
    );
    std::fs::write(place.folder.path().join("schalter.toml"), settings).unwrap();
    let start = || -> Program { place.start_with(&place.folder.path().join("schalter.toml")) };
    drop(start());
    let url = match &place.database {
        Some(url) => url.clone(),
        None => format!("sqlite://{}", place.folder.path().join("schalter.db").display()),
    };
    // Of writers without account no more than so many are taken in within an hour.
    let writers: Vec<String> = (0..MAILS)
        .map(|turn| format!("('customer', 'Kunde {turn}', 'kunde{turn}@portal.test', 'de', 'active', 0)"))
        .collect();
    let sql = "INSERT INTO person (kind, name, email, lang, account, created_at) VALUES";
    run(&url, &format!("{sql} {}", writers.join(", "))).await;
    let sending = {
        let server = server.clone();
        tokio::spawn(async move {
            for turn in 0..MAILS {
                let from = format!("kunde{turn}@portal.test");
                let raw = format!(
                    "From: {from}\nTo: support@portal.test\nSubject: Mail {turn}\nMessage-ID: <{turn}@portal.test>\n\nGuten Tag\n"
                );
                server.send(&from, "support@portal.test", &raw).await;
            }
        })
    };
    for round in 0..KILLS {
        let program = start();
        tokio::time::sleep(Duration::from_millis(300 + 137 * u64::from(round))).await;
        drop(program);
    }
    tokio::time::timeout(PATIENCE, sending).await.expect("the mail server takes all mails").unwrap();
    let all = i64::try_from(MAILS).unwrap();
    let waits = "SELECT COUNT(*) FROM letter WHERE state = 'waiting'";
    let program = start();
    let until = std::time::Instant::now() + PATIENCE;
    while std::time::Instant::now() < until {
        // What a killed program held stays claimed for minutes.
        let open = format!("{waits} AND claimed_until IS NULL");
        if count(&url, "SELECT COUNT(*) FROM mail").await == all && count(&url, &open).await == 0 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    drop(program);
    // The minutes are over: whatever a killed program held is uncertain, and is not sent by itself.
    run(&url, "UPDATE letter SET claimed_until = 1 WHERE state = 'waiting' AND claimed_until IS NOT NULL")
        .await;
    let lapsed = count(&url, &format!("{waits} AND claimed_until = 1")).await;
    let program = start();
    let until = std::time::Instant::now() + PATIENCE;
    while std::time::Instant::now() < until && count(&url, waits).await > 0 {
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    drop(program);
    for sql in [
        "SELECT COUNT(*) FROM mail WHERE decision = 'new_ticket'",
        "SELECT COUNT(DISTINCT title) FROM ticket",
        "SELECT COUNT(*) FROM ticket",
        "SELECT COUNT(*) FROM entry WHERE what = 'opened'",
        "SELECT COUNT(*) FROM letter",
    ] {
        assert_eq!(count(&url, sql).await, all, "{sql}");
    }
    let sent = count(&url, "SELECT COUNT(*) FROM letter WHERE state = 'sent'").await;
    let uncertain = "SELECT COUNT(*) FROM letter WHERE state = 'uncertain'";
    let unsure = count(&url, uncertain).await;
    assert_eq!(sent + unsure, all, "each answer left, or staff decide about it");
    assert_eq!(count(&url, &format!("{uncertain} AND trouble IS NOT NULL")).await, unsure, "with the reason");
    let ended = count(&url, &format!("{uncertain} AND trouble = 'ended'")).await;
    assert!(ended >= lapsed, "{ended} of {lapsed} say that their program ended");
    let told = r#"SELECT COUNT(*) FROM entry WHERE what = 'remark' AND data LIKE '%"remark":"uncertain"%'"#;
    assert_eq!(count(&url, told).await, unsure, "each stands on its ticket once");
    let arrived: Vec<usize> = (0..MAILS).map(|turn| server.mails(&format!("kunde{turn}")).len()).collect();
    assert!(arrived.iter().all(|mails| *mails <= 1), "no answer came twice");
    let arrived = i64::try_from(arrived.iter().sum::<usize>()).unwrap();
    assert!((sent..=all).contains(&arrived), "{sent} sent, {unsure} uncertain, {arrived} arrived");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sqlite_makes_one_ticket_and_one_answer_of_each_mail() {
    killed_while_a_mailbox_is_read(None).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn postgres_makes_one_ticket_and_one_answer_of_each_mail() {
    killed_while_a_mailbox_is_read(Some(fresh_database().await)).await;
}
