//! Letters about no ticket that come back: staff decide about them in the outbox.
use super::{EXIM, copied, counted, done, failed, report};
use crate::letter::{MailServer, send_due};
use crate::mail::{arrives, text};
use crate::on_both;
use app::letter::view::{LetterState, OutboxView};
use domain::letter::thread::Decision;
use domain::person::{Rights, Role};

on_both! {
    async fn a_letter_about_no_ticket_stands_before_those_that_tickets_tell_of(house: TestHouse) {
        let (katrin, _) = done(&house).await;
        copied(&house, "frei@example.de", "Ohne Anliegen", "failed").await;
        house.run("UPDATE letter SET ticket_id = NULL WHERE to_email = 'frei@example.de'", []).await;
        for n in 0..101 {
            copied(&house, &format!("neu-{n}@example.de"), "Mit Anliegen", "failed").await;
        }
        house.run("UPDATE letter SET unsettled_at = $1 WHERE state = 'failed'", [house.now().as_millisecond().into()]).await;
        let letters = katrin.call("outbox", &[("query", "")]).await.json::<OutboxView>().letters;
        assert_eq!(letters[0].subject, "Ohne Anliegen");
        assert_eq!(counted(&katrin).await, 1);
    }

    async fn a_letter_about_no_ticket_that_comes_back_is_decided_about_in_the_outbox(house: TestHouse) {
        let albers = house.organisation("Albers").await;
        house.contact("Vera Albers", albers, Rights::default()).await;
        let paula = house.browser(house.staff("Paula Lead", &[Role::ProjectLead]).await).await;
        house.visitor().call("sign-in/send-link", &[("email", "vera.albers@example.de")]).await;
        let mail = MailServer::start("").await;
        assert_eq!(send_due(&house.house, &mail.transport, house.now()).await.unwrap(), 1);
        let id = text(&house, "SELECT message_id FROM letter").await;
        arrives(&house, &report(EXIM, "<made-up@portal.test>", "<x@example.de>")).await;
        assert_eq!((failed(&house).await, counted(&paula).await), (0, 0), "that is no letter of ours");
        assert_eq!(house.number("SELECT COUNT(*) FROM unreachable").await, 0);
        let receipt = arrives(&house, &report(EXIM, &id, "<x@example.de>")).await;
        assert!(matches!(&receipt.decision, Decision::Bounce { ticket: None, .. }), "{receipt:?}");
        assert_eq!((failed(&house).await, counted(&paula).await), (1, 1));
        assert_eq!(house.number("SELECT COUNT(*) FROM unreachable WHERE email = 'vera.albers@example.de'").await, 1);
        assert_eq!(house.number("SELECT COUNT(*) FROM ticket").await, 0);
        // It stands before those of which nobody knows, however new.
        house.run("INSERT INTO letter (to_name, to_email, subject, text_body, html_body, headers, message_id, secret, state, attempts, next_at, written_at)
            SELECT to_name, to_email, subject, 'Hallo', '', headers, '<two@portal.test>', secret, 'uncertain', attempts, next_at, written_at FROM letter", []).await;
        let outbox = async || paula.call("outbox", &[("query", "")]).await.json::<OutboxView>().letters;
        let letters = outbox().await;
        let [first, second] = &letters[..] else { panic!("two letters") };
        assert_eq!((first.state, second.state), (LetterState::Failed, LetterState::Uncertain));
        assert!(first.undecided && first.emptied && second.undecided && !second.emptied);
        let page = paula.get("/outbox").await.text();
        assert!(page.contains("Dabei belassen") && page.contains("Link zur Anmeldung, der nicht aufbewahrt wird"), "{page}");
        // Nothing is left that could be sent again.
        let letter = first.id.to_string();
        paula.call("outbox/settle", &[("id", &letter), ("again", "1")]).await.json::<()>();
        assert_eq!((failed(&house).await, counted(&paula).await), (1, 2));
        paula.call("outbox/settle", &[("id", &letter)]).await.json::<()>();
        assert_eq!((failed(&house).await, counted(&paula).await), (1, 1));
        let letters = outbox().await;
        let [first, second] = &letters[..] else { panic!("two letters") };
        assert_eq!((first.state, second.state, second.undecided), (LetterState::Uncertain, LetterState::Failed, false));
        // The same report once more asks nobody again.
        arrives(&house, &report(EXIM, &id, "<y@example.de>")).await;
        assert_eq!(counted(&paula).await, 1);
    }
}
