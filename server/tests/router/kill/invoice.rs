//! Invoices that two accountants issue, and then cancel, at the same time, while the server is killed: numbers without gap, everything
//! stored or nothing.
use super::cancel::cancelled_once;
use super::mail::count;
use super::{Place, Program};
use crate::house::fresh_database;
use jiff::ToSpan as _;
use jiff::tz::TimeZone;
use sea_orm::{ConnectionTrait as _, Database, Statement};
use sha2::{Digest as _, Sha256};
use std::collections::BTreeMap;
use std::net::TcpListener;
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

/// Drafts that are issued. Laying one out takes seconds without optimisation.
const DRAFTS: i32 = 5;

/// What was confirmed: the number of each draft, by who confirmed it.
type Confirmed = Arc<Mutex<BTreeMap<(usize, String), String>>>;

fn place(database: Option<String>) -> Arc<Place> {
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    Arc::new(Place { folder: tempfile::tempdir().unwrap(), database, port })
}

pub fn url(place: &Place) -> String {
    match &place.database {
        Some(url) => url.clone(),
        None => format!("sqlite://{}", place.folder.path().join("schalter.db").display()),
    }
}

async fn run(url: &str, sql: &str) {
    let db = Database::connect(url).await.unwrap();
    db.execute_unprepared(sql).await.unwrap();
}

/// Whom accounting signs in as: address, password, second factor.
async fn company(place: &Arc<Place>) -> [String; 3] {
    let working = place.clone();
    let filled = tokio::task::spawn_blocking(move || {
        working.command(&["demo", "--preset", "shop-quick-tickets", "--tickets", "6"]).output().unwrap()
    });
    let filled = filled.await.unwrap();
    assert!(filled.status.success(), "{}", String::from_utf8_lossy(&filled.stderr));
    let accounts: serde_json::Value = serde_json::from_slice(&filled.stdout).unwrap();
    let accounting = accounts["accounts"].as_array().unwrap().iter().find(|one| {
        one["roles"].as_array().is_some_and(|roles| roles.iter().any(|role| role == "accounting"))
    });
    ["email", "password", "totp_secret"].map(|name| accounting.unwrap()[name].as_str().unwrap().to_owned())
}

fn sign_in(place: &Place, [email, password, secret]: &[String; 3]) -> String {
    let (_, half) = place.call("", "sign-in/password", &[("email", email), ("password", password)]).unwrap();
    let code = place.command(&["code", secret]).output().unwrap().stdout;
    let code = String::from_utf8(code).unwrap();
    place.call(&half, "sign-in/second-factor", &[("code", code.trim())]).unwrap().1
}

/// A customer whose work of each of the last days waits to be billed.
async fn work(place: &Place) -> String {
    let url = url(place);
    let billed = "SELECT MIN(organisation_id) FROM membership WHERE rights LIKE '%\"billing\":true%'";
    let organisation = count(&url, billed).await;
    let ticket = count(&url, "SELECT MIN(id) FROM ticket").await;
    let person = count(&url, "SELECT MIN(id) FROM person WHERE kind = 'staff'").await;
    let address = "address = 'Uferweg 7' || CHR(10) || '24937 Flensburg'";
    let address = if place.database.is_some() { address.to_owned() } else { address.replace("CHR", "CHAR") };
    run(&url, &format!("UPDATE organisation SET {address} WHERE id = {organisation}")).await;
    let free = "plan = NULL, kind = 'normal', order_id = NULL, internal = FALSE";
    run(&url, &format!("UPDATE ticket SET organisation_id = {organisation}, {free} WHERE id = {ticket}"))
        .await;
    // At the beginning of a month the house would draw up what is left of the one before by itself, with some of this work.
    let month = today().first_of_month().yesterday().unwrap().strftime("%Y-%m").to_string();
    let ran = format!(
        "INSERT INTO billing_run (month, organisation_id, at, follows) SELECT '{month}', id, 0, FALSE FROM organisation
         WHERE id NOT IN (SELECT organisation_id FROM billing_run WHERE month = '{month}')"
    );
    run(&url, &ran).await;
    for back in 1..=DRAFTS {
        let day = today().checked_sub(back.days()).unwrap();
        let at = day.at(12, 0, 0, 0).to_zoned(TimeZone::UTC).unwrap().timestamp().as_millisecond();
        let sql = format!(
            "INSERT INTO effort (ticket_id, person_id, day, minutes, activity, note, billing, version, taken_back, at)
             VALUES ({ticket}, {person}, '{day}', 30, 'bug_fixing', '', 'billable', 1, FALSE, {at})"
        );
        run(&url, &sql).await;
    }
    organisation.to_string()
}

fn today() -> jiff::civil::Date {
    server::clock::Clock::system(TimeZone::UTC).now().to_zoned(TimeZone::UTC).date()
}

/// Draws up a draft of each day; answers each with its version.
fn drafts(place: &Place, cookie: &str, organisation: &str) -> Vec<(String, String)> {
    let draw = |back: i32| {
        let day = today().checked_sub(back.days()).unwrap().to_string();
        let key = format!("draw-{back}-of-the-day");
        let fields = [("key", key.as_str()), ("organisation", organisation), ("from", &day), ("to", &day)];
        let (draft, _) = place.call(cookie, "invoice/draw", &fields).unwrap();
        let draft: String = serde_json::from_str(&draft).unwrap();
        let (seen, _) = place.call(cookie, "invoice", &[("reference", &draft)]).unwrap();
        let seen: serde_json::Value = serde_json::from_str(&seen).unwrap();
        (draft, seen["version"].to_string())
    };
    (1..=DRAFTS).rev().map(draw).collect()
}

/// Issues all of them, one after the other; answers whether the server was there until the end.
fn press(
    place: &Place,
    cookie: &str,
    who: usize,
    drafts: &[(String, String)],
    confirmed: &Confirmed,
) -> bool {
    for (draft, seen) in drafts {
        let key = format!("issue-{draft}-by-{who}");
        let fields = [("key", key.as_str()), ("reference", draft), ("seen", seen)];
        match place.call(cookie, "invoice/issue", &fields) {
            Ok((number, _)) => {
                let number: String = serde_json::from_str(&number).unwrap();
                let before = confirmed.lock().unwrap().insert((who, draft.clone()), number.clone());
                assert!(before.is_none_or(|before| before == number), "sent twice it is the same");
            }
            // The other one was quicker.
            Err(ureq::Error::StatusCode(409 | 422)) => {}
            Err(ureq::Error::StatusCode(status)) => panic!("{status}"),
            Err(_) => return false,
        }
    }
    true
}

/// The first server is killed after each of the first confirmations, at another moment each time.
fn at_once(places: &[Arc<Place>; 2], cookie: &str, drafts: &[(String, String)], confirmed: &Confirmed) {
    let mut first: Option<Program> = None;
    for round in 0.. {
        first = first.or_else(|| Some(places[0].start()));
        let before = confirmed.lock().unwrap().len();
        let pressing: Vec<_> = (0..2)
            .map(|who| {
                let (place, cookie, confirmed) = (places[who].clone(), cookie.to_owned(), confirmed.clone());
                let mut drafts = drafts.to_vec();
                if who == 1 {
                    drafts.reverse();
                }
                thread::spawn(move || press(&place, &cookie, who, &drafts, &confirmed))
            })
            .collect();
        if round < 3 {
            while confirmed.lock().unwrap().len() <= before
                && !pressing.iter().all(thread::JoinHandle::is_finished)
            {
                thread::sleep(Duration::from_millis(1));
            }
            thread::sleep(Duration::from_millis(150 * round));
            first = None;
        }
        let ended: Vec<bool> = pressing.into_iter().map(|one| one.join().unwrap()).collect();
        if first.is_some() && ended.into_iter().all(|ended| ended) {
            return;
        }
    }
}

async fn issued_at_once_while_killed(database: Option<String>) {
    let one = place(database.clone());
    // On PostgreSQL the second accountant works at a server of her own, which stays.
    let other = if database.is_some() { place(database) } else { one.clone() };
    let who = company(&one).await;
    let organisation = work(&one).await;
    let confirmed = Confirmed::default();
    let both = [one.clone(), other];
    let (places, told) = (both.clone(), confirmed.clone());
    let pressed = tokio::task::spawn_blocking(move || {
        let program = places[0].start();
        let second = places[1].database.is_some().then(|| places[1].start());
        let cookie = sign_in(&places[0], &who);
        let drafts = drafts(&places[0], &cookie, &organisation);
        drop(program);
        at_once(&places, &cookie, &drafts, &told);
        drop(second);
        (cookie, drafts)
    });
    let (cookie, drafts) = pressed.await.unwrap();
    let url = url(&one);
    let ids = drafts.iter().map(|(id, _)| id.as_str()).collect::<Vec<_>>().join(", ");
    let all = i64::from(DRAFTS);
    let of = async |sql: &str| count(&url, &sql.replace("{ids}", &ids)).await;
    assert_eq!(of("SELECT COUNT(*) FROM invoice WHERE id IN ({ids}) AND state = 'issued'").await, all);
    let year = today().year();
    let numbers = format!("SELECT COUNT(DISTINCT number) FROM invoice WHERE number LIKE 'RE-{year}-%'");
    let last = format!("SELECT value FROM counter WHERE name = 'invoice-{year}'");
    assert_eq!(count(&url, &numbers).await, count(&url, &last).await, "no number is left out");
    assert_eq!(of("SELECT COUNT(*) FROM invoice_file WHERE invoice_id IN ({ids})").await, 2 * all);
    let entries =
        "SELECT COUNT(*) FROM invoice_entry WHERE invoice_id IN ({ids}) AND data LIKE '%\"issued\"%'";
    assert_eq!(of(entries).await, all, "each is told once");
    let once = "SELECT COUNT(DISTINCT s.effort_id) FROM invoice_source s JOIN invoice i ON i.id = s.invoice_id
      WHERE s.invoice_id IN ({ids}) AND s.released = FALSE AND i.state = 'issued' AND s.effort_id IS NOT NULL";
    assert!(of(once).await >= all);
    let twice = "SELECT COUNT(*) FROM (SELECT source FROM invoice_source WHERE released = FALSE GROUP BY source HAVING COUNT(*) > 1) x";
    assert_eq!(of(twice).await, 0, "no work is billed twice");
    served_as_stored(&one, &url, &ids, cookie.clone()).await;
    // What was confirmed carries the number that was told.
    let stored: BTreeMap<String, String> =
        rows(&url, &format!("SELECT CAST(id AS TEXT), number FROM invoice WHERE id IN ({ids})"))
            .await
            .into_iter()
            .collect();
    let confirmed = confirmed.lock().unwrap().clone();
    for ((_, draft), number) in &confirmed {
        assert_eq!(stored[draft], *number);
    }
    let number = confirmed.into_values().next().unwrap();
    cancelled_once(both, cookie, number).await;
}

async fn rows(url: &str, sql: &str) -> Vec<(String, String)> {
    let db = Database::connect(url).await.unwrap();
    let found = db.query_all_raw(Statement::from_string(db.get_database_backend(), sql)).await.unwrap();
    found.iter().map(|row| (row.try_get_by_index(0).unwrap(), row.try_get_by_index(1).unwrap())).collect()
}

/// The bytes that everybody gets are those whose digest was stored with them.
async fn served_as_stored(place: &Arc<Place>, url: &str, ids: &str, cookie: String) {
    let sql = format!(
        "SELECT i.number || '/' || f.form, f.sha256 FROM invoice i JOIN invoice_file f ON f.invoice_id = i.id WHERE i.id IN ({ids})"
    );
    let files = rows(url, &sql).await;
    let place = place.clone();
    tokio::task::spawn_blocking(move || {
        let _program = place.start();
        for (file, digest) in files {
            let address = format!("{}/invoices/{file}", place.base());
            let mut answer = ureq::get(address).header("cookie", &cookie).call().unwrap();
            let bytes = answer.body_mut().read_to_vec().unwrap();
            assert_eq!(server::secret::hex(&Sha256::digest(&bytes)), digest, "{file}");
        }
    })
    .await
    .unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sqlite_issues_each_draft_once_and_leaves_no_gap() {
    issued_at_once_while_killed(None).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn postgres_issues_each_draft_once_and_leaves_no_gap() {
    issued_at_once_while_killed(Some(fresh_database().await)).await;
}
