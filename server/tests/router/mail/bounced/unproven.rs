//! The window for objections where nothing proves that the mail which names its end left the house.
use super::{TOLD_HELD, done};
use crate::{TestHouse, on_both};
use domain::id::PersonId;
use jiff::SignedDuration;
use server::letter::mailer::claim;
use server::ticket::objection;

/// Longer than the window.
const LONG: SignedDuration = SignedDuration::from_hours(24 * 20);
/// Mails by which who leads hears of the letter.
const TOLD: &str = "SELECT COUNT(*) FROM letter WHERE to_email = 'katrin.sommer@example.de' AND internal = TRUE AND text_body LIKE '%Einspruchsfrist ist vorbei%'";

/// The same house with a mail server, of which nobody takes anything for now.
async fn mailing(house: &TestHouse) -> TestHouse {
    house.restarted_with(|settings| settings.smtp_url = Some("smtp://127.0.0.1:1".to_owned())).await
}

async fn closed(house: &TestHouse) -> usize {
    objection::close(&house.house, house.now()).await.unwrap()
}

async fn reminded(house: &TestHouse) -> usize {
    objection::remind(&house.house, house.now()).await.unwrap()
}

async fn is(house: &TestHouse, state: &str, id: &str) {
    let sql = "UPDATE letter SET state = $1 WHERE message_id = $2";
    house.run(sql, [state.into(), id.to_owned().into()]).await;
}

on_both! {
    async fn while_the_mail_that_names_it_waits_the_window_is_held_and_staff_are_told(house: TestHouse) {
        let house = mailing(&house).await;
        let (katrin, id) = done(&house).await;
        is(&house, "waiting", &id).await;
        let number = house.number("SELECT number FROM ticket").await;
        let page = katrin.get(&format!("/tickets/{number}")).await.text();
        assert!(!page.contains("Ungewiss ist, ob unsere Mail"), "it may leave in time: {page}");
        house.wait(LONG);
        assert_eq!((closed(&house).await, reminded(&house).await, reminded(&house).await), (0, 1, 0));
        assert_eq!(house.number(TOLD).await, 1);
        assert_eq!(house.number(&TOLD.replace("Einspruchsfrist ist vorbei", "wartet im Postausgang")).await, 1);
        is(&house, "sent", &id).await;
        assert_eq!((closed(&house).await, reminded(&house).await), (1, 0));
    }

    async fn a_mail_of_a_program_that_died_holds_the_window_until_staff_decide(house: TestHouse) {
        let house = mailing(&house).await;
        let (_, id) = done(&house).await;
        let until = house.now().as_millisecond() + 300_000;
        house.run("UPDATE letter SET state = 'waiting', claimed_until = $1 WHERE message_id = $2", [until.into(), id.into()]).await;
        house.wait(SignedDuration::from_mins(6));
        claim(&house.house, house.now(), 8).await.unwrap();
        assert_eq!(house.number(TOLD_HELD).await, 1, "at once, with the reason");
        assert_eq!(house.number(&TOLD_HELD.replace("Bis jemand im Postausgang", "ist ungewiss")).await, 1);
        house.wait(LONG);
        assert_eq!((closed(&house).await, reminded(&house).await, reminded(&house).await), (0, 1, 0));
        assert_eq!((house.number(TOLD).await, house.number(TOLD_HELD).await), (1, 2));
        // Nobody stays signed in for so long.
        let katrin = PersonId(house.number("SELECT id FROM person WHERE email = 'katrin.sommer@example.de'").await);
        let letter = house.number("SELECT id FROM letter WHERE state = 'uncertain'").await.to_string();
        house.browser(katrin).await.call("outbox/settle", &[("id", &letter)]).await.json::<()>();
        assert_eq!(closed(&house).await, 1);
    }

    async fn where_somebody_else_outside_was_told_the_window_runs_on(house: TestHouse) {
        let house = mailing(&house).await;
        let (_, id) = done(&house).await;
        let sql = "INSERT INTO letter (to_name, to_email, subject, text_body, html_body, headers, message_id, ticket_id, secret, state, attempts, next_at, written_at, window_until)
            SELECT 'Otto', 'otto@example.de', subject, text_body, html_body, headers, '<otto@portal.test>', ticket_id, secret, 'sent', attempts, next_at, written_at, window_until
            FROM letter WHERE message_id = $1";
        house.run(sql, [id.clone().into()]).await;
        is(&house, "uncertain", &id).await;
        house.wait(LONG);
        assert_eq!((reminded(&house).await, closed(&house).await), (0, 1));
    }

    async fn where_no_mail_leaves_the_house_what_waits_holds_nothing(house: TestHouse) {
        let (_, id) = done(&house).await;
        is(&house, "waiting", &id).await;
        house.wait(LONG);
        assert_eq!((reminded(&house).await, closed(&house).await), (0, 1));
    }
}
