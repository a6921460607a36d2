//! Reports of mail servers that say in words only which letter did not arrive.
use super::{arrives, first_mail, text};
use crate::letter::{MailServer, send_due};
use crate::{Browser, TestHouse, on_both};
use app::letter::view::{LetterState, OutboxView};
use app::ticket::view::{Counters, TicketView};
use axum::http::StatusCode;
use domain::id::PersonId;
use domain::letter::thread::{Decision, Rule};
use domain::person::{Rights, Role};
use jiff::SignedDuration;
use server::letter::mailer::{claim, send};
use server::ticket::objection;

/// Vera's ticket is done and its window for objections runs; answers who leads, and the Message-ID of the mail that told Vera.
pub async fn done(house: &TestHouse) -> (Browser, String) {
    let (first, _) = first_mail(house).await;
    let number = first.ticket.unwrap().0.to_string();
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

    async fn a_report_without_the_letter_holds_the_window_until_staff_decide(house: TestHouse) {
        let (katrin, id) = done(&house).await;
        house.run("UPDATE letter SET sent_at = 7", []).await;
        let before = remarks(&house).await;
        arrives(&house, &bare(&id)).await;
        assert!(runs(&house).await, "whoever knows the ticket can make it up");
        assert_eq!(text(&house, DOUBTED).await, id);
        assert_eq!((failed(&house).await, counted(&katrin).await), (0, 1));
        assert_eq!(house.number("SELECT COUNT(*) FROM unreachable").await, 0);
        assert_eq!(house.number(TOLD_HELD).await, 1);
        arrives(&house, &bare(&id).replace("failure notice", "Failure notice")).await;
        assert_eq!((house.number(TOLD_HELD).await, remarks(&house).await), (1, before + 1));
        // A true report has no customer lose the time for an objection.
        house.wait(SignedDuration::from_hours(24 * 30));
        assert_eq!(objection::close(&house.house, house.now()).await.unwrap(), 0);
        let paula = house.browser(house.staff("Paula Lead", &[Role::ProjectLead]).await).await;
        let number = text(&house, "SELECT CAST(number AS TEXT) FROM ticket").await;
        let page = paula.get(&format!("/tickets/{number}")).await.text();
        assert!(page.contains("unsere letzte Mail an vera.albers@example.de") && page.contains("schließt sich das Anliegen nicht von selbst"), "{page}");
        assert!(paula.get("/outbox").await.text().contains("Eine Meldung, die keine Mail nennt"));
        let letter = house.number("SELECT id FROM letter WHERE state = 'uncertain'").await.to_string();
        paula.call("outbox/settle", &[("id", &letter)]).await.json::<()>();
        let sent = "SELECT sent_at FROM letter WHERE state = 'sent' AND reported_at IS NOT NULL";
        assert_eq!(house.number(sent).await, 7, "it left when it did");
        // It is asked for once; the next report of the kind is only told.
        arrives(&house, &bare(&id).replace("failure notice", "Your mail")).await;
        assert_eq!((text(&house, DOUBTED).await.as_str(), remarks(&house).await), ("", before + 2));
        assert_eq!(objection::close(&house.house, house.now()).await.unwrap(), 1);
    }

    async fn a_made_up_report_keeps_no_true_one_from_staff(house: TestHouse) {
        let (katrin, id) = done(&house).await;
        arrives(&house, &bare(&id).replace("vera.albers@example.de", "otto@boese.example")).await;
        assert_eq!(text(&house, DOUBTED).await, "");
        let before = remarks(&house).await;
        arrives(&house, &bare(&id)).await;
        assert_eq!(text(&house, DOUBTED).await, id);
        assert_eq!((house.number(TOLD_HELD).await, remarks(&house).await), (1, before + 1));
        assert_eq!(counted(&katrin).await, 1);
    }

    async fn staff_are_reminded_of_a_window_that_is_held_past_its_end(house: TestHouse) {
        let (_, id) = done(&house).await;
        arrives(&house, &bare(&id)).await;
        let remind = async || objection::remind(&house.house, house.now()).await.unwrap();
        // Nobody stays signed in for so long.
        let browser = async |name: &str| {
            let sql = format!("SELECT id FROM person WHERE email = '{name}@example.de'");
            house.browser(PersonId(house.number(&sql).await)).await
        };
        let number = text(&house, "SELECT CAST(number AS TEXT) FROM ticket").await;
        let path = format!("/tickets/{number}");
        house.wait(SignedDuration::from_hours(24 * 8));
        assert_eq!(remind().await, 0, "the window is not over");
        let vera = browser("vera.albers").await;
        let ticket = vera.call("ticket", &[("number", &number)]).await.json::<TicketView>();
        assert!(ticket.objection.is_some() && !ticket.held);
        house.wait(SignedDuration::from_hours(24 * 12));
        assert_eq!((remind().await, remind().await), (1, 0));
        assert_eq!(house.number(TOLD_HELD).await, 2);
        // A day that has passed is told to nobody: the customer may still object.
        for (name, held) in [("vera.albers", false), ("katrin.sommer", true)] {
            let who = browser(name).await;
            let ticket = who.call("ticket", &[("number", &number)]).await.json::<TicketView>();
            assert_eq!((ticket.objection, ticket.held), (None, held), "{name}");
            let page = who.get(&path).await.text();
            assert_eq!(page.contains("kann der Kunde Einspruch erheben"), held, "{page}");
        }
        house.wait(SignedDuration::from_hours(24 * 7));
        assert_eq!((remind().await, house.number(TOLD_HELD).await), (1, 3));
        let letter = house.number("SELECT id FROM letter WHERE state = 'uncertain'").await.to_string();
        let katrin = browser("katrin.sommer").await;
        katrin.call("outbox/settle", &[("id", &letter)]).await.json::<()>();
        house.wait(SignedDuration::from_hours(24 * 8));
        assert_eq!(remind().await, 0, "it is decided");
    }

    async fn where_who_leads_has_left_others_are_told_that_a_window_is_held(house: TestHouse) {
        let (_, id) = done(&house).await;
        house.staff("Susi Leitung", &[Role::SupportManager]).await;
        house.run("UPDATE ticket SET assignee_id = NULL", []).await;
        house.run("UPDATE organisation SET project_lead_id = (SELECT id FROM person WHERE email = 'katrin.sommer@example.de')", []).await;
        house.run("UPDATE person SET account = 'left' WHERE email = 'katrin.sommer@example.de'", []).await;
        arrives(&house, &bare(&id)).await;
        let told = TOLD_HELD.replace("katrin.sommer", "susi.leitung");
        assert_eq!(house.number(&told).await, 1);
    }

    async fn a_letter_that_is_sent_again_for_such_a_report_begins_the_window_anew(house: TestHouse) {
        let (katrin, id) = done(&house).await;
        arrives(&house, &bare(&id)).await;
        let until = house.number("SELECT objection_until FROM ticket").await;
        house.wait(SignedDuration::from_hours(24 * 3));
        let letter = house.number("SELECT id FROM letter WHERE state = 'uncertain'").await.to_string();
        katrin.call("outbox/settle", &[("id", &letter), ("again", "1")]).await.json::<()>();
        assert!(runs(&house).await);
        assert!(house.number("SELECT objection_until FROM ticket").await > until);
        let again = format!("SELECT COUNT(*) FROM letter WHERE state = 'waiting' AND reported_at IS NULL AND to_email = 'vera.albers@example.de' AND window_until > {until}");
        assert_eq!(house.number(&again).await, 1);
        assert_eq!((text(&house, DOUBTED).await.as_str(), counted(&katrin).await), ("", 0));
        // The second is doubted as the first was.
        house.run("UPDATE letter SET state = 'sent' WHERE state = 'waiting'", []).await;
        arrives(&house, &bare(&id).replace("failure notice", "Failure notice")).await;
        assert_ne!(text(&house, DOUBTED).await, id);
        assert_eq!(counted(&katrin).await, 1);
    }

    async fn a_true_report_after_one_without_the_letter_stops_the_window(house: TestHouse) {
        let (_, id) = done(&house).await;
        arrives(&house, &bare(&id)).await;
        arrives(&house, &report(EXIM, &id, "<x@example.de>")).await;
        assert!(!runs(&house).await);
        assert_eq!(text(&house, "SELECT message_id FROM letter WHERE state = 'failed'").await, id);
    }

    async fn made_up_reports_are_told_once_a_day_without_address_and_link(house: TestHouse) {
        let (katrin, id) = done(&house).await;
        let made_up = |n: usize| {
            bare(&id)
                .replace("vera.albers@example.de", "otto@boese.example")
                .replace("no such user", &format!("siehe https://boese.example/{n} bitte"))
        };
        let before = remarks(&house).await;
        for n in 0..5 {
            let receipt = arrives(&house, &made_up(n)).await;
            assert!(matches!(&receipt.decision, Decision::Bounce { ticket: Some(_), .. }) && !receipt.known, "{receipt:?}");
        }
        assert_eq!(remarks(&house).await, before + 1);
        assert_eq!(house.number("SELECT COUNT(*) FROM mail WHERE decision = 'bounce'").await, 5, "all are kept");
        assert!(runs(&house).await);
        assert_eq!((text(&house, DOUBTED).await.as_str(), failed(&house).await), ("", 0));
        let number = text(&house, "SELECT CAST(number AS TEXT) FROM ticket").await;
        let page = katrin.get(&format!("/tickets/{number}")).await.text();
        assert!(page.contains("Sie nennt keine Mail dieses Anliegens") && page.contains("siehe … bitte"), "{page}");
        assert!(!page.contains("boese.example"), "{page}");
        house.wait(SignedDuration::from_hours(25));
        for n in 5..8 {
            arrives(&house, &made_up(n)).await;
        }
        assert_eq!(remarks(&house).await, before + 2);
    }

    async fn a_report_tells_to_whom_the_letter_went_whomever_it_names(house: TestHouse) {
        let (katrin, id) = done(&house).await;
        arrives(&house, &report(EXIM, &id, "<x@example.de>").replace("vera.albers@example.de", "otto@boese.example")).await;
        let number = text(&house, "SELECT CAST(number AS TEXT) FROM ticket").await;
        let page = katrin.get(&format!("/tickets/{number}")).await.text();
        assert!(page.contains("Eine Mail an vera.albers@example.de kam nicht an"), "{page}");
    }

    async fn who_knows_only_the_ticket_stops_no_window_of_somebody_else(house: TestHouse) {
        let (_, id) = done(&house).await;
        // Otto got a letter there too, and with it all that a report without the letter shows.
        house.run("INSERT INTO letter (to_name, to_email, subject, text_body, html_body, headers, message_id, ticket_id, secret, state, attempts, next_at, written_at)
            SELECT 'Otto', 'otto@example.de', subject, text_body, html_body, headers, '<otto@portal.test>', ticket_id, secret, state, attempts, next_at, 1
            FROM letter ORDER BY id LIMIT 1", []).await;
        let before = remarks(&house).await;
        arrives(&house, &bare(&id)).await;
        assert!(runs(&house).await);
        assert_eq!((failed(&house).await, remarks(&house).await), (0, before + 1), "staff read it all the same");
        assert_eq!(house.number("SELECT COUNT(*) FROM unreachable").await, 0);
        // His own letter he may return; Vera was told.
        arrives(&house, &report(EXIM, "<otto@portal.test>", &id)).await;
        assert!(runs(&house).await);
        assert_eq!(text(&house, "SELECT to_email FROM letter WHERE state = 'failed'").await, "otto@example.de");
    }

    async fn a_letter_that_was_answered_has_arrived_whatever_a_report_says(house: TestHouse) {
        let (_, id) = done(&house).await;
        house.wait(SignedDuration::from_mins(5));
        // Who is in copy of it reads the Message-ID of our letter, and the token of the ticket.
        let thanks = format!(
            "From: Vera Albers <vera.albers@example.de>\nTo: support@portal.test\nCc: otto@example.com\nSubject: Re: Kasse\nMessage-ID: <dank@example.de>\nIn-Reply-To: {id}\n\nVielen Dank!\n"
        );
        arrives(&house, &thanks).await;
        assert!(runs(&house).await);
        for report in [report(EXIM, &id, &id), bare(&id)] {
            arrives(&house, &report).await;
        }
        assert!(runs(&house).await);
        assert_eq!(failed(&house).await, 0);
        assert_eq!(house.number("SELECT COUNT(*) FROM unreachable").await, 0);
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

    async fn a_letter_about_no_ticket_stands_before_those_that_tickets_tell_of(house: TestHouse) {
        let (katrin, _) = done(&house).await;
        copied(&house, "frei@example.de", "Ohne Anliegen", "failed").await;
        house.run("UPDATE letter SET ticket_id = NULL WHERE to_email = 'frei@example.de'", []).await;
        for n in 0..101 {
            copied(&house, &format!("neu-{n}@example.de"), "Mit Anliegen", "failed").await;
        }
        house.run("UPDATE letter SET unsettled_at = $1 WHERE state = 'failed'", [house.now().as_millisecond().into()]).await;
        let letters = katrin.call("outbox", &[("query", "")]).await.json::<OutboxView>().letters;
        assert_eq!(letters[0].subject, "Ohne Anliegen");
        assert_eq!(counted(&katrin).await, 1);
    }

    async fn a_link_that_signs_in_is_forgotten_where_the_report_was_faster_too(house: TestHouse) {
        let albers = house.organisation("Albers").await;
        house.contact("Vera Albers", albers, Rights::default()).await;
        house.visitor().call("sign-in/send-link", &[("email", "vera.albers@example.de")]).await;
        let mail = MailServer::start("").await;
        let rows = claim(&house.house, house.now(), 8).await.unwrap();
        let id = text(&house, "SELECT message_id FROM letter").await;
        arrives(&house, &report(EXIM, &id, "<x@example.de>")).await;
        assert_eq!(failed(&house).await, 1);
        for row in rows {
            send(house.house.clone(), mail.transport.clone(), row).await;
        }
        assert_eq!((mail.taken().len(), failed(&house).await), (1, 1));
        assert_eq!(house.number("SELECT COUNT(*) FROM letter WHERE text_body = '' AND html_body = ''").await, 1);
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

    async fn a_report_that_is_faster_than_the_mail_server_counts(house: TestHouse) {
        let (_, id) = done(&house).await;
        house.run("UPDATE letter SET state = 'waiting', next_at = 0 WHERE message_id = $1", [id.clone().into()]).await;
        let mail = MailServer::start("").await;
        let rows = claim(&house.house, house.now(), 8).await.unwrap();
        arrives(&house, &report(EXIM, &id, "<x@example.de>")).await;
        for row in rows {
            send(house.house.clone(), mail.transport.clone(), row).await;
        }
        assert_eq!(mail.taken().len(), 1);
        assert_eq!(text(&house, "SELECT message_id FROM letter WHERE state = 'failed'").await, id);
        assert!(!runs(&house).await);
    }

    async fn a_report_without_the_letter_that_is_faster_than_the_mail_server_raises_the_same_doubt(house: TestHouse) {
        let (_, id) = done(&house).await;
        house.run("UPDATE letter SET state = 'waiting', next_at = 0 WHERE message_id = $1", [id.clone().into()]).await;
        let mail = MailServer::start("").await;
        let rows = claim(&house.house, house.now(), 8).await.unwrap();
        arrives(&house, &bare(&id)).await;
        assert_eq!((text(&house, DOUBTED).await, house.number(TOLD_HELD).await), (id.clone(), 1));
        for row in rows {
            send(house.house.clone(), mail.transport.clone(), row).await;
        }
        assert_eq!(mail.taken().len(), 1);
        assert_eq!(text(&house, DOUBTED).await, id, "that the mail server took it says nothing of its reader");
        assert_eq!(house.number("SELECT COUNT(*) FROM letter WHERE state = 'uncertain' AND sent_at IS NOT NULL AND claimed_until IS NULL").await, 1);
        assert!(runs(&house).await);
        house.wait(SignedDuration::from_hours(24 * 30));
        assert_eq!(objection::close(&house.house, house.now()).await.unwrap(), 0);
    }

    async fn a_letter_that_was_doubted_before_the_mail_server_refused_it_for_now_can_be_doubted_once_it_left(house: TestHouse) {
        let (_, id) = done(&house).await;
        house.run("UPDATE letter SET state = 'waiting', next_at = 0 WHERE message_id = $1", [id.clone().into()]).await;
        let busy = MailServer::start("451 try later").await;
        let rows = claim(&house.house, house.now(), 8).await.unwrap();
        arrives(&house, &bare(&id)).await;
        for row in rows {
            send(house.house.clone(), busy.transport.clone(), row).await;
        }
        assert_eq!(text(&house, "SELECT message_id FROM letter WHERE state = 'waiting' AND reported_at IS NULL AND attempts > 0").await, id);
        house.wait(SignedDuration::from_mins(2));
        let mail = MailServer::start("").await;
        send_due(&house.house, &mail.transport, house.now()).await.unwrap();
        assert_eq!((text(&house, DOUBTED).await.as_str(), runs(&house).await), ("", true));
        arrives(&house, &bare(&id).replace("failure notice", "Failure notice")).await;
        assert_eq!(text(&house, DOUBTED).await, id);
    }

    async fn a_letter_about_no_ticket_that_comes_back_is_decided_about_in_the_outbox(house: TestHouse) {
        let albers = house.organisation("Albers").await;
        house.contact("Vera Albers", albers, Rights::default()).await;
        let paula = house.browser(house.staff("Paula Lead", &[Role::ProjectLead]).await).await;
        house.visitor().call("sign-in/send-link", &[("email", "vera.albers@example.de")]).await;
        let mail = MailServer::start("").await;
        assert_eq!(send_due(&house.house, &mail.transport, house.now()).await.unwrap(), 1);
        let id = text(&house, "SELECT message_id FROM letter").await;
        arrives(&house, &report(EXIM, "<made-up@portal.test>", "<x@example.de>")).await;
        assert_eq!((failed(&house).await, counted(&paula).await), (0, 0), "that is no letter of ours");
        assert_eq!(house.number("SELECT COUNT(*) FROM unreachable").await, 0);
        let receipt = arrives(&house, &report(EXIM, &id, "<x@example.de>")).await;
        assert!(matches!(&receipt.decision, Decision::Bounce { ticket: None, .. }), "{receipt:?}");
        assert_eq!((failed(&house).await, counted(&paula).await), (1, 1));
        assert_eq!(house.number("SELECT COUNT(*) FROM unreachable WHERE email = 'vera.albers@example.de'").await, 1);
        assert_eq!(house.number("SELECT COUNT(*) FROM ticket").await, 0);
        // It stands before those of which nobody knows, however new.
        house.run("INSERT INTO letter (to_name, to_email, subject, text_body, html_body, headers, message_id, secret, state, attempts, next_at, written_at)
            SELECT to_name, to_email, subject, 'Hallo', '', headers, '<two@portal.test>', secret, 'uncertain', attempts, next_at, written_at FROM letter", []).await;
        let outbox = async || paula.call("outbox", &[("query", "")]).await.json::<OutboxView>().letters;
        let letters = outbox().await;
        let [first, second] = &letters[..] else { panic!("two letters") };
        assert_eq!((first.state, second.state), (LetterState::Failed, LetterState::Uncertain));
        assert!(first.undecided && first.emptied && second.undecided && !second.emptied);
        let page = paula.get("/outbox").await.text();
        assert!(page.contains("Dabei belassen") && page.contains("Link zur Anmeldung, der nicht aufbewahrt wird"), "{page}");
        // Nothing is left that could be sent again.
        let letter = first.id.to_string();
        paula.call("outbox/settle", &[("id", &letter), ("again", "1")]).await.json::<()>();
        assert_eq!((failed(&house).await, counted(&paula).await), (1, 2));
        paula.call("outbox/settle", &[("id", &letter)]).await.json::<()>();
        assert_eq!((failed(&house).await, counted(&paula).await), (1, 1));
        let letters = outbox().await;
        let [first, second] = &letters[..] else { panic!("two letters") };
        assert_eq!((first.state, second.state, second.undecided), (LetterState::Uncertain, LetterState::Failed, false));
        // The same report once more asks nobody again.
        arrives(&house, &report(EXIM, &id, "<y@example.de>")).await;
        assert_eq!(counted(&paula).await, 1);
    }
}
