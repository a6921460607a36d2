//! Mails that come in: each becomes a ticket or finds its own, once.
use crate::{TestHouse, on_both};
use app::letter::view::{MailState, MailsView};
use app::ticket::view::TicketView;
use axum::http::StatusCode;
use domain::letter::thread::{Decision, Rule};
use domain::person::{Rights, Role};
use server::letter::deliver::{Asked, NO_SUCH_MAILBOX, TOO_LARGE, deliver};
use server::letter::intake::{Mailbox, Receipt, mailbox, receive};
use server::store::{all, one_row};

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

on_both! {
    async fn a_mail_opens_a_ticket_of_its_organisation_and_is_acknowledged_once(house: TestHouse) {
        let (receipt, id) = first_mail(&house).await;
        assert!(matches!(receipt.decision, Decision::NewTicket { rule: Rule::None, linked_to: None, machine: None }));
        assert!(receipt.ticket.is_some() && !receipt.known);
        assert!(id.contains('-'), "the Message-ID carries the keyed token: {id}");
        assert_eq!(house.number("SELECT COUNT(*) FROM ticket WHERE channel = 'mail' AND organisation_id IS NOT NULL AND author_id IS NOT NULL").await, 1);
        assert_eq!(text(&house, "SELECT title FROM ticket").await, "Kasse steht");
        let opened = text(&house, "SELECT data FROM entry WHERE what = 'opened'").await;
        assert!(opened.contains("die Kasse steht still.") && !opened.contains("-- "), "{opened}");
        assert_eq!(house.number("SELECT COUNT(*) FROM letter WHERE to_email = 'vera.albers@example.de'").await, 1);
    }

    async fn a_mail_of_unknown_characters_is_read_as_it_was_written(house: TestHouse) {
        let now = house.now();
        let mailbox = mailbox(&house.house, None, now).await.unwrap().unwrap();
        let raw = b"From: M\xfcller, J\xfcrgen <jm@neu.example>\r\nSubject: St\xf6rung im B\xfcro\r\n\r\nGr\xfc\xdfe\r\n";
        receive(&house.house, &mailbox, raw.to_vec(), now).await.unwrap();
        let ticket = text(&house, "SELECT title || ', ' || author_name || ', ' || author_email FROM ticket").await;
        assert_eq!(ticket, "Störung im Büro, Müller, Jürgen, jm@neu.example");
        assert!(text(&house, "SELECT data FROM entry WHERE what = 'opened'").await.contains("Grüße"));
        assert!(text(&house, "SELECT subject FROM letter WHERE to_email = 'jm@neu.example'").await.contains("Störung im Büro"));
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

    async fn an_answer_appends_with_its_files_and_without_the_quote(house: TestHouse) {
        let (first, id) = first_mail(&house).await;
        let receipt = arrives(&house, &format!(
            "From: vera.albers@example.de\nSubject: AW: Kasse steht\nMessage-ID: <v3@example.de>\nIn-Reply-To: {id}\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\n\nHier das Bild.\n\nAm 23.11.2026 um 09:00 schrieb Nordlicht Digital:\n> Ihr Anliegen ist da.\n--b\nContent-Type: image/png; name=kasse.png\nContent-Transfer-Encoding: base64\nContent-Disposition: attachment\n\niVBORw0KGgo=\n--b--\n"
        )).await;
        assert!(matches!(receipt.decision, Decision::Append { rule: Rule::InReplyTo, machine: None, .. }), "{receipt:?}");
        assert_eq!(receipt.ticket, first.ticket);
        assert_eq!(receipt.reply.trim(), "Hier das Bild.");
        let said = text(&house, "SELECT data FROM entry WHERE what = 'message'").await;
        assert!(said.contains("Hier das Bild.") && !said.contains("Ihr Anliegen ist da"), "{said}");
        assert_eq!(house.number("SELECT COUNT(*) FROM document WHERE name = 'kasse.png' AND media_type = 'image/png' AND entry_id IS NOT NULL").await, 1);
        // She wrote it: nobody mails it back to her.
        assert_eq!(house.number("SELECT COUNT(*) FROM letter WHERE to_email = 'vera.albers@example.de'").await, 1);
        let vera = house.browser(domain::id::PersonId(house.number("SELECT id FROM person WHERE email = 'vera.albers@example.de'").await)).await;
        let file = house.number("SELECT id FROM document").await;
        let answer = vera.get(&format!("/documents/{file}/kasse.png")).await;
        assert_eq!((answer.status, &answer.body[..]), (StatusCode::OK, &b"\x89PNG\r\n\x1a\n"[..]));
    }

    async fn what_opens_a_ticket_is_read_whole_also_where_it_looks_like_a_quote(house: TestHouse) {
        for (n, (head, body, kept)) in [
            ("", "Im Log steht:\n\n> Warning: x\n> in line 3\n> abc", "in line 3"),
            ("", "Log:\n\n--\nERROR 500\n--\nBitte prüfen", "Bitte prüfen"),
            ("", "Bitte anlegen:\n\nVon: Kiel\nAn: Hamburg\nDatum: 1.12.2026\nBetreff: Lieferung 7\n\nDanke!", "Lieferung 7"),
            ("In-Reply-To: <ole@albers.example>\n", "Können Sie helfen?\n\nAm 23.11.2026 um 10:00 schrieb Ole:\n> Der Shop steht.\n> Seit heute.", "Der Shop steht."),
        ].into_iter().enumerate() {
            let receipt = arrives(&house, &format!("From: vera@albers.example\nSubject: Frage {n}\nMessage-ID: <n{n}@albers.example>\n{head}Content-Type: text/plain; charset=utf-8\n\n{body}\n")).await;
            assert!(matches!(receipt.decision, Decision::NewTicket { .. }), "{receipt:?}");
            let opened = text(&house, "SELECT data FROM entry WHERE what = 'opened' ORDER BY id DESC LIMIT 1").await;
            assert!(opened.contains(kept), "{opened}");
        }
    }

    async fn a_message_tells_of_a_quote_that_is_not_shown(house: TestHouse) {
        let (first, id) = first_mail(&house).await;
        let vera = house.browser(domain::id::PersonId(house.number("SELECT id FROM person WHERE email = 'vera.albers@example.de'").await)).await;
        let told = async || vera.get(&format!("/tickets/{}", first.ticket.unwrap().0)).await.text().contains("Zitat ausgeblendet");
        let quote = |line: &str| format!("Es geht.\n\nAm 23.11.2026 um 09:00 schrieb Haus:\n> {line}\n> Guten Tag\n> Geht es?");
        arrives(&house, &reply("vera.albers@example.de", "c1", &id, &quote(domain::letter::reply::MARKER_DE))).await;
        assert!(!told().await, "a quote of ours");
        arrives(&house, &reply("vera.albers@example.de", "c2", &id, &quote("Von Ole"))).await;
        assert!(told().await);
        arrives(&house, &reply("vera.albers@example.de", "c3", &id, &format!("Antworten unten in rot.\n\n{}", quote("Rot: ja")))).await;
        assert!(text(&house, "SELECT data FROM entry WHERE what = 'message' ORDER BY id DESC LIMIT 1").await.contains("Rot: ja"));
    }

    async fn words_that_stand_for_a_picture_go_where_it_came_with_the_mail(house: TestHouse) {
        let (_, id) = first_mail(&house).await;
        let receipt = arrives(&house, &format!(
            "From: vera.albers@example.de\nSubject: AW: Kasse steht\nMessage-ID: <v3@example.de>\nIn-Reply-To: {id}\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\n\nSiehe Bild [cid:img1] und [image: kasse.png].\n\n[cid:fehlt]\n--b\nContent-Type: image/png; name=kasse.png\nContent-ID: <img1>\nContent-Transfer-Encoding: base64\nContent-Disposition: inline\n\niVBORw0KGgo=\n--b--\n"
        )).await;
        assert_eq!(receipt.reply, "Siehe Bild und.\n\n[cid:fehlt]");
        let said = text(&house, "SELECT data FROM entry WHERE what = 'message'").await;
        assert!(said.contains("Siehe Bild und.") && !said.contains("img1") && said.contains("[cid:fehlt]"), "{said}");
        assert_eq!(house.number("SELECT COUNT(*) FROM document WHERE name = 'kasse.png' AND entry_id IS NOT NULL").await, 1);
    }

    async fn the_keyed_token_of_a_quote_is_read_by_nobody(house: TestHouse) {
        let (first, id) = first_mail(&house).await;
        let token = id.trim_start_matches('<').split('.').next().unwrap().to_owned();
        arrives(&house, &reply("vera.albers@example.de", "q1", &id, &format!("Danke sehr!\n> Vorgangszeichen: {token}"))).await;
        let said = text(&house, "SELECT data FROM entry WHERE what = 'message'").await;
        assert!(said.contains("Danke sehr!") && !said.contains("Vorgangszeichen"), "{said}");
        // Where a quote has to stay its key does not.
        arrives(&house, &reply("vera.albers@example.de", "q2", &id, &format!("> Vorgangszeichen: {token}\nWas ist das?\n> Grüße\nUnd das?"))).await;
        let said = text(&house, "SELECT data FROM entry WHERE what = 'message' ORDER BY id DESC LIMIT 1").await;
        let number = first.ticket.unwrap().0;
        assert!(said.contains(&format!("Vorgangszeichen: {number}-…")) && !said.contains(&token), "{said}");
        let vera = house.browser(domain::id::PersonId(house.number("SELECT id FROM person WHERE email = 'vera.albers@example.de'").await)).await;
        let mail = house.number("SELECT MAX(id) FROM mail").await;
        let page = vera.get(&format!("/mails/{mail}")).await.text();
        assert!(page.contains("Was ist das?") && !page.contains(&token), "{page}");
    }

    async fn of_more_files_than_are_taken_in_the_message_says_how_many(house: TestHouse) {
        let (first, id) = first_mail(&house).await;
        let files = |n: usize| (0..n).fold(String::new(), |all, n| all + &format!("--b\nContent-Type: text/plain; name=f{n}.txt\nContent-Disposition: attachment\n\nInhalt {n}\n"));
        let raw = |name: &str, n: usize| format!("From: vera.albers@example.de\nSubject: AW: Kasse steht\nMessage-ID: <{name}@example.de>\nIn-Reply-To: {id}\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\n\nAlle Belege.\n{}--b--\n", files(n));
        arrives(&house, &raw("f1", 100)).await;
        assert_eq!(house.number("SELECT COUNT(*) FROM entry WHERE what = 'remark'").await, 0);
        arrives(&house, &raw("f2", 103)).await;
        assert_eq!(house.number("SELECT COUNT(*) FROM document").await, 200);
        let vera = house.browser(domain::id::PersonId(house.number("SELECT id FROM person WHERE email = 'vera.albers@example.de'").await)).await;
        let page = async || vera.get(&format!("/tickets/{}", first.ticket.unwrap().0)).await.text();
        assert!(page().await.contains("Zu dieser E-Mail gehören noch 3 weitere Dateien; sie liegen nur im Original."));
        house.run("UPDATE person SET lang = 'en'", []).await;
        assert!(page().await.contains("3 further files came with this mail; they are in the original alone."));
    }

    async fn an_encrypted_mail_says_that_it_is_one_to_both(house: TestHouse) {
        let receipt = arrives(&house, "From: vera@neu.example\nSubject: Vertraulich\nMessage-ID: <s1@x>\nContent-Type: application/pkcs7-mime; smime-type=enveloped-data; name=smime.p7m\nContent-Transfer-Encoding: base64\n\nMIIBIjANBgkq\n").await;
        let katrin = house.browser(house.staff("Katrin Sommer", &[Role::ProjectLead]).await).await;
        let page = katrin.get(&format!("/tickets/{}", receipt.ticket.unwrap().0)).await.text();
        assert!(page.contains("Diese E-Mail ist verschlüsselt oder in ihre Signatur verpackt"), "{page}");
        let told = text(&house, "SELECT text_body FROM letter WHERE to_email = 'vera@neu.example'").await;
        let told = told.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(told.contains("noch einmal unverschlüsselt"), "{told}");
    }

    async fn a_stranger_with_the_right_reference_touches_nothing(house: TestHouse) {
        let (first, id) = first_mail(&house).await;
        let receipt = arrives(&house, &reply("Mallory <mallory@anderswo.de>", "m1", &id, "Lassen Sie mich hinein.")).await;
        assert!(matches!(receipt.decision, Decision::Quarantine { rule: Rule::InReplyTo, .. }), "{receipt:?}");
        assert_eq!(receipt.ticket, first.ticket);
        assert_eq!(house.number("SELECT COUNT(*) FROM entry WHERE what <> 'opened'").await, 0);
        assert_eq!(house.number("SELECT COUNT(*) FROM mail WHERE decision = 'quarantine'").await, 1);
        // With the number alone it leads nowhere.
        let number = house.number("SELECT number FROM ticket").await;
        let receipt = arrives(&house, &format!("From: mallory@anderswo.de\nSubject: Re: [#{number}] Kasse\nMessage-ID: <m2@x>\n\nHallo\n")).await;
        assert!(matches!(receipt.decision, Decision::NewTicket { rule: Rule::None, .. }));
    }

    async fn the_address_of_staff_opens_no_ticket_of_others(house: TestHouse) {
        let (_, id) = first_mail(&house).await;
        let lead = house.staff("Katrin Sommer", &[Role::ProjectLead]).await;
        house.run("UPDATE ticket SET assignee_id = $1", [lead.0.into()]).await;
        let forged = arrives(&house, &reply("katrin.sommer@example.de", "k1", &id, "Freigegeben.")).await;
        assert!(matches!(forged.decision, Decision::Quarantine { .. }), "{forged:?}");
        // What answers a letter to that very address is hers, and the first reaction.
        arrives(&house, &reply("vera.albers@example.de", "v4", &id, "Es eilt.")).await;
        let hers = text(&house, "SELECT message_id FROM letter WHERE to_email = 'katrin.sommer@example.de' ORDER BY id DESC LIMIT 1").await;
        let receipt = arrives(&house, &reply("katrin.sommer@example.de", "k2", &hers, "Wir sehen nach.")).await;
        assert!(matches!(receipt.decision, Decision::Append { .. }), "{receipt:?}");
        assert_eq!(house.number("SELECT COUNT(*) FROM entry WHERE what = 'message' AND by_staff = TRUE").await, 1);
    }

    async fn an_absence_notice_is_a_note_and_is_never_answered(house: TestHouse) {
        let (_, id) = first_mail(&house).await;
        house.run("UPDATE ticket SET stage = 'done', is_open = FALSE", []).await;
        let letters = house.number("SELECT COUNT(*) FROM letter").await;
        let raw = reply("vera.albers@example.de", "v5", &id, "Ich bin bis Montag nicht da.").replace("\nIn-Reply-To", "\nAuto-Submitted: auto-replied\nIn-Reply-To");
        let receipt = arrives(&house, &raw).await;
        assert!(matches!(receipt.decision, Decision::Append { machine: Some(_), .. }), "{receipt:?}");
        assert_eq!(text(&house, "SELECT stage FROM ticket").await, "done");
        assert_eq!(house.number("SELECT COUNT(*) FROM entry WHERE what = 'note' AND internal = TRUE").await, 1);
        assert_eq!(house.number("SELECT COUNT(*) FROM letter").await, letters);
        // It is hers, and she has an account; she reads nothing of it.
        let number = receipt.ticket.unwrap().0.to_string();
        let katrin = house.browser(house.staff("Katrin Sommer", &[Role::ProjectLead]).await).await;
        let seen: TicketView = katrin.call("ticket", &[("number", &number)]).await.json();
        let note = seen.entries.last().unwrap();
        assert_eq!((note.by.as_ref().map(|by| (by.name.as_str(), by.staff)), note.guest.as_deref()), (Some(("Vera Albers", false)), None));
        assert!(!katrin.get(&format!("/tickets/{number}")).await.text().contains("ohne Konto"));
        let vera = house.browser(domain::id::PersonId(house.number("SELECT id FROM person WHERE email = 'vera.albers@example.de'").await)).await;
        assert!(!vera.call("ticket", &[("number", &number)]).await.text().contains("bis Montag"));
        // A machine that writes first gets a ticket and no answer.
        arrives(&house, "From: monitor@kunde.de\nSubject: Alarm\nAuto-Submitted: auto-generated\nMessage-ID: <a1@kunde.de>\n\nPlatte voll\n").await;
        assert_eq!(house.number("SELECT COUNT(*) FROM letter WHERE to_email = 'monitor@kunde.de'").await, 0);
        assert_eq!(house.number("SELECT COUNT(*) FROM ticket WHERE author_email = 'monitor@kunde.de'").await, 1);
    }

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

    async fn who_forges_an_address_makes_us_send_no_words_of_theirs(house: TestHouse) {
        first_mail(&house).await;
        let sent = async |to: &str| text(&house, &format!("SELECT text_body FROM letter WHERE to_email = '{to}'")).await;
        assert!(sent("vera.albers@example.de").await.contains("die Kasse steht still."), "whose address has an account reads her words again");
        arrives(&house, "From: opfer@neu.example\nSubject: Rechnung\nMessage-ID: <e1@x>\n\nHier zahlen: http://evil.example\n").await;
        let told = sent("opfer@neu.example").await;
        assert!(told.contains("Rechnung") && !told.contains("evil.example"), "{told}");
    }

    async fn own_mail_that_comes_back_is_kept_and_does_nothing(house: TestHouse) {
        first_mail(&house).await;
        let receipt = arrives(&house, "From: support@portal.test\nSubject: x\nX-Schalter-Loop: portal.test\nMessage-ID: <o1@portal.test>\n\nx\n").await;
        assert!(matches!(receipt.decision, Decision::Loop { .. }), "{receipt:?}");
        assert_eq!(house.number("SELECT COUNT(*) FROM ticket").await, 1);
        assert_eq!(house.number("SELECT COUNT(*) FROM mail WHERE decision = 'loop'").await, 1);
    }

    async fn the_form_of_a_site_is_answered_where_it_says_and_a_mail_in_our_name_waits(house: TestHouse) {
        for (number, from) in (1..).zip(["support@portal.test", "www-data@laden.example"]) {
            let receipt = arrives(&house, &format!("From: {from}\nReply-To: Max Muster <max{number}@neu.example>\nTo: support@portal.test\nSubject: Anfrage\nMessage-ID: <f{number}@laden.example>\n\nBitte rufen Sie mich an.\n")).await;
            assert!(matches!(receipt.decision, Decision::NewTicket { machine: None, .. }), "{receipt:?}");
            let to = text(&house, "SELECT to_email FROM letter ORDER BY id DESC LIMIT 1").await;
            assert_eq!(to, format!("max{number}@neu.example"));
            assert_eq!(text(&house, "SELECT author_name FROM ticket ORDER BY id DESC LIMIT 1").await, "Max Muster");
        }
        let receipt = arrives(&house, "From: support@portal.test\nTo: support@portal.test\nSubject: Notiz\nMessage-ID: <n1@portal.example>\n\nx\n").await;
        assert!(matches!(receipt.decision, Decision::Quarantine { ticket: None, rule: Rule::OwnMailbox, .. }), "{receipt:?}");
        assert_eq!(house.number("SELECT COUNT(*) FROM letter").await, 2, "nobody is answered");
        let echo = arrives(&house, "From: support@portal.test\nReply-To: max1@neu.example\nSubject: x\nX-Schalter-Loop: portal.test\nMessage-ID: <e1@portal.example>\n\nx\n").await;
        assert!(matches!(echo.decision, Decision::Loop { .. }), "{echo:?}");
    }

    async fn whom_a_form_names_is_heard_on_no_ticket_of_theirs(house: TestHouse) {
        let (first, _) = first_mail(&house).await;
        let receipt = arrives(&house, "From: noreply@boese.example\nReply-To: vera.albers@example.de\nSubject: AW: Kasse\nMessage-ID: <b1@boese.example>\nReferences: <v1@example.de>\n\nBitte sofort stornieren.\n").await;
        assert!(matches!(receipt.decision, Decision::Quarantine { .. }), "{receipt:?}");
        assert_eq!(receipt.ticket, first.ticket);
        assert_eq!(house.number("SELECT COUNT(*) FROM entry WHERE what = 'message'").await, 0);
    }

    async fn contacts_whom_a_writer_names_take_part_and_strangers_do_not(house: TestHouse) {
        let albers = house.organisation("Möbelhaus Albers").await;
        house.contact("Vera Albers", albers, Rights::default()).await;
        let ole = house.contact("Ole Thomsen", albers, Rights::default()).await;
        let iris = house.contact("Iris Falk", albers, Rights::default()).await;
        let other = house.organisation("Andere GmbH").await;
        house.contact("Peer Fremd", other, Rights::default()).await;
        let first = arrives(&house, "From: vera.albers@example.de\nTo: support@portal.test\nCc: Ole <Ole.Thomsen@example.de>, peer.fremd@example.de, eve@boese.example, support@portal.test\nSubject: Kasse\nMessage-ID: <v1@example.de>\n\nDie Kasse steht.\n").await;
        let number = first.ticket.unwrap().0.to_string();
        assert_eq!(house.number("SELECT COUNT(*) FROM participant").await, 1);
        assert_eq!(house.number(&format!("SELECT COUNT(*) FROM participant WHERE person_id = {}", ole.0)).await, 1);
        assert_eq!(house.browser(ole).await.call("ticket", &[("number", &number)]).await.status, StatusCode::OK);
        // He answers all, and names a colleague in turn.
        let answer = arrives(&house, "From: ole.thomsen@example.de\nTo: vera.albers@example.de, support@portal.test\nCc: iris.falk@example.de\nSubject: AW: Kasse\nMessage-ID: <o1@example.de>\nIn-Reply-To: <v1@example.de>\n\nHier auch.\n").await;
        assert!(matches!(answer.decision, Decision::Append { rule: Rule::ForeignInReplyTo, .. }), "{answer:?}");
        assert_eq!(house.number(&format!("SELECT COUNT(*) FROM participant WHERE person_id = {}", iris.0)).await, 1);
        assert_eq!(house.number("SELECT COUNT(*) FROM entry WHERE what = 'person_added'").await, 1);
        assert_eq!(house.number("SELECT COUNT(*) FROM letter WHERE to_email = 'iris.falk@example.de'").await, 1);
        // A stranger lets nobody in, and is not let in.
        arrives(&house, "From: eve@boese.example\nTo: support@portal.test\nCc: ole.thomsen@example.de\nSubject: Neu\nMessage-ID: <e1@boese.example>\n\nHallo\n").await;
        assert_eq!(house.number("SELECT COUNT(*) FROM participant").await, 2);
        assert_eq!(house.number("SELECT COUNT(*) FROM letter WHERE to_email IN ('peer.fremd@example.de', 'support@portal.test')").await, 0);
        assert_eq!(house.number("SELECT COUNT(*) FROM letter WHERE to_email = 'eve@boese.example'").await, 1, "her own acknowledgement");
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

    async fn of_a_mail_from_an_address_of_staff_the_ticket_says_whose_it_is(house: TestHouse) {
        house.staff("Jonas Weber", &[Role::TeamMember]).await;
        arrives(&house, "From: jonas.weber@example.de\nSubject: WG: Shop kaputt\nMessage-ID: <w1@example.de>\n\nVon: frank@kunde.example\n\nDer Shop geht nicht.\n").await;
        let remark = text(&house, "SELECT data FROM entry WHERE what = 'remark' AND internal = TRUE").await;
        assert!(remark.contains("from_staff") && remark.contains("Jonas Weber"), "{remark}");
    }

    async fn what_is_marked_as_spam_waits_and_is_answered_to_nobody(house: TestHouse) {
        let receipt = arrives(&house, "From: opfer@kunde.example\nTo: support@portal.test\nSubject: Gewinn\nX-Spam-Flag: YES\nMessage-ID: <s1@kunde.example>\n\nSie haben gewonnen.\n").await;
        assert!(matches!(receipt.decision, Decision::Quarantine { ticket: None, rule: Rule::Spam, .. }), "{receipt:?}");
        assert_eq!(house.number("SELECT COUNT(*) FROM ticket").await, 0);
        assert_eq!(house.number("SELECT COUNT(*) FROM letter").await, 0);
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

    async fn of_a_text_that_is_too_long_the_message_says_so(house: TestHouse) {
        let long = "Zeile des Protokolls mit vielen Wörtern\n".repeat(2_000);
        arrives(&house, &format!("From: a@kunde.example\nSubject: Protokoll\nMessage-ID: <l1@kunde.example>\n\n{long}")).await;
        let remark = text(&house, "SELECT data FROM entry WHERE what = 'remark'").await;
        assert!(remark.contains("cut_text"), "{remark}");
        arrives(&house, "From: a@kunde.example\nSubject: Kurz\nMessage-ID: <l2@kunde.example>\n\nKurz\n").await;
        assert_eq!(house.number("SELECT COUNT(*) FROM entry WHERE what = 'remark'").await, 1);
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
        assert_eq!(house.number("SELECT COUNT(*) FROM mail").await, 0);
        let answer = deliver(&house.house, &Asked::default(), raw.clone()).await;
        let told: serde_json::Value = serde_json::from_str(&answer.text).unwrap();
        assert!(told["ticket"].as_str().unwrap().starts_with('#'));
        let nobody = Asked { mailbox: Some("gibt-es-nicht".into()), dry_run: false };
        assert_eq!(deliver(&house.house, &nobody, raw).await.code, NO_SUCH_MAILBOX);
    }
}

/// Every mail of the corpora is taken in and ends in exactly one row; what its file name promises holds.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_real_mail_is_lost() {
    #[derive(sea_orm::FromQueryResult)]
    struct Count {
        decision: String,
        n: i64,
    }
    let root = std::env::var_os("SCHALTER_CORPORA")
        .map_or_else(|| std::path::PathBuf::from("../../shared/corpora/mail"), std::path::PathBuf::from);
    let house = TestHouse::sqlite().await;
    let now = house.now();
    let mailbox = mailbox(&house.house, None, now).await.unwrap().unwrap();
    let mut taken = 0;
    for folder in ["bounces", "mail-parser", "replies", "replies-talon"] {
        let Ok(entries) = std::fs::read_dir(root.join(folder)) else {
            eprintln!("skipped: no mails in {folder}");
            continue;
        };
        for path in entries.flatten().map(|entry| entry.path()).filter(|path| path.is_file()) {
            let raw = std::fs::read(&path).unwrap();
            let receipt = receive(&house.house, &mailbox, raw.clone(), now).await.unwrap();
            taken += usize::from(!receipt.known);
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            if name.contains("is-not-bounce") {
                assert!(!matches!(receipt.decision, Decision::Bounce { .. }), "{name}");
            }
            assert!(receive(&house.house, &mailbox, raw, now).await.unwrap().known, "{name} twice");
        }
    }
    let sql = "SELECT decision, COUNT(*) AS n FROM mail GROUP BY decision ORDER BY decision";
    let counts: Vec<Count> = all(house.house.store.read(), sql, []).await.unwrap();
    for Count { decision, n } in &counts {
        eprintln!("{n} {decision}");
    }
    assert_eq!(usize::try_from(counts.iter().map(|count| count.n).sum::<i64>()).unwrap(), taken);
}
