//! How staff see promises beside the card: in the queue, in the head of the ticket, in its history, before they classify it.
use super::plan;
use crate::house::Browser;
use crate::on_both;
use crate::ticket::facts::classify;
use crate::ticket::{Scene, open, open_with, page, shift, write};
use app::error::AppError;
use app::ticket::view::{Forecast, TicketList};
use domain::input::Reason;
use domain::moment::Moment;
use domain::promise::target::Metric;
use domain::ticket::Stage;
use domain::ticket::timeline::{DueMove, What};
use jiff::SignedDuration;

async fn queue(who: &Browser) -> TicketList {
    who.call("queue", &[("name", "all"), ("query", "")]).await.json()
}

/// A page as text, without marks and with single spaces.
async fn text(who: &Browser, path: &str) -> String {
    let html = who.get(path).await.text();
    let mut plain = String::new();
    for part in html.split('<') {
        plain.push_str(part.split_once('>').map_or("", |(_, words)| words));
        plain.push(' ');
    }
    plain.split_whitespace().collect::<Vec<_>>().join(" ").replace(" ,", ",")
}

async fn speaks_english(scene: &Scene) {
    scene.house.run("UPDATE person SET lang = 'en'", []).await;
}

async fn forecast(who: &Browser, number: i64, fields: &[(&str, &str)]) -> crate::house::Answer {
    let number = number.to_string();
    let mut all = vec![("number", number.as_str())];
    all.extend(fields);
    who.call("ticket/forecast", &all).await
}

fn told(moved: &DueMove) -> (Metric, Option<String>, Option<String>) {
    let day = |at: Option<Moment>| at.map(|at| at.civil().strftime("%a %H:%M").to_string());
    (moved.metric, day(moved.from), day(moved.to))
}

/// Due times that moved with the last classification in a history.
fn last_moves(seen: &app::ticket::view::TicketView) -> Vec<DueMove> {
    let moves = seen.entries.iter().rev().find_map(|entry| match &entry.what {
        What::Classified { moved, .. } | What::Prioritised { moved, .. } => Some(moved.clone()),
        _ => None,
    });
    moves.unwrap()
}

on_both! {
    async fn the_queue_says_what_is_due_and_how_much_open_time_is_left(house: TestHouse) {
        let scene = Scene::of(house).await;
        plan(&scene, scene.albers.0, "premium_plus").await;
        let outage: i64 = open_with(&scene.vera, "Shop steht", &[("class", "outage")]).await.json();
        let calm = open(&scene.fritz, "Ohne Plan").await;
        scene.house.wait(SignedDuration::from_mins(30));
        let list = queue(&scene.lena).await;
        let line = |number: i64| list.lines.iter().find(|line| line.number.0 == number).unwrap();
        assert_eq!((line(outage).metric, line(outage).left.as_ref().map(|left| left.left)), (Some(Metric::FirstReaction), Some(90)));
        assert_eq!((line(calm).metric, line(calm).left.clone(), line(calm).paused), (None, None, false));
        let shown = text(&scene.lena, "/queue?queue=all").await;
        for words in ["noch 1 Std. 30 Min.", "Erste Reaktion bis heute, 11:00", "keine offene Zusage", "gemeldet heute, 09:00", "Zuerst die schwerste Klasse"] {
            assert!(shown.contains(words), "{words}: {shown}");
        }
        scene.house.wait(SignedDuration::from_mins(91));
        let shown = text(&scene.lena, "/queue?queue=all").await;
        assert!(shown.contains("überfällig Erste Reaktion bis heute, 11:00"), "{shown}");
        speaks_english(&scene).await;
        let shown = text(&scene.lena, "/queue?queue=all").await;
        assert!(shown.contains("overdue First reaction by today, 11:00") && shown.contains("no open promise"), "{shown}");
    }

    async fn an_overdue_promise_alarms_in_the_head_too(house: TestHouse) {
        let scene = Scene::of(house).await;
        plan(&scene, scene.albers.0, "premium_plus").await;
        let number: i64 = open_with(&scene.vera, "Shop steht", &[("class", "outage")]).await.json();
        let at = format!("/tickets/{number}");
        let calm = scene.lena.get(&at).await.text();
        assert!(calm.contains("Erste Reaktion bis heute, 11:00") && !calm.contains("ticket-head__when late"));
        scene.house.wait(SignedDuration::from_mins(121));
        let late = scene.lena.get(&at).await.text();
        assert!(late.contains("ticket-head__when late") && late.contains("Erste Reaktion überfällig seit heute, 11:00"));
        speaks_english(&scene).await;
        assert!(scene.lena.get(&at).await.text().contains("First reaction overdue since today, 11:00"));
    }

    async fn the_history_of_a_reclassification_names_the_due_times_it_moved_and_who_did_it(house: TestHouse) {
        let scene = Scene::of(house).await;
        plan(&scene, scene.albers.0, "premium_plus").await;
        let number = open(&scene.vera, "Shop steht").await;
        classify(&scene.lena, number, &[("class", "outage")]).await.json::<()>();
        let seen = page(&scene.lena, number).await;
        let moved = last_moves(&seen);
        let some = |text: &str| Some(text.to_owned());
        assert_eq!(moved.iter().map(told).collect::<Vec<_>>(), [(Metric::FirstReaction, some("Tue 17:00"), some("Mon 11:00"))]);
        let shown = text(&scene.lena, &format!("/tickets/{number}")).await;
        assert!(shown.contains("Erste Reaktion : morgen, 17:00 Uhr → heute, 11:00 Uhr"), "{shown}");
        let shown = text(&scene.vera, &format!("/tickets/{number}")).await;
        assert!(shown.contains("Neu eingestuft") && shown.contains("Erste Reaktion : morgen, 17:00 Uhr → heute, 11:00 Uhr"), "{shown}");
        // What moves nothing names nothing.
        classify(&scene.lena, number, &[("class", "outage"), ("planned", "2026-12-01")]).await.json::<()>();
        assert_eq!(last_moves(&page(&scene.lena, number).await), moved);
        write(&scene.lena, number, "Wir sehen es uns an.", &[]).await.json::<()>();
        classify(&scene.lena, number, &[("class", "standard")]).await.json::<()>();
        assert_eq!(last_moves(&page(&scene.lena, number).await), [], "what was kept is kept");
        speaks_english(&scene).await;
        let shown = text(&scene.lena, &format!("/tickets/{number}")).await;
        assert!(shown.contains("First reaction : tomorrow, 17:00 → today, 11:00"), "{shown}");
    }

    async fn before_classifying_staff_see_what_it_would_promise_and_nothing_changes(house: TestHouse) {
        let scene = Scene::of(house).await;
        plan(&scene, scene.albers.0, "premium_plus").await;
        let number = open(&scene.vera, "Shop steht").await;
        let before = page(&scene.lena, number).await.version;
        let seen: Forecast = forecast(&scene.lena, number, &[("class", "outage"), ("kind", "normal")]).await.json();
        let some = |text: &str| Some(text.to_owned());
        let dues = |seen: &Forecast| seen.dues.iter().map(|(due, missed)| (told(due), *missed)).collect::<Vec<_>>();
        assert_eq!(dues(&seen), [((Metric::FirstReaction, some("Tue 17:00"), some("Mon 11:00")), false)]);
        let same: Forecast = forecast(&scene.lena, number, &[]).await.json();
        assert_eq!(dues(&same), [((Metric::FirstReaction, some("Tue 17:00"), some("Tue 17:00")), false)]);
        scene.house.wait(SignedDuration::from_mins(150));
        let late: Forecast = forecast(&scene.lena, number, &[("class", "outage")]).await.json();
        assert_eq!(dues(&late), [((Metric::FirstReaction, some("Tue 17:00"), some("Mon 11:00")), true)]);
        // Without scripts the address of the page asks, and what was chosen stays chosen.
        let html = scene.lena.get(&format!("/tickets/{number}?class=outage&kind=normal")).await.text();
        assert!(html.contains("Damit wäre zugesagt:") && html.contains("sofort verpasst") && html.contains("formmethod=\"get\""));
        let bare = scene.lena.get(&format!("/tickets/{number}")).await.text();
        assert!(!bare.contains("Damit wäre zugesagt:") && bare.contains("Was wäre damit zugesagt?"));
        let customer = scene.vera.get(&format!("/tickets/{number}?class=outage&kind=normal")).await.text();
        assert!(!customer.contains("Damit wäre zugesagt:") && customer.contains("Shop steht"));
        assert_eq!(page(&scene.lena, number).await.version, before, "nothing changed");
        for (fields, at) in [([("class", "x")], "class"), ([("priority", "x")], "priority"), ([("kind", "x")], "kind"), ([("kind", "quick_high")], "kind")] {
            assert_eq!(forecast(&scene.lena, number, &fields).await.error(), AppError::field(at, Reason::NotAChoice));
        }
        assert_eq!(forecast(&scene.tom, number, &[("class", "outage")]).await.error(), AppError::NotYours);
        assert_eq!(forecast(&scene.vera, number, &[("class", "outage")]).await.error(), AppError::NotYours);
        assert_eq!(forecast(&scene.fritz, number, &[("class", "outage")]).await.error(), AppError::NotFound);
        // What it said is what comes.
        classify(&scene.lena, number, &[("class", "outage")]).await.json::<()>();
        let came: Vec<_> = last_moves(&page(&scene.lena, number).await).iter().map(told).collect();
        assert_eq!(came, [(Metric::FirstReaction, some("Tue 17:00"), some("Mon 11:00"))]);
        speaks_english(&scene).await;
        let html = scene.lena.get(&format!("/tickets/{number}?class=standard&kind=normal")).await.text();
        assert!(html.contains("This would promise:"));
    }

    async fn an_objection_is_marked_in_history_head_and_queue_until_the_work_is_done_again(house: TestHouse) {
        let scene = Scene::of(house).await;
        let number = open(&scene.vera, "Warenkorb").await;
        let at = format!("/tickets/{number}");
        let marks = async |path: &str| scene.lena.get(path).await.text().matches("chip--objection").count();
        let move_to = async |who: &Browser, to, note| shift(who, number, to, note).await.json::<()>();
        move_to(&scene.lena, Stage::InTriage, "").await;
        move_to(&scene.lena, Stage::Done, "Die Regel ist berichtigt.").await;
        move_to(&scene.lena, Stage::InTriage, "Wir haben noch etwas gefunden.").await;
        assert_eq!((marks(&at).await, marks("/queue?queue=all").await), (0, 0), "staff who open it again do not object");
        move_to(&scene.lena, Stage::Done, "Jetzt ganz.").await;
        assert_eq!(page(&scene.lena, number).await.objected, None);
        move_to(&scene.vera, Stage::InTriage, "Der Versand stimmt noch nicht.").await;
        let seen = page(&scene.lena, number).await;
        assert_eq!(seen.objected.map(Moment::clock).as_deref(), Some("09:00"));
        assert!(seen.entries.last().unwrap().what.is_objection(false));
        assert_eq!((marks(&at).await, marks("/queue?queue=all").await), (2, 1), "history and head; the queue");
        assert!(queue(&scene.lena).await.lines[0].objected);
        assert!(scene.lena.get(&at).await.text().contains("Einspruch"));
        scene.house.wait(SignedDuration::from_hours(1));
        write(&scene.lena, number, "Wir sehen es uns an.", &[]).await.json::<()>();
        assert_eq!(page(&scene.lena, number).await.objected.map(Moment::clock).as_deref(), Some("09:00"), "it stands since then");
        speaks_english(&scene).await;
        assert!(scene.lena.get(&at).await.text().contains("Objection"));
        move_to(&scene.lena, Stage::Done, "Jetzt aber.").await;
        assert_eq!(page(&scene.lena, number).await.objected, None);
        assert_eq!((marks(&at).await, marks("/queue?queue=all").await), (1, 0), "the history keeps it");
    }
}
