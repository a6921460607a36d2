//! Mailboxes whose access tokens are gotten by a refresh token (OAuth 2.0).
use super::{Log, administrator, all, form, save, text};
use crate::house::Browser;
use crate::imap_script::Script;
use crate::mail_server::until;
use crate::{TestHouse, on_both};
use app::error::AppError;
use app::mailbox::view::SignIn;
use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::post;
use domain::input::Reason;
use domain::letter::mailbox::Trouble;
use jiff::SignedDuration;
use server::config::mailbox;
use server::letter::imap::run_mailboxes;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard};
use tokio::net::TcpListener;

const USER: &str = "verkauf@portal.test";
const MAILS: &str = "SELECT COUNT(*) FROM mail";
const FIRST: &str = "Erneuerung-93-Typed";
const CLIENT_SECRET: &str = "Geheimnis-17-Client";

/// A token endpoint. Each grant gives another access token, the only one that the mail server takes, and another refresh
/// token, the only one that counts from then on.
#[derive(Clone)]
struct Service {
    port: u16,
    books: Arc<Mutex<Books>>,
    script: Script,
}

struct Books {
    takes: String,
    asked: Vec<HashMap<String, String>>,
}

impl Service {
    async fn start(script: &Script) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let books = Arc::new(Mutex::new(Books { takes: FIRST.to_owned(), asked: Vec::new() }));
        let service = Self { port, books, script: script.clone() };
        let router = Router::new().route("/token", post(answer)).with_state(service.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        service
    }

    fn url(&self) -> String {
        format!("http://127.0.0.1:{}/token", self.port)
    }

    fn books(&self) -> MutexGuard<'_, Books> {
        self.books.lock().unwrap()
    }

    fn asked(&self) -> usize {
        self.books().asked.len()
    }
}

async fn answer(State(service): State<Service>, body: String) -> (StatusCode, String) {
    let form: HashMap<String, String> = url::form_urlencoded::parse(body.as_bytes()).into_owned().collect();
    let mut books = service.books();
    let (takes, refresh) = (books.takes.clone(), form["refresh_token"].clone());
    books.asked.push(form);
    if refresh != takes {
        let said =
            format!(r#"{{"error":"invalid_grant","error_description":"The token {refresh} was revoked."}}"#);
        return (StatusCode::BAD_REQUEST, said);
    }
    let count = books.asked.len();
    let (access, next) = (format!("Zugriff-{count}"), format!("Erneuerung-{count}-Rotated"));
    books.takes = next.clone();
    service.script.state().token = Some(access.clone());
    let said = format!(
        r#"{{"access_token":"{access}","token_type":"Bearer","expires_in":3600,"refresh_token":"{next}"}}"#
    );
    (StatusCode::OK, said)
}

fn fields(script: &Script, service: &Service) -> Vec<(&'static str, String)> {
    vec![
        ("url", script.url()),
        ("user", USER.to_owned()),
        ("by", "refresh".to_owned()),
        ("password", FIRST.to_owned()),
        ("token_url", service.url()),
        ("client_id", "schalter".to_owned()),
        ("client_secret", CLIENT_SECRET.to_owned()),
        ("scope", "imap offline_access".to_owned()),
    ]
}

/// The house reads the mailbox of such a server from now on.
async fn reads(house: &TestHouse, script: &Script, service: &Service) -> Browser {
    let ines = administrator(house).await;
    save(&ines, &fields(script, service)).await.json::<()>();
    tokio::spawn(run_mailboxes(house.house.clone()));
    ines
}

async fn count_is(house: &TestHouse, sql: &str, count: i64) {
    until(&format!("{sql} = {count}"), async || (house.number(sql).await == count).then_some(())).await;
}

/// Waits until somebody tried to sign in so often.
async fn signed_in(script: &Script, times: usize) {
    until(&format!("{times} sign-ins"), async || {
        let tried = script.state().asked.iter().filter(|one| *one == "AUTHENTICATE XOAUTH2").count();
        (tried == times).then_some(())
    })
    .await;
}

on_both! {
    async fn an_access_token_is_kept_while_it_counts_and_gotten_anew_by_what_was_granted_last(house: TestHouse) {
        let log = Log::start();
        let script = Script::start(USER).await;
        let service = Service::start(&script).await;
        script.arrives("one", house.now(), false);
        let ines = reads(&house, &script, &service).await;
        count_is(&house, MAILS, 1).await;
        let asked = service.books().asked[0].clone();
        for (name, value) in [
            ("grant_type", "refresh_token"),
            ("refresh_token", FIRST),
            ("client_id", "schalter"),
            ("client_secret", CLIENT_SECRET),
            ("scope", "imap offline_access"),
        ] {
            assert_eq!(asked[name], value);
        }
        let id = all(&ines).await.mailboxes[0].id.to_string();
        ines.call("mailbox/check", &[("id", &id)]).await.json::<()>();
        signed_in(&script, 2).await;
        assert_eq!(service.asked(), 1, "the token of the reader counts for the check, too");
        let stored = text(&house, "SELECT secret || token_client_secret || token_renewed FROM mailbox").await;
        assert!(!stored.is_empty());
        let pages = [ines.get("/mailboxes").await.text(), ines.call("mailboxes", &[]).await.text(), stored];
        for secret in [FIRST, CLIENT_SECRET, "Rotated", "Zugriff-1"] {
            assert!(pages.iter().all(|page| !page.contains(secret)), "{secret}");
        }
        assert!(pages[0].contains(&service.url()) && pages[0].contains("imap offline_access"), "{}", pages[0]);
        // An hour later it counts no more: another one is there before the mail server says so.
        house.wait(SignedDuration::from_mins(61));
        script.state().hangs_up = true;
        signed_in(&script, 3).await;
        assert_eq!(service.asked(), 2);
        assert_eq!(service.books().asked[1]["refresh_token"], "Erneuerung-1-Rotated");
        // Where the mail server takes it no more before its time, another one is gotten at once.
        script.state().token = Some("another".to_owned());
        script.state().hangs_up = true;
        signed_in(&script, 5).await;
        script.arrives("two", house.now(), false);
        count_is(&house, MAILS, 2).await;
        assert_eq!(service.asked(), 3);
        let logged = log.text();
        for secret in [FIRST, CLIENT_SECRET, "Rotated", "Zugriff-"] {
            let told: Vec<_> = logged.lines().filter(|line| line.contains(secret)).collect();
            assert!(!logged.is_empty() && told.is_empty(), "{told:?}");
        }
        house.house.closing.cancel();
    }

    async fn a_refresh_token_that_came_in_place_of_another_is_there_after_a_restart(house: TestHouse) {
        let script = Script::start(USER).await;
        let service = Service::start(&script).await;
        script.arrives("one", house.now(), false);
        reads(&house, &script, &service).await;
        count_is(&house, MAILS, 1).await;
        let house = house.restarted_with(|_| {}).await;
        script.arrives("two", house.now(), false);
        tokio::spawn(run_mailboxes(house.house.clone()));
        count_is(&house, MAILS, 2).await;
        assert_eq!(service.books().asked[1]["refresh_token"], "Erneuerung-1-Rotated");
        house.house.closing.cancel();
    }

    async fn one_of_the_settings_file_is_renewed_until_another_one_stands_there(house: TestHouse) {
        let script = Script::start(USER).await;
        let service = Service::start(&script).await;
        let named = |refresh: &str| {
            let table = format!(
                "[[mailbox]]\nname = \"file\"\naddress = \"{USER}\"\nimap = \"{}\"\ntoken_url = \"{}\"\nclient_id = \"schalter\"\nrefresh_token = \"{refresh}\"\n",
                script.url(),
                service.url()
            );
            mailbox::read(table.parse::<toml::Table>().unwrap().remove("mailbox").unwrap()).unwrap()
        };
        let mut house = house;
        for (turn, (written, sent)) in
            (1..).zip([(FIRST, FIRST), (FIRST, "Erneuerung-1-Rotated"), ("Neu-5", "Neu-5")])
        {
            if turn == 3 {
                service.books().takes = "Neu-5".to_owned();
            }
            house = house.restarted_with(|settings| settings.mailboxes = named(written)).await;
            script.arrives(&format!("mail{turn}"), house.now(), false);
            tokio::spawn(run_mailboxes(house.house.clone()));
            count_is(&house, MAILS, turn).await;
            assert_eq!(service.books().asked.last().unwrap()["refresh_token"], sent, "{turn}");
        }
        house.house.closing.cancel();
    }

    async fn what_was_revoked_is_told_in_words_and_read_again_once_it_is_granted_anew(house: TestHouse) {
        let script = Script::start(USER).await;
        let service = Service::start(&script).await;
        service.books().takes = "Neu-5".to_owned();
        script.arrives("one", house.now(), false);
        let ines = reads(&house, &script, &service).await;
        let told = until("a trouble", async || all(&ines).await.mailboxes.remove(0).trouble).await;
        assert_eq!(told.trouble, Trouble::Expired);
        assert_eq!(told.words, "invalid_grant: The token … was revoked.");
        let page = ines.get("/mailboxes").await.text();
        assert!(page.contains("Die Anmeldung ist abgelaufen, bitte neu verbinden"), "{page}");
        house.wait(SignedDuration::from_mins(11));
        count_is(&house, "SELECT COUNT(*) FROM letter", 1).await;
        let letter = text(&house, "SELECT text_body FROM letter").await;
        let letter = letter.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(letter.contains("Die Anmeldung ist abgelaufen, bitte neu verbinden"), "{letter}");
        let id = all(&ines).await.mailboxes[0].id.to_string();
        let AppError::Invalid { fields: wrong } = ines.call("mailbox/check", &[("id", &id)]).await.error() else { panic!("it works") };
        assert!(matches!(&wrong[0].reason, Reason::NotReached { trouble: Trouble::Expired, .. }), "{wrong:?}");
        // Connected anew: only the refresh token is typed, the client keeps its secret.
        let mut anew = fields(&script, &service);
        anew.retain(|(name, _)| !["password", "client_secret"].contains(name));
        anew.extend([("password", "Neu-5".to_owned()), ("id", id), ("seen", "1".to_owned())]);
        save(&ines, &anew).await.json::<()>();
        count_is(&house, MAILS, 1).await;
        assert_eq!(service.books().asked.last().unwrap()["client_secret"], CLIENT_SECRET);
        house.house.closing.cancel();
    }

    async fn secrets_go_to_no_other_endpoint_and_by_no_open_way(house: TestHouse) {
        let script = Script::start(USER).await;
        let service = Service::start(&script).await;
        let ines = administrator(&house).await;
        let with = |more: &[(&'static str, &str)]| {
            let mut all = fields(&script, &service);
            all.retain(|(name, _)| !more.iter().any(|(other, _)| other == name));
            all.extend(more.iter().map(|(name, value)| (*name, (*value).to_owned())));
            all
        };
        let open = with(&[("token_url", "http://login.portal.test/token"), ("client_id", "")]);
        let AppError::Invalid { fields: wrong } = save(&ines, &open).await.error() else { panic!("it was taken") };
        let told: Vec<_> = wrong.iter().map(|field| (field.field.as_str(), field.reason.clone())).collect();
        assert_eq!(told, [("token_url", Reason::NotATokenEndpoint), ("client_id", Reason::Missing)]);
        // Without scripts what was typed comes back, but for the secrets.
        let mut typed = form(&open);
        typed.push(("key", crate::house::key()));
        let typed: Vec<_> = typed.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let back = ines.post("mailbox/save", "/mailboxes", &typed).await;
        let page = ines.get(back.header("location")).await.text();
        assert!(page.contains("Sie beginnt mit https://") && page.contains("http://login.portal.test/token"), "{page}");
        let echoes = text(&house, "SELECT content FROM echo").await;
        assert!(!page.contains(CLIENT_SECRET) && !echoes.contains(CLIENT_SECRET) && !echoes.contains(FIRST), "{echoes}");
        save(&ines, &with(&[])).await.json::<()>();
        let mailbox = all(&ines).await.mailboxes.remove(0);
        let expected = SignIn::Refresh { token_url: service.url(), client_id: "schalter".to_owned(), scope: "imap offline_access".to_owned() };
        assert_eq!(mailbox.connection.unwrap().sign_in, expected);
        let id = mailbox.id.to_string();
        let kept = [("id", id.as_str()), ("seen", "1"), ("password", ""), ("client_secret", "")];
        for other in [("token_url", "https://evil.test/token"), ("client_id", "evil"), ("by", "token"), ("url", "imaps://evil.test")] {
            let refused = save(&ines, &with(&[&kept[..], &[other]].concat())).await.error();
            assert_eq!(refused, AppError::field("password", Reason::Missing), "{other:?}");
        }
        // Another endpoint gets what is typed for it, and nothing else.
        let elsewhere = [&kept[..2], &[("token_url", "https://other.test/token"), ("password", "Neu-5"), ("client_secret", "")]].concat();
        save(&ines, &with(&elsewhere)).await.json::<()>();
        assert_eq!(house.number("SELECT COUNT(*) FROM mailbox WHERE token_client_secret IS NULL AND token_renewed IS NULL").await, 1);
    }
}
