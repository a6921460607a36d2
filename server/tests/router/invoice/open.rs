//! What stays open when a month is run, or becomes billable later, comes into the draft of a month that follows.
use super::*;
use crate::promise::plan;
use server::invoice::run::look;

/// Lets days pass, in which all stay signed in, and runs what is due then.
pub(super) async fn run_after(shop: &Shop, days: i64) -> usize {
    pass(&shop.scene.house, days).await
}

async fn pass(house: &TestHouse, days: i64) -> usize {
    house.wait(SignedDuration::from_hours(24 * days));
    let now = house.now();
    house.run("UPDATE session SET created_at = $1, used_at = $1", [now.as_millisecond().into()]).await;
    look(&house.house, now).await.unwrap()
}

/// The newest draft.
pub(super) async fn newest(shop: &Shop) -> InvoiceView {
    let drafts = list(&shop.scene.anke, &[("filter[standing]", "draft")]).await;
    let newest = drafts.lines.iter().map(|line| line.reference.parse::<i64>().unwrap()).max().unwrap();
    view(&shop.scene.anke, &newest.to_string()).await
}

/// Names of its lines with what they come to.
pub(super) fn lines(draft: &InvoiceView) -> Vec<(&str, i64)> {
    draft.lines.iter().map(|line| (line.line.name.as_str(), line.line.net_cents())).collect()
}

/// Albers has five hours a month from a day on.
pub(super) async fn package(shop: &Shop, from: &str) {
    plan(&shop.scene, shop.scene.albers.0, "package_5").await;
    shop.scene.house.run("UPDATE contract SET from_on = $1", [from.into()]).await;
}

/// Packages become dearer: 600 € instead of 525 €, and 200 € an hour beyond them, in whole hours.
async fn raise(shop: &Shop) {
    let dearer = [
        ("fee_cents = 52500", "fee_cents = 60000"),
        ("rate_cents = 11500", "rate_cents = 20000"),
        ("step_minutes = 15", "step_minutes = 60"),
    ];
    publish_with(shop, &dearer).await;
}

/// Publishes the configuration with other words in it.
async fn publish_with(shop: &Shop, replaced: &[(&str, &str)]) {
    let sonja = shop.scene.house.staff("Sonja Teuer", &[domain::person::Role::SupportManager]).await;
    let sonja = shop.scene.house.browser(sonja).await;
    let before = sonja.get("/policy/export/2").await.text();
    let text = replaced.iter().fold(before.clone(), |text, (from, to)| text.replace(from, to));
    assert_ne!(text, before);
    sonja.call("policy/import", &[("key", &*key()), ("text", &text)]).await.json::<()>();
    let draft: app::policy::view::DraftView = sonja.call("policy/draft", &[("moves", "false")]).await.json();
    let fields = [("key", &*key()), ("seen", &draft.seen.to_string()), ("note", "Preise 2027")];
    sonja.call("policy/publish", &fields).await.json::<()>();
}

with_package! {
    async fn work_beyond_a_package_is_billed_once_its_cycle_is_over_also_across_months(shop: Shop) {
        package(&shop, "2026-11-15").await;
        shop.book("8:00", &[]).await;
        // On 2 December the cycle goes on: three hours beyond it are not due.
        assert_eq!(run_after(&shop, 9).await, 1);
        let first = newest(&shop).await;
        assert_eq!(lines(&first), [("Paket 5 Stunden, 15.11.2026 – 14.12.2026", 52_500)]);
        assert_eq!(run_after(&shop, 31).await, 1);
        let second = newest(&shop).await;
        let expected = [
            ("Paket 5 Stunden, 15.12.2026 – 14.01.2027", 52_500),
            ("Stunden über das Paket hinaus, 15.11.2026 – 14.12.2026", 34_500),
        ];
        assert_eq!(lines(&second), expected);
        let days = second.period.map(|days| (days.from.to_string(), days.to.to_string()));
        assert_eq!(days, Some(("2026-11-15".into(), "2027-01-14".into())), "the days of what stands on it");
        let shown = shop.scene.anke.get(&format!("/invoices/{}", second.reference)).await.text();
        assert!(shown.contains("Darin ist auch Früheres, vor dem 01.12.2026"), "{shown}");
        // Whoever asks for the days by hand gets the same.
        turn(&shop.scene.anke, "invoice/turn", &second.reference, &[("deed", "discard")]).await.json::<String>();
        let fields = [("organisation", shop.albers.as_str()), ("from", "2026-12-01"), ("to", "2026-12-31")];
        let by_hand: String = turn(&shop.scene.anke, "invoice/draw", "", &fields).await.json();
        assert_eq!(lines(&view(&shop.scene.anke, &by_hand).await), expected);
    }

    async fn a_cycle_costs_what_was_agreed_on_its_first_day(shop: Shop) {
        package(&shop, "2026-11-15").await;
        shop.book("8:00", &[]).await;
        shop.scene.house.wait(SignedDuration::from_hours(24 * 7));
        raise(&shop).await;
        assert_eq!(run_after(&shop, 2).await, 1);
        assert_eq!(lines(&newest(&shop).await), [("Paket 5 Stunden, 15.11.2026 – 14.12.2026", 52_500)]);
        let price = async || {
            let fields = [("organisation", shop.albers.as_str()), ("cycle", "all")];
            let seen: app::package::view::PackagesView = shop.bea.call("packages", &fields).await.json();
            seen.statement.unwrap().cycles.iter().find_map(|line| line.price_cents)
        };
        assert_eq!(price().await, Some(34_500), "three hours at 115 €");
        // Booked late, work counts as it counted then: in quarters of an hour.
        shop.book("10", &[("day", "2026-11-24")]).await;
        assert_eq!(price().await, Some(37_375));
        assert_eq!(run_after(&shop, 31).await, 1);
        let expected = [
            ("Paket 5 Stunden, 15.12.2026 – 14.01.2027", 60_000),
            ("Stunden über das Paket hinaus, 15.11.2026 – 14.12.2026", 37_375),
        ];
        assert_eq!(lines(&newest(&shop).await), expected);
        assert_eq!(price().await, Some(37_375), "a month that is over stays as it was");
    }

    async fn hours_of_a_running_cycle_are_drawn_also_once_the_plan_has_none(shop: Shop) {
        package(&shop, "2026-11-15").await;
        shop.book("1:00", &[]).await;
        shop.scene.house.wait(SignedDuration::from_hours(24 * 7));
        publish_with(&shop, &[("\nhours = 5\n", "\nhours = 0\n")]).await;
        assert_eq!(run_after(&shop, 2).await, 1);
        shop.book("8:00", &[("day", "2026-11-24")]).await;
        assert_eq!(run_after(&shop, 31).await, 1);
        let second = newest(&shop).await;
        let beyond = ("Stunden über das Paket hinaus, 15.11.2026 – 14.12.2026", 46_000);
        assert!(lines(&second).contains(&beyond), "{:?}", lines(&second));
    }

    async fn work_beyond_a_cycle_whose_draft_was_discarded_comes_into_the_next_one(shop: Shop) {
        package(&shop, "2026-10-15").await;
        // As if it had been agreed before it began: then its hours come from its first day on.
        shop.scene.house.run("UPDATE contract SET settled_on = '2026-10-14'", []).await;
        shop.book("8:00", &[("day", "2026-10-20")]).await;
        let beyond = ("Stunden über das Paket hinaus, 15.10.2026 – 14.11.2026", 34_500);
        assert_eq!(run_after(&shop, 9).await, 1);
        let first = newest(&shop).await;
        assert!(lines(&first).contains(&beyond), "{:?}", lines(&first));
        amend(&shop.scene.anke, "invoice/turn", &first.reference, &[("deed", "discard")]).await.json::<String>();
        assert_eq!(run_after(&shop, 31).await, 1);
        let second = newest(&shop).await;
        assert!(lines(&second).contains(&beyond), "{:?}", lines(&second));
    }

    async fn a_fee_that_was_left_out_comes_into_the_next_draft(shop: Shop) {
        package(&shop, "2026-11-01").await;
        shop.book("8:00", &[]).await;
        assert_eq!(run_after(&shop, 9).await, 1);
        let first = newest(&shop).await;
        assert_eq!(first.lines.len(), 2);
        let fee = first.lines[0].id.to_string();
        let left_out = [("line", fee.as_str()), ("deed", "leave_out"), ("reason", "Folgt")];
        amend(&shop.scene.anke, "invoice/line", &first.reference, &left_out).await.json::<()>();
        issue(&shop.scene.anke, &first.reference).await.json::<String>();
        assert_eq!(run_after(&shop, 31).await, 1);
        let second = newest(&shop).await;
        assert_eq!(lines(&second), [("Paket 5 Stunden, November 2026", 52_500), ("Paket 5 Stunden, Dezember 2026", 52_500)]);
        // Drawn up anew it takes in the same.
        turn(&shop.scene.anke, "invoice/turn", &second.reference, &[("deed", "redraw")]).await.json::<String>();
        assert_eq!(lines(&view(&shop.scene.anke, &second.reference).await), lines(&second));
        // Whoever asks for December by hand gets it, too: an issued document gave it free.
        turn(&shop.scene.anke, "invoice/turn", &second.reference, &[("deed", "discard")]).await.json::<String>();
        let fields = [("organisation", shop.albers.as_str()), ("from", "2026-12-01"), ("to", "2026-12-31")];
        let by_hand: String = turn(&shop.scene.anke, "invoice/draw", "", &fields).await.json();
        assert_eq!(lines(&view(&shop.scene.anke, &by_hand).await), lines(&second));
    }
}

with_shop! {
    async fn what_a_discarded_draft_gave_free_comes_into_the_next_one(shop: Shop) {
        shop.book("30", &[]).await;
        assert_eq!(run_after(&shop, 9).await, 1);
        let first = newest(&shop).await;
        assert!(!shop.scene.anke.get(&format!("/invoices/{}", first.reference)).await.text().contains("Darin ist auch Früheres"));
        turn(&shop.scene.anke, "invoice/turn", &first.reference, &[("deed", "discard")]).await.json::<String>();
        assert_eq!(run_after(&shop, 31).await, 1);
        let second = newest(&shop).await;
        assert_eq!((second.totals.net, second.title.as_str()), (4_750, "Leistungen 23.11.2026"));
        for path in ["", "/issue"] {
            let shown = shop.scene.anke.get(&format!("/invoices/{}{path}", second.reference)).await.text();
            assert!(shown.contains("Darin ist auch Früheres, vor dem 01.12.2026") && shown.contains("am 23.11.2026"), "{shown}");
        }
        // It is no hour that was booked since, and drawing it up anew loses none.
        assert_eq!(second.billing.unwrap().booked_since, 0);
        turn(&shop.scene.anke, "invoice/turn", &second.reference, &[("deed", "redraw")]).await.json::<String>();
        assert_eq!(view(&shop.scene.anke, &second.reference).await.totals.net, 4_750);
    }

    async fn goodwill_that_is_billable_after_all_comes_into_the_next_draft(shop: Shop) {
        shop.book("30", &[]).await;
        shop.book("20", &[("billing", "goodwill")]).await;
        assert_eq!(run_after(&shop, 9).await, 1);
        let first = newest(&shop).await;
        issue(&shop.scene.anke, &first.reference).await.json::<String>();
        let id = page(&shop.scene.tom, shop.number).await.effort.unwrap().lines[1].id.0;
        let fields = [("minutes", "20"), ("activity", "bug_fixing"), ("billing", "billable"), ("day", "2026-11-23")];
        change(&shop.scene.tom, id, 1, &fields).await.json::<()>();
        // Days that somebody types are what was typed.
        let december = [("organisation", shop.albers.as_str()), ("from", "2026-12-01"), ("to", "2026-12-31")];
        assert_eq!(turn(&shop.scene.anke, "invoice/draw", "", &december).await.error(), WrongInvoice::Empty.into());
        assert_eq!(run_after(&shop, 31).await, 1);
        let second = newest(&shop).await;
        assert_eq!(second.lines.iter().map(|line| line.line.minutes()).collect::<Vec<_>>(), [20]);
        assert_eq!(run_after(&shop, 31).await, 0, "once");
    }

    async fn hours_of_an_order_that_is_cancelled_later_come_into_the_next_draft(shop: Shop) {
        let deal = Deal::around(shop.scene).await;
        let quote = offer(&deal, "new", "send", &[]).await;
        scene::accept(&deal.boss, &quote, 1).await.json::<()>();
        act(&deal.klara, "order/link", "B-2026-0001", &[("ticket", &shop.number.to_string())]).await.json::<()>();
        book(&deal.scene.tom, shop.number, &[("minutes", "50")]).await.json::<()>();
        assert_eq!(pass(&deal.scene.house, 9).await, 0, "the order pays for them");
        let cancelled = [("deed", "cancel"), ("reason", "Gestoppt")];
        act(&deal.klara, "order/turn", "B-2026-0001", &cancelled).await.json::<()>();
        assert_eq!(pass(&deal.scene.house, 31).await, 1);
        let drafts = list(&deal.scene.anke, &[("filter[standing]", "draft")]).await;
        assert_eq!(view(&deal.scene.anke, &drafts.lines[0].reference).await.totals.net, 7_917);
    }

    async fn what_was_settled_by_discarding_before_it_came_again_stays_away(shop: Shop) {
        shop.book("30", &[]).await;
        shop.scene.house.run("UPDATE effort SET day = '2026-10-20', at = 0", []).await;
        // October was run when a draft that was discarded was never made again.
        let sql = "INSERT INTO billing_run (month, organisation_id, at) SELECT '2026-10', id, 0 FROM organisation";
        shop.scene.house.run(sql, []).await;
        assert_eq!(run_after(&shop, 9).await, 0);
        assert_eq!(run_after(&shop, 31).await, 0);
    }

    async fn what_was_worked_before_the_first_month_that_was_run_stays_away(shop: Shop) {
        shop.book("30", &[]).await;
        shop.scene.house.run("UPDATE effort SET day = '2026-10-20', at = 0", []).await;
        assert_eq!(run_after(&shop, 9).await, 0);
        assert_eq!(run_after(&shop, 31).await, 0);
    }
}
