//! The mail that tells of the end of the work, sent again: it names the last day for objections that then holds (C4).
use super::bounced::{DOUBTED, EXIM, bare, done, report, runs};
use super::{arrives, text};
use crate::letter::{MailServer, send_due};
use crate::ticket::merge::{merge, undo};
use crate::ticket::write;
use crate::{TestHouse, on_both};
use app::letter::view::{LetterState, OutboxView};
use app::ticket::view::TicketView;
use domain::id::{OrganisationId, PersonId};
use domain::lang::Lang;
use domain::moment::date;
use domain::person::Rights;
use domain::ticket::remark::Remark;
use domain::ticket::timeline::What;
use jiff::SignedDuration;
use server::letter::mailer::claim;
use server::ticket::objection;

const DAY: SignedDuration = SignedDuration::from_hours(24);
/// What waits for Vera.
const WAITS: &str = "state = 'waiting' AND to_email = 'vera.albers@example.de'";

/// The ticket as Vera sees it.
async fn seen(house: &TestHouse) -> TicketView {
    let vera = PersonId(house.number("SELECT id FROM person WHERE email = 'vera.albers@example.de'").await);
    let number = text(house, "SELECT CAST(number AS TEXT) FROM ticket ORDER BY id LIMIT 1").await;
    house.browser(vera).await.call("ticket", &[("number", &number)]).await.json()
}

/// The last day for objections that she reads there, as mails write it.
async fn day(house: &TestHouse) -> String {
    date(seen(house).await.objection.unwrap(), Lang::De)
}

/// A text of a letter with its lines joined.
async fn said(house: &TestHouse, column: &str, which: &str) -> String {
    let sql = format!("SELECT {column} FROM letter WHERE {which} ORDER BY id DESC LIMIT 1");
    text(house, &sql).await.split_whitespace().collect::<Vec<_>>().join(" ")
}

async fn letters(house: &TestHouse) -> i64 {
    house.number("SELECT COUNT(*) FROM letter").await
}

async fn closed(house: &TestHouse) -> usize {
    objection::close(&house.house, house.now()).await.unwrap()
}

on_both! {
    async fn what_came_back_and_is_sent_again_names_the_last_day_that_then_holds(house: TestHouse) {
        let (katrin, id) = done(&house).await;
        assert_eq!(day(&house).await, "03.12.2026");
        arrives(&house, &report(EXIM, &id, "<x@example.de>")).await;
        assert!(!runs(&house).await);
        let told = "to_email = 'katrin.sommer@example.de' AND internal = TRUE";
        assert!(said(&house, "text_body", told).await.contains("senden Sie die Mail im Postausgang erneut"));
        let first = said(&house, "text_body", "state = 'failed'").await;
        house.wait(DAY * 3);
        let letter = house.number("SELECT id FROM letter WHERE state = 'failed'").await.to_string();
        katrin.call("outbox/settle", &[("id", &letter), ("again", "1")]).await.json::<()>();
        // 26 November and ten days is a Sunday.
        assert_eq!(day(&house).await, "07.12.2026");
        for column in ["text_body", "html_body"] {
            let again = said(&house, column, WAITS).await;
            assert!(again.contains("Montag, 07.12.2026") && !again.contains("03.12.2026"), "{again}");
            assert!(again.contains("Die Kasse geht wieder.") && again.contains("/completion?token="), "{again}");
        }
        // What was sent stands as it was sent; the other is a mail of its own, which no receiver takes for the first.
        assert!(first.contains("Donnerstag, 03.12.2026"), "{first}");
        assert_eq!(said(&house, "text_body", "state = 'failed' AND unsettled_at IS NULL").await, first);
        assert_eq!(said(&house, "message_id", "state = 'failed'").await, id);
        assert_ne!(said(&house, "message_id", WAITS).await, id);
        let same = "SELECT COUNT(DISTINCT subject) FROM letter WHERE to_email = 'vera.albers@example.de' AND text_body LIKE '%completion?token%'";
        assert_eq!(house.number(same).await, 1);
        // Twice is as good as once.
        let before = letters(&house).await;
        katrin.call("outbox/settle", &[("id", &letter), ("again", "1")]).await.json::<()>();
        assert_eq!(letters(&house).await, before);
        let outbox = katrin.call("outbox", &[("query", "vera")]).await.json::<OutboxView>().letters;
        let replaced: Vec<_> = outbox.iter().filter(|letter| letter.replaced).collect();
        assert!(matches!(&replaced[..], [one] if one.state == LetterState::Failed && !one.undecided));
        assert!(katrin.get("/outbox").await.text().contains("Diese E-Mail wurde erneut gesendet"));
        let number = text(&house, "SELECT CAST(number AS TEXT) FROM ticket").await;
        let page = katrin.get(&format!("/tickets/{number}")).await.text();
        assert!(page.contains("geht noch einmal an vera.albers@example.de. Einspruch ist bis 07.12.2026 möglich"), "{page}");
        let told = |what: &What| matches!(what, What::Remark(Remark::SentAgain { .. }));
        let ticket = katrin.call("ticket", &[("number", &number)]).await.json::<TicketView>();
        let entry = ticket.entries.iter().find(|entry| told(&entry.what)).unwrap();
        assert_eq!((entry.by.as_ref().map(|by| by.name.as_str()), entry.letters.len()), (Some("Katrin Sommer"), 1));
        assert!(!seen(&house).await.entries.iter().any(|entry| told(&entry.what)), "customers read the day alone");
        let ends = format!("SELECT COUNT(*) FROM letter WHERE {WAITS} AND text_body LIKE '%completion?token%'");
        assert_eq!(house.number(&ends).await, 1);
        let mail = MailServer::start("").await;
        send_due(&house.house, &mail.transport, house.now()).await.unwrap();
        let again = text(&house, "SELECT message_id FROM letter WHERE state = 'sent' ORDER BY id DESC LIMIT 1").await;
        let names = |sent: &String, id: &str| {
            let (_, rest) = sent.split_once("Message-ID:").unwrap();
            rest.trim_start().trim_start_matches('<').starts_with(id.trim_matches(['<', '>']))
        };
        let leaves = |id: &str| mail.taken().iter().filter(|sent| names(sent, id)).count();
        assert_eq!((leaves(&again), leaves(&id)), (1, 0), "the first does not leave once more");
        house.wait(DAY * 8);
        assert_eq!(closed(&house).await, 0, "the day of the first mail is over, that of the second is not");
        house.wait(DAY * 4);
        assert_eq!(closed(&house).await, 1);
    }

    async fn the_second_mail_that_comes_back_stops_the_window_again_and_the_third_begins_it(house: TestHouse) {
        let (katrin, first) = done(&house).await;
        let mut id = first;
        for days in [3, 4] {
            arrives(&house, &report(EXIM, &id, "<x@example.de>")).await;
            assert!(!runs(&house).await, "{days}");
            house.wait(DAY * days);
            let letter = house.number("SELECT id FROM letter WHERE unsettled_at IS NOT NULL").await.to_string();
            katrin.call("outbox/settle", &[("id", &letter), ("again", "1")]).await.json::<()>();
            let (until, again) = (day(&house).await, said(&house, "text_body", WAITS).await);
            assert!(again.contains(&until), "{until}: {again}");
            id = said(&house, "message_id", WAITS).await;
            house.run("UPDATE letter SET state = 'sent' WHERE state = 'waiting'", []).await;
        }
        assert_eq!(house.number("SELECT COUNT(*) FROM letter WHERE replaced_at IS NOT NULL").await, 2);
    }

    async fn of_which_nobody_knew_and_what_is_sent_again_later_gives_the_customer_all_days(house: TestHouse) {
        let (katrin, id) = done(&house).await;
        // As left behind by a kill between claiming and sending.
        let until = house.now().as_millisecond() + 300_000;
        house.run("UPDATE letter SET state = 'waiting', claimed_until = $1 WHERE message_id = $2", [until.into(), id.clone().into()]).await;
        house.wait(SignedDuration::from_mins(6));
        claim(&house.house, house.now(), 8).await.unwrap();
        assert_eq!(text(&house, DOUBTED).await, id);
        let letter = house.number("SELECT id FROM letter WHERE state = 'uncertain'").await.to_string();
        // On the same day the letter says what holds: it leaves as it is, and receivers may drop the second.
        katrin.call("outbox/settle", &[("id", &letter), ("again", "1")]).await.json::<()>();
        assert_eq!((said(&house, "message_id", WAITS).await, day(&house).await), (id.clone(), "03.12.2026".to_owned()));
        house.run("UPDATE letter SET state = 'uncertain' WHERE message_id = $1", [id.clone().into()]).await;
        house.wait(DAY * 3);
        katrin.call("outbox/settle", &[("id", &letter), ("again", "1")]).await.json::<()>();
        assert_eq!(day(&house).await, "07.12.2026");
        assert!(said(&house, "text_body", WAITS).await.contains("Montag, 07.12.2026"));
        assert_ne!(said(&house, "message_id", WAITS).await, id);
    }

    async fn a_window_of_which_somebody_else_was_told_runs_on(house: TestHouse) {
        let (katrin, id) = done(&house).await;
        let albers = house.number("SELECT organisation_id FROM ticket").await;
        let otto = house.contact("Otto Albers", OrganisationId(albers), Rights::default()).await;
        // He was told as she was.
        let sql = format!("INSERT INTO letter (to_name, to_email, subject, text_body, html_body, headers, message_id, person_id, ticket_id, secret, state, attempts, next_at, written_at, window_until)
            SELECT 'Otto', 'otto.albers@example.de', subject, text_body, html_body, headers, '<otto@portal.test>', {}, ticket_id, secret, state, attempts, next_at, written_at, window_until
            FROM letter WHERE message_id = $1", otto.0);
        house.run(&sql, [id.clone().into()]).await;
        arrives(&house, &report(EXIM, &id, "<x@example.de>")).await;
        assert!(runs(&house).await);
        house.wait(DAY * 3);
        let letter = house.number("SELECT id FROM letter WHERE state = 'failed'").await.to_string();
        katrin.call("outbox/settle", &[("id", &letter), ("again", "1")]).await.json::<()>();
        assert_eq!(day(&house).await, "03.12.2026");
        assert_eq!(said(&house, "message_id", WAITS).await, id);
        assert!(said(&house, "text_body", WAITS).await.contains("Donnerstag, 03.12.2026"));
    }

    async fn a_merge_that_is_taken_back_keeps_the_day_that_the_second_mail_named(house: TestHouse) {
        let (katrin, id) = done(&house).await;
        arrives(&house, &report(EXIM, &id, "<x@example.de>")).await;
        house.wait(DAY * 3);
        let letter = house.number("SELECT id FROM letter WHERE state = 'failed'").await.to_string();
        katrin.call("outbox/settle", &[("id", &letter), ("again", "1")]).await.json::<()>();
        let number = house.number("SELECT number FROM ticket").await;
        let other = arrives(&house, "From: Vera Albers <vera.albers@example.de>\nSubject: Waage\nMessage-ID: <v3@example.de>\n\nDie Waage auch.\n").await.ticket.unwrap().0;
        merge(&katrin, number, other).await.json::<i64>();
        assert!(!runs(&house).await);
        undo(&katrin, other, number).await.json::<()>();
        assert_eq!(day(&house).await, "07.12.2026");
    }

    async fn a_doubted_letter_with_other_words_stops_the_window_when_it_is_sent_again(house: TestHouse) {
        let (katrin, id) = done(&house).await;
        let number = house.number("SELECT number FROM ticket").await;
        house.wait(SignedDuration::from_mins(5));
        write(&katrin, number, "Bitte leeren Sie noch den Zwischenspeicher.", &[]).await.json::<()>();
        house.run("UPDATE letter SET state = 'sent'", []).await;
        arrives(&house, &bare(&id)).await;
        let letter = house.number("SELECT id FROM letter WHERE state = 'uncertain'").await.to_string();
        assert_ne!(text(&house, DOUBTED).await, id);
        katrin.call("outbox/settle", &[("id", &letter), ("again", "1")]).await.json::<()>();
        assert!(!runs(&house).await);
        assert!(said(&house, "text_body", WAITS).await.contains("Zwischenspeicher"));
    }

    async fn what_is_sent_again_after_the_ticket_moved_on_leaves_it_where_it_is(house: TestHouse) {
        let (katrin, id) = done(&house).await;
        arrives(&house, &report(EXIM, &id, "<x@example.de>")).await;
        house.run("UPDATE ticket SET stage = 'in_triage', is_open = TRUE, stage_since = stage_since + 1", []).await;
        house.wait(DAY * 3);
        let letter = house.number("SELECT id FROM letter WHERE state = 'failed'").await.to_string();
        katrin.call("outbox/settle", &[("id", &letter), ("again", "1")]).await.json::<()>();
        assert_eq!(said(&house, "message_id", WAITS).await, id);
        assert!(!runs(&house).await);
    }
}
