//! Messages, notes, drafts, and who looks.
use super::{Scene, codes, heard, list, messages, open, page, write};
use crate::house::key;
use crate::on_both;
use app::error::AppError;
use app::ticket::view::Present;
use axum::http::StatusCode;
use domain::input::Reason;
use domain::live::Change;
use domain::ticket::timeline::What;
use domain::ticket::workflow::WrongMove;
use domain::ticket::{Audience, Stage};
use futures::future::join_all;

on_both! {
    async fn whatever_says_internal_is_for_staff_only(house: TestHouse) {
        let scene = Scene::of(house).await;
        let number = open(&scene.vera, "Warenkorb").await;
        for value in ["1", "on", "true", "yes", "internal"] {
            write(&scene.lena, number, &format!("Notiz {value}"), &[("internal", value)]).await.json::<()>();
        }
        for value in ["", "0"] {
            write(&scene.lena, number, &format!("Offen {value}"), &[("internal", value)]).await.json::<()>();
        }
        let seen = page(&scene.vera, number).await;
        assert_eq!(messages(&seen)[1..], ["Offen", "Offen 0"]);
    }

    async fn messages_reach_everybody_but_their_writer(house: TestHouse) {
        let scene = Scene::of(house).await;
        let number = open(&scene.vera, "Frage").await;
        scene.clear_letters().await;
        write(&scene.tom, number, "Wir schauen nach.", &[]).await.json::<()>();
        assert_eq!(scene.reached().await, ["lena.lead", "vera.albers"]);
        let letters = scene.letters().await;
        assert!(letters.iter().all(|(_, text)| text.contains("  Wir schauen nach.") && text.contains("Tom Team")));
        scene.clear_letters().await;
        // A colleague who answers takes part from then on.
        write(&scene.max, number, "Danke, es eilt.", &[]).await.json::<()>();
        assert_eq!(scene.reached().await, ["lena.lead", "vera.albers"]);
        scene.clear_letters().await;
        write(&scene.lena, number, "Verstanden.", &[]).await.json::<()>();
        assert_eq!(scene.reached().await, ["max.kunde", "vera.albers"]);
        let seen = page(&scene.vera, number).await;
        assert_eq!(messages(&seen)[1..], ["Wir schauen nach.", "Danke, es eilt.", "Verstanden."]);
        assert_eq!(seen.version, 4);
    }

    async fn who_left_gets_no_mail_and_finds_nothing(house: TestHouse) {
        let scene = Scene::of(house).await;
        let number = open(&scene.vera, "Frage").await;
        scene.clear_letters().await;
        scene.house.run("UPDATE membership SET left_at = 1 WHERE person_id = $1", [scene.vera_id.0.into()]).await;
        write(&scene.lena, number, "Geheim", &[]).await.json::<()>();
        assert!(scene.reached().await.is_empty());
        assert_eq!(scene.vera.call("ticket", &[("number", &number.to_string())]).await.error(), AppError::NotFound);
        assert!(list(&scene.vera, "").await.lines.is_empty());
    }

    async fn notes_stay_among_staff(house: TestHouse) {
        let scene = Scene::of(house).await;
        let number = open(&scene.vera, "Frage").await;
        scene.clear_letters().await;
        let mut live = scene.house.house.live.join().0;
        write(&scene.tom, number, "Kunde ist Zahlungsverzug-Kandidat", &[("internal", "1")]).await.json::<()>();
        assert!(scene.reached().await.is_empty());
        let seen = page(&scene.lena, number).await;
        let note = seen.entries.last().unwrap();
        assert_eq!((note.what.code(), note.audience), ("note", Audience::Internal));
        for customer in [&scene.vera, &scene.max] {
            let seen = customer.call("ticket", &[("number", &number.to_string())]).await;
            assert!(!seen.text().contains("Zahlungsverzug"));
            assert!(list(customer, "q=zahlungsverzug").await.lines.is_empty());
            assert_eq!(list(customer, "q=frage").await.lines.len(), 1);
        }
        assert_eq!(list(&scene.lena, "q=zahlungsverzug").await.lines.len(), 1);
        assert_eq!(write(&scene.vera, number, "x", &[("internal", "1")]).await.error(), AppError::NotYours);
        if scene.house.house.settings.database_url.is_none() {
            let event = heard(&mut live).await;
            assert!(event.internal && event.notice.change == Change::Note);
        }
    }

    async fn files_come_with_messages_and_only_from_their_owner(house: TestHouse) {
        let scene = Scene::of(house).await;
        let number = open(&scene.vera, "Frage").await;
        let sql = "INSERT INTO document (id, person_id, name, media_type, size, received, place, preview, internal, state, created_at) VALUES ($1, $2, 'bild.png', 'image/png', 5, 5, 'x', FALSE, FALSE, 'ready', 0)";
        for (id, owner) in [(1_i64, scene.vera_id), (2, scene.max_id), (3, scene.tom_id)] {
            scene.house.run(sql, [id.into(), owner.0.into()]).await;
        }
        assert_eq!(write(&scene.vera, number, "", &[("documents", "2")]).await.error(), AppError::field("documents", Reason::NotAChoice));
        write(&scene.vera, number, "", &[("documents", "1")]).await.json::<()>();
        assert_eq!(write(&scene.vera, number, "noch einmal", &[("documents", "1")]).await.error(), AppError::field("documents", Reason::NotAChoice));
        write(&scene.tom, number, "Sieh an", &[("documents", "3"), ("internal", "1")]).await.json::<()>();
        let seen = page(&scene.max, number).await;
        assert_eq!(seen.entries.last().unwrap().documents[0].name, "bild.png");
        assert_eq!(seen.entries.iter().map(|entry| entry.documents.len()).sum::<usize>(), 1);
        assert_eq!(page(&scene.lena, number).await.entries.last().unwrap().documents.len(), 1);
    }

    async fn an_answer_to_a_question_goes_back_to_triage(house: TestHouse) {
        let scene = Scene::of(house).await;
        let number = open(&scene.vera, "Frage").await;
        scene.put(number, Stage::Question).await;
        scene.clear_letters().await;
        write(&scene.tom, number, "Noch eine Frage", &[]).await.json::<()>();
        assert_eq!(page(&scene.lena, number).await.stage, Stage::Question);
        scene.clear_letters().await;
        write(&scene.vera, number, "Die Antwort", &[]).await.json::<()>();
        let seen = page(&scene.lena, number).await;
        assert_eq!(seen.stage, Stage::InTriage);
        let last = seen.entries.last().unwrap();
        assert!(last.by.is_none() && matches!(last.what, What::Moved { from: Stage::Question, to: Stage::InTriage, .. }));
        // One letter tells the message and the new state.
        let letters = scene.letters().await;
        assert_eq!(letters.len(), 1);
        assert!(letters[0].1.contains("  Die Antwort") && letters[0].1.contains("In Sichtung"), "{letters:?}");
    }

    async fn a_reply_after_the_end_opens_a_linked_ticket(house: TestHouse) {
        let scene = Scene::of(house).await;
        let number = open(&scene.vera, "Farbe").await;
        write(&scene.max, number, "Ich auch", &[]).await.json::<()>();
        scene.put(number, Stage::Closed).await;
        scene.clear_letters().await;
        write(&scene.vera, number, "Es ist wieder da", &[]).await.json::<()>();
        let (old, new) = (page(&scene.vera, number).await, page(&scene.vera, number + 1).await);
        assert_eq!((old.stage, new.stage, new.title.as_str()), (Stage::Closed, Stage::Received, "Farbe"));
        assert!(messages(&old).last().unwrap().contains("#1002"), "{:?}", messages(&old));
        assert!(messages(&new)[0].starts_with("Es ist wieder da") && messages(&new)[0].contains("#1001"));
        assert_eq!(new.people.len(), 2);
        assert!(scene.reached().await.contains(&"lena.lead".to_owned()));
        // What is done but not closed takes it in itself; and staff may add to what is closed.
        scene.put(number, Stage::Done).await;
        write(&scene.vera, number, "Danke!", &[]).await.json::<()>();
        scene.put(number, Stage::Billed).await;
        write(&scene.tom, number, "Gern", &[]).await.json::<()>();
        assert_eq!(scene.house.number("SELECT count(*) FROM ticket").await, 2);
        assert_eq!(page(&scene.vera, number).await.stage, Stage::Billed);
    }

    async fn a_message_may_move_the_ticket(house: TestHouse) {
        let scene = Scene::of(house).await;
        let number = open(&scene.vera, "Frage").await;
        scene.clear_letters().await;
        write(&scene.lena, number, "Welcher Browser?", &[("to", "question")]).await.json::<()>();
        let seen = page(&scene.vera, number).await;
        assert_eq!((seen.stage, codes(&seen)[2..].to_vec()), (Stage::Question, vec!["message", "moved"]));
        let letters = scene.letters().await;
        assert_eq!(letters.len(), 1);
        assert!(letters[0].1.contains("  Welcher Browser?") && letters[0].1.contains("Rückfrage an Sie"));
        let error = write(&scene.vera, number, "Fertig!", &[("to", "done")]).await.error();
        assert!(matches!(error, AppError::WrongMove { move_: WrongMove::NoSuchMove { .. } }), "{error:?}");
        assert_eq!(page(&scene.vera, number).await.version, seen.version);
    }

    async fn who_writes_against_an_older_state_is_told(house: TestHouse) {
        let scene = Scene::of(house).await;
        let number = open(&scene.vera, "Frage").await;
        let seen = page(&scene.tom, number).await.version.to_string();
        write(&scene.lena, number, "Ich antworte schon", &[]).await.json::<()>();
        let error = write(&scene.tom, number, "Ich auch", &[("seen", &seen)]).await.error();
        assert_eq!(error, AppError::Outdated { version: 2 });
        write(&scene.tom, number, "Trotzdem", &[("seen", &seen), ("anyway", "1")]).await.json::<()>();
        // One's own words are no news, nor what they brought about.
        write(&scene.tom, number, "Und noch etwas", &[("seen", "2")]).await.json::<()>();
        scene.put(number, Stage::Question).await;
        let before = page(&scene.vera, number).await.version.to_string();
        write(&scene.vera, number, "Antwort", &[("seen", &before)]).await.json::<()>();
        write(&scene.vera, number, "Nachtrag", &[("seen", &before)]).await.json::<()>();
        // Notes are news for staff and none for customers.
        let before = page(&scene.vera, number).await.version.to_string();
        write(&scene.tom, number, "intern", &[("internal", "1")]).await.json::<()>();
        write(&scene.vera, number, "Noch ein Nachtrag", &[("seen", &before)]).await.json::<()>();
        assert!(matches!(write(&scene.lena, number, "x", &[("seen", &before)]).await.error(), AppError::Outdated { .. }));
    }

    async fn sent_twice_it_is_written_once(house: TestHouse) {
        let scene = Scene::of(house).await;
        let number = open(&scene.vera, "Frage").await.to_string();
        let key = key();
        let fields = [("key", key.as_str()), ("number", &number), ("body", "Einmal"), ("seen", "1")];
        for answer in join_all((0..6).map(|_| scene.vera.call("ticket/write", &fields))).await {
            answer.json::<()>();
        }
        assert_eq!(scene.house.number("SELECT count(*) FROM entry WHERE what = 'message'").await, 1);
    }

    async fn nothing_is_written_by_whom_it_does_not_concern(house: TestHouse) {
        let scene = Scene::of(house).await;
        let number = open(&scene.vera, "Frage").await;
        assert_eq!(write(&scene.fritz, number, "x", &[]).await.error(), AppError::NotFound);
        assert_eq!(write(&scene.petra, number, "x", &[]).await.error(), AppError::NotFound);
        assert_eq!(write(&scene.house.visitor(), number, "x", &[]).await.error(), AppError::SignedOut);
        assert_eq!(write(&scene.anke, number, "x", &[]).await.error(), AppError::NotYours);
        assert_eq!(write(&scene.vera, number, " ", &[]).await.error(), AppError::field("body", Reason::Missing));
        assert_eq!(write(&scene.vera, 4711, "x", &[]).await.error(), AppError::NotFound);
        let long = "x".repeat(50_001);
        assert_eq!(write(&scene.vera, number, &long, &[]).await.error(), AppError::field("body", Reason::TooLong { max: 50_000 }));
    }

    async fn drafts_wait_for_their_writer(house: TestHouse) {
        let scene = Scene::of(house).await;
        let number = open(&scene.vera, "Frage").await;
        let n = number.to_string();
        let save = |who: &crate::house::Browser, kind: &'static str, body: &'static str| {
            let (who, n) = (who.clone(), n.clone());
            async move { who.call("ticket/draft", &[("number", &n), ("kind", kind), ("body", body)]).await }
        };
        save(&scene.tom, "reply", "Liebe Fr").await.json::<()>();
        save(&scene.tom, "reply", "Liebe Frau Albers").await.json::<()>();
        save(&scene.tom, "note", "intern").await.json::<()>();
        let seen = page(&scene.tom, number).await;
        assert_eq!((seen.draft.as_str(), seen.note_draft.as_str(), seen.version), ("Liebe Frau Albers", "intern", 1));
        assert_eq!(page(&scene.lena, number).await.draft, "");
        save(&scene.tom, "note", " ").await.json::<()>();
        write(&scene.tom, number, "Liebe Frau Albers, gern.", &[]).await.json::<()>();
        let seen = page(&scene.tom, number).await;
        assert_eq!((seen.draft.as_str(), seen.note_draft.as_str()), ("", ""));
        assert_eq!(save(&scene.vera, "note", "x").await.error(), AppError::NotYours);
        assert_eq!(save(&scene.fritz, "reply", "x").await.error(), AppError::NotFound);
    }

    async fn two_on_one_ticket_see_each_other(house: TestHouse) {
        let scene = Scene::of(house).await;
        let number = open(&scene.vera, "Frage").await;
        let n = number.to_string();
        let look = |who: &crate::house::Browser, writing: &'static str| {
            let (who, n) = (who.clone(), n.clone());
            async move { who.call("ticket/look", &[("number", &n), ("writing", writing)]).await.json::<Vec<Present>>() }
        };
        let names = |present: Vec<Present>| present.into_iter().map(|p| (p.who.name, p.writing)).collect::<Vec<_>>();
        assert!(look(&scene.lena, "false").await.is_empty());
        let mut live = scene.house.house.live.join().0;
        assert_eq!(names(look(&scene.tom, "true").await), [("Lena Lead".to_owned(), false)]);
        if scene.house.house.settings.database_url.is_none() {
            let event = heard(&mut live).await;
            assert!(event.notice.change == Change::Presence && event.notice.id == 0 && event.internal);
        }
        assert_eq!(names(look(&scene.vera, "true").await), []);
        assert_eq!(names(look(&scene.max, "false").await), [("Vera Albers".to_owned(), true)]);
        assert_eq!(names(look(&scene.lena, "false").await).len(), 3);
        assert_eq!(page(&scene.lena, number).await.present.len(), 3);
        scene.house.wait(jiff::SignedDuration::from_secs(41));
        assert!(look(&scene.lena, "false").await.is_empty());
        let stranger = scene.fritz.call("ticket/look", &[("number", &n), ("writing", "true")]).await;
        assert_eq!(stranger.status, StatusCode::NOT_FOUND);
    }
}
