//! The real program, killed while people work: what was confirmed is there afterwards, and what is sent again acts once.
mod cancel;
mod hours;
mod imap;
mod invoice;
mod mail;

use crate::house::{fresh_database, key};
use std::collections::HashMap;
use std::net::TcpListener;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

/// Tickets of the demo data.
const BEFORE: usize = 6;
/// People who open tickets at the same time.
const PEOPLE: usize = 4;

/// A folder, a database and an address for one program after the other.
struct Place {
    folder: tempfile::TempDir,
    database: Option<String>,
    port: u16,
}

/// The running program; letting it go is SIGKILL.
struct Program(Child);

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

impl Place {
    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_schalter"));
        command
            .args(arguments)
            .env_clear()
            .env("SCHALTER_DATA", self.folder.path())
            .env("SCHALTER_LISTEN", format!("127.0.0.1:{}", self.port))
            .env("SCHALTER_LOG", "error")
            .envs(self.database.as_ref().map(|url| ("DATABASE_URL", url)))
            .stdin(Stdio::null());
        command
    }

    fn start(&self) -> Program {
        self.up(self.command(&["serve"]))
    }

    /// With a settings file.
    fn start_with(&self, settings: &Path) -> Program {
        self.up(self.command(&["serve", "--config", settings.to_str().unwrap()]))
    }

    fn up(&self, mut command: Command) -> Program {
        let program = Program(command.stdout(Stdio::null()).spawn().unwrap());
        for _ in 0..200 {
            if ureq::get(format!("{}/readyz", self.base())).call().is_ok() {
                return program;
            }
            thread::sleep(Duration::from_millis(50));
        }
        panic!("the program does not start");
    }

    fn base(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    fn call(
        &self,
        cookie: &str,
        endpoint: &str,
        fields: &[(&str, &str)],
    ) -> Result<(String, String), ureq::Error> {
        let mut answer = ureq::post(format!("{}/api/{endpoint}", self.base()))
            .header("origin", self.base())
            .header("accept", "application/json")
            .header("cookie", cookie)
            .send_form(fields.iter().copied())?;
        let set =
            answer.headers().get("set-cookie").and_then(|value| value.to_str().ok()).unwrap_or_default();
        let set = set.split(';').next().unwrap_or_default().to_owned();
        Ok((answer.body_mut().read_to_string()?, set))
    }
}

fn fields<'a>(key: &'a str, title: &'a str) -> [(&'a str, &'a str); 3] {
    [("key", key), ("title", title), ("description", "Mitten im Schreiben")]
}

/// Opens tickets until the program is gone; answers key, title and number of those that were confirmed, and the one that
/// was not.
fn work(
    place: &Place,
    cookie: &str,
    who: usize,
    round: usize,
    sent: &Mutex<HashMap<String, (String, Option<String>)>>,
) {
    for turn in 0.. {
        let (key, title) = (key(), format!("Abbruch {round}-{who}-{turn}"));
        sent.lock().unwrap().insert(key.clone(), (title.clone(), None));
        let Ok((number, _)) = place.call(cookie, "ticket/open", &fields(&key, &title)) else { return };
        sent.lock().unwrap().insert(key, (title, Some(number)));
    }
}

fn killed_again_and_again(database: Option<String>) {
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let place = Arc::new(Place { folder: tempfile::tempdir().unwrap(), database, port });
    let filled = place.command(&["demo", "--tickets", &BEFORE.to_string()]).output().unwrap();
    assert!(filled.status.success(), "{}", String::from_utf8_lossy(&filled.stderr));
    let accounts: serde_json::Value = serde_json::from_slice(&filled.stdout).unwrap();
    let vera =
        accounts["accounts"].as_array().unwrap().iter().find(|a| a["rights"]["sees_all"] == true).unwrap();
    let text = |name: &str| vera[name].as_str().unwrap().to_owned();

    let mut program = place.start();
    let (email, password) = (text("email"), text("password"));
    let (_, cookie) =
        place.call("", "sign-in/password", &[("email", &email), ("password", &password)]).unwrap();
    let sent = Arc::new(Mutex::new(HashMap::new()));
    for round in 0..4 {
        let people: Vec<_> = (0..PEOPLE)
            .map(|who| {
                let (place, cookie, sent) = (place.clone(), cookie.clone(), sent.clone());
                thread::spawn(move || work(&place, &cookie, who, round, &sent))
            })
            .collect();
        // However busy the machine is, it is killed once some were confirmed, at another moment in each round.
        let confirmed = || sent.lock().unwrap().values().filter(|(_, number)| number.is_some()).count();
        let enough = confirmed() + 3 + round;
        while confirmed() < enough {
            thread::sleep(Duration::from_millis(1));
        }
        thread::sleep(Duration::from_micros(700 * round as u64));
        drop(program);
        for person in people {
            person.join().unwrap();
        }
        program = place.start();
    }

    let sent = sent.lock().unwrap();
    let confirmed = sent.values().filter(|(_, number)| number.is_some()).count();
    assert!(confirmed > 8, "there was something to lose: {confirmed}");
    let mut numbers = Vec::new();
    for (key, (title, number)) in sent.iter() {
        let (again, _) = place.call(&cookie, "ticket/open", &fields(key, title)).unwrap();
        if let Some(number) = number {
            assert_eq!(*number, again, "“{title}” was confirmed and is there once");
        }
        numbers.push(again);
    }
    numbers.sort();
    numbers.dedup();
    assert_eq!(numbers.len(), sent.len(), "no two have the same number");
    for number in &numbers {
        let page = ureq::get(format!("{}/tickets/{number}", place.base())).header("cookie", &cookie).call();
        assert!(page.is_ok(), "#{number}");
    }
    drop(program);
    let leftovers = |folder: &Path| std::fs::read_dir(folder).map_or(0, Iterator::count);
    assert_eq!(leftovers(&place.folder.path().join("unfinished")), 0);
}

#[test]
fn sqlite_loses_nothing_confirmed() {
    killed_again_and_again(None);
}

#[tokio::test]
async fn postgres_loses_nothing_confirmed() {
    let database = fresh_database().await;
    tokio::task::spawn_blocking(|| killed_again_and_again(Some(database))).await.unwrap();
}
