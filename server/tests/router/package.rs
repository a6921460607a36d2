//! Hour packages through the router. The house opens on Monday, 23 November 2026, under the preset with packages: 5, 10 and 20
//! hours a month in quarters of an hour, beyond that 115 € for the first five hours, then 105 €.
mod contract;
mod cycle;
mod month;
mod price;
mod seen;
mod split;
mod work;

use crate::TestHouse;
use crate::effort::{book, change};
use crate::house::{Answer, Browser, key};
use crate::promise::plan;
use crate::ticket::{Scene, open, page};
use app::error::AppError;
use app::package::view::{PackagesView, PostingLine, Statement};
use domain::input::Reason;
use domain::package::Kind;
use domain::person::{Rights, Role};
use jiff::SignedDuration;

/// An agency with packages: Brandt has five hours a month.
struct Package {
    scene: Scene,
    /// Sees Brandt's bills.
    bea: Browser,
    /// Account manager.
    karl: Browser,
    /// Support manager.
    sonja: Browser,
    /// A ticket of Brandt.
    number: i64,
    brandt: String,
}

impl Package {
    async fn of(house: TestHouse) -> Self {
        let scene = Scene::of(house).await;
        plan(&scene, scene.brandt.0, "package_5").await;
        let rights = Rights { billing: true, ..Rights::default() };
        let bea = scene.house.contact("Bea Buch", scene.brandt, rights).await;
        let karl = scene.house.staff("Karl Konto", &[Role::AccountManager]).await;
        let sonja = scene.house.staff("Sonja Chef", &[Role::SupportManager]).await;
        let number = open(&scene.fritz, "Lieferschein").await;
        Self {
            bea: scene.house.browser(bea).await,
            karl: scene.house.browser(karl).await,
            sonja: scene.house.browser(sonja).await,
            number,
            brandt: scene.brandt.to_string(),
            scene,
        }
    }

    async fn book(&self, minutes: &str, more: &[(&str, &str)]) {
        let fields: Vec<_> = [("minutes", minutes)].into_iter().chain(more.iter().copied()).collect();
        book(&self.scene.tom, self.number, &fields).await.json::<()>();
    }

    async fn seen(&self, who: &Browser, cycle: &str) -> Statement {
        let fields = [("organisation", self.brandt.as_str()), ("cycle", cycle)];
        let view: PackagesView = who.call("packages", &fields).await.json();
        *view.statement.unwrap()
    }

    /// All postings, the oldest first.
    async fn told(&self) -> Vec<(Kind, i64)> {
        let lines = self.seen(&self.bea, "all").await.lines;
        lines.iter().rev().map(|line| (line.kind, line.minutes)).collect()
    }

    async fn correct(&self, who: &Browser, deed: &str, minutes: &str, reason: &str) -> Answer {
        let (key, organisation) = (key(), self.brandt.as_str());
        let fields = [
            ("key", key.as_str()),
            ("organisation", organisation),
            ("deed", deed),
            ("minutes", minutes),
            ("reason", reason),
        ];
        who.call("package/correct", &fields).await
    }

    /// The account manager gives another plan.
    async fn give(&self, plan: &str, term: &str) -> Answer {
        let key = key();
        let fields = [
            ("key", key.as_str()),
            ("id", &self.brandt),
            ("name", "Brandt Logistik"),
            ("plan", plan),
            ("term_months", term),
        ];
        self.karl.call("organisation/change", &fields).await
    }

    async fn pool(&self, who: &Browser, cycles: &str) -> Answer {
        let key = key();
        let fields = [
            ("key", key.as_str()),
            ("organisation", self.brandt.as_str()),
            ("cycles", cycles),
            ("note", "Mit Frau Buch am Telefon"),
        ];
        who.call("package/pool", &fields).await
    }

    /// What is cached is what was posted.
    async fn check(&self) {
        let off = "SELECT count(*) FROM package_cycle c WHERE c.granted - c.used - c.expired <>
            (SELECT COALESCE(SUM(p.minutes), 0) FROM posting p WHERE p.contract_id = c.contract_id AND p.cycle = c.cycle AND p.kind <> 'overage')
          OR c.overage <> (SELECT COALESCE(SUM(p.minutes), 0) FROM posting p WHERE p.contract_id = c.contract_id AND p.cycle = c.cycle AND p.kind = 'overage')
          OR c.granted - c.used - c.expired < 0 OR c.overage < 0";
        assert_eq!(self.scene.house.number(off).await, 0);
    }

    /// Lets days pass, in which all stay signed in.
    async fn days(&self, days: i64) {
        self.scene.house.wait(SignedDuration::from_hours(24 * days));
        let now = self.scene.house.now().as_millisecond();
        self.scene.house.run("UPDATE session SET created_at = $1, used_at = $1", [now.into()]).await;
    }
}

/// Runs a test on both databases.
macro_rules! with_package {
    ($(async fn $name:ident($package:ident: Package) $body:block)*) => {$(
        mod $name {
            #[allow(unused_imports)]
            use super::*;

            async fn test($package: Package) $body

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn sqlite() { test(Package::of(TestHouse::with_preset("support-packages").await).await).await; }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn postgres() { test(Package::of(TestHouse::with_preset_on_postgres("support-packages").await).await).await; }
        }
    )*};
}
use with_package;

fn balances(lines: &[PostingLine]) -> Vec<i64> {
    lines.iter().rev().map(|line| line.balance).collect()
}

with_package! {
    async fn booked_time_draws_hours_and_corrections_are_posted_back(package: Package) {
        package.book("100", &[("note", "Geheimsache")]).await;
        package.book("20", &[("billing", "goodwill")]).await;
        let seen = package.seen(&package.bea, "").await;
        let forecast = seen.forecast.unwrap();
        assert_eq!((forecast.granted, forecast.used, forecast.last.to_string().as_str()), (300, 105, "2026-11-30"));
        let id = page(&package.scene.tom, package.number).await.effort.unwrap().lines[0].id.0;
        let fields = |minutes: &'static str, billing: &'static str| [("minutes", minutes), ("activity", "bug_fixing"), ("billing", billing), ("day", "2026-11-23")];
        // Another activity costs the same.
        change(&package.scene.tom, id, 1, &[("minutes", "100"), ("activity", "design"), ("billing", "billable"), ("day", "2026-11-23")]).await.json::<()>();
        assert_eq!(package.told().await, [(Kind::Grant, 300), (Kind::Use, -105)]);
        change(&package.scene.tom, id, 2, &fields("50", "billable")).await.json::<()>();
        change(&package.scene.tom, id, 3, &fields("50", "warranty")).await.json::<()>();
        change(&package.scene.tom, id, 4, &fields("30", "billable")).await.json::<()>();
        change(&package.scene.tom, id, 5, &[("deed", "take_back")]).await.json::<()>();
        assert_eq!(package.told().await, [(Kind::Grant, 300), (Kind::Use, -105), (Kind::Use, 45), (Kind::Use, 60), (Kind::Use, -30), (Kind::Use, 30)]);
        let seen = package.seen(&package.bea, "").await;
        assert_eq!(balances(&seen.lines), [300, 195, 240, 300, 270, 300]);
        assert!(seen.lines[0].takes_back && !seen.lines[1].takes_back);
        package.check().await;
    }

    async fn what_the_package_does_not_hold_is_billed_until_hours_come_free(package: Package) {
        package.book("4:30", &[]).await;
        package.book("7:00", &[]).await;
        let seen = package.seen(&package.bea, "").await;
        // Six and a half hours beyond: five at 115 €, one and a half at 105 €.
        let running = &seen.cycles[0];
        assert_eq!((running.totals.used, running.totals.overage, running.price_cents), (300, 390, Some(73_250)));
        package.correct(&package.karl, "add", "1,5 h", "Kulanz für die Störung").await.json::<()>();
        let told = package.told().await;
        assert_eq!(told[4..], [(Kind::Correction, 90), (Kind::Use, -90), (Kind::Overage, -90)]);
        for (deed, minutes, reason, field, wrong) in [
            ("take", "1:31", "R", "minutes", Reason::MoreThanLeft),
            ("add", "", "R", "minutes", Reason::Missing),
            ("add", "viel", "R", "minutes", Reason::NotATime),
            ("add", "0 h", "R", "minutes", Reason::NotATime),
            ("add", "5", "R", "minutes", Reason::NoUnit),
            ("take", "1,5", "R", "minutes", Reason::NoUnit),
            ("add", "1 h", " ", "reason", Reason::Missing),
            ("add", "1 h", "\u{200B}\u{202E}", "reason", Reason::Missing),
        ] {
            assert_eq!(package.correct(&package.karl, deed, minutes, reason).await.error(), AppError::field(field, wrong));
        }
        // A bare number may be hours or minutes: the form comes back with it, and asks.
        let at = format!("/packages?organisation={}", package.brandt);
        let fields = [("key", "ohne-einheit"), ("organisation", package.brandt.as_str()), ("deed", "add"), ("minutes", "5"), ("reason", "Kulanz")];
        let sent = package.karl.post("package/correct", &at, &fields).await;
        let back = package.karl.get(sent.header("location")).await.text();
        assert!(back.contains("Bitte mit Einheit: 5 h oder 5 min.") && back.contains("value=\"5\""), "{back}");
        assert!(back.contains("Mit Einheit, zum Beispiel 5 h"), "{back}");
        let same = [("key", "zweimal-dasselbe"), ("organisation", package.brandt.as_str()), ("deed", "add"), ("minutes", "10 h"), ("reason", "R")];
        for _ in 0..2 {
            package.scene.anke.call("package/correct", &same).await.json::<()>();
        }
        let seen = package.seen(&package.bea, "").await;
        assert_eq!((seen.cycles[0].totals.overage, seen.cycles[0].totals.left()), (0, 300), "hours pay what went beyond first");
        assert_eq!(package.correct(&package.bea, "add", "1 h", "R").await.error(), AppError::NotYours);
        assert_eq!(package.correct(&package.scene.lena, "add", "1 h", "R").await.error(), AppError::NotFound);
        package.check().await;
    }

    async fn hours_that_were_added_by_mistake_are_taken_back_although_they_paid_work(package: Package) {
        package.book("5:00", &[]).await;
        package.book("10:00", &[]).await;
        package.correct(&package.karl, "add", "10 h", "Kulanz").await.json::<()>();
        assert_eq!(package.seen(&package.bea, "").await.cycles[0].totals.overage, 0);
        assert_eq!(package.correct(&package.karl, "take", "10:01", "Zu viel").await.error(), AppError::field("minutes", Reason::MoreThanLeft));
        package.correct(&package.karl, "take", "9 h", "Gemeint war eine Stunde").await.json::<()>();
        let told = package.told().await;
        assert_eq!(told[told.len() - 3..], [(Kind::Use, 540), (Kind::Correction, -540), (Kind::Overage, 540)]);
        let seen = package.seen(&package.bea, "").await;
        assert_eq!((seen.cycles[0].totals.overage, seen.cycles[0].totals.left()), (540, 0));
        assert!(balances(&seen.lines).iter().all(|balance| *balance >= 0));
        assert_eq!(package.correct(&package.karl, "take", "1:01", "R").await.error(), AppError::field("minutes", Reason::MoreThanLeft));
        package.check().await;
    }
}
