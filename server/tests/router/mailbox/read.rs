//! Mailboxes of the browser with a real mail server: they are read from the moment they are saved until they are removed.
use super::{Log, administrator, all, save};
use crate::house::{Browser, key};
use crate::live::Stream;
use crate::mail_server::{MailServer, until};
use crate::{TestHouse, on_both};
use app::error::AppError;
use domain::id::PersonId;
use domain::input::Reason;
use domain::letter::mailbox::Trouble;
use jiff::SignedDuration;
use server::clock::Clock;
use server::config::Settings;
use server::letter::imap::run_mailboxes;
use server::letter::mailer::run_mailer;
use std::time::Duration;

/// The house at work, with no mailbox yet.
async fn at_work(house: TestHouse, server: &MailServer) -> (TestHouse, Browser) {
    let ines = administrator(&house).await;
    let house = house.restarted_with(|settings| settings.smtp_url = Some(server.smtp_url())).await;
    tokio::spawn(run_mailboxes(house.house.clone()));
    tokio::spawn(run_mailer(house.house.clone()));
    let ines = ines.at(&house);
    (house, ines)
}

fn fields(server: &MailServer, password: &str) -> Vec<(&'static str, String)> {
    vec![
        ("url", format!("{}?tls=none", server.imap_url())),
        ("password", password.to_owned()),
        ("shown_name", "Verkauf Nord".to_owned()),
    ]
}

async fn writes(server: &MailServer, id: &str, more: &str) {
    let raw = format!(
        "From: kunde@portal.test\nTo: verkauf@portal.test\nSubject: Frage {id}\nMessage-ID: <{id}@kunde.test>\n{more}\nGuten Tag\n"
    );
    server.send("kunde@portal.test", "verkauf@portal.test", &raw).await;
}

async fn count_is(house: &TestHouse, sql: &str, count: i64) {
    until(&format!("{sql} = {count}"), async || (house.number(sql).await == count).then_some(())).await;
}

const MAILS: &str = "SELECT COUNT(*) FROM mail";

on_both! {
    async fn a_mailbox_is_read_once_saved_and_its_tickets_are_answered_from_it(house: TestHouse) {
        let log = Log::start();
        let server = MailServer::start();
        let (house, ines) = at_work(house, &server).await;
        writes(&server, "k1", "").await;
        save(&ines, &fields(&server, "test")).await.json::<()>();
        let answer = until("an acknowledgement", async || server.mails("kunde").pop()).await;
        let header = |name: &str| {
            answer.lines().find_map(|line| line.strip_prefix(name)).unwrap_or_default().trim().to_owned()
        };
        assert!(header("From:").contains("Verkauf Nord") && header("From:").contains("<verkauf@portal.test>"), "{answer}");
        assert_eq!(header("In-Reply-To:"), "<k1@kunde.test>", "mail programs show it below the mail that it answers");
        // The answer to it reaches the same mailbox, and its ticket.
        writes(&server, "k2", &format!("In-Reply-To: {}\n", header("Message-ID:"))).await;
        count_is(&house, "SELECT COUNT(*) FROM mail WHERE decision = 'append'", 1).await;
        assert_eq!(house.number("SELECT COUNT(*) FROM ticket").await, 1);
        // Paused it is left alone, and read on when it is taken up again.
        let id = all(&ines).await.mailboxes[0].id.to_string();
        let mut paused = fields(&server, "");
        paused.extend([("id", id.clone()), ("seen", "1".to_owned()), ("active", String::new())]);
        save(&ines, &paused).await.json::<()>();
        tokio::time::sleep(std::time::Duration::from_secs(1)).await;
        writes(&server, "k3", "").await;
        tokio::time::sleep(std::time::Duration::from_secs(2)).await;
        assert_eq!(house.number(MAILS).await, 2);
        let mut again = fields(&server, "");
        again.extend([("id", id.clone()), ("seen", "2".to_owned())]);
        save(&ines, &again).await.json::<()>();
        count_is(&house, MAILS, 3).await;
        // Removed it is read no more, and answers leave from the house.
        ines.call("mailbox/remove", &[("id", &id), ("key", &key())]).await.json::<()>();
        house.run("UPDATE letter SET state = 'waiting', next_at = 0", []).await;
        house.house.letters.notify_one();
        until("a letter from the house", async || {
            server.mails("kunde").iter().any(|mail| mail.contains("From: \"Nordlicht Digital\" <support@portal.test>")).then_some(())
        }).await;
        writes(&server, "k4", "").await;
        tokio::time::sleep(std::time::Duration::from_secs(2)).await;
        assert_eq!(house.number(MAILS).await, 3);
        let logged = log.text();
        let told: Vec<_> = logged.lines().filter(|line| line.contains("LOGIN ")).collect();
        assert!(logged.contains("DEBUG") && told.is_empty(), "{told:?}");
        house.house.closing.cancel();
    }

    async fn what_lay_there_before_stays_or_is_taken_in_without_a_word(house: TestHouse) {
        let server = MailServer::start();
        let (house, _) = at_work(house, &server).await;
        writes(&server, "alt", "").await;
        tokio::time::sleep(Duration::from_secs(1)).await;
        // To the house it is a day later: its mailbox is connected long after the mail arrived.
        let now = Clock::system(jiff::tz::TimeZone::UTC).now();
        house.house.clock.set(now + SignedDuration::from_hours(24));
        let ines = house.browser(PersonId(house.number("SELECT id FROM person").await)).await;
        save(&ines, &fields(&server, "test")).await.json::<()>();
        until("a mailbox that is read", async || all(&ines).await.mailboxes.remove(0).fetched).await;
        assert_eq!(house.number(MAILS).await, 0);
        let mut chosen = fields(&server, "");
        chosen.extend([("id", all(&ines).await.mailboxes[0].id.to_string()), ("seen", "1".to_owned()), ("older", "1".to_owned())]);
        save(&ines, &chosen).await.json::<()>();
        count_is(&house, "SELECT COUNT(*) FROM ticket", 1).await;
        assert_eq!(house.number("SELECT COUNT(*) FROM letter WHERE to_email = 'kunde@portal.test'").await, 0);
        house.house.closing.cancel();
    }

    async fn a_connection_is_checked_in_words(house: TestHouse) {
        let server = MailServer::start();
        let (house, ines) = at_work(house, &server).await;
        save(&ines, &fields(&server, "test")).await.json::<()>();
        let id = all(&ines).await.mailboxes[0].id.to_string();
        let back = ines.post("mailbox/check", "/mailboxes", &[("id", &id)]).await;
        assert_eq!(back.header("location"), format!("/mailboxes?checked={id}"));
        assert!(ines.get(back.header("location")).await.text().contains("Die Verbindung steht"));
        let wrong = [
            (fields(&server, "wrong"), Trouble::SignIn),
            (vec![("url", server.imaps_url()), ("password", "test".to_owned())], Trouble::Certificate),
            (vec![("url", "imap://127.0.0.1:9?tls=none".to_owned()), ("password", "test".to_owned())], Trouble::NoAnswer),
            (vec![("url", "imaps://nirgends.invalid".to_owned()), ("password", "test".to_owned())], Trouble::NoSuchServer),
            ([fields(&server, "test"), vec![("folder", "Gibt es nicht".to_owned())]].concat(), Trouble::Folder),
        ];
        for (seen, (mut fields, expected)) in (1..).zip(wrong) {
            fields.extend([("id", id.clone()), ("seen", seen.to_string())]);
            save(&ines, &fields).await.json::<()>();
            let AppError::Invalid { fields } = ines.call("mailbox/check", &[("id", &id)]).await.error() else { panic!("it works") };
            assert!(matches!(&fields[0].reason, Reason::NotReached { trouble, .. } if *trouble == expected), "{fields:?}");
        }
        // Without scripts, and for who reads the list.
        let mut live = Stream::open(&ines, "/live").await;
        let back = ines.post("mailbox/check", "/mailboxes", &[("id", &id)]).await;
        assert!(ines.get(back.header("location")).await.text().contains("Diesen Ordner gibt es im Postfach nicht"));
        until("the trouble in the list", async || all(&ines).await.mailboxes.remove(0).trouble).await;
        // Pages that show it hear of it, and read what the server said, without the names of our library.
        live.mail().await;
        let page = ines.get("/mailboxes").await.text();
        assert!(page.contains("Diesen Ordner gibt es im Postfach nicht") && page.contains("Antwort des Servers"));
        assert!(!page.contains("code: None"), "{page}");
        house.house.closing.cancel();
    }

    async fn a_database_that_refuses_at_the_start_is_asked_again(house: TestHouse) {
        let server = MailServer::start();
        let ines = administrator(&house).await;
        save(&ines, &fields(&server, "test")).await.json::<()>();
        house.run("ALTER TABLE mailbox RENAME TO elsewhere", []).await;
        tokio::spawn(run_mailboxes(house.house.clone()));
        tokio::time::sleep(std::time::Duration::from_secs(1)).await;
        house.run("ALTER TABLE elsewhere RENAME TO mailbox", []).await;
        writes(&server, "k1", "").await;
        count_is(&house, MAILS, 1).await;
        house.house.closing.cancel();
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn another_server_of_the_house_notices_what_was_saved_at_this_one() {
    let server = MailServer::start();
    let key = |settings: &mut Settings| settings.secret_key = Some("the same key at both servers".to_owned());
    let here = TestHouse::postgres().await.restarted_with(key).await;
    let there = here.twin().await.restarted_with(key).await;
    let ines = administrator(&here).await;
    // The other one alone reads, and knows a wrong password by now.
    tokio::spawn(run_mailboxes(there.house.clone()));
    save(&ines, &fields(&server, "wrong")).await.json::<()>();
    until("the other server's trouble", async || all(&ines).await.mailboxes.remove(0).trouble).await;
    writes(&server, "k1", "").await;
    let mut right = fields(&server, "test");
    right.extend([("id", all(&ines).await.mailboxes[0].id.to_string()), ("seen", "1".to_owned())]);
    save(&ines, &right).await.json::<()>();
    count_is(&here, MAILS, 1).await;
    there.house.closing.cancel();
}
