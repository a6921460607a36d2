//! Mailboxes that administrators keep in the browser: who may, what is checked, what becomes of their mails.
mod read;
mod refresh;
mod script;

use crate::house::{Browser, key};
use crate::{TestHouse, on_both};
use app::error::AppError;
use app::mailbox::view::MailboxesView;
use app::ticket::view::TicketList;
use axum::http::StatusCode;
use domain::id::PersonId;
use domain::input::Reason;
use domain::person::Role;
use jiff::SignedDuration;
use server::config::mailbox;
use server::letter::intake;
use server::mailbox::settings::take_over;
use server::store::one_row;
use std::io::Write;
use std::sync::{Arc, Mutex};

const SECRET: &str = "Kranich-71-Uferweg";

async fn administrator(house: &TestHouse) -> Browser {
    let person = house.staff("Ines Krüger", &[Role::Administrator]).await;
    house.browser(person).await
}

/// A filled-in form; `more` comes last and counts.
fn form(more: &[(&'static str, String)]) -> Vec<(&'static str, String)> {
    let usual = [
        ("id", "new".to_owned()),
        ("name", "Verkauf".to_owned()),
        ("address", "verkauf@portal.test".to_owned()),
        ("lang", "de".to_owned()),
        ("active", "1".to_owned()),
    ];
    let given = |name: &str| more.iter().any(|(known, _)| *known == name);
    usual.into_iter().filter(|(name, _)| !given(name)).chain(more.iter().cloned()).collect()
}

async fn save(browser: &Browser, more: &[(&'static str, String)]) -> crate::house::Answer {
    let mut fields = form(more);
    fields.push(("key", key()));
    let fields: Vec<_> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    browser.call("mailbox/save", &fields).await
}

fn connection(url: &str) -> Vec<(&'static str, String)> {
    vec![("url", url.to_owned()), ("by", "password".to_owned()), ("password", SECRET.to_owned())]
}

async fn all(browser: &Browser) -> MailboxesView {
    browser.call("mailboxes", &[]).await.json()
}

async fn text(house: &TestHouse, sql: &str) -> String {
    let row = one_row(house.house.store.read(), sql, []).await.unwrap();
    row.map(|row| row.try_get_by_index::<String>(0).unwrap()).unwrap_or_default()
}

/// All that is logged by this process.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl Log {
    fn start() -> Self {
        let log = Self::default();
        let writer = log.clone();
        let _ = tracing_subscriber::fmt()
            .with_env_filter(server::log::filter("trace"))
            .with_writer(move || writer.clone())
            .try_init();
        log
    }

    fn text(&self) -> String {
        String::from_utf8_lossy(&self.0.lock().unwrap()).into_owned()
    }
}

on_both! {
    async fn administrators_keep_mailboxes_and_others_find_nothing(house: TestHouse) {
        let ines = administrator(&house).await;
        assert_eq!(ines.get("/mailboxes").await.status, StatusCode::OK);
        save(&ines, &[]).await.json::<()>();
        let id = all(&ines).await.mailboxes[0].id.to_string();
        for role in Role::ALL.into_iter().filter(|role| *role != Role::Administrator) {
            let person = house.staff(&format!("Jemand {role:?}"), &[role]).await;
            let browser = house.browser(person).await;
            assert_eq!(browser.get("/mailboxes").await.status, StatusCode::NOT_FOUND, "{role:?}");
            assert_eq!(browser.call("mailboxes", &[]).await.error(), AppError::NotFound);
            assert_eq!(save(&browser, &[("id", id.clone())]).await.error(), AppError::NotFound);
            assert_eq!(browser.call("mailbox/check", &[("id", &id)]).await.error(), AppError::NotFound);
            let remove = browser.call("mailbox/remove", &[("id", &id), ("key", &key())]).await;
            assert_eq!(remove.error(), AppError::NotFound);
        }
        assert_eq!(house.visitor().call("mailboxes", &[]).await.error(), AppError::SignedOut);
        assert_eq!(all(&ines).await.mailboxes.len(), 1);
        assert_eq!(all(&ines).await.mailboxes[0].changed.as_ref().unwrap().1, "Ines Krüger");
    }

    async fn a_secret_is_typed_once_and_shown_to_nobody(house: TestHouse) {
        let log = Log::start();
        let ines = administrator(&house).await;
        save(&ines, &connection("imaps://imap.portal.test")).await.json::<()>();
        let stored = text(&house, "SELECT secret FROM mailbox").await;
        assert!(!stored.is_empty() && !stored.contains(SECRET));
        assert_eq!(house.house.vault.unlock(&stored).unwrap(), SECRET.as_bytes());
        let id = ("id", all(&ines).await.mailboxes[0].id.to_string());
        // Changed without the secret, it stays; for another server or user it is asked for again.
        let without = |url: &str, seen: i64, user: &str| {
            vec![
                id.clone(),
                ("seen", seen.to_string()),
                ("url", url.to_owned()),
                ("user", user.to_owned()),
                ("name", "Vertrieb".to_owned()),
            ]
        };
        save(&ines, &without("imaps://imap.portal.test", 1, "")).await.json::<()>();
        assert_eq!(text(&house, "SELECT secret FROM mailbox WHERE name = 'Vertrieb'").await, stored);
        for (url, user) in [("imaps://evil.test", ""), ("imap://imap.portal.test?tls=none", ""), ("imaps://imap.portal.test", "x")] {
            let refused = save(&ines, &without(url, 2, user)).await.error();
            assert_eq!(refused, AppError::field("password", Reason::Missing), "{url}");
        }
        assert_eq!(save(&ines, &without("imaps://imap.portal.test", 1, "")).await.error(), AppError::Outdated { version: 2 });
        // A form without scripts that is refused comes back without it.
        let mut wrong = form(&connection("imaps://other.portal.test"));
        wrong.extend([("key", key())]);
        let wrong: Vec<_> = wrong.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let back = ines.post("mailbox/save", "/mailboxes", &wrong).await;
        assert_eq!(back.status, StatusCode::SEE_OTHER);
        let page = ines.get(back.header("location")).await.text();
        assert!(page.contains("Das gibt es schon") && page.contains("imaps://other.portal.test"), "{page}");
        for path in ["/mailboxes", "/mails", back.header("location")] {
            let page = ines.get(path).await.text();
            assert!(!page.contains(SECRET) && !page.contains(&stored), "{path}");
        }
        let answer = ines.call("mailboxes", &[]).await.text();
        assert!(!answer.contains(SECRET) && !answer.contains(&stored));
        let echoes = text(&house, "SELECT content FROM echo").await;
        assert!(echoes.contains("other.portal.test") && !echoes.contains(SECRET), "{echoes}");
        let logged = log.text();
        let told: Vec<_> = logged.lines().filter(|line| line.contains(SECRET)).collect();
        assert!(!logged.is_empty() && told.is_empty(), "{told:?}");
    }

    async fn what_is_wrong_is_said_at_its_field(house: TestHouse) {
        let ines = administrator(&house).await;
        let wrong = [
            ("name", String::new()),
            ("address", "verkauf".to_owned()),
            ("lang", "fr".to_owned()),
            ("team", "999".to_owned()),
            ("class", "gone".to_owned()),
            ("url", "https://portal.test".to_owned()),
        ];
        let AppError::Invalid { fields } = save(&ines, &wrong).await.error() else { panic!("it was taken") };
        let told: Vec<_> = fields.iter().map(|field| (field.field.as_str(), field.reason.clone())).collect();
        let expected = [
            ("name", Reason::Missing),
            ("address", Reason::NotAnAddress),
            ("lang", Reason::NotAChoice),
            ("team", Reason::NotAChoice),
            ("class", Reason::NotAChoice),
            ("url", Reason::NotAMailServer),
            ("password", Reason::Missing),
        ];
        assert_eq!(told, expected);
        assert_eq!(house.number("SELECT COUNT(*) FROM mailbox").await, 0);
        let back = ines.post("mailbox/save", "/mailboxes", &[("id", "new"), ("key", &key()), ("lang", "de"), ("name", "N"), ("address", "n@portal.test"), ("url", "x")]).await;
        let page = ines.get(back.header("location")).await.text();
        assert!(page.contains("Das ist keine Adresse eines IMAP-Servers"), "{page}");
        // Taken names and addresses; those of a mailbox that was removed are free, and it comes back with its mails.
        save(&ines, &[]).await.json::<()>();
        let taken = save(&ines, &[]).await.error();
        assert!(matches!(&taken, AppError::Invalid { fields } if fields.iter().all(|f| f.reason == Reason::Taken) && fields.len() == 2), "{taken:?}");
        let id = all(&ines).await.mailboxes[0].id;
        ines.call("mailbox/remove", &[("id", &id.to_string()), ("key", &key())]).await.json::<()>();
        assert!(all(&ines).await.mailboxes.is_empty());
        save(&ines, &[]).await.json::<()>();
        assert_eq!(all(&ines).await.mailboxes[0].id, id);
    }

    async fn a_mailbox_is_read_from_when_it_was_named_and_older_mails_only_where_chosen(house: TestHouse) {
        let ines = administrator(&house).await;
        let since = "SELECT COALESCE(connected_at, 0) FROM mailbox";
        save(&ines, &connection("imaps://imap.example.de")).await.json::<()>();
        let first = house.number(since).await;
        assert_eq!(first, house.now().as_millisecond());
        let mailbox = all(&ines).await.mailboxes.remove(0);
        assert!(!mailbox.takes_older);
        let id = mailbox.id.to_string();
        let again = |seen: &str, older: &str, folder: &str| {
            let mut fields = connection("imaps://imap.example.de");
            fields.extend([("id", id.clone()), ("seen", seen.to_owned()), ("older", older.to_owned()), ("folder", folder.to_owned())]);
            fields
        };
        house.wait(SignedDuration::from_hours(1));
        save(&ines, &again("1", "1", "")).await.json::<()>();
        assert!(all(&ines).await.mailboxes[0].takes_older);
        assert_eq!(house.number(since).await, first, "the same account");
        save(&ines, &again("2", "", "Archiv")).await.json::<()>();
        assert!(!all(&ines).await.mailboxes[0].takes_older);
        assert_eq!(house.number(since).await, first, "another folder of an account that was never read");
        // Once it was read: what arrived since is new, whatever of the account is corrected.
        let read = first + 60_000;
        house.run(&format!("UPDATE mailbox SET fetched_at = {read}"), []).await;
        let named = |seen: &str, url: &str, user: &str| {
            let mut fields = connection(url);
            fields.extend([("id", id.clone()), ("seen", seen.to_owned()), ("user", user.to_owned())]);
            fields
        };
        save(&ines, &named("3", "imaps://mail.example.de", "verkauf")).await.json::<()>();
        assert_eq!(house.number(since).await, read, "another server");
        save(&ines, &named("4", "imaps://mail.example.de", "vertrieb@portal.test")).await.json::<()>();
        assert_eq!(house.number(since).await, read, "another user");
        save(&ines, &named("5", "imaps://imap.example.com", "hilfe@example.com")).await.json::<()>();
        assert_eq!(house.number(since).await, house.now().as_millisecond(), "another mailbox altogether");
    }

    async fn a_mail_begins_with_team_class_and_language_of_its_mailbox(house: TestHouse) {
        let ines = administrator(&house).await;
        let kim = house.staff("Kim Lang", &[Role::TeamMember]).await;
        let team = house.team("Verkauf", &[kim]).await;
        let mapped = [("team", team.to_string()), ("class", "outage".to_owned()), ("lang", "en".to_owned())];
        save(&ines, &mapped).await.json::<()>();
        arrives(&house, "Verkauf", "one").await;
        let sql = format!("SELECT COUNT(*) FROM ticket WHERE team_id = {team} AND class = 'outage' AND stage = 'received' AND mailbox_id IS NOT NULL");
        assert_eq!(house.number(&sql).await, 1);
        let queue: TicketList = house.browser(kim).await.call("queue", &[("name", "team"), ("query", "")]).await.json();
        assert_eq!(queue.lines.len(), 1);
        assert_eq!(house.number("SELECT COUNT(*) FROM entry WHERE what = 'handed_over'").await, 1);
        let answer = text(&house, "SELECT author_lang FROM ticket").await;
        assert_eq!(answer, "en");
        // A class that the configuration no longer has is none; another mailbox maps nothing.
        house.run("UPDATE mailbox SET class = 'gone'", []).await;
        arrives(&house, "Verkauf", "two").await;
        save(&ines, &[("name", "Hilfe".to_owned()), ("address", "hilfe@portal.test".to_owned())]).await.json::<()>();
        arrives(&house, "Hilfe", "three").await;
        assert_eq!(house.number("SELECT COUNT(*) FROM ticket WHERE class IS NULL").await, 2);
        assert_eq!(house.number("SELECT COUNT(*) FROM ticket WHERE team_id IS NULL").await, 1);
        // A reply after the end keeps the class, and goes to the mailbox's team.
        house.run("UPDATE ticket SET stage = 'closed', is_open = FALSE", []).await;
        let id = text(&house, "SELECT message_id FROM letter WHERE to_email = 'one@kunde.de'").await;
        take(&house, "Verkauf", &format!("From: one@kunde.de\nSubject: Re: one\nMessage-ID: <again@kunde.de>\nIn-Reply-To: {id}\n\nNoch etwas\n")).await;
        let sql = format!("SELECT COUNT(*) FROM ticket WHERE team_id = {team} AND class = 'outage' AND mailbox_id IS NOT NULL");
        assert_eq!(house.number(&sql).await, 2);
    }

    async fn mailboxes_of_the_settings_file_are_mapped_and_nothing_else(house: TestHouse) {
        let ines = administrator(&house).await;
        let team = house.team("Verkauf", &[PersonId(1)]).await.to_string();
        let tables = "[[mailbox]]\nname = \"file\"\naddress = \"file@portal.test\"\nimap = \"imaps://imap.portal.test\"\npassword = \"Datei-Wort-93\"\n";
        let named = mailbox::read(tables.parse::<toml::Table>().unwrap().remove("mailbox").unwrap()).unwrap();
        let house = house.restarted_with(|settings| settings.mailboxes = named.clone()).await;
        let ines = ines.at(&house);
        take_over(&house.house, &named).await.unwrap();
        let id = all(&ines).await.mailboxes[0].id.to_string();
        let more = [("id", id.clone()), ("team", team), ("lang", "en".to_owned()), ("url", "imaps://evil.test".to_owned())];
        save(&ines, &more).await.json::<()>();
        take_over(&house.house, &named).await.unwrap();
        let kept = all(&ines).await.mailboxes.remove(0);
        assert!(kept.of_file && kept.is_read && kept.team.is_some());
        assert_eq!((kept.name.as_str(), kept.lang.code()), ("file", "en"));
        assert_eq!(kept.connection.unwrap().url, "imaps://imap.portal.test");
        let page = ines.get("/mailboxes").await.text();
        assert!(page.contains("Einstellungsdatei") && !page.contains("Datei-Wort-93"));
        assert_eq!(ines.call("mailbox/remove", &[("id", &id), ("key", &key())]).await.error(), AppError::NotFound);
        // Named no more, it passes to the browser without its connection.
        take_over(&house.house, &[]).await.unwrap();
        let kept = all(&ines).await.mailboxes.remove(0);
        assert!(!kept.of_file && !kept.is_read && kept.connection.is_none());
    }
}

async fn arrives(house: &TestHouse, mailbox: &str, who: &str) {
    let raw = format!(
        "From: {who}@kunde.de\nTo: x@portal.test\nSubject: {who}\nMessage-ID: <{who}@kunde.de>\n\nHallo\n"
    );
    take(house, mailbox, &raw).await;
}

async fn take(house: &TestHouse, mailbox: &str, raw: &str) {
    let row = intake::mailbox(&house.house, Some(mailbox), house.now()).await.unwrap().unwrap();
    let raw = raw.replace('\n', "\r\n").into_bytes();
    intake::receive(&house.house, &row, raw, house.now()).await.unwrap();
}
