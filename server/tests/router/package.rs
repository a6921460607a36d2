//! Hour packages through the router. The house opens on Monday, 23 November 2026, under the preset with packages: 5, 10 and 20
//! hours a month in quarters of an hour, beyond that 115 € for the first five hours, then 105 €.
mod contract;
mod cycle;
mod split;

use crate::TestHouse;
use crate::approval::{ask, decide, meter, over, request, worked_on};
use crate::effort::{book, change};
use crate::house::{Answer, Browser, key};
use crate::overview::{hours, seen as overview};
use crate::promise::plan;
use crate::ticket::facts::classify;
use crate::ticket::merge::{merge, undo};
use crate::ticket::{Scene, offer_quick_types, open, open_with, page};
use app::error::AppError;
use app::organisation::view::OrganisationLine;
use app::package::view::{PackagesView, PostingLine, Statement};
use axum::http::StatusCode;
use domain::effort::gate::Meter;
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
    async fn the_start_page_tells_hours_to_who_may_know_them(package: Package) {
        package.book("60", &[]).await;
        assert_eq!(hours(&overview(&package.bea).await), [(240, true)]);
        assert_eq!(hours(&overview(&package.scene.fritz).await), [], "who sees all tickets does not see money");
        assert_eq!(hours(&overview(&package.scene.vera).await), []);
        let page = package.bea.get("/").await.text();
        assert!(page.contains("4 Std.") && page.contains("übrig bis 30. Nov."), "{page}");
        assert!(!package.scene.fritz.get("/").await.text().contains("übrig bis"));
        // Account managers have it in their register.
        let lines: Vec<OrganisationLine> = package.karl.call("organisations", &[]).await.json();
        let left = |line: &OrganisationLine| line.glance.clone().unwrap().hours.map(|left| left.forecast.left());
        assert_eq!(lines.iter().map(left).collect::<Vec<_>>(), [None, Some(240)]);
        assert!(package.karl.get("/organisations?show=all").await.text().contains("4 Std."));
    }

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

    async fn most_and_all_used_hours_are_told_once(package: Package) {
        let scene = &package.scene;
        package.book("3:30", &[]).await;
        scene.clear_letters().await;
        package.book("30", &[]).await;
        assert_eq!(scene.reached().await, ["bea.buch", "karl.konto"], "who sees bills, and the account manager");
        assert!(scene.letters().await[0].1.contains("80 %"), "{:?}", scene.letters().await[0]);
        scene.clear_letters().await;
        package.book("15", &[]).await;
        assert_eq!(scene.reached().await, Vec::<String>::new());
        package.book("2:00", &[]).await;
        assert_eq!(scene.reached().await, ["bea.buch", "karl.konto"]);
        assert!(scene.letters().await[0].1.starts_with("Alle Stunden sind verbraucht"));
        scene.clear_letters().await;
        let id = page(&scene.tom, package.number).await.effort.unwrap().lines[0].id.0;
        change(&scene.tom, id, 1, &[("deed", "take_back")]).await.json::<()>();
        package.book("4:00", &[]).await;
        assert_eq!(scene.reached().await, Vec::<String>::new(), "once a month");
    }

    async fn hours_that_come_by_a_decision_are_told_of_anew(package: Package) {
        let scene = &package.scene;
        package.book("5:00", &[]).await;
        scene.clear_letters().await;
        package.pool(&package.sonja, "10-2").await.json::<()>();
        assert!(scene.reached().await.is_empty(), "half of both months is used");
        package.book("5:00", &[]).await;
        assert_eq!(scene.reached().await, ["bea.buch", "karl.konto"]);
        assert!(scene.letters().await[0].1.starts_with("Alle Stunden sind verbraucht"));
        package.correct(&package.karl, "add", "5 h", "Kulanz").await.json::<()>();
        scene.clear_letters().await;
        package.book("2:00", &[]).await;
        assert_eq!(scene.reached().await, ["bea.buch", "karl.konto"]);
        assert!(scene.letters().await[0].1.contains("80 %"), "{:?}", scene.letters().await[0]);
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

    async fn a_statement_shows_no_more_than_its_reader_may_see(package: Package) {
        let scene = &package.scene;
        package.book("1:00", &[("note", "Geheimsache")]).await;
        let own = open_with(&package.bea, "Rechnung fehlt", &[]).await.json::<i64>();
        book(&scene.tom, own, &[("minutes", "15")]).await.json::<()>();
        let inner = open(&scene.fritz, "Interna").await;
        scene.house.run("UPDATE ticket SET internal = TRUE WHERE number = $1", [inner.into()]).await;
        book(&scene.tom, inner, &[("minutes", "30")]).await.json::<()>();
        let seen = package.seen(&package.bea, "").await;
        let shown: Vec<_> = seen.lines.iter().rev().map(|line| (line.number.map(|one| one.0), line.title.as_deref())).collect();
        assert_eq!(shown, [(None, None), (Some(package.number), None), (Some(own), Some("Rechnung fehlt")), (None, None)]);
        let fields = [("organisation", package.brandt.as_str())];
        for bytes in [
            package.bea.call("packages", &fields).await.text(),
            package.bea.get("/packages").await.text(),
            package.bea.get(&format!("/packages/{}/statement.csv?cycle=all", package.brandt)).await.text(),
        ] {
            for secret in ["Geheimsache", "Tom Team", "Interna", "Lieferschein"] {
                assert!(!bytes.contains(secret), "{secret}: {bytes}");
            }
            assert!(bytes.contains("Rechnung fehlt"));
        }
        let csv = package.bea.get(&format!("/packages/{}/statement.csv?cycle=all", package.brandt)).await;
        assert_eq!((csv.header("content-type"), csv.text().lines().count()), ("text/csv; charset=utf-8", 5));
        assert!(csv.text().contains("23.11.2026;Verbrauch;") && csv.text().contains(";-1:00;;4:00;"), "{}", csv.text());
        let pages = package.bea.get(&format!("/packages/{}/statement.pdf?cycle=all", package.brandt)).await;
        crate::house::paper("package-statement-de", &pages);
        // Seeing all tickets is no right to the money; other customers and staff without that duty find nothing.
        for who in [&scene.fritz, &scene.vera, &scene.petra, &scene.tom, &scene.lena] {
            assert_eq!(who.call("packages", &fields).await.error(), AppError::NotFound);
            assert_eq!(who.call("packages", &[]).await.error(), AppError::NotFound);
            assert_eq!(who.get("/packages").await.status, StatusCode::NOT_FOUND);
        }
        // What is left everybody on staff plans by.
        assert_eq!(page(&scene.tom, package.number).await.hours.unwrap().forecast.left(), 195);
        assert_eq!(page(&scene.fritz, package.number).await.hours, None);
        let list: PackagesView = scene.anke.call("packages", &[]).await.json();
        assert_eq!(list.lines.iter().map(|line| line.organisation.name.as_str()).collect::<Vec<_>>(), ["Brandt Logistik"]);
        let staff = package.seen(&package.karl, "").await;
        assert_eq!((staff.lines[0].number.map(|one| one.0), staff.lines[0].by.as_deref()), (Some(inner), Some("Tom Team")));
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
