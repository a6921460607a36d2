//! Lists, filters, pages, search, queues.
use super::{Scene, list, open, open_with, titles, write};
use crate::on_both;
use app::error::AppError;
use app::ticket::view::{PAGE, TicketList};
use domain::ticket::Stage;
use std::collections::BTreeSet;

async fn queue(who: &crate::house::Browser, name: &str, query: &str) -> TicketList {
    who.call("queue", &[("name", name), ("query", query)]).await.json()
}

on_both! {
    async fn a_search_of_any_length_is_answered(house: TestHouse) {
        let scene = Scene::of(house).await;
        let (long, digits) = ("x%".repeat(40_000), "1".repeat(80_000));
        for endpoint in ["invoices", "services", "quotes", "orders"] {
            for who in [&scene.lena, &scene.anke] {
                let answer = who.call(endpoint, &[("filter[query]", &long)]).await;
                assert!(!answer.status.is_server_error(), "{endpoint}: {}", answer.text());
            }
        }
        for endpoint in ["organisations", "phone/find", "outbox", "mails", "tickets"] {
            for query in [&long, &digits] {
                let answer = scene.lena.call(endpoint, &[("query", query)]).await;
                assert!(!answer.status.is_server_error(), "{endpoint}: {}", answer.text());
            }
        }
    }

    async fn lists_hold_what_their_reader_reaches(house: TestHouse) {
        let scene = Scene::of(house).await;
        open(&scene.vera, "von Vera").await;
        open(&scene.max, "von Max").await;
        open(&scene.fritz, "von Fritz").await;
        for (who, seen) in [
            (&scene.vera, vec!["von Vera"]),
            (&scene.max, vec!["von Max", "von Vera"]),
            (&scene.fritz, vec!["von Fritz"]),
            (&scene.petra, vec![]),
            (&scene.anke, vec!["von Fritz", "von Max", "von Vera"]),
        ] {
            let read = list(who, "sort=number").await;
            assert_eq!((titles(&read.lines), read.total), (seen.clone(), u32::try_from(seen.len()).unwrap()));
            assert_eq!(list(who, "").await.total, read.total);
        }
        assert_eq!(scene.house.visitor().call("tickets", &[("query", "")]).await.error(), AppError::SignedOut);
        // A filter for somebody else's organisation opens nothing.
        assert_eq!(list(&scene.vera, &format!("organisation={}", scene.brandt)).await.total, 0);
    }

    async fn filters_combine(house: TestHouse) {
        let scene = Scene::of(house).await;
        crate::ticket::offer_quick_types(&scene).await;
        let a: i64 = open_with(&scene.vera, "Shop kaputt", &[("class", "outage")]).await.json();
        let b: i64 = open_with(&scene.vera, "Shop langsam", &[("class", "standard"), ("kind", "quick_high")]).await.json();
        scene.house.wait(jiff::SignedDuration::from_hours(48));
        let c = open(&scene.fritz, "Shop neu").await;
        scene.put(b, Stage::Done).await;
        let numbers = |list: TicketList| list.lines.iter().map(|line| line.number.0).collect::<BTreeSet<_>>();
        let albers = scene.albers.to_string();
        for (query, found) in [
            ("q=shop".to_owned(), vec![a, b, c]),
            ("q=shop&show=open".to_owned(), vec![a, c]),
            ("show=over".to_owned(), vec![b]),
            ("class=outage".to_owned(), vec![a]),
            ("class=outage&show=over".to_owned(), vec![]),
            ("type=quick_high&state=done,closed".to_owned(), vec![b]),
            (format!("organisation={albers}&state=received"), vec![a]),
            (format!("organisation={albers}&q=langsam"), vec![b]),
            (format!("assignee={}", scene.lena_id), vec![a, b]),
            ("from=2026-11-25".to_owned(), vec![c]),
            ("to=2026-11-23".to_owned(), vec![a, b]),
            ("from=2026-11-23&to=2026-11-25&q=neu".to_owned(), vec![c]),
            (format!("team={}", scene.team), vec![]),
            ("mine=1".to_owned(), vec![]),
            ("show=over&sort=queue".to_owned(), vec![b]),
        ] {
            for sort in ["", "&sort=number", "&sort=number_up", "&sort=changed_up", "&sort=queue"] {
                let read = list(&scene.lena, &format!("{query}{sort}")).await;
                assert_eq!(read.total as usize, found.len(), "{query}{sort}");
                assert_eq!(numbers(read), found.iter().copied().collect(), "{query}{sort}");
            }
        }
        assert_eq!(numbers(list(&scene.vera, "mine=1&show=open").await), BTreeSet::from([a]));
    }

    async fn pages_follow_each_other_without_gap_or_repetition(house: TestHouse) {
        let scene = Scene::of(house).await;
        let mut numbers = BTreeSet::new();
        for i in 0..60 {
            // Some change at the same instant; ids decide between those.
            if i % 4 == 0 {
                scene.house.wait(jiff::SignedDuration::from_secs(1));
            }
            let who = if i % 2 == 0 { &scene.vera } else { &scene.max };
            numbers.insert(open(who, &format!("Seite {i}")).await);
        }
        for who in [&scene.lena, &scene.max] {
            for query in ["", "sort=changed_up", "sort=number", "sort=number_up", "sort=queue", "q=seite", "show=open&state=received,question"] {
                let (mut seen, mut after, mut pages) = (Vec::new(), String::new(), 0);
                loop {
                    let read = list(who, &format!("{query}{after}")).await;
                    assert_eq!(read.total, 60, "{query}{after}");
                    assert!(read.lines.len() <= PAGE);
                    seen.extend(read.lines.iter().map(|line| line.number.0));
                    pages += 1;
                    let Some(next) = read.next else { break };
                    after = format!("&after={next}");
                }
                assert_eq!((pages, seen.len()), (3, 60), "{query}");
                assert_eq!(seen.iter().copied().collect::<BTreeSet<_>>(), numbers, "{query}");
                match query {
                    "sort=number" => assert!(seen.is_sorted_by(|a, b| a > b)),
                    "sort=number_up" => assert!(seen.is_sorted()),
                    _ => {}
                }
            }
        }
        let read = list(&scene.vera, "").await;
        assert_eq!((read.total, read.lines.len()), (30, PAGE));
    }

    async fn search_finds_words_both_ways_and_numbers_first(house: TestHouse) {
        let scene = Scene::of(house).await;
        let a = open(&scene.vera, "Größe der Möbel").await;
        let b = open(&scene.vera, "Lieferadresse").await;
        write(&scene.vera, b, "Siehe auch #1001 wegen der Straße in Muenchen", &[]).await.json::<()>();
        for (query, found) in [
            ("größe", vec![a]),
            ("GROESSE", vec![a]),
            ("grosse mobel", vec![a]),
            ("moebel gr", vec![a]),
            ("strasse", vec![b]),
            ("münch", vec![b]),
            ("seit heute", vec![b, a]),
            ("größe strasse", vec![]),
            ("1001", vec![a, b]),
            ("#1001", vec![a, b]),
            ("#1002", vec![b]),
            ("#9999", vec![]),
            ("\"möbel\" OR * ) (", vec![]),
            ("?", vec![]),
            ("'; DROP TABLE ticket; --", vec![]),
        ] {
            let mut encoded = url::form_urlencoded::Serializer::new(String::new());
            let encoded = encoded.append_pair("q", query).append_pair("sort", "number").finish();
            for who in [&scene.vera, &scene.max, &scene.lena] {
                let read = list(who, &encoded).await;
                let numbers: Vec<_> = read.lines.iter().map(|line| line.number.0).collect();
                assert_eq!(numbers, found, "{query}");
                assert_eq!(read.total as usize, found.len(), "{query}");
            }
            assert_eq!(list(&scene.fritz, &encoded).await.total, 0, "{query}");
        }
        assert_eq!(list(&scene.lena, "q=%231001&class=outage").await.total, 0, "other filters hold for numbers too");
        assert_eq!(list(&scene.lena, "q=albers").await.total, 2, "staff find tickets by customer");
    }

    async fn queues_stand_in_the_order_of_urgency(house: TestHouse) {
        let scene = Scene::of(house).await;
        open(&scene.vera, "alt").await;
        scene.house.wait(jiff::SignedDuration::from_mins(1));
        open_with(&scene.vera, "Ausfall", &[("class", "outage")]).await;
        open(&scene.vera, "neu").await;
        let sql = "INSERT INTO contract (organisation_id, plan, from_on) VALUES ($1, 'premium', '2026-01-01')";
        scene.house.run(sql, [scene.brandt.0.into()]).await;
        open(&scene.fritz, "mit Paket").await;
        for name in ["inbox", "all"] {
            let read = queue(&scene.tom, name, "").await;
            assert_eq!((titles(&read.lines), read.total), (vec!["Ausfall", "mit Paket", "alt", "neu"], 4), "{name}");
        }
        assert_eq!(titles(&queue(&scene.lena, "mine", "").await.lines), ["Ausfall", "alt", "neu"]);
        assert_eq!(titles(&queue(&scene.lena, "mine", "q=ausf").await.lines), ["Ausfall"]);
        assert!(queue(&scene.lena, "team", "").await.lines.is_empty());
        scene.house.run("UPDATE ticket SET team_id = $1 WHERE title = 'neu'", [scene.team.into()]).await;
        assert_eq!(titles(&queue(&scene.tom, "team", "").await.lines), ["neu"]);
        assert_eq!(scene.vera.call("queue", &[("name", "all"), ("query", "")]).await.error(), AppError::NotFound);
        assert_eq!(scene.house.visitor().call("queue", &[("name", "all"), ("query", "")]).await.error(), AppError::SignedOut);
    }
}
