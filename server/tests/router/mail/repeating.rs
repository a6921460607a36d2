//! Mail programs on one ticket that answer by themselves and say so nowhere: they do not keep each other going for ever.
use super::{arrives, first_mail, reply, text};
use crate::{TestHouse, on_both};
use domain::id::{OrganisationId, PersonId};
use domain::letter::thread::Decision;
use domain::person::{Rights, Role};
use jiff::SignedDuration;

const VERA: &str = "vera.albers@example.de";
const OTTO: &str = "otto.albers@example.de";
const MESSAGES: &str = "SELECT COUNT(*) FROM entry WHERE what = 'message'";
const MARKED: &str = "SELECT COUNT(*) FROM mail WHERE machine = 'repeating'";

/// Vera's ticket, in which Otto takes part.
async fn with_two(house: &TestHouse) {
    first_mail(house).await;
    let albers = OrganisationId(house.number("SELECT organisation_id FROM ticket").await);
    let otto = house.contact("Otto Albers", albers, Rights::default()).await;
    let sql = "INSERT INTO participant (ticket_id, person_id) SELECT id, $1 FROM ticket";
    house.run(sql, [otto.0.into()]).await;
}

/// The latest letter to somebody: its row, none being 0.
async fn latest(house: &TestHouse, to: &str) -> i64 {
    house.number(&format!("SELECT COALESCE(MAX(id), 0) FROM letter WHERE to_email = '{to}'")).await
}

/// Somebody answers a letter.
async fn answers(house: &TestHouse, from: &str, letter: i64, id: &str, says: &str) -> Decision {
    let named = text(house, &format!("SELECT message_id FROM letter WHERE id = {letter}")).await;
    arrives(house, &reply(from, id, &named, says)).await.decision
}

/// Both answer whatever they get, until neither gets anything more; how often they did.
async fn ping_pong(house: &TestHouse, says: impl Fn(usize) -> String) -> usize {
    let mut answered = [(VERA, 0), (OTTO, 0)];
    let mut turns = 0;
    loop {
        let before = turns;
        for (who, last) in &mut answered {
            let letter = latest(house, who).await;
            if letter == *last {
                continue;
            }
            *last = letter;
            turns += 1;
            assert!(turns < 60, "they go on for ever");
            house.wait(SignedDuration::from_mins(1));
            let decision = answers(house, who, letter, &format!("auto{turns}"), &says(turns)).await;
            assert!(matches!(decision, Decision::Append { .. }), "{decision:?}");
        }
        if turns == before {
            return turns;
        }
    }
}

on_both! {
    async fn two_programs_that_always_say_the_same_fall_silent_with_the_third_mail(house: TestHouse) {
        with_two(&house).await;
        assert_eq!(ping_pong(&house, |_| "Wir melden uns.".to_owned()).await, 5);
        assert_eq!((house.number(MESSAGES).await, house.number(MARKED).await), (5, 1), "all are kept");
        let number = text(&house, "SELECT CAST(number AS TEXT) FROM ticket").await;
        let katrin = house.browser(house.staff("Katrin Sommer", &[Role::ProjectLead]).await).await;
        let page = katrin.get(&format!("/tickets/{number}")).await.text();
        assert!(page.contains("Dahinter steht wohl ein Programm"), "{page}");
        let otto = PersonId(house.number("SELECT id FROM person WHERE name = 'Otto Albers'").await);
        let page = house.browser(otto).await.get(&format!("/tickets/{number}")).await.text();
        assert!(page.contains("Wir melden uns.") && !page.contains("Dahinter steht wohl ein Programm"), "{page}");
    }

    async fn two_programs_that_say_something_else_each_time_fall_silent_with_the_eleventh(house: TestHouse) {
        with_two(&house).await;
        assert_eq!(ping_pong(&house, |turn| format!("Vorgang {turn} ist angelegt.")).await, 21);
        assert_eq!((house.number(MESSAGES).await, house.number(MARKED).await), (21, 1));
        // Three hours later a person is heard as before.
        house.wait(SignedDuration::from_mins(181));
        let before = latest(&house, OTTO).await;
        let letter = latest(&house, VERA).await;
        answers(&house, VERA, letter, "later", "Die Kasse steht wieder.").await;
        assert!(latest(&house, OTTO).await > before);
    }

    async fn an_objection_that_comes_too_often_reopens_all_the_same(house: TestHouse) {
        with_two(&house).await;
        let letter = latest(&house, VERA).await;
        for n in 0..3 {
            house.run("UPDATE ticket SET stage = 'done', is_open = FALSE", []).await;
            answers(&house, VERA, letter, &format!("o{n}"), "Sie steht immer noch.").await;
            assert_eq!(text(&house, "SELECT stage FROM ticket").await, "in_triage", "{n}");
        }
        assert_eq!(house.number(MARKED).await, 1);
    }

    async fn what_staff_answer_too_often_is_a_note_and_no_answer(house: TestHouse) {
        with_two(&house).await;
        let katrin = house.staff("Katrin Sommer", &[Role::ProjectLead]).await;
        house.run("UPDATE ticket SET assignee_id = $1", [katrin.0.into()]).await;
        let letter = latest(&house, VERA).await;
        answers(&house, VERA, letter, "v2", "Es eilt.").await;
        let letter = latest(&house, "katrin.sommer@example.de").await;
        for n in 0..3 {
            answers(&house, "katrin.sommer@example.de", letter, &format!("k{n}"), "Wir sehen nach.").await;
        }
        assert_eq!(house.number("SELECT COUNT(*) FROM entry WHERE what = 'message' AND by_staff = TRUE").await, 2);
        assert_eq!(house.number("SELECT COUNT(*) FROM entry WHERE what = 'note' AND by_staff = TRUE").await, 1);
    }

    async fn one_picture_after_the_other_is_told(house: TestHouse) {
        with_two(&house).await;
        let named = text(&house, "SELECT message_id FROM letter ORDER BY id LIMIT 1").await;
        for n in 0..4 {
            let before = latest(&house, OTTO).await;
            arrives(&house, &format!(
                "From: {VERA}\nSubject: AW: Kasse steht\nMessage-ID: <p{n}@example.de>\nIn-Reply-To: {named}\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\n\nNoch eines.\n--b\nContent-Type: text/plain; name=p{n}.txt\nContent-Disposition: attachment\n\n{n}\n--b--\n"
            )).await;
            assert!(latest(&house, OTTO).await > before, "{n}");
        }
        assert_eq!(house.number(MARKED).await, 0);
    }
}
