//! Mailboxes that are read by IMAP, with real mail servers.
use crate::mail_server::{MailServer, until};
use crate::{TestHouse, on_both};
use app::letter::view::MailsView;
use domain::letter::mailbox::Trouble;
use domain::person::{Rights, Role};
use jiff::SignedDuration;
use server::config::mailbox;
use server::letter::imap::{run_mailboxes, state};
use server::letter::mailer::run_mailer;
use server::store::one_row;
use std::time::Duration;

/// The house with mailboxes and a mail server, at work.
async fn at_work(house: TestHouse, server: &MailServer, mailboxes: &str) -> TestHouse {
    let tables = mailboxes.parse::<toml::Table>().unwrap().remove("mailbox").unwrap();
    let house = house
        .restarted_with(|settings| {
            settings.mailboxes = mailbox::read(tables).unwrap();
            settings.smtp_url = Some(server.smtp_url());
            settings.mail_from = settings.mailboxes.first().map(|first| first.address.clone());
        })
        .await;
    tokio::spawn(run_mailboxes(house.house.clone()));
    tokio::spawn(run_mailer(house.house.clone()));
    house
}

async fn number_is(house: &TestHouse, sql: &str, number: i64) {
    until(&format!("{sql} = {number}"), async || (house.number(sql).await == number).then_some(())).await;
}

fn mail(from: &str, id: &str, subject: &str, more: &str) -> String {
    format!(
        "From: {from}\nTo: support@portal.test\nSubject: {subject}\nMessage-ID: <{id}@portal.test>\n{more}\nGuten Tag\n"
    )
}

fn header<'a>(mail: &'a str, name: &str) -> &'a str {
    mail.lines().find_map(|line| line.strip_prefix(name)).unwrap_or_default().trim()
}

on_both! {
    async fn a_mail_opens_a_ticket_is_acknowledged_and_the_reply_finds_it(house: TestHouse) {
        let server = MailServer::start();
        let organisation = house.organisation("Möbelhaus Albers").await;
        house.contact("Vera Albers", organisation, Rights::default()).await;
        house.run("UPDATE person SET email = 'vera@portal.test' WHERE name = 'Vera Albers'", []).await;
        let house = at_work(house, &server, &server.mailbox("support")).await;
        server.send("vera@portal.test", "support@portal.test", &mail("vera@portal.test", "v1", "Kasse steht", "")).await;
        let answer = until("an acknowledgement", async || server.mails("vera").pop()).await;
        assert!(header(&answer, "Subject:").contains("Kasse steht") && answer.contains("Return-Path: <>"), "{answer}");
        // While the server waits for news it hears of the next one at once.
        let id = header(&answer, "Message-ID:").to_owned();
        let reply = mail("vera@portal.test", "v2", "AW: Kasse steht", &format!("In-Reply-To: {id}\n"));
        server.send("vera@portal.test", "support@portal.test", &reply).await;
        number_is(&house, "SELECT COUNT(*) FROM mail WHERE decision = 'append' AND rule = 'in_reply_to'", 1).await;
        number_is(&house, "SELECT COUNT(*) FROM ticket", 1).await;
        until("both marked as seen", async || (server.seen("support") == 2).then_some(())).await;
        assert_eq!(server.mails("vera").len(), 1, "nobody is mailed their own words");
        house.house.closing.cancel();
    }

    async fn two_portals_that_write_to_each_other_stay_calm(house: TestHouse) {
        let server = MailServer::start();
        let one = at_work(house, &server, &server.mailbox("one")).await;
        let two = at_work(TestHouse::sqlite().await, &server, &server.mailbox("two")).await;
        for turn in 0..3 {
            // As if a person had sent it: nothing in its head tells that a machine lives at that address.
            let raw = mail("one@portal.test", &format!("x{turn}"), "Angebot", "");
            server.send("one@portal.test", "two@portal.test", &raw).await;
            number_is(&two, "SELECT COUNT(*) FROM mail", turn + 1).await;
        }
        number_is(&one, "SELECT COUNT(*) FROM mail", 2).await;
        tokio::time::sleep(Duration::from_secs(2)).await;
        // The third of the same subject is answered no more, and no answer is answered.
        number_is(&two, "SELECT COUNT(*) FROM letter WHERE answers IS NOT NULL AND state = 'sent'", 2).await;
        number_is(&one, "SELECT COUNT(*) FROM letter", 0).await;
        number_is(&two, "SELECT COUNT(*) FROM mail", 3).await;
        one.house.closing.cancel();
        two.house.closing.cancel();
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn mailboxes_are_read_by_password_and_token_with_tls_and_without() {
    let server = MailServer::start();
    let own = format!("ca_file = \"{}\"\n", server.certificate().display());
    let token = server.token_file("token@portal.test");
    let mut mailboxes = server.mailbox("plain");
    for (name, url, key) in [
        ("tls", server.imaps_url(), format!("{own}password = \"test\"")),
        ("token", server.imap_url(), format!("{own}token_file = \"{}\"", token.display())),
        ("unknown", server.imaps_url(), "password = \"test\"".to_owned()),
        ("wrong", server.imap_url(), format!("{own}password = \"wrong\"")),
    ] {
        mailboxes += &format!(
            "[[mailbox]]\nname = \"{name}\"\naddress = \"{name}@portal.test\"\nimap = \"{url}\"\n{key}\n"
        );
    }
    let house = at_work(TestHouse::sqlite().await, &server, &mailboxes).await;
    for name in ["plain", "tls", "token", "unknown", "wrong"] {
        let raw = mail("kunde@portal.test", name, name, "");
        server.send("kunde@portal.test", &format!("{name}@portal.test"), &raw).await;
    }
    number_is(&house, "SELECT COUNT(*) FROM mailbox WHERE trouble IS NOT NULL", 2).await;
    number_is(&house, "SELECT COUNT(*) FROM mail", 3).await;
    number_is(&house, "SELECT COUNT(DISTINCT mailbox_id) FROM mail", 3).await;
    let administrator = house.staff("Ines Krüger", &[Role::Administrator]).await;
    let page: MailsView = house.browser(administrator).await.call("mails", &[("show", "all")]).await.json();
    let troubles: Vec<_> = page
        .mailboxes
        .iter()
        .filter(|mailbox| mailbox.trouble.is_some())
        .map(|mailbox| &*mailbox.name)
        .collect();
    assert_eq!(troubles, ["unknown", "wrong"]);
    assert!(page.mailboxes.iter().all(|mailbox| mailbox.fetched.is_some() == mailbox.trouble.is_none()));
    let kinds: Vec<_> = page
        .mailboxes
        .iter()
        .filter_map(|mailbox| mailbox.trouble.as_ref())
        .map(|told| told.trouble)
        .collect();
    assert_eq!(kinds, [Trouble::Certificate, Trouble::SignIn], "a certificate of nobody is not believed");
    house.house.closing.cancel();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_silent_mailbox_is_told_once_and_read_again_when_it_is_back() {
    let server = MailServer::start();
    let house = TestHouse::sqlite().await;
    house.staff("Ines Krüger", &[Role::Administrator]).await;
    house.staff("Katrin Sommer", &[Role::ProjectLead]).await;
    let house = at_work(house, &server, &server.mailbox("support")).await;
    number_is(&house, "SELECT COUNT(*) FROM mailbox WHERE fetched_at IS NOT NULL", 1).await;
    server.pause();
    number_is(&house, "SELECT COUNT(*) FROM mailbox WHERE trouble IS NOT NULL", 1).await;
    assert_eq!(state::alarm(&house.house, house.now()).await.unwrap(), 0, "it may mend itself");
    house.wait(SignedDuration::from_mins(11));
    let (one, two) =
        tokio::join!(state::alarm(&house.house, house.now()), state::alarm(&house.house, house.now()));
    assert_eq!(one.unwrap() + two.unwrap(), 1);
    let row =
        one_row(house.house.store.read(), "SELECT to_email, subject FROM letter", []).await.unwrap().unwrap();
    let told: (String, String) = (row.try_get_by_index(0).unwrap(), row.try_get_by_index(1).unwrap());
    assert_eq!(
        told,
        ("ines.krüger@example.de".to_owned(), "Postfach support wird nicht mehr gelesen".to_owned())
    );
    number_is(&house, "SELECT COUNT(*) FROM letter", 1).await;
    server.resume();
    server
        .send("kunde@portal.test", "support@portal.test", &mail("kunde@portal.test", "k1", "Wieder da", ""))
        .await;
    number_is(&house, "SELECT COUNT(*) FROM mail", 1).await;
    number_is(&house, "SELECT COUNT(*) FROM mailbox WHERE trouble IS NULL AND told_at IS NULL", 1).await;
    house.house.closing.cancel();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_a_mail_that_is_too_large_the_text_is_read_and_the_next_one_is_not_kept_waiting() {
    let server = MailServer::start();
    let house = at_work(TestHouse::sqlite().await, &server, &server.mailbox("support")).await;
    let film = "QUFB".repeat(16 * 1024 * 1024);
    let lines =
        film.as_bytes().chunks(60_000).map(|line| std::str::from_utf8(line).unwrap()).collect::<Vec<_>>();
    let raw = format!(
        "From: kunde@portal.test\nTo: support@portal.test\nSubject: Film\nMessage-ID: <film@portal.test>\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\n\nAnbei der Film.\n--b\nContent-Type: video/mp4; name=film.mp4\nContent-Transfer-Encoding: base64\n\n{}\n--b--\n",
        lines.join("\n")
    );
    server.send("kunde@portal.test", "support@portal.test", &raw).await;
    server
        .send("kunde@portal.test", "support@portal.test", &mail("kunde@portal.test", "k1", "Danach", ""))
        .await;
    number_is(&house, "SELECT COUNT(*) FROM ticket", 2).await;
    number_is(
        &house,
        "SELECT COUNT(*) FROM mail WHERE full_size > 60 * 1024 * 1024 AND size <= 1024 * 1024",
        1,
    )
    .await;
    number_is(&house, "SELECT COUNT(*) FROM entry WHERE what = 'opened' AND data LIKE '%Anbei der Film.%' AND data NOT LIKE '%MB%'", 1).await;
    number_is(&house, "SELECT COUNT(*) FROM entry WHERE what = 'remark' AND data LIKE '%cut_mail%'", 1).await;
    number_is(&house, "SELECT COUNT(*) FROM document", 0).await;
    house.house.closing.cancel();
}
