//! An order that came without a ticket gets one for the work.
use super::{ORDER, book, ordered, view};
use crate::house::key;
use crate::on_both;
use crate::quote::scene::{Deal, accept, act, offer, request};
use crate::ticket::page;
use app::error::AppError;
use axum::http::StatusCode;
use domain::deal::timeline::What;
use domain::order::WrongOrder;
use domain::ticket::number::TicketNumber;
use domain::ticket::timeline::What as Told;

const BUTTON: &str = "Anliegen für die Arbeit anlegen";

on_both! {
    async fn one_is_opened_once_and_its_time_counts_against_what_was_sold(house: TestHouse) {
        let deal = ordered(house).await;
        let key = key();
        let open = || async { deal.scene.lena.call("order/open-ticket", &[("key", key.as_str()), ("number", ORDER)]).await.json::<i64>() };
        let ticket = open().await;
        assert_eq!(open().await, ticket, "sent twice, it acts once");
        assert_eq!(deal.scene.reached().await, ["bea.boss"], "one letter, to whose concern it is");
        let linked: Vec<_> = view(&deal.klara).await.tickets.into_iter().map(|one| (one.number, one.title)).collect();
        assert_eq!(linked, [(TicketNumber(ticket), "Neuer Warenkorb".to_owned())]);
        assert!(view(&deal.klara).await.entries.iter().any(|entry| entry.what == What::Linked { ticket: TicketNumber(ticket) }));
        let seen = page(&deal.boss, ticket).await;
        assert_eq!((seen.title.as_str(), seen.author.as_str()), ("Neuer Warenkorb", "Bea Boss"), "nobody asked, so who accepted");
        assert_eq!((seen.organisation.map(|one| one.id), seen.assignee.map(|one| one.name)), (Some(deal.scene.albers), Some("Lena Lead".to_owned())));
        assert!(seen.entries.iter().any(|entry| entry.what == Told::Ordered { order: ORDER.parse().unwrap(), stays: None }));
        assert!(matches!(&seen.entries[0].what, Told::Opened { body, .. } if body.contains(ORDER)));
        book(&deal.scene.tom, ticket, "60", "billable").await;
        assert_eq!(view(&deal.boss).await.budget.used, 60);
    }

    async fn it_is_the_concern_of_who_asked_for_the_quote(house: TestHouse) {
        let deal = Deal::of(house).await;
        let quote = request(&deal.scene.vera, &deal, "Neuer Warenkorb").await;
        offer(&deal, &quote, "send", &[]).await;
        accept(&deal.boss, &quote, 1).await.json::<()>();
        let ticket: i64 = act(&deal.klara, "order/open-ticket", ORDER, &[]).await.json();
        assert_eq!(page(&deal.scene.vera, ticket).await.author, "Vera Albers");
    }

    async fn the_button_works_without_scripts(house: TestHouse) {
        let deal = ordered(house).await;
        let path = format!("/orders/{ORDER}");
        for (who, shown) in [(&deal.klara, true), (&deal.scene.tom, false), (&deal.boss, false)] {
            assert_eq!(who.get(&path).await.text().contains(BUTTON), shown);
        }
        let sent = deal.klara.post("order/open-ticket", &path, &[("key", &key()), ("number", ORDER)]).await;
        let ticket = view(&deal.klara).await.tickets[0].number.0;
        assert_eq!((sent.status, sent.header("location")), (StatusCode::SEE_OTHER, format!("/tickets/{ticket}").as_str()));
    }

    async fn only_who_links_tickets_opens_one_and_only_while_the_order_is_open(house: TestHouse) {
        let deal = ordered(house).await;
        for who in [&deal.scene.fritz, &deal.scene.petra, &deal.scene.vera] {
            assert_eq!(act(who, "order/open-ticket", ORDER, &[]).await.error(), AppError::NotFound);
        }
        for who in [&deal.boss, &deal.scene.tom] {
            assert_eq!(act(who, "order/open-ticket", ORDER, &[]).await.error(), AppError::NotYours);
        }
        act(&deal.klara, "order/turn", ORDER, &[("deed", "finish")]).await.json::<()>();
        assert_eq!(act(&deal.klara, "order/open-ticket", ORDER, &[]).await.error(), WrongOrder::Done.into());
        assert!(!deal.klara.get(&format!("/orders/{ORDER}")).await.text().contains(BUTTON));
        assert_eq!(deal.scene.house.number("SELECT count(*) FROM ticket").await, 0);
    }
}
