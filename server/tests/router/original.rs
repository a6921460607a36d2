//! Mails as they were sent, and moving them: who sees what, on both sides of a move.
use crate::live::Stream;
use crate::mail::{arrives, first_mail, reply, text};
use crate::{Browser, TestHouse, on_both};
use app::error::AppError;
use app::letter::view::{MailState, MailsView, OriginalView};
use app::ticket::view::TicketView;
use axum::http::StatusCode;
use domain::id::{OrganisationId, PersonId};
use domain::input::Reason;
use domain::letter::thread::Rule;
use domain::live::Change;
use domain::person::{Rights, Role};
use domain::ticket::number::TicketNumber;
use domain::ticket::timeline::What;

/// An answer to a letter of ours, with a picture in its text, a file, and what must not come through.
fn colourful(answers: &str) -> String {
    format!(
        "From: vera.albers@example.de\nSubject: AW: Kasse steht\nMessage-ID: <c1@example.de>\nIn-Reply-To: {answers}\nContent-Type: multipart/mixed; boundary=m\n\n--m\nContent-Type: multipart/alternative; boundary=a\n\n--a\nContent-Type: text/plain; charset=utf-8\n\nSo sieht die Dampfmaschine aus.\n--a\nContent-Type: multipart/related; boundary=r\n\n--r\nContent-Type: text/html; charset=utf-8\n\n<p onclick=\"x()\">So <b>sieht</b> die Dampfmaschine aus.</p><script>alert(1)</script><img src=\"cid:kasse@example.de\" alt=\"Kasse\"><img src=\"https://anderswo.de/zaehler.gif\" alt=\"Logo\">\n--r\nContent-Type: image/png; name=kasse.png\nContent-ID: <kasse@example.de>\nContent-Transfer-Encoding: base64\n\niVBORw0KGgo=\n--r--\n--a--\n--m\nContent-Type: text/plain; name=protokoll.txt\nContent-Disposition: attachment\n\nProtokoll\n--m--\n"
    )
}

async fn vera(house: &TestHouse) -> Browser {
    let id = house.number("SELECT id FROM person WHERE email = 'vera.albers@example.de'").await;
    house.browser(PersonId(id)).await
}

async fn ticket(browser: &Browser, number: TicketNumber) -> TicketView {
    browser.call("ticket", &[("number", &number.0.to_string())]).await.json()
}

async fn settle(browser: &Browser, id: i64, deed: &str, ticket: &str) -> StatusCode {
    browser.call("mails/settle", &[("id", &id.to_string()), ("deed", deed), ("ticket", ticket)]).await.status
}

/// Whether a reader finds these words on a ticket's page, among its files, and by searching.
async fn finds(browser: &Browser, number: TicketNumber, words: &str) -> (bool, bool) {
    let page = browser.get(&format!("/tickets/{}", number.0)).await.text();
    let list = browser.get(&format!("/tickets?q={}", words.replace(' ', "+"))).await.text();
    (page.contains(words), list.contains(&format!("/tickets/{}\"", number.0)))
}

on_both! {
    async fn a_mail_is_shown_as_it_was_sent_to_who_sees_its_message(house: TestHouse) {
        let (first, id) = first_mail(&house).await;
        let number = first.ticket.unwrap();
        arrives(&house, &colourful(&id)).await;
        let mail = house.number("SELECT id FROM mail WHERE message_id = 'c1@example.de'").await;
        let vera = vera(&house).await;
        let katrin = house.browser(house.staff("Katrin Sommer", &[Role::ProjectLead]).await).await;
        // Staff read why it stands there, customers only that there is an original.
        let entry = ticket(&katrin, number).await.entries.pop().unwrap();
        let placed = entry.mail.as_ref().unwrap().placed.clone().unwrap();
        assert_eq!((placed.from.as_str(), placed.rule, placed.machine), ("vera.albers@example.de", Rule::InReplyTo, false));
        let answer = vera.call("ticket", &[("number", &number.0.to_string())]).await;
        assert!(!answer.text().contains("in_reply_to") && !answer.text().contains("\"rule\""));
        let own: TicketView = answer.json();
        let own = own.entries.last().unwrap().mail.clone().unwrap();
        assert!(own.id.0 == mail && own.has_html && own.placed.is_none());
        let page = vera.get(&format!("/tickets/{}", number.0)).await.text();
        assert!(page.contains(&format!("/mails/{mail}\"")) && !page.contains("antwortet auf eine unserer"));
        let page = katrin.get(&format!("/tickets/{}", number.0)).await.text();
        assert!(page.contains("Per E-Mail von vera.albers@example.de · Sie antwortet auf eine unserer E-Mails."));
        // The page, its frame and its picture, for both.
        for reader in [&vera, &katrin] {
            let page = reader.get(&format!("/mails/{mail}")).await;
            assert_eq!(page.status, StatusCode::OK);
            assert!(page.text().contains(&format!("src=\"/mails/{mail}/html\"")));
            assert!(page.header("content-security-policy").contains("frame-src 'self'"));
            let frame = reader.get(&format!("/mails/{mail}/html")).await;
            let html = frame.text();
            assert!(html.contains("<p>So <b>sieht</b>") && html.contains("alt=\"Logo\"") && html.contains("Bilder aus dem Internet"), "{html}");
            assert!(!html.contains("script") && !html.contains("onclick") && !html.contains("anderswo"), "{html}");
            let policy = frame.header("content-security-policy");
            assert!(policy.contains("default-src 'none'") && policy.contains("sandbox") && !policy.contains("allow-scripts"), "{policy}");
            assert_eq!((frame.header("x-content-type-options"), frame.header("cache-control"), frame.header("x-frame-options")), ("nosniff", "private, no-store", "SAMEORIGIN"));
            let (_, from) = html.split_once(&format!("/mails/{mail}/inline/")).unwrap();
            let place = from.split('"').next().unwrap();
            let picture = reader.get(&format!("/mails/{mail}/inline/{place}")).await;
            assert_eq!((picture.status, picture.header("content-type")), (StatusCode::OK, "image/png"));
            assert_eq!(reader.get(&format!("/mails/{mail}/inline/0")).await.status, StatusCode::NOT_FOUND);
        }
        let shown: OriginalView = vera.call("mail", &[("id", &mail.to_string())]).await.json();
        assert!(shown.text.contains("Dampfmaschine") && shown.has_html && !shown.raw && shown.ticket == Some(number));
        assert_eq!(vera.get(&format!("/mails/{mail}/raw")).await.status, StatusCode::NOT_FOUND);
        // To everybody else there is none of it.
        let other = house.organisation("Nordwind").await;
        let nils = house.browser(house.contact("Nils Nordwind", other, Rights::default()).await).await;
        for path in ["", "/html", "/inline/5"] {
            assert_eq!(nils.get(&format!("/mails/{mail}{path}")).await.status, StatusCode::NOT_FOUND, "{path}");
        }
        assert_eq!(nils.call("mail", &[("id", &mail.to_string())]).await.status, StatusCode::NOT_FOUND);
        assert_eq!(nils.call("mail", &[("id", "99999")]).await.status, StatusCode::NOT_FOUND);
        assert_eq!(house.visitor().get(&format!("/mails/{mail}/html")).await.status, StatusCode::UNAUTHORIZED);
        // A mail without HTML has a page and no frame.
        let plain = house.number("SELECT id FROM mail WHERE message_id = 'v1@example.de'").await;
        assert!(vera.get(&format!("/mails/{plain}")).await.text().contains("die Kasse steht still."));
        assert_eq!(vera.get(&format!("/mails/{plain}/html")).await.status, StatusCode::NOT_FOUND);
    }

    async fn the_original_names_who_got_it_and_when_it_was_written(house: TestHouse) {
        let (_, id) = first_mail(&house).await;
        let token = id.trim_start_matches('<').split('.').next().unwrap().to_owned();
        arrives(&house, &format!(
            "From: vera.albers@example.de\nTo: Support <support@portal.test>,\n support+{token}@portal.test\nCc: \"Ole <b>Albers</b>\" <ole@example.de>\nBcc: geheim@example.de\nDate: Fri, 14 Nov 2025 08:30:00 +0000\nSubject: AW: Kasse steht\nMessage-ID: <d1@example.de>\nIn-Reply-To: {id}\nContent-Type: text/html; charset=utf-8\n\n<p>Es stehen:</p><ul><li>die Kasse</li></ul><ol style=\"padding: 0\"><li>die Waage</li></ol>\n"
        )).await;
        let mail = house.number("SELECT id FROM mail WHERE message_id = 'd1@example.de'").await;
        let vera = vera(&house).await;
        let katrin = house.browser(house.staff("Katrin Sommer", &[Role::ProjectLead]).await).await;
        let key = token.rsplit('-').next().unwrap();
        for reader in [&vera, &katrin] {
            let shown: OriginalView = reader.call("mail", &[("id", &mail.to_string())]).await.json();
            let masked = format!("support+{}…@portal.test", token.trim_end_matches(key));
            assert_eq!(shown.to, ["Support <support@portal.test>".to_owned(), masked]);
            assert_eq!(shown.cc, ["Ole <b>Albers</b> <ole@example.de>"]);
            assert_eq!(shown.written.unwrap().timestamp(), "2025-11-14T08:30:00Z".parse().unwrap());
            let page = reader.get(&format!("/mails/{mail}")).await.text();
            for words in ["<dt>An</dt>", "<dt>Cc</dt>", "<dt>Datum</dt>", "14.11.2025, 09:30 Uhr", "Ole &lt;b&gt;Albers", "<dt>Eingegangen</dt>"] {
                assert!(page.contains(words), "{words}: {page}");
            }
            assert!(!page.contains("geheim") && !page.contains(key) && !page.contains("<b>Albers"), "{page}");
            // Lists are lists, and their marks have room.
            let frame = reader.get(&format!("/mails/{mail}/html")).await.text();
            assert!(frame.contains("<ul><li>die Kasse</li></ul>") && frame.contains("ul, ol { padding-inline-start: 2.5em !important }"), "{frame}");
        }
        house.run("UPDATE person SET lang = 'en'", []).await;
        let page = vera.get(&format!("/mails/{mail}")).await.text();
        assert!(page.contains("<dt>To</dt>") && page.contains("<dt>Date</dt>") && page.contains("14 Nov 2025, 09:30"), "{page}");
        // A mail that says neither to whom nor when.
        arrives(&house, &format!("From: vera.albers@example.de\nSubject: AW: Kasse steht\nMessage-ID: <d2@example.de>\nIn-Reply-To: {id}\n\nNoch etwas.\n")).await;
        let bare = house.number("SELECT id FROM mail WHERE message_id = 'd2@example.de'").await;
        let shown: OriginalView = vera.call("mail", &[("id", &bare.to_string())]).await.json();
        assert!(shown.to.is_empty() && shown.cc.is_empty() && shown.written.is_none());
        assert!(!vera.get(&format!("/mails/{bare}")).await.text().contains("<dt>To</dt>"));
    }

    async fn what_is_for_staff_alone_is_no_original_for_customers(house: TestHouse) {
        let (first, id) = first_mail(&house).await;
        let absent = reply("vera.albers@example.de", "v5", &id, "Ich bin nicht da.").replace("\nIn-Reply-To", "\nAuto-Submitted: auto-replied\nIn-Reply-To");
        arrives(&house, &absent).await;
        arrives(&house, &reply("Mallory <mallory@anderswo.de>", "m1", &id, "Lassen Sie mich hinein.")).await;
        let vera = vera(&house).await;
        let jonas = house.browser(house.staff("Jonas Weber", &[Role::TeamMember]).await).await;
        let absent = house.number("SELECT id FROM mail WHERE message_id = 'v5@example.de'").await;
        let waits = house.number("SELECT id FROM mail WHERE message_id = 'm1@example.de'").await;
        assert_eq!(vera.get(&format!("/mails/{absent}")).await.status, StatusCode::NOT_FOUND);
        assert_eq!(jonas.get(&format!("/mails/{absent}")).await.status, StatusCode::OK);
        // Who reads the page on staff may have the raw mail, and nobody else.
        let page: OriginalView = jonas.call("mail", &[("id", &absent.to_string())]).await.json();
        assert!(page.raw && jonas.get(&format!("/mails/{absent}")).await.text().contains(&format!("/mails/{absent}/raw")));
        let raw = jonas.get(&format!("/mails/{absent}/raw")).await;
        assert!(raw.status == StatusCode::OK && raw.text().contains("Auto-Submitted: auto-replied") && raw.header("content-disposition").starts_with("attachment"));
        for (reader, mail) in [(&vera, absent), (&jonas, waits), (&vera, waits)] {
            assert_eq!(reader.get(&format!("/mails/{mail}/raw")).await.status, StatusCode::NOT_FOUND);
        }
        assert_eq!(house.visitor().get(&format!("/mails/{absent}/raw")).await.status, StatusCode::UNAUTHORIZED);
        // What waits is for who decides about it.
        assert_eq!(vera.get(&format!("/mails/{waits}")).await.status, StatusCode::NOT_FOUND);
        assert_eq!(jonas.get(&format!("/mails/{waits}")).await.status, StatusCode::NOT_FOUND);
        let opened = house.number("SELECT id FROM mail WHERE message_id = 'v1@example.de'").await;
        assert_eq!(vera.get(&format!("/mails/{opened}")).await.status, StatusCode::OK);
        house.run("UPDATE ticket SET internal = TRUE WHERE number = $1", [first.ticket.unwrap().0.into()]).await;
        assert_eq!(vera.get(&format!("/mails/{opened}")).await.status, StatusCode::NOT_FOUND);
    }

    async fn staff_move_a_mail_to_another_ticket_and_take_it_back(house: TestHouse) {
        let (first, id) = first_mail(&house).await;
        let old = first.ticket.unwrap();
        arrives(&house, &colourful(&id)).await;
        let mail = house.number("SELECT id FROM mail WHERE message_id = 'c1@example.de'").await;
        let organisation = OrganisationId(house.number("SELECT id FROM organisation").await);
        let nils = house.contact("Nils Nordwind", organisation, Rights::default()).await;
        let new = arrives(&house, "From: nils.nordwind@example.de\nSubject: Mast\nMessage-ID: <n1@x>\n\nDer Mast wackelt.\n").await.ticket.unwrap();
        let (vera, nils) = (vera(&house).await, house.browser(nils).await);
        let katrin = house.browser(house.staff("Katrin Sommer", &[Role::ProjectLead]).await).await;
        let file = house.number("SELECT id FROM document WHERE name = 'protokoll.txt'").await;
        assert_eq!(finds(&vera, old, "Dampfmaschine").await, (true, true));
        // Nobody but who decides about mail; nowhere it stands already, nowhere that is not.
        for other in [&vera, &nils] {
            assert_eq!(settle(other, mail, "move", &format!("#{}", new.0)).await, StatusCode::NOT_FOUND);
        }
        for wrong in [format!("#{}", old.0), "#99999".to_owned(), String::new()] {
            assert_eq!(settle(&katrin, mail, "move", &wrong).await, StatusCode::UNPROCESSABLE_ENTITY, "{wrong}");
        }
        assert_eq!(settle(&katrin, mail, "move", &format!("#{}", new.0)).await, StatusCode::OK);
        // The old side: for staff it stays and says where it went; others are sent none of it, its files included.
        assert_eq!(finds(&vera, old, "Dampfmaschine").await, (false, false));
        assert_eq!(vera.get(&format!("/documents/{file}/protokoll.txt")).await.status, StatusCode::NOT_FOUND);
        assert_eq!(vera.get(&format!("/mails/{mail}")).await.status, StatusCode::NOT_FOUND);
        let view = ticket(&katrin, old).await;
        let gone = view.entries.iter().find(|entry| entry.moved.is_some()).unwrap();
        let moved = gone.moved.as_ref().unwrap();
        assert!(moved.to == new && !moved.kept && moved.undo.is_some_and(|id| id.0 == mail) && gone.mail.is_none());
        assert_eq!(gone.documents.len(), 2);
        let page = katrin.get(&format!("/tickets/{}", old.0)).await.text();
        assert!(page.contains("entry--gone") && page.contains("E-Mail von vera.albers@example.de nach #"), "{page}");
        // The new side has the words, the files and the original.
        assert_eq!(finds(&nils, new, "Dampfmaschine").await, (true, true));
        assert_eq!(nils.get(&format!("/mails/{mail}/html")).await.status, StatusCode::OK);
        let came = ticket(&nils, new).await.entries.into_iter().find(|entry| entry.mail.as_ref().is_some_and(|m| m.id.0 == mail)).unwrap();
        assert_eq!(came.documents.len(), 2);
        let copy = came.documents.iter().find(|document| document.name == "protokoll.txt").unwrap().id;
        assert_eq!(nils.get(&format!("/documents/{copy}/protokoll.txt")).await.status, StatusCode::OK);
        assert!(!nils.get(&format!("/tickets/{}", new.0)).await.text().contains("kam aus"));
        // What answers the mail now finds the new ticket.
        assert_eq!(house.number("SELECT COUNT(*) FROM mail m JOIN ticket t ON t.id = m.ticket_id WHERE m.message_id = 'c1@example.de' AND t.title = 'Mast'").await, 1);
        let list: MailsView = katrin.call("mails", &[("show", "all")]).await.json();
        let line = list.mails.iter().find(|line| line.id.0 == mail).unwrap();
        assert!(line.stands && line.moved && line.ticket == Some(new) && line.settled_by.as_deref() == Some("Katrin Sommer"));
        // Back, by a plain form, as often as it is sent.
        for _ in 0..2 {
            let answer = katrin.post("mails/settle", &format!("/tickets/{}", old.0), &[("id", &mail.to_string()), ("deed", "undo")]).await;
            assert_eq!((answer.status, answer.header("location").contains("echo=")), (StatusCode::SEE_OTHER, false));
        }
        assert_eq!(finds(&vera, old, "Dampfmaschine").await, (true, true));
        assert_eq!(vera.get(&format!("/documents/{file}/protokoll.txt")).await.status, StatusCode::OK);
        assert_eq!(vera.get(&format!("/mails/{mail}/html")).await.status, StatusCode::OK);
        assert_eq!(finds(&nils, new, "Dampfmaschine").await, (false, false));
        assert_eq!(nils.get(&format!("/documents/{copy}/protokoll.txt")).await.status, StatusCode::NOT_FOUND);
        assert_eq!(nils.get(&format!("/mails/{mail}")).await.status, StatusCode::NOT_FOUND);
        let view = ticket(&katrin, new).await;
        let gone = view.entries.iter().find_map(|entry| entry.moved.clone()).unwrap();
        assert!(gone.to == old && gone.undo.is_none());
        // One line on either side tells of both ways and folds what the move had left; customers read none of it.
        for (what, n) in [("mail_left", 1), ("mail_came", 1), ("mail_back", 2)] {
            let sql = format!("SELECT COUNT(*) FROM entry WHERE what = '{what}' AND internal = TRUE");
            assert_eq!(house.number(&sql).await, n, "{what}");
        }
        let (there, here) = (katrin.get(&format!("/tickets/{}", new.0)).await.text(), katrin.get(&format!("/tickets/{}", old.0)).await.text());
        let (before, fold) = there.split_once("fold earlier").unwrap();
        assert!(!before.contains("entry--gone") && fold.split("</details>").next().unwrap().contains("entry--gone"), "folded away: {there}");
        assert!(there.contains("E-Mail von vera.albers@example.de stand hier seit") && here.contains("und ist wieder hier"), "{here}");
        for (reader, number) in [(&vera, old), (&nils, new)] {
            let page = reader.get(&format!("/tickets/{}", number.0)).await.text();
            assert!(!page.contains("stand hier seit") && !page.contains("ist wieder hier"), "{page}");
        }
        // Moved again it stands there again, and so on.
        assert_eq!(settle(&katrin, mail, "move", &format!("#{}", new.0)).await, StatusCode::OK);
        assert_eq!(finds(&nils, new, "Dampfmaschine").await, (true, true));
        assert_eq!(settle(&katrin, mail, "undo", "").await, StatusCode::OK);
        let folded: Vec<i64> = ticket(&katrin, new).await.entries.iter().flat_map(|entry| match &entry.what {
            What::MailBack { came: true, folds, .. } => folds.clone(),
            _ => Vec::new(),
        }).collect();
        let all: std::collections::BTreeSet<_> = folded.iter().collect();
        assert_eq!((folded.len(), all.len()), (4, 4), "each move folds its own: {folded:?}");
    }

    async fn a_mail_becomes_a_ticket_of_its_own(house: TestHouse) {
        let (first, id) = first_mail(&house).await;
        let old = first.ticket.unwrap();
        arrives(&house, &reply("vera.albers@example.de", "v2", &id, "Noch etwas ganz anderes.")).await;
        let mail = house.number("SELECT id FROM mail WHERE message_id = 'v2@example.de'").await;
        let katrin = house.browser(house.staff("Katrin Sommer", &[Role::ProjectLead]).await).await;
        for _ in 0..2 {
            assert_eq!(settle(&katrin, mail, "split", "").await, StatusCode::OK);
        }
        assert_eq!(house.number("SELECT COUNT(*) FROM ticket").await, 2);
        let vera = vera(&house).await;
        assert!(!finds(&vera, old, "ganz anderes").await.0);
        let new = TicketNumber(house.number("SELECT MAX(number) FROM ticket").await);
        assert!(finds(&vera, new, "anderes").await.0);
        let list: MailsView = katrin.call("mails", &[("show", "all")]).await.json();
        assert_eq!((list.mails[0].state, list.mails[0].ticket), (MailState::NewTicket, Some(new)));
        let letters = house.number("SELECT COUNT(*) FROM letter").await;
        assert_eq!(settle(&katrin, mail, "undo", "").await, StatusCode::OK);
        assert!(finds(&vera, old, "ganz anderes").await.0);
        assert!(!finds(&vera, new, "ganz anderes").await.0);
        // Of the ticket that came of it nothing is left for her, and nothing runs.
        assert!(!finds(&vera, new, "Kasse steht").await.0);
        assert_eq!(text(&house, "SELECT stage FROM ticket ORDER BY id DESC LIMIT 1").await, "closed");
        assert_eq!(house.number("SELECT COUNT(*) FROM letter").await, letters);
    }

    async fn a_mail_goes_neither_to_another_organisation_nor_where_all_is_over(house: TestHouse) {
        let (_, id) = first_mail(&house).await;
        arrives(&house, &reply("vera.albers@example.de", "v2", &id, "Noch etwas.")).await;
        let mail = house.number("SELECT id FROM mail WHERE message_id = 'v2@example.de'").await.to_string();
        let other = house.organisation("Nordwind").await;
        house.contact("Nils Nordwind", other, Rights::default()).await;
        let foreign = arrives(&house, "From: nils.nordwind@example.de\nSubject: Mast\nMessage-ID: <n1@x>\n\nDer Mast wackelt.\n").await.ticket.unwrap();
        let over = arrives(&house, "From: vera.albers@example.de\nSubject: Waage\nMessage-ID: <v3@x>\n\nDie Waage.\n").await.ticket.unwrap();
        house.run("UPDATE ticket SET stage = 'closed', is_open = FALSE WHERE number = $1", [over.0.into()]).await;
        let katrin = house.browser(house.staff("Katrin Sommer", &[Role::ProjectLead]).await).await;
        let letters = house.number("SELECT COUNT(*) FROM letter").await;
        for (number, why) in [(foreign.0, Reason::OtherOrganisation), (over.0, Reason::TicketOver), (99_999, Reason::NoSuchTicket)] {
            let fields = [("id", mail.as_str()), ("deed", "move"), ("ticket", &format!("#{number}"))];
            assert_eq!(katrin.call("mails/settle", &fields).await.error(), AppError::field("ticket", why));
        }
        assert_eq!(house.number("SELECT COUNT(*) FROM letter").await, letters);
    }

    async fn nobody_reads_the_link_by_which_a_customer_decides(house: TestHouse) {
        let (_, id) = first_mail(&house).await;
        let link = "https://portal.test/completion?token=1-2-1795000000000-abcdef0123abcdef0123abcdef012345";
        let quoted = &format!("Ist {link} von Ihnen?\n\n> {link}&object=1");
        let raw = reply("vera.albers@example.de", "v2", &id, quoted).replace("\nIn-Reply-To", "\nContent-Type: text/html\nIn-Reply-To");
        arrives(&house, &raw).await;
        arrives(&house, &reply("vera.albers@example.de", "v3", &id, quoted)).await;
        let katrin = house.browser(house.staff("Katrin Sommer", &[Role::ProjectLead]).await).await;
        for mail in ["v2", "v3"] {
            let id = house.number(&format!("SELECT id FROM mail WHERE message_id = '{mail}@example.de'")).await;
            for path in [format!("/mails/{id}"), format!("/mails/{id}/html"), "/mails?show=all".to_owned()] {
                let page = katrin.get(&path).await.text();
                assert!(!page.contains("abcdef0123"), "{path}: {page}");
            }
        }
        // Nor do colleagues of the customer on the ticket, or in what is mailed to them.
        for told in ["entry WHERE data", "letter WHERE text_body"] {
            let said = house.number(&format!("SELECT COUNT(*) FROM {told} LIKE '%abcdef0123%'")).await;
            assert_eq!(said, 0, "{told}");
        }
        assert_eq!(house.number("SELECT COUNT(*) FROM entry WHERE data LIKE '%token=… von Ihnen?%'").await, 2);
    }

    async fn html_that_takes_too_long_is_its_text(house: TestHouse) {
        let (_, id) = first_mail(&house).await;
        let raw = reply("vera.albers@example.de", "v2", &id, "x").replace("\nIn-Reply-To", "\nContent-Type: multipart/alternative; boundary=b\nIn-Reply-To");
        let attributes = (0..50_000).fold(String::new(), |all, n| all + &format!("\na{n}"));
        let raw = raw.replace("\n\nx\n", &format!("\n\n--b\nContent-Type: text/plain\n\nDie <Kasse> steht.\n--b\nContent-Type: text/html\n\n<p{attributes}>x\n--b--\n"));
        arrives(&house, &raw).await;
        let mail = house.number("SELECT id FROM mail WHERE message_id = 'v2@example.de'").await;
        let begun = std::time::Instant::now();
        let page = vera(&house).await.get(&format!("/mails/{mail}/html")).await.text();
        assert!(page.contains("zu verschachtelt") && page.contains("&lt;Kasse&gt;"), "{page}");
        assert!(begun.elapsed() < std::time::Duration::from_secs(3), "{:?}", begun.elapsed());
    }

    async fn what_opened_a_ticket_with_answers_stays_and_is_copied(house: TestHouse) {
        let (first, id) = first_mail(&house).await;
        let old = first.ticket.unwrap();
        arrives(&house, &reply("vera.albers@example.de", "v2", &id, "Es eilt.")).await;
        let other = arrives(&house, "From: Vera Albers <vera.albers@example.de>\nSubject: Waage\nMessage-ID: <v3@example.de>\n\nDie Waage auch.\n").await.ticket.unwrap();
        let mail = house.number("SELECT id FROM mail WHERE message_id = 'v1@example.de'").await;
        let katrin = house.browser(house.staff("Katrin Sommer", &[Role::ProjectLead]).await).await;
        let vera = vera(&house).await;
        assert_eq!(settle(&katrin, mail, "move", &format!("#{}", other.0)).await, StatusCode::OK);
        assert!(finds(&vera, old, "steht still").await.0 && finds(&vera, other, "steht still").await.0);
        let kept = ticket(&katrin, old).await.entries[0].moved.clone().unwrap();
        assert!(kept.kept && kept.to == other);
        assert!(text(&house, "SELECT data FROM entry WHERE what = 'mail_left'").await.contains("\"kept\":true"));
        assert_eq!(settle(&katrin, mail, "undo", "").await, StatusCode::OK);
        assert!(finds(&vera, old, "steht still").await.0 && !finds(&vera, other, "steht still").await.0);
        // One that nobody answered is withdrawn.
        let mail = house.number("SELECT id FROM mail WHERE message_id = 'v3@example.de'").await;
        assert_eq!(settle(&katrin, mail, "move", &format!("#{}", old.0)).await, StatusCode::OK);
        assert!(finds(&vera, old, "Waage auch").await.0 && !finds(&vera, other, "Waage auch").await.0);
    }

    async fn open_pages_of_customers_hear_that_a_message_is_gone_and_back(house: TestHouse) {
        first_mail(&house).await;
        let other = arrives(&house, "From: Vera Albers <vera.albers@example.de>\nSubject: Waage\nMessage-ID: <v3@example.de>\n\nDie Waage auch.\n").await.ticket.unwrap();
        let mail = house.number("SELECT id FROM mail WHERE message_id = 'v3@example.de'").await;
        let katrin = house.browser(house.staff("Katrin Sommer", &[Role::ProjectLead]).await).await;
        let vera = vera(&house).await;
        let mut page = Stream::open(&vera, "/live").await;
        let first = format!("#{}", house.number("SELECT MIN(number) FROM ticket").await);
        for (deed, to) in [("move", first.as_str()), ("undo", "")] {
            let version = ticket(&vera, other).await.version;
            assert_eq!(settle(&katrin, mail, deed, to).await, StatusCode::OK);
            let told = loop {
                let notice = page.notice().await;
                if notice.ticket == other {
                    break notice;
                }
            };
            assert!(told.change == Change::Details && told.version > version, "{told:?}");
            assert_eq!(vera.get(&format!("/tickets/{}", other.0)).await.text().contains("Die Waage auch"), deed == "undo");
        }
    }

    async fn staff_hear_of_the_state_of_a_letter_and_customers_do_not(house: TestHouse) {
        let (first, _) = first_mail(&house).await;
        let katrin = house.browser(house.staff("Katrin Sommer", &[Role::ProjectLead]).await).await;
        let vera = vera(&house).await;
        let (mut staff, mut customer) = (Stream::open(&katrin, "/live").await, Stream::open(&vera, "/live").await);
        house.run("UPDATE letter SET state = 'failed'", []).await;
        let letter = house.number("SELECT id FROM letter").await.to_string();
        katrin.call("outbox/settle", &[("id", &letter), ("again", "true")]).await.json::<()>();
        let told = staff.notice().await;
        assert_eq!((told.id, told.change, told.ticket), (0, Change::Letter, first.ticket.unwrap()));
        // The next that a customer hears is what comes after it.
        arrives(&house, "From: Vera Albers <vera.albers@example.de>\nSubject: Waage\nMessage-ID: <v3@example.de>\n\nDie Waage auch.\n").await;
        assert_eq!(customer.notice().await.change, Change::Opened);
    }
}
