//! What a release costs, and what becomes of it where the price changes.
use super::{Shop, ask, book, decide, in_shop, meter, over, request};
use crate::TestHouse;
use crate::house::key;
use crate::ticket::facts::classify;
use crate::ticket::page;
use app::error::AppError;
use domain::approval::State;
use domain::effort::gate::Meter;
use domain::ticket::Stage;

in_shop! {
    async fn what_the_plan_covers_costs_nothing_and_says_no_price(shop: Shop) {
        crate::promise::plan(&shop.scene, shop.albers.0, "maintenance").await;
        let number = shop.worked_on("Warenkorb").await;
        classify(&shop.lena, number, &[("class", "urgent_error")]).await.json::<()>();
        ask(&shop.tom, number, "2 h", "Mehr Fehler als gedacht.").await.json::<()>();
        for (who, path) in [(&shop.small, "/".to_owned()), (&shop.small, format!("/tickets/{number}")), (&shop.tom, format!("/tickets/{number}"))] {
            let text = who.get(&path).await.text();
            assert!(!text.contains("0,00"), "{path}: {text}");
        }
        let seen = page(&shop.small, number).await;
        assert_eq!(request(&seen).cents, 0);
        decide(&shop.small, request(&seen).id.0, "approve", "").await.json::<()>();
        let letters = shop.letters().await;
        assert!(letters.iter().all(|(_, text)| !text.contains("0,00")), "{letters:?}");
        assert!(!shop.vera.get(&format!("/tickets/{number}")).await.text().contains("0,00"));
    }

    async fn an_amount_is_for_all_that_is_released_on_a_ticket(shop: Shop) {
        let number = shop.worked_on("Warenkorb").await;
        ask(&shop.tom, number, "60", "Mehr.").await.json::<()>();
        decide(&shop.small, request(&page(&shop.small, number).await).id.0, "approve", "").await.json::<()>();
        ask(&shop.tom, number, "30", "Noch mehr.").await.json::<()>();
        let second = request(&page(&shop.small, number).await).id.0;
        assert_eq!(decide(&shop.small, second, "approve", "").await.error(), AppError::NotYours, "95 € and 47.50 € of 100 €");
        decide(&shop.big, second, "approve", "").await.json::<()>();
    }

    async fn a_release_is_for_the_price_at_which_it_was_given(shop: Shop) {
        let number = shop.worked_on("Warenkorb").await;
        let agree = async || {
            let proposal = page(&shop.vera, number).await.approvals.unwrap().proposal.unwrap().id.to_string();
            shop.vera.call("consent/decide", &[("key", &*key()), ("id", &proposal), ("deed", "approve")]).await.json::<()>();
        };
        ask(&shop.tom, number, "60", "Mehr.").await.json::<()>();
        decide(&shop.big, request(&page(&shop.big, number).await).id.0, "approve", "").await.json::<()>();
        ask(&shop.tom, number, "60", "Noch mehr.").await.json::<()>();
        classify(&shop.lena, number, &[("class", "normal"), ("kind", "quick_high")]).await.json::<()>();
        agree().await;
        let seen = page(&shop.tom, number).await;
        assert_eq!((request(&seen).state, seen.stage), (State::Withdrawn, Stage::InProgress), "it was priced by the hour before");
        assert_eq!(meter(&seen), Meter { included: 60, released: 30, booked: 0, running: 0 }, "95 € are half an hour now");
        assert_eq!(book(&shop.tom, number, "91", "billable").await.error(), over(90, 1));
    }

    async fn a_request_is_taken_back_where_another_class_changes_its_price(shop: Shop) {
        crate::promise::plan(&shop.scene, shop.albers.0, "maintenance").await;
        let number = shop.worked_on("Warenkorb").await;
        classify(&shop.lena, number, &[("class", "urgent_error")]).await.json::<()>();
        ask(&shop.tom, number, "60", "Mehr.").await.json::<()>();
        classify(&shop.lena, number, &[("class", "urgent_error"), ("planned", "2026-12-01")]).await.json::<()>();
        assert_eq!(request(&page(&shop.tom, number).await).state, State::Open, "its price stands");
        classify(&shop.lena, number, &[("class", "normal"), ("planned", "2026-12-01")]).await.json::<()>();
        let seen = page(&shop.tom, number).await;
        assert_eq!((request(&seen).state, seen.stage), (State::Withdrawn, Stage::InProgress), "it was priced by the class before");
        ask(&shop.tom, number, "60", "Mehr.").await.json::<()>();
        let asked = request(&page(&shop.big, number).await);
        decide(&shop.big, asked.id.0, "approve", "").await.json::<()>();
        assert_eq!(meter(&page(&shop.tom, number).await).released, 60, "what was released counts");
    }
}
