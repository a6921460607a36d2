//! Work that draws hours of a package: by two at once, at the gate, and on tickets that get a customer or part.
use super::{Package, with_package};
use crate::TestHouse;
use crate::approval::{ask, decide, meter, over, request, worked_on};
use crate::effort::{book, change};
use crate::house::key;
use crate::ticket::facts::classify;
use crate::ticket::merge::{merge, undo};
use crate::ticket::{Scene, offer_quick_types, open, page};
use domain::effort::gate::Meter;
use domain::package::Kind;
use domain::person::{Rights, Role};

/// From now on an hour of each ticket needs no release, and quick types are sold.
async fn gate(scene: &Scene) {
    offer_quick_types(scene).await;
    let sonja = scene.house.staff("Sonja Schranke", &[Role::SupportManager]).await;
    let sonja = scene.house.browser(sonja).await;
    let text = sonja.get("/policy/export/2").await.text();
    let gate = "[gate]\nminutes = 60\nwarn_percent = 75\nremind_days = 2\nexpire_days = 7\n\n[[type]]";
    let text = text.replacen("[[type]]", gate, 1);
    sonja.call("policy/import", &[("key", &*key()), ("text", &text)]).await.json::<()>();
    let draft: app::policy::view::DraftView = sonja.call("policy/draft", &[("moves", "false")]).await.json();
    let fields = [("key", &*key()), ("seen", &draft.seen.to_string()), ("note", "Schranke")];
    sonja.call("policy/publish", &fields).await.json::<()>();
}

with_package! {
    async fn two_who_book_the_last_hour_at_once_never_overdraw(package: Package) {
        package.book("4:00", &[]).await;
        let other = open(&package.scene.fritz, "Zweites").await;
        let scene = &package.scene;
        // On PostgreSQL the second one works at another server.
        let twin = match scene.house.house.settings.database_url {
            Some(_) => Some(scene.house.twin().await),
            None => None,
        };
        let lena = twin.as_ref().map_or_else(|| scene.lena.at(&scene.house), |twin| scene.lena.at(twin));
        let bookings = (0..12).map(|n| {
            let (who, number) = if n % 2 == 0 { (&scene.tom, package.number) } else { (&lena, other) };
            book(who, number, &[("minutes", "60")])
        });
        for answer in futures::future::join_all(bookings).await {
            answer.json::<()>();
        }
        let running = package.seen(&package.bea, "").await.cycles[0].totals;
        assert_eq!((running.granted, running.used, running.overage), (300, 300, 660));
        let told = package.told().await;
        let hours = told.iter().filter(|(kind, _)| *kind == Kind::Use).map(|(_, minutes)| -minutes);
        assert_eq!((hours.sum::<i64>(), told.len()), (300, 14), "the last hour was drawn once");
        package.check().await;
    }

    async fn at_the_gate_work_counts_as_the_package_counts_it_and_costs_at_most_its_dearest_hour(package: Package) {
        let scene = &package.scene;
        gate(scene).await;
        let rights = Rights { sees_all: true, approves_up_to: Some(100_000), ..Rights::default() };
        let boss = scene.house.contact("Bruno Brandt", scene.brandt, rights).await;
        let boss = scene.house.browser(boss).await;
        let number = worked_on(scene, &scene.fritz, "Wareneingang").await;
        for _ in 0..4 {
            book(&scene.tom, number, &[("minutes", "1")]).await.json::<()>();
        }
        assert_eq!(book(&scene.tom, number, &[("minutes", "1")]).await.error(), over(0, 15), "four quarters of an hour");
        assert_eq!(package.seen(&package.bea, "").await.cycles[0].totals.used, 60);
        ask(&scene.tom, number, "60", "Mehr.").await.json::<()>();
        let asked = request(&page(&boss, number).await);
        assert_eq!(asked.cents, 11_500, "as beyond the package, not the company's rate");
        decide(&boss, asked.id.0, "approve", "").await.json::<()>();
        book(&scene.tom, number, &[("minutes", "16")]).await.json::<()>();
        assert_eq!(meter(&page(&scene.tom, number).await), Meter { included: 60, released: 60, booked: 90, running: 0 });
        // Another type is for all its work; what was drawn follows, and so does a correction.
        classify(&scene.lena, number, &[("kind", "quick_high")]).await.json::<()>();
        let proposal = page(&boss, number).await.approvals.unwrap().proposal.unwrap().id.to_string();
        boss.call("consent/decide", &[("key", &*key()), ("id", &proposal), ("deed", "approve")]).await.json::<()>();
        assert_eq!(package.seen(&package.bea, "").await.cycles[0].totals.used, 180);
        let line = page(&scene.tom, number).await.effort.unwrap().lines.remove(0);
        change(&scene.tom, line.id.0, line.version, &[("minutes", "2"), ("activity", "design"), ("billing", "billable")]).await.json::<()>();
        assert_eq!(package.seen(&package.bea, "").await.cycles[0].totals.used, 180);
        package.check().await;
    }

    async fn time_that_was_booked_before_a_ticket_had_a_customer_draws_when_it_gets_one(package: Package) {
        let scene = &package.scene;
        scene.house.run("UPDATE ticket SET organisation_id = NULL WHERE number = $1", [package.number.into()]).await;
        package.book("1:00", &[]).await;
        assert_eq!(scene.house.number("SELECT count(*) FROM posting").await, 0);
        let (key, number) = (key(), package.number.to_string());
        let fields = [("key", key.as_str()), ("number", &number), ("organisation", &package.brandt)];
        scene.lena.call("ticket/classify", &fields).await.json::<()>();
        assert_eq!(package.told().await, [(Kind::Grant, 300), (Kind::Use, -60)]);
    }

    async fn hours_of_a_ticket_that_parts_from_one_which_got_a_customer_are_posted_back(package: Package) {
        let scene = &package.scene;
        let (one, other) = (open(&scene.fritz, "Anfrage").await, package.number);
        scene.house.run("UPDATE ticket SET organisation_id = NULL", []).await;
        book(&scene.tom, one, &[("minutes", "30")]).await.json::<()>();
        package.book("45", &[]).await;
        merge(&scene.lena, one, other).await.json::<i64>();
        classify(&scene.lena, other, &[("organisation", &package.brandt)]).await.json::<()>();
        assert_eq!(package.told().await, [(Kind::Grant, 300), (Kind::Use, -30), (Kind::Use, -45)]);
        undo(&scene.lena, other, one).await.json::<()>();
        assert_eq!(package.told().await[3..], [(Kind::Use, 30)], "nobody's work is not paid by Brandt");
        assert_eq!(page(&scene.tom, other).await.hours.unwrap().forecast.left(), 255);
        // The same work draws once it has a customer of its own.
        classify(&scene.lena, one, &[("organisation", &package.brandt)]).await.json::<()>();
        assert_eq!(package.told().await[4..], [(Kind::Use, -30)]);
        package.check().await;
    }
}
