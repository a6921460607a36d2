//! Tickets and their invoices: what is billed moves on by itself, and comes back with a cancellation.
use super::*;
use crate::ticket::shift;
use domain::ticket::Stage;
use domain::ticket::remark::Remark;
use domain::ticket::timeline::What as Told;

async fn stage(shop: &Shop) -> Stage {
    page(&shop.scene.tom, shop.number).await.stage
}

async fn close(shop: &Shop) {
    shop.scene.put(shop.number, Stage::Done).await;
    shift(&shop.scene.vera, shop.number, Stage::Closed, "").await.json::<()>();
}

with_shop! {
    async fn a_closed_ticket_is_billed_with_its_invoice_and_closed_again_with_its_cancellation(shop: Shop) {
        shop.book("40", &[]).await;
        shop.book("15", &[("billing", "goodwill")]).await;
        close(&shop).await;
        assert_eq!(stage(&shop).await, Stage::Closed);
        shop.scene.clear_letters().await;
        let number = shop.issued().await;
        assert_eq!(stage(&shop).await, Stage::Billed, "goodwill is not waited for");
        assert_eq!(shop.scene.reached().await, ["bea.buch"], "the move itself is mailed to nobody");
        let told = page(&shop.scene.tom, shop.number).await.entries;
        let on = |remark: &Remark| matches!(remark, Remark::OnInvoice { number: on } if *on == number);
        assert!(told.iter().any(|entry| matches!(&entry.what, Told::Remark(remark) if on(remark))));
        assert!(told.iter().any(|entry| matches!(entry.what, Told::Moved { from: Stage::Closed, to: Stage::Billed, .. })));
        let bytes = shop.scene.vera.call("ticket", &[("number", &shop.number.to_string())]).await.text();
        assert!(!bytes.contains(&number), "who sees no bills does not read of them on the ticket");
        shop.scene.clear_letters().await;
        let cancelled: String = turn(&shop.scene.anke, "invoice/cancel", &number, &[("reason", "Falscher Empfänger")]).await.json();
        assert_eq!((cancelled.as_str(), stage(&shop).await), ("RE-2026-0002", Stage::Closed));
        assert_eq!(shop.scene.reached().await, ["bea.buch"], "nobody is told that the concern is closed once more");
        shop.issued().await;
        assert_eq!(stage(&shop).await, Stage::Billed, "and billed anew");
    }

    async fn a_ticket_with_work_that_is_not_billed_waits_until_it_is(shop: Shop) {
        shop.book("40", &[]).await;
        close(&shop).await;
        let draft = shop.drawn().await;
        shop.book("20", &[]).await;
        issue(&shop.scene.anke, &draft).await.json::<String>();
        assert_eq!(stage(&shop).await, Stage::Closed);
        let rest = shop.drawn().await;
        assert_eq!(stage(&shop).await, Stage::Closed, "a draft bills nothing");
        issue(&shop.scene.anke, &rest).await.json::<String>();
        assert_eq!(stage(&shop).await, Stage::Billed);
    }

    async fn a_ticket_that_was_billed_before_it_closed_moves_on_when_it_does(shop: Shop) {
        shop.book("40", &[]).await;
        shop.scene.put(shop.number, Stage::Done).await;
        shop.issued().await;
        assert_eq!(stage(&shop).await, Stage::Done, "the customer may still object");
        shift(&shop.scene.vera, shop.number, Stage::Closed, "").await.json::<()>();
        assert_eq!(stage(&shop).await, Stage::Billed);
    }
}
