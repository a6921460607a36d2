//! From which day on a package is agreed, until when, and for how long (D4).
use super::{Package, with_package};
use crate::TestHouse;
use crate::effort::book;
use crate::house::{Answer, key};
use crate::ticket::open;
use app::error::AppError;
use app::organisation::view::OrganisationView;
use app::package::view::{PackagesView, Statement};
use axum::http::StatusCode;
use domain::input::Reason;
use domain::package::Kind;
use jiff::civil::date;
use server::package::settle::look;

/// The account manager agrees on a plan with an organisation.
async fn agree(package: &Package, organisation: &str, more: &[(&str, &str)]) -> Answer {
    let key = key();
    let fields: Vec<_> = [("key", key.as_str()), ("id", organisation), ("name", "Kunde")]
        .into_iter()
        .chain(more.iter().copied())
        .collect();
    package.karl.call("organisation/change", &fields).await
}

async fn view(package: &Package, organisation: &str) -> OrganisationView {
    package.karl.call("organisation", &[("id", organisation)]).await.json()
}

async fn statement(package: &Package, organisation: &str) -> Statement {
    let fields = [("organisation", organisation), ("cycle", "all")];
    let view: PackagesView = package.karl.call("packages", &fields).await.json();
    *view.statement.unwrap()
}

async fn settle(package: &Package) {
    let house = &package.scene.house;
    look(&house.house, house.now()).await.unwrap();
}

/// What came of a kind, the least first.
async fn came(package: &Package, wanted: Kind) -> Vec<i64> {
    let told = package.told().await;
    let mut came: Vec<i64> =
        told.iter().filter(|(kind, _)| *kind == wanted).map(|(_, minutes)| *minutes).collect();
    came.sort_unstable();
    came
}

with_package! {
    async fn a_plan_takes_over_on_its_day_by_itself(package: Package) {
        let brandt = package.brandt.as_str();
        package.book("1:00", &[]).await;
        let page = package.karl.get(&format!("/organisations/{brandt}")).await.text();
        assert!(page.contains("verfallen seine übrigen Stunden (4 Std.) schon an seinem letzten Tag"), "{page}");
        let later = [("plan", "package_10"), ("from", "2026-12-01"), ("term_months", "12")];
        // What the form shows is saved again without changing anything.
        for _ in 0..2 {
            agree(&package, brandt, &later).await.json::<()>();
            let seen = view(&package, brandt).await;
            assert_eq!((seen.plan.as_deref(), seen.plan_until), (Some("package_5"), Some(date(2026, 11, 30))));
            let ahead: Vec<_> = seen.plans_ahead.iter().map(|ahead| (ahead.plan.as_str(), ahead.from, ahead.until, ahead.term_months)).collect();
            assert_eq!(ahead, [("package_10", date(2026, 12, 1), None, 12)]);
        }
        assert_eq!(package.told().await, [(Kind::Grant, 300), (Kind::Use, -60)], "nothing expires before");
        let page = package.karl.get(&format!("/organisations/{brandt}")).await.text();
        assert!(page.contains("Paket 5 Stunden, bis 30.11.2026") && page.contains("Paket 10 Stunden, ab 01.12.2026"), "{page}");
        assert!(page.contains(r#"value="2026-12-01""#), "the form goes on from what is agreed");
        package.days(8).await;
        for _ in 0..2 {
            settle(&package).await;
        }
        let seen = package.seen(&package.bea, "").await;
        let (agreed, forecast) = (seen.agreed.unwrap(), seen.forecast.unwrap());
        assert_eq!((agreed.minutes, agreed.fee_cents), (600, 89_550));
        assert_eq!((forecast.first, forecast.last, forecast.left()), (date(2026, 12, 1), date(2026, 12, 31), 600));
        assert_eq!((came(&package, Kind::Grant).await, came(&package, Kind::Expiry).await), (vec![300, 600], vec![-240]));
        package.check().await;
    }

    async fn hours_come_from_the_first_day_on_however_late_somebody_looks(package: Package) {
        package.book("1:00", &[]).await;
        agree(&package, &package.brandt, &[("plan", "package_10"), ("from", "2026-12-01")]).await.json::<()>();
        package.days(50).await;
        settle(&package).await;
        assert_eq!((came(&package, Kind::Grant).await, came(&package, Kind::Expiry).await), (vec![300, 600, 600], vec![-600, -240]));
        package.check().await;
    }

    async fn what_was_agreed_for_later_can_be_dropped(package: Package) {
        let brandt = package.brandt.as_str();
        package.book("1:00", &[]).await;
        agree(&package, brandt, &[("plan", "package_10"), ("from", "2026-12-01")]).await.json::<()>();
        agree(&package, brandt, &[("plan", "package_5")]).await.json::<()>();
        let seen = view(&package, brandt).await;
        assert_eq!((seen.plan.as_deref(), seen.plan_until, seen.plans_ahead), (Some("package_5"), None, Vec::new()));
        package.days(8).await;
        settle(&package).await;
        assert_eq!(came(&package, Kind::Grant).await, [300, 300]);
        package.check().await;
    }

    async fn a_plan_that_is_entered_late_holds_from_its_first_day_but_changes_no_past(package: Package) {
        let albers = package.scene.albers.to_string();
        let number = open(&package.scene.vera, "Katalog").await;
        book(&package.scene.tom, number, &[("minutes", "2:00"), ("day", "2026-11-20")]).await.json::<()>();
        let from = |day: &'static str| [("plan", "package_5"), ("from", day)];
        assert_eq!(agree(&package, &albers, &from("2020-01-01")).await.error(), AppError::field("from", Reason::TooLongAgo));
        assert_eq!(agree(&package, &albers, &from("bald")).await.error(), AppError::field("from", Reason::NotReadable));
        agree(&package, &albers, &from("2026-10-20")).await.json::<()>();
        let seen = statement(&package, &albers).await;
        let cycles: Vec<_> = seen.cycles.iter().map(|cycle| (cycle.first, cycle.totals.granted, cycle.totals.used, cycle.totals.expired)).collect();
        assert_eq!(cycles, [(date(2026, 11, 20), 300, 120, 0), (date(2026, 10, 20), 300, 0, 300)]);
        // Work drew hours on the 20th.
        let more = |day: &'static str| [("plan", "package_10"), ("from", day)];
        let refused = AppError::field("from", Reason::NotBefore { first: date(2026, 11, 21) });
        assert_eq!(agree(&package, &albers, &more("2026-11-10")).await.error(), refused);
        assert_eq!(agree(&package, &albers, &more("2026-11-20")).await.error(), refused);
        agree(&package, &albers, &more("2026-11-21")).await.json::<()>();
        let forecast = statement(&package, &albers).await.forecast.unwrap();
        assert_eq!((forecast.first, forecast.granted, forecast.used), (date(2026, 11, 21), 600, 0));
        package.check().await;
    }

    async fn notice_ends_a_plan_and_its_shortest_term_is_kept(package: Package) {
        let brandt = package.brandt.as_str();
        package.book("1:00", &[]).await;
        let refused = [
            (vec![("plan", "package_5"), ("until", "2026-11-22")], AppError::field("until", Reason::EndsBeforeItBegins)),
            (vec![("plan", "package_10"), ("term_months", "2")], AppError::field("term_months", Reason::NotBetween { min: 3, max: 120 })),
            (vec![("plan", "package_10"), ("until", "2027-02-21")], AppError::field("until", Reason::WithinTerm { last: date(2027, 2, 22) })),
        ];
        for (fields, why) in refused {
            assert_eq!(agree(&package, brandt, &fields).await.error(), why, "{fields:?}");
        }
        assert_eq!(agree(&package, brandt, &[("plan", "package_5"), ("until", "2026-12-31")]).await.status, StatusCode::OK);
        assert_eq!(view(&package, brandt).await.plan_until, Some(date(2026, 12, 31)));
        package.days(39).await;
        settle(&package).await;
        assert_eq!(view(&package, brandt).await.plan, None);
        assert_eq!((came(&package, Kind::Grant).await, came(&package, Kind::Expiry).await), (vec![300, 300], vec![-300, -240]));
        // Without a term the plan's own holds.
        agree(&package, brandt, &[("plan", "package_10")]).await.json::<()>();
        assert_eq!(view(&package, brandt).await.term_months, 3);
        package.check().await;
    }
}
