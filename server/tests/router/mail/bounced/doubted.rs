//! Reports that name no letter, which whoever knows the ticket can make up: they stop no window, staff decide.
use super::{DOUBTED, EXIM, TOLD_HELD, bare, counted, done, failed, remarks, report, runs};
use crate::mail::{arrives, text};
use crate::on_both;
use app::ticket::view::TicketView;
use domain::id::PersonId;
use domain::letter::thread::Decision;
use domain::person::Role;
use jiff::SignedDuration;
use server::ticket::objection;

on_both! {
    async fn a_report_without_the_letter_holds_the_window_until_staff_decide(house: TestHouse) {
        let (katrin, id) = done(&house).await;
        house.run("UPDATE letter SET sent_at = 7", []).await;
        let before = remarks(&house).await;
        arrives(&house, &bare(&id)).await;
        assert!(runs(&house).await, "whoever knows the ticket can make it up");
        assert_eq!(text(&house, DOUBTED).await, id);
        assert_eq!((failed(&house).await, counted(&katrin).await), (0, 1));
        assert_eq!(house.number("SELECT COUNT(*) FROM unreachable").await, 0);
        assert_eq!(house.number(TOLD_HELD).await, 1);
        arrives(&house, &bare(&id).replace("failure notice", "Failure notice")).await;
        assert_eq!((house.number(TOLD_HELD).await, remarks(&house).await), (1, before + 1));
        // A true report has no customer lose the time for an objection.
        house.wait(SignedDuration::from_hours(24 * 30));
        assert_eq!(objection::close(&house.house, house.now()).await.unwrap(), 0);
        let paula = house.browser(house.staff("Paula Lead", &[Role::ProjectLead]).await).await;
        let number = text(&house, "SELECT CAST(number AS TEXT) FROM ticket").await;
        let page = paula.get(&format!("/tickets/{number}")).await.text();
        assert!(page.contains("unsere letzte Mail an vera.albers@example.de") && page.contains("schließt sich das Anliegen nicht von selbst"), "{page}");
        assert!(paula.get("/outbox").await.text().contains("Eine unbelegte Meldung"));
        let letter = house.number("SELECT id FROM letter WHERE state = 'uncertain'").await.to_string();
        paula.call("outbox/settle", &[("id", &letter)]).await.json::<()>();
        let sent = "SELECT sent_at FROM letter WHERE state = 'sent' AND reported_at IS NOT NULL";
        assert_eq!(house.number(sent).await, 7, "it left when it did");
        // It is asked for once; the next report of the kind is only told.
        arrives(&house, &bare(&id).replace("failure notice", "Your mail")).await;
        assert_eq!((text(&house, DOUBTED).await.as_str(), remarks(&house).await), ("", before + 2));
        assert_eq!(objection::close(&house.house, house.now()).await.unwrap(), 1);
    }

    async fn a_made_up_report_keeps_no_true_one_from_staff(house: TestHouse) {
        let (katrin, id) = done(&house).await;
        arrives(&house, &bare(&id).replace("vera.albers@example.de", "otto@boese.example")).await;
        assert_eq!(text(&house, DOUBTED).await, "");
        let before = remarks(&house).await;
        arrives(&house, &bare(&id)).await;
        assert_eq!(text(&house, DOUBTED).await, id);
        assert_eq!((house.number(TOLD_HELD).await, remarks(&house).await), (1, before + 1));
        assert_eq!(counted(&katrin).await, 1);
    }

    async fn staff_are_reminded_of_a_window_that_is_held_past_its_end(house: TestHouse) {
        let (_, id) = done(&house).await;
        arrives(&house, &bare(&id)).await;
        let remind = async || objection::remind(&house.house, house.now()).await.unwrap();
        // Nobody stays signed in for so long.
        let browser = async |name: &str| {
            let sql = format!("SELECT id FROM person WHERE email = '{name}@example.de'");
            house.browser(PersonId(house.number(&sql).await)).await
        };
        let number = text(&house, "SELECT CAST(number AS TEXT) FROM ticket").await;
        let path = format!("/tickets/{number}");
        house.wait(SignedDuration::from_hours(24 * 8));
        assert_eq!(remind().await, 0, "the window is not over");
        let vera = browser("vera.albers").await;
        let ticket = vera.call("ticket", &[("number", &number)]).await.json::<TicketView>();
        assert!(ticket.objection.is_some() && !ticket.held);
        house.wait(SignedDuration::from_hours(24 * 12));
        assert_eq!((remind().await, remind().await), (1, 0));
        assert_eq!(house.number(TOLD_HELD).await, 2);
        // A day that has passed is told to nobody: the customer may still object.
        for (name, held) in [("vera.albers", false), ("katrin.sommer", true)] {
            let who = browser(name).await;
            let ticket = who.call("ticket", &[("number", &number)]).await.json::<TicketView>();
            assert_eq!((ticket.objection, ticket.held), (None, held), "{name}");
            let page = who.get(&path).await.text();
            assert_eq!(page.contains("kann der Kunde Einspruch erheben"), held, "{page}");
        }
        house.wait(SignedDuration::from_hours(24 * 7));
        assert_eq!((remind().await, house.number(TOLD_HELD).await), (1, 3));
        let letter = house.number("SELECT id FROM letter WHERE state = 'uncertain'").await.to_string();
        let katrin = browser("katrin.sommer").await;
        katrin.call("outbox/settle", &[("id", &letter)]).await.json::<()>();
        house.wait(SignedDuration::from_hours(24 * 8));
        assert_eq!(remind().await, 0, "it is decided");
    }

    async fn where_who_leads_has_left_others_are_told_that_a_window_is_held(house: TestHouse) {
        let (_, id) = done(&house).await;
        house.staff("Susi Leitung", &[Role::SupportManager]).await;
        house.run("UPDATE ticket SET assignee_id = NULL", []).await;
        house.run("UPDATE organisation SET project_lead_id = (SELECT id FROM person WHERE email = 'katrin.sommer@example.de')", []).await;
        house.run("UPDATE person SET account = 'left' WHERE email = 'katrin.sommer@example.de'", []).await;
        arrives(&house, &bare(&id)).await;
        let told = TOLD_HELD.replace("katrin.sommer", "susi.leitung");
        assert_eq!(house.number(&told).await, 1);
    }

    async fn a_letter_that_is_sent_again_for_such_a_report_begins_the_window_anew(house: TestHouse) {
        let (katrin, id) = done(&house).await;
        arrives(&house, &bare(&id)).await;
        let until = house.number("SELECT objection_until FROM ticket").await;
        house.wait(SignedDuration::from_hours(24 * 3));
        let letter = house.number("SELECT id FROM letter WHERE state = 'uncertain'").await.to_string();
        katrin.call("outbox/settle", &[("id", &letter), ("again", "1")]).await.json::<()>();
        assert!(runs(&house).await);
        assert!(house.number("SELECT objection_until FROM ticket").await > until);
        let again = format!("SELECT COUNT(*) FROM letter WHERE state = 'waiting' AND reported_at IS NULL AND to_email = 'vera.albers@example.de' AND window_until > {until}");
        assert_eq!(house.number(&again).await, 1);
        assert_eq!((text(&house, DOUBTED).await.as_str(), counted(&katrin).await), ("", 0));
        // The second is doubted as the first was.
        house.run("UPDATE letter SET state = 'sent' WHERE state = 'waiting'", []).await;
        arrives(&house, &bare(&id).replace("failure notice", "Failure notice")).await;
        assert_ne!(text(&house, DOUBTED).await, id);
        assert_eq!(counted(&katrin).await, 1);
    }

    async fn made_up_reports_are_told_once_a_day_without_address_and_link(house: TestHouse) {
        let (katrin, id) = done(&house).await;
        let made_up = |n: usize| {
            bare(&id)
                .replace("vera.albers@example.de", "otto@boese.example")
                .replace("no such user", &format!("siehe https://boese.example/{n} bitte"))
        };
        let before = remarks(&house).await;
        for n in 0..5 {
            let receipt = arrives(&house, &made_up(n)).await;
            assert!(matches!(&receipt.decision, Decision::Bounce { ticket: Some(_), .. }) && !receipt.known, "{receipt:?}");
        }
        assert_eq!(remarks(&house).await, before + 1);
        assert_eq!(house.number("SELECT COUNT(*) FROM mail WHERE decision = 'bounce'").await, 5, "all are kept");
        assert!(runs(&house).await);
        assert_eq!((text(&house, DOUBTED).await.as_str(), failed(&house).await), ("", 0));
        let number = text(&house, "SELECT CAST(number AS TEXT) FROM ticket").await;
        let page = katrin.get(&format!("/tickets/{number}")).await.text();
        assert!(page.contains("Sie nennt keine Mail dieses Anliegens") && page.contains("siehe … bitte"), "{page}");
        assert!(!page.contains("boese.example"), "{page}");
        house.wait(SignedDuration::from_hours(25));
        for n in 5..8 {
            arrives(&house, &made_up(n)).await;
        }
        assert_eq!(remarks(&house).await, before + 2);
    }

    async fn who_knows_only_the_ticket_stops_no_window_of_somebody_else(house: TestHouse) {
        let (_, id) = done(&house).await;
        // Otto got a letter there too, and with it all that a report without the letter shows.
        house.run("INSERT INTO letter (to_name, to_email, subject, text_body, html_body, headers, message_id, ticket_id, secret, state, attempts, next_at, written_at)
            SELECT 'Otto', 'otto@example.de', subject, text_body, html_body, headers, '<otto@portal.test>', ticket_id, secret, state, attempts, next_at, 1
            FROM letter ORDER BY id LIMIT 1", []).await;
        let before = remarks(&house).await;
        arrives(&house, &bare(&id)).await;
        assert!(runs(&house).await);
        assert_eq!((failed(&house).await, remarks(&house).await), (0, before + 1), "staff read it all the same");
        assert_eq!(house.number("SELECT COUNT(*) FROM unreachable").await, 0);
        // His own letter he may return; Vera was told.
        arrives(&house, &report(EXIM, "<otto@portal.test>", &id)).await;
        assert!(runs(&house).await);
        assert_eq!(text(&house, "SELECT to_email FROM letter WHERE state = 'failed'").await, "otto@example.de");
    }

    async fn whether_a_letter_came_back_whose_reader_wrote_since_is_for_staff_to_decide(house: TestHouse) {
        let (katrin, id) = done(&house).await;
        house.wait(SignedDuration::from_mins(5));
        // Who is in copy of it reads the Message-ID of our letter, and the token of the ticket.
        let thanks = format!(
            "From: Vera Albers <vera.albers@example.de>\nTo: support@portal.test\nCc: otto@example.com\nSubject: Re: Kasse\nMessage-ID: <dank@example.de>\nIn-Reply-To: {id}\n\nVielen Dank!\n"
        );
        arrives(&house, &thanks).await;
        assert!(runs(&house).await);
        // Without the letter it says nothing; with it either was made up, or she answered another one.
        arrives(&house, &bare(&id)).await;
        assert_eq!((text(&house, DOUBTED).await.as_str(), house.number(TOLD_HELD).await), ("", 0));
        arrives(&house, &report(EXIM, &id, &id)).await;
        assert!(runs(&house).await);
        assert_eq!(text(&house, DOUBTED).await, id);
        assert_eq!((failed(&house).await, counted(&katrin).await, house.number(TOLD_HELD).await), (0, 1, 1));
        assert_eq!(house.number("SELECT COUNT(*) FROM unreachable").await, 0);
        house.wait(SignedDuration::from_hours(24 * 30));
        assert_eq!(objection::close(&house.house, house.now()).await.unwrap(), 0, "nobody knows whether she was told");
        let letter = house.number("SELECT id FROM letter WHERE state = 'uncertain'").await.to_string();
        let paula = house.browser(house.staff("Paula Lead", &[Role::ProjectLead]).await).await;
        paula.call("outbox/settle", &[("id", &letter)]).await.json::<()>();
        assert_eq!(objection::close(&house.house, house.now()).await.unwrap(), 1);
    }
}
