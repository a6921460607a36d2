//! When services were rendered (§ 14 Abs. 4 Nr. 6 UStG).
use super::*;
use crate::phone::{begin, send};
use domain::billing::lack::{At, Lack};
use domain::invoice::check::Why;

with_shop! {
    async fn the_days_of_the_services_are_corrected_with_a_reason(shop: Shop) {
        shop.book("60", &[]).await;
        let draft = shop.drawn().await;
        let before = view(&shop.scene.anke, &draft).await;
        let keep = async |from: &str, to: &str, reason: &str, key: &str| {
            let seen = view(&shop.scene.anke, &draft).await.version.to_string();
            let fields = [("key", key), ("reference", draft.as_str()), ("seen", seen.as_str()), ("from", from), ("to", to), ("reason", reason)];
            shop.scene.anke.call("invoice/period", &fields).await
        };
        let AppError::Invalid { fields } = keep("2026-11-23", "2026-11-02", "", &key()).await.error() else { panic!() };
        assert_eq!(fields.iter().map(|one| one.field.as_str()).collect::<Vec<_>>(), ["reason", "to"]);
        assert_eq!(view(&shop.scene.anke, &draft).await, before);
        for _ in 0..2 {
            keep("2026-11-02", "2026-11-20", "Abnahme am 20.", "zweimal-dasselbe").await.json::<()>();
        }
        let seen = view(&shop.scene.anke, &draft).await;
        let told = seen.entries.iter().filter(|entry| matches!(&entry.what, What::Dated { from, .. } if *from == before.period));
        assert_eq!((seen.version, told.count()), (before.version + 1, 1));
        let shown = shop.scene.anke.get(&format!("/invoices/{draft}")).await.text();
        assert!(shown.contains("02.11.2026 – 20.11.2026") && shown.contains("Abnahme am 20."), "{shown}");
        let period = [("from", "2026-11-02"), ("to", "2026-11-20"), ("reason", "R")];
        assert_eq!(amend(&shop.bea, "invoice/period", &draft, &period).await.error(), AppError::NotFound);
        let number: String = issue(&shop.scene.anke, &draft).await.json();
        let xml = shop.bea.get(&format!("/invoices/{number}/xml")).await.text();
        assert!(xml.contains("20261102") && xml.contains("20261120"), "{xml}");
        assert!(!shop.bea.call("invoice", &[("reference", &number)]).await.text().contains("Abnahme am 20."));
        assert_eq!(amend(&shop.scene.anke, "invoice/period", &number, &period).await.error(), WrongInvoice::Issued.into());
    }

    async fn a_call_across_the_end_of_a_month_is_billed_in_both(shop: Shop) {
        let (house, tom) = (&shop.scene.house, &shop.scene.tom);
        // From 23:40 on 30 November to 00:20.
        house.wait(SignedDuration::from_mins((7 * 24 + 14) * 60 + 40));
        let id = begin(tom).await;
        send(tom, "phone/caller", &[("id", &id), ("organisation", &shop.albers)]).await.json::<()>();
        house.wait(SignedDuration::from_mins(40));
        let number = shop.number.to_string();
        let fields = [("id", id.as_str()), ("number", &number), ("body", "Gesagt."), ("activity", "bug_fixing"), ("billing", "billable")];
        send(tom, "phone/log", &fields).await.json::<i64>();
        for (first, last, day) in [("2026-11-01", "2026-11-30", "2026-11-30"), ("2026-12-01", "2026-12-01", "2026-12-01")] {
            let (key, albers) = (key(), shop.albers.as_str());
            let fields = [("key", key.as_str()), ("organisation", albers), ("from", first), ("to", last)];
            let draft: String = shop.scene.anke.call("invoice/draw", &fields).await.json();
            let seen = view(&shop.scene.anke, &draft).await;
            let period = seen.period.unwrap();
            assert_eq!((period.from.to_string(), period.to.to_string()), (day.to_owned(), day.to_owned()));
            assert_eq!(seen.lines.iter().map(|one| one.line.minutes()).collect::<Vec<_>>(), [20]);
        }
    }

    async fn an_invoice_without_them_is_not_issued(shop: Shop) {
        shop.book("60", &[]).await;
        let draft = shop.drawn().await;
        shop.scene.house.run("UPDATE invoice SET period_from = NULL, period_to = NULL", []).await;
        let seen = view(&shop.scene.anke, &draft).await;
        assert_eq!(seen.billing.unwrap().lacks, [Lack { at: At::Document, why: Why::NoPeriod }]);
        assert_eq!(issue(&shop.scene.anke, &draft).await.error(), WrongInvoice::NoPeriod.into());
        assert!(shop.scene.anke.get(&format!("/invoices/{draft}")).await.text().contains("Der Leistungszeitraum fehlt"));
    }

    async fn the_days_of_the_services_are_those_of_the_lines_that_stand_there(shop: Shop) {
        let anke = &shop.scene.anke;
        shop.book("60", &[("day", "2026-11-10")]).await;
        let other = open(&shop.scene.vera, "Lieferschein fehlt").await;
        book(&shop.scene.tom, other, &[("minutes", "30"), ("day", "2026-11-20")]).await.json::<()>();
        let draft = shop.drawn().await;
        let days = async || {
            let period = view(anke, &draft).await.period.unwrap();
            (period.from.to_string(), period.to.to_string())
        };
        let whole = ("2026-11-10".to_owned(), "2026-11-20".to_owned());
        assert_eq!(days().await, whole);
        let lines = view(anke, &draft).await.lines;
        let later = lines.iter().find(|line| line.line.name.contains("Lieferschein")).unwrap().id.to_string();
        let turned = async |deed: &str| {
            let fields = [("line", later.as_str()), ("deed", deed), ("reason", "später")];
            amend(anke, "invoice/line", &draft, &fields).await.json::<()>();
        };
        turned("leave_out").await;
        assert_eq!(days().await, ("2026-11-10".to_owned(), "2026-11-10".to_owned()));
        turned("put_back").await;
        assert_eq!(days().await, whole);
        // What somebody set stays.
        let period = [("from", "2026-11-02"), ("to", "2026-11-22"), ("reason", "Abnahme")];
        amend(anke, "invoice/period", &draft, &period).await.json::<()>();
        turned("leave_out").await;
        assert_eq!(days().await, ("2026-11-02".to_owned(), "2026-11-22".to_owned()));
        // Drawn up anew it has the days of its work again, and follows it.
        turn(anke, "invoice/turn", &draft, &[("deed", "redraw")]).await.json::<String>();
        assert_eq!(days().await, whole);
    }
}
