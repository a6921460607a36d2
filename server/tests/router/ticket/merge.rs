//! Merging and splitting: a redirect that can be undone, and messages that become a ticket of their own.
use super::facts::classify;
use super::{Scene, codes, list, messages, open, open_with, page, shift, titles, write};
use crate::effort::{book, days, time};
use crate::house::{Answer, Browser, key};
use crate::on_both;
use crate::promise::plan;
use app::effort::view::TimerView;
use app::error::AppError;
use app::ticket::merge::Preview;
use app::ticket::view::TicketView;
use axum::http::StatusCode;
use domain::input::Reason;
use domain::promise::target::Metric;
use domain::ticket::Stage;
use domain::ticket::merge::NoMerge;
use jiff::SignedDuration;

pub async fn merge(who: &Browser, number: i64, into: i64) -> Answer {
    let (key, number, into) = (key(), number.to_string(), into.to_string());
    who.call("ticket/merge", &[("key", &key), ("number", &number), ("into", &into)]).await
}

pub async fn undo(who: &Browser, number: i64, merged: i64) -> Answer {
    let (key, number, merged) = (key(), number.to_string(), merged.to_string());
    who.call("ticket/unmerge", &[("key", &key), ("number", &number), ("merged", &merged)]).await
}

pub async fn split(who: &Browser, number: i64, title: &str, entries: &[i64]) -> Answer {
    let (key, number) = (key(), number.to_string());
    let entries: Vec<String> = entries.iter().map(i64::to_string).collect();
    let mut fields = vec![("key", key.as_str()), ("number", &number), ("title", title)];
    fields.extend(entries.iter().map(|id| ("entries[]", id.as_str())));
    who.call("ticket/split", &fields).await
}

/// Somebody without account writes by the public form; answers the ticket's number.
async fn strange(scene: &Scene, email: &str) -> i64 {
    let key = key();
    let fields = [
        ("key", key.as_str()),
        ("name", "Ina Neu"),
        ("email", email),
        ("subject", "Anfrage"),
        ("message", "Bitte rufen Sie an."),
    ];
    scene.house.visitor().call("contact", &fields).await.json::<()>();
    scene.house.number("SELECT MAX(number) FROM ticket").await
}

fn first_due(seen: &TicketView) -> i64 {
    seen.promises.iter().find(|promise| promise.metric == Metric::FirstReaction).unwrap().due.at
}

/// What people did; a promise that comes to its end warns by itself.
fn deeds(seen: &TicketView) -> Vec<&'static str> {
    codes(seen).into_iter().filter(|code| *code != "alarm").collect()
}

fn refused(why: NoMerge) -> AppError {
    AppError::field("into", Reason::NoMerge(why))
}

on_both! {
    async fn a_merged_ticket_leads_to_the_survivor_and_keeps_the_earliest_promise(house: TestHouse) {
        let scene = Scene::of(house).await;
        plan(&scene, scene.albers.0, "premium_plus").await;
        let early = open(&scene.vera, "Shop steht still").await;
        let promised = first_due(&page(&scene.vera, early).await);
        scene.house.wait(SignedDuration::from_hours(24));
        let late = open(&scene.max, "Shop lahmt").await;
        assert!(first_due(&page(&scene.max, late).await) > promised);
        let fields = [("number", &*early.to_string()), ("into", &*late.to_string())];
        let before: Preview = scene.lena.call("ticket/merge/preview", &fields).await.json();
        assert_eq!((before.title.as_str(), before.messages), ("Shop lahmt", 1));
        assert_eq!(before.joins, ["Vera Albers", "Max Kunde"], "both read what the other wrote");
        assert_eq!(before.due.map(|due| due.at), Some(promised));
        scene.clear_letters().await;
        merge(&scene.lena, early, late).await.json::<i64>();
        let seen = page(&scene.lena, late).await;
        assert_eq!(first_due(&seen), promised, "the earliest promise wins");
        assert_eq!(messages(&seen).len(), 2);
        let from: Vec<_> = seen.entries.iter().filter_map(|entry| entry.from).map(|number| number.0).collect();
        assert!(!from.is_empty() && from.iter().all(|number| *number == early));
        assert!(deeds(&seen).ends_with(&["merged_into", "merged"]), "{:?}", codes(&seen));
        assert!(seen.people.iter().any(|who| who.id == scene.vera_id));
        let told = scene.letters().await;
        assert!(told.iter().any(|(to, text)| to == "vera.albers" && text.contains("betrifft dieselbe Sache")), "{told:?}");
        // Address, number and search lead on.
        let moved = scene.vera.get(&format!("/tickets/{early}")).await;
        assert!(moved.status.is_redirection(), "{}", moved.status);
        assert!(moved.header("location").ends_with(&format!("/tickets/{late}")));
        assert_eq!(page(&scene.vera, early).await.number.0, late);
        let found = list(&scene.vera, &format!("q={early}")).await;
        assert_eq!((titles(&found.lines), found.total), (vec!["Shop lahmt"], 1));
        assert_eq!(titles(&list(&scene.max, "q=still").await.lines), ["Shop lahmt"], "its words lead there, too");
        assert_eq!(titles(&list(&scene.max, "show=all").await.lines), ["Shop lahmt"], "it stands in no list");
        // One answer keeps what was promised on both.
        write(&scene.lena, early, "Wir sind dran.", &[]).await.json::<()>();
        let seen = page(&scene.lena, late).await;
        assert!(seen.promises.iter().all(|promise| promise.metric != Metric::FirstReaction || !promise.state.is_open()));
        assert!(messages(&seen).contains(&"Wir sind dran."));
    }

    async fn undone_everything_stands_where_it_stood(house: TestHouse) {
        let scene = Scene::of(house).await;
        plan(&scene, scene.albers.0, "premium_plus").await;
        let early = open(&scene.vera, "Shop steht still").await;
        write(&scene.vera, early, "Noch immer", &[]).await.json::<()>();
        scene.house.wait(SignedDuration::from_hours(24));
        let late = open(&scene.max, "Shop lahmt").await;
        let (was, is) = (page(&scene.lena, early).await, page(&scene.lena, late).await);
        merge(&scene.lena, early, late).await.json::<i64>();
        assert_eq!(page(&scene.lena, late).await.merged[0].stays, None);
        assert_eq!(undo(&scene.lena, late, 99_999).await.error(), AppError::field("merged", Reason::NotAChoice));
        undo(&scene.lena, late, early).await.json::<()>();
        let (first, second) = (page(&scene.lena, early).await, page(&scene.lena, late).await);
        assert_eq!((first.number.0, first.stage, messages(&first)), (early, was.stage, messages(&was)));
        assert_eq!((first_due(&first), first_due(&second)), (first_due(&was), first_due(&is)));
        assert_eq!((messages(&second), second.people.len()), (messages(&is), is.people.len()));
        assert!(deeds(&first).ends_with(&["merged_into", "unmerged"]) && deeds(&second).ends_with(&["merged", "unmerged"]));
        assert_eq!(scene.vera.get(&format!("/tickets/{early}")).await.status, StatusCode::OK);
        assert_eq!(list(&scene.max, "").await.lines.len(), 2);
        let gone = scene.vera.call("ticket", &[("number", &late.to_string())]).await.error();
        assert_eq!(gone, AppError::NotFound, "who joined by the merge takes part no more");
    }

    async fn undone_a_ticket_that_was_done_has_its_window_for_objections_again(house: TestHouse) {
        let scene = Scene::of(house).await;
        let (early, late) = (open(&scene.vera, "Warenkorb").await, open(&scene.vera, "Kasse").await);
        shift(&scene.lena, early, Stage::InTriage, "").await.json::<()>();
        shift(&scene.lena, early, Stage::Done, "Erledigt").await.json::<()>();
        let was = page(&scene.lena, early).await.objection;
        assert!(was.is_some());
        merge(&scene.lena, early, late).await.json::<i64>();
        undo(&scene.lena, late, early).await.json::<()>();
        let seen = page(&scene.lena, early).await;
        assert_eq!((seen.stage, seen.objection), (Stage::Done, was));
    }

    async fn timers_on_both_become_one_and_nothing_is_lost(house: TestHouse) {
        let scene = Scene::of(house).await;
        let (early, late) = (open(&scene.vera, "Warenkorb").await, open(&scene.vera, "Kasse").await);
        for number in [early, late] {
            let (key, number) = (key(), number.to_string());
            let fields = [("key", key.as_str()), ("number", &number), ("deed", "start")];
            scene.tom.call("effort/timer", &fields).await.json::<()>();
            scene.house.wait(SignedDuration::from_mins(10));
        }
        merge(&scene.lena, early, late).await.json::<i64>();
        let timers: Vec<TimerView> = scene.tom.call("effort/timers", &[]).await.json();
        let told: Vec<_> = timers.iter().map(|one| (one.number.0, one.timer.minutes(scene.house.now()))).collect();
        assert_eq!(told, [(late, 20)]);
    }

    async fn timers_that_become_one_keep_their_days(house: TestHouse) {
        let scene = Scene::of(house).await;
        let (early, late) = (open(&scene.vera, "Warenkorb").await, open(&scene.vera, "Kasse").await);
        time(&scene.tom, early, "start").await.json::<()>();
        scene.house.wait(SignedDuration::from_mins(10));
        time(&scene.tom, early, "pause").await.json::<()>();
        scene.house.wait(SignedDuration::from_hours(24));
        // The other one runs when both become one.
        time(&scene.tom, late, "start").await.json::<()>();
        scene.house.wait(SignedDuration::from_mins(15));
        merge(&scene.lena, late, early).await.json::<i64>();
        scene.house.wait(SignedDuration::from_hours(24));
        book(&scene.tom, early, &[("quick", "timer")]).await.json::<()>();
        let of = |day: &str, minutes| (day.to_owned(), minutes);
        assert_eq!(days(&page(&scene.tom, early).await), [of("2026-11-23", 10), of("2026-11-24", 15)]);
    }

    async fn a_timer_comes_along_with_its_days(house: TestHouse) {
        let scene = Scene::of(house).await;
        let (early, late) = (open(&scene.vera, "Warenkorb").await, open(&scene.vera, "Kasse").await);
        time(&scene.tom, early, "start").await.json::<()>();
        scene.house.wait(SignedDuration::from_mins(10));
        time(&scene.tom, early, "pause").await.json::<()>();
        scene.house.wait(SignedDuration::from_hours(24));
        merge(&scene.lena, early, late).await.json::<i64>();
        book(&scene.tom, late, &[("quick", "timer")]).await.json::<()>();
        assert_eq!(days(&page(&scene.tom, late).await), [("2026-11-23".to_owned(), 10)]);
    }

    async fn a_chain_is_undone_link_by_link(house: TestHouse) {
        let scene = Scene::of(house).await;
        let [a, b, c] = [open(&scene.vera, "A").await, open(&scene.vera, "B").await, open(&scene.vera, "C").await];
        merge(&scene.lena, a, b).await.json::<i64>();
        merge(&scene.lena, b, c).await.json::<i64>();
        assert_eq!((page(&scene.lena, a).await.number.0, messages(&page(&scene.lena, c).await).len()), (c, 3));
        let stays: Vec<_> = page(&scene.lena, c).await.merged.iter().map(|line| (line.number.0, line.stays)).collect();
        assert_eq!(stays, [(a, Some(NoMerge::Later)), (b, None)], "first the last link");
        assert_eq!(undo(&scene.lena, c, a).await.error(), AppError::field("merged", Reason::NoMerge(NoMerge::Later)));
        let html = scene.lena.get(&format!("/tickets/{c}")).await.text();
        assert!(html.contains("Zurücknehmen geht nicht: Es kam mit einer späteren Zusammenführung hierher."), "{html}");
        undo(&scene.lena, c, b).await.json::<()>();
        assert_eq!((page(&scene.lena, a).await.number.0, messages(&page(&scene.lena, b).await).len()), (b, 2));
        undo(&scene.lena, b, a).await.json::<()>();
        assert_eq!((page(&scene.lena, a).await.number.0, messages(&page(&scene.lena, a).await).len()), (a, 1));
    }

    async fn what_must_not_be_merged_is_refused_with_the_reason(house: TestHouse) {
        let scene = Scene::of(house).await;
        let (own, other) = (open(&scene.vera, "Eins").await, open(&scene.fritz, "Zwei").await);
        assert_eq!(merge(&scene.lena, own, other).await.error(), refused(NoMerge::OtherOrganisation));
        assert_eq!(merge(&scene.lena, own, own).await.error(), refused(NoMerge::Same));
        assert_eq!(merge(&scene.lena, own, 99_999).await.error(), AppError::field("into", Reason::NotAChoice));
        let second = open(&scene.vera, "Drei").await;
        assert_eq!(merge(&scene.anke, own, second).await.error(), AppError::NotYours);
        for who in [&scene.vera, &scene.max, &scene.fritz, &scene.petra] {
            assert_eq!(merge(who, own, second).await.error(), AppError::NotFound);
            assert_eq!(who.get(&format!("/tickets/{own}/merge")).await.status, StatusCode::NOT_FOUND);
            assert_eq!(who.get(&format!("/tickets/{own}/split")).await.status, StatusCode::NOT_FOUND);
        }
        assert_eq!(merge(&scene.house.visitor(), own, second).await.error(), AppError::SignedOut);
        let html = scene.lena.get(&format!("/tickets/{own}/merge?into={other}")).await.text();
        assert!(html.contains("gehört einem anderen Kunden"), "{html}");
        let html = scene.lena.get(&format!("/tickets/{own}/merge?query=Drei")).await.text();
        assert!(html.contains("Drei") && html.contains(&format!("into={second}")));
        let html = scene.lena.get(&format!("/tickets/{own}/merge?into={second}")).await.text();
        assert!(html.contains("führt künftig zu"), "the preview says what happens");
    }

    async fn tickets_of_nobody_are_merged_only_where_one_person_wrote_both_and_part_without_their_customer(house: TestHouse) {
        let scene = Scene::of(house).await;
        let [first, second, other] =
            [strange(&scene, "ina@neu.example").await, strange(&scene, "Ina@Neu.example").await, strange(&scene, "otto@anders.example").await];
        assert_eq!(merge(&scene.lena, first, other).await.error(), refused(NoMerge::Strangers));
        let html = scene.lena.get(&format!("/tickets/{first}/merge?into={other}")).await.text();
        assert!(html.contains("von verschiedenen Personen"), "{html}");
        merge(&scene.lena, first, second).await.json::<i64>();
        classify(&scene.lena, second, &[("organisation", &scene.albers.to_string())]).await.json::<()>();
        assert_eq!(messages(&page(&scene.max, second).await).len(), 2);
        undo(&scene.lena, second, first).await.json::<()>();
        let seen = page(&scene.lena, first).await;
        assert_eq!((seen.number.0, seen.organisation.is_none(), messages(&seen).len()), (first, true, 1), "it was nobody's and is again");
        assert_eq!(messages(&page(&scene.max, second).await).len(), 1);
        assert_eq!(scene.max.call("ticket", &[("number", &first.to_string())]).await.error(), AppError::NotFound);
        assert_eq!(list(&scene.max, &format!("q={first}")).await.total, 0);
        assert_eq!(merge(&scene.lena, first, second).await.error(), refused(NoMerge::OtherOrganisation));
        classify(&scene.lena, first, &[("organisation", &scene.brandt.to_string())]).await.json::<()>();
        assert_eq!(merge(&scene.lena, first, second).await.error(), refused(NoMerge::OtherOrganisation));
        assert_eq!(page(&scene.fritz, first).await.number.0, first);
    }

    async fn what_is_split_off_nobodys_ticket_may_go_to_another_customer_and_takes_no_hours_along(house: TestHouse) {
        let scene = Scene::of(house).await;
        let old = strange(&scene, "ina@neu.example").await;
        write(&scene.lena, old, "Das Logo gehört Brandt.", &[]).await.json::<()>();
        crate::effort::book(&scene.tom, old, &[("minutes", "30")]).await.json::<()>();
        let entries = page(&scene.lena, old).await.entries;
        let logo = entries.iter().find(|entry| format!("{:?}", entry.what).contains("gehört Brandt")).unwrap().id;
        let new: i64 = split(&scene.lena, old, "Logo", &[logo]).await.json();
        classify(&scene.lena, old, &[("organisation", &scene.albers.to_string())]).await.json::<()>();
        classify(&scene.lena, new, &[("organisation", &scene.brandt.to_string())]).await.json::<()>();
        assert_eq!(messages(&page(&scene.fritz, new).await), ["Das Logo gehört Brandt."]);
        assert_eq!(messages(&page(&scene.max, old).await).len(), 2);
        assert!(!scene.fritz.get(&format!("/tickets/{new}")).await.text().contains("Bitte rufen Sie an."));
        for (who, number) in [(&scene.fritz, old), (&scene.max, new)] {
            assert_eq!(who.call("ticket", &[("number", &number.to_string())]).await.error(), AppError::NotFound);
        }
        let times = async |number: i64| page(&scene.tom, number).await.effort.unwrap().lines.len();
        assert_eq!((times(old).await, times(new).await), (1, 0));
    }

    async fn twice_is_once_and_two_at_once_end_in_one(house: TestHouse) {
        let scene = Scene::of(house).await;
        let (a, b) = (open(&scene.vera, "A").await, open(&scene.vera, "B").await);
        let (key, from, into) = (key(), a.to_string(), b.to_string());
        let fields = [("key", key.as_str()), ("number", &from), ("into", &into)];
        scene.lena.call("ticket/merge", &fields).await.json::<i64>();
        scene.lena.call("ticket/merge", &fields).await.json::<i64>();
        assert_eq!(scene.house.number("SELECT count(*) FROM entry WHERE what = 'merged'").await, 1);
        let (c, d) = (open(&scene.vera, "C").await, open(&scene.vera, "D").await);
        let (one, other) = tokio::join!(merge(&scene.lena, c, d), merge(&scene.tom, d, c));
        assert_eq!([one, other].iter().filter(|answer| answer.status.is_success()).count(), 1, "the second merges one with itself");
        let survivor = page(&scene.lena, c).await.number;
        assert_eq!(page(&scene.lena, d).await.number, survivor);
    }

    async fn messages_are_split_off_and_the_origin_stays_in_both(house: TestHouse) {
        let scene = Scene::of(house).await;
        let old = open(&scene.vera, "Zwei Dinge").await;
        scene.house.wait(SignedDuration::from_hours(1));
        write(&scene.vera, old, "Außerdem fehlt das Logo.", &[]).await.json::<()>();
        scene.house.wait(SignedDuration::from_hours(1));
        write(&scene.vera, old, "Das Logo hängt an.", &[]).await.json::<()>();
        write(&scene.vera, old, "Zum Ersten: eilt.", &[]).await.json::<()>();
        let before = page(&scene.lena, old).await;
        let id = |text: &str| before.entries.iter().find(|entry| format!("{:?}", entry.what).contains(text)).unwrap().id;
        let chosen = [id("fehlt das Logo"), id("hängt an")];
        assert_eq!(split(&scene.vera, old, "Logo", &chosen).await.error(), AppError::NotFound);
        assert!(matches!(split(&scene.lena, old, "Logo", &[]).await.error(), AppError::Invalid { .. }));
        assert!(matches!(split(&scene.lena, old, " ", &chosen).await.error(), AppError::Invalid { .. }));
        scene.clear_letters().await;
        let new: i64 = split(&scene.lena, old, "Logo", &chosen).await.json();
        let seen = page(&scene.vera, new).await;
        assert_eq!(messages(&seen), ["Außerdem fehlt das Logo.", "Das Logo hängt an."]);
        assert_eq!((seen.stage, seen.opened.at), (Stage::Received, before.entries[2].at.at), "it came in with its message");
        assert_eq!(seen.author, "Vera Albers");
        assert!(codes(&seen).contains(&"split_from"));
        let left = page(&scene.vera, old).await;
        assert!(messages(&left).contains(&"Außerdem fehlt das Logo."), "the origin stays visible in both");
        assert!(!messages(&left).contains(&"Das Logo hängt an."));
        assert!(messages(&left).contains(&"Zum Ersten: eilt.") && codes(&left).contains(&"split_off"));
        let kept = page(&scene.lena, old).await;
        assert!(messages(&kept).contains(&"Das Logo hängt an."), "nothing is edited away");
        assert!(kept.entries.iter().any(|entry| entry.moved.as_ref().is_some_and(|moved| moved.to.0 == new)));
        assert_eq!(split(&scene.lena, old, "Noch einmal", &chosen).await.error(), AppError::field("entries", Reason::Missing));
        let told = scene.letters().await;
        assert_eq!(told.iter().filter(|(to, _)| to == "vera.albers").count(), 1, "its number is told, its words are not sent again: {told:?}");
    }

    async fn documents_and_times_come_along_and_go_back(house: TestHouse) {
        let scene = Scene::of(house).await;
        let (a, b) = (open(&scene.vera, "A").await, open_with(&scene.max, "B", &[]).await.json());
        scene.house.run(
            "INSERT INTO document (id, ticket_id, entry_id, person_id, name, media_type, size, received, sha256, place, preview, internal, state, created_at) \
             SELECT 7, t.id, (SELECT min(e.id) FROM entry e WHERE e.ticket_id = t.id), $1, 'Bild.txt', 'text/plain', 1, 1, '', 'nowhere', FALSE, FALSE, 'ready', 0 FROM ticket t WHERE t.number = $2",
            [scene.vera_id.0.into(), a.into()],
        ).await;
        let (key_text, number) = (key(), a.to_string());
        let fields = [("key", key_text.as_str()), ("number", &number), ("quick", "30"), ("activity", "bug_fixing"), ("billing", "billable")];
        scene.tom.call("effort/book", &fields).await.json::<()>();
        let total = |seen: &TicketView| seen.effort.as_ref().unwrap().lines.len();
        merge(&scene.lena, a, b).await.json::<i64>();
        assert_eq!(total(&page(&scene.tom, b).await), 1);
        assert_eq!(scene.house.number("SELECT count(*) FROM document d JOIN ticket t ON t.id = d.ticket_id WHERE t.title = 'B'").await, 1);
        undo(&scene.lena, b, a).await.json::<()>();
        assert_eq!((total(&page(&scene.tom, a).await), total(&page(&scene.tom, b).await)), (1, 0));
        assert_eq!(scene.house.number("SELECT count(*) FROM document d JOIN ticket t ON t.id = d.ticket_id WHERE t.title = 'A'").await, 1);
    }
}
