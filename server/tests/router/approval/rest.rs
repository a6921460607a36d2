//! What was not released near the limit: the ticket rests, and its promise with it, until staff decide.
use super::{Shop, ask, begin, book, decide, in_shop, request};
use crate::TestHouse;
use crate::house::{Browser, key};
use crate::overview::seen as overview;
use crate::ticket::{hand_over, open, open_with, page, shift, write};
use app::promise::view::PromiseState;
use app::ticket::view::{Counters, TicketView};
use domain::approval::State;
use domain::promise::target::Metric;
use domain::ticket::Stage;
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
        let at = format!("/tickets/{number}");
        let shown = shop.tom.get(&at).await.text();
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
        shift(&shop.tom, number, Stage::WaitingForApproval, "Wollen Sie das so?").await.json::<()>();
        assert_eq!(asked(&shop.vera, number).await, (1, 1, false), "the customer is to say so");
        assert_eq!(answer("approve").await, Stage::InProgress);
    }
}
