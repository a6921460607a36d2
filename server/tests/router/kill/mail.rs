//! Mails on their way through `schalter deliver` while the server, and the command itself, are killed.
use super::{Place, Program};
use crate::house::fresh_database;
use sea_orm::{ConnectionTrait as _, Database, Statement};
use std::io::Write as _;
use std::net::TcpListener;
use std::process::Stdio;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

/// Mail servers that hand mails over at the same time.
const QUEUES: usize = 3;
/// Mails of each.
const MAILS: usize = 30;

fn mail(queue: usize, turn: usize) -> String {
    format!(
        "From: Kunde {queue}-{turn} <k{queue}-{turn}@kunde.de>\r\nSubject: Mail {queue}-{turn}\r\nMessage-ID: <{queue}-{turn}@kunde.de>\r\n\
         Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nGuten Tag\r\n--b\r\nContent-Disposition: attachment; filename=a.txt\r\n\r\nAnhang\r\n--b--\r\n"
    )
}

/// Hands a mail over once, as a mail server does; answers whether it was confirmed. Every third command is killed.
fn hand_over(place: &Place, raw: &str, kill: bool) -> bool {
    let mut command = place.command(&["deliver"]);
    let mut child =
        command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    // A command that was killed reads nothing more.
    let _ = child.stdin.take().unwrap().write_all(raw.as_bytes());
    if kill {
        thread::sleep(Duration::from_millis(15));
        let _ = child.kill();
    }
    child.wait().unwrap().success()
}

/// Hands its mails over one by one, each again and again until it is confirmed.
fn queue(place: &Place, queue: usize, confirmed: &AtomicUsize) {
    for turn in 0..MAILS {
        let raw = mail(queue, turn);
        let mut tries = 0;
        while !hand_over(place, &raw, tries == 0 && turn % 3 == 0) {
            tries += 1;
            assert!(tries < 100, "a mail is never taken");
        }
        confirmed.fetch_add(1, Ordering::Relaxed);
    }
}

fn every_mail_is_one(place: &Arc<Place>) {
    let migrated = place.command(&["migrate"]).output().unwrap();
    assert!(migrated.status.success(), "{}", String::from_utf8_lossy(&migrated.stderr));
    let confirmed = Arc::new(AtomicUsize::new(0));
    let mut program: Option<Program> = Some(place.start());
    let queues: Vec<_> = (0..QUEUES)
        .map(|number| {
            let (place, confirmed) = (place.clone(), confirmed.clone());
            thread::spawn(move || queue(&place, number, &confirmed))
        })
        .collect();
    for round in 1..=4 {
        while confirmed.load(Ordering::Relaxed) < round * QUEUES * MAILS / 6 {
            thread::sleep(Duration::from_millis(1));
        }
        drop(program.take());
        // In every second round the commands are alone for a while.
        if round % 2 == 0 {
            thread::sleep(Duration::from_millis(100));
        }
        program = Some(place.start());
    }
    for queue in queues {
        queue.join().unwrap();
    }
    drop(program);
}

pub async fn count(url: &str, sql: &str) -> i64 {
    let db = Database::connect(url).await.unwrap();
    let row = db.query_one_raw(Statement::from_string(db.get_database_backend(), sql)).await.unwrap();
    row.unwrap().try_get_by_index(0).unwrap()
}

pub async fn run(url: &str, sql: &str) {
    Database::connect(url).await.unwrap().execute_unprepared(sql).await.unwrap();
}

async fn killed_while_mails_arrive(database: Option<String>) {
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let place = Arc::new(Place { folder: tempfile::tempdir().unwrap(), database, port });
    let working = place.clone();
    tokio::task::spawn_blocking(move || every_mail_is_one(&working)).await.unwrap();
    let url = match &place.database {
        Some(url) => url.clone(),
        None => format!("sqlite://{}", place.folder.path().join("schalter.db").display()),
    };
    let all = i64::try_from(QUEUES * MAILS).unwrap();
    for sql in [
        "SELECT COUNT(*) FROM mail WHERE decision = 'new_ticket'",
        "SELECT COUNT(DISTINCT title) FROM ticket",
        "SELECT COUNT(*) FROM ticket",
        "SELECT COUNT(*) FROM entry WHERE what = 'opened'",
        "SELECT COUNT(*) FROM letter WHERE answers IS NOT NULL",
        "SELECT COUNT(*) FROM document WHERE state = 'ready' AND entry_id IS NOT NULL",
    ] {
        assert_eq!(count(&url, sql).await, all, "{sql}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sqlite_takes_each_mail_once() {
    killed_while_mails_arrive(None).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn postgres_takes_each_mail_once() {
    killed_while_mails_arrive(Some(fresh_database().await)).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_mail_that_is_too_large_is_refused_for_good_by_a_running_server_too() {
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let place = Place { folder: tempfile::tempdir().unwrap(), database: None, port };
    tokio::task::spawn_blocking(move || {
        let large = format!("{}{}", mail(0, 0), "x".repeat(61 << 20));
        let code = |place: &Place| {
            let mut child =
                place.command(&["deliver"]).stdin(Stdio::piped()).stdout(Stdio::null()).spawn().unwrap();
            // It may hang up before it has read all.
            let _ = child.stdin.take().unwrap().write_all(large.as_bytes());
            child.wait().unwrap().code()
        };
        assert!(place.command(&["migrate"]).output().unwrap().status.success());
        assert_eq!(code(&place), Some(65), "EX_DATAERR: the sender is told");
        let program = place.start();
        assert_eq!(code(&place), Some(65));
        drop(program);
    })
    .await
    .unwrap();
}
