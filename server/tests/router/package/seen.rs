//! What is told of the hours of a package, and to whom.
use super::{Package, with_package};
use crate::TestHouse;
use crate::effort::{book, change};
use crate::overview::{hours, seen as overview};
use crate::ticket::{open, open_with, page};
use app::error::AppError;
use app::organisation::view::OrganisationLine;
use app::package::view::PackagesView;
use axum::http::StatusCode;

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

    async fn a_statement_shows_no_more_than_its_reader_may_see(package: Package) {
        let scene = &package.scene;
        package.book("1:00", &[("note", "Geheimsache")]).await;
        let own = open_with(&package.bea, "Rechnung fehlt", &[]).await.json::<i64>();
        book(&scene.tom, own, &[("minutes", "15")]).await.json::<()>();
        let inner = open(&scene.fritz, "Interna").await;
        book(&scene.tom, inner, &[("minutes", "30")]).await.json::<()>();
        scene.house.run("UPDATE ticket SET internal = TRUE WHERE number = $1", [inner.into()]).await;
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
}
