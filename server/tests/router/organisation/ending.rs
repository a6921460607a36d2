//! A contract after which nothing is agreed (D4): told of once in time, and shown to who looks after the customer.
use super::*;
use domain::organisation::ending::Ending;
use jiff::civil::date;
use server::organisation::ending::look;

on_both! {
    async fn an_end_after_which_nothing_is_agreed_is_told_once_and_shown_until_something_follows(house: TestHouse) {
        let scene = Scene::of(house).await;
        let house = &scene.house;
        let karl = house.staff("Karl Konto", &[Role::AccountManager]).await;
        house.staff("Konrad Andere", &[Role::AccountManager]).await;
        house.staff("Ines Admin", &[Role::Administrator]).await;
        let sql = "UPDATE organisation SET account_manager_id = $1 WHERE id = $2";
        house.run(sql, [karl.0.into(), scene.albers.0.into()]).await;
        let karl = house.browser(karl).await;
        let endless = "INSERT INTO contract (organisation_id, plan, from_on) VALUES ($1, 'premium', $2)";
        house.run(endless, [scene.brandt.0.into(), "2026-01-01".into()]).await;
        let sql = "INSERT INTO contract (organisation_id, plan, from_on, to_on) VALUES ($1, 'premium', '2026-01-01', '2026-12-31')";
        house.run(sql, [scene.albers.0.into()]).await;
        let at = async |moment: &str| {
            house.house.clock.set(moment.parse().unwrap());
            let now = house.now().as_millisecond();
            house.run("UPDATE session SET created_at = $1, used_at = $1", [now.into()]).await;
        };
        let ending = async || {
            let lines: Vec<OrganisationLine> = karl.call("organisations", &[("show", "mine")]).await.json();
            lines[0].glance.clone().unwrap().ending
        };
        let page = async |who: &Browser, path: &str| who.get(path).await.text();
        let albers = format!("/organisations/{}", scene.albers);
        scene.clear_letters().await;
        at("2026-11-30T22:59:00Z").await;
        assert_eq!((look(&house.house, house.now()).await.unwrap(), ending().await), (0, None), "November in Berlin");
        at("2026-11-30T23:01:00Z").await;
        let (one, two) = tokio::join!(look(&house.house, house.now()), look(&house.house, house.now()));
        assert_eq!(one.unwrap() + two.unwrap(), 1);
        assert_eq!(look(&house.house, house.now()).await.unwrap(), 0, "once");
        assert_eq!(scene.reached().await, ["ines.admin", "karl.konto"]);
        let (_, text) = scene.letters().await.remove(0);
        for words in ["Der Vertrag von Albers Möbelhaus endet am 31.12.2026", "Premium", albers.as_str()] {
            assert!(text.contains(words), "{words}: {text}");
        }
        // It stands where the customer is looked after, and nowhere else.
        assert_eq!(ending().await, Some(Ending::Ends(date(2026, 12, 31))));
        assert!(page(&karl, "/organisations?show=mine").await.contains("Vertrag endet am 31. Dez"));
        for (lang, words) in [("de", "Der Vertrag endet am 31.12.2026. Danach"), ("en", "The contract ends on 31 Dec 2026. Nothing")] {
            house.run("UPDATE person SET lang = $1", [lang.into()]).await;
            for path in [albers.as_str(), "/monthly-plan?month=2026-12"] {
                let shown = page(&karl, path).await;
                assert!(shown.contains(words), "{path}: {shown}");
            }
            assert!(!page(&karl, "/monthly-plan?month=2027-01").await.contains(words));
            assert!(!page(&scene.max, &albers).await.contains(words), "customers read until when their plan is");
        }
        house.run("UPDATE person SET lang = 'de'", []).await;
        at("2027-01-02T11:00:00Z").await;
        assert_eq!(look(&house.house, house.now()).await.unwrap(), 0);
        assert_eq!(ending().await, Some(Ending::Ended(date(2026, 12, 31))));
        assert!(page(&karl, &albers).await.contains("Der Vertrag ist am 31.12.2026 ausgelaufen."));
        // What follows settles it; where that ends, too, it is another end.
        house.run(endless, [scene.albers.0.into(), "2027-01-03".into()]).await;
        assert_eq!((look(&house.house, house.now()).await.unwrap(), ending().await), (0, None));
        assert!(!page(&karl, &albers).await.contains("ausgelaufen"));
        at("2027-01-04T11:00:00Z").await;
        house.run("UPDATE contract SET to_on = '2027-01-20' WHERE from_on = '2027-01-03'", []).await;
        house.run("UPDATE organisation SET account_manager_id = NULL", []).await;
        scene.clear_letters().await;
        assert_eq!(look(&house.house, house.now()).await.unwrap(), 1);
        assert_eq!(scene.reached().await, ["ines.admin", "karl.konto", "konrad.andere"], "nobody's customer is everybody's");
        // An end that is agreed with what comes after it is none that waits.
        house.run("UPDATE contract SET to_on = '2027-01-25' WHERE from_on = '2027-01-03'", []).await;
        house.run(endless, [scene.albers.0.into(), "2027-01-26".into()]).await;
        assert_eq!(look(&house.house, house.now()).await.unwrap(), 0);
    }
}
