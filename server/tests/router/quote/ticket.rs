//! Quotes and the tickets that they were made from: merged meanwhile, ended in every way, followed by another.
use super::scene::{Deal, accept, act, offer};
use crate::on_both;
use crate::ticket::merge::{merge, undo};
use crate::ticket::{Scene, open, page};
use app::order::view::OrderView;
use app::ticket::view::TicketView;
use domain::deal::timeline::What;
use domain::ticket::number::TicketNumber;
use domain::ticket::timeline::{Ending, What as Told};
use server::quote::watch::look;

/// How often the project lead, who is responsible, was written to.
async fn told_lena(scene: &Scene) -> usize {
    scene.reached().await.iter().filter(|name| *name == "lena.lead").count()
}

/// How quotes ended, by the history of their ticket.
fn ended(seen: &TicketView) -> Vec<(String, Ending, String)> {
    let of = |what: &Told| match what {
        Told::QuoteEnded { quote, ending, reason } => Some((quote.to_string(), *ending, reason.clone())),
        _ => None,
    };
    seen.entries.iter().filter_map(|entry| of(&entry.what)).collect()
}

on_both! {
    async fn an_open_quote_stands_at_the_survivor_while_its_ticket_is_merged(house: TestHouse) {
        let deal = Deal::of(house).await;
        let (from, into) = (open(&deal.scene.vera, "Merkliste").await, open(&deal.scene.vera, "Wunschliste").await);
        let number = offer(&deal, "new", "send", &[("ticket", &from.to_string())]).await;
        let deals = async |ticket: i64| {
            let seen = page(&deal.scene.tom, ticket).await;
            seen.deals.iter().map(ToString::to_string).collect::<Vec<_>>()
        };
        merge(&deal.scene.lena, from, into).await.json::<i64>();
        assert_eq!(deals(into).await, [number.as_str()]);
        undo(&deal.scene.lena, into, from).await.json::<()>();
        assert!(deals(into).await.is_empty(), "it is the other's again");
        assert_eq!(deals(from).await, [number.as_str()]);
    }

    async fn a_second_order_of_a_ticket_says_where_the_ticket_stays(house: TestHouse) {
        let deal = Deal::of(house).await;
        let scene = &deal.scene;
        let ticket = open(&scene.vera, "Merkliste").await;
        for _ in 0..2 {
            let number = offer(&deal, "new", "send", &[("ticket", &ticket.to_string())]).await;
            scene.clear_letters().await;
            accept(&deal.boss, &number, 1).await.json::<()>();
            assert_eq!(told_lena(scene).await, 1, "who is responsible goes on with it");
        }
        let second: OrderView = deal.klara.call("order", &[("number", "B-2026-0002")]).await.json();
        assert!(second.tickets.is_empty(), "a ticket is on one order");
        let apart = What::Apart { ticket: TicketNumber(ticket), order: "B-2026-0001".parse().unwrap() };
        assert!(second.entries.iter().any(|entry| entry.what == apart), "{:?}", second.entries);
        assert!(deal.klara.get("/orders/B-2026-0002").await.text().contains("gehört zum Auftrag B-2026-0001 und bleibt dort"));
        assert!(!deal.boss.call("order", &[("number", "B-2026-0002")]).await.text().contains("apart"), "that is for staff");
        let (order, stays) = ("B-2026-0002".parse().unwrap(), "B-2026-0001".parse().ok());
        let seen = page(&scene.tom, ticket).await;
        assert!(seen.entries.iter().any(|entry| entry.what == Told::Ordered { order, stays }));
        let html = scene.tom.get(&format!("/tickets/{ticket}")).await.text();
        assert!(html.contains("das Anliegen bleibt beim Auftrag B-2026-0001"), "{html}");
        for (to, text) in scene.letters().await {
            assert_eq!(text.contains("B-2026-0001"), to != "bea.boss", "staff link by hand what is to be done: {to} {text}");
        }
    }

    async fn how_a_quote_ends_is_told_on_its_ticket_and_to_who_is_responsible_there(house: TestHouse) {
        let deal = Deal::of(house).await;
        let scene = &deal.scene;
        let ticket = open(&scene.vera, "Merkliste").await;
        let wanted = ticket.to_string();
        let offered = async |until: &str| {
            let number = offer(&deal, "new", "send", &[("ticket", &*wanted), ("valid_until", until)]).await;
            scene.clear_letters().await;
            number
        };
        let declined = offered("2026-12-18").await;
        act(&deal.boss, "quote/decline", &declined, &[("version", "1"), ("reason", "Zu teuer.")]).await.json::<()>();
        assert_eq!(scene.reached().await, ["klara.konto", "lena.lead"]);
        let withdrawn = offered("2026-12-18").await;
        act(&deal.klara, "quote/withdraw", &withdrawn, &[("reason", "Verrechnet.")]).await.json::<()>();
        assert_eq!(told_lena(scene).await, 1);
        let written = offer(&deal, "new", "save", &[("ticket", &wanted)]).await;
        act(&deal.klara, "quote/withdraw", &written, &[("reason", "Versehen.")]).await.json::<()>();
        let expired = offered("2026-12-03").await;
        scene.house.house.clock.set("2026-12-03T23:01:00Z".parse().unwrap());
        for told in [1, 0] {
            assert_eq!(look(&scene.house.house, scene.house.now()).await.unwrap(), told);
        }
        assert_eq!(scene.reached().await, ["klara.konto", "lena.lead"]);
        let (tom, vera) = (scene.house.browser(scene.tom_id).await, scene.house.browser(scene.vera_id).await);
        let mut expected = vec![
            (declined, Ending::Declined, "Zu teuer.".to_owned()),
            (withdrawn, Ending::Withdrawn, "Verrechnet.".to_owned()),
            (expired, Ending::Expired, String::new()),
        ];
        assert_eq!(ended(&page(&tom, ticket).await), expected, "what was never sent is not known there");
        for (_, _, reason) in &mut expected {
            reason.clear();
        }
        assert_eq!(ended(&page(&vera, ticket).await), expected, "reasons are for who sees the quote");
        let (inner, outer) = (tom.get(&format!("/tickets/{ticket}")).await.text(), vera.get(&format!("/tickets/{ticket}")).await.text());
        assert!(inner.contains("abgelehnt: Zu teuer.") && outer.contains("abgelehnt") && !outer.contains("Zu teuer."), "{outer}");
    }

    async fn a_quote_that_is_sent_again_after_its_end_is_told_of_again(house: TestHouse) {
        let deal = Deal::of(house).await;
        let ticket = open(&deal.scene.vera, "Merkliste").await;
        let number = offer(&deal, "new", "send", &[("ticket", &ticket.to_string())]).await;
        let told = async || {
            let seen = page(&deal.scene.tom, ticket).await;
            seen.entries.iter().filter(|entry| matches!(entry.what, Told::Quoted { .. })).count()
        };
        offer(&deal, &number, "send", &[("items[0][price]", "90")]).await;
        assert_eq!(told().await, 1, "another version of what is open");
        act(&deal.boss, "quote/decline", &number, &[("version", "2"), ("reason", "Zu teuer.")]).await.json::<()>();
        offer(&deal, &number, "send", &[("items[0][price]", "80")]).await;
        assert_eq!(told().await, 2);
    }
}
