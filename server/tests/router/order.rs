//! Orders: their tickets, their time, their documents, their end.
mod work;

use crate::house::key;
use crate::quote::scene::{Deal, accept, act, offer};
use crate::{Browser, TestHouse, on_both};
use app::deal::view::documents;
use app::error::AppError;
use app::order::view::{OrderList, OrderView};
use axum::body::Body;
use axum::http::StatusCode;
use domain::deal::timeline::What;
use domain::input::Reason;
use domain::order::{Order, WrongOrder};
use domain::person::Rights;
use domain::ticket::timeline::What as Told;

const ORDER: &str = "B-2026-0001";

/// An order of Albers over 7.5 h.
async fn ordered(house: TestHouse) -> Deal {
    let deal = Deal::of(house).await;
    let number = offer(&deal, "new", "send", &[]).await;
    accept(&deal.boss, &number, 1).await.json::<()>();
    deal.scene.clear_letters().await;
    deal
}

/// A contact of Albers who sees all tickets and bills.
async fn accountant(deal: &Deal) -> Browser {
    let rights = Rights { sees_all: true, billing: true, ..Rights::default() };
    let house = &deal.scene.house;
    house.browser(house.contact("Rita Rechnung", deal.scene.albers, rights).await).await
}

async fn view(who: &Browser) -> OrderView {
    who.call("order", &[("number", ORDER)]).await.json()
}

async fn book(who: &Browser, ticket: i64, minutes: &str, billing: &str) {
    let fields = [
        ("key", &*key()),
        ("number", &ticket.to_string()),
        ("minutes", minutes),
        ("activity", "bug_fixing"),
        ("billing", billing),
    ];
    who.call("effort/book", &fields).await.json::<()>();
}

/// Uploads a file whole; answers its id.
async fn upload(who: &Browser, name: &str, bytes: &'static [u8]) -> String {
    let body = serde_json::json!({ "name": name, "size": bytes.len(), "ticket": null }).to_string();
    let request = who.request("POST", "/documents").header("x-requested-with", "schalter");
    let answer =
        who.send(request.header("content-type", "application/json").body(Body::from(body)).unwrap()).await;
    let id = serde_json::from_slice::<serde_json::Value>(&answer.body).unwrap()["id"].as_i64().unwrap();
    let request = who.request("PATCH", &format!("/documents/{id}")).header("x-requested-with", "schalter");
    let request = request.header("upload-offset", "0").header("content-type", "application/octet-stream");
    assert_eq!(who.send(request.body(Body::from(bytes)).unwrap()).await.status, StatusCode::OK);
    id.to_string()
}

async fn comment(who: &Browser, body: &str, documents: &str, internal: &str) -> crate::house::Answer {
    let fields =
        [("key", &*key()), ("deal", ORDER), ("body", body), ("documents", documents), ("internal", internal)];
    who.call("deal/comment", &fields).await
}

on_both! {
    async fn time_booked_on_its_tickets_counts_against_what_was_sold(house: TestHouse) {
        let deal = ordered(house).await;
        let ticket = crate::ticket::open(&deal.scene.vera, "Warenkorb").await;
        book(&deal.scene.tom, ticket, "60", "billable").await;
        assert_eq!(view(&deal.boss).await.budget.used, 0);
        act(&deal.klara, "order/link", ORDER, &[("ticket", &format!("#{ticket}"))]).await.json::<()>();
        book(&deal.scene.tom, ticket, "30", "goodwill").await;
        let seen = view(&deal.boss).await;
        assert_eq!((seen.budget.sold, seen.budget.used, seen.budget.percent()), (450, 60, 13), "goodwill is given");
        book(&deal.scene.lena, ticket, "8 h", "billable").await;
        let orders: OrderList = deal.boss.call("orders", &[("filter[query]", "")]).await.json();
        assert_eq!(orders.lines[0].budget.left(), -90);
        assert_eq!(deal.boss.get(&format!("/orders/{ORDER}")).await.status, StatusCode::OK);
    }

    async fn a_ticket_that_rests_says_so_on_its_order(house: TestHouse) {
        let deal = ordered(house).await;
        let ticket = crate::ticket::open(&deal.scene.vera, "Warenkorb").await;
        act(&deal.klara, "order/link", ORDER, &[("ticket", &format!("#{ticket}"))]).await.json::<()>();
        let (at, told) = (format!("/orders/{ORDER}"), "Ruht, nicht freigegeben");
        assert!(!deal.klara.get(&at).await.text().contains(told));
        let rests = "UPDATE ticket SET stage = 'waiting_for_approval', waits_for = 'staff' WHERE number = $1";
        deal.scene.house.run(rests, [ticket.into()]).await;
        assert!(view(&deal.klara).await.tickets[0].rests);
        assert!(deal.klara.get(&at).await.text().contains(told));
    }

    async fn tickets_are_linked_once_and_customers_see_those_they_may(house: TestHouse) {
        let deal = ordered(house).await;
        let ticket = crate::ticket::open(&deal.scene.vera, "Geheime Sache").await;
        let (own, other) = (ticket.to_string(), crate::ticket::open(&deal.scene.fritz, "Fremd").await.to_string());
        let link = |typed: &str| {
            let (klara, typed) = (deal.klara.clone(), typed.to_owned());
            async move { act(&klara, "order/link", ORDER, &[("ticket", &typed)]).await }
        };
        for (typed, reason) in [("", Reason::Missing), ("abc", Reason::NotReadable), ("#9999", Reason::NotAChoice), (&other, Reason::NotAChoice)] {
            assert_eq!(link(typed).await.error(), AppError::field("ticket", reason), "{typed}");
        }
        link(&own).await.json::<()>();
        assert_eq!(link(&own).await.error(), AppError::field("ticket", Reason::Taken));
        assert!(view(&deal.boss).await.tickets.is_empty(), "not hers to see");
        let seen = deal.boss.call("order", &[("number", ORDER)]).await.text();
        assert!(!seen.contains("Geheime Sache") && !seen.contains(&format!("\"{own}\"")) && !seen.contains("linked"), "{seen}");
        let all = accountant(&deal).await;
        assert_eq!(view(&all).await.tickets.len(), 1, "who sees all sees it");
        deal.scene.house.run("UPDATE ticket SET internal = TRUE WHERE number = $1", [ticket.into()]).await;
        assert!(view(&all).await.tickets.is_empty(), "internal tickets are never shown");
        assert_eq!(view(&deal.klara).await.tickets.len(), 1);
        assert_eq!(act(&deal.boss, "order/unlink", ORDER, &[("ticket", &own)]).await.error(), AppError::NotYours);
        act(&deal.klara, "order/unlink", ORDER, &[("ticket", &own)]).await.json::<()>();
        assert_eq!(act(&deal.klara, "order/unlink", ORDER, &[("ticket", &own)]).await.error(), AppError::NotFound);
    }

    async fn a_ticket_tells_that_it_came_to_an_order_and_left_it(house: TestHouse) {
        let deal = ordered(house).await;
        let ticket = crate::ticket::open(&deal.scene.vera, "Warenkorb").await;
        let number = ticket.to_string();
        let before = deal.scene.letters().await.len();
        act(&deal.klara, "order/link", ORDER, &[("ticket", &number)]).await.json::<()>();
        act(&deal.klara, "order/unlink", ORDER, &[("ticket", &number)]).await.json::<()>();
        let order = ORDER.parse().unwrap();
        let expected = [Told::Ordered { order, stays: None }, Told::TakenOff { order }];
        let partner = "INSERT INTO participant (ticket_id, person_id) SELECT t.id, p.id FROM ticket t, person p WHERE p.kind = 'partner'";
        deal.scene.house.run(partner, []).await;
        for (who, told) in [(&deal.klara, &expected[..]), (&deal.scene.vera, &expected[..]), (&deal.scene.petra, &expected[..0])] {
            let entries = crate::ticket::page(who, ticket).await.entries.into_iter();
            let seen: Vec<_> = entries.filter(|entry| matches!(entry.what, Told::Ordered { .. } | Told::TakenOff { .. })).collect();
            assert!(seen.iter().all(|entry| entry.by.as_ref().is_some_and(|by| by.name == "Klara Konto")), "{seen:?}");
            assert_eq!(seen.into_iter().map(|entry| entry.what).collect::<Vec<_>>(), told);
        }
        let html = deal.scene.vera.get(&format!("/tickets/{ticket}")).await.text();
        assert!(html.contains(&format!("gehört zum Auftrag {ORDER}")) && html.contains(&format!("gehört nicht mehr zum Auftrag {ORDER}")), "{html}");
        let live = "SELECT count(*) FROM entry WHERE what IN ('ordered', 'taken_off')";
        assert_eq!((deal.scene.house.number(live).await, deal.scene.letters().await.len()), (2, before), "nobody is mailed");
    }

    async fn an_order_is_finished_reopened_and_cancelled(house: TestHouse) {
        let deal = ordered(house).await;
        assert_eq!(act(&deal.boss, "order/turn", ORDER, &[("deed", "finish")]).await.error(), AppError::NotYours);
        assert_eq!(act(&deal.scene.fritz, "order/turn", ORDER, &[("deed", "finish")]).await.error(), AppError::NotFound);
        act(&deal.klara, "order/turn", ORDER, &[("deed", "finish")]).await.json::<()>();
        assert_eq!(deal.scene.reached().await, ["bea.boss"], "who accepted hears of it");
        assert!(matches!(view(&deal.boss).await.state, Order::Done { .. }));
        assert_eq!(act(&deal.klara, "order/turn", ORDER, &[("deed", "finish")]).await.error(), WrongOrder::Done.into());
        act(&deal.klara, "order/turn", ORDER, &[("deed", "reopen")]).await.json::<()>();
        assert_eq!(act(&deal.klara, "order/turn", ORDER, &[("deed", "cancel")]).await.error(), AppError::field("reason", Reason::Missing));
        act(&deal.klara, "order/turn", ORDER, &[("deed", "cancel"), ("reason", "Projekt gestoppt")]).await.json::<()>();
        let entries = view(&deal.boss).await.entries;
        assert!(entries.iter().any(|entry| entry.what == What::Cancelled { reason: "Projekt gestoppt".into() }));
        assert_eq!(act(&deal.klara, "order/turn", ORDER, &[("deed", "explode")]).await.error(), AppError::field("deed", Reason::NotAChoice));
    }

    async fn documents_have_versions_and_only_their_readers_get_the_bytes(house: TestHouse) {
        let deal = ordered(house).await;
        let first = upload(&deal.klara, "Konzept.txt", b"Entwurf eins").await;
        comment(&deal.klara, "Das Konzept.", &first, "").await.json::<()>();
        let second = upload(&deal.boss, "konzept.txt", b"Entwurf zwei").await;
        comment(&deal.boss, "", &second, "").await.json::<()>();
        let secret = upload(&deal.klara, "Kalkulation.txt", b"Marge 40 %").await;
        comment(&deal.klara, "intern", &secret, "1").await.json::<()>();
        let entries = view(&deal.boss).await.entries;
        let groups = documents(&entries);
        assert_eq!(groups.len(), 1);
        let ids: Vec<String> = groups[0].iter().map(|version| version.document.id.to_string()).collect();
        assert_eq!(ids, [second.clone(), first.clone()]);
        assert_eq!(documents(&view(&deal.klara).await.entries).len(), 2);
        let bytes = |who: &Browser, id: &str| {
            let (who, path) = (who.clone(), format!("/documents/{id}/x.txt"));
            async move { who.get(&path).await }
        };
        let accountant = accountant(&deal).await;
        for who in [&deal.boss, &deal.klara, &accountant] {
            assert_eq!(bytes(who, &first).await.text(), "Entwurf eins");
        }
        for (who, id) in [(&deal.boss, &secret), (&deal.scene.max, &first), (&deal.scene.fritz, &first), (&deal.scene.petra, &first), (&deal.scene.vera, &first)] {
            let answer = bytes(who, id).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND);
            assert!(!answer.text().contains("Entwurf") && !answer.text().contains("Marge"));
        }
        let stolen = upload(&deal.klara, "fremd.txt", b"x").await;
        assert_eq!(comment(&deal.boss, "meins", &stolen, "").await.error(), AppError::field("documents", Reason::NotAChoice));
        deal.scene.house.wait(jiff::SignedDuration::from_hours(24 * 30));
        server::document::job::clean(&deal.scene.house.house, deal.scene.house.now()).await.unwrap();
        let later = deal.scene.house.browser(deal.boss_id).await;
        assert_eq!(bytes(&later, &first).await.text(), "Entwurf eins", "what is on an order is kept");
    }

    async fn files_are_sent_without_scripts_too(house: TestHouse) {
        let deal = ordered(house).await;
        let body = format!("--x\r\ncontent-disposition: form-data; name=\"key\"\r\n\r\n{}\r\n--x\r\ncontent-disposition: form-data; name=\"file\"; filename=\"Plan.txt\"\r\n\r\nDer Plan\r\n--x--\r\n", key());
        let post = |who: &Browser| {
            let request = who.request("POST", &format!("/orders/{ORDER}/documents")).header("content-type", "multipart/form-data; boundary=x");
            let (who, body) = (who.clone(), body.clone());
            async move { who.send(request.body(body.into()).unwrap()).await }
        };
        let sent = post(&deal.boss).await;
        assert_eq!((sent.status, sent.header("location")), (StatusCode::SEE_OTHER, format!("/orders/{ORDER}").as_str()));
        assert_eq!(documents(&view(&deal.klara).await.entries).len(), 1);
        assert_eq!(post(&deal.scene.fritz).await.status, StatusCode::NOT_FOUND);
    }

    async fn other_organisations_find_no_orders(house: TestHouse) {
        let deal = ordered(house).await;
        for who in [&deal.scene.fritz, &deal.scene.petra, &deal.scene.vera] {
            assert_eq!(who.call("order", &[("number", ORDER)]).await.error(), AppError::NotFound);
            assert_eq!(who.get(&format!("/orders/{ORDER}")).await.status, StatusCode::NOT_FOUND);
            let list = who.call("orders", &[("filter[query]", "")]).await;
            assert!(list.json::<OrderList>().lines.is_empty());
        }
        for number in ["B-2026-9999", "A-2026-0001", "unsinn"] {
            assert_eq!(deal.klara.call("order", &[("number", number)]).await.error(), AppError::NotFound);
        }
        let listed: OrderList = deal.boss.call("orders", &[("filter[query]", "warenkorb"), ("filter[state]", "open")]).await.json();
        assert_eq!(listed.lines.len(), 1);
        assert_eq!(deal.boss.get("/orders?state=open&q=warenkorb").await.status, StatusCode::OK);
    }
}
