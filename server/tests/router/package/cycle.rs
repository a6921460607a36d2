//! Hours from cycle to cycle: granted, expired, pooled, and under another plan.
use super::{Package, balances, with_package};
use crate::TestHouse;
use crate::effort::{book, change, days, time};
use crate::house::key;
use crate::phone::{begin, send};
use crate::ticket::page;
use app::error::AppError;
use app::organisation::view::OrganisationView;
use domain::input::Reason;
use domain::package::Kind;
use domain::package::pool::WrongPool;
use jiff::SignedDuration;
use server::package::settle::look;

/// From now on the agency has a telephone.
async fn take_calls(package: &Package) {
    let sonja = &package.sonja;
    let text = sonja.get("/policy/export/1").await.text();
    let text = text.replacen("channels = [", "channels = [\"phone\", ", 1);
    sonja.call("policy/import", &[("key", &*key()), ("text", &text)]).await.json::<()>();
    let draft: app::policy::view::DraftView = sonja.call("policy/draft", &[("moves", "false")]).await.json();
    let fields = [("key", &*key()), ("seen", &draft.seen.to_string()), ("note", "Telefon")];
    sonja.call("policy/publish", &fields).await.json::<()>();
}

/// What was used of each month, the last one first.
async fn used(package: &Package) -> Vec<(String, i64)> {
    let cycles = package.seen(&package.bea, "all").await.cycles;
    cycles.iter().map(|cycle| (cycle.first.to_string(), cycle.totals.used)).collect()
}

/// Publishes the configuration with the smallest package of other hours.
async fn publish_hours(package: &Package, version: u8, from: u8, to: u8) {
    let text = package.sonja.get(&format!("/policy/export/{version}")).await.text();
    let (from, to) = (format!("\nhours = {from}\n"), format!("\nhours = {to}\n"));
    assert!(text.contains(&from), "{text}");
    let text = text.replacen(&from, &to, 1);
    package.sonja.call("policy/import", &[("key", &*key()), ("text", &text)]).await.json::<()>();
    let draft: app::policy::view::DraftView =
        package.sonja.call("policy/draft", &[("moves", "false")]).await.json();
    let fields = [("key", &*key()), ("seen", &draft.seen.to_string()), ("note", "Stunden")];
    package.sonja.call("policy/publish", &fields).await.json::<()>();
}

with_package! {
    async fn a_cycle_gets_the_hours_of_its_first_day_however_late_somebody_looks(package: Package) {
        let house = &package.scene.house;
        let look = async || look(&house.house, house.now()).await.unwrap();
        let granted = async || -> Vec<i64> {
            package.told().await.into_iter().filter(|(kind, _)| *kind == Kind::Grant).map(|(_, minutes)| minutes).collect()
        };
        look().await;
        // Published on 10 December, before anybody looked at that month.
        package.days(17).await;
        publish_hours(&package, 1, 5, 8).await;
        look().await;
        assert_eq!(granted().await, [300, 300]);
        // The statement says what holds in the month that it shows, and what changes with the next.
        let agreed = async |cycle: &str| {
            let seen = package.seen(&package.bea, cycle).await;
            let coming = seen.coming.map(|coming| (coming.from.to_string(), coming.agreed.minutes));
            (seen.agreed.unwrap().minutes, coming)
        };
        let cycles = package.seen(&package.bea, "all").await.cycles;
        let eight = || Some(("2027-01-01".to_owned(), 480));
        assert_eq!((agreed("").await, agreed("all").await), ((300, eight()), (300, eight())));
        assert_eq!(agreed(&cycles[1].key).await, (300, None), "November is over");
        let html = package.bea.get(&format!("/packages?organisation={}", package.brandt)).await.text();
        let (_, coming) = html.split_once("Ab 1. Jan").unwrap();
        assert!(coming.contains("8 Std."), "{html}");
        package.days(22).await;
        look().await;
        assert_eq!(granted().await, [300, 300, 480], "a month that begins later has the new hours");
        assert_eq!((agreed("").await, agreed(&cycles[0].key).await), ((480, None), (300, None)));
        // A month in which the plan had none stays without, also once it has some again.
        publish_hours(&package, 2, 8, 0).await;
        package.days(35).await;
        publish_hours(&package, 3, 0, 5).await;
        look().await;
        assert_eq!(granted().await, [300, 300, 480]);
        package.days(25).await;
        look().await;
        assert_eq!(granted().await, [300, 300, 480, 300]);
        package.check().await;
    }

    async fn cycles_come_and_expire_once_also_after_months_and_on_several_servers(package: Package) {
        package.book("1:00", &[]).await;
        package.days(72).await;
        let house = &package.scene.house;
        let twin = match house.house.settings.database_url {
            Some(_) => Some(house.twin().await),
            None => None,
        };
        if let Some(twin) = &twin {
            twin.house.clock.set(house.now());
        }
        let other = twin.as_ref().unwrap_or(house);
        let (one, two) = tokio::join!(look(&house.house, house.now()), look(&other.house, house.now()));
        one.unwrap();
        two.unwrap();
        assert_eq!(look(&house.house, house.now()).await.unwrap(), 0, "nothing is due twice");
        let told = package.told().await;
        let of = |wanted: Kind| told.iter().filter(|(kind, _)| *kind == wanted).map(|(_, minutes)| *minutes).collect::<Vec<_>>();
        assert_eq!((of(Kind::Grant), of(Kind::Expiry)), (vec![300; 4], vec![-240, -300, -300]));
        assert_eq!(package.seen(&package.bea, "").await.forecast.unwrap().left(), 300);
        // A cycle of the past is read by its address.
        let cycles = package.seen(&package.bea, "all").await.cycles;
        assert_eq!(cycles.iter().map(|cycle| (cycle.first.to_string(), cycle.runs)).collect::<Vec<_>>(), [
            ("2027-02-01".to_owned(), true), ("2027-01-01".to_owned(), false), ("2026-12-01".to_owned(), false), ("2026-11-01".to_owned(), false),
        ]);
        let november = package.seen(&package.bea, &cycles[3].key).await.lines;
        assert_eq!(november.iter().rev().map(|line| line.minutes).collect::<Vec<_>>(), [300, -60, -240]);
        assert_eq!(balances(&november), [300, 240, 0], "a month begins with its hours and ends with none");
        let all = package.seen(&package.bea, "all").await.lines;
        assert_eq!(balances(&all), [300, 240, 0, 300, 0, 300, 0, 300], "each line goes on from the one before");
        let csv = package.bea.get(&format!("/packages/{}/statement.csv?cycle={}", package.brandt, cycles[2].key)).await.text();
        assert!(csv.lines().nth(1).unwrap().contains("5:00") && csv.lines().count() == 3, "{csv}");
        let shown = package.bea.get(&format!("/packages?organisation={}&cycle={}", package.brandt, cycles[3].key)).await.text();
        assert!(shown.contains("November 2026") && shown.contains("Verfallen"), "without scripts too");
        // Booked late, work takes hours of its day.
        package.book("30", &[("day", "2026-11-27")]).await;
        assert_eq!(package.told().await[8..], [(Kind::Expiry, 30), (Kind::Use, -30)]);
        package.check().await;
    }

    async fn what_was_timed_in_a_month_takes_its_hours_when_it_is_booked_in_the_next(package: Package) {
        let (house, tom, number) = (&package.scene.house, &package.scene.tom, package.number);
        // November's hours are granted.
        look(&house.house, house.now()).await.unwrap();
        // 30 November, 16:00 to 17:00; booked on 1 December at 08:30.
        house.wait(SignedDuration::from_hours(7 * 24 + 7));
        time(tom, number, "start").await.json::<()>();
        house.wait(SignedDuration::from_hours(1));
        time(tom, number, "pause").await.json::<()>();
        house.wait(SignedDuration::from_mins(15 * 60 + 30));
        look(&house.house, house.now()).await.unwrap();
        book(tom, number, &[("quick", "timer")]).await.json::<()>();
        assert_eq!(days(&page(tom, number).await), [("2026-11-30".to_owned(), 60)]);
        assert_eq!(used(&package).await, [("2026-12-01".to_owned(), 0), ("2026-11-01".to_owned(), 60)]);
        assert_eq!(package.told().await, [(Kind::Grant, 300), (Kind::Expiry, -300), (Kind::Grant, 300), (Kind::Expiry, 60), (Kind::Use, -60)]);
        package.check().await;
    }

    async fn what_was_timed_across_the_end_of_a_month_takes_hours_of_both(package: Package) {
        let (house, tom, number) = (&package.scene.house, &package.scene.tom, package.number);
        // November's hours are granted.
        look(&house.house, house.now()).await.unwrap();
        // From 23:00 on 30 November to 01:00.
        house.wait(SignedDuration::from_hours(7 * 24 + 14));
        time(tom, number, "start").await.json::<()>();
        house.wait(SignedDuration::from_hours(2));
        look(&house.house, house.now()).await.unwrap();
        book(tom, number, &[("quick", "timer")]).await.json::<()>();
        let of = |day: &str, minutes| (day.to_owned(), minutes);
        let seen = page(tom, number).await;
        assert_eq!(days(&seen), [of("2026-11-30", 60), of("2026-12-01", 60)]);
        assert_eq!(used(&package).await, [("2026-12-01".to_owned(), 60), ("2026-11-01".to_owned(), 60)]);
        // A correction stays with its day.
        let first = &seen.effort.unwrap().lines[0];
        let fields = [("minutes", "30"), ("activity", "bug_fixing"), ("billing", "billable"), ("day", "2026-11-30")];
        change(tom, first.id.0, first.version, &fields).await.json::<()>();
        assert_eq!(used(&package).await, [("2026-12-01".to_owned(), 60), ("2026-11-01".to_owned(), 30)]);
        package.check().await;
    }

    async fn a_call_across_the_end_of_a_month_takes_hours_of_both(package: Package) {
        let (house, tom) = (&package.scene.house, &package.scene.tom);
        take_calls(&package).await;
        // November's hours are granted.
        look(&house.house, house.now()).await.unwrap();
        // From 23:00 on 30 November to 01:00.
        house.wait(SignedDuration::from_hours(7 * 24 + 14));
        let id = begin(tom).await;
        send(tom, "phone/caller", &[("id", &id), ("organisation", &package.brandt)]).await.json::<()>();
        house.wait(SignedDuration::from_hours(2));
        look(&house.house, house.now()).await.unwrap();
        let number = package.number.to_string();
        let fields = [("id", id.as_str()), ("number", &number), ("body", "Gesagt."), ("activity", "bug_fixing"), ("billing", "billable")];
        send(tom, "phone/log", &fields).await.json::<i64>();
        let of = |day: &str, minutes| (day.to_owned(), minutes);
        assert_eq!(days(&page(tom, package.number).await), [of("2026-11-30", 60), of("2026-12-01", 60)]);
        assert_eq!(used(&package).await, [("2026-12-01".to_owned(), 60), ("2026-11-01".to_owned(), 60)]);
        package.check().await;
    }

    async fn one_piece_of_work_across_midnight_counts_as_the_least_once(package: Package) {
        let (house, tom, number) = (&package.scene.house, &package.scene.tom, package.number);
        // November's hours are granted.
        look(&house.house, house.now()).await.unwrap();
        house.wait(SignedDuration::from_mins((7 * 24 + 14) * 60 + 55));
        time(tom, number, "start").await.json::<()>();
        house.wait(SignedDuration::from_mins(10));
        look(&house.house, house.now()).await.unwrap();
        book(tom, number, &[("quick", "timer")]).await.json::<()>();
        assert_eq!(days(&page(tom, number).await), [("2026-11-30".to_owned(), 10)]);
        assert_eq!(used(&package).await, [("2026-12-01".to_owned(), 0), ("2026-11-01".to_owned(), 15)]);
        package.check().await;
    }

    async fn another_plan_takes_over_from_today_on(package: Package) {
        package.book("2:00", &[]).await;
        package.give("package_10", "12").await.json::<()>();
        let told = package.told().await;
        assert_eq!(told[..2], [(Kind::Grant, 300), (Kind::Use, -120)]);
        assert!(told.contains(&(Kind::Grant, 600)) && told.contains(&(Kind::Use, 120)) && told.last() == Some(&(Kind::Use, -120)), "{told:?}");
        let seen = package.seen(&package.bea, "").await;
        let agreed = seen.agreed.unwrap();
        // 995 € with ten percent off for a year.
        assert_eq!((agreed.fee_cents, agreed.discount_percent, seen.forecast.unwrap().left()), (89_550, 10, 480));
        assert_eq!(package.give("package_10", "200").await.error(), AppError::field("term_months", Reason::NotBetween { min: 0, max: 120 }));
        let view: OrganisationView = package.karl.call("organisation", &[("id", &package.brandt)]).await.json();
        assert_eq!((view.term_months, view.hours.map(|hours| (hours.forecast.left(), hours.opens))), (12, Some((480, true))));
        // Back again on the same day: the hours of the plan that never lasted a day expire.
        package.give("package_5", "").await.json::<()>();
        assert_eq!(package.seen(&package.bea, "").await.forecast.unwrap().left(), 180);
        package.give("", "").await.json::<()>();
        let seen = package.seen(&package.bea, "").await;
        assert_eq!((seen.forecast, seen.lines.first().map(|line| line.balance)), (None, Some(0)));
        package.check().await;
    }

    async fn a_plan_that_is_changed_back_on_the_same_day_forfeits_nothing(package: Package) {
        package.pool(&package.sonja, "10-2").await.json::<()>();
        package.book("2:00", &[]).await;
        for _ in 0..2 {
            package.give("package_10", "").await.json::<()>();
            let seen = package.seen(&package.bea, "").await;
            assert_eq!((seen.agreed.unwrap().minutes, seen.forecast.unwrap().left()), (600, 480));
            package.give("", "").await.json::<()>();
            assert_eq!(package.seen(&package.bea, "").await.forecast, None);
            package.give("package_5", "").await.json::<()>();
            let seen = package.seen(&package.bea, "").await;
            let forecast = seen.forecast.unwrap();
            assert_eq!((forecast.granted, forecast.used, forecast.last.to_string().as_str()), (600, 120, "2026-12-31"), "with its agreement");
            assert!(seen.poolable.is_empty());
            package.check().await;
        }
        let told = package.told().await;
        let came = |wanted: Kind| told.iter().filter(|(kind, _)| *kind == wanted).map(|(_, minutes)| *minutes).collect::<Vec<_>>();
        assert_eq!((came(Kind::Grant), came(Kind::Pooling)), (vec![300, 600], vec![300]), "each month once");
        // On another day it is a change of plan.
        package.give("package_10", "").await.json::<()>();
        package.days(1).await;
        package.give("package_5", "").await.json::<()>();
        assert_eq!(package.seen(&package.bea, "").await.forecast.unwrap().granted, 300);
        package.check().await;
    }

    async fn the_statement_of_a_month_shows_what_is_pooled_with_it(package: Package) {
        package.pool(&package.sonja, "10-2").await.json::<()>();
        package.book("6:00", &[]).await;
        let seen = package.seen(&package.bea, "").await;
        let used: i64 = seen.lines.iter().filter(|line| line.kind == Kind::Use).map(|line| line.minutes).sum();
        assert_eq!((used, seen.forecast.unwrap().left()), (-360, 240), "an hour of December's went in November");
        assert_eq!(seen.lines.first().map(|line| line.balance), Some(240), "the list ends with what is left");
        assert_eq!(seen.cycles.iter().map(|cycle| (cycle.runs, cycle.listed)).collect::<Vec<_>>(), [(false, true), (true, true)]);
        let later = package.seen(&package.bea, &seen.cycles[0].key).await;
        assert_eq!(balances(&later.lines), balances(&seen.lines), "the same from the other month");
        let csv = package.bea.get(&format!("/packages/{}/statement.csv?cycle={}", package.brandt, seen.cycles[1].key)).await.text();
        assert_eq!(csv.lines().count(), 1 + seen.lines.len(), "{csv}");
    }

    async fn months_are_pooled_by_the_support_managers_signature_alone(package: Package) {
        assert_eq!(package.pool(&package.karl, "10-2").await.error(), AppError::NotYours);
        assert_eq!(package.pool(&package.bea, "10-2").await.error(), AppError::NotYours);
        assert_eq!(package.pool(&package.scene.lena, "10-2").await.error(), AppError::NotFound);
        package.book("6:00", &[]).await;
        let poolable = package.seen(&package.sonja, "").await.poolable;
        assert_eq!(poolable.iter().map(|(code, ..)| code.as_str()).collect::<Vec<_>>(), ["10-2", "11-2", "12-2"]);
        package.pool(&package.sonja, "10-2").await.json::<()>();
        let seen = package.seen(&package.bea, "").await;
        let forecast = seen.forecast.unwrap();
        assert_eq!((forecast.granted, forecast.used, forecast.overage, forecast.last.to_string().as_str()), (600, 360, 0, "2026-12-31"));
        assert_eq!((seen.pools[0].by.as_str(), seen.pools[0].note.as_str()), ("Sonja Chef", "Mit Frau Buch am Telefon"));
        assert!(seen.poolable.is_empty());
        for (cycles, why) in [("11-2", WrongPool::Taken), ("12-3", WrongPool::NotAgreed), ("13-2", WrongPool::TooEarly), ("9999-2", WrongPool::TooEarly), ("9-2", WrongPool::Taken)] {
            assert_eq!(package.pool(&package.sonja, cycles).await.error(), AppError::field("cycles", Reason::NotPooled { why }), "{cycles}");
        }
        assert_eq!(package.pool(&package.sonja, "x").await.error(), AppError::field("cycles", Reason::NotAChoice));
        package.days(40).await;
        look(&package.scene.house.house, package.scene.house.now()).await.unwrap();
        let told = package.told().await;
        let came = |wanted: Kind| told.iter().filter(|(kind, _)| *kind == wanted).map(|(_, minutes)| *minutes).collect::<Vec<_>>();
        assert_eq!((came(Kind::Grant), came(Kind::Pooling), came(Kind::Expiry)), (vec![300, 300], vec![300], vec![-240]), "each month once");
        package.check().await;
    }
}
