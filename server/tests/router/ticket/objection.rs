//! The window for objections (C4): told, watched, closed in silence, ended by confirming or objecting.
use super::{Scene, codes, messages, open, page, shift, write};
use crate::{TestHouse, on_both};
use app::error::AppError;
use domain::ticket::Stage;
use jiff::SignedDuration;
use server::ticket::objection::{close, held, over};

const DAY: SignedDuration = SignedDuration::from_hours(24);

/// A ticket that is done on Monday, 23 November: ten days end on Thursday, 3 December.
async fn done(scene: &Scene, title: &str) -> i64 {
    let number = open(&scene.vera, title).await;
    shift(&scene.lena, number, Stage::InTriage, "").await.json::<()>();
    shift(&scene.lena, number, Stage::Done, "Die Regel ist berichtigt.").await.json::<()>();
    number
}

async fn look(scene: &Scene) -> usize {
    close(&scene.house.house, scene.house.now()).await.unwrap()
}

/// Letters with their lines joined.
async fn letters(scene: &Scene) -> Vec<(String, String)> {
    let joined = |text: String| text.split_whitespace().collect::<Vec<_>>().join(" ");
    scene.letters().await.into_iter().map(|(to, text)| (to, joined(text))).collect()
}

/// Tokens of the links in the latest completion mail to an address.
async fn link(scene: &Scene, to: &str) -> String {
    let letters = scene.letters().await;
    let mine =
        letters.iter().rfind(|(email, text)| email.starts_with(to) && text.contains("/completion?token="));
    let text = mine.unwrap().1.replace("=\n", "");
    let (_, rest) = text.split_once("/completion?token=").unwrap();
    rest.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '-').collect()
}

on_both! {
    async fn nothing_closes_before_the_mailboxes_were_read_past_the_end_of_its_window(house: TestHouse) {
        let scene = Scene::of(house).await;
        let number = done(&scene, "Warenkorb").await;
        let until = scene.house.number("SELECT objection_until FROM ticket").await;
        let read = |at: i64| format!("UPDATE mailbox SET fetched_at = {at}");
        scene.house.run("INSERT INTO mailbox (name, address, lang, created_at, imap, fetched_at) VALUES ('a', 'a@portal.test', 'de', 0, TRUE, 0)", []).await;
        scene.house.house.clock.set(jiff::Timestamp::from_millisecond(until + 600_000).unwrap());
        scene.house.run(&read(until - 1), []).await;
        assert_eq!(close(&scene.house.house, scene.house.now()).await.unwrap(), 0, "an objection may lie in the mailbox");
        assert_eq!(page(&scene.lena, number).await.stage, Stage::Done);
        scene.house.run(&read(until), []).await;
        assert_eq!(close(&scene.house.house, scene.house.now()).await.unwrap(), 1);
        assert_eq!(page(&scene.lena, number).await.stage, Stage::Closed);
    }

    async fn a_customer_confirms_from_the_mail_without_signing_in_and_looking_alone_does_nothing(house: TestHouse) {
        let scene = Scene::of(house).await;
        let nobody = scene.house.visitor();
        let number = done(&scene, "Warenkorb").await;
        let token = link(&scene, "vera").await;
        let at = format!("/completion?token={token}");
        let shown = nobody.get(&at).await.text();
        assert!(shown.contains("Warenkorb") && shown.contains("Die Regel ist berichtigt.") && shown.contains("Donnerstag, 03.12.2026"));
        // What the reader came for stands first.
        let first = |page: &str| page.find("Bestätigen und abschließen").unwrap() < page.find("<textarea").unwrap();
        assert!(first(&shown) && shown.contains("Ist alles in Ordnung?"));
        let objects = nobody.get(&format!("{at}&object=1")).await.text();
        assert!(!first(&objects) && objects.contains("Was stimmt nicht?") && !objects.contains("Ist alles in Ordnung?"));
        let head = nobody.get(&format!("/api/completion/confirm?token={token}")).await;
        assert!(!head.status.is_success(), "on POST only");
        assert_eq!(page(&scene.vera, number).await.stage, Stage::Done, "mail scanners open links");
        scene.clear_letters().await;
        nobody.call("completion/confirm", &[("token", &token)]).await.json::<()>();
        nobody.call("completion/confirm", &[("token", &token)]).await.json::<()>();
        let seen = page(&scene.lena, number).await;
        assert_eq!(seen.stage, Stage::Closed);
        let last = seen.entries.last().unwrap();
        assert_eq!(last.by.as_ref().map(|by| by.id), Some(scene.vera_id), "it is hers");
        assert_eq!(codes(&seen).iter().filter(|code| **code == "moved").count(), 3, "once");
        assert!(!scene.letters().await.iter().any(|(to, _)| to.starts_with("vera")), "she knows");
        assert!(nobody.get(&at).await.text().contains("Das Anliegen ist abgeschlossen"));
    }

    async fn a_customer_objects_from_the_mail_and_the_old_link_ends(house: TestHouse) {
        let scene = Scene::of(house).await;
        let nobody = scene.house.visitor();
        let number = done(&scene, "Warenkorb").await;
        let token = link(&scene, "vera").await;
        let refused = nobody.call("completion/object", &[("token", &token), ("note", "  ")]).await.error();
        assert!(matches!(refused, AppError::Invalid { .. }), "{refused:?}");
        nobody.call("completion/object", &[("token", &token), ("note", "Der Versand stimmt noch nicht.")]).await.json::<()>();
        let seen = page(&scene.lena, number).await;
        assert_eq!(seen.stage, Stage::InTriage);
        assert!(format!("{:?}", seen.entries.last().unwrap().what).contains("Der Versand stimmt noch nicht."));
        assert!(seen.objected.is_some(), "the link objects as the portal does");
        scene.house.wait(DAY);
        shift(&scene.lena, number, Stage::Done, "Jetzt aber.").await.json::<()>();
        nobody.call("completion/confirm", &[("token", &token)]).await.json::<()>();
        assert_eq!(page(&scene.vera, number).await.stage, Stage::Done, "that link was for the earlier result");
        assert!(nobody.get(&format!("/completion?token={token}")).await.text().contains("Es gibt ein neueres Ergebnis"));
        assert_ne!(link(&scene, "vera").await, token);
    }

    async fn an_objection_after_the_end_goes_on_with_a_new_ticket_and_is_said_once(house: TestHouse) {
        let scene = Scene::of(house).await;
        let nobody = scene.house.visitor();
        let number = done(&scene, "Warenkorb").await;
        let token = link(&scene, "vera").await;
        nobody.call("completion/confirm", &[("token", &token)]).await.json::<()>();
        for note in ["Der Versand stimmt nicht.", "Der Versand stimmt nicht.", "Und die Kasse auch nicht."] {
            nobody.call("completion/object", &[("token", &token), ("note", note)]).await.json::<()>();
        }
        assert_eq!(page(&scene.lena, number).await.stage, Stage::Closed);
        assert_eq!(scene.house.number("SELECT COUNT(*) FROM ticket").await, 2, "what follows stays together");
        let new = scene.house.number("SELECT number FROM ticket ORDER BY id DESC LIMIT 1").await;
        let seen = page(&scene.lena, new).await;
        let said = messages(&seen);
        assert!(said[0].starts_with("Der Versand stimmt nicht."), "{said:?}");
        assert_eq!(said[1..], ["Und die Kasse auch nicht."]);
        assert_eq!(seen.entries[0].by.as_ref().map(|by| by.id), Some(scene.vera_id), "it is hers");
        let shown = nobody.get(&format!("/completion?token={token}")).await.text();
        assert!(shown.contains("Ihre Nachricht ist angekommen") && shown.contains(&format!("/tickets/{new}")));
    }

    async fn an_objection_to_what_is_open_again_is_a_message_and_a_newer_result_opens_again(house: TestHouse) {
        let scene = Scene::of(house).await;
        let nobody = scene.house.visitor();
        let number = done(&scene, "Warenkorb").await;
        let token = link(&scene, "vera").await;
        for note in ["Der Versand fehlt.", "Der Versand fehlt.", "Auch das Porto fehlt.", "Auch das Porto fehlt."] {
            nobody.call("completion/object", &[("token", &token), ("note", note)]).await.json::<()>();
        }
        let seen = page(&scene.lena, number).await;
        assert_eq!(seen.stage, Stage::InTriage);
        assert_eq!(messages(&seen)[1..], ["Auch das Porto fehlt."], "each is said once, the first by the move");
        scene.house.wait(DAY);
        shift(&scene.lena, number, Stage::Done, "Jetzt aber.").await.json::<()>();
        nobody.call("completion/object", &[("token", &token), ("note", "Immer noch nicht.")]).await.json::<()>();
        let seen = page(&scene.lena, number).await;
        assert_eq!(seen.stage, Stage::InTriage, "as a mail would");
        assert_eq!(messages(&seen).last(), Some(&"Immer noch nicht."));
    }

    async fn an_objection_that_meets_a_confirmation_is_kept(house: TestHouse) {
        let scene = Scene::of(house).await;
        let nobody = scene.house.visitor();
        done(&scene, "Warenkorb").await;
        let token = link(&scene, "vera").await;
        let (confirm, object) = ([("token", token.as_str())], [("token", token.as_str()), ("note", "Wettlauf verloren")]);
        let (confirmed, objected) = tokio::join!(nobody.call("completion/confirm", &confirm), nobody.call("completion/object", &object));
        confirmed.json::<()>();
        objected.json::<()>();
        let sql = "SELECT COUNT(*) FROM entry WHERE data LIKE '%Wettlauf verloren%'";
        assert_eq!(scene.house.number(sql).await, 1);
    }

    async fn links_are_for_their_reader_and_nobody_makes_one_up(house: TestHouse) {
        let scene = Scene::of(house).await;
        let nobody = scene.house.visitor();
        let number = done(&scene, "Warenkorb").await;
        let token = link(&scene, "vera").await;
        for wrong in ["", "1-2-3-4", &token[..token.len() - 1], &token.replacen('-', "-1", 1)] {
            assert_eq!(nobody.call("completion/confirm", &[("token", wrong)]).await.error(), AppError::LinkEnded, "{wrong}");
        }
        let sql = "UPDATE membership SET left_at = 1 WHERE person_id = $1";
        scene.house.run(sql, [scene.vera_id.0.into()]).await;
        assert_eq!(nobody.call("completion/confirm", &[("token", &token)]).await.error(), AppError::LinkEnded);
        assert_eq!(nobody.call("completion", &[("token", &token)]).await.error(), AppError::LinkEnded, "she left");
        assert_eq!(page(&scene.lena, number).await.stage, Stage::Done);
        let staff = "SELECT COUNT(*) FROM letter WHERE to_email LIKE 'lena%' AND text_body LIKE '%/completion?token=%'";
        assert_eq!(scene.house.number(staff).await, 0);
    }

    async fn a_link_is_for_its_ticket_and_does_nothing_once_silence_closed_it(house: TestHouse) {
        let scene = Scene::of(house).await;
        let nobody = scene.house.visitor();
        let number = done(&scene, "Warenkorb").await;
        let token = link(&scene, "vera").await;
        scene.clear_letters().await;
        scene.house.wait(SignedDuration::from_mins(1));
        let other = done(&scene, "Kasse").await;
        let second = link(&scene, "vera").await;
        let (named, _) = second.rsplit_once('-').unwrap();
        let (_, seal) = token.rsplit_once('-').unwrap();
        for endpoint in ["completion", "completion/confirm", "approval/approve"] {
            let wrong = format!("{named}-{seal}");
            assert_eq!(nobody.call(endpoint, &[("token", &wrong)]).await.error(), AppError::LinkEnded, "{endpoint}");
        }
        nobody.call("completion/confirm", &[("token", &token)]).await.json::<()>();
        assert_eq!([page(&scene.lena, number).await.stage, page(&scene.lena, other).await.stage], [Stage::Closed, Stage::Done]);
        scene.house.wait(DAY * 12);
        assert_eq!(look(&scene).await, 1);
        let lena = scene.house.browser(scene.lena_id).await;
        let before = page(&lena, other).await.entries.len();
        nobody.call("completion/confirm", &[("token", &second)]).await.json::<()>();
        let seen = page(&lena, other).await;
        assert_eq!((seen.stage, seen.entries.len()), (Stage::Closed, before));
        assert!(nobody.get(&format!("/completion?token={second}")).await.text().contains("Das Anliegen ist abgeschlossen"));
    }

    async fn who_joined_by_a_merge_decides_nothing_once_it_is_undone(house: TestHouse) {
        let scene = Scene::of(house).await;
        let nobody = scene.house.visitor();
        let (first, second) = (open(&scene.vera, "Warenkorb").await, open(&scene.max, "Kasse").await);
        crate::ticket::merge::merge(&scene.lena, first, second).await.json::<i64>();
        shift(&scene.lena, second, Stage::InTriage, "").await.json::<()>();
        shift(&scene.lena, second, Stage::Done, "Die Regel ist berichtigt.").await.json::<()>();
        let (hers, his) = (link(&scene, "vera").await, link(&scene, "max").await);
        crate::ticket::merge::undo(&scene.lena, second, first).await.json::<()>();
        for endpoint in ["completion", "completion/confirm"] {
            assert_eq!(nobody.call(endpoint, &[("token", &hers)]).await.error(), AppError::LinkEnded, "{endpoint}");
        }
        assert_eq!(page(&scene.lena, second).await.stage, Stage::Done);
        nobody.call("completion/confirm", &[("token", &his)]).await.json::<()>();
        assert_eq!(page(&scene.lena, second).await.stage, Stage::Closed);
    }

    async fn silence_closes_after_ten_days_and_everybody_is_told(house: TestHouse) {
        let scene = Scene::of(house).await;
        scene.clear_letters().await;
        let number = done(&scene, "Warenkorb").await;
        let told = letters(&scene).await;
        let completion = told.iter().find(|(to, text)| to.starts_with("vera") && text.contains("Die Regel ist berichtigt")).unwrap();
        assert!(completion.1.contains("bis Donnerstag, 03.12.2026"), "{}", completion.1);
        assert!(!told.iter().any(|(to, text)| to.starts_with("lena") && text.contains("03.12.2026")), "staff need no telling");
        let seen = page(&scene.vera, number).await;
        assert_eq!(seen.objection, Some("2026-12-03".parse().unwrap()));
        assert!(scene.vera.get(&format!("/tickets/{number}")).await.text().contains("bis Donnerstag, 03.12.2026"));
        assert!(scene.lena.get(&format!("/tickets/{number}")).await.text().contains("bis Donnerstag, 03.12.2026"));
        scene.house.wait(DAY * 10);
        assert_eq!(look(&scene).await, 0, "the last day is not over");
        scene.clear_letters().await;
        scene.house.wait(DAY);
        assert_eq!((look(&scene).await, look(&scene).await), (1, 0), "once");
        let seen = page(&scene.vera, number).await;
        assert_eq!((seen.stage, seen.objection), (Stage::Closed, None));
        assert!(seen.entries.last().unwrap().by.is_none(), "nobody did it");
        let told = letters(&scene).await;
        assert!(told.iter().any(|(to, text)| to.starts_with("vera") && text.contains("ohne dass jemand Einspruch")));
    }

    async fn an_objection_reopens_and_the_next_end_of_work_opens_a_new_window(house: TestHouse) {
        let scene = Scene::of(house).await;
        let number = done(&scene, "Warenkorb").await;
        scene.house.wait(DAY * 9);
        shift(&scene.vera, number, Stage::InTriage, "Der Versand stimmt noch nicht.").await.json::<()>();
        assert_eq!(page(&scene.vera, number).await.objection, None);
        scene.house.wait(DAY * 5);
        assert_eq!(look(&scene).await, 0, "it is not done any more");
        shift(&scene.lena, number, Stage::Done, "Jetzt aber.").await.json::<()>();
        // 7 December and ten days.
        assert_eq!(page(&scene.vera, number).await.objection, Some("2026-12-17".parse().unwrap()));
        // What is written meanwhile does not move it.
        scene.house.wait(DAY);
        write(&scene.lena, number, "Intern", &[("internal", "1")]).await.json::<()>();
        assert_eq!(page(&scene.vera, number).await.objection, Some("2026-12-17".parse().unwrap()));
    }

    async fn confirming_closes_early_and_strangers_decide_nothing(house: TestHouse) {
        let scene = Scene::of(house).await;
        let number = done(&scene, "Warenkorb").await;
        assert_eq!(shift(&scene.fritz, number, Stage::Closed, "").await.error(), AppError::NotFound);
        assert!(matches!(shift(&scene.lena, number, Stage::Closed, "").await.error(), AppError::WrongMove { .. }));
        shift(&scene.vera, number, Stage::Closed, "").await.json::<()>();
        scene.house.wait(DAY * 12);
        assert_eq!(look(&scene).await, 0);
        assert_eq!(codes(&page(&scene.vera, number).await).iter().filter(|code| **code == "moved").count(), 3);
    }

    async fn a_window_keeps_the_rule_under_which_it_opened(house: TestHouse) {
        let scene = Scene::of(house).await;
        let number = done(&scene, "Warenkorb").await;
        let sql = "UPDATE policy SET content = replace(content, 'days = 10', 'days = 20')";
        scene.house.run(sql, []).await;
        let again = scene.house.restarted().await;
        write(&scene.lena.at(&again), number, "Intern", &[("internal", "1")]).await.json::<()>();
        assert_eq!(page(&scene.vera.at(&again), number).await.objection, Some("2026-12-03".parse().unwrap()));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_servers_close_each_ticket_once() {
    let scene = Scene::of(TestHouse::postgres().await).await;
    let twin = scene.house.twin().await;
    for title in ["eins", "zwei", "drei", "vier"] {
        done(&scene, title).await;
    }
    scene.house.wait(DAY * 12);
    let now = scene.house.now();
    let (a, b) = tokio::join!(close(&scene.house.house, now), close(&twin.house, now));
    assert_eq!(a.unwrap() + b.unwrap(), 4);
    let sql = "SELECT COUNT(*) FROM entry WHERE what = 'moved' AND stage = 'closed'";
    assert_eq!(scene.house.number(sql).await, 4);
}

#[tokio::test]
async fn windows_that_are_over_are_found_by_their_index() {
    #[derive(sea_orm::FromQueryResult)]
    struct Step {
        detail: String,
    }
    let house = TestHouse::sqlite().await;
    for (sql, values) in [(over(), vec![1i64, 2, 1]), (held(), vec![1, 2, 3, 1])] {
        let sql = format!("EXPLAIN QUERY PLAN {sql}");
        let values: Vec<sea_orm::Value> = values.into_iter().map(Into::into).collect();
        let steps: Vec<Step> = server::store::all(house.house.store.read(), &sql, values).await.unwrap();
        let told: Vec<String> = steps.into_iter().map(|step| step.detail).collect();
        assert!(told.iter().any(|step| step.contains("ticket_objection")), "{told:?}");
        assert!(!told.iter().any(|step| step.contains("SCAN") || step.contains("TEMP B-TREE")), "{told:?}");
    }
}
