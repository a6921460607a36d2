//! A planned day that is over (C10): told once to who is responsible, and read by everybody as what it is.
use super::facts::classify;
use super::{Scene, open};
use crate::on_both;
use app::organisation::view::OrganisationLine;
use domain::ticket::Stage;
use server::ticket::missed::look;

on_both! {
    async fn a_planned_day_that_is_over_is_told_of_once_and_shown_as_it_is(house: TestHouse) {
        let scene = Scene::of(house).await;
        let house = &scene.house;
        let number = open(&scene.vera, "Warenkorb").await;
        let planned = async |day: &str| {
            classify(&scene.lena, number, &[("class", "standard"), ("planned", day)]).await.json::<()>();
            scene.clear_letters().await;
        };
        let at = |moment: &str| house.house.clock.set(moment.parse().unwrap());
        let missed = async || {
            let lines: Vec<OrganisationLine> = scene.lena.call("organisations", &[("show", "mine")]).await.json();
            let glance = lines[0].glance.clone().unwrap();
            (glance.missed, glance.next.map(|day| day.to_string()))
        };
        planned("2026-11-24").await;
        at("2026-11-24T22:59:00Z");
        assert_eq!(look(&house.house, house.now()).await.unwrap(), 0, "the day in Berlin is not over");
        assert_eq!(missed().await, (0, Some("2026-11-24".to_owned())));
        at("2026-11-24T23:01:00Z");
        let (one, two) = tokio::join!(look(&house.house, house.now()), look(&house.house, house.now()));
        assert_eq!(one.unwrap() + two.unwrap(), 1);
        assert_eq!(look(&house.house, house.now()).await.unwrap(), 0, "once");
        let letters = scene.letters().await;
        assert_eq!(letters.len(), 1, "{letters:?}");
        assert!(letters[0].0 == "lena.lead" && letters[0].1.contains("24.11.2026"), "{letters:?}");
        assert_eq!(missed().await, (1, None));
        assert!(scene.lena.get("/organisations?show=mine").await.text().contains("1 Termin verstrichen"));
        let html = async |who: &crate::Browser| who.get(&format!("/tickets/{number}")).await.text();
        let seen = html(&scene.vera).await;
        assert!(seen.contains("War für den 24.11.2026 geplant; wir melden uns mit einem neuen Termin."), "{seen}");
        assert!(seen.contains("war geplant für") && !seen.contains("überfällig, geplant für"), "{seen}");
        assert!(html(&scene.lena).await.contains("überfällig, geplant für"));
        // Another plan is another day; what lies with the customer to be tested is there as planned.
        planned("2026-11-26").await;
        assert!(!html(&scene.vera).await.contains("wir melden uns mit einem neuen Termin"));
        house.run("UPDATE ticket SET assignee_id = NULL, team_id = $1", [scene.team.into()]).await;
        at("2026-11-26T23:01:00Z");
        scene.put(number, Stage::ReadyForAcceptance).await;
        assert_eq!(look(&house.house, house.now()).await.unwrap(), 0);
        assert_eq!(missed().await, (0, None));
        scene.put(number, Stage::InProgress).await;
        assert_eq!(look(&house.house, house.now()).await.unwrap(), 1);
        assert_eq!(scene.reached().await, ["tom.team"], "nobody is responsible: the team has it");
    }
}
