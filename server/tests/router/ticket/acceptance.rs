//! Acceptance on the test system: a record of its own, without which nothing goes live.
use super::{Scene, accept, codes, judge, open, open_with, page, ready, shift};
use crate::house::key;
use crate::on_both;
use app::error::AppError;
use app::ticket::view::TicketView;
use domain::person::Rights;
use domain::ticket::Stage;
use domain::ticket::acceptance::Verdict;
use domain::ticket::timeline::What;
use domain::ticket::workflow::{Need, WrongMove};

fn refused(why: WrongMove) -> AppError {
    AppError::WrongMove { move_: why }
}

/// A ticket of Vera's on which work is under way.
async fn in_progress(scene: &Scene, title: &str) -> i64 {
    let number = open(&scene.vera, title).await;
    scene.put(number, Stage::InProgress).await;
    number
}

fn offer(seen: &TicketView) -> i64 {
    seen.acceptances.last().unwrap().id
}

on_both! {
    async fn only_an_acceptance_lets_a_ticket_go_live_and_it_stays_on_record(house: TestHouse) {
        let scene = Scene::of(house).await;
        let number = in_progress(&scene, "Warenkorb").await;
        let missing = |need| refused(WrongMove::Missing { need });
        assert_eq!(shift(&scene.tom, number, Stage::ReadyForAcceptance, "Bitte testen").await.error(), missing(Need::Version));
        scene.clear_letters().await;
        ready(&scene.tom, number, "4.2", "https://test.albers.de/korb").await.json::<()>();
        let letters = scene.letters().await;
        let (_, told) = letters.iter().find(|(to, _)| to == "vera.albers").unwrap();
        for part in ["die Version 4.2", "https://test.albers.de/korb", "Prüfen und abnehmen", &format!("/tickets/{number}")] {
            assert!(told.contains(part), "{part}: {told}");
        }
        let seen = page(&scene.max, number).await;
        let record = seen.acceptances.last().unwrap();
        assert_eq!((record.version.as_str(), record.by.as_str(), record.decided.is_none()), ("4.2", "Tom Team", true));
        assert_eq!(shift(&scene.max, number, Stage::GoingLive, "").await.error(), missing(Need::Acceptance));
        assert_eq!(judge(&scene.vera, number, offer(&seen), Verdict::Accepted, "").await.error(), refused(WrongMove::NotYours));
        assert_eq!(judge(&scene.tom, number, offer(&seen), Verdict::Accepted, "").await.error(), AppError::NotYours);
        let html = scene.max.get(&format!("/tickets/{number}")).await.text();
        let words = "Ich habe die Version 4.2 zu „Warenkorb“ auf dem Testsystem geprüft und nehme sie ab.";
        assert!(html.contains(words) && html.contains("Version 4.2 abnehmen"), "the words stand there before");
        assert!(!scene.vera.get(&format!("/tickets/{number}")).await.text().contains("Version 4.2 abnehmen"));
        // Only who accepts reads that it is up to them.
        let (yours, theirs) = ("Bereit zur Abnahme durch Sie", "Bereit zur Abnahme durch Ihr Unternehmen");
        for path in [format!("/tickets/{number}"), "/tickets".to_owned()] {
            let (max, vera) = (scene.max.get(&path).await.text(), scene.vera.get(&path).await.text());
            assert!(max.contains(yours) && !max.contains(theirs), "{path}: {max}");
            assert!(vera.contains(theirs) && !vera.contains(yours), "{path}: {vera}");
            let tom = scene.tom.get(&path).await.text();
            assert!(tom.contains("Bereit zur Abnahme") && !tom.contains("Bereit zur Abnahme durch"), "{path}: {tom}");
        }
        assert!(!scene.vera.get("/").await.text().contains(yours));
        scene.clear_letters().await;
        judge(&scene.max, number, offer(&seen), Verdict::Accepted, "").await.json::<()>();
        let seen = page(&scene.tom, number).await;
        assert_eq!(seen.stage, Stage::GoingLive);
        let decided = seen.acceptances.last().unwrap().decided.clone().unwrap();
        assert_eq!((decided.verdict, decided.by.as_str(), decided.at.at), (Verdict::Accepted, "Max Kunde", seen.now.at));
        assert!(decided.words.starts_with(words), "{}", decided.words);
        assert!(codes(&seen).ends_with(&["for_test", "result_accepted", "moved"]), "{:?}", codes(&seen));
        let letters = scene.letters().await;
        assert!(letters.iter().any(|(to, text)| to == "lena.lead" && text.contains("Max Kunde hat") && text.contains("die Version 4.2 abgenommen")), "{letters:?}");
        assert!(seen.objection.is_none(), "the window for objections is another record");
        shift(&scene.tom, number, Stage::Done, "Ist live.").await.json::<()>();
        assert_eq!(scene.house.number("SELECT count(*) FROM entry WHERE what = 'untested'").await, 0);
    }

    async fn a_refusal_names_its_reason_and_the_next_version_is_another_record(house: TestHouse) {
        let scene = Scene::of(house).await;
        let number = in_progress(&scene, "Warenkorb").await;
        ready(&scene.tom, number, "4.2", "Testsystem").await.json::<()>();
        let first = offer(&page(&scene.vera, number).await);
        let AppError::Invalid { fields } = judge(&scene.vera, number, first, Verdict::Refused, "  ").await.error() else { panic!() };
        assert_eq!(fields[0].field, "reason");
        scene.clear_letters().await;
        judge(&scene.vera, number, first, Verdict::Refused, "Die Summe stimmt nicht.").await.json::<()>();
        let seen = page(&scene.tom, number).await;
        assert_eq!(seen.stage, Stage::InProgress);
        let decided = seen.acceptances[0].decided.as_ref().unwrap();
        assert_eq!((decided.verdict, decided.words.as_str()), (Verdict::Refused, "Die Summe stimmt nicht."));
        assert!(scene.letters().await.iter().any(|(to, text)| to == "lena.lead" && text.contains("Die Summe stimmt nicht.")));
        ready(&scene.tom, number, "4.3", "Testsystem").await.json::<()>();
        assert!(matches!(judge(&scene.max, number, first, Verdict::Accepted, "").await.error(), AppError::Outdated { .. }), "that page showed 4.2");
        assert_eq!(page(&scene.max, number).await.stage, Stage::ReadyForAcceptance);
        // A plain move back by the customer is a refusal as well.
        shift(&scene.vera, number, Stage::InProgress, "Noch immer nicht.").await.json::<()>();
        let seen = page(&scene.vera, number).await;
        assert_eq!(seen.acceptances[1].decided.as_ref().unwrap().words, "Noch immer nicht.");
        assert!(codes(&seen).ends_with(&["result_refused", "moved"]));
    }

    async fn who_accepts_results_hears_of_a_version_and_sees_a_ticket_that_was_not_open_before(house: TestHouse) {
        let scene = Scene::of(house).await;
        let rights = Rights { accepts_results: true, ..Rights::default() };
        let hendrik = scene.house.contact("Hendrik Ahlers", scene.albers, rights).await;
        let hendrik = scene.house.browser(hendrik).await;
        let number = in_progress(&scene, "Warenkorb").await;
        let (key, number_text) = (key(), number.to_string());
        let seen = hendrik.call("ticket", &[("number", number_text.as_str())]).await.error();
        assert_eq!(seen, AppError::NotFound, "not his before");
        scene.clear_letters().await;
        let fields = [("key", key.as_str()), ("number", &number_text), ("to", "ready_for_acceptance"), ("note", "Bitte testen"),
            ("version", "4.2"), ("place", "Testsystem")];
        scene.tom.call("ticket/move", &fields).await.json::<()>();
        scene.tom.call("ticket/move", &fields).await.json::<()>();
        let letters = scene.letters().await;
        let to = |name: &str| letters.iter().filter(|(to, _)| to == name).map(|(_, text)| text).collect::<Vec<_>>();
        let [told] = to("hendrik.ahlers")[..] else { panic!("{letters:?}") };
        for part in ["hat Sie zum Anliegen", "die Version 4.2", "Prüfen und abnehmen", &format!("/tickets/{number}")] {
            assert!(told.contains(part), "{part}: {told}");
        }
        assert_eq!(told.matches("hat Sie zum Anliegen").count(), 1, "of others who were added he need not hear: {told}");
        assert_eq!((to("max.kunde").len(), to("vera.albers").len()), (1, 1));
        assert!(!to("vera.albers")[0].contains("hat Sie zum Anliegen"));
        let seen = page(&hendrik, number).await;
        assert!(codes(&seen).ends_with(&["person_added", "person_added", "moved", "for_test"]), "{:?}", codes(&seen));
        judge(&hendrik, number, offer(&seen), Verdict::Accepted, "").await.json::<()>();
        assert_eq!(page(&scene.tom, number).await.stage, Stage::GoingLive);
    }

    async fn nothing_is_offered_where_nobody_may_accept_it(house: TestHouse) {
        let scene = Scene::of(house).await;
        let number = in_progress(&scene, "Warenkorb").await;
        scene.house.run("UPDATE membership SET rights = $1 WHERE person_id = $2", ["{\"sees_all\":true}".into(), scene.max_id.0.into()]).await;
        scene.clear_letters().await;
        assert_eq!(ready(&scene.tom, number, "4.2", "Testsystem").await.error(), refused(WrongMove::NobodyAccepts));
        assert_eq!((page(&scene.tom, number).await.stage, scene.letters().await.len()), (Stage::InProgress, 0));
        for (lang, words) in [("de", "Bei diesem Kunden darf niemand Ergebnisse abnehmen"), ("en", "Nobody at this customer may accept results")] {
            scene.house.run("UPDATE person SET lang = $1 WHERE id = $2", [lang.into(), scene.tom_id.0.into()]).await;
            let (key, number_text) = (key(), number.to_string());
            let fields = [("key", key.as_str()), ("number", &number_text), ("to", "ready_for_acceptance"), ("note", "Bitte"), ("version", "9.9"), ("place", "Testsystem")];
            let back = scene.tom.post("ticket/move", &format!("/tickets/{number}"), &fields).await;
            let location = back.header("location").to_owned();
            let html = scene.tom.get(location.strip_prefix(crate::house::BASE).unwrap_or(&location)).await.text();
            assert!(html.contains(words) && html.contains("value=\"9.9\""), "{lang}: at the form, nothing typed is lost");
        }
        // Another customer's contact who accepts results is nobody here; one of their own is.
        let rights = Rights { accepts_results: true, ..Rights::default() };
        scene.house.contact("Hendrik Ahlers", scene.albers, rights).await;
        ready(&scene.tom, number, "4.2", "Testsystem").await.json::<()>();
    }

    async fn strangers_find_nothing_and_twice_is_once(house: TestHouse) {
        let scene = Scene::of(house).await;
        let number = in_progress(&scene, "Warenkorb").await;
        ready(&scene.tom, number, "4.2", "Testsystem").await.json::<()>();
        let id = offer(&page(&scene.max, number).await);
        assert_eq!(judge(&scene.fritz, number, id, Verdict::Accepted, "").await.error(), AppError::NotFound);
        assert_eq!(judge(&scene.petra, number, id, Verdict::Accepted, "").await.error(), AppError::NotFound);
        assert_eq!(judge(&scene.house.visitor(), number, id, Verdict::Accepted, "").await.error(), AppError::SignedOut);
        let (key, number_text, id) = (key(), number.to_string(), id.to_string());
        let fields = [("key", key.as_str()), ("number", &number_text), ("offer", &id), ("verdict", "accepted")];
        scene.max.call("ticket/judge", &fields).await.json::<()>();
        scene.max.call("ticket/judge", &fields).await.json::<()>();
        assert_eq!(scene.house.number("SELECT count(*) FROM entry WHERE what = 'result_accepted'").await, 1);
        let again = judge(&scene.max, number, id.parse().unwrap(), Verdict::Refused, "Doch nicht").await.error();
        assert!(matches!(again, AppError::WrongMove { .. }), "{again:?}");
    }

    async fn two_who_decide_at_once_decide_once(house: TestHouse) {
        let scene = Scene::of(house).await;
        let number = in_progress(&scene, "Warenkorb").await;
        ready(&scene.tom, number, "4.2", "Testsystem").await.json::<()>();
        let id = offer(&page(&scene.max, number).await);
        let (yes, no) = tokio::join!(
            judge(&scene.max, number, id, Verdict::Accepted, ""),
            judge(&scene.vera, number, id, Verdict::Refused, "Nein"),
        );
        assert_eq!([yes, no].iter().filter(|answer| answer.status.is_success()).count(), 1);
        assert_eq!(scene.house.number("SELECT count(*) FROM entry WHERE what IN ('result_accepted', 'result_refused')").await, 1);
    }

    async fn a_change_of_a_live_system_warns_when_nobody_accepted_it(house: TestHouse) {
        let scene = Scene::of(house).await;
        let sql = "INSERT INTO asset (id, organisation_id, name, kind, url, built_by_us) VALUES (71, $1, 'Shop live', 'live', '', FALSE)";
        scene.house.run(sql, [scene.albers.0.into()]).await;
        let number: i64 = open_with(&scene.vera, "Preise", &[("asset", "71")]).await.json();
        scene.put(number, Stage::InProgress).await;
        assert_eq!(shift(&scene.tom, number, Stage::Done, "Fertig").await.error(), refused(WrongMove::Untested));
        let html = scene.tom.get(&format!("/tickets/{number}")).await.text();
        assert!(html.contains("betrifft das Live-System Shop live"), "staff are warned before");
        let (key, number_text) = (key(), number.to_string());
        let fields = [("key", key.as_str()), ("number", &number_text), ("to", "done"), ("note", "Fertig"), ("untested", "1")];
        scene.tom.call("ticket/move", &fields).await.json::<()>();
        let seen = page(&scene.tom, number).await;
        assert!(seen.entries.iter().any(|entry| matches!(&entry.what, What::Untested { asset } if asset == "Shop live")));
        assert!(!codes(&page(&scene.vera, number).await).contains(&"untested"), "for staff");
        // Accepted, it is no matter; after an objection the acceptance counts no more.
        let accepted: i64 = open_with(&scene.vera, "Farben", &[("asset", "71")]).await.json();
        scene.put(accepted, Stage::InProgress).await;
        ready(&scene.tom, accepted, "4.2", "Testsystem").await.json::<()>();
        accept(&scene.max, accepted).await;
        shift(&scene.tom, accepted, Stage::Done, "Live").await.json::<()>();
        shift(&scene.vera, accepted, Stage::InTriage, "Fehlt was").await.json::<()>();
        assert_eq!(shift(&scene.lena, accepted, Stage::Done, "Jetzt").await.error(), refused(WrongMove::Untested));
    }

    async fn forms_without_scripts_accept_and_come_back_with_what_was_typed(house: TestHouse) {
        let scene = Scene::of(house).await;
        let number = in_progress(&scene, "Warenkorb").await;
        let (key_text, number_text) = (key(), number.to_string());
        let fields = [("key", key_text.as_str()), ("number", &number_text), ("to", "ready_for_acceptance"), ("note", "Bitte"), ("version", "9.9"), ("place", "")];
        let back = scene.tom.post("ticket/move", &format!("/tickets/{number}"), &fields).await;
        let location = back.header("location").to_owned();
        let html = scene.tom.get(location.strip_prefix(crate::house::BASE).unwrap_or(&location)).await.text();
        assert!(html.contains("value=\"9.9\""), "nothing typed is lost");
        ready(&scene.tom, number, "9.9", "Testsystem").await.json::<()>();
        let id = offer(&page(&scene.max, number).await).to_string();
        let key_text = key();
        let fields = [("key", key_text.as_str()), ("number", &number_text), ("offer", &id), ("verdict", "accepted")];
        let answer = scene.max.post("ticket/judge", &format!("/tickets/{number}"), &fields).await;
        assert!(answer.status.is_redirection(), "{}", answer.status);
        assert_eq!(page(&scene.max, number).await.stage, Stage::GoingLive);
    }
}
