//! The turn of a year: a document has a number of the year in which it is issued, in the company's zone.
use super::*;

/// Lets time pass until then; all stay signed in.
async fn at(shop: &Shop, moment: &str) {
    let house = &shop.scene.house;
    house.house.clock.set(moment.parse().unwrap());
    let now = house.now().as_millisecond();
    house.run("UPDATE session SET created_at = $1, used_at = $1", [now.into()]).await;
}

with_shop! {
    async fn a_year_begins_its_own_series_also_for_what_corrects_the_year_before(shop: Shop) {
        let anke = &shop.scene.anke;
        let mut drafts = Vec::new();
        for minutes in ["30", "20", "10"] {
            shop.book(minutes, &[]).await;
            drafts.push(shop.drawn().await);
        }
        assert_eq!(issue(anke, &drafts[0]).await.json::<String>(), "RE-2026-0001");
        // In Flensburg it is half past eleven, then half past midnight.
        at(&shop, "2026-12-31T22:30:00Z").await;
        assert_eq!(issue(anke, &drafts[1]).await.json::<String>(), "RE-2026-0002");
        at(&shop, "2026-12-31T23:30:00Z").await;
        assert_eq!(issue(anke, &drafts[2]).await.json::<String>(), "RE-2027-0001");
        let days = async |number: &str| view(&shop.bea, number).await.issued.map(|day| day.to_string());
        assert_eq!(days("RE-2026-0002").await.as_deref(), Some("2026-12-31"));
        assert_eq!(days("RE-2027-0001").await.as_deref(), Some("2027-01-01"));
        // What gives back an invoice of the old year has a number of the new one, and names the old.
        let path: String = turn(anke, "invoice/turn", "RE-2026-0001", &[("deed", "credit")]).await.json();
        let note: String = issue(anke, path.trim_start_matches("/invoices/")).await.json();
        assert_eq!(note, "RE-2027-0002");
        let seen = view(&shop.bea, &note).await;
        assert_eq!((seen.kind, seen.corrects.as_deref()), (Kind::CreditNote, Some("RE-2026-0001")));
        let xml = shop.bea.get(&format!("/invoices/{note}/xml")).await.text();
        assert!(xml.contains("RE-2026-0001") && xml.contains("RE-2027-0002"), "{xml}");
        let old = view(&shop.bea, "RE-2026-0001").await;
        assert_eq!((old.account.left(), old.standing, old.corrected_by), (0, Standing::Paid, vec![note]));
        for (year, last) in [(2026, 2), (2027, 2)] {
            let sql = format!("SELECT value FROM counter WHERE name = 'invoice-{year}'");
            assert_eq!(shop.scene.house.number(&sql).await, last, "{year} has no gap");
        }
    }
}
