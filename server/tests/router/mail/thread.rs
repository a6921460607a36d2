//! Which ticket a mail is for, where more than one could be meant or none is.
use super::{arrives, first_mail, reply, text};
use crate::{TestHouse, on_both};
use domain::letter::machine::Machine;
use domain::letter::thread::{Decision, Rule};
use serde_json::Value;
use server::letter::deliver::{Asked, deliver};

/// What `schalter deliver` prints of a mail.
async fn told(house: &TestHouse, raw: &str) -> Value {
    let answer = deliver(&house.house, &Asked::default(), raw.replace('\n', "\r\n").into_bytes()).await;
    assert_eq!(answer.code, 0, "{}", answer.text);
    serde_json::from_str(&answer.text).unwrap()
}

/// A mail with a calendar part of a method, as Outlook sends it.
fn of_calendar(from: &str, answers: &str, method: &str, body: &str) -> String {
    format!(
        "From: {from}\nTo: support@portal.test\nSubject: Zugesagt: Abnahme Shop\nMessage-ID: <{method}-{from}>\n{answers}Content-Type: multipart/alternative; boundary=b\n\n--b\nContent-Type: text/plain\n\n{body}\n--b\nContent-Type: text/calendar; charset=utf-8; method={method}\n\nBEGIN:VCALENDAR\nMETHOD:{method}\nEND:VCALENDAR\n--b--\n"
    )
}

on_both! {
    async fn who_attaches_an_old_mail_of_ours_is_heard_where_they_answer(house: TestHouse) {
        let (_, old) = first_mail(&house).await;
        let second = arrives(&house, "From: vera.albers@example.de\nSubject: Waage\nMessage-ID: <v2@example.de>\n\nDie Waage wiegt falsch.\n").await;
        let id = text(&house, "SELECT message_id FROM letter ORDER BY id DESC LIMIT 1").await;
        let told = told(&house, &format!(
            "From: vera.albers@example.de\nTo: support@portal.test\nSubject: AW: Waage\nMessage-ID: <v3@example.de>\nIn-Reply-To: {id}\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\n\nDas schrieben Sie im Mai.\n--b\nContent-Type: message/rfc822\nContent-Disposition: attachment\n\nFrom: support@portal.test\nSubject: Kasse steht\nMessage-ID: {old}\n\nWir sehen nach.\n--b--\n"
        )).await;
        let ticket = format!("#{}", second.ticket.unwrap().0);
        assert_eq!((&told["decision"], &told["rule"], &told["ticket"]), (&"append".into(), &"in_reply_to".into(), &ticket.into()));
        assert_eq!(house.number("SELECT COUNT(*) FROM entry e JOIN ticket t ON t.id = e.ticket_id WHERE e.what = 'message' AND t.title = 'Waage'").await, 1);
    }

    async fn answers_to_an_invitation_open_nothing_and_on_a_ticket_they_are_notes(house: TestHouse) {
        let (first, id) = first_mail(&house).await;
        let letters = house.number("SELECT COUNT(*) FROM letter").await;
        for n in 0..5 {
            let receipt = arrives(&house, &of_calendar(&format!("gast{n}@kunde.example"), "", "REPLY", "")).await;
            let waits = Decision::Quarantine { ticket: None, rule: Rule::CalendarAnswer, machine: Some(Machine::CalendarAnswer) };
            assert_eq!(receipt.decision, waits);
        }
        assert_eq!(house.number("SELECT COUNT(*) FROM ticket").await, 1);
        house.run("UPDATE ticket SET stage = 'done', is_open = FALSE", []).await;
        let answers = format!("In-Reply-To: {id}\n");
        let note = async || text(&house, "SELECT data FROM entry WHERE what = 'note' AND internal = TRUE ORDER BY id DESC LIMIT 1").await;
        for (method, body, said, sign) in [
            ("COUNTER", "Passt mir nicht, lieber Dienstag.", "lieber Dienstag", Machine::CalendarProposal),
            ("REPLY", "", "Zugesagt: Abnahme Shop", Machine::CalendarAnswer),
        ] {
            let receipt = arrives(&house, &of_calendar("vera.albers@example.de", &answers, method, body)).await;
            assert!(matches!(receipt.decision, Decision::Append { machine: Some(machine), .. } if machine == sign), "{receipt:?}");
            assert_eq!(receipt.ticket, first.ticket);
            let note = note().await;
            assert!(note.contains(said), "{method}: {note}");
        }
        assert_eq!(text(&house, "SELECT stage FROM ticket").await, "done", "a program is no answer");
        assert_eq!(house.number("SELECT COUNT(*) FROM letter").await, letters, "nobody is answered");
        // Who invites, and who calls it off, is a person.
        for method in ["REQUEST", "CANCEL"] {
            let receipt = arrives(&house, &of_calendar("gast9@kunde.example", "", method, "Kommen Sie am Dienstag?")).await;
            assert!(matches!(receipt.decision, Decision::NewTicket { machine: None, .. }), "{receipt:?}");
        }
        assert_eq!(house.number("SELECT COUNT(*) FROM letter WHERE to_email = 'gast9@kunde.example'").await, 2);
    }

    async fn a_mail_that_comes_again_is_told_of_as_before(house: TestHouse) {
        let (_, id) = first_mail(&house).await;
        house.run("UPDATE letter SET state = 'sent'", []).await;
        let bounce = format!(
            "Return-Path: <>\nFrom: MAILER-DAEMON@mx.de\nSubject: Undelivered Mail\nMessage-ID: <b1@mx.de>\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\n\n--b\n\nUnknown.\n--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.de\n\nFinal-Recipient: rfc822; vera.albers@example.de\nAction: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 no such user\n--b\nContent-Type: text/rfc822-headers\n\nMessage-ID: {id}\n--b--\n"
        );
        let away = reply("vera.albers@example.de", "w1", &id, "Ich bin nicht da.").replace("\nIn-Reply-To", "\nAuto-Submitted: auto-replied\nIn-Reply-To");
        let stranger = reply("x@anderswo.de", "w2", &id, "Lassen Sie mich hinein.");
        for (raw, decision) in [(bounce, "bounce"), (away, "append"), (stranger, "quarantine")] {
            let mut first = told(&house, &raw).await;
            assert_eq!((&first["decision"], &first["known"]), (&decision.into(), &false.into()));
            assert_eq!(first["bounce"].is_object(), decision == "bounce");
            // What staff put aside waited once.
            house.run("UPDATE mail SET decision = 'dropped' WHERE decision = 'quarantine'", []).await;
            first["known"] = true.into();
            assert_eq!(told(&house, &raw).await, first);
        }
    }
}
