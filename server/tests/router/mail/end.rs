//! Mails to a ticket that is done or closed, and its window for objections.
use super::{arrives, first_mail, reply, text};
use crate::house::key;
use crate::on_both;
use app::policy::view::DraftView;
use axum::http::StatusCode;
use domain::letter::thread::Decision;
use domain::person::Role;

on_both! {
    async fn objections_reopen_and_thanks_do_not(house: TestHouse) {
        let (_, id) = first_mail(&house).await;
        house.run("UPDATE ticket SET stage = 'done', is_open = FALSE", []).await;
        arrives(&house, &reply("vera.albers@example.de", "v6", &id, "Vielen Dank, das passt!")).await;
        assert_eq!(text(&house, "SELECT stage FROM ticket").await, "done");
        arrives(&house, &reply("vera.albers@example.de", "w6", &id, "Danke!\n\nViele Grüße\nVera Albers")).await;
        assert_eq!(text(&house, "SELECT stage FROM ticket").await, "done");
        for (n, objection) in [
            "Leider steht sie schon wieder.",
            "Vielen Dank, die Überschrift ist jetzt zu groß.",
            "Die Seite ist superlangsam",
            "Das Formular ist kaputt. Vielen Dank!\nFrank",
            "Thank you, now the whole shop is down.",
        ].into_iter().enumerate() {
            house.run("UPDATE ticket SET stage = 'done', is_open = FALSE", []).await;
            arrives(&house, &reply("vera.albers@example.de", &format!("o{n}"), &id, objection)).await;
            assert_eq!(text(&house, "SELECT stage FROM ticket").await, "in_triage", "{objection}");
        }
    }

    async fn a_reply_after_the_end_opens_a_linked_ticket(house: TestHouse) {
        let (first, id) = first_mail(&house).await;
        house.run("UPDATE ticket SET stage = 'closed', is_open = FALSE", []).await;
        let receipt = arrives(&house, &reply("vera.albers@example.de", "v8", &id, "Doch noch eine Frage.")).await;
        assert!(matches!(receipt.decision, Decision::NewTicket { linked_to: Some(_), .. }), "{receipt:?}");
        assert_ne!(receipt.ticket, first.ticket);
        assert_eq!(house.number("SELECT COUNT(*) FROM ticket").await, 2);
        assert_eq!(text(&house, "SELECT stage FROM ticket ORDER BY id LIMIT 1").await, "closed");
    }

    async fn thanks_after_the_end_open_nothing_and_what_follows_stays_on_one_ticket(house: TestHouse) {
        let (first, id) = first_mail(&house).await;
        house.run("UPDATE ticket SET stage = 'closed', is_open = FALSE", []).await;
        let thanks = arrives(&house, &reply("Vera Albers <vera.albers@example.de>", "t1", &id, "Vielen Dank!\n\nViele Grüße\nVera Albers")).await;
        assert!(matches!(thanks.decision, Decision::Append { .. }), "{thanks:?}");
        assert_eq!((thanks.ticket, text(&house, "SELECT stage FROM ticket").await.as_str()), (first.ticket, "closed"));
        let new = arrives(&house, &reply("vera.albers@example.de", "t2", &id, "Doch noch eine Frage.")).await;
        assert!(matches!(new.decision, Decision::NewTicket { linked_to: Some(_), .. }), "{new:?}");
        let more = arrives(&house, &reply("vera.albers@example.de", "t3", &id, "Und noch eine.")).await;
        assert!(matches!(more.decision, Decision::Append { .. }), "{more:?}");
        assert_eq!((more.ticket, house.number("SELECT COUNT(*) FROM ticket").await), (new.ticket, 2));
        // Once that is over too the next one opens another.
        house.run("UPDATE ticket SET stage = 'closed', is_open = FALSE", []).await;
        let last = arrives(&house, &reply("vera.albers@example.de", "t4", &id, "Eine dritte.")).await;
        assert!(matches!(last.decision, Decision::NewTicket { linked_to: Some(_), .. }), "{last:?}");
    }

    async fn a_window_for_objections_does_not_run_where_nobody_could_be_told(house: TestHouse) {
        let (first, _) = first_mail(&house).await;
        let number = first.ticket.unwrap().0;
        house.run("UPDATE ticket SET author_id = NULL, author_email = ''", []).await;
        let katrin = house.browser(house.staff("Katrin Sommer", &[Role::ProjectLead]).await).await;
        for to in ["in_triage", "done"] {
            let (number, key) = (number.to_string(), crate::house::key());
            let moved = katrin.call("ticket/move", &[("number", &*number), ("to", to), ("note", "Geht wieder."), ("key", &key)]).await;
            assert_eq!(moved.status, StatusCode::OK, "{}", moved.text());
        }
        assert_eq!(house.number("SELECT COUNT(*) FROM ticket WHERE stage = 'done' AND objection_until IS NULL").await, 1);
        assert_eq!(house.number("SELECT COUNT(*) FROM entry WHERE what = 'remark' AND data LIKE '%nobody_told%' AND internal = TRUE").await, 1);
        assert!(katrin.get(&format!("/tickets/{number}")).await.text().contains("Einspruchsfrist läuft deshalb nicht"));
    }

    async fn a_window_for_objections_does_not_run_where_the_end_is_not_mailed(house: TestHouse) {
        let sonja = house.browser(house.staff("Sonja Chef", &[Role::SupportManager]).await).await;
        let text = sonja.get("/policy/export/1").await.text();
        let (before, state) = text.split_at(text.find("stage = \"done\"").unwrap());
        let text = format!("{before}{}", state.replacen("mailed = true", "mailed = false", 1));
        sonja.call("policy/import", &[("key", &key()), ("text", &text)]).await.json::<()>();
        let seen = sonja.call("policy/draft", &[("moves", "false")]).await.json::<DraftView>().seen.to_string();
        sonja.call("policy/publish", &[("key", &*key()), ("seen", &seen), ("note", "Still")]).await.json::<()>();
        let (first, _) = first_mail(&house).await;
        let number = first.ticket.unwrap().0.to_string();
        let katrin = house.browser(house.staff("Katrin Sommer", &[Role::ProjectLead]).await).await;
        for to in ["in_triage", "done"] {
            let moved = katrin.call("ticket/move", &[("number", &*number), ("to", to), ("note", "Geht wieder."), ("key", &key())]).await;
            assert_eq!(moved.status, StatusCode::OK, "{}", moved.text());
        }
        assert_eq!(house.number("SELECT COUNT(*) FROM letter WHERE window_until IS NOT NULL").await, 0);
        assert_eq!(house.number("SELECT COUNT(*) FROM ticket WHERE stage = 'done' AND objection_until IS NULL").await, 1);
        let page = katrin.get(&format!("/tickets/{number}")).await.text();
        assert!(page.contains("mailen wir nach unserer Konfiguration niemandem"), "{page}");
    }

    async fn a_window_for_objections_of_which_no_customer_was_told_does_not_run(house: TestHouse) {
        let (first, _) = first_mail(&house).await;
        let number = first.ticket.unwrap().0;
        let lead = house.staff("Katrin Sommer", &[Role::ProjectLead]).await;
        let katrin = house.browser(lead).await;
        for (to, note) in [("in_triage", ""), ("done", "Die Kasse geht wieder.")] {
            house.wait(jiff::SignedDuration::from_mins(5));
            let number = number.to_string();
            let moved = katrin.call("ticket/move", &[("number", &number), ("to", to), ("note", note), ("key", &crate::house::key())]).await;
            assert_eq!(moved.status, StatusCode::OK, "{}", moved.text());
        }
        assert_eq!(house.number("SELECT COUNT(*) FROM ticket WHERE objection_until IS NOT NULL").await, 1);
        house.run("UPDATE letter SET state = 'sent'", []).await;
        let report = |id: &str, action: &str, status: &str| format!(
            "Return-Path: <>\nFrom: MAILER-DAEMON@mx.de\nSubject: Undelivered {action}\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\n\n--b\n\nUnknown.\n--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.de\n\nFinal-Recipient: rfc822; vera.albers@example.de\nAction: {action}\nStatus: {status}\n--b\nContent-Type: text/rfc822-headers\n\nMessage-ID: {id}\n--b--\n"
        );
        let completion = text(&house, "SELECT message_id FROM letter WHERE to_email = 'vera.albers@example.de' ORDER BY id DESC LIMIT 1").await;
        arrives(&house, &report(&completion, "delayed", "4.4.1")).await;
        assert_eq!(house.number("SELECT COUNT(*) FROM ticket WHERE objection_until IS NOT NULL").await, 1, "a delay is information");
        arrives(&house, &report(&completion, "delayed", "4.4.2")).await;
        assert_eq!(house.number("SELECT COUNT(*) FROM entry WHERE what = 'remark'").await, 1, "it is told once a day");
        arrives(&house, &report(&completion, "failed", "5.1.1")).await;
        assert_eq!(house.number("SELECT COUNT(*) FROM ticket WHERE objection_until IS NOT NULL").await, 0);
        let note = text(&house, "SELECT data FROM entry WHERE what = 'remark' ORDER BY id DESC LIMIT 1").await;
        assert!(note.contains("\"stopped\":true"), "{note}");
        assert!(katrin.get(&format!("/tickets/{number}")).await.text().contains("Einspruchsfrist läuft deshalb nicht"));
        let told = "SELECT COUNT(*) FROM letter WHERE to_email = 'katrin.sommer@example.de' AND internal = TRUE AND text_body LIKE '%Einspruchsfrist läuft deshalb nicht%'";
        assert_eq!(house.number(told).await, 1);
        // The same mail may be returned more than once; it is told once.
        let notes = house.number("SELECT COUNT(*) FROM entry WHERE what = 'remark'").await;
        arrives(&house, &report(&completion, "failed", "5.1.1").replace("Undelivered", "Returned")).await;
        assert_eq!(house.number("SELECT COUNT(*) FROM entry WHERE what = 'remark'").await, notes);
        let page = katrin.get(&format!("/tickets/{number}")).await.text();
        assert!(page.contains("Eine Einspruchsfrist läuft nicht"), "{page}");
        // Nobody closes it in silence.
        house.wait(jiff::SignedDuration::from_hours(24 * 30));
        assert_eq!(server::ticket::objection::close(&house.house, house.now()).await.unwrap(), 0);
        assert_eq!(text(&house, "SELECT stage FROM ticket").await, "done");
    }
}
