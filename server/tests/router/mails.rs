//! The page of incoming mails: finding them, hearing of those that wait, and deciding after one look.
use crate::live::Stream;
use crate::mail::{arrives, first_mail, reply, text};
use crate::{Browser, TestHouse, on_both};
use app::error::AppError;
use app::letter::view::{JoinerView, MailsView, MoveView};
use app::ticket::view::{Counters, TicketView};
use axum::http::StatusCode;
use domain::input::Reason;
use domain::letter::thread::{Decision, Rule};
use domain::person::{Rights, Role};
use jiff::SignedDuration;
use server::letter::intake::{self, Raw};
use server::letter::mails::PAGE;
use server::letter::waiting;
use std::time::SystemTime;

const REMINDERS: &str = "SELECT COUNT(*) FROM letter WHERE subject LIKE '%Ihre Entscheidung%'";

async fn lead(house: &TestHouse) -> Browser {
    house.browser(house.staff("Katrin Sommer", &[Role::ProjectLead]).await).await
}

async fn mails(browser: &Browser, fields: &[(&str, &str)]) -> MailsView {
    browser.call("mails", fields).await.json()
}

async fn number_waiting(browser: &Browser) -> u32 {
    browser.call("counters", &[]).await.json::<Counters>().mails
}

async fn preview(browser: &Browser, id: i64, ticket: &str) -> MoveView {
    browser.call("mails/move", &[("id", &id.to_string()), ("ticket", ticket)]).await.json()
}

async fn last_mail(house: &TestHouse) -> i64 {
    house.number("SELECT MAX(id) FROM mail").await
}

on_both! {
    async fn mails_are_read_page_by_page_and_found_by_what_they_say(house: TestHouse) {
        let katrin = lead(&house).await;
        for n in 0..=PAGE {
            arrives(&house, &format!("From: Kunde {n} <kunde{n}@example.de>\nSubject: Frage 100% {n}\nMessage-ID: <p{n}@example.de>\n\nWort {n}\n")).await;
        }
        let first = mails(&katrin, &[("show", "all")]).await;
        assert_eq!((first.mails.len(), first.mails[0].subject.as_str()), (PAGE, &*format!("Frage 100% {PAGE}")));
        let next = first.next.unwrap().to_string();
        let second = mails(&katrin, &[("show", "all"), ("after", &next)]).await;
        assert_eq!((second.mails.len(), second.mails[0].subject.as_str(), second.next), (1, "Frage 100% 0", None));
        let page = katrin.get(&format!("/mails?show=all&after={next}")).await.text();
        assert!(page.contains("Frage 100% 0") && !page.contains("Frage 100% 1<"), "{page}");
        let number = first.mails[0].ticket.unwrap().0.to_string();
        for (query, found) in [("KUNDE7@", 1), ("kunde 7", 1), ("100% 4", 11), ("%", PAGE), ("_", 0), (&*format!("#{number}"), 1), ("gibt es nicht", 0)] {
            assert_eq!(mails(&katrin, &[("show", "all"), ("query", query)]).await.mails.len(), found, "{query}");
        }
        // What is found stays found on the next page; what waits is looked through alike.
        let next = mails(&katrin, &[("show", "all"), ("query", "%")]).await.next.unwrap().to_string();
        assert_eq!(mails(&katrin, &[("show", "all"), ("query", "%"), ("after", &next)]).await.mails.len(), 1);
        assert_eq!(mails(&katrin, &[("query", "kunde")]).await.mails.len(), 0);
        assert!(katrin.get("/mails?show=all&q=gibt+es+nicht").await.text().contains("Keine E-Mail gefunden"));
        assert_eq!(katrin.call("mails", &[("after", "x")]).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    }

    async fn who_decides_sees_and_hears_how_many_wait_and_is_told_of_each_once(house: TestHouse) {
        let (_, id) = first_mail(&house).await;
        let katrin = lead(&house).await;
        let jonas = house.browser(house.staff("Jonas Weber", &[Role::TeamMember]).await).await;
        let mut live = Stream::open(&katrin, "/live").await;
        arrives(&house, &reply("x@anderswo.de", "w1", &id, "Lassen Sie mich hinein.")).await;
        live.mail().await;
        assert_eq!((number_waiting(&katrin).await, number_waiting(&jonas).await), (1, 0));
        house.run("DELETE FROM letter", []).await;
        house.wait(SignedDuration::from_mins(59));
        assert_eq!(waiting::look(&house.house, house.now()).await.unwrap(), 0);
        arrives(&house, &reply("y@anderswo.de", "w2", &id, "Mich auch.").replace("Kasse steht", "Noch einer")).await;
        house.wait(SignedDuration::from_mins(2));
        let (one, two) = tokio::join!(waiting::look(&house.house, house.now()), waiting::look(&house.house, house.now()));
        assert_eq!(one.unwrap() + two.unwrap(), 1, "the other has not waited for long");
        let told = text(&house, "SELECT text_body FROM letter WHERE to_email = 'katrin.sommer@example.de'").await;
        assert!(told.contains("x@anderswo.de: AW: Kasse steht") && told.contains("/mails") && !told.contains("Noch einer"), "{told}");
        assert_eq!(house.number(REMINDERS).await, 1, "only who decides");
        // Put aside and taken back it waits again, and was told already; the other comes due.
        let first = house.number("SELECT id FROM mail WHERE message_id = 'w1@example.de'").await.to_string();
        for deed in ["drop", "restore"] {
            assert_eq!(katrin.call("mails/settle", &[("id", &first), ("deed", deed)]).await.status, StatusCode::OK);
            live.mail().await;
        }
        house.wait(SignedDuration::from_hours(2));
        assert_eq!(waiting::look(&house.house, house.now()).await.unwrap(), 1);
        assert_eq!(waiting::look(&house.house, house.now()).await.unwrap(), 0);
        assert_eq!(house.number(REMINDERS).await, 2);
        assert_eq!(number_waiting(&katrin).await, 2);
    }

    async fn a_machine_that_waits_reminds_nobody(house: TestHouse) {
        let (_, id) = first_mail(&house).await;
        let katrin = lead(&house).await;
        let with = |from: &str, name: &str, header: &str| reply(from, name, &id, "Bin nicht da.").replace("\nIn-Reply-To", &format!("\n{header}\nIn-Reply-To"));
        let away = arrives(&house, &with("x@anderswo.de", "w1", "Auto-Submitted: auto-replied")).await;
        assert!(matches!(away.decision, Decision::Quarantine { machine: Some(_), .. }), "{away:?}");
        let accepted = "From: y@anderswo.de\nSubject: Zugesagt: Abnahme\nMessage-ID: <c1@anderswo.de>\nContent-Type: text/calendar; method=REPLY\n\nBEGIN:VCALENDAR\nMETHOD:REPLY\nEND:VCALENDAR\n";
        arrives(&house, accepted).await;
        house.wait(SignedDuration::from_hours(2));
        assert_eq!(waiting::look(&house.house, house.now()).await.unwrap(), 0);
        assert_eq!((house.number(REMINDERS).await, number_waiting(&katrin).await), (0, 2));
        assert!(katrin.get("/mails").await.text().contains("Die E-Mail beantwortet eine Termineinladung"));
        // Who proposes another time waits for an answer, and so does who says something beside their own.
        for (name, method, more) in [("c2", "COUNTER", ""), ("c3", "REPLY", "COMMENT:Lieber am Dienstag\n")] {
            let proposed = accepted.replace("<c1@", &format!("<{name}@")).replace("REPLY", method).replace("END:", &format!("{more}END:"));
            let receipt = arrives(&house, &proposed).await;
            assert!(matches!(receipt.decision, Decision::Quarantine { ticket: None, rule: Rule::CalendarAnswer, .. }), "{receipt:?}");
        }
        house.run("DELETE FROM letter", []).await;
        house.wait(SignedDuration::from_hours(2));
        assert_eq!(waiting::look(&house.house, house.now()).await.unwrap(), 2);
        assert_eq!(house.number(REMINDERS).await, 1);
        house.run("DELETE FROM letter", []).await;
        // Behind a list may be a person, and behind an address of the house a form.
        arrives(&house, &with("z@anderswo.de", "w2", "List-Id: <team.anderswo.de>")).await;
        arrives(&house, "From: support@portal.test\nSubject: Formular\nMessage-ID: <n1@portal.example>\n\nBitte um Rückruf.\n").await;
        house.wait(SignedDuration::from_hours(2));
        assert_eq!(waiting::look(&house.house, house.now()).await.unwrap(), 2);
        assert_eq!(house.number(REMINDERS).await, 1);
    }

    async fn an_empty_mail_waits_without_a_ticket_until_staff_decide(house: TestHouse) {
        let katrin = lead(&house).await;
        for (from, id) in [("a@kunde.de", "e1"), ("b@kunde.de", "e2")] {
            let receipt = arrives(&house, &format!("From: {from}\nSubject: \nMessage-ID: <{id}@kunde.de>\n\n \n\n")).await;
            assert!(matches!(receipt.decision, Decision::Quarantine { ticket: None, rule: Rule::Empty, .. }), "{receipt:?}");
            let again = arrives(&house, &format!("From: {from}\nSubject: \nMessage-ID: <{id}@kunde.de>\n\n \n\n")).await;
            assert!(again.known && matches!(again.decision, Decision::Quarantine { ticket: None, .. }), "{again:?}");
        }
        assert_eq!(house.number("SELECT COUNT(*) FROM ticket").await, 0);
        assert_eq!(house.number("SELECT COUNT(*) FROM letter").await, 0, "nobody is answered");
        let page = katrin.get("/mails").await.text();
        assert!(page.contains("Die E-Mail ist leer") && page.contains("Mail ohne Betreff"), "{page}");
        let view = mails(&katrin, &[]).await;
        assert_eq!((view.waiting, view.mails[0].ticket), (2, None));
        let settle = async |id: i64, deed: &str, ticket: &str| {
            katrin.call("mails/settle", &[("id", &id.to_string()), ("deed", deed), ("ticket", ticket)]).await.status
        };
        assert_eq!(settle(view.mails[1].id.0, "open", "").await, StatusCode::OK);
        assert_eq!(house.number("SELECT COUNT(*) FROM ticket WHERE author_email = 'a@kunde.de'").await, 1);
        let number = house.number("SELECT number FROM ticket").await;
        assert_eq!(settle(view.mails[0].id.0, "attach", &number.to_string()).await, StatusCode::OK);
        assert_eq!(mails(&katrin, &[]).await.waiting, 0);
    }

    async fn who_decides_second_learns_what_the_first_one_chose(house: TestHouse) {
        let (first, id) = first_mail(&house).await;
        let here = format!("#{}", first.ticket.unwrap().0);
        let second = arrives(&house, "From: vera.albers@example.de\nSubject: Anderes\nMessage-ID: <v9@example.de>\n\nGanz anderes.\n").await;
        let there = format!("#{}", second.ticket.unwrap().0);
        let katrin = lead(&house).await;
        let paula = house.browser(house.staff("Paula Lead", &[Role::ProjectLead]).await).await;
        arrives(&house, &reply("x@anderswo.de", "w1", &id, "Lassen Sie mich hinein.")).await;
        let mail = last_mail(&house).await.to_string();
        let settle = async |who: &Browser, deed: &str, to: &str| {
            who.call("mails/settle", &[("id", &*mail), ("deed", deed), ("ticket", to)]).await
        };
        for _ in 0..2 {
            assert_eq!(settle(&katrin, "attach", &here).await.status, StatusCode::OK, "sent twice");
        }
        let settled = Reason::MailSettled { by: "Katrin Sommer".to_owned(), ticket: here.clone() };
        for (deed, to) in [("attach", there.as_str()), ("open", "")] {
            assert_eq!(settle(&paula, deed, to).await.error(), AppError::field("ticket", settled.clone()), "{deed}");
        }
        assert_eq!(house.number("SELECT COUNT(*) FROM ticket").await, 2);
    }

    async fn staff_see_where_a_mail_goes_and_who_reads_it_there_before_it_does(house: TestHouse) {
        let (first, id) = first_mail(&house).await;
        let number = first.ticket.unwrap();
        let katrin = lead(&house).await;
        arrives(&house, &reply("Mallory <mallory@anderswo.de>", "m1", &id, "Ich gehöre dazu.")).await;
        let mail = last_mail(&house).await;
        let seen = preview(&katrin, mail, &number.0.to_string()).await;
        let target = seen.target.unwrap().unwrap();
        assert_eq!((target.number, target.title.as_str(), target.organisation.as_deref()), (number, "Kasse steht", Some("Möbelhaus Albers")));
        assert_eq!((target.stranger, target.readers.as_slice()), (true, &["Vera Albers".to_owned()][..]));
        let page = katrin.get(&format!("/mails/{mail}/move?ticket={}", number.0)).await.text();
        assert!(page.contains("Kasse steht") && page.contains("Der Absender hat kein Konto") && page.contains("Ich gehöre dazu."), "{page}");
        // A colleague of hers is nobody to be warned of; what cannot be is said beside the number.
        let organisation = domain::id::OrganisationId(house.number("SELECT id FROM organisation").await);
        house.contact("Nils Albers", organisation, Rights::default()).await;
        arrives(&house, &reply("nils.albers@example.de", "n1", &id, "Ich auch.")).await;
        let own = last_mail(&house).await;
        assert!(!preview(&katrin, own, &number.0.to_string()).await.target.unwrap().unwrap().stranger);
        let unknown = AppError::field("ticket", Reason::NoSuchTicket);
        assert_eq!(preview(&katrin, own, "99999").await.target, Some(Err(unknown)));
        assert_eq!(preview(&katrin, own, " ").await.target, None);
        house.run("UPDATE ticket SET stage = 'closed', is_open = FALSE", []).await;
        assert_eq!(preview(&katrin, own, "1").await.target.unwrap().unwrap_err(), AppError::field("ticket", Reason::NoSuchTicket));
        assert_eq!(preview(&katrin, own, &number.0.to_string()).await.target, Some(Err(AppError::field("ticket", Reason::TicketOver))));
        let page = katrin.get(&format!("/mails/{own}/move?ticket={}", number.0)).await;
        assert_eq!(page.status, StatusCode::OK);
        // Looking changes nothing, and only who decides may look.
        assert_eq!(mails(&katrin, &[]).await.waiting, 2);
        let jonas = house.browser(house.staff("Jonas Weber", &[Role::TeamMember]).await).await;
        assert_eq!(jonas.get(&format!("/mails/{own}/move")).await.status, StatusCode::NOT_FOUND);
        assert_eq!(katrin.get("/mails/99999/move").await.status, StatusCode::NOT_FOUND);
        // Without scripts one goes on to the other mails that wait.
        house.run("UPDATE ticket SET stage = 'in_progress', is_open = TRUE", []).await;
        let fields = [("id", &*own.to_string()), ("deed", "attach"), ("ticket", &*number.0.to_string()), ("key", &crate::house::key())];
        let answer = katrin.post("mails/settle", &format!("/mails/{own}/move?ticket={}", number.0), &fields).await;
        assert_eq!((answer.status.is_redirection(), answer.header("location")), (true, "/mails"));
    }

    async fn who_wrote_a_mail_takes_part_from_then_on_where_staff_say_so(house: TestHouse) {
        let (first, id) = first_mail(&house).await;
        let number = first.ticket.unwrap().0.to_string();
        let katrin = lead(&house).await;
        let organisation = domain::id::OrganisationId(house.number("SELECT id FROM organisation").await);
        let nils = house.browser(house.contact("Nils Albers", organisation, Rights::default()).await).await;
        let ole = house.browser(house.contact("Ole Albers", organisation, Rights::default()).await).await;
        let status = async |who: &Browser| who.call("ticket", &[("number", &number)]).await.status;
        let parts = "SELECT COUNT(*) FROM participant x JOIN person p ON p.id = x.person_id WHERE p.name LIKE '% Albers' AND p.name <> 'Vera Albers'";
        let attach = async |id: i64, fields: &[(&str, &str)]| {
            let id = id.to_string();
            let form = [("id", &*id), ("deed", "attach"), ("ticket", &*number)].into_iter().chain(fields.iter().copied());
            katrin.call("mails/settle", &form.collect::<Vec<_>>()).await.status
        };
        arrives(&house, &reply("nils.albers@example.de", "n1", &id, "Ich vertrete Vera.")).await;
        let mail = last_mail(&house).await;
        let target = preview(&katrin, mail, &number).await.target.unwrap().unwrap();
        assert_eq!(target.joiner, Some(JoinerView { name: "Nils Albers".to_owned(), proposed: true }));
        assert_eq!(target.readers, ["Vera Albers"]);
        let page = katrin.get(&format!("/mails/{mail}/move?ticket={number}")).await.text();
        let (_, field) = page.split_once("name=\"join\"").unwrap();
        assert!(field.split('>').next().unwrap().contains("checked") && page.contains("Nils Albers am Anliegen beteiligen"), "{page}");
        for _ in 0..2 {
            assert_eq!(status(&nils).await, if house.number(parts).await == 0 { StatusCode::NOT_FOUND } else { StatusCode::OK });
            assert_eq!(attach(mail, &[("join", "1")]).await, StatusCode::OK);
        }
        assert_eq!((status(&nils).await, house.number(parts).await), (StatusCode::OK, 1));
        assert_eq!(house.number("SELECT COUNT(*) FROM entry WHERE what = 'person_added' AND by_name = 'Katrin Sommer'").await, 1);
        // He is heard from now on, and nobody offers it again.
        let receipt = arrives(&house, &reply("nils.albers@example.de", "n2", &id, "Noch etwas.")).await;
        assert!(matches!(receipt.decision, Decision::Append { .. }), "{receipt:?}");
        // Whom staff leave out reads nothing, as before.
        arrives(&house, &reply("ole.albers@example.de", "o1", &id, "Ich auch.")).await;
        let mail = last_mail(&house).await;
        assert_eq!(attach(mail, &[]).await, StatusCode::OK);
        assert_eq!((status(&ole).await, house.number(parts).await), (StatusCode::NOT_FOUND, 1));
        // A partner works for every organisation: offered, not proposed.
        house.run("UPDATE person SET kind = 'partner' WHERE name = 'Ole Albers'", []).await;
        arrives(&house, &reply("ole.albers@example.de", "o2", &id, "Als Partner.")).await;
        let joiner = preview(&katrin, last_mail(&house).await, &number).await.target.unwrap().unwrap().joiner;
        assert_eq!(joiner, Some(JoinerView { name: "Ole Albers".to_owned(), proposed: false }));
        // A ticket of no organisation is its writer's alone.
        house.run("UPDATE person SET kind = 'customer' WHERE name = 'Ole Albers'", []).await;
        house.run("UPDATE ticket SET organisation_id = NULL", []).await;
        assert_eq!(preview(&katrin, last_mail(&house).await, &number).await.target.unwrap().unwrap().joiner, None);
        // Somebody without an account cannot be let in, whatever is sent.
        arrives(&house, &reply("x@anderswo.de", "x1", &id, "Ich?")).await;
        let mail = last_mail(&house).await;
        assert_eq!(preview(&katrin, mail, &number).await.target.unwrap().unwrap().joiner, None);
        assert_eq!(attach(mail, &[("join", "1")]).await, StatusCode::OK);
        assert_eq!(house.number(parts).await, 1);
    }

    async fn a_mail_that_is_moved_takes_its_writer_with_it_where_staff_say_so(house: TestHouse) {
        first_mail(&house).await;
        let katrin = lead(&house).await;
        let number = house.number("SELECT number FROM ticket").await.to_string();
        let organisation = domain::id::OrganisationId(house.number("SELECT id FROM organisation").await);
        let nils = house.browser(house.contact("Nils Albers", organisation, Rights::default()).await).await;
        arrives(&house, "From: nils.albers@example.de\nSubject: Kasse\nMessage-ID: <n1@example.de>\n\nSie steht auch hier.\n").await;
        let mail = last_mail(&house).await.to_string();
        assert_eq!(nils.call("ticket", &[("number", &number)]).await.status, StatusCode::NOT_FOUND);
        let fields = [("id", &*mail), ("deed", "move"), ("ticket", &*number), ("join", "1"), ("key", &crate::house::key())];
        let answer = katrin.post("mails/settle", &format!("/mails/{mail}/move?ticket={number}"), &fields).await;
        assert_eq!((answer.status.is_redirection(), answer.header("location")), (true, &*format!("/tickets/{number}")));
        assert!(nils.call("ticket", &[("number", &number)]).await.text().contains("Sie steht auch hier."));
        assert!(katrin.get(&format!("/tickets/{number}")).await.text().contains("Nils Albers hinzugefügt"));
    }

    async fn a_move_is_taken_back_on_the_ticket_to_which_it_went(house: TestHouse) {
        let (first, id) = first_mail(&house).await;
        let katrin = lead(&house).await;
        arrives(&house, &reply("vera.albers@example.de", "u1", &id, "Das gehört woandershin.")).await;
        let mail = last_mail(&house).await;
        let other = arrives(&house, "From: vera.albers@example.de\nSubject: Zweites\nMessage-ID: <u2@x>\n\nEtwas anderes.\n").await.ticket.unwrap();
        let moved = async |number: domain::ticket::number::TicketNumber| {
            let view: TicketView = katrin.call("ticket", &[("number", &number.0.to_string())]).await.json();
            view.entries.iter().filter_map(|entry| entry.mail.as_ref()?.placed.as_ref()).filter(|placed| placed.moved).count()
        };
        assert_eq!((moved(other).await, moved(first.ticket.unwrap()).await), (0, 0));
        let to = [("id", &*mail.to_string()), ("deed", "move"), ("ticket", &*other.0.to_string())];
        assert_eq!(katrin.call("mails/settle", &to).await.status, StatusCode::OK);
        assert_eq!(moved(other).await, 1);
        assert!(katrin.get(&format!("/tickets/{}", other.0)).await.text().contains("Verschieben rückgängig machen"));
        assert_eq!(katrin.call("mails/settle", &[("id", &*mail.to_string()), ("deed", "undo")]).await.status, StatusCode::OK);
        assert_eq!((moved(other).await, moved(first.ticket.unwrap()).await), (0, 0));
    }

    async fn what_the_house_says_of_a_mail_stands_in_nobodys_words_and_in_the_readers_language(house: TestHouse) {
        let (first, id) = first_mail(&house).await;
        let katrin = lead(&house).await;
        let number = first.ticket.unwrap().0;
        // A mail that is too large: what of its text was read, and beside it what the house says.
        let raw = format!(
            "From: vera.albers@example.de\r\nSubject: AW: Kasse steht\r\nMessage-ID: <g1@example.de>\r\nIn-Reply-To: {id}\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nAnbei der Film.\r\n--b\r\nContent-Type: video/mp4; name=film.mp4\r\nContent-Transfer-Encoding: base64\r\n\r\nAAAAIGZ0eXBpc29tAAACAGlzb21pc28y"
        );
        let mailbox = intake::mailbox(&house.house, None, house.now()).await.unwrap().unwrap();
        let prepared = intake::prepare(&house.house, Raw { full_size: Some(67 * 1024 * 1024), ..Raw::whole(raw.into_bytes()) }).await.unwrap();
        intake::take(&house.house, &mailbox, prepared, house.now()).await.unwrap();
        let said = text(&house, "SELECT data FROM entry WHERE what = 'message'").await;
        assert!(said.contains("Anbei der Film.") && !said.contains("MB"), "{said}");
        assert_eq!(house.number("SELECT COUNT(*) FROM document").await, 0, "half a file is none");
        let vera = house.browser(domain::id::PersonId(house.number("SELECT id FROM person WHERE email = 'vera.albers@example.de'").await)).await;
        let page = vera.get(&format!("/tickets/{number}")).await.text();
        assert!(page.contains("Diese E-Mail ist mit 67 MB zu groß"), "{page}");
        // A bounce is told in the language of who reads it.
        house.run("UPDATE letter SET state = 'sent'", []).await;
        arrives(&house, &format!(
            "Return-Path: <>\nFrom: MAILER-DAEMON@mx.de\nSubject: Undelivered Mail\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\n\n--b\n\nUnknown.\n--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.de\n\nFinal-Recipient: rfc822; vera.albers@example.de\nAction: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 no such user\n--b\nContent-Type: text/rfc822-headers\n\nMessage-ID: {id}\n--b--\n"
        )).await;
        let page = katrin.get(&format!("/tickets/{number}")).await.text();
        assert!(page.contains("Eine Mail an vera.albers@example.de kam nicht an"), "{page}");
        assert!(page.contains("vera.albers@example.de empfängt seit ") && page.contains("fragen Sie auf anderem Weg nach einer Adresse"), "{page}");
        house.run("UPDATE person SET lang = 'en' WHERE email = 'katrin.sommer@example.de'", []).await;
        let page = katrin.get(&format!("/tickets/{number}")).await.text();
        assert!(page.contains("vera.albers@example.de has received no mails of ours since"), "{page}");
        assert!(page.contains("A mail to vera.albers@example.de did not arrive") && page.contains("This mail is too large at 67 MB"), "{page}");
        assert!(!vera.get(&format!("/tickets/{number}")).await.text().contains("no such user"));
    }

    async fn staff_see_that_a_writer_without_account_cannot_be_reached(house: TestHouse) {
        let katrin = lead(&house).await;
        let number = arrives(&house, "From: Gast <Gast@kunde.de>\nSubject: Frage\nMessage-ID: <s1@kunde.de>\n\nWie geht das?\n").await.ticket.unwrap();
        let page = async || katrin.get(&format!("/tickets/{}", number.0)).await.text();
        assert!(!page().await.contains("Mails kommen nicht an"));
        house.run("INSERT INTO unreachable (email, since, reason) VALUES ('gast@kunde.de', 0, '550 no such user')", []).await;
        let shown = page().await;
        assert!(shown.contains("Mails kommen nicht an") && shown.contains("550 no such user"), "{shown}");
    }

    async fn a_writer_who_changes_what_follows_a_plus_is_answered_no_more_often(house: TestHouse) {
        for n in 0..12 {
            arrives(&house, &format!("From: zwilling+{n}@kunde.de\nSubject: Betreff {}\nMessage-ID: <z{n}@kunde.de>\n\nWort {n}\n", char::from(b'a' + n))).await;
        }
        assert_eq!(house.number("SELECT COUNT(*) FROM ticket").await, 12);
        assert_eq!(house.number("SELECT COUNT(*) FROM letter WHERE answers IS NOT NULL").await, 10);
    }

    async fn the_same_words_with_another_file_are_another_mail(house: TestHouse) {
        let raw = |file: &str| format!(
            "From: anna@kunde.de\nSubject: Protokoll\nMessage-ID: <f1@kunde.de>\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\n\nAnbei.\n--b\nContent-Type: text/plain; name=protokoll.txt\nContent-Disposition: attachment\n\n{file}\n--b--\n"
        );
        assert!(!arrives(&house, &raw("eins")).await.known);
        assert!(arrives(&house, &raw("eins")).await.known);
        assert!(!arrives(&house, &raw("zwei")).await.known);
        assert_eq!(house.number("SELECT COUNT(*) FROM mail").await, 2);
    }

    async fn a_saved_mail_holds_no_link_by_which_to_decide_for_a_customer(house: TestHouse) {
        let (_, id) = first_mail(&house).await;
        let katrin = lead(&house).await;
        let quoted = "Danke.\n\n> https://portal.test/completion?token=1-2-1795000000000-abcdef0123abcdef0123abcdef012345&object=1
> https://eur01.safelinks.example/?url=https%3A%2F%2Fportal.test%2Fapproval%3Ftoken%3D7-3-abcdef0123abcdef0123abcdef012345&data=05";
        arrives(&house, &reply("vera.albers@example.de", "q1", &id, quoted)).await;
        let saved = katrin.get(&format!("/mails/{}/raw", last_mail(&house).await)).await.text();
        assert!(saved.contains("completion?token=...&object=1") && saved.contains("token%3D...&data=05") && !saved.contains("abcdef0123"), "{saved}");
        assert!(saved.contains("Message-ID: <q1@example.de>"));
    }
}

#[tokio::test]
async fn what_broken_off_writing_left_is_removed_and_nothing_else() {
    let house = TestHouse::sqlite().await;
    let folder = house.house.settings.data.join("files/mail");
    std::fs::create_dir_all(&folder).unwrap();
    for (name, old) in
        [("a#1", true), ("a-0#27", true), ("b#2", false), ("a", true), ("c#", true), ("c#x", true)]
    {
        let file = std::fs::File::create(folder.join(name)).unwrap();
        if old {
            file.set_modified(SystemTime::UNIX_EPOCH).unwrap();
        } else {
            file.set_modified(SystemTime::from(house.now())).unwrap();
        }
    }
    assert_eq!(server::document::job::sweep(&house.house, house.now()).await.unwrap(), 2);
    let mut left: Vec<_> =
        std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    left.sort();
    assert_eq!(left, ["a", "b#2", "c#", "c#x"]);
}
