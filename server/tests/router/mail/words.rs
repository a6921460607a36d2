//! What of a mail is read on its ticket, and what is said of the rest.
use super::{arrives, first_mail, reply, text};
use crate::on_both;
use axum::http::StatusCode;
use domain::letter::thread::{Decision, Rule};
use domain::person::Role;
use server::letter::intake::{mailbox, receive};

on_both! {
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
        assert!(page().await.contains("100 von 103 Anhängen dieser E-Mail stehen hier; alle stehen in der Originalmail."));
        // What was written down before counted only what was missing.
        house.run("UPDATE entry SET data = $1 WHERE what = 'remark'", [r#"{"what":"remark","remark":"more_files","n":1900}"#.into()]).await;
        assert!(page().await.contains("100 von 2.000 Anhängen"));
        house.run("UPDATE person SET lang = 'en'", []).await;
        assert!(page().await.contains("100 of 2,000 attachments of this mail stand here; all of them are in the original mail."));
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

    async fn what_is_packed_into_its_signature_is_read_and_what_is_encrypted_is_not(house: TestHouse) {
        let now = house.now();
        let mailbox = mailbox(&house.house, None, now).await.unwrap().unwrap();
        let katrin = house.browser(house.staff("Katrin Sommer", &[Role::ProjectLead]).await).await;
        let taken = async |raw: &[u8]| receive(&house.house, &mailbox, raw.to_vec(), now).await.unwrap();
        let sealed = "Diese E-Mail ist verschlüsselt";
        for raw in [
            &include_bytes!("../../../fuzz/seeds/mail/smime-signed-ber.eml")[..],
            include_bytes!("../../../fuzz/seeds/mail/smime-signed-der.eml"),
        ] {
            let receipt = taken(raw).await;
            assert!(matches!(receipt.decision, Decision::NewTicket { .. }), "{receipt:?}");
            assert_eq!(receipt.files, [("rechnung.bin".to_owned(), "application/octet-stream".to_owned(), 13)]);
            let page = katrin.get(&format!("/tickets/{}", receipt.ticket.unwrap().0)).await.text();
            assert!(page.contains("Grüße aus Köln, die Rechnung liegt bei.") && page.contains("rechnung.bin"), "{page}");
            assert!(!page.contains(sealed) && !page.contains("smime.p7m"), "{page}");
        }
        assert_eq!(house.number("SELECT COUNT(*) FROM document WHERE name = 'rechnung.bin'").await, 2);
        let ticket = text(&house, "SELECT title || ', ' || author_email FROM ticket ORDER BY id LIMIT 1").await;
        assert_eq!(ticket, "Rechnung, vera@neu.example");
        let receipt = taken(include_bytes!("../../../fuzz/seeds/mail/smime-encrypted.eml")).await;
        let page = katrin.get(&format!("/tickets/{}", receipt.ticket.unwrap().0)).await.text();
        assert!(page.contains(sealed), "{page}");
        // The original is what it says as well, and no link that it quotes is for who saves it.
        taken(include_bytes!("../../../fuzz/seeds/mail/smime-quoted.eml")).await;
        let mail = house.number("SELECT MAX(id) FROM mail").await;
        let frame = katrin.get(&format!("/mails/{mail}/html")).await.text();
        assert!(frame.contains("<p>Wir widersprechen <b>nicht</b>.</p>"), "{frame}");
        let raw = katrin.get(&format!("/mails/{mail}/raw")).await.text();
        assert!(raw.contains("?token=...&object=1") && !raw.contains("pkcs7-mime"), "{raw}");
    }

    async fn of_a_text_that_is_too_long_the_message_says_so(house: TestHouse) {
        let long = "Zeile des Protokolls mit vielen Wörtern\n".repeat(2_000);
        arrives(&house, &format!("From: a@kunde.example\nSubject: Protokoll\nMessage-ID: <l1@kunde.example>\n\n{long}")).await;
        let remark = text(&house, "SELECT data FROM entry WHERE what = 'remark'").await;
        assert!(remark.contains("cut_text"), "{remark}");
        arrives(&house, "From: a@kunde.example\nSubject: Kurz\nMessage-ID: <l2@kunde.example>\n\nKurz\n").await;
        assert_eq!(house.number("SELECT COUNT(*) FROM entry WHERE what = 'remark'").await, 1);
    }
}
