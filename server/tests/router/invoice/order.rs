//! An order on an invoice.
use super::*;
use crate::ticket::open_with;
use app::invoice::view::Rest;

with_shop! {
    async fn an_order_is_billed_as_it_was_sold_and_its_work_is_not_billed_again(shop: Shop) {
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

    async fn what_a_part_of_an_item_leaves_comes_into_a_later_draft(shop: Shop) {
        let deal = Deal::around(shop.scene).await;
        let quote = offer(&deal, "new", "send", &[]).await;
        scene::accept(&deal.boss, &quote, 1).await.json::<()>();
        let anke = &deal.scene.anke;
        let draw = async || turn(anke, "invoice/draw", "", &[("order", "B-2026-0001")]).await;
        let first: String = draw().await.json();
        let flat = view(anke, &first).await.lines.remove(1);
        assert_eq!((flat.line.net_cents(), flat.rest), (125_000, Some(Rest::Open)));
        let page = anke.get(&format!("/invoices/{first}")).await.text();
        assert!(page.contains("Damit ist diese Position des Auftrags abgerechnet"), "{page}");
        let flat = flat.id.to_string();
        let part = [("line", flat.as_str()), ("deed", "correct"), ("name", "Einrichtung, 40 % zu Beginn"), ("quantity", "0,4"), ("price", "1250"), ("reason", "Teilrechnung")];
        amend(anke, "invoice/line", &first, &part).await.json::<()>();
        assert_eq!(draw().await.error(), WrongInvoice::Empty.into(), "a draft may still bill all of it");
        let number: String = issue(anke, &first).await.json();
        assert_eq!(view(anke, &number).await.totals.net, 71_250 + 50_000);
        let rest: String = draw().await.json();
        let seen = view(anke, &rest).await;
        assert_eq!((seen.lines.len(), seen.totals.net), (1, 75_000));
        assert!(seen.lines[0].line.description.contains("Rest dieser Position, 60 %"), "{:?}", seen.lines);
        assert_eq!((seen.lines[0].chain.orders[0].0.to_string(), seen.lines[0].chain.orders[0].1.to_string()), ("B-2026-0001".into(), quote));
        // What is taken back is open again, beside the rest.
        turn(anke, "invoice/cancel", &number, &[("reason", "Falscher Empfänger")]).await.json::<String>();
        let again: String = draw().await.json();
        assert_eq!(view(anke, &again).await.totals.net, 71_250, "a draft stands on the other item");
        issue(anke, &rest).await.json::<String>();
        turn(anke, "invoice/turn", &again, &[("deed", "redraw")]).await.json::<String>();
        let seen = view(anke, &again).await;
        assert_eq!((seen.lines.len(), seen.totals.net), (2, 71_250 + 50_000));
        assert!(seen.lines[1].line.description.contains("40 %"), "{:?}", seen.lines);
        // Where less was done than was sold nothing of it has to come back.
        let hours = seen.lines[0].id.to_string();
        let less = [("line", hours.as_str()), ("deed", "correct"), ("name", "Umsetzung"), ("quantity", "4"), ("price", "95"), ("settles", "1"), ("reason", "Weniger Aufwand")];
        amend(anke, "invoice/line", &again, &less).await.json::<()>();
        assert_eq!(view(anke, &again).await.lines[0].rest, Some(Rest::Settled));
        let number: String = issue(anke, &again).await.json();
        let seen = view(anke, &number).await;
        assert_eq!((seen.totals.net, seen.lines[0].rest), (38_000 + 50_000, None));
        assert_eq!(draw().await.error(), WrongInvoice::Empty.into(), "all of it is billed");
    }

    async fn an_order_is_billed_to_its_own_customer_alone(shop: Shop) {
        let deal = Deal::around(shop.scene).await;
        let quote = offer(&deal, "new", "send", &[]).await;
        scene::accept(&deal.boss, &quote, 1).await.json::<()>();
        let anke = &deal.scene.anke;
        let brandt = deal.scene.brandt.to_string();
        let ask = async |organisation: &str, order: &str| {
            turn(anke, "invoice/draw", "", &[("organisation", organisation), ("order", order)]).await
        };
        for (organisation, order) in [(brandt.as_str(), "B-2026-0001"), (brandt.as_str(), "B-2026-0009"), ("", "B-2026-0009")] {
            let refused = ask(organisation, order).await.error();
            assert_eq!(refused, AppError::field("order", Reason::NoSuchOrder), "{organisation} {order}");
        }
        assert!(list(anke, &[("filter[standing]", "draft")]).await.lines.is_empty());
        let draft: String = ask(&shop.albers, "B-2026-0001").await.json();
        assert_eq!(view(anke, &draft).await.lines.len(), 2);
    }
}
