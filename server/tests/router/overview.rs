//! The customer's start page: what waits for this very reader first, and nothing of others.
use crate::house::Browser;
use crate::on_both;
use crate::quote::scene::{Deal, accept, offer, request, send};
use crate::ticket::{Scene, open, shift, write};
use app::error::AppError;
use app::overview::view::{Hours, Overview, Rest, Waiting};
use app::ticket::view::TicketLine;
use domain::billing::account::Standing;
use domain::overview::Task;
use domain::person::Rights;
use domain::ticket::Stage;

pub async fn seen(who: &Browser) -> Overview {
    who.call("overview", &[]).await.json()
}

fn numbers(lines: &[TicketLine]) -> Vec<i64> {
    lines.iter().map(|line| line.number.0).collect()
}

fn tasks(waiting: &[Waiting]) -> Vec<(u8, Option<i64>)> {
    waiting.iter().map(|one| (one.task.rank(), one.task.ticket().map(|number| number.0))).collect()
}

on_both! {
    async fn customers_start_with_what_waits_for_them(house: TestHouse) {
        let scene = Scene::of(house).await;
        let (a, b, c) = (open(&scene.vera, "A").await, open(&scene.vera, "B").await, open(&scene.vera, "C").await);
        open(&scene.fritz, "Fremd").await;
        write(&scene.lena, b, "Welche?", &[("to", "question")]).await.json::<()>();
        shift(&scene.lena, c, Stage::InTriage, "").await.json::<()>();
        shift(&scene.lena, c, Stage::Done, "Fertig").await.json::<()>();
        for who in [&scene.vera, &scene.max] {
            let page = seen(who).await;
            assert_eq!(tasks(&page.waiting), [(5, Some(b)), (6, Some(c))], "the question, then the window for objections");
            assert_eq!((numbers(&page.open), page.done.len(), page.open_total), (vec![a], 0, 2));
            assert_eq!(page.contacts[0].project_lead.as_ref().unwrap().0, "Lena Lead");
        }
        let counted: app::ticket::view::Counters = scene.vera.call("counters", &[]).await.json();
        assert_eq!((counted.mine, counted.inbox, counted.team), (1, 0, 0));
        let counted: app::ticket::view::Counters = scene.petra.call("counters", &[]).await.json();
        assert_eq!(counted.mine, 0);
        assert_eq!(scene.house.visitor().call("overview", &[]).await.error(), AppError::SignedOut);
        assert_eq!(scene.lena.call("overview", &[]).await.error(), AppError::NotFound);
    }

    async fn all_that_is_open_is_counted_whatever_is_shown(house: TestHouse) {
        let scene = Scene::of(house).await;
        let first = open(&scene.vera, "Erstes").await;
        write(&scene.lena, first, "Welche?", &[("to", "question")]).await.json::<()>();
        for title in 0..12 {
            open(&scene.vera, &format!("Anliegen {title}")).await;
        }
        open(&scene.fritz, "Fremd").await;
        for who in [&scene.vera, &scene.max] {
            let page = seen(who).await;
            assert_eq!((page.waiting.len(), page.open.len(), page.open_total), (1, 10, 13));
        }
        assert_eq!(seen(&scene.petra).await.open_total, 0);
        let done = "UPDATE ticket SET stage = 'done', is_open = FALSE, waits_for = 'nobody'";
        scene.house.run(done, []).await;
        let page = seen(&scene.vera).await;
        assert_eq!((page.open.len(), page.done.len(), page.open_total), (0, 5, 0));
    }

    async fn what_only_somebody_else_can_decide_stands_below(house: TestHouse) {
        let scene = Scene::of(house).await;
        let number = open(&scene.vera, "Zum Testen").await;
        scene.house.run("UPDATE ticket SET stage = 'ready_for_acceptance', waits_for = 'customer' WHERE number = $1", [number.into()]).await;
        let page = seen(&scene.vera).await;
        assert_eq!((tasks(&page.waiting), numbers(&page.theirs)), (vec![], vec![number]), "she does not accept results");
        let rights = serde_json::json!({ "accepts_results": true }).to_string();
        let sql = "UPDATE membership SET rights = $1 WHERE person_id = $2";
        scene.house.run(sql, [rights.into(), scene.vera_id.0.into()]).await;
        let page = seen(&scene.vera).await;
        assert_eq!((tasks(&page.waiting), numbers(&page.theirs)), (vec![(4, Some(number))], vec![]));
    }

    async fn quotes_wait_for_who_may_accept_them_and_become_orders(house: TestHouse) {
        let deal = Deal::of(house).await;
        let asked = request(&deal.scene.vera, &deal, "Merkliste").await;
        let page = seen(&deal.scene.vera).await;
        assert_eq!(page.quotes.iter().map(|line| line.number.to_string()).collect::<Vec<_>>(), std::slice::from_ref(&asked));
        let number = offer(&deal, "new", "save", &[]).await;
        assert!(!deal.boss.call("overview", &[]).await.text().contains(&number), "what is only written is for staff");
        send(&deal, &number).await;
        let page = seen(&deal.boss).await;
        let Some(Task::Quote { number: shown, net, .. }) = page.waiting.first().map(|one| one.task.clone()) else {
            panic!("{:?}", page.waiting)
        };
        assert_eq!((shown.to_string(), net, page.quotes.len()), (number.clone(), 196_250, 1));
        let page = seen(&deal.small).await;
        assert_eq!((page.waiting.len(), page.quotes.len()), (0, 2), "above this limit it is under way");
        for who in [&deal.scene.fritz, &deal.scene.petra] {
            let text = who.call("overview", &[]).await.text();
            assert!(!text.contains(&number) && !text.contains(&asked) && !text.contains("196250"), "{text}");
        }
        accept(&deal.boss, &number, 1).await.json::<()>();
        let page = seen(&deal.boss).await;
        assert_eq!((page.waiting.len(), page.orders.len()), (0, 1));
        assert_eq!((page.orders[0].quote.to_string(), page.orders[0].budget.sold), (number, 450));
    }

    async fn a_quote_whose_last_day_is_over_waits_for_nobody(house: TestHouse) {
        let deal = Deal::of(house).await;
        let number = offer(&deal, "new", "send", &[]).await;
        assert_eq!(seen(&deal.boss).await.waiting.len(), 1);
        deal.scene.house.wait(jiff::SignedDuration::from_hours(24 * 60));
        let boss = deal.scene.house.browser(deal.boss_id).await;
        let page = seen(&boss).await;
        assert!(page.waiting.is_empty() && page.quotes.is_empty(), "{number}: {page:?}");
    }

    async fn invoices_to_be_paid_stand_there_for_who_sees_bills_and_wait_once_they_are_overdue(house: TestHouse) {
        let scene = Scene::of(house).await;
        let bills = Rights { billing: true, ..Rights::default() };
        let bea_id = scene.house.contact("Bea Buch", scene.albers, bills.clone()).await;
        let other = scene.house.contact("Otto Fremd", scene.brandt, bills).await;
        let (bea, other) = (scene.house.browser(bea_id).await, scene.house.browser(other).await);
        for (number, kind, state, paid, due_on) in [
            ("'R-1'", "invoice", "issued", 0, "2026-12-20"),
            ("'R-2'", "invoice", "issued", 1_000, "2026-11-01"),
            ("'R-3'", "invoice", "issued", 11_900, "2026-11-01"),
            ("'R-4'", "credit_note", "issued", 0, "2026-11-01"),
            ("NULL", "invoice", "draft", 0, "2026-11-01"),
        ] {
            bill(&scene, number, kind, state, paid, due_on).await;
        }
        let page = seen(&bea).await;
        let told: Vec<_> =
            page.invoices.iter().map(|row| (row.reference.as_str(), row.left, row.standing)).collect();
        assert_eq!(told, [("R-1", 11_900, Standing::Open)], "what is overdue stands above");
        let [Waiting { task: Task::Pay { number, left, due_on }, title, .. }] = page.waiting.as_slice() else {
            panic!("{:?}", page.waiting)
        };
        assert_eq!((number.as_str(), *left, due_on.to_string().as_str(), title.as_str()), ("R-2", 10_900, "2026-11-01", "Wartung"));
        let html = bea.get("/").await.text();
        assert!(html.contains("href=\"/invoices/R-2\"") && html.contains("109,00"), "one tap away, without scripts too");
        assert!(html.contains("Überfällige Rechnung zahlen") && html.contains("war fällig am 1. Nov"), "{html}");
        for who in [&scene.vera, &scene.max, &other, &scene.petra] {
            let text = who.call("overview", &[]).await.text();
            assert!(!text.contains("R-1") && !text.contains("10900"), "{text}");
        }
        scene.house.wait(jiff::SignedDuration::from_hours(24 * 31));
        let later = scene.house.browser(bea_id).await;
        let waits = seen(&later).await;
        assert_eq!((waits.waiting.len(), waits.invoices.len()), (2, 0), "the other one's last day is over, too");
    }

    async fn overdue_invoices_that_are_not_named_are_told_by_their_number_and_sum(house: TestHouse) {
        let scene = Scene::of(house).await;
        let bea_id = scene.house.contact("Bea Buch", scene.albers, Rights { billing: true, ..Rights::default() }).await;
        let bea = scene.house.browser(bea_id).await;
        let owe = async |numbers: std::ops::Range<i32>| {
            for number in numbers {
                bill(&scene, &format!("'R-{number}'"), "invoice", "issued", 100 * number, "2026-11-01").await;
            }
        };
        owe(0..20).await;
        let page = seen(&bea).await;
        assert_eq!((page.waiting.len(), page.rest), (20, vec![]), "all are named");
        owe(20..23).await;
        bill(&scene, "'R-23'", "invoice", "issued", 0, "2026-12-20").await;
        let page = seen(&bea).await;
        assert_eq!((page.waiting.len(), page.invoices.len()), (20, 1));
        assert_eq!(page.rest, [Rest::Invoices { n: 3, left: 3 * 11_900 - 2_000 - 2_100 - 2_200 }]);
        let html = bea.get("/").await.text();
        let (_, way) = html.split_once("href=\"/invoices?standing=overdue\"").unwrap();
        assert!(way.contains("3 weitere überfällige Rechnungen") && way.contains("zusammen 294,00"), "{way}");
        assert!(seen(&scene.vera).await.rest.is_empty(), "she sees no bills");
    }

    async fn tickets_that_wait_and_are_not_named_are_told_by_their_number(house: TestHouse) {
        let scene = Scene::of(house).await;
        for title in 0..20 {
            open(&scene.vera, &format!("Anliegen {title}")).await;
        }
        let asked = "UPDATE ticket SET stage = 'question', waits_for = 'customer'";
        scene.house.run(asked, []).await;
        let page = seen(&scene.vera).await;
        assert_eq!((page.waiting.len(), page.rest), (20, vec![]), "all are named");
        open(&scene.vera, "Eines mehr").await;
        scene.house.run(asked, []).await;
        for who in [&scene.vera, &scene.max] {
            let page = seen(who).await;
            assert_eq!((page.waiting.len(), page.rest), (20, vec![Rest::Tickets(21)]));
        }
        let html = scene.vera.get("/").await.text();
        assert!(html.contains("21 Anliegen warten insgesamt auf Sie oder Kollegen"), "{html}");
        assert!(html.contains("/tickets?state=question"), "{html}");
        let done = "UPDATE ticket SET stage = 'done', is_open = FALSE, waits_for = 'nobody', objection_until = $1";
        scene.house.run(done, [4_102_444_800_000_i64.into()]).await;
        let page = seen(&scene.max).await;
        assert_eq!((page.waiting.len(), page.rest), (5, vec![Rest::Results(16)]));
        scene.house.run(done, [1_i64.into()]).await;
        let page = seen(&scene.max).await;
        assert_eq!((page.done.len(), page.rest), (5, vec![]), "what nobody can object to asks for nothing");
        assert!(seen(&scene.petra).await.rest.is_empty());
    }

    async fn more_quotes_than_are_read_lead_to_their_list(house: TestHouse) {
        let deal = Deal::of(house).await;
        let number = offer(&deal, "new", "send", &[]).await;
        let copy = async |serials: std::ops::RangeInclusive<u32>| {
            let sql = "INSERT INTO quote (number, organisation_id, title, asked_by, known, state, facts, sent_version, valid_until, net,
                gross, created_at, changed_at, version)
              SELECT CAST($1 AS TEXT), organisation_id, title, asked_by, known, state, facts, sent_version, valid_until, net, gross, created_at,
                changed_at, version FROM quote WHERE number = $2";
            for serial in serials {
                let copied = format!("A-2026-{:04}", 9_000 + serial);
                deal.scene.house.run(sql, [copied.into(), number.clone().into()]).await;
            }
        };
        copy(1..=49).await;
        let page = seen(&deal.boss).await;
        assert_eq!((page.waiting.len(), page.rest), (50, vec![]), "all are named");
        copy(50..=50).await;
        let page = seen(&deal.boss).await;
        assert_eq!((page.waiting.len(), page.rest), (50, vec![Rest::Quotes]));
        let html = deal.boss.get("/").await.text();
        assert!(html.contains("href=\"/quotes?state=sent\"") && html.contains("Weitere Angebote"), "{html}");
    }

    async fn who_left_the_organisation_sees_nothing_of_it(house: TestHouse) {
        let deal = Deal::of(house).await;
        offer(&deal, "new", "send", &[]).await;
        open(&deal.scene.vera, "Frage").await;
        let sql = "UPDATE membership SET left_at = 1 WHERE person_id = $1";
        deal.scene.house.run(sql, [deal.boss_id.0.into()]).await;
        let page = seen(&deal.boss).await;
        assert!(page.waiting.is_empty() && page.open.is_empty() && page.contacts.is_empty(), "{page:?}");
    }
}

/// An invoice of Albers over 119 €; the number stands as SQL has it.
async fn bill(scene: &Scene, number: &str, kind: &str, state: &str, paid: i32, due_on: &str) {
    let left = if kind == "invoice" && state == "issued" { 11_900 - paid } else { 0 };
    let sql = format!(
        "INSERT INTO invoice (number, kind, state, organisation_id, title, lang, asked_from, asked_to, free, words, net, gross,
           credited, paid, left_cents, issued_on, due_on, reminded, created_at, changed_at, version)
         VALUES ({number}, '{kind}', '{state}', $1, 'Wartung', 'de', '2026-10-01', '2026-10-31', '', '', 10000, 11900,
           0, {paid}, {left}, '2026-10-31', '{due_on}', 0, 0, 0, 1)"
    );
    scene.house.run(&sql, [scene.albers.0.into()]).await;
}

/// What a page says of somebody's hours: minutes left, and whether the statement opens.
pub fn hours(page: &Overview) -> Vec<(i64, bool)> {
    let told = |one: &Hours| (one.left.forecast.left(), one.left.opens);
    page.hours.iter().map(told).collect()
}
