//! The statement of hours of a month: frozen and sent with its reports, for who sees the package.
use super::{Package, with_package};
use crate::TestHouse;
use crate::house::{Answer, Browser, key, paper};
use app::error::AppError;
use app::report::view::{ReportView, Shown, State};
use axum::http::StatusCode;
use domain::package::Kind as Posted;
use domain::person::Rights;
use domain::report::Kind;
use domain::report::package::Line;
use server::report::freeze::look;

impl Package {
    async fn asked(&self, who: &Browser, month: &str, kind: &str) -> Answer {
        let fields = [("organisation", self.brandt.as_str()), ("month", month), ("kind", kind)];
        who.call("report", &fields).await
    }

    async fn month(&self, who: &Browser, month: &str) -> Shown {
        self.asked(who, month, "package").await.json::<ReportView>().shown.unwrap()
    }

    /// Organisations that came after a month have no report of it.
    async fn begin(&self) {
        let now = self.scene.house.now().as_millisecond();
        self.scene.house.run("UPDATE organisation SET created_at = $1", [now.into()]).await;
    }

    async fn freeze(&self) {
        let house = &self.scene.house;
        look(&house.house, house.now()).await.unwrap();
    }
}

fn figures(lines: &[Line]) -> Vec<(Posted, i64)> {
    lines.iter().map(|line| (line.kind, line.minutes)).collect()
}

with_package! {
    async fn a_statement_is_frozen_with_its_month_and_what_comes_later_stands_in_the_next_once(package: Package) {
        package.begin().await;
        package.book("1:00", &[("note", "Geheimsache")]).await;
        let running = package.month(&package.bea, "2026-11").await;
        assert!(matches!(running.state, State::Preliminary { .. }));
        assert_eq!(figures(&running.report.package.unwrap().lines), [(Posted::Grant, 300), (Posted::Use, -60)]);
        package.days(10).await;
        package.freeze().await;
        let frozen = package.month(&package.bea, "2026-11").await;
        assert!(matches!(frozen.state, State::Frozen { .. }));
        let told = frozen.report.package.clone().unwrap();
        assert_eq!(figures(&told.lines), [(Posted::Grant, 300), (Posted::Use, -60), (Posted::Expiry, -240)]);
        assert_eq!(told.agreed.unwrap().minutes, 300);
        let first = package.bea.get(&format!("/reports/{}/2026-11/package/de", package.brandt)).await;
        paper("report-package-de", &first);
        // Work that is booked later takes hours of its day.
        package.book("30", &[("day", "2026-11-27")]).await;
        assert_eq!(package.month(&package.bea, "2026-11").await, frozen, "what is frozen stays");
        let december = package.month(&package.bea, "2026-12").await.report.package.unwrap();
        assert_eq!(figures(&december.late), [(Posted::Expiry, 30), (Posted::Use, -30)]);
        let at = format!("/reports?organisation={}&kind=package&month=", package.brandt);
        for (lang, month, words) in [
            ("de", "2026-11", ["Stundenauszug November 2026", "Buchungen", "Paket 5 Stunden", "5:00"]),
            ("de", "2026-12", ["Stundenauszug Dezember 2026", "Nachgetragen", "deren Auszug feststand", "5:00"]),
            ("en", "2026-12", ["Statement of hours, December 2026", "Booked later", "after their statement was final", "5:00"]),
        ] {
            package.scene.house.run("UPDATE person SET lang = $1", [lang.into()]).await;
            let page = package.bea.get(&format!("{at}{month}")).await.text();
            for words in words {
                assert!(page.contains(words), "{words}: {page}");
            }
        }
        package.days(31).await;
        package.freeze().await;
        let december = package.month(&package.bea, "2026-12").await.report.package.unwrap();
        assert_eq!(figures(&december.late), [(Posted::Expiry, 30), (Posted::Use, -30)]);
        assert!(package.month(&package.bea, "2027-01").await.report.package.unwrap().late.is_empty(), "once");
    }

    async fn a_statement_of_a_month_shows_no_more_than_its_reader_may_see(package: Package) {
        package.begin().await;
        package.book("1:00", &[("note", "Geheimsache")]).await;
        package.days(10).await;
        package.freeze().await;
        let shown = package.month(&package.bea, "2026-11").await;
        assert_eq!(shown.kinds, [Kind::Package], "who sees bills, but not all tickets");
        let text = package.asked(&package.bea, "2026-11", "package").await.text();
        for secret in ["Geheimsache", "Tom Team", "Lieferschein"] {
            assert!(!text.contains(secret), "{secret}: {text}");
        }
        assert_eq!(package.asked(&package.bea, "2026-11", "history").await.error(), AppError::NotFound);
        // Seeing all tickets is no right to the money.
        let fritz = &package.scene.fritz;
        assert_eq!(package.asked(fritz, "2026-11", "package").await.error(), AppError::NotFound);
        let text = package.asked(fritz, "2026-11", "history").await.text();
        assert!(!text.contains("\"grant\"") && !text.contains("usual_cents"), "{text}");
        for who in [&package.scene.vera, &package.scene.petra] {
            assert_eq!(package.asked(who, "2026-11", "package").await.error(), AppError::NotFound);
        }
        let path = format!("/reports/{}/2026-11/package/de", package.brandt);
        assert_eq!(fritz.get(&path).await.status, StatusCode::NOT_FOUND);
        assert_eq!(package.asked(&package.scene.tom, "2026-11", "package").await.error(), AppError::NotFound);
        let lines = package.month(&package.karl, "2026-11").await.report.package.unwrap().lines;
        assert_eq!(lines[1].ticket.as_ref().unwrap().title, "Lieferschein");
        let link = format!("/reports?organisation={}&", package.brandt);
        let page = package.bea.get(&format!("/packages?organisation={}", package.brandt)).await.text();
        assert!(page.contains(&link) && page.contains("Monatsauszüge"), "{page}");
    }

    async fn a_statement_is_sent_whether_or_not_the_plan_contains_a_monthly_report(package: Package) {
        let scene = &package.scene;
        package.begin().await;
        let rights = Rights { sees_all: true, billing: true, ..Rights::default() };
        scene.house.contact("Berta Brandt", scene.brandt, rights).await;
        package.book("1:00", &[]).await;
        let told = async |of: &str| -> Vec<(String, bool, bool)> {
            let letters = scene.letters().await.into_iter().filter(|(_, text)| text.contains(of));
            letters.map(|(to, text)| (to, text.contains("kind=detailed"), text.contains("kind=package"))).collect()
        };
        package.days(10).await;
        scene.clear_letters().await;
        package.freeze().await;
        let mut november = told("November 2026: Brandt").await;
        november.sort();
        assert_eq!(november, [("berta.brandt".to_owned(), true, true), ("fritz.brandt".to_owned(), true, false)]);
        let (_, text) = scene.letters().await.into_iter().find(|(to, _)| to == "berta.brandt").unwrap();
        // Lines of a mail break where they are full.
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(text.contains("Stundenpaket im November 2026: 5 Std. gewährt, 1 Std. verbraucht, 0 Std. übrig."), "{text}");
        let file = package.sonja.get("/policy/export/1").await.text();
        let file = file.replace(", \"detailed_report\"", "").replace("  \"detailed_report\",\n", "");
        assert!(!file.contains("detailed_report"), "{file}");
        package.sonja.call("policy/import", &[("key", &*key()), ("text", &file)]).await.json::<()>();
        let draft: app::policy::view::DraftView = package.sonja.call("policy/draft", &[("moves", "false")]).await.json();
        let fields = [("key", &*key()), ("seen", &draft.seen.to_string()), ("note", "Ohne Bericht")];
        package.sonja.call("policy/publish", &fields).await.json::<()>();
        package.days(31).await;
        scene.clear_letters().await;
        package.freeze().await;
        assert_eq!(told("Stundenauszug Dezember 2026: Brandt").await, [("berta.brandt".to_owned(), false, true)]);
    }
}
