//! Mails that come in: each becomes a ticket or finds its own, once.
mod again;
mod bounced;
mod corpus;
mod end;
mod forwarded;
mod late;
mod partner;
mod picture;
mod repeating;
mod sender;
mod thread;
mod waits;
mod words;

use crate::{TestHouse, on_both};
use app::letter::view::{MailState, MailsView};
use app::ticket::view::TicketView;
use axum::http::StatusCode;
use domain::letter::thread::{Decision, Rule};
use domain::person::{Rights, Role};
use server::letter::deliver::{Asked, NO_SUCH_MAILBOX, TOO_LARGE, deliver};
use server::letter::intake::{Mailbox, Receipt, mailbox, receive};
use server::secret::hex;
use server::store::one_row;
use sha2::{Digest, Sha256};

pub async fn arrives(house: &TestHouse, raw: &str) -> Receipt {
    let now = house.now();
    let mailbox = mailbox(&house.house, None, now).await.unwrap().unwrap();
    receive(&house.house, &mailbox, raw.replace('\n', "\r\n").into_bytes(), now).await.unwrap()
}

pub async fn text(house: &TestHouse, sql: &str) -> String {
    let row = one_row(house.house.store.read(), sql, []).await.unwrap();
    row.map(|row| row.try_get_by_index::<String>(0).unwrap()).unwrap_or_default()
}

/// Vera of Albers writes; answers the receipt and the Message-ID of what she got.
pub async fn first_mail(house: &TestHouse) -> (Receipt, String) {
    let organisation = house.organisation("Möbelhaus Albers").await;
    house.contact("Vera Albers", organisation, Rights::default()).await;
    let receipt = arrives(
        house,
        "From: Vera Albers <Vera.Albers@example.de>\nTo: support@portal.test\nSubject: Kasse steht\nMessage-ID: <v1@example.de>\n\nGuten Tag,\n\ndie Kasse steht still.\n\n-- \nVera Albers\n",
    )
    .await;
    let id = text(house, "SELECT message_id FROM letter ORDER BY id DESC LIMIT 1").await;
    (receipt, id)
}

pub fn reply(from: &str, id: &str, answers: &str, body: &str) -> String {
    format!(
        "From: {from}\nTo: support@portal.test\nSubject: AW: Kasse steht\nMessage-ID: <{id}@example.de>\nIn-Reply-To: {answers}\n\n{body}\n"
    )
}

/// By what earlier versions told a mail apart that says this.
fn former(said: &[String]) -> String {
    let parts = said.iter().flat_map(|part| [part.as_bytes(), b"\0".as_slice()]);
    hex(&parts.fold(Sha256::new(), Digest::chain_update).finalize()[..20])
}

on_both! {
    async fn a_mail_opens_a_ticket_of_its_organisation_and_is_acknowledged_once(house: TestHouse) {
        let (receipt, id) = first_mail(&house).await;
        assert!(matches!(receipt.decision, Decision::NewTicket { rule: Rule::None, linked_to: None, named: None, machine: None }));
        assert!(receipt.ticket.is_some() && !receipt.known);
        assert!(id.contains('-'), "the Message-ID carries the keyed token: {id}");
        assert_eq!(house.number("SELECT COUNT(*) FROM ticket WHERE channel = 'mail' AND organisation_id IS NOT NULL AND author_id IS NOT NULL").await, 1);
        assert_eq!(text(&house, "SELECT title FROM ticket").await, "Kasse steht");
        let opened = text(&house, "SELECT data FROM entry WHERE what = 'opened'").await;
        assert!(opened.contains("die Kasse steht still.") && !opened.contains("-- "), "{opened}");
        assert_eq!(house.number("SELECT COUNT(*) FROM letter WHERE to_email = 'vera.albers@example.de'").await, 1);
    }

    async fn many_mails_at_once_each_get_their_ticket_and_one_that_breaks_harms_no_other(house: TestHouse) {
        let now = house.now();
        let row = mailbox(&house.house, None, now).await.unwrap().unwrap();
        let gone = Mailbox { id: row.id + 1_000, ..row.clone() };
        let raw = |n: usize| format!("From: kunde{n}@example.de\r\nSubject: Frage {n}\r\nMessage-ID: <m{n}@example.de>\r\n\r\nFrage {n}.\r\n");
        let coming = (0..24).map(|n| receive(&house.house, if n == 5 { &gone } else { &row }, raw(n).into_bytes(), now));
        let receipts = futures::future::join_all(coming).await;
        let lost: Vec<usize> = receipts.iter().enumerate().filter(|(_, r)| r.is_err()).map(|(n, _)| n).collect();
        assert_eq!(lost, [5]);
        let numbers: std::collections::BTreeSet<_> = receipts.iter().flatten().map(|r| r.ticket.unwrap().0).collect();
        assert_eq!(numbers.len(), 23);
        assert_eq!(house.number("SELECT COUNT(*) FROM ticket WHERE channel = 'mail'").await, 23);
        assert_eq!(house.number("SELECT COUNT(*) FROM mail m JOIN entry e ON e.id = m.entry_id AND e.ticket_id = m.ticket_id").await, 23);
        // What broke is taken in later.
        assert!(!receive(&house.house, &row, raw(5).into_bytes(), now).await.unwrap().known);
    }

    async fn the_same_mail_twice_is_one(house: TestHouse) {
        first_mail(&house).await;
        let raw = "From: Vera Albers <vera.albers@example.de>\nSubject: Noch etwas\nMessage-ID: <v2@example.de>\n\nNoch eine Frage.\n";
        let (one, two) = tokio::join!(arrives(&house, raw), arrives(&house, raw));
        assert_eq!(one.ticket, two.ticket);
        assert!(one.known != two.known);
        assert_eq!(house.number("SELECT COUNT(*) FROM ticket").await, 2);
        assert_eq!(house.number("SELECT COUNT(*) FROM mail").await, 2);
    }

    async fn the_same_mail_in_two_mailboxes_is_one(house: TestHouse) {
        first_mail(&house).await;
        house.run("INSERT INTO mailbox (name, address, lang, created_at) VALUES ('zwei', 'zwei@portal.test', 'de', 0)", []).await;
        let now = house.now();
        let mut came = Vec::new();
        for (name, way) in [(None, "Received: from a"), (Some("zwei"), "Delivered-To: zwei@portal.test\r\nReceived: from b")] {
            let row = mailbox(&house.house, name, now).await.unwrap().unwrap();
            let raw = format!("{way}\r\nFrom: Vera Albers <vera.albers@example.de>\r\nTo: support@portal.test, zwei@portal.test\r\nSubject: Noch etwas\r\nMessage-ID: <v2@example.de>\r\n\r\nNoch eine Frage.\r\n");
            let receipt = receive(&house.house, &row, raw.into_bytes(), now).await.unwrap();
            came.push((receipt.ticket, receipt.known));
        }
        assert_eq!((came[0].0, came[0].1, came[1].1), (came[1].0, false, true));
        assert_eq!(house.number("SELECT COUNT(*) FROM mail").await, 2);
        assert_eq!(house.number("SELECT COUNT(*) FROM letter WHERE answers IS NOT NULL").await, 2);
    }

    async fn a_mail_that_an_earlier_version_took_in_is_known_when_it_comes_again(house: TestHouse) {
        let raw = "From: anna@kunde.de\nSubject: Drucker\nMessage-ID: <a1@kunde.de>\n\nEr druckt nicht.\n";
        arrives(&house, raw).await;
        let mut said = Vec::new();
        for column in ["message_id", "from_email", "subject", "body"] {
            said.push(text(&house, &format!("SELECT {column} FROM mail")).await);
        }
        house.run("UPDATE mail SET digest = $1", [former(&said).into()]).await;
        assert!(arrives(&house, raw).await.known);
        assert_eq!(house.number("SELECT COUNT(*) FROM ticket").await, 1);
        assert_eq!(house.number("SELECT COUNT(*) FROM letter WHERE answers IS NOT NULL").await, 1);
    }

    async fn a_bounce_alerts_staff_and_marks_the_letter(house: TestHouse) {
        let (first, id) = first_mail(&house).await;
        house.run("UPDATE letter SET state = 'sent'", []).await;
        let receipt = arrives(&house, &format!(
            "Return-Path: <>\nFrom: MAILER-DAEMON@mx.de\nSubject: Undelivered Mail\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\n\n--b\n\nUnknown.\n--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.de\n\nFinal-Recipient: rfc822; vera.albers@example.de\nAction: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 no such user\n--b\nContent-Type: text/rfc822-headers\n\nMessage-ID: {id}\n--b--\n"
        )).await;
        assert!(matches!(&receipt.decision, Decision::Bounce { bounce, .. } if bounce.permanent), "{receipt:?}");
        assert_eq!(receipt.ticket, first.ticket);
        assert_eq!(text(&house, "SELECT state FROM letter").await, "failed");
        let note = text(&house, "SELECT data FROM entry WHERE what = 'remark' AND internal = TRUE").await;
        assert!(note.contains("vera.albers@example.de") && note.contains("no such user"), "{note}");
        // Staff see it where it was told, and at the person; others read nothing of it.
        let paula = house.staff("Paula Lead", &[domain::person::Role::ProjectLead]).await;
        let number = first.ticket.unwrap().0.to_string();
        let seen: app::ticket::view::TicketView = house.browser(paula).await.call("ticket", &[("number", &number)]).await.json();
        let [letter] = &seen.entries[0].letters[..] else { panic!("{:?}", seen.entries[0].letters) };
        assert_eq!((letter.email.as_str(), letter.state), ("vera.albers@example.de", app::letter::view::LetterState::Failed));
        assert_eq!(house.number("SELECT COUNT(*) FROM unreachable WHERE email = 'vera.albers@example.de'").await, 1);
        let vera = domain::id::PersonId(house.number("SELECT id FROM person WHERE email = 'vera.albers@example.de'").await);
        assert!(seen.unreachable.iter().any(|(id, why)| *id == vera && why.contains("no such user")), "{:?}", seen.unreachable);
        let bytes = house.browser(vera).await.call("ticket", &[("number", &number)]).await.text();
        assert!(!bytes.contains("no such user") && !bytes.contains("\"letters\""), "{bytes}");
        arrives(&house, &reply("vera.albers@example.de", "w1", &id, "Es geht wieder.")).await;
        assert_eq!(house.number("SELECT COUNT(*) FROM unreachable").await, 0, "who answers can be reached");
    }

    async fn one_sender_is_not_answered_without_end(house: TestHouse) {
        for i in 0..15 {
            arrives(&house, &format!("From: Zwilling <zwilling@kunde.de>\nSubject: Betreff {}\nMessage-ID: <z{i}@kunde.de>\n\nWort {i}\n", if i < 5 { 0 } else { i })).await;
        }
        assert_eq!(house.number("SELECT COUNT(*) FROM ticket").await, 15);
        assert_eq!(house.number("SELECT COUNT(*) FROM letter WHERE to_email = 'zwilling@kunde.de'").await, 10);
        assert_eq!(house.number("SELECT COUNT(*) FROM letter WHERE answers = 'betreff 0'").await, 2);
    }

    async fn of_a_ticket_without_anybody_responsible_its_team_hears_else_who_leads(house: TestHouse) {
        let jonas = house.staff("Jonas Weber", &[Role::TeamMember]).await;
        house.staff("Katrin Sommer", &[Role::ProjectLead]).await;
        let team = house.team("Webteam", &[jonas]).await;
        let told = |who: &str| format!("SELECT COUNT(*) FROM letter WHERE to_email = '{who}@example.de' AND internal = TRUE AND text_body LIKE '%zuständig.%'");
        let (katrin, jonas) = (told("katrin.sommer"), told("jonas.weber"));
        let new = |id: &str, more: &str| format!("From: {id}@neu.example\nSubject: Frage {id}\nMessage-ID: <{id}@neu.example>\n{more}\nGuten Tag\n");
        arrives(&house, &new("a1", "")).await;
        assert_eq!((house.number(&katrin).await, house.number(&jonas).await), (1, 0));
        house.run("UPDATE mailbox SET team_id = $1", [team.into()]).await;
        arrives(&house, &new("a2", "")).await;
        assert_eq!((house.number(&katrin).await, house.number(&jonas).await), (1, 1));
        arrives(&house, &new("a3", "Auto-Submitted: auto-generated\n")).await;
        assert_eq!((house.number(&katrin).await, house.number(&jonas).await), (1, 1), "a machine wakes nobody");
    }

    async fn hostile_mails_are_taken_and_break_nothing(house: TestHouse) {
        let long = "x".repeat(300_000);
        for raw in [
            String::new(),
            "\0\0\0".to_owned(),
            "kein Kopf, nur Text".to_owned(),
            format!("From: a@b.de\nSubject: {long}\n\n{long}"),
            format!("From: {long}@b.de\nMessage-ID: <{long}>\n\nx"),
            "From: \"a\0b\" <a\0@b.de>\nSubject: a\0b\nMessage-ID: <a\0@b>\n\na\0b".to_owned(),
            format!("From: a@b.de\nReferences: {}\n\nx", "<r@b.de> ".repeat(20_000)),
            format!("From: a@b.de\nContent-Type: multipart/mixed; boundary=b\n\n{}", "--b\nContent-Disposition: attachment\n\nx\n".repeat(500)),
        ] {
            let receipt = arrives(&house, &raw).await;
            assert!(!receipt.known);
        }
        assert_eq!(house.number("SELECT COUNT(*) FROM mail").await, 8);
    }

    async fn staff_decide_about_what_the_rules_did_not_let_in(house: TestHouse) {
        let (first, id) = first_mail(&house).await;
        let lead = house.staff("Katrin Sommer", &[Role::ProjectLead]).await;
        let katrin = house.browser(lead).await;
        let raw = reply("Jan Albers <jan@albers.de>", "j1", &id, "Ich bin der Chef und schicke das Protokoll.");
        arrives(&house, &raw).await;
        arrives(&house, &reply("x@y.de", "j2", &id, "Werbung")).await;
        let view: MailsView = katrin.call("mails", &[]).await.json();
        assert_eq!((view.waiting, view.mails.len()), (2, 2));
        let (advert, jan) = (&view.mails[0], &view.mails[1]);
        assert_eq!((jan.state, jan.ticket, jan.from.as_str()), (MailState::Quarantine, first.ticket, "Jan Albers <jan@albers.de>"));
        let settle = async |id: domain::id::MailId, deed: &str, ticket: &str| {
            katrin.call("mails/settle", &[("id", &id.to_string()), ("deed", deed), ("ticket", ticket)]).await.status
        };
        assert_eq!(settle(jan.id, "attach", "#99999").await, StatusCode::UNPROCESSABLE_ENTITY);
        let number = format!("#{}", first.ticket.unwrap().0);
        for _ in 0..2 {
            assert_eq!(settle(jan.id, "attach", &number).await, StatusCode::OK);
        }
        assert_eq!(house.number("SELECT COUNT(*) FROM entry WHERE what = 'message'").await, 1);
        assert!(text(&house, "SELECT data FROM entry WHERE what = 'message'").await.contains("Protokoll"));
        let ticket: TicketView =
            katrin.call("ticket", &[("number", &first.ticket.unwrap().0.to_string())]).await.json();
        assert_eq!(ticket.entries.last().unwrap().guest.as_deref(), Some("Jan Albers"));
        settle(advert.id, "drop", "").await;
        let view: MailsView = katrin.call("mails", &[("show", "all")]).await.json();
        assert_eq!((view.waiting, view.mails[0].state, view.mails[1].state), (0, MailState::Dropped, MailState::Append));
        assert_eq!(view.mails[1].settled_by.as_deref(), Some("Katrin Sommer"));
        settle(advert.id, "restore", "").await;
        assert_eq!(settle(advert.id, "open", "").await, StatusCode::OK);
        assert_eq!(house.number("SELECT COUNT(*) FROM ticket WHERE author_email = 'x@y.de'").await, 1);
        // The original, as it came.
        let answer = katrin.get(&format!("/mails/{}/raw", jan.id)).await;
        assert_eq!(answer.body, raw.replace('\n', "\r\n").as_bytes());
        assert!(answer.headers["content-disposition"].to_str().unwrap().starts_with("attachment"));
        // Others on staff read what stands on a ticket, and decide about nothing.
        let team = house.browser(house.staff("Jonas Weber", &[Role::TeamMember]).await).await;
        assert_eq!(team.get(&format!("/mails/{}/raw", jan.id)).await.status, StatusCode::OK);
        assert_eq!(team.call("mails", &[]).await.status, StatusCode::NOT_FOUND);
        let page = katrin.get("/mails?show=all").await;
        assert!(String::from_utf8_lossy(&page.body).contains("Ich bin der Chef"));
    }

    async fn a_mail_that_is_too_large_is_refused_for_good(house: TestHouse) {
        let answer = deliver(&house.house, &Asked::default(), vec![b'x'; 60 * 1024 * 1024 + 1]).await;
        assert_eq!(answer.code, TOO_LARGE);
        assert_eq!(house.number("SELECT COUNT(*) FROM mail").await, 0);
    }

    async fn a_delivery_is_told_as_json_and_a_dry_run_stores_nothing(house: TestHouse) {
        let raw = b"From: anna@kunde.de\r\nSubject: Frage\r\nMessage-ID: <d1@kunde.de>\r\n\r\nWie geht das?\r\n".to_vec();
        let asked = Asked { mailbox: None, dry_run: true };
        let answer = deliver(&house.house, &asked, raw.clone()).await;
        let told: serde_json::Value = serde_json::from_str(&answer.text).unwrap();
        assert_eq!((answer.code, &told["decision"], &told["rule"], &told["ticket"]), (0, &"new_ticket".into(), &"none".into(), &serde_json::Value::Null));
        assert_eq!((&told["machine"], &told["bounce"], told["reply"].as_str().unwrap().trim()), (&false.into(), &serde_json::Value::Null, "Wie geht das?"));
        assert_eq!(house.number("SELECT (SELECT COUNT(*) FROM mail) + (SELECT COUNT(*) FROM mailbox)").await, 0);
        for (name, code) in [("support", 0), ("gibt-es-nicht", NO_SUCH_MAILBOX)] {
            let asked = Asked { mailbox: Some(name.into()), dry_run: true };
            assert_eq!(deliver(&house.house, &asked, raw.clone()).await.code, code, "{name}");
        }
        assert_eq!(house.number("SELECT COUNT(*) FROM mailbox").await, 0);
        let answer = deliver(&house.house, &Asked::default(), raw.clone()).await;
        let told: serde_json::Value = serde_json::from_str(&answer.text).unwrap();
        assert!(told["ticket"].as_str().unwrap().starts_with('#'));
        let nobody = Asked { mailbox: Some("gibt-es-nicht".into()), dry_run: false };
        assert_eq!(deliver(&house.house, &nobody, raw).await.code, NO_SUCH_MAILBOX);
    }
}
