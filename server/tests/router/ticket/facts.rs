//! Facts that triage sets, and people who are added.
use super::{Scene, codes, list, open, open_with, page, write};
use crate::house::{Answer, Browser, key};
use crate::on_both;
use app::error::AppError;
use app::ticket::view::Choices;
use domain::input::Reason;
use domain::ticket::Audience;
use domain::ticket::timeline::What;

pub async fn classify(who: &Browser, number: i64, fields: &[(&str, &str)]) -> Answer {
    let (key, number) = (key(), number.to_string());
    let mut all = vec![("key", key.as_str()), ("number", &number)];
    all.extend(fields);
    who.call("ticket/classify", &all).await
}

async fn add(who: &Browser, number: i64, email: &str) -> Answer {
    who.call("ticket/add-person", &[("key", &key()), ("number", &number.to_string()), ("email", email)]).await
}

on_both! {
    async fn triage_sets_facts_and_the_history_keeps_them(house: TestHouse) {
        let scene = Scene::of(house).await;
        crate::ticket::offer_quick_types(&scene).await;
        scene.house.run("INSERT INTO asset (id, organisation_id, name, kind, url, built_by_us) VALUES (7, $1, 'Shop', 'live', '', FALSE), (8, $2, 'Lager', 'live', '', FALSE)", [scene.albers.0.into(), scene.brandt.0.into()]).await;
        let number = open(&scene.vera, "Frage").await;
        classify(&scene.lena, number, &[("class", "outage"), ("kind", "quick_normal"), ("asset", "7"), ("planned", "2026-12-01")]).await.json::<()>();
        let seen = page(&scene.lena, number).await;
        assert_eq!((seen.class.unwrap().code.as_str(), seen.kind.code(), seen.asset.unwrap().name.as_str()), ("outage", "quick_normal", "Shop"));
        assert_eq!((seen.planned, seen.version), (Some("2026-12-01".parse().unwrap()), 2));
        assert_eq!(seen.assets.len(), 1);
        let classified = &seen.entries[2];
        let What::Classified { from: None, to: Some(to), keys: Some(keys), .. } = &classified.what else {
            panic!("{:?}", classified.what)
        };
        assert_eq!((to.as_str(), classified.audience), ("outage", Audience::Internal));
        let classes = (keys.0.class.as_deref(), keys.1.class.as_deref());
        assert_eq!(classes, (Some("standard"), Some("outage")));
        assert_eq!(codes(&page(&scene.vera, number).await), ["opened", "assigned", "planned"]);
        // The same again changes nothing; an empty field takes back what can be taken back.
        let same = [("class", "outage"), ("kind", "quick_normal"), ("asset", "7"), ("planned", "2026-12-01")];
        classify(&scene.lena, number, &same).await.json::<()>();
        assert_eq!(page(&scene.lena, number).await.version, 2);
        classify(&scene.tom, number, &[("class", "outage"), ("kind", "quick_normal")]).await.json::<()>();
        let seen = page(&scene.lena, number).await;
        assert_eq!((seen.planned, seen.asset, seen.version), (None, None, 3));
        assert_eq!(classify(&scene.tom, number, &[("class", "standard")]).await.error(), AppError::NotYours);
        assert_eq!(classify(&scene.vera, number, &[("class", "standard")]).await.error(), AppError::NotYours);
        assert_eq!(classify(&scene.fritz, number, &[("class", "standard")]).await.error(), AppError::NotFound);
        assert_eq!(classify(&scene.lena, number, &[("class", "x")]).await.error(), AppError::field("class", Reason::NotAChoice));
        assert_eq!(classify(&scene.lena, number, &[("kind", "xx")]).await.error(), AppError::field("kind", Reason::NotAChoice));
        for far in ["9999-12-31", "-009999-01-01"] {
            assert_eq!(classify(&scene.lena, number, &[("planned", far)]).await.error(), AppError::field("planned", Reason::NotADay));
        }
        for (day, wrong) in [("2026-11-22", Some(Reason::InPast)), ("2026-11-23", None)] {
            let planned = classify(&scene.lena, number, &[("planned", day)]).await;
            match wrong {
                Some(reason) => assert_eq!(planned.error(), AppError::field("planned", reason)),
                None => planned.json::<()>(),
            }
        }
        // What was planned for a day that is over by now stays.
        scene.house.run("UPDATE ticket SET planned_on = '2026-11-20' WHERE number = $1", [number.into()]).await;
        classify(&scene.lena, number, &[("class", "standard"), ("planned", "2026-11-20")]).await.json::<()>();
        assert_eq!(classify(&scene.lena, number, &[("asset", "8")]).await.error(), AppError::field("asset", Reason::NotAChoice));
        let other = scene.brandt.to_string();
        assert_eq!(classify(&scene.lena, number, &[("organisation", &other)]).await.error(), AppError::field("organisation", Reason::NotAChoice));
    }

    async fn a_customer_reads_how_a_promise_moved_and_why(house: TestHouse) {
        let scene = Scene::of(house).await;
        crate::promise::plan(&scene, scene.albers.0, "premium_plus").await;
        let number = open(&scene.vera, "Kasse").await;
        let fields = [("class", "outage"), ("why", "Niemand kann bestellen")];
        classify(&scene.lena, number, &fields).await.json::<()>();
        let told = |seen: &app::ticket::view::TicketView| {
            seen.entries.iter().find_map(|entry| match &entry.what {
                What::Classified { from, to, keys, moved, why } => {
                    Some((from.clone(), to.clone(), keys.is_some(), moved.is_empty(), why.clone()))
                }
                _ => None,
            })
        };
        let why = "Niemand kann bestellen".to_owned();
        let seen = page(&scene.vera, number).await;
        assert_eq!(told(&seen), Some((None, None, false, false, why.clone())), "without the codes behind it");
        assert!(scene.vera.get(&format!("/tickets/{number}")).await.text().contains("Neu eingestuft – Niemand kann bestellen"));
        let inner = told(&page(&scene.lena, number).await).unwrap();
        assert_eq!((inner.1.as_deref(), inner.4), (Some("outage"), why));
        let long = "x".repeat(501);
        assert_eq!(classify(&scene.lena, number, &[("class", "standard"), ("why", &long)]).await.error(), AppError::field("why", Reason::TooLong { max: 500 }));
    }

    async fn a_request_without_customer_finds_one(house: TestHouse) {
        let scene = Scene::of(house).await;
        scene.house.visitor().call("contact", &[("key", &key()), ("name", "Vera"), ("email", "vera.albers@example.de"), ("subject", "Anfrage Kranich"), ("message", "Hallo")]).await.json::<()>();
        assert!(list(&scene.vera, "").await.lines.is_empty());
        classify(&scene.lena, 1001, &[("organisation", &scene.albers.to_string())]).await.json::<()>();
        let seen = page(&scene.vera, 1001).await;
        assert_eq!((seen.organisation.unwrap().name.as_str(), seen.assignee.unwrap().name.as_str()), ("Albers Möbelhaus", "Lena Lead"));
        for member in [&scene.vera, &scene.max] {
            assert_eq!(list(member, "q=kranich").await.total, 1);
        }
        assert_eq!(list(&scene.fritz, "q=kranich").await.total, 0);
    }

    async fn people_are_added_and_see_it_from_then_on(house: TestHouse) {
        let scene = Scene::of(house).await;
        let number = open(&scene.max, "Hosting Kolibri").await;
        assert_eq!(scene.petra.call("ticket", &[("number", &number.to_string())]).await.error(), AppError::NotFound);
        scene.clear_letters().await;
        add(&scene.tom, number, "Petra.Host@example.de").await.json::<()>();
        add(&scene.max, number, "vera.albers@example.de").await.json::<()>();
        assert_eq!(scene.reached().await, ["petra.host", "vera.albers"]);
        write(&scene.tom, number, "internes Geheimnis", &[("internal", "on")]).await.json::<()>();
        for guest in [&scene.petra, &scene.vera] {
            let seen = page(guest, number).await;
            assert_eq!(codes(&seen), ["opened", "assigned", "person_added", "person_added"]);
            assert_eq!(list(guest, "").await.total, 1);
            assert_eq!(list(guest, "q=kolibri").await.total, 1);
            assert_eq!(list(guest, "q=geheimnis").await.total, 0);
        }
        write(&scene.petra, number, "Server läuft", &[]).await.json::<()>();
        assert_eq!(page(&scene.max, number).await.people.len(), 3);
        // Twice is once; strangers, unknown ones and those whom customers need not know are told alike.
        let version = page(&scene.max, number).await.version;
        add(&scene.max, number, "vera.albers@example.de").await.json::<()>();
        assert_eq!(page(&scene.max, number).await.version, version);
        for email in ["fritz.brandt@example.de", "niemand@example.de", "tom.team@example.de", "petra.host@example.de"] {
            assert_eq!(add(&scene.vera, number, email).await.error(), AppError::field("email", Reason::NotAChoice), "{email}");
        }
        assert_eq!(add(&scene.tom, number, "fritz.brandt@example.de").await.error(), AppError::field("email", Reason::NotAChoice));
        assert_eq!(add(&scene.max, number, "nichts").await.error(), AppError::field("email", Reason::NotAnAddress));
        assert_eq!(add(&scene.petra, number, "vera.albers@example.de").await.error(), AppError::NotYours);
        assert_eq!(add(&scene.fritz, number, "vera.albers@example.de").await.error(), AppError::NotFound);
    }

    async fn responsibility_is_given_and_taken_back(house: TestHouse) {
        let scene = Scene::of(house).await;
        let number = open(&scene.vera, "Frage").await;
        scene.clear_letters().await;
        let assign = |who: &Browser, to: String| {
            let who = who.clone();
            async move { who.call("ticket/assign", &[("key", &key()), ("number", &number.to_string()), ("to", &to)]).await }
        };
        assign(&scene.lena, scene.tom_id.to_string()).await.json::<()>();
        assert_eq!(scene.reached().await, ["tom.team"]);
        assert_eq!(page(&scene.vera, number).await.assignee.unwrap().name, "Tom Team");
        assign(&scene.tom, String::new()).await.json::<()>();
        let seen = page(&scene.vera, number).await;
        assert_eq!((seen.assignee, seen.entries.last().unwrap().what.clone()), (None, What::Assigned { to: None }));
        assert_eq!(assign(&scene.lena, scene.vera_id.to_string()).await.error(), AppError::field("to", Reason::NotAChoice));
        assert_eq!(assign(&scene.anke, scene.tom_id.to_string()).await.error(), AppError::NotYours);
        assert_eq!(assign(&scene.vera, scene.tom_id.to_string()).await.error(), AppError::NotYours);
        assert_eq!(assign(&scene.fritz, scene.tom_id.to_string()).await.error(), AppError::NotFound);
    }

    async fn choices_are_for_staff(house: TestHouse) {
        let scene = Scene::of(house).await;
        let all: Choices = scene.tom.call("choices", &[]).await.json();
        assert_eq!((all.organisations.len(), all.staff.len(), all.teams.len()), (2, 3, 1));
        let own: Choices = scene.vera.call("choices", &[]).await.json();
        assert_eq!((own.organisations.len(), own.staff.len(), own.teams.len()), (1, 0, 0));
        assert_eq!((own.classes.len(), own.stages.len()), (2, 12));
        let unplaced: i64 = open_with(&scene.tom, "Ohne", &[]).await.json();
        assert_eq!(page(&scene.tom, unplaced).await.organisation, None);
    }
}
