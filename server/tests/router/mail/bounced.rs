//! Reports of mail servers that say in words only which letter did not arrive.
mod doubted;
mod outbox;
mod race;
mod unproven;

use super::{arrives, first_mail, text};
use crate::letter::{MailServer, send_due};
use crate::{Browser, TestHouse, on_both};
use app::ticket::view::Counters;
use axum::http::StatusCode;
use domain::letter::thread::{Decision, Rule};
use domain::person::Role;
use jiff::SignedDuration;

/// Vera's ticket is done and its window for objections runs; answers who leads, and the Message-ID of the mail that told Vera.
pub async fn done(house: &TestHouse) -> (Browser, String) {
    first_mail(house).await;
    work_done(house).await
}

/// The same for the ticket that is there.
pub async fn work_done(house: &TestHouse) -> (Browser, String) {
    let number = house.number("SELECT number FROM ticket").await.to_string();
    let katrin = house.browser(house.staff("Katrin Sommer", &[Role::ProjectLead]).await).await;
    for (to, note) in [("in_triage", ""), ("done", "Die Kasse geht wieder.")] {
        house.wait(SignedDuration::from_mins(5));
        let moved = katrin
            .call(
                "ticket/move",
                &[("number", &number), ("to", to), ("note", note), ("key", &crate::house::key())],
            )
            .await;
        assert_eq!(moved.status, StatusCode::OK, "{}", moved.text());
    }
    house.run("UPDATE letter SET state = 'sent'", []).await;
    assert!(runs(house).await);
    let sql =
        "SELECT message_id FROM letter WHERE to_email = 'vera.albers@example.de' ORDER BY id DESC LIMIT 1";
    (katrin, text(house, sql).await)
}

/// The letter that staff are to decide about, and the mails that tell them so.
pub const DOUBTED: &str = "SELECT message_id FROM letter WHERE state = 'uncertain'";
const TOLD_HELD: &str = "SELECT COUNT(*) FROM letter WHERE to_email = 'katrin.sommer@example.de' AND internal = TRUE AND text_body LIKE '%Bis jemand im Postausgang%'";

/// Whether the window runs.
pub async fn runs(house: &TestHouse) -> bool {
    house.number("SELECT COUNT(*) FROM ticket WHERE objection_until IS NOT NULL").await == 1
}

async fn remarks(house: &TestHouse) -> i64 {
    house.number("SELECT COUNT(*) FROM entry WHERE what = 'remark'").await
}

async fn failed(house: &TestHouse) -> i64 {
    house.number("SELECT COUNT(*) FROM letter WHERE state = 'failed'").await
}

async fn counted(who: &Browser) -> u32 {
    who.call("counters", &[]).await.json::<Counters>().letters
}

pub const EXIM: &str = "Return-Path: <>
From: Mail Delivery System <Mailer-Daemon@mx.example.de>
To: support@portal.test
Subject: Mail delivery failed: returning message to sender
Message-ID: <E1P1ceB-000FL1-4q@mx.example.de>
X-Failed-Recipients: vera.albers@example.de
Auto-Submitted: auto-replied

This message was created automatically by mail delivery software.

A message that you sent could not be delivered to one or more of its
recipients. This is a permanent error. The following address(es) failed:

  vera.albers@example.de
    SMTP error from remote mail server after RCPT TO:<vera.albers@example.de>:
    host mx.example.de [192.0.2.20]: 550 5.1.1 <vera.albers@example.de>... User Unknown

------ This is a copy of the message, including all the headers. ------

Return-path: <support@portal.test>
In-Reply-To: {earlier}
References: {earlier}
Message-ID: {id}
From: support@portal.test
To: vera.albers@example.de
Subject: Kasse steht

Guten Tag,
";

const GMX: &str = "Return-Path: <>
From: MAILER-DAEMON@gmx.example
To: support@portal.test
Subject: Mail delivery failed: returning message to sender
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: 8bit

This message was created automatically by mail delivery software.

A message that you sent could not be delivered to one or more of
its recipients. This is a permanent error. The following address
failed:

\"vera.albers@example.de\":
SMTP error from remote server after RCPT command:
host: mx.example.de
5.1.1 <vera.albers@example.de>... User Unknown


--- The header of the original message is following. ---

Received: from [192.0.2.135] by mx.gmx.example (via
HTTP); Sat, 29 Nov 2025 00:32:10 +0100
References: {earlier}
Message-ID: {id}
To: vera.albers@example.de
Subject: Kasse steht
";

/// One more letter about the ticket.
async fn copied(house: &TestHouse, to: &str, subject: &str, state: &str) {
    let sql = "INSERT INTO letter (to_name, to_email, subject, text_body, html_body, headers, message_id, ticket_id, secret, state, attempts, next_at, written_at)
        SELECT 'Otto', $1, $2, text_body, html_body, headers, $3, ticket_id, secret, $4, attempts, next_at, written_at
        FROM letter ORDER BY id LIMIT 1";
    let id = format!("<{to}>");
    house.run(sql, [to.into(), subject.into(), id.into(), state.into()]).await;
}

/// A report on a letter that names an earlier one.
pub fn report(form: &str, id: &str, earlier: &str) -> String {
    form.replace("{id}", id).replace("{earlier}", earlier)
}

/// A report that knows the ticket by the address to which it goes, and no letter.
pub fn bare(id: &str) -> String {
    let token = id.trim_start_matches('<').split('.').next().unwrap();
    format!(
        "Return-Path: <>\nFrom: MAILER-DAEMON@mx.example.de\nTo: support+{token}@portal.test\nSubject: failure notice\n\n<vera.albers@example.de>:\n550 5.1.1 no such user\n"
    )
}

/// The plain reports of two servers that return the letter below their words.
async fn stops(house: &TestHouse, form: &str) {
    let (_, id) = done(house).await;
    let earlier = text(house, "SELECT message_id FROM letter ORDER BY id LIMIT 1").await;
    assert_ne!(id, earlier);
    let receipt = arrives(house, &report(form, &id, &earlier)).await;
    assert!(matches!(&receipt.decision, Decision::Bounce { rule: Rule::BodyToken, .. }), "{receipt:?}");
    assert!(!runs(house).await);
    assert_eq!(text(house, "SELECT message_id FROM letter WHERE state = 'failed'").await, id);
    assert_eq!(failed(house).await, 1, "what went before arrived");
    assert_eq!(
        house.number("SELECT COUNT(*) FROM unreachable WHERE email = 'vera.albers@example.de'").await,
        1
    );
    let told = "SELECT COUNT(*) FROM letter WHERE to_email = 'katrin.sommer@example.de' AND internal = TRUE AND text_body LIKE '%Einspruchsfrist läuft deshalb nicht%'";
    assert_eq!(house.number(told).await, 1);
    let before = remarks(house).await;
    let again = report(form, &id, &earlier).replace("Mail delivery failed", "Mail delivery has failed");
    let receipt = arrives(house, &again).await;
    assert!(!receipt.known, "another mail");
    assert_eq!(remarks(house).await, before, "it is told once");
}

on_both! {
    async fn a_plain_report_of_exim_stops_the_window(house: TestHouse) {
        stops(&house, EXIM).await;
    }

    async fn a_plain_report_of_gmx_stops_the_window(house: TestHouse) {
        stops(&house, GMX).await;
    }

    async fn a_report_that_only_answers_the_letter_stops_the_window(house: TestHouse) {
        let (_, id) = done(&house).await;
        let answers = format!("In-Reply-To: {id}\nSubject: failure");
        arrives(&house, &bare(&id).replace("Subject: failure", &answers)).await;
        assert!(!runs(&house).await);
        assert_eq!(text(&house, "SELECT message_id FROM letter WHERE state = 'failed'").await, id);
    }

    async fn a_true_report_after_one_without_the_letter_stops_the_window(house: TestHouse) {
        let (_, id) = done(&house).await;
        arrives(&house, &bare(&id)).await;
        arrives(&house, &report(EXIM, &id, "<x@example.de>")).await;
        assert!(!runs(&house).await);
        assert_eq!(text(&house, "SELECT message_id FROM letter WHERE state = 'failed'").await, id);
    }

    async fn a_report_tells_to_whom_the_letter_went_whomever_it_names(house: TestHouse) {
        let (katrin, id) = done(&house).await;
        arrives(&house, &report(EXIM, &id, "<x@example.de>").replace("vera.albers@example.de", "otto@boese.example")).await;
        let number = text(&house, "SELECT CAST(number AS TEXT) FROM ticket").await;
        let page = katrin.get(&format!("/tickets/{number}")).await.text();
        assert!(page.contains("Eine Mail an vera.albers@example.de kam nicht an"), "{page}");
    }

    async fn a_report_about_several_letters_tells_of_those_of_which_nothing_was_known(house: TestHouse) {
        let (_, id) = done(&house).await;
        copied(&house, "otto@example.de", "Otto", "sent").await;
        arrives(&house, &report(EXIM, &id, "<x@example.de>")).await;
        assert_eq!(failed(&house).await, 1);
        let both = report(EXIM, &id, "<x@example.de>")
            .replace("\nSubject: Kasse steht", "\nMessage-ID: <otto@example.de>\nSubject: Kasse steht");
        arrives(&house, &both.replace("Mail delivery failed", "Mail delivery has failed")).await;
        assert_eq!(failed(&house).await, 2);
        assert_eq!(house.number("SELECT COUNT(*) FROM unreachable WHERE email = 'otto@example.de'").await, 1);
        let before = remarks(&house).await;
        arrives(&house, &both.replace("Mail delivery failed", "Mail has failed")).await;
        assert_eq!(remarks(&house).await, before, "all of it is known");
    }

    async fn an_absence_notice_about_a_ticket_with_such_a_title_stops_nothing(house: TestHouse) {
        let (_, id) = done(&house).await;
        let away = format!("Return-Path: <>\nFrom: vera.albers@example.de\nTo: support@portal.test\nSubject: Re: [#1] Newsletter unzustellbar\nMessage-ID: <away@example.de>\nIn-Reply-To: {id}\n\nIch bin im Urlaub.\n");
        let receipt = arrives(&house, &away).await;
        assert!(matches!(receipt.decision, Decision::Append { .. }), "{receipt:?}");
        assert!(runs(&house).await);
        assert_eq!(failed(&house).await, 0);
    }

    async fn a_letter_of_which_nobody_knew_did_not_arrive_once_a_report_says_so(house: TestHouse) {
        let (_, id) = done(&house).await;
        // As left behind by a kill between claiming and sending.
        let until = house.now().as_millisecond() + 300_000;
        house.run("UPDATE letter SET state = 'waiting', claimed_until = $1 WHERE message_id = $2", [until.into(), id.clone().into()]).await;
        house.wait(SignedDuration::from_mins(6));
        let mail = MailServer::start("").await;
        send_due(&house.house, &mail.transport, house.now()).await.unwrap();
        assert_eq!(text(&house, "SELECT message_id FROM letter WHERE state = 'uncertain'").await, id);
        assert!(runs(&house).await);
        arrives(&house, &report(EXIM, &id, "<x@example.de>")).await;
        assert_eq!(text(&house, "SELECT message_id FROM letter WHERE state = 'failed'").await, id);
        assert!(!runs(&house).await);
    }
}
