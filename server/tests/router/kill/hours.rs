//! Two people who book on the last hour of a package while the program is killed: each booking is paid once, and no hour twice.
use super::mail::count;
use super::{Place, Program};
use crate::house::{fresh_database, key};
use serde_json::Value;
use std::net::TcpListener;
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

/// Bookings by their keys: on which ticket, and whether it was confirmed.
type Sent = Mutex<Vec<(String, String, bool)>>;

fn booking<'a>(key: &'a str, number: &'a str) -> [(&'a str, &'a str); 6] {
    let note = ("note", "Abbruch");
    [
        ("key", key),
        ("number", number),
        ("minutes", "15"),
        ("activity", "design"),
        ("billing", "billable"),
        note,
    ]
}

/// Books quarters of an hour until the program is gone.
fn book(place: &Place, cookie: &str, number: &str, sent: &Sent) {
    loop {
        let key = key();
        let done = place.call(cookie, "effort/book", &booking(&key, number)).is_ok();
        sent.lock().unwrap().push((key, number.to_owned(), done));
        if !done {
            return;
        }
    }
}

fn json(place: &Place, cookie: &str, endpoint: &str, fields: &[(&str, &str)]) -> Value {
    let (text, _) =
        place.call(cookie, endpoint, fields).unwrap_or_else(|error| panic!("{endpoint}: {error}"));
    serde_json::from_str(&text).unwrap()
}

/// Signs in the first of the demo's staff who has a role.
fn sign_in(place: &Place, accounts: &Value, role: &str) -> String {
    let has = |one: &&Value| one["roles"].as_array().is_some_and(|roles| roles.iter().any(|one| one == role));
    let one = accounts["accounts"].as_array().unwrap().iter().find(has).unwrap();
    let text = |name: &str| one[name].as_str().unwrap().to_owned();
    let fields = [("email", &*text("email")), ("password", &*text("password"))];
    let (_, half) = place.call("", "sign-in/password", &fields).unwrap();
    let code = place.command(&["code", &text("totp_secret")]).output().unwrap().stdout;
    let code = String::from_utf8(code).unwrap();
    place.call(&half, "sign-in/second-factor", &[("code", code.trim())]).unwrap().1
}

/// Lets the running month have an hour left, and nothing beyond it.
fn leave_an_hour(place: &Place, cookie: &str, organisation: &str) {
    let forecast = || {
        let view = json(place, cookie, "packages", &[("organisation", organisation)]);
        let forecast = &view["statement"]["forecast"];
        ["granted", "used", "overage"].map(|name| forecast[name].as_i64().unwrap())
    };
    let [granted, used, overage] = forecast();
    let more = 60 + overage - (granted - used);
    let (deed, minutes) = (if more < 0 { "take" } else { "add" }, format!("{} min", more.abs()));
    let fields = [
        ("key", &*key()),
        ("organisation", organisation),
        ("deed", deed),
        ("minutes", &minutes),
        ("reason", "Für die letzte Stunde"),
    ];
    if more != 0 {
        place.call(cookie, "package/correct", &fields).unwrap();
    }
    let [granted, used, overage] = forecast();
    assert_eq!((granted - used, overage), (60, 0));
}

fn booked_again_and_again(place: &Arc<Place>) -> i64 {
    let demo = place.command(&["demo", "--preset", "support-packages", "--tickets", "60"]).output().unwrap();
    assert!(demo.status.success(), "{}", String::from_utf8_lossy(&demo.stderr));
    let accounts: Value = serde_json::from_slice(&demo.stdout).unwrap();
    let mut program: Program = place.start();
    let (lead, accounting) =
        (sign_in(place, &accounts, "project_lead"), sign_in(place, &accounts, "accounting"));
    let packages = json(place, &accounting, "packages", &[]);
    let organisation = packages["lines"][0]["organisation"]["id"].to_string();
    let query = format!("organisation={organisation}&show=open");
    let tickets = json(place, &lead, "tickets", &[("query", &query)]);
    let tickets: Vec<String> =
        tickets["lines"].as_array().unwrap().iter().map(|line| line["number"].to_string()).collect();
    // What was sold by an order draws no hours.
    let draws = |number: &String| {
        json(place, &lead, "ticket", &[("number", number.as_str())])["effort"]["fixed"].is_null()
    };
    let tickets: Vec<String> = tickets.into_iter().filter(draws).collect();
    let sent: Arc<Sent> = Arc::default();
    let confirmed = || sent.lock().unwrap().iter().filter(|(.., done)| *done).count();
    for round in 0..3 {
        leave_an_hour(place, &accounting, &organisation);
        let enough = confirmed() + 5 + round;
        let bookers: Vec<_> = (0..2)
            .map(|who| {
                let (place, lead, sent) = (place.clone(), lead.clone(), sent.clone());
                let number = tickets[who % tickets.len()].clone();
                thread::spawn(move || book(&place, &lead, &number, &sent))
            })
            .collect();
        while confirmed() < enough {
            thread::sleep(Duration::from_millis(1));
        }
        thread::sleep(Duration::from_micros(900 * round as u64));
        drop(program);
        for booker in bookers {
            booker.join().unwrap();
        }
        program = place.start();
    }
    let sent = sent.lock().unwrap();
    for (key, number, _) in sent.iter() {
        place.call(&lead, "effort/book", &booking(key, number)).unwrap();
    }
    drop(program);
    i64::try_from(sent.len()).unwrap()
}

async fn killed_while_time_is_booked(database: Option<String>) {
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let place = Arc::new(Place { folder: tempfile::tempdir().unwrap(), database, port });
    let working = place.clone();
    let sent = tokio::task::spawn_blocking(move || booked_again_and_again(&working)).await.unwrap();
    let url = match &place.database {
        Some(url) => url.clone(),
        None => format!("sqlite://{}", place.folder.path().join("schalter.db").display()),
    };
    let booked = "SELECT COUNT(*) FROM effort WHERE note = 'Abbruch'";
    assert_eq!(count(&url, booked).await, sent, "each key once");
    for none in [
        "SELECT COUNT(*) FROM effort f WHERE f.note = 'Abbruch' AND 15 <> (SELECT COALESCE(SUM(CASE WHEN p.kind = 'use'
           THEN -p.minutes ELSE p.minutes END), 0) FROM posting p WHERE p.effort_id = f.id AND p.kind IN ('use', 'overage'))",
        "SELECT COUNT(*) FROM package_cycle c WHERE c.granted - c.used - c.expired < 0 OR c.granted - c.used - c.expired <>
           (SELECT COALESCE(SUM(p.minutes), 0) FROM posting p WHERE p.contract_id = c.contract_id AND p.cycle = c.cycle AND p.kind <> 'overage')",
        "SELECT COUNT(*) FROM package_cycle c WHERE c.overage <>
           (SELECT COALESCE(SUM(p.minutes), 0) FROM posting p WHERE p.contract_id = c.contract_id AND p.cycle = c.cycle AND p.kind = 'overage')",
    ] {
        assert_eq!(count(&url, none).await, 0, "{none}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sqlite_pays_each_booking_once() {
    killed_while_time_is_booked(None).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn postgres_pays_each_booking_once() {
    killed_while_time_is_booked(Some(fresh_database().await)).await;
}
