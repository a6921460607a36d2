//! Who a mail is from: strangers, machines, forms and who uses the name of others.
use super::{arrives, first_mail, reply, text};
use crate::letter::{MailServer, send_due};
use crate::on_both;
use app::ticket::view::TicketView;
use axum::http::StatusCode;
use domain::letter::cap::{MOST_STRANGERS, STRANGERS_WINDOW};
use domain::letter::thread::{Decision, Rule};
use domain::person::{Rights, Role};
use server::letter::deliver::{Asked, deliver};
use server::letter::intake::{mailbox, receive};

on_both! {
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

    async fn who_forges_an_address_makes_us_send_no_words_of_theirs(house: TestHouse) {
        first_mail(&house).await;
        let sent = async |to: &str| text(&house, &format!("SELECT text_body FROM letter WHERE to_email = '{to}'")).await;
        assert!(sent("vera.albers@example.de").await.contains("die Kasse steht still."), "whose address has an account reads her words again");
        arrives(&house, "From: opfer@neu.example\nSubject: Rechnung\nMessage-ID: <e1@x>\n\nHier zahlen: http://evil.example\n").await;
        let told = sent("opfer@neu.example").await;
        assert!(told.contains("Rechnung") && !told.contains("evil.example"), "{told}");
    }

    async fn of_too_many_strangers_within_an_hour_the_next_one_waits(house: TestHouse) {
        first_mail(&house).await;
        let raw = |n: u32| format!("From: fremd{n}@neu{n}.example\nSubject: Anfrage {n}\nMessage-ID: <f{n}@neu.example>\n\nWort {n}.\n");
        for n in 0..MOST_STRANGERS {
            let receipt = arrives(&house, &raw(n)).await;
            assert!(matches!(receipt.decision, Decision::NewTicket { .. }), "{n}: {receipt:?}");
        }
        let tickets = house.number("SELECT COUNT(*) FROM ticket").await;
        let letters = house.number("SELECT COUNT(*) FROM letter").await;
        let next = arrives(&house, &raw(1_000)).await;
        assert!(matches!(next.decision, Decision::Quarantine { ticket: None, rule: Rule::Flood, .. }), "{next:?}");
        assert!(arrives(&house, &raw(1_000)).await.known);
        let tried = deliver(&house.house, &Asked { mailbox: None, dry_run: true }, raw(1_002).into_bytes()).await;
        assert!(tried.text.contains("\"rule\":\"flood\""), "{}", tried.text);
        assert_eq!(house.number("SELECT COUNT(*) FROM ticket").await, tickets);
        assert_eq!(house.number("SELECT COUNT(*) FROM letter").await, letters, "nobody is answered");
        assert_eq!(text(&house, "SELECT rule FROM mail WHERE decision = 'quarantine'").await, "flood");
        // Who has an account is taken in, and who answers a ticket of theirs is heard.
        let known = arrives(&house, "From: vera.albers@example.de\nSubject: Waage\nMessage-ID: <v2@example.de>\n\nDie Waage.\n").await;
        assert!(matches!(known.decision, Decision::NewTicket { .. }), "{known:?}");
        let id = text(&house, "SELECT message_id FROM letter WHERE to_email = 'fremd3@neu3.example'").await;
        let answer = arrives(&house, &reply("fremd3@neu3.example", "f3b", &id, "Es eilt.")).await;
        assert!(matches!(answer.decision, Decision::Append { .. }), "{answer:?}");
        // Each mailbox counts its own.
        house.run("INSERT INTO mailbox (name, address, lang, created_at) VALUES ('verkauf', 'verkauf@portal.test', 'de', 0)", []).await;
        let other = mailbox(&house.house, Some("verkauf"), house.now()).await.unwrap().unwrap();
        let sold = receive(&house.house, &other, raw(1_001).replace('\n', "\r\n").into_bytes(), house.now()).await.unwrap();
        assert!(matches!(sold.decision, Decision::NewTicket { .. }), "{sold:?}");
        // Staff read why it waits, and make it a ticket all the same.
        let katrin = house.browser(house.staff("Katrin Sommer", &[Role::ProjectLead]).await).await;
        assert!(katrin.get("/mails").await.text().contains("ungewöhnlich viele Absender ohne Konto"));
        house.run("UPDATE person SET lang = 'en'", []).await;
        assert!(katrin.get("/mails").await.text().contains("Unusually many senders without an account"));
        let waits = house.number("SELECT id FROM mail WHERE decision = 'quarantine'").await.to_string();
        assert_eq!(katrin.call("mails/settle", &[("id", &waits), ("deed", "open")]).await.status, StatusCode::OK);
        assert_eq!(house.number("SELECT COUNT(*) FROM ticket WHERE author_email = 'fremd1000@neu1000.example'").await, 1);
        // Later it is as before.
        house.wait(STRANGERS_WINDOW);
        let later = arrives(&house, &raw(1_002)).await;
        assert!(matches!(later.decision, Decision::NewTicket { .. }), "{later:?}");
    }

    async fn own_mail_that_comes_back_is_kept_and_does_nothing(house: TestHouse) {
        first_mail(&house).await;
        let receipt = arrives(&house, "From: support@portal.test\nSubject: x\nX-Schalter-Loop: portal.test\nMessage-ID: <o1@portal.test>\n\nx\n").await;
        assert!(matches!(receipt.decision, Decision::Loop { .. }), "{receipt:?}");
        assert_eq!(house.number("SELECT COUNT(*) FROM ticket").await, 1);
        assert_eq!(house.number("SELECT COUNT(*) FROM mail WHERE decision = 'loop'").await, 1);
    }

    async fn a_copy_of_a_letter_of_ours_in_the_mailbox_opens_nothing_and_is_answered_by_nobody(house: TestHouse) {
        first_mail(&house).await;
        let mail = MailServer::start("").await;
        assert_eq!(send_due(&house.house, &mail.transport, house.now()).await.unwrap(), 1);
        let sent = mail.taken().remove(0);
        assert!(sent.contains("X-Schalter-Loop:") && sent.contains("Message-ID:") && sent.contains("support@portal.test"), "{sent}");
        let without = |mail: &str, header: &str| {
            let kept: Vec<&str> = mail.lines().filter(|line| !line.starts_with(header)).collect();
            format!("{}\n", kept.join("\n"))
        };
        let counts = "SELECT (SELECT COUNT(*) FROM ticket) * 1000000 + (SELECT COUNT(*) FROM letter) * 1000 + (SELECT COUNT(*) FROM entry)";
        let before = house.number(counts).await;
        // As it left; without the headers that only we know, under another subject; and under a Message-ID that a server gave it.
        let plain = without(&sent, "X-Schalter-Loop:");
        let receipt = arrives(&house, &sent).await;
        assert_eq!(receipt.decision, Decision::Loop { rule: Rule::OwnHeader });
        let receipt = arrives(&house, &plain.replacen("Subject: ", "Subject: Kopie: ", 1)).await;
        assert_eq!(receipt.decision, Decision::Loop { rule: Rule::OwnMessage });
        let renamed = format!("Message-ID: <kopie@exchange.example>\n{}", without(&plain, "Message-ID:"));
        let receipt = arrives(&house, &renamed).await;
        assert!(matches!(receipt.decision, Decision::Quarantine { ticket: None, rule: Rule::OwnMailbox, .. }), "{receipt:?}");
        assert_eq!(house.number(counts).await, before);
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
}
