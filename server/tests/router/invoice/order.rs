//! An order on an invoice.
use super::*;
use crate::ticket::open_with;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_order_is_billed_as_it_was_sold_and_its_work_is_not_billed_again() {
    let shop = Shop::of(TestHouse::with_preset("shop-quick-tickets").await).await;
    let deal = Deal::around(shop.scene).await;
    let quote = offer(&deal, "new", "send", &[]).await;
    scene::accept(&deal.boss, &quote, 1).await.json::<()>();
    act(&deal.klara, "order/link", "B-2026-0001", &[("ticket", &shop.number.to_string())]).await.json::<()>();
    book(&deal.scene.tom, shop.number, &[("minutes", "50")]).await.json::<()>();
    let key = key();
    let draft: String =
        deal.scene.anke.call("invoice/draw", &[("key", &*key), ("order", "b-2026-0001")]).await.json();
    let seen = view(&deal.scene.anke, &draft).await;
    assert_eq!((seen.lines.len(), seen.totals.net), (2, 71_250 + 125_000));
    let days = seen.period.map(|days| (days.from.to_string(), days.to.to_string()));
    assert_eq!(
        days,
        Some(("2026-11-23".into(), "2026-11-23".into())),
        "from the first work to the day it is billed"
    );
    assert_eq!(seen.lines[0].chain.orders[0].1.to_string(), quote);
    assert_eq!((seen.annex.len(), seen.annex[0].free.as_str()), (1, "im Auftrag enthalten"));
    let fields = [("organisation", shop.albers.as_str()), ("from", "2026-11-01"), ("to", "2026-11-30")];
    let again = turn(&deal.scene.anke, "invoice/draw", "", &fields).await;
    assert_eq!(again.error(), WrongInvoice::Empty.into());
    let quick = [("kind", "quick_high"), ("consent[quick_high]", "19000")];
    let number: i64 = open_with(&deal.scene.vera, "Kasse steht", &quick).await.json();
    book(&deal.scene.tom, number, &[("minutes", "30")]).await.json::<()>();
    let draft: String = turn(&deal.scene.anke, "invoice/draw", "", &fields).await.json();
    let line = view(&deal.scene.anke, &draft).await.lines.remove(0).line;
    assert_eq!((line.price_cents, line.net_cents()), (19_000, 9_500), "at the price that was agreed to");
    assert!(
        line.description.contains("Preis bestätigt: 190,00\u{a0}€ je Stunde von Vera Albers"),
        "{line:?}"
    );
    let seen = view(&deal.scene.anke, &draft).await;
    assert_eq!(seen.lines[0].chain.tickets[0].consents[0].0, 19_000, "which is part of the evidence");
}
