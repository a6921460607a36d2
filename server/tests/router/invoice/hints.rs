//! What a draft tells before it is issued.
use super::*;
use scraper::{Html, Selector};

/// The states of tickets that stand on the lines of a draft.
async fn open(shop: &Shop, draft: &str) -> Vec<String> {
    let page = shop.scene.anke.get(&format!("/invoices/{draft}")).await.text();
    let badge = Selector::parse(".invoice-line__note .badge").unwrap();
    Html::parse_document(&page)
        .select(&badge)
        .map(|one| one.text().collect::<String>().trim().to_owned())
        .collect()
}

with_shop! {
    async fn what_was_booked_since_and_what_is_not_done_yet_stands_on_the_draft(shop: Shop) {
        shop.book("40", &[]).await;
        let draft = shop.drawn().await;
        let seen = view(&shop.scene.anke, &draft).await;
        assert_eq!((seen.annex[0].title.as_str(), seen.billing.unwrap().booked_since), ("Warenkorb rechnet falsch", 0));
        let since = "Seither für diesen Zeitraum gebucht";
        assert!(!shop.scene.anke.get(&format!("/invoices/{draft}")).await.text().contains(since));
        shop.book("10", &[]).await;
        let billing = view(&shop.scene.anke, &draft).await.billing.unwrap();
        assert_eq!((billing.booked_since, billing.changed), (10, false));
        assert!(shop.scene.anke.get(&format!("/invoices/{draft}")).await.text().contains(since));
        turn(&shop.scene.anke, "invoice/turn", &draft, &[("deed", "redraw")]).await.json::<String>();
        assert_eq!(view(&shop.scene.anke, &draft).await.billing.unwrap().booked_since, 0);
        // Who bills sees that the ticket is not done.
        assert_eq!(open(&shop, &draft).await.len(), 1);
        shop.scene.house.run("UPDATE ticket SET stage = 'done' WHERE number = $1", [shop.number.into()]).await;
        assert!(open(&shop, &draft).await.is_empty());
    }

    async fn a_document_that_asks_for_nothing_is_issued_only_where_that_is_meant(shop: Shop) {
        shop.book("40", &[]).await;
        let draft = shop.drawn().await;
        let before = shop.scene.anke.get(&format!("/invoices/{draft}/issue")).await.text();
        assert!(!before.contains("for_nothing"), "it asks for money");
        let line = view(&shop.scene.anke, &draft).await.lines[0].id.to_string();
        let free = [("line", line.as_str()), ("deed", "correct"), ("name", "Warenkorb"), ("quantity", "0:40"), ("price", "0"), ("reason", "Kulanz")];
        amend(&shop.scene.anke, "invoice/line", &draft, &free).await.json::<()>();
        assert_eq!(issue(&shop.scene.anke, &draft).await.error(), AppError::field("for_nothing", Reason::AsksForNothing));
        assert!(shop.scene.anke.get(&format!("/invoices/{draft}/issue")).await.text().contains("Ja, über 0,00"));
        let seen = view(&shop.scene.anke, &draft).await.version.to_string();
        let meant = [("seen", seen.as_str()), ("for_nothing", "1")];
        let number: String = turn(&shop.scene.anke, "invoice/issue", &draft, &meant).await.json();
        assert_eq!(number, "RE-2026-0001", "the refusal took no number");
        let seen = view(&shop.bea, &number).await;
        assert_eq!((seen.standing, seen.totals.gross, seen.account.due_on), (Standing::Paid, 0, None));
    }

    async fn a_draft_of_late_work_is_called_by_the_days_of_that_work(shop: Shop) {
        shop.book("30", &[("day", "2026-10-20")]).await;
        let seen = view(&shop.scene.anke, &shop.drawn().await).await;
        let days = seen.period.map(|days| (days.from.to_string(), days.to.to_string()));
        assert_eq!(days, Some(("2026-10-20".into(), "2026-10-20".into())));
        assert_eq!(seen.title, "Leistungen 20.10.2026");
    }
}
