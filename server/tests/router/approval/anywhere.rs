//! A full gate has a way out in every state in which work is done: more can be asked for, and the ticket goes on where it was.
use super::{Shop, ask, begin, book, decide, in_shop, over, request};
use crate::TestHouse;
use crate::ticket::{accept, hand_over, open, page, ready, shift, write};
use app::error::AppError;
use domain::ticket::Stage;
use domain::ticket::workflow::{Need, WrongMove};

/// Fills the gate of a ticket, and asks for half an hour more.
async fn full(shop: &Shop, number: i64) {
    book(&shop.tom, number, "60", "billable").await.json::<()>();
    assert_eq!(book(&shop.tom, number, "1", "billable").await.error(), over(0, 1));
    again(shop, number).await;
}

async fn again(shop: &Shop, number: i64) {
    ask(&shop.tom, number, "30", "Es dauert länger.").await.json::<()>();
    assert_eq!(page(&shop.vera, number).await.stage, Stage::WaitingForApproval);
}

async fn answered(shop: &Shop, number: i64, deed: &str) -> Stage {
    let id = request(&page(&shop.big, number).await).id.0;
    decide(&shop.big, id, deed, "So ist es.").await.json::<()>();
    page(&shop.tom, number).await.stage
}

/// A ticket of which a version was accepted.
async fn going_live(shop: &Shop) -> i64 {
    let number = open(&shop.vera, "Warenkorb").await;
    begin(shop, number).await;
    ready(&shop.tom, number, "4.2", "Testsystem").await.json::<()>();
    accept(&shop.max, number).await;
    assert_eq!(page(&shop.tom, number).await.stage, Stage::GoingLive);
    number
}

async fn is_accepted(shop: &Shop, number: i64) -> bool {
    let sql = format!("SELECT COUNT(*) FROM ticket WHERE number = {number} AND acceptance_id IS NOT NULL");
    shop.house.number(&sql).await == 1
}

in_shop! {
    async fn what_was_accepted_goes_live_after_a_release_without_being_accepted_anew(shop: Shop) {
        let number = going_live(&shop).await;
        let html = shop.tom.get(&format!("/tickets/{number}")).await.text();
        assert!(html.contains("/api/approval/ask"), "{html}");
        full(&shop, number).await;
        assert!(is_accepted(&shop, number).await);
        assert_eq!(answered(&shop, number, "approve").await, Stage::GoingLive);
        book(&shop.tom, number, "30", "billable").await.json::<()>();
        assert!(is_accepted(&shop, number).await);
        shift(&shop.tom, number, Stage::Done, "Ist live.").await.json::<()>();
        assert!(is_accepted(&shop, number).await);
    }

    async fn what_was_accepted_goes_live_also_where_nothing_was_released(shop: Shop) {
        let number = going_live(&shop).await;
        full(&shop, number).await;
        assert_eq!(answered(&shop, number, "decline").await, Stage::WaitingForApproval, "it rests");
        let offers = page(&shop.tom, number).await.offers;
        assert!(offers.iter().any(|offer| offer.to == Stage::GoingLive && offer.missing.is_none()), "{offers:?}");
        again(&shop, number).await;
        assert_eq!(answered(&shop, number, "decline").await, Stage::WaitingForApproval);
        shift(&shop.tom, number, Stage::GoingLive, "").await.json::<()>();
        assert!(is_accepted(&shop, number).await);
        // Of what nobody accepted that is not said, and no way leads live.
        let other = open(&shop.vera, "Kasse").await;
        begin(&shop, other).await;
        full(&shop, other).await;
        assert_eq!(answered(&shop, other, "decline").await, Stage::WaitingForApproval);
        let offers = page(&shop.tom, other).await.offers;
        assert!(offers.iter().all(|offer| offer.to != Stage::GoingLive), "{offers:?}");
        let missing = AppError::WrongMove { move_: WrongMove::Missing { need: Need::Acceptance } };
        assert_eq!(shift(&shop.tom, other, Stage::GoingLive, "").await.error(), missing);
        // Work that begins anew is another version.
        again(&shop, number).await;
        assert_eq!(answered(&shop, number, "decline").await, Stage::WaitingForApproval);
        shift(&shop.tom, number, Stage::InProgress, "").await.json::<()>();
        assert!(!is_accepted(&shop, number).await);
    }

    async fn before_and_during_triage_more_can_be_asked_for(shop: Shop) {
        let number = open(&shop.vera, "Warenkorb").await;
        full(&shop, number).await;
        assert_eq!(answered(&shop, number, "approve").await, Stage::Received);
        shift(&shop.lena, number, Stage::InTriage, "").await.json::<()>();
        again(&shop, number).await;
        assert_eq!(answered(&shop, number, "approve").await, Stage::InTriage);
        hand_over(&shop.lena, number, shop.team, "Wie besprochen.", "").await.json::<()>();
        assert_eq!(page(&shop.tom, number).await.stage, Stage::HandedOver);
    }

    async fn a_question_stays_one_until_it_is_answered_also_while_more_is_asked_for(shop: Shop) {
        let number = open(&shop.vera, "Warenkorb").await;
        shift(&shop.lena, number, Stage::InTriage, "").await.json::<()>();
        shift(&shop.lena, number, Stage::Question, "Welche Zahlart?").await.json::<()>();
        full(&shop, number).await;
        write(&shop.tom, number, "Wir warten auf beides.", &[]).await.json::<()>();
        assert_eq!(answered(&shop, number, "approve").await, Stage::Question);
        again(&shop, number).await;
        write(&shop.vera, number, "Rechnung.", &[]).await.json::<()>();
        assert_eq!(page(&shop.vera, number).await.stage, Stage::WaitingForApproval, "a word alone releases nothing");
        assert_eq!(answered(&shop, number, "approve").await, Stage::InTriage);
    }

    async fn a_version_can_be_tested_after_a_release(shop: Shop) {
        let number = open(&shop.vera, "Warenkorb").await;
        begin(&shop, number).await;
        ready(&shop.tom, number, "4.2", "Testsystem").await.json::<()>();
        full(&shop, number).await;
        assert_eq!(answered(&shop, number, "approve").await, Stage::ReadyForAcceptance);
        accept(&shop.max, number).await;
        assert_eq!(page(&shop.tom, number).await.stage, Stage::GoingLive);
    }

    async fn what_is_over_is_opened_again_before_more_is_asked_for(shop: Shop) {
        let number = going_live(&shop).await;
        shift(&shop.tom, number, Stage::Done, "Ist live.").await.json::<()>();
        let (from, to) = (Stage::Done, Stage::WaitingForApproval);
        let wrong = AppError::WrongMove { move_: WrongMove::NoSuchMove { from, to } };
        assert_eq!(ask(&shop.tom, number, "30", "Mehr.").await.error(), wrong);
    }
}
