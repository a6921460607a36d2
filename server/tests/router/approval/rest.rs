//! What was not released near the limit: the ticket rests, and its promise with it, until staff decide.
use super::{Shop, ask, begin, book, decide, in_shop, request};
use crate::TestHouse;
use crate::house::{Browser, key};
use crate::mail::arrives;
use crate::overview::seen as overview;
use crate::ticket::merge::{merge, undo};
use crate::ticket::{hand_over, list, open, open_with, page, shift, write};
use app::promise::view::PromiseState;
use app::ticket::view::{Counters, TicketView};
use domain::approval::State;
use domain::promise::target::Metric;
use domain::ticket::Stage;
use domain::ticket::stage::WaitsFor;
use jiff::SignedDuration;

fn processing(seen: &TicketView) -> PromiseState {
    seen.promises.iter().find(|promise| promise.metric == Metric::Processing).unwrap().state
}

/// What waits for a customer: on the start page, beside the navigation, and whether the ticket stands among what is under way.
async fn asked(who: &Browser, number: i64) -> (usize, u32, bool) {
    let page = overview(who).await;
    let counted = who.call("counters", &[]).await.json::<Counters>().mine;
    (page.waiting.len(), counted, page.open.iter().any(|line| line.number.0 == number))
}

/// Lets a ticket wait without a request, as staff could before a request alone led there.
async fn waits_unasked(shop: &Shop, number: i64) {
    ask(&shop.tom, number, "30", "Wollen Sie das so?").await.json::<()>();
    let sql =
        "DELETE FROM approval WHERE state = 'open' AND ticket_id = (SELECT id FROM ticket WHERE number = $1)";
    shop.house.run(sql, [number.into()]).await;
}

fn rests(seen: &TicketView) -> bool {
    seen.stage == Stage::WaitingForApproval && matches!(processing(seen), PromiseState::Paused(_))
}

in_shop! {
    async fn after_silence_and_after_a_refusal_the_promise_rests_until_staff_decide(shop: Shop) {
        let ordered = [("kind", "quick_high"), ("consent[quick_high]", "19000")];
        let number: i64 = open_with(&shop.vera, "Kasse", &ordered).await.json();
        begin(&shop, number).await;
        book(&shop.tom, number, "60", "billable").await.json::<()>();
        assert_eq!(processing(&page(&shop.tom, number).await), PromiseState::Running);
        ask(&shop.tom, number, "1:30", "Es dauert länger.").await.json::<()>();
        let at = format!("/tickets/{number}");
        for who in [&shop.tom, &shop.vera] {
            let shown = who.get(&at).await.text();
            assert!(shown.contains("Ruht seit heute, ") && shown.contains(": wartet auf die Freigabe. Danach bleiben"), "{shown}");
            assert!(shown.contains("die zugesagte Zeit ruht") && !shown.contains("die zugesagte Zeit läuft weiter"), "{shown}");
        }
        shop.house.wait(SignedDuration::from_hours(24 * 8));
        server::approval::watch::look(&shop.house.house, shop.house.now()).await.unwrap();
        for who in [&shop.tom, &shop.vera] {
            let seen = page(who, number).await;
            assert_eq!(request(&seen).state, State::Expired);
            assert!(rests(&seen), "two hours of work days are over, but nobody could work: {:?}", seen.promises);
        }
        for who in [&shop.vera, &shop.big] {
            assert_eq!(asked(who, number).await, (0, 0, true), "nobody there can decide about it any more");
        }
        let shown = shop.tom.get(&at).await.text();
        assert!(shown.contains(": wartet auf eine Entscheidung, wie es weitergeht. Danach bleiben"), "{shown}");
        let queue = shop.tom.get("/queue?queue=mine").await.text();
        assert!(queue.contains("Ruht seit ") && queue.contains("wartet auf eine Entscheidung"), "{queue}");
        assert!(shown.contains("Die Bearbeitungszeit ruht, bis Sie entscheiden") && shown.contains("/api/approval/ask"), "{shown}");
        let shown = shop.vera.get(&at).await.text();
        assert!(shown.contains("hat in der Frist niemand entschieden") && shown.contains("mit ihr die zugesagte Zeit"), "{shown}");
        write(&shop.vera, number, "Bitte noch warten.", &[]).await.json::<()>();
        assert!(rests(&page(&shop.vera, number).await), "a word alone releases nothing");
        // Staff ask anew, and are refused.
        ask(&shop.tom, number, "30", "Nach unserem Anruf.").await.json::<()>();
        assert_eq!(asked(&shop.big, number).await, (1, 1, false));
        let id = request(&page(&shop.big, number).await).id.0;
        decide(&shop.big, id, "decline", "Zu teuer.").await.json::<()>();
        assert!(rests(&page(&shop.vera, number).await));
        assert_eq!(asked(&shop.big, number).await, (0, 0, true));
        assert!(shop.vera.get(&at).await.text().contains("Der weitere Aufwand ist nicht freigegeben"));
        assert!(shop.tom.get(&at).await.text().contains("Der Kunde hat den Aufwand nicht freigegeben"));
        // They go on with what is there: from now on time counts.
        shift(&shop.tom, number, Stage::InProgress, "").await.json::<()>();
        assert_eq!(processing(&page(&shop.vera, number).await), PromiseState::Running);
        let shown = shop.vera.get(&at).await.text();
        assert!(shown.contains("die zugesagte Zeit läuft weiter") && !shown.contains("Ruht seit "), "{shown}");
    }

    async fn what_rests_says_so_in_lists_queues_and_reports(shop: Shop) {
        let (number, other) = (shop.worked_on("Warenkorb").await, shop.worked_on("Kasse").await);
        for one in [number, other] {
            book(&shop.tom, one, "60", "billable").await.json::<()>();
            ask(&shop.tom, one, "30", "Mehr.").await.json::<()>();
        }
        let rests = async |who: &Browser, query: &str| {
            let lines = list(who, query).await.lines;
            lines.iter().map(|line| (line.number.0, line.rests)).collect::<Vec<_>>()
        };
        assert_eq!(rests(&shop.tom, "state=rests").await, [], "both wait for an answer");
        assert!(!page(&shop.tom, number).await.rests);
        let id = request(&page(&shop.big, number).await).id.0;
        decide(&shop.big, id, "decline", "Zu teuer.").await.json::<()>();
        for who in [&shop.tom, &shop.vera] {
            assert!(page(who, number).await.rests && !page(who, other).await.rests);
            assert_eq!(rests(who, "state=rests").await, [(number, true)]);
            assert_eq!(rests(who, "state=done,rests").await, [(number, true)]);
            assert_eq!(rests(who, "state=waiting_for_approval&sort=number").await, [(other, false), (number, true)]);
        }
        let told = "Ruht, nicht freigegeben";
        for (who, path) in [
            (&shop.tom, "/tickets?state=waiting_for_approval".to_owned()),
            (&shop.tom, "/queue?queue=mine".to_owned()),
            (&shop.tom, "/board".to_owned()),
            (&shop.tom, format!("/tickets/{number}")),
            (&shop.vera, "/".to_owned()),
        ] {
            assert!(who.get(&path).await.text().contains(told), "{path}");
        }
        assert!(!shop.tom.get(&format!("/tickets/{other}")).await.text().contains(told));
        // So it does where it is planned, and where an internal ticket names it.
        shop.house.run("UPDATE ticket SET planned_on = '2026-11-30' WHERE number = $1", [number.into()]).await;
        let (once, ticket) = (key(), number.to_string());
        let fields = [("key", once.as_str()), ("number", &ticket), ("work", "bug"), ("title", "Rechner"), ("description", "Zwei Zahlarten.")];
        let inner: i64 = shop.tom.call("internal/open", &fields).await.json();
        for path in ["/monthly-plan?month=2026-11&show=all".to_owned(), format!("/tickets/{inner}")] {
            assert!(shop.lena.get(&path).await.text().contains(told), "{path}");
        }
        // So it does where staff choose it for a mail, or for another ticket.
        arrives(&shop.house, "From: Kim <kim@anderswo.de>\nSubject: Warenkorb\nMessage-ID: <k1@anderswo.de>\n\nAuch bei mir.\n").await;
        let mail = shop.house.number("SELECT MAX(id) FROM mail").await;
        let html = shop.lena.get(&format!("/mails/{mail}/move?ticket={number}")).await.text();
        assert!(html.contains(told), "{html}");
        let html = shop.lena.get(&format!("/tickets/{other}/merge?into={number}")).await.text();
        let (_, preview) = html.split_once("id=\"preview\"").unwrap();
        assert!(preview.split("</ul>").next().unwrap().contains(told), "{html}");
        // In a report it stands with what we have to do.
        let now = shop.house.now();
        let report = server::report::facts::report(&shop.house.house, (shop.albers, "Albers"), "2026-11".parse().unwrap(), now);
        let points: Vec<_> = report.await.unwrap().points.iter().map(|point| (point.ticket.number.0, point.waits_for())).collect();
        assert_eq!(points, [(other, WaitsFor::Customer), (number, WaitsFor::Staff)]);
        let at = "UPDATE organisation SET created_at = $1";
        shop.house.run(at, [now.as_millisecond().into()]).await;
        let html = shop.big.get("/reports?month=2026-11&kind=open-points").await.text();
        assert!(html.contains("Wartet auf Sie (1)") && html.contains(told), "{html}");
        shop.house.run("UPDATE person SET lang = 'en'", []).await;
        assert!(shop.tom.get("/tickets?state=rests").await.text().contains("At rest, not approved"));
        // Asked anew it waits for an answer again.
        ask(&shop.tom, number, "30", "Nach unserem Anruf.").await.json::<()>();
        assert_eq!(rests(&shop.tom, "state=rests").await, []);
    }

    async fn what_was_not_released_rests_with_the_ticket_that_it_was_merged_into(shop: Shop) {
        let (early, late) = (shop.worked_on("Warenkorb").await, shop.worked_on("Kasse").await);
        let step = || shop.house.wait(SignedDuration::from_mins(1));
        waits_unasked(&shop, late).await;
        book(&shop.tom, early, "60", "billable").await.json::<()>();
        ask(&shop.tom, early, "30", "Mehr.").await.json::<()>();
        step();
        decide(&shop.big, request(&page(&shop.big, early).await).id.0, "decline", "Zu teuer.").await.json::<()>();
        let points = async || {
            let (house, now) = (&shop.house.house, shop.house.now());
            let report = server::report::facts::report(house, (shop.albers, "Albers"), "2026-11".parse().unwrap(), now);
            let points = report.await.unwrap().points;
            points.iter().map(|point| (point.ticket.number.0, point.rests)).collect::<Vec<_>>()
        };
        assert_eq!(points().await, [(late, false), (early, true)]);
        step();
        merge(&shop.lena, early, late).await.json::<i64>();
        assert!(page(&shop.tom, late).await.rests, "its page says so");
        assert_eq!(points().await, [(late, true)]);
        step();
        undo(&shop.lena, late, early).await.json::<()>();
        assert!(!page(&shop.tom, late).await.rests);
        assert_eq!(points().await, [(late, false), (early, true)]);
    }

    async fn a_release_after_a_refusal_leads_back_to_where_the_ticket_was(shop: Shop) {
        let number = open(&shop.vera, "Warenkorb").await;
        shift(&shop.lena, number, Stage::InTriage, "").await.json::<()>();
        hand_over(&shop.lena, number, shop.team, "Wie besprochen.", "").await.json::<()>();
        book(&shop.tom, number, "44", "billable").await.json::<()>();
        let answer = async |deed: &str| {
            ask(&shop.tom, number, "30", "Mehr.").await.json::<()>();
            let id = request(&page(&shop.big, number).await).id.0;
            decide(&shop.big, id, deed, "So ist es.").await.json::<()>();
            page(&shop.tom, number).await.stage
        };
        assert_eq!(answer("decline").await, Stage::HandedOver, "a quarter of an hour is room to go on");
        book(&shop.tom, number, "1", "billable").await.json::<()>();
        assert_eq!(answer("decline").await, Stage::WaitingForApproval, "from here on the gate warns");
        assert_eq!(answer("approve").await, Stage::HandedOver);
        // Later it is at work, waits without a request, and is asked about: what was released before tells nothing of that.
        let fields = [("key", key()), ("number", number.to_string()), ("to", shop.tom_id.to_string())];
        let fields: Vec<_> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        shop.tom.call("ticket/assign", &fields).await.json::<()>();
        shift(&shop.tom, number, Stage::InProgress, "").await.json::<()>();
        waits_unasked(&shop, number).await;
        assert_eq!(asked(&shop.vera, number).await, (1, 1, false), "the customer is to say so");
        assert_eq!(answer("approve").await, Stage::InProgress);
    }
}
