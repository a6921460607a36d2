//! Time that goes along with messages which are split off, and taking a split back.
use super::{Scene, codes, messages, open, page, write};
use crate::effort::{book, change, time};
use crate::house::{Answer, Browser, key};
use crate::on_both;
use crate::ticket::merge::{merge, split};
use app::error::AppError;
use app::ticket::merge::GoingTime;
use app::ticket::view::TicketView;
use axum::http::StatusCode;
use domain::input::Reason;
use domain::ticket::Stage;
use domain::ticket::split::NoSplit;

/// Splits one message off, with times as their boxes send them.
pub async fn split_times(who: &Browser, number: i64, entry: i64, times: &[String]) -> Answer {
    let (key, number, entry) = (key(), number.to_string(), entry.to_string());
    let mut fields = vec![("key", &*key), ("number", &*number), ("title", "Logo"), ("entries[]", &*entry)];
    fields.extend(times.iter().map(|time| ("times[]", time.as_str())));
    who.call("ticket/split", &fields).await
}

/// What can go along and what stays.
pub async fn going(who: &Browser, number: i64) -> Vec<GoingTime> {
    who.call("ticket/split/times", &[("number", &number.to_string())]).await.json()
}

pub async fn unsplit(who: &Browser, number: i64, new: i64) -> Answer {
    let (key, number, new) = (key(), number.to_string(), new.to_string());
    who.call("ticket/unsplit", &[("key", &key), ("number", &number), ("split", &new)]).await
}

/// The entry of a message that says this.
pub fn said(seen: &TicketView, text: &str) -> i64 {
    seen.entries.iter().find(|entry| format!("{:?}", entry.what).contains(text)).unwrap().id
}

pub fn refused(field: &str, why: NoSplit) -> AppError {
    AppError::field(field, Reason::NoSplit(why))
}

/// The box of a time, as the page has it.
pub fn shown(time: &GoingTime) -> String {
    format!("value=\"{}\"", time.value())
}

fn times(seen: &TicketView) -> Vec<u32> {
    seen.effort.as_ref().unwrap().lines.iter().map(|line| line.effort.minutes).collect()
}

/// A ticket of Vera's with a second concern, which is split off.
async fn apart(scene: &Scene) -> (i64, i64) {
    let old = open(&scene.vera, "Zwei Dinge").await;
    write(&scene.vera, old, "Außerdem fehlt das Logo.", &[]).await.json::<()>();
    let logo = said(&page(&scene.lena, old).await, "fehlt das Logo");
    let new = split(&scene.lena, old, "Logo", &[logo]).await.json();
    (old, new)
}

on_both! {
    async fn a_split_is_taken_back_once_and_everything_stands_where_it_stood(house: TestHouse) {
        let scene = Scene::of(house).await;
        let old = open(&scene.vera, "Zwei Dinge").await;
        write(&scene.vera, old, "Außerdem fehlt das Logo.", &[]).await.json::<()>();
        let file = "INSERT INTO document (id, person_id, name, media_type, size, received, place, preview, internal, state, created_at)
          VALUES (700, $1, 'logo.png', 'image/png', 5, 5, 'x', FALSE, FALSE, 'ready', 0)";
        scene.house.run(file, [scene.vera_id.0.into()]).await;
        write(&scene.vera, old, "Das Logo hängt an.", &[("documents", "700")]).await.json::<()>();
        let before = page(&scene.vera, old).await;
        let chosen = [said(&before, "fehlt das Logo"), said(&before, "hängt an")];
        let new: i64 = split(&scene.lena, old, "Logo", &chosen).await.json();
        let files = async |number: i64| page(&scene.vera, number).await.entries.iter().map(|entry| entry.documents.len()).sum::<usize>();
        assert_eq!((files(old).await, files(new).await), (0, 1));
        assert_eq!(page(&scene.lena, old).await.splits[0].stays, None);
        assert!(page(&scene.vera, old).await.splits.is_empty(), "for staff alone");
        for (who, error) in [(&scene.vera, AppError::NotFound), (&scene.petra, AppError::NotFound), (&scene.fritz, AppError::NotFound), (&scene.anke, AppError::NotYours)] {
            assert_eq!(unsplit(who, old, new).await.error(), error);
        }
        assert_eq!(unsplit(&scene.lena, old, 99_999).await.error(), AppError::field("split", Reason::NotAChoice));
        scene.clear_letters().await;
        let (key, number, gone) = (key(), old.to_string(), new.to_string());
        for _ in 0..2 {
            let fields = [("key", key.as_str()), ("number", &number), ("split", &gone)];
            scene.lena.call("ticket/unsplit", &fields).await.json::<()>();
        }
        assert_eq!(unsplit(&scene.lena, old, new).await.error(), AppError::field("split", Reason::NotAChoice), "it is taken back");
        assert_eq!(scene.house.number("SELECT count(*) FROM entry WHERE what = 'unsplit'").await, 2, "one line on each");
        let seen = page(&scene.vera, old).await;
        assert_eq!((messages(&seen), seen.stage, files(old).await), (messages(&before), before.stage, 1));
        assert_eq!(scene.house.number("SELECT count(*) FROM document WHERE internal = FALSE").await, 1, "its copy is nobody's");
        // The new number leads there, as a merged one does, and there is no merge to undo.
        assert_eq!(page(&scene.vera, new).await.number.0, old);
        assert!(scene.vera.get(&format!("/tickets/{new}")).await.status.is_redirection());
        assert!(page(&scene.lena, old).await.merged.is_empty());
        let told = scene.letters().await;
        let told: Vec<_> = told.iter().filter(|(to, _)| to == "vera.albers").collect();
        // Lines of a mail end anywhere.
        let words = told.iter().flat_map(|(_, text)| text.split_whitespace()).collect::<Vec<_>>().join(" ");
        assert!(told.len() == 1 && words.contains("führt ebenfalls dorthin"), "{told:?}");
        write(&scene.vera, new, "Danke, so passt es.", &[]).await.json::<()>();
        assert!(messages(&page(&scene.lena, old).await).contains(&"Danke, so passt es."));
        // What came back can be split off again.
        split(&scene.lena, old, "Logo", &chosen).await.json::<i64>();
    }

    async fn a_split_stays_once_the_new_ticket_has_a_life_of_its_own(house: TestHouse) {
        let scene = Scene::of(house).await;
        let undo = async |old: i64, new: i64| unsplit(&scene.lena, old, new).await;
        // What refuses is no button; the page says why.
        let stays = async |old: i64| page(&scene.lena, old).await.splits[0].stays;
        let (old, new) = apart(&scene).await;
        write(&scene.vera, new, "Eilt.", &[]).await.json::<()>();
        assert_eq!(undo(old, new).await.error(), refused("split", NoSplit::Answered));
        assert_eq!(stays(old).await, Some(NoSplit::Answered));
        let html = scene.lena.get(&format!("/tickets/{old}")).await.text();
        assert!(html.contains("Zurücknehmen geht nicht: Im abgetrennten Anliegen wurde schon geantwortet."), "{html}");
        let html = scene.vera.get(&format!("/tickets/{old}")).await.text();
        assert!(!html.contains("Zurücknehmen geht nicht"), "for staff alone");
        let (old, new) = apart(&scene).await;
        write(&scene.tom, new, "Liegt am Zwischenspeicher.", &[("internal", "1")]).await.json::<()>();
        assert_eq!(undo(old, new).await.error(), refused("split", NoSplit::Worked));
        let (old, new) = apart(&scene).await;
        time(&scene.tom, new, "start").await.json::<()>();
        assert_eq!(undo(old, new).await.error(), refused("split", NoSplit::Worked));
        let (old, new) = apart(&scene).await;
        let other = open(&scene.vera, "Auch das Logo").await;
        merge(&scene.lena, new, other).await.json::<i64>();
        assert_eq!(undo(old, new).await.error(), refused("split", NoSplit::Merged));
        assert_eq!(stays(old).await, Some(NoSplit::Merged));
        let (old, new) = apart(&scene).await;
        let other = open(&scene.vera, "Auch zwei Dinge").await;
        merge(&scene.lena, old, other).await.json::<i64>();
        assert_eq!(stays(other).await, Some(NoSplit::Merged), "the line that tells of it stands there");
        assert_eq!(undo(other, new).await.error(), refused("split", NoSplit::Merged));
        let (old, new) = apart(&scene).await;
        scene.put(old, Stage::Closed).await;
        assert_eq!(undo(old, new).await.error(), refused("split", NoSplit::Over));
        scene.put(old, Stage::InTriage).await;
        undo(old, new).await.json::<()>();
    }

    async fn chosen_times_go_along_as_they_were_seen_and_come_back(house: TestHouse) {
        let scene = Scene::of(house).await;
        let old = open(&scene.vera, "Zwei Dinge").await;
        write(&scene.vera, old, "Außerdem fehlt das Logo.", &[]).await.json::<()>();
        book(&scene.tom, old, &[("minutes", "30"), ("note", "Geheimsache")]).await.json::<()>();
        book(&scene.tom, old, &[("minutes", "20")]).await.json::<()>();
        let logo = said(&page(&scene.lena, old).await, "fehlt das Logo");
        for who in [&scene.vera, &scene.max, &scene.petra, &scene.fritz] {
            let fields = [("number", &*old.to_string())];
            assert_eq!(who.call("ticket/split/times", &fields).await.error(), AppError::NotFound);
        }
        let seen = going(&scene.lena, old).await;
        let id = seen[0].id.0;
        let fields = [("minutes", "40"), ("activity", "bug_fixing"), ("billing", "billable"), ("note", "Geheimsache"), ("day", "2026-11-23")];
        change(&scene.tom, id, seen[0].version, &fields).await.json::<()>();
        let stale = split_times(&scene.lena, old, logo, &[seen[0].value()]).await;
        assert_eq!(stale.error(), AppError::Outdated { version: seen[0].version + 1 }, "corrected meanwhile");
        for wrong in ["999-1", "viel"] {
            let answer = split_times(&scene.lena, old, logo, &[wrong.to_owned()]).await;
            assert_eq!(answer.error(), AppError::field("times", Reason::NotAChoice));
        }
        let seen = going(&scene.lena, old).await;
        let html = scene.lena.get(&format!("/tickets/{old}/split")).await.text();
        assert!(html.contains(&shown(&seen[0])) && html.contains("Welche Zeiten gehen mit?"), "{html}");
        let new: i64 = split_times(&scene.lena, old, logo, &[seen[0].value()]).await.json();
        let (left, came) = (page(&scene.tom, old).await, page(&scene.tom, new).await);
        assert_eq!((times(&left), times(&came)), (vec![20], vec![40]), "each hour stands once");
        assert!(codes(&left).contains(&"rebooked") && codes(&left).contains(&"times_left"), "its corrections stay");
        assert!(codes(&came).contains(&"times_came"));
        for number in [old, new] {
            let seen = page(&scene.vera, number).await;
            assert!(seen.effort.is_none() && !codes(&seen).iter().any(|code| code.starts_with("times")));
            let html = scene.vera.get(&format!("/tickets/{number}")).await;
            assert_eq!(html.status, StatusCode::OK);
            let html = html.text();
            assert!(!html.contains("Geheimsache") && !html.contains("Zeit ging") && !html.contains("Zeit kam"));
        }
        unsplit(&scene.lena, old, new).await.json::<()>();
        let mut back = times(&page(&scene.tom, old).await);
        back.sort_unstable();
        assert_eq!(back, [20, 40]);
        assert_eq!(scene.house.number("SELECT count(DISTINCT ticket_id) FROM effort").await, 1);
    }

    async fn time_that_came_with_a_merge_stays_until_that_is_undone(house: TestHouse) {
        let scene = Scene::of(house).await;
        let (other, old) = (open(&scene.vera, "A").await, open(&scene.vera, "B").await);
        book(&scene.tom, other, &[("minutes", "30")]).await.json::<()>();
        merge(&scene.lena, other, old).await.json::<i64>();
        let (seen, entry) = (going(&scene.lena, old).await, page(&scene.lena, old).await.entries[0].id);
        assert_eq!(seen[0].stays, Some(NoSplit::TimeMerged));
        let answer = split_times(&scene.lena, old, entry, &[seen[0].value()]).await;
        assert_eq!(answer.error(), refused("times", NoSplit::TimeMerged));
    }
}
