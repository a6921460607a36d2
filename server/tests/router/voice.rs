//! As whom a mail is heard: an address and an identifier that others can read make nobody staff, and who left is a stranger.
use crate::house::key;
use crate::mail::{arrives, first_mail, reply, text};
use crate::{TestHouse, on_both};
use axum::http::StatusCode;
use domain::id::PersonId;
use domain::letter::thread::Decision;
use domain::person::Role;

/// The Message-ID of the newest letter to somebody.
async fn letter_to(house: &TestHouse, email: &str) -> String {
    text(house, &format!("SELECT message_id FROM letter WHERE to_email = '{email}' ORDER BY id DESC LIMIT 1"))
        .await
}

/// A report that a letter of ours did not arrive.
fn report(id: &str) -> String {
    format!(
        "Return-Path: <>\nFrom: MAILER-DAEMON@mx.de\nSubject: Undelivered\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\n\n--b\n\nUnknown.\n--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.de\n\nFinal-Recipient: rfc822; vera.albers@example.de\nAction: failed\nStatus: 5.1.1\n--b\nContent-Type: text/rfc822-headers\n\nMessage-ID: {id}\n--b--\n"
    )
}

on_both! {
    async fn no_letter_names_one_to_somebody_else_and_nobody_writes_as_staff_by_it(house: TestHouse) {
        let (_, id) = first_mail(&house).await;
        let katrin = house.staff("Katrin Sommer", &[Role::ProjectLead]).await;
        house.run("UPDATE ticket SET assignee_id = $1", [katrin.0.into()]).await;
        arrives(&house, &reply("vera.albers@example.de", "v2", &id, "Es eilt.")).await;
        let hers = letter_to(&house, "katrin.sommer@example.de").await;
        arrives(&house, &reply("katrin.sommer@example.de", "k1", &hers, "Wir sehen nach.")).await;
        let sql = "SELECT COUNT(*) FROM letter a JOIN letter b ON b.ticket_id = a.ticket_id AND b.to_email <> a.to_email
          WHERE a.headers LIKE '%' || trim(b.message_id, '<>') || '%'";
        assert_eq!(house.number(sql).await, 0);
        // Everything that Vera's letters name, in Katrin's name.
        let headers = text(&house, "SELECT headers FROM letter WHERE to_email = 'vera.albers@example.de' ORDER BY id DESC LIMIT 1").await;
        let root = headers.split('<').nth(1).and_then(|rest| rest.split('>').next()).unwrap().to_owned();
        assert!(!hers.contains(&root) && !id.contains(&root), "the root is no letter: {root}");
        let known = letter_to(&house, "vera.albers@example.de").await;
        let forged = format!(
            "From: katrin.sommer@example.de\nSubject: AW: Kasse steht\nMessage-ID: <f1@example.de>\nIn-Reply-To: {known}\nReferences: <{root}> {id}\n\nFreigegeben.\n"
        );
        let receipt = arrives(&house, &forged).await;
        assert!(matches!(receipt.decision, Decision::Quarantine { .. }), "{receipt:?}");
        assert_eq!(house.number("SELECT COUNT(*) FROM entry WHERE what = 'message' AND by_staff = TRUE").await, 1);
        // Nor do staff who put it on the ticket lend their colleague's voice to it.
        let mail = house.number("SELECT id FROM mail WHERE decision = 'quarantine'").await.to_string();
        let number = house.number("SELECT number FROM ticket").await;
        let fields = [("id", mail.as_str()), ("deed", "attach"), ("ticket", &format!("#{number}"))];
        assert_eq!(house.browser(katrin).await.call("mails/settle", &fields).await.status, StatusCode::OK);
        assert_eq!(house.number("SELECT COUNT(*) FROM entry WHERE what = 'message' AND by_staff = TRUE").await, 1);
        assert_eq!(house.number("SELECT COUNT(*) FROM entry WHERE what = 'message' AND by_staff = FALSE AND by_id IS NULL").await, 1);
    }

    async fn what_others_were_told_before_proves_nothing(house: TestHouse) {
        let (_, id) = first_mail(&house).await;
        let katrin = house.staff("Katrin Sommer", &[Role::ProjectLead]).await;
        house.run("UPDATE ticket SET assignee_id = $1", [katrin.0.into()]).await;
        arrives(&house, &reply("vera.albers@example.de", "v2", &id, "Es eilt.")).await;
        house.run("UPDATE letter SET shared = TRUE, state = 'sent' WHERE to_email = 'katrin.sommer@example.de'", []).await;
        let hers = letter_to(&house, "katrin.sommer@example.de").await;
        let receipt = arrives(&house, &reply("katrin.sommer@example.de", "k1", &hers, "Freigegeben.")).await;
        assert!(matches!(receipt.decision, Decision::Quarantine { .. }), "{receipt:?}");
        arrives(&house, &report(&hers)).await;
        assert_eq!(house.number("SELECT COUNT(*) FROM unreachable").await, 0);
        assert_eq!(house.number("SELECT COUNT(*) FROM letter WHERE state = 'failed'").await, 0);
        // Customers go on as before.
        let receipt = arrives(&house, &reply("vera.albers@example.de", "v3", &hers, "Und?")).await;
        assert!(matches!(receipt.decision, Decision::Append { .. }), "{receipt:?}");
    }

    async fn an_answer_to_an_internal_notice_is_a_note(house: TestHouse) {
        first_mail(&house).await;
        let jonas = house.staff("Jonas Weber", &[Role::TeamMember]).await;
        let katrin = house.staff("Katrin Sommer", &[Role::ProjectLead]).await;
        let (number, to) = (house.number("SELECT number FROM ticket").await.to_string(), jonas.0.to_string());
        let fields = [("key", &*key()), ("number", &number), ("to", &to)].map(|(name, value)| (name, value.to_owned()));
        let fields: Vec<_> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        assert_eq!(house.browser(katrin).await.call("ticket/assign", &fields).await.status, StatusCode::OK);
        assert_eq!(house.number("SELECT COUNT(*) FROM letter WHERE internal = TRUE AND text_body LIKE '%interne Notiz%'").await, 1);
        let notice = letter_to(&house, "jonas.weber@example.de").await;
        for stage in ["in_progress", "closed"] {
            house.run("UPDATE ticket SET stage = $1", [stage.into()]).await;
            let letters = house.number("SELECT COUNT(*) FROM letter").await;
            let raw = reply("jonas.weber@example.de", stage, &notice, "Der Kunde nervt schon wieder.");
            let receipt = arrives(&house, &raw).await;
            assert!(matches!(receipt.decision, Decision::Append { internal: true, .. }), "{receipt:?}");
            assert_eq!(house.number("SELECT COUNT(*) FROM letter").await, letters, "nobody is mailed");
        }
        assert_eq!(house.number("SELECT COUNT(*) FROM entry WHERE what = 'note' AND internal = TRUE AND by_staff = TRUE").await, 2);
        assert_eq!(house.number("SELECT COUNT(*) FROM entry WHERE what = 'message'").await, 0);
        let vera = PersonId(house.number("SELECT id FROM person WHERE email = 'vera.albers@example.de'").await);
        let bytes = house.browser(vera).await.call("ticket", &[("number", &number)]).await.text();
        assert!(!bytes.contains("nervt"), "{bytes}");
    }

    async fn who_left_is_a_stranger_whatever_they_answer(house: TestHouse) {
        let (_, id) = first_mail(&house).await;
        let katrin = house.staff("Katrin Sommer", &[Role::ProjectLead]).await;
        let (organisation, vera) = (
            house.number("SELECT id FROM organisation").await.to_string(),
            house.number("SELECT id FROM person WHERE email = 'vera.albers@example.de'").await.to_string(),
        );
        house.run("UPDATE ticket SET assignee_id = $1", [katrin.0.into()]).await;
        arrives(&house, &reply("vera.albers@example.de", "v2", &id, "Es eilt.")).await;
        let fields = [("key", key()), ("id", organisation), ("person", vera)];
        let fields: Vec<_> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        assert_eq!(house.browser(katrin).await.call("organisation/leave", &fields).await.status, StatusCode::OK);
        house.run("UPDATE ticket SET stage = 'done', is_open = FALSE", []).await;
        house.run("UPDATE person SET account = 'left' WHERE kind = 'staff'", []).await;
        let hers = letter_to(&house, "katrin.sommer@example.de").await;
        for (from, parent) in [("vera.albers@example.de", &id), ("katrin.sommer@example.de", &hers)] {
            let receipt = arrives(&house, &reply(from, from, parent, "Leider steht sie schon wieder.")).await;
            assert!(matches!(receipt.decision, Decision::Quarantine { .. }), "{receipt:?}");
        }
        assert_eq!(text(&house, "SELECT stage FROM ticket").await, "done");
    }

    async fn only_who_answers_a_letter_can_be_reached_again(house: TestHouse) {
        let (_, id) = first_mail(&house).await;
        house.run("INSERT INTO unreachable (email, since, reason) VALUES ('vera.albers@example.de', 0, 'no')", []).await;
        arrives(&house, "From: vera.albers@example.de\nSubject: Wer weiß\nMessage-ID: <w1@x.de>\n\nEin Fremder.\n").await;
        assert_eq!(house.number("SELECT COUNT(*) FROM unreachable").await, 1);
        arrives(&house, &reply("vera.albers@example.de", "v2", &id, "Wieder da.")).await;
        assert_eq!(house.number("SELECT COUNT(*) FROM unreachable").await, 0);
    }

    async fn a_request_about_a_bounce_is_a_request(house: TestHouse) {
        let raw = report("<x@y.de>").replace("Return-Path: <>\nFrom: MAILER-DAEMON@mx.de", "From: vera.albers@example.de\nMessage-ID: <b1@example.de>")
            .replace("multipart/report; report-type=delivery-status", "multipart/mixed").replace("Unknown.", "Unsere Kunden bekommen keine Mails!");
        let receipt = arrives(&house, &raw).await;
        assert!(matches!(receipt.decision, Decision::NewTicket { .. }), "{receipt:?}");
        assert_eq!(house.number("SELECT COUNT(*) FROM letter WHERE to_email = 'vera.albers@example.de'").await, 1);
    }
}
