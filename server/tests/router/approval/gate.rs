//! The gate: how much may be booked, by whom at once, with timers, and across merges.
use super::{Shop, ask, book, decide, in_shop, meter, over, request};
use crate::TestHouse;
use crate::effort::change;
use crate::house::key;
use crate::ticket::merge::{merge, undo};
use crate::ticket::{codes, page};
use app::effort::view::TimerView;
use app::error::AppError;
use domain::approval::State;
use domain::effort::gate::{Level, Meter};
use domain::input::Reason;
use domain::ticket::Stage;
use jiff::SignedDuration;

async fn futures_of<T>(handles: impl Iterator<Item = tokio::task::JoinHandle<T>>) -> Vec<T> {
    let mut all = Vec::new();
    for handle in handles.collect::<Vec<_>>() {
        all.push(handle.await.unwrap());
    }
    all
}

in_shop! {
    async fn two_people_with_forty_minutes_each_meet_the_gate(shop: Shop) {
        let number = shop.worked_on("Warenkorb").await;
        book(&shop.tom, number, "40", "billable").await.json::<()>();
        assert_eq!(book(&shop.lena, number, "40", "billable").await.error(), over(20, 20));
        book(&shop.lena, number, "40", "goodwill").await.json::<()>();
        book(&shop.lena, number, "20", "billable").await.json::<()>();
        let seen = page(&shop.tom, number).await;
        assert_eq!(meter(&seen), Meter { included: 60, released: 0, booked: 60, running: 0 });
        assert_eq!(book(&shop.tom, number, "1", "billable").await.error(), over(0, 1));
        // A correction is a booking, too: upwards only as far as it fits, downwards always.
        let line = seen.effort.unwrap().lines.iter().find(|line| line.effort.minutes == 40 && line.mine).unwrap().clone();
        let change = async |minutes: &str, billing: &str| {
            let (key, id) = (key(), line.id.to_string());
            let fields = [("key", key.as_str()), ("id", &id), ("version", "1"), ("minutes", minutes), ("activity", "bug_fixing"), ("billing", billing), ("day", "2026-11-23")];
            shop.tom.call("effort/change", &fields).await
        };
        assert_eq!(change("45", "billable").await.error(), over(40, 5));
        change("30", "billable").await.json::<()>();
        assert_eq!(meter(&page(&shop.tom, number).await).booked, 50);
    }

    async fn who_books_at_once_never_crosses_the_limit_together(shop: Shop) {
        let number = shop.worked_on("Warenkorb").await;
        let all = futures_of((0..6).map(|at| {
            let who = if at % 2 == 0 { shop.tom.clone() } else { shop.lena.clone() };
            tokio::spawn(async move { book(&who, number, "25", "billable").await.status.is_success() })
        })).await;
        assert_eq!(all.into_iter().filter(|booked| *booked).count(), 2);
        assert_eq!(meter(&page(&shop.tom, number).await).booked, 50);
    }

    async fn near_the_limit_staff_are_warned_and_the_customer_is_told_once(shop: Shop) {
        let number = shop.worked_on("Warenkorb").await;
        shop.clear_letters().await;
        book(&shop.tom, number, "40", "billable").await.json::<()>();
        assert!(shop.letters().await.is_empty());
        let partner = "INSERT INTO participant (ticket_id, person_id) SELECT t.id, p.id FROM ticket t, person p WHERE p.kind = 'partner'";
        shop.house.run(partner, []).await;
        book(&shop.lena, number, "10", "billable").await.json::<()>();
        book(&shop.lena, number, "5", "billable").await.json::<()>();
        let letters = shop.letters().await;
        assert_eq!(shop.reached().await, ["tom.team", "vera.albers"], "who is responsible and the customer, once; the partner learns nothing");
        let of = |name: &str| letters.iter().find(|(to, _)| to == name).unwrap().1.split_whitespace().collect::<Vec<_>>().join(" ");
        let text = of("vera.albers");
        assert!(text.contains("nähert sich 1 Stunde") && !text.contains("50 Min"), "{text}");
        let text = of("tom.team");
        assert!(text.contains("nähert sich der Grenze: 50"), "{text}");
        assert!(shop.tom.get(&format!("/tickets/{number}")).await.text().contains("time-dock__limit"));
        let seen = page(&shop.tom, number).await;
        assert_eq!(codes(&seen).iter().filter(|code| **code == "nearing").count(), 1);
        let hers = page(&shop.vera, number).await;
        assert!(!codes(&hers).contains(&"nearing") && hers.effort.is_none());
        let card = hers.approvals.unwrap();
        assert_eq!((card.included, card.released, card.told.is_some()), (Some(60), 0, true));
        let petras = page(&shop.petra, number).await;
        assert!(petras.approvals.is_none() && !codes(&petras).contains(&"limit_told"));
    }

    async fn timers_count_and_keep_their_time_at_the_gate(shop: Shop) {
        let number = shop.worked_on("Warenkorb").await;
        let (key, ticket) = (key(), number.to_string());
        shop.tom.call("effort/timer", &[("key", &format!("{key}s")), ("number", &ticket), ("deed", "start")]).await.json::<()>();
        shop.clear_letters().await;
        shop.house.wait(SignedDuration::from_mins(30));
        let look = async || server::approval::watch::look(&shop.house.house, shop.house.now()).await.unwrap();
        assert_eq!(look().await, 0);
        shop.house.wait(SignedDuration::from_mins(20));
        let level = async || shop.tom.call("effort/timers", &[]).await.json::<Vec<TimerView>>()[0].level;
        assert_eq!((look().await, look().await), (1, 0), "told once");
        assert_eq!((level().await, shop.reached().await), (Some(Level::Near), vec!["tom.team".into(), "vera.albers".into()]));
        assert_eq!(meter(&page(&shop.lena, number).await).running, 50);
        shop.house.wait(SignedDuration::from_mins(40));
        let fields = [("key", key.as_str()), ("number", &ticket), ("quick", "timer"), ("activity", "bug_fixing"), ("billing", "billable")];
        assert_eq!(shop.tom.call("effort/book", &fields).await.error(), over(60, 30));
        shop.house.wait(SignedDuration::from_mins(10));
        let timer = page(&shop.tom, number).await.effort.unwrap().timer.unwrap();
        assert_eq!((timer.since, timer.kept / 60_000), (None, 90), "it stands still, and nothing is lost");
        shop.tom.call("effort/timer", &[("key", &format!("{key}t")), ("number", &ticket), ("deed", "start")]).await.json::<()>();
        assert_eq!(shop.tom.call("effort/book", &fields).await.error(), over(60, 30));
        let timer = page(&shop.tom, number).await.effort.unwrap().timer.unwrap();
        assert_eq!((timer.since, timer.kept / 60_000), (None, 90), "nor when it is sent again");
        ask(&shop.tom, number, "30", "Mehr Fehler als gedacht.").await.json::<()>();
        let id = request(&page(&shop.big, number).await).id.0;
        decide(&shop.big, id, "approve", "").await.json::<()>();
        shop.tom.call("effort/book", &fields).await.json::<()>();
        assert_eq!(meter(&page(&shop.tom, number).await), Meter { included: 60, released: 30, booked: 90, running: 0 });
    }

    async fn what_was_timed_without_a_connection_is_told_of_as_well(shop: Shop) {
        let number = shop.worked_on("Warenkorb").await;
        let (now, once, ticket) = (shop.house.now().as_millisecond(), key(), number.to_string());
        shop.house.wait(SignedDuration::from_mins(90));
        shop.clear_letters().await;
        for (deed, at) in [("start", now), ("pause", now + 50 * 60_000)] {
            let (key, at) = (format!("{once}-{deed}"), at.to_string());
            let fields = [("key", key.as_str()), ("number", &ticket), ("deed", deed), ("at", &at)];
            shop.tom.call("effort/timer", &fields).await.json::<()>();
        }
        let seen = page(&shop.tom, number).await;
        assert_eq!((meter(&seen).running, seen.effort.unwrap().timer.unwrap().since), (50, None));
        let look = async || server::approval::watch::look(&shop.house.house, shop.house.now()).await.unwrap();
        assert_eq!((look().await, look().await), (1, 0), "told once");
        assert_eq!(shop.reached().await, ["tom.team", "vera.albers"]);
        assert!(codes(&page(&shop.vera, number).await).contains(&"limit_told"));
    }

    async fn work_across_midnight_meets_the_gate_as_a_whole(shop: Shop) {
        let number = shop.worked_on("Warenkorb").await;
        // From 23:20 to 00:20, of which half an hour fits.
        shop.house.wait(SignedDuration::from_mins(14 * 60 + 20));
        book(&shop.tom, number, "30", "billable").await.json::<()>();
        let (once, ticket) = (key(), number.to_string());
        shop.tom.call("effort/timer", &[("key", &format!("{once}s")), ("number", &ticket), ("deed", "start")]).await.json::<()>();
        shop.house.wait(SignedDuration::from_hours(1));
        let fields = [("key", once.as_str()), ("number", &ticket), ("quick", "timer"), ("activity", "bug_fixing"), ("billing", "billable")];
        assert_eq!(shop.tom.call("effort/book", &fields).await.error(), over(30, 30), "not what the first day lacks");
        ask(&shop.tom, number, "30", "Mehr Fehler als gedacht.").await.json::<()>();
        let id = request(&page(&shop.big, number).await).id.0;
        decide(&shop.big, id, "approve", "").await.json::<()>();
        shop.tom.call("effort/book", &fields).await.json::<()>();
        assert_eq!(meter(&page(&shop.tom, number).await), Meter { included: 60, released: 30, booked: 90, running: 0 });
    }

    async fn a_merge_brings_what_was_released_and_takes_back_what_waits(shop: Shop) {
        let (early, late) = (shop.worked_on("Warenkorb").await, shop.worked_on("Kasse").await);
        ask(&shop.tom, early, "30", "Mehr.").await.json::<()>();
        let id = request(&page(&shop.big, early).await).id.0;
        decide(&shop.big, id, "approve", "").await.json::<()>();
        book(&shop.tom, early, "90", "billable").await.json::<()>();
        ask(&shop.tom, early, "30", "Noch mehr.").await.json::<()>();
        merge(&shop.lena, early, late).await.json::<i64>();
        let seen = page(&shop.tom, late).await;
        assert_eq!(meter(&seen), Meter { included: 60, released: 30, booked: 90, running: 0 });
        assert_eq!((seen.stage, request(&seen).state), (Stage::InProgress, State::Withdrawn));
        shop.house.wait(SignedDuration::from_hours(24 * 9));
        assert_eq!(server::approval::watch::look(&shop.house.house, shop.house.now()).await.unwrap(), 0);
        assert_eq!(shop.house.number("SELECT count(*) FROM promise p JOIN ticket t ON t.id = p.ticket_id WHERE t.merged_into IS NOT NULL").await, 0);
    }

    async fn one_release_does_not_count_twice_when_a_merge_is_undone(shop: Shop) {
        let (early, late) = (shop.worked_on("Warenkorb").await, shop.worked_on("Kasse").await);
        ask(&shop.tom, early, "60", "Mehr.").await.json::<()>();
        decide(&shop.big, request(&page(&shop.big, early).await).id.0, "approve", "").await.json::<()>();
        merge(&shop.lena, early, late).await.json::<i64>();
        book(&shop.tom, late, "120", "billable").await.json::<()>();
        let why = Reason::NoMerge(domain::ticket::merge::NoMerge::Released);
        assert_eq!(undo(&shop.lena, late, early).await.error(), AppError::field("merged", why));
        assert_eq!(page(&shop.tom, early).await.number.0, late, "nothing was parted");
        let booked = page(&shop.tom, late).await.effort.unwrap().lines.remove(0);
        change(&shop.tom, booked.id.0, booked.version, &[("deed", "take_back")]).await.json::<()>();
        undo(&shop.lena, late, early).await.json::<()>();
        assert_eq!(meter(&page(&shop.tom, early).await), Meter { included: 60, released: 60, booked: 0, running: 0 });
    }
}
