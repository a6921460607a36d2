//! Which ticket a mail is for, where more than one could be meant or none is.
use super::{arrives, first_mail, reply, text};
use crate::{Browser, TestHouse, on_both};
use axum::http::StatusCode;
use domain::letter::machine::Machine;
use domain::letter::thread::{Decision, Rule};
use domain::person::{Rights, Role};
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

    async fn a_number_in_the_subject_of_who_takes_no_part_is_told_to_staff_alone(house: TestHouse) {
        let (first, _) = first_mail(&house).await;
        let old = first.ticket.unwrap();
        let other = house.organisation("Nordwind").await;
        let nils = house.contact("Nils Nordwind", other, Rights::default()).await;
        let (nils, katrin) = (house.browser(nils).await, house.browser(house.staff("Katrin Sommer", &[Role::ProjectLead]).await).await);
        let raw = |from: &str| format!("From: {from}\nSubject: AW: [#{}] Kasse steht\nMessage-ID: <{from}>\n\nBei uns auch.\n", old.0);
        let hint = format!("Im Betreff steht #{}; wer schreibt, nimmt dort nicht teil.", old.0);
        let shows = async |who: &Browser, number: i64| who.get(&format!("/tickets/{number}")).await.text().contains(&hint);
        for from in ["nils.nordwind@example.de", "gast@anderswo.example"] {
            let receipt = arrives(&house, &raw(from)).await;
            assert!(matches!(receipt.decision, Decision::NewTicket { rule: Rule::None, named: Some(named), .. } if named == old), "{receipt:?}");
            let new = receipt.ticket.unwrap().0;
            let page = katrin.get(&format!("/tickets/{new}")).await.text();
            assert!(page.contains(&hint) && page.contains(&format!("/move?ticket={}", old.0)) && page.contains(&format!("href=\"/tickets/{}\"", old.0)), "{page}");
            assert!(katrin.get("/mails?show=all").await.text().contains(&hint));
            // Who wrote learns nothing of a ticket that they may not see.
            let told = format!("SELECT COUNT(*) FROM letter WHERE to_email = '{from}' AND (subject LIKE '%#{0}%' OR text_body LIKE '%#{0}%')", old.0);
            assert_eq!(house.number(&told).await, 0);
            let again = arrives(&house, &raw(from)).await;
            assert!(again.known && matches!(again.decision, Decision::NewTicket { named: Some(named), .. } if named == old), "{again:?}");
        }
        let (hers, guests) = (house.number("SELECT number FROM ticket WHERE author_email = 'nils.nordwind@example.de'").await, house.number("SELECT MAX(number) FROM ticket").await);
        assert!(!shows(&nils, hers).await && shows(&katrin, hers).await);
        assert!(!nils.call("ticket", &[("number", &hers.to_string())]).await.text().contains("\"named\""));
        // Moved there the mail says who decided, and no longer why it had opened a ticket.
        let mail = house.number("SELECT MAX(id) FROM mail").await.to_string();
        let fields = [("id", mail.as_str()), ("deed", "move"), ("ticket", &format!("#{}", old.0))];
        assert_eq!(katrin.call("mails/settle", &fields).await.status, StatusCode::OK);
        assert!(!shows(&katrin, old.0).await && !shows(&katrin, guests).await);
        // Who takes part is heard where the number leads.
        let own = arrives(&house, &raw("vera.albers@example.de")).await;
        assert!(matches!(own.decision, Decision::Append { rule: Rule::SubjectNumber, .. }), "{own:?}");
    }
}
