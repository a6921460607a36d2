//! What is promised follows what is published, and what was kept stays kept.
use super::{draft, due, edit, manager, monday, publish};
use crate::house::Browser;
use crate::on_both;
use crate::promise::plan;
use crate::ticket::facts::classify;
use crate::ticket::{Scene, list, open, open_with, page, write};
use app::error::AppError;
use app::policy::view::PolicyView;
use app::promise::view::PromiseState;
use domain::input::Reason;
use domain::ticket::timeline::What;
use jiff::SignedDuration;
use server::policy::moves::recount;

on_both! {
    async fn open_tickets_follow_where_it_is_asked_for_and_their_history_says_why(house: TestHouse) {
        let scene = Scene::of(house).await;
        plan(&scene, scene.albers.0, "premium_plus").await;
        let sonja = manager(&scene).await;
        let number: i64 = open_with(&scene.vera, "Ausfall", &[("class", "outage")]).await.json();
        let calm = open(&scene.fritz, "Ohne Plan").await;
        let quiet = page(&scene.lena, calm).await.version;
        scene.house.wait(SignedDuration::from_mins(130));
        monday(&sonja, "14:00-18:00").await.json::<()>();
        publish(&sonja, true).await.json::<()>();
        assert_eq!(recount(&scene.house.house).await.unwrap(), 2);
        assert_eq!(recount(&scene.house.house).await.unwrap(), 0, "once is enough");
        let seen = page(&scene.lena, number).await;
        assert_eq!(due(&seen), "Mon 16:00");
        let missed: Vec<String> = seen.promises[0].missed.iter().map(|at| at.clock()).collect();
        assert_eq!(missed, ["11:00"], "what was missed stays missed");
        let last = &seen.entries.last().unwrap();
        assert!(matches!(&last.what, What::Recounted { version: 2, note, .. } if note == "Montags später"));
        assert_eq!(last.by.as_ref().map(|by| by.name.as_str()), Some("Sonja Support"));
        assert_eq!(page(&scene.lena, calm).await.version, quiet, "who has no promise is left alone");
        // A later change counts on from there and forgets nothing.
        crate::ticket::write(&scene.lena, number, "Intern", &[("internal", "1")]).await.json::<()>();
        assert_eq!(page(&scene.lena, number).await.promises[0].missed.len(), 1);
    }

    async fn before_publishing_one_sees_which_new_due_times_would_be_missed_at_once(house: TestHouse) {
        let scene = Scene::of(house).await;
        plan(&scene, scene.albers.0, "premium_plus").await;
        let sonja = manager(&scene).await;
        scene.house.wait(SignedDuration::from_hours(24));
        let calm: i64 = open_with(&scene.vera, "Eben erst", &[("class", "outage")]).await.json();
        scene.house.wait(SignedDuration::from_hours(-24));
        monday(&sonja, "14:00-18:00").await.json::<()>();
        let tight: i64 = open_with(&scene.vera, "Von gestern", &[("class", "outage")]).await.json();
        scene.house.wait(SignedDuration::from_hours(24));
        // Due yesterday at eleven, and already alarmed; then it would be yesterday at four.
        let moves = draft(&sonja).await.moves.unwrap();
        assert_eq!((moves.total, moves.missed), (1, 1));
        assert_eq!((moves.lines[0].number.0, moves.lines[0].missed), (tight, true));
        let html = sonja.get("/settings/publish").await.text();
        assert!(html.contains("sofort verpasst") && html.contains("Ein neuer Termin davon liegt schon in der Vergangenheit"));
        scene.house.run("UPDATE person SET lang = 'en'", []).await;
        assert!(sonja.get("/settings/publish").await.text().contains("missed at once"));
        // What is said comes.
        publish(&sonja, true).await.json::<()>();
        recount(&scene.house.house).await.unwrap();
        server::promise::watch::look(&scene.house.house, scene.house.now()).await.unwrap();
        let alarmed = |seen: &app::ticket::view::TicketView| seen.entries.iter().any(|entry| matches!(entry.what, What::Alarm { percent: 100, .. }));
        assert!(alarmed(&page(&scene.lena, tight).await) && !alarmed(&page(&scene.lena, calm).await));
    }

    async fn class_and_priority_stand_side_by_side(house: TestHouse) {
        let scene = Scene::of(house).await;
        let sonja = manager(&scene).await;
        for (code, de, rank) in [("low", "Niedrig", "2"), ("urgent", "Dringend", "1")] {
            let fields = [("fields[code]", code), ("fields[de]", de), ("fields[en]", code), ("fields[rank]", rank), ("fields[kind]", "incident")];
            edit(&sonja, "priority", "add", &fields).await.json::<()>();
        }
        let promise = [("fields[metric]", "first_reaction"), ("fields[class]", "standard"), ("fields[priority]", "urgent"), ("fields[number]", "1"), ("fields[unit]", "business_hours"), ("fields[reading]", "closing_time")];
        edit(&sonja, "target", "add", &promise).await.json::<()>();
        assert!(draft(&sonja).await.wrong.is_empty());
        publish(&sonja, false).await.json::<()>();
        let (first, second): (i64, i64) = (open(&scene.vera, "Zuerst").await, open(&scene.vera, "Danach").await);
        assert!(page(&scene.lena, second).await.promises.is_empty(), "without one it has none");
        classify(&scene.lena, second, &[("class", "standard"), ("priority", "urgent")]).await.json::<()>();
        let seen = page(&scene.lena, second).await;
        assert_eq!((due(&seen).as_str(), seen.priority.unwrap().de.as_str()), ("Mon 10:00", "Dringend"));
        let told = seen.entries.iter().find_map(|entry| match &entry.what {
            What::Prioritised { from: None, to, keys: Some(keys), .. } => Some((to.clone(), keys.0.priority.clone())),
            _ => None,
        });
        assert_eq!(told, Some(("urgent".to_owned(), None)), "nobody chose a level for tickets without one");
        let order: Vec<i64> = scene.lena.call("queue", &[("name", "all"), ("query", "")]).await.json::<app::ticket::view::TicketList>().lines.iter().map(|line| line.number.0).collect();
        assert_eq!(order, [second, first], "the priority's rank decides within a class");
        let found = list(&scene.lena, "priority=urgent").await.lines;
        assert_eq!(found.iter().map(|line| line.priority.as_deref()).collect::<Vec<_>>(), [Some("urgent")]);
        assert_eq!(classify(&scene.lena, first, &[("priority", "x")]).await.error(), AppError::field("priority", Reason::NotAChoice));
        assert_eq!(classify(&scene.vera, first, &[("priority", "urgent")]).await.error(), AppError::NotYours);
    }

    async fn a_way_around_that_staff_give_keeps_its_promise(house: TestHouse) {
        let scene = Scene::of(house).await;
        let sonja = manager(&scene).await;
        let target = [("fields[metric]", "workaround"), ("fields[number]", "2"), ("fields[unit]", "business_hours")];
        edit(&sonja, "target", "add", &target).await.json::<()>();
        publish(&sonja, false).await.json::<()>();
        let number = open(&scene.vera, "Kasse rechnet falsch").await;
        let state = async |who: &Browser| page(who, number).await.promises[0].state;
        write(&scene.lena, number, "Wir suchen.", &[]).await.json::<()>();
        write(&scene.vera, number, "Ich habe selbst einen.", &[("workaround", "1")]).await.json::<()>();
        assert_eq!(state(&scene.lena).await, PromiseState::Running, "only staff give one");
        scene.house.wait(SignedDuration::from_mins(45));
        write(&scene.lena, number, "Bis dahin über die Rechnung bestellen.", &[("workaround", "1")]).await.json::<()>();
        assert!(matches!(state(&scene.vera).await, PromiseState::Kept(at) if at.clock() == "09:45"));
        let entries = page(&scene.vera, number).await.entries;
        assert!(matches!(entries.last().unwrap().what, What::WorkedAround), "its customer reads that, too");
    }

    async fn hours_agreed_with_one_customer_are_for_its_tickets_only(house: TestHouse) {
        let scene = Scene::of(house).await;
        let sonja = manager(&scene).await;
        let target = [("fields[metric]", "processing"), ("fields[number]", "2"), ("fields[unit]", "business_hours")];
        edit(&sonja, "target", "add", &target).await.json::<()>();
        let albers = scene.albers.0.to_string();
        let opening = [
            ("fields[customer]", albers.as_str()),
            ("fields[day]", "2026-11-23"),
            ("fields[hours]", "12:00-13:00"),
            ("fields[de]", "Start des Shops"),
            ("fields[en]", "Launch of the shop"),
        ];
        edit(&sonja, "opening", "add", &opening).await.json::<()>();
        // Before anything is published its author asks the draft, for anybody and for the customer (D10).
        let asked = async |who: &Browser, more: &str| {
            let query = format!("at=2026-11-23T11:30{more}");
            who.call("policy", &[("query", &query)]).await
        };
        let told = async |more: &str| {
            let view: PolicyView = asked(&sonja, more).await.json();
            (view.draft, view.answer.unwrap().promises.first().map(|promise| promise.due.clock()))
        };
        assert_eq!(told("").await, (false, None), "nothing is in force yet");
        assert_eq!(told("&draft=1").await, (true, Some("14:30".to_owned())));
        assert_eq!(told(&format!("&draft=1&customer={albers}")).await, (true, Some("13:30".to_owned())));
        assert_eq!(asked(&scene.vera, "&draft=1").await.error(), AppError::NotFound);
        assert!(sonja.get("/policy?draft=1").await.text().contains("er gilt noch nicht"));
        publish(&sonja, false).await.json::<()>();
        let theirs: PolicyView = asked(&scene.fritz, &format!("&customer={albers}")).await.json();
        assert_eq!(theirs.answer.unwrap().promises[0].due.clock(), "14:30", "what is agreed with others stays with them");
        scene.house.wait(SignedDuration::from_mins(150));
        let (own, other) = (open(&scene.vera, "Kasse").await, open(&scene.fritz, "Kasse").await);
        assert_eq!(due(&page(&scene.vera, own).await), "Mon 13:30", "the break is open for Albers");
        assert_eq!(due(&page(&scene.fritz, other).await), "Mon 14:30");
        // Each sees what is agreed with them, staff see all, and strangers learn nothing.
        let openings = async |who: &Browser| -> usize {
            who.call("policy", &[]).await.json::<PolicyView>().policy.calendars[0].openings.len()
        };
        assert_eq!((openings(&scene.vera).await, openings(&scene.fritz).await, openings(&scene.lena).await), (1, 0, 1));
        assert!(!scene.fritz.get("/policy").await.text().contains("Start des Shops"));
        assert!(scene.vera.get("/policy").await.text().contains("mit Ihnen vereinbart"));
        let asked = [("query", "at=2026-11-23T11:30&kind=normal")];
        let due = async |who: &Browser| {
            who.call("policy", &asked).await.json::<PolicyView>().answer.unwrap().promises[0].due.clock()
        };
        assert_eq!((due(&scene.vera).await, due(&scene.fritz).await), ("13:30".to_owned(), "14:30".to_owned()));
    }

    async fn a_promise_that_was_kept_stays_kept_whatever_is_published_later(house: TestHouse) {
        let scene = Scene::of(house).await;
        plan(&scene, scene.albers.0, "premium").await;
        let sonja = manager(&scene).await;
        let number = open(&scene.vera, "Frage").await;
        scene.house.wait(SignedDuration::from_mins(30));
        write(&scene.lena, number, "Wir sehen es uns an.", &[]).await.json::<()>();
        let before = page(&scene.vera, number).await.promises;
        assert!(matches!(before[0].state, PromiseState::Kept { .. }), "{before:?}");
        let target = draft(&sonja).await.policy.targets.iter().find(|target| target.plan.as_deref() == Some("premium")).unwrap().clone();
        let at = domain::policy::edit::Spotted::spot(&target);
        let fields = [
            ("at", at.as_str()),
            ("fields[metric]", "first_reaction"),
            ("fields[plan]", "premium"),
            ("fields[number]", "1"),
            ("fields[unit]", "business_minutes"),
        ];
        edit(&sonja, "target", "save", &fields).await.json::<()>();
        publish(&sonja, true).await.json::<()>();
        recount(&scene.house.house).await.unwrap();
        assert_eq!(page(&scene.vera, number).await.promises, before);
        write(&scene.lena, number, "Noch etwas.", &[]).await.json::<()>();
        assert_eq!(page(&scene.vera, number).await.promises, before, "it is not counted anew by what comes later either");
        let fresh = open(&scene.vera, "Neu").await;
        scene.house.wait(SignedDuration::from_mins(30));
        write(&scene.lena, fresh, "Wir sehen es uns an.", &[]).await.json::<()>();
        assert!(matches!(page(&scene.vera, fresh).await.promises[0].state, PromiseState::Late { .. }), "a new one follows");
    }

    async fn due_when_is_answered_with_its_reasons(house: TestHouse) {
        let scene = Scene::of(house).await;
        let ask = async |query: &str| scene.vera.call("policy", &[("query", query)]).await;
        let answered: PolicyView = ask("plan=premium_plus&class=outage&type=normal&at=2026-11-27T11%3A30").await.json();
        let answer = answered.answer.unwrap();
        assert_eq!(answer.promises[0].due.full(domain::lang::Lang::De), "30.11.2026, 10:00 Uhr");
        assert!(!answer.promises[0].derivation.steps.is_empty());
        let nothing: PolicyView = ask("class=outage&at=2026-11-27T11:30").await.json();
        assert_eq!(nothing.answer.unwrap().promises, []);
        for (wrong, field) in [("plan=gold&at=2026-11-27T11:30", "plan"), ("class=zzz&at=2026-11-27T11:30", "class"), ("type=x&at=2026-11-27T11:30", "type"), ("at=gestern", "at"), ("plan=premium&at=9999-12-28T10:00", "at")] {
            let told: PolicyView = ask(wrong).await.json();
            assert_eq!((told.wrong.unwrap().field.as_str(), told.answer), (field, None), "{wrong}");
        }
        let page = scene.vera.get("/policy?plan=premium_plus&at=gestern").await.text();
        assert!(page.contains("zwischen 1900 und 2199") && page.contains("gestern"), "told at its field, and the form stays");
        assert_eq!(ask("version=99").await.error(), AppError::NotFound);
        assert_eq!(scene.petra.call("policy", &[]).await.error(), AppError::NotFound, "partners see no money");
        let page = scene.vera.get("/policy?plan=premium_plus&class=outage&type=normal&at=2026-11-27T11:30").await.text();
        assert!(page.contains("Montag, 30.\u{a0}Nov., 10:00\u{a0}Uhr"), "without scripts too");
    }
}
