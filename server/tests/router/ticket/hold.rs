//! Mails of a new state wait a moment for the words that often follow (C3): one mail then says both, and none is lost.
use super::{Scene, open, shift, write};
use crate::on_both;
use domain::ticket::Stage;
use jiff::SignedDuration;
use server::letter::mailer::claim;

/// A ticket of Vera of which she was told all that leaves by now.
async fn opened(scene: &Scene, title: &str) -> i64 {
    let number = open(&scene.vera, title).await;
    scene.clear_letters().await;
    number
}

/// How many letters a mailer takes now.
async fn due(scene: &Scene) -> usize {
    claim(&scene.house.house, scene.house.now(), 8).await.unwrap().len()
}

/// What lies in the outbox for Vera, with its lines joined.
async fn told(scene: &Scene) -> Vec<String> {
    let letters = scene.letters().await.into_iter().filter(|(to, _)| to == "vera.albers");
    letters.map(|(_, text)| text.split_whitespace().collect::<Vec<_>>().join(" ")).collect()
}

const STATE: &str = "hat einen neuen Stand: In Sichtung";

on_both! {
    async fn a_new_state_and_the_answer_a_moment_later_are_one_mail(house: TestHouse) {
        let scene = Scene::of(house).await;
        let number = opened(&scene, "Warenkorb").await;
        shift(&scene.lena, number, Stage::InTriage, "").await.json::<()>();
        assert!(told(&scene).await[0].contains(STATE));
        assert_eq!(due(&scene).await, 0, "it waits for words");
        scene.house.wait(SignedDuration::from_secs(30));
        write(&scene.lena, number, "Wir sehen gleich nach.", &[]).await.json::<()>();
        let letters = told(&scene).await;
        assert_eq!(letters.len(), 1, "{letters:?}");
        assert!(letters[0].contains("Wir sehen gleich nach.") && letters[0].contains(STATE), "{letters:?}");
        assert_eq!(due(&scene).await, 1, "words wait for nothing");
        scene.house.wait(SignedDuration::from_secs(60));
        assert_eq!(due(&scene).await, 0, "and nothing comes after them");
    }

    async fn a_state_to_which_nobody_adds_a_word_leaves_by_itself_once(house: TestHouse) {
        let scene = Scene::of(house).await;
        let number = opened(&scene, "Warenkorb").await;
        shift(&scene.lena, number, Stage::InTriage, "").await.json::<()>();
        scene.house.wait(SignedDuration::from_secs(59));
        assert_eq!(due(&scene).await, 0);
        scene.house.wait(SignedDuration::from_secs(1));
        assert_eq!((due(&scene).await, due(&scene).await), (1, 0));
        // What is on its way is not taken back, and not told a second time.
        write(&scene.lena, number, "Wir sehen gleich nach.", &[]).await.json::<()>();
        let letters = told(&scene).await;
        assert_eq!(letters.len(), 2, "{letters:?}");
        assert!(letters[0].contains(STATE) && !letters[1].contains(STATE), "{letters:?}");
    }

    async fn a_question_takes_the_state_before_it_along_and_a_colleagues_words_do_not(house: TestHouse) {
        let scene = Scene::of(house).await;
        let number = opened(&scene, "Warenkorb").await;
        shift(&scene.lena, number, Stage::InTriage, "").await.json::<()>();
        write(&scene.max, number, "Bei mir auch.", &[]).await.json::<()>();
        let letters = told(&scene).await;
        assert_eq!(letters.len(), 2, "{letters:?}");
        shift(&scene.lena, number, Stage::Question, "Seit wann?").await.json::<()>();
        let letters = told(&scene).await;
        assert_eq!(letters.len(), 2, "{letters:?}");
        assert!(letters[0].contains("Bei mir auch.") && letters[1].contains("Seit wann?"), "{letters:?}");
        assert!(letters[1].contains("hat einen neuen Stand: Rückfrage an Sie") && !letters[1].contains(STATE), "{letters:?}");
    }

    async fn what_the_customer_has_to_do_is_told_at_once_and_other_tickets_are_left_alone(house: TestHouse) {
        let scene = Scene::of(house).await;
        let (number, other) = (open(&scene.vera, "Warenkorb").await, opened(&scene, "Kasse").await);
        shift(&scene.lena, other, Stage::InTriage, "").await.json::<()>();
        write(&scene.lena, number, "Welcher Browser?", &[("to", "question")]).await.json::<()>();
        let letters = told(&scene).await;
        assert_eq!(letters.len(), 2, "{letters:?}");
        assert!(letters[0].contains("Kasse") && letters[0].contains(STATE), "{letters:?}");
        assert_eq!(due(&scene).await, 1, "the question leaves");
        scene.house.wait(SignedDuration::from_secs(60));
        assert_eq!(due(&scene).await, 1, "the state of the other one follows");
    }

    async fn a_later_state_takes_the_place_of_the_one_that_waits(house: TestHouse) {
        let scene = Scene::of(house).await;
        let number = opened(&scene, "Warenkorb").await;
        shift(&scene.lena, number, Stage::InTriage, "").await.json::<()>();
        shift(&scene.lena, number, Stage::Done, "Die Regel ist berichtigt.").await.json::<()>();
        let letters = told(&scene).await;
        assert_eq!(letters.len(), 1, "{letters:?}");
        assert!(letters[0].contains("hat einen neuen Stand: Erledigt"), "{letters:?}");
        assert_eq!(due(&scene).await, 1, "it asks something, and waits for nothing");
        scene.house.wait(SignedDuration::from_secs(60));
        assert_eq!(due(&scene).await, 0, "the state of before never follows");
    }

    async fn nothing_but_what_waits_for_words_is_taken_back(house: TestHouse) {
        let scene = Scene::of(house).await;
        let number = opened(&scene, "Warenkorb").await;
        write(&scene.lena, number, "Die Ursache ist gefunden.", &[]).await.json::<()>();
        // As if whoever wrote this had begun before, and waited for the ticket.
        scene.house.wait(SignedDuration::from_secs(-10));
        write(&scene.lena, number, "Morgen mehr.", &[]).await.json::<()>();
        let letters = told(&scene).await;
        assert_eq!(letters.len(), 2, "{letters:?}");
        assert!(letters[0].contains("Die Ursache ist gefunden."), "{letters:?}");
    }
}
