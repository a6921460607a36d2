//! Whom a request asks: whose start page offers it, and to whom the ticket opens with it.
use super::{Shop, ask, decide, in_shop, overview, request};
use crate::TestHouse;
use crate::house::{Browser, key};
use crate::ticket::merge::merge;
use crate::ticket::{codes, page, shift, write};
use app::error::AppError;
use domain::input::Reason;
use domain::overview::Task;
use domain::person::Rights;
use domain::ticket::Stage;
use jiff::SignedDuration;

/// Whether the start page offers to release all the effort that is asked for on a ticket.
async fn offered(who: &Browser, number: i64) -> bool {
    let page = overview(who).await;
    page.waiting
        .iter()
        .any(|one| matches!(one.task, Task::Release { number: shown, asked: None, .. } if shown.0 == number))
}

fn up_to(cents: i64) -> Rights {
    Rights { approves_up_to: Some(cents), ..Rights::default() }
}

in_shop! {
    async fn nobody_is_waited_for_who_was_not_asked(shop: Shop) {
        let number = shop.worked_on("Warenkorb").await;
        let to = Stage::WaitingForApproval;
        let wrong = AppError::field("to", Reason::Unasked);
        for who in [&shop.tom, &shop.lena] {
            for note in ["", "Bitte geben Sie den Mehraufwand frei."] {
                assert_eq!(shift(who, number, to, note).await.error(), wrong, "{note}");
            }
            assert_eq!(write(who, number, "Bitte freigeben.", &[("to", to.code())]).await.error(), wrong);
        }
        // Without scripts the reply comes back with its words, and the sentence stands where the state was chosen.
        let (at, once, ticket) = (format!("/tickets/{number}"), key(), number.to_string());
        let fields = [("key", once.as_str()), ("number", &ticket), ("body", "Bitte freigeben."), ("seen", "9999"), ("to", to.code())];
        let sent = shop.tom.post("ticket/write", &at, &fields).await;
        let back = shop.tom.get(sent.header("location")).await.text();
        assert!(back.contains("Fragen Sie am Anliegen die Freigabe an") && back.contains("Bitte freigeben."), "{back}");
        let seen = page(&shop.vera, number).await;
        assert_eq!(seen.stage, Stage::InProgress);
        assert!(!codes(&seen).contains(&"message"), "what was refused was not said");
        // The page offers the form that asks, and the state in no other.
        let seen = page(&shop.tom, number).await;
        assert!(seen.offers.iter().any(|offer| offer.to == to && offer.needs_request));
        let html = shop.tom.get(&at).await.text();
        assert!(html.contains("/api/approval/ask") && !html.contains("value=\"waiting_for_approval\""), "{html}");
        ask(&shop.tom, number, "30", "Mehr.").await.json::<()>();
        assert_eq!(page(&shop.vera, number).await.stage, to);
    }

    async fn the_start_page_counts_what_was_released_on_the_ticket_before(shop: Shop) {
        let (early, late) = (shop.worked_on("Warenkorb").await, shop.worked_on("Kasse").await);
        ask(&shop.tom, early, "1 h", "Mehr.").await.json::<()>();
        assert!(offered(&shop.small, early).await, "95 € are within 100 €");
        decide(&shop.small, request(&page(&shop.small, early).await).id.0, "approve", "").await.json::<()>();
        // 47.50 € alone are within the limit, too; together with what was released they are not.
        ask(&shop.tom, early, "30", "Noch mehr.").await.json::<()>();
        let id = request(&page(&shop.small, early).await).id.0;
        assert_eq!(decide(&shop.small, id, "approve", "").await.error(), AppError::NotYours);
        assert_eq!((offered(&shop.small, early).await, offered(&shop.big, early).await), (false, true));
        let start = overview(&shop.small).await;
        let left = start.waiting.iter().map(|one| match one.task {
            Task::Release { minutes, asked, .. } => (minutes, asked),
            _ => panic!("{one:?}"),
        });
        assert_eq!(left.collect::<Vec<_>>(), [(3, Some(30))], "five euros are left of her right");
        decide(&shop.big, id, "decline", "Später.").await.json::<()>();
        // What was released on a merged ticket counts for the one that it leads to, and for no other.
        let other = shop.worked_on("Suche").await;
        merge(&shop.lena, early, late).await.json::<i64>();
        for number in [late, other] {
            ask(&shop.tom, number, "30", "Mehr.").await.json::<()>();
            assert_eq!(offered(&shop.small, number).await, number == other);
            assert!(offered(&shop.big, number).await);
        }
    }

    async fn an_approver_takes_part_once_asked_and_nobody_else_does(shop: Shop) {
        let contact = async |name: &str, at, rights| {
            let id = shop.house.contact(name, at, rights).await;
            shop.house.browser(id).await
        };
        let hilde = contact("Hilde Haas", shop.albers, up_to(100_000)).await;
        let less = contact("Bert Bieder", shop.albers, up_to(5_000)).await;
        let plain = contact("Nora Nagel", shop.albers, Rights::default()).await;
        let foreign = contact("Clara Conrad", shop.brandt, up_to(100_000)).await;
        let (number, other) = (shop.worked_on("Warenkorb").await, shop.worked_on("Kasse").await);
        let look = async |who: &Browser, number: i64| who.call("ticket", &[("number", &number.to_string())]).await;
        assert_eq!(look(&hilde, number).await.error(), AppError::NotFound);
        shop.clear_letters().await;
        ask(&shop.tom, number, "2 h", "Zwei Zahlarten rechnen anders.").await.json::<()>();
        let letters = shop.letters().await;
        let hers: Vec<String> =
            letters.iter().filter(|(to, _)| to == "hilde.haas").map(|(_, text)| text.replace("=\n", "")).collect();
        let [told] = hers.as_slice() else { panic!("one letter: {letters:?}") };
        assert!(told.contains(&format!("/tickets/{number}")), "{told}");
        // Without that letter she finds it as well.
        assert!(offered(&hilde, number).await);
        assert!(hilde.get("/").await.text().contains("Warenkorb"));
        let seen = page(&hilde, number).await;
        assert_eq!((seen.stage, request(&seen).minutes), (Stage::WaitingForApproval, 120));
        assert!(codes(&page(&shop.tom, number).await).contains(&"person_added"));
        assert_eq!(look(&hilde, other).await.error(), AppError::NotFound, "this ticket alone");
        let id = request(&seen).id.0;
        for who in [&less, &plain, &foreign, &shop.fritz] {
            assert_eq!(look(who, number).await.error(), AppError::NotFound);
            assert_eq!(decide(who, id, "approve", "").await.error(), AppError::NotFound);
            let start = overview(who).await;
            assert_eq!((start.waiting.len(), start.theirs.len(), start.open.len()), (0, 0, 0));
        }
        decide(&hilde, id, "approve", "").await.json::<()>();
        assert_eq!(page(&shop.tom, number).await.stage, Stage::InProgress);
    }

    async fn who_may_release_only_since_takes_part_with_the_reminder(shop: Shop) {
        let id = shop.house.contact("Hilde Haas", shop.albers, Rights::default()).await;
        let hilde = shop.house.browser(id).await;
        let number = shop.worked_on("Warenkorb").await;
        ask(&shop.tom, number, "2 h", "Mehr.").await.json::<()>();
        let rights = serde_json::to_string(&up_to(100_000)).unwrap();
        shop.house.run("UPDATE membership SET rights = $1 WHERE person_id = $2", [rights.into(), id.0.into()]).await;
        assert!(!offered(&hilde, number).await);
        shop.clear_letters().await;
        shop.house.wait(SignedDuration::from_hours(24 * 2 + 1));
        server::approval::watch::look(&shop.house.house, shop.house.now()).await.unwrap();
        assert_eq!(shop.reached().await, ["greta.gross", "hilde.haas", "klara.klein"], "one letter each");
        assert!(offered(&hilde, number).await);
        assert_eq!(page(&hilde, number).await.stage, Stage::WaitingForApproval);
    }
}
