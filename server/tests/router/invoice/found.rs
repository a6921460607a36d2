//! What is found by project, order, ticket and days, with what gives it back; and that files hold all of it, whole.
use super::services::{services, table};
use super::*;
use crate::ticket::open_with;
use axum::body::{Body, to_bytes};
use futures::StreamExt as _;
use std::collections::BTreeSet;

/// A ticket of the project `Relaunch` with half an hour of work.
async fn relaunch(shop: &Shop) -> i64 {
    let house = &shop.scene.house;
    let of: [sea_orm::Value; 1] = [shop.scene.albers.0.into()];
    house
        .run(
            "INSERT INTO project (id, organisation_id, name, phase) VALUES (91, $1, 'Relaunch', 'support')",
            of.clone(),
        )
        .await;
    let sql = "INSERT INTO asset (id, organisation_id, project_id, name, kind, url, built_by_us) VALUES (91, $1, 91, 'Shop', 'live', '', FALSE)";
    house.run(sql, of).await;
    let number: i64 = open_with(&shop.scene.vera, "Kopfzeile", &[("asset", "91")]).await.json();
    book(&shop.scene.tom, number, &[("minutes", "30")]).await.json::<()>();
    number
}

/// Gives a quarter of an hour of an invoice back.
async fn quarter_back(who: &Browser, number: &str) -> String {
    let path: String = turn(who, "invoice/turn", number, &[("deed", "credit")]).await.json();
    let draft = path.trim_start_matches("/invoices/").to_owned();
    let line = view(who, &draft).await.lines[0].id.to_string();
    let quarter = [
        ("line", line.as_str()),
        ("deed", "correct"),
        ("name", "Zum Teil"),
        ("quantity", "0:15"),
        ("price", "95"),
        ("reason", "Kulanz"),
    ];
    amend(who, "invoice/line", &draft, &quarter).await.json::<()>();
    issue(who, &draft).await.json()
}

with_shop! {
    async fn what_gives_back_is_found_by_project_and_ticket_and_counts_against_what_it_gives_back(shop: Shop) {
        let (anke, bea) = (&shop.scene.anke, &shop.bea);
        let about = format!("#{}", relaunch(&shop).await);
        let first = shop.issued().await;
        let cancelled: String = turn(anke, "invoice/cancel", &first, &[("reason", "Falscher Empfänger")]).await.json();
        let again = shop.issued().await;
        let filters = [("project", "Relaunch"), ("about", about.as_str())];
        for (name, value) in filters {
            let seen = list(bea, &[(&format!("filter[{name}]"), value)]).await;
            assert_eq!((seen.count, seen.gross), (3, 5_653), "billed once: {name}");
        }
        // The project stands in the standard's own place, also on what takes the invoice back.
        for number in [&first, &cancelled, &again] {
            let xml = bea.get(&format!("/invoices/{number}/xml")).await.text();
            assert!(xml.contains("SpecifiedProcuringProject") && xml.contains("Relaunch"), "{number}: {xml}");
        }
        let note = quarter_back(anke, &again).await;
        for (name, value) in filters {
            for who in [bea, anke] {
                let seen = list(who, &[(&format!("filter[{name}]"), value)]).await;
                assert_eq!((seen.count, seen.gross), (4, 5_653 - 2_826), "{name}");
                let named: Vec<_> = seen.lines.iter().filter_map(|line| line.number.as_deref()).collect();
                assert_eq!(named, [note.as_str(), again.as_str(), cancelled.as_str(), first.as_str()], "each once: {name}");
            }
            let path = format!("{name}={}", value.replace('#', "%23"));
            let rows = table(&bea.get(&format!("/invoices.csv?{path}")).await.text());
            let gross: Vec<_> = rows.iter().map(|row| (row["Nummer"].as_str(), row["Brutto"].as_str())).collect();
            assert_eq!(gross, [(note.as_str(), "-28,26"), (again.as_str(), "56,53"), (cancelled.as_str(), "-56,53"), (first.as_str(), "56,53")]);
            let zip = bea.get(&format!("/invoices.zip?{path}")).await.body;
            let zip = String::from_utf8_lossy(&zip).into_owned();
            assert!([&first, &cancelled, &again, &note].iter().all(|number| zip.contains(&format!("{number}.pdf"))), "{name}");
        }
        // Other work is not of the project, and a document with both is of none alone.
        shop.book("30", &[]).await;
        book(&shop.scene.tom, about[1..].parse().unwrap(), &[("minutes", "30")]).await.json::<()>();
        let both = shop.issued().await;
        assert!(!bea.get(&format!("/invoices/{both}/xml")).await.text().contains("SpecifiedProcuringProject"));
        assert_eq!(list(bea, &[("filter[project]", "Relaunch")]).await.count, 5);
        assert_eq!(list(bea, &[("filter[about]", &format!("#{}", shop.number))]).await.count, 1);
        assert_eq!(list(bea, &[("filter[project]", "Neubau")]).await.count, 0);
    }

    async fn what_gives_back_is_found_by_an_order_that_a_months_invoice_bills(shop: Shop) {
        let deal = Deal::around(shop.scene).await;
        let quote = offer(&deal, "new", "send", &[]).await;
        scene::accept(&deal.boss, &quote, 1).await.json::<()>();
        act(&deal.klara, "order/turn", "B-2026-0001", &[("deed", "finish")]).await.json::<()>();
        let anke = &deal.scene.anke;
        let fields = [("organisation", shop.albers.as_str()), ("from", "2026-11-01"), ("to", "2026-11-30")];
        let draft: String = turn(anke, "invoice/draw", "", &fields).await.json();
        let number: String = issue(anke, &draft).await.json();
        assert_eq!(view(anke, &number).await.order, None, "it is the month's");
        let gross = list(&shop.bea, &[("filter[about]", "B-2026-0001")]).await.gross;
        assert!(gross > 0);
        turn(anke, "invoice/cancel", &number, &[("reason", "Doppelt")]).await.json::<String>();
        let seen = list(&shop.bea, &[("filter[about]", "B-2026-0001")]).await;
        assert_eq!((seen.count, seen.gross), (2, 0));
        let draft: String = turn(anke, "invoice/draw", "", &fields).await.json();
        issue(anke, &draft).await.json::<String>();
        let seen = list(&shop.bea, &[("filter[about]", "B-2026-0001")]).await;
        assert_eq!((seen.count, seen.gross), (3, gross), "billed once");
    }

    async fn services_are_found_by_the_days_of_their_work_and_invoices_by_the_day_of_issue(shop: Shop) {
        shop.book("60", &[]).await;
        assert_eq!(open::run_after(&shop, 9).await, 1);
        let draft = open::newest(&shop).await.reference;
        issue(&shop.scene.anke, &draft).await.json::<String>();
        for (from, to, work, issued) in [
            ("2026-11-01", "2026-11-30", 1, 0),
            ("2026-12-01", "2026-12-31", 0, 1),
            ("2026-11-23", "2026-11-23", 1, 0),
            ("2026-11-24", "2026-11-30", 0, 0),
            ("2026-11-01", "2026-11-22", 0, 0),
        ] {
            let days = [("filter[from]", from), ("filter[to]", to)];
            assert_eq!(services(&shop.bea, &days).await.count, work, "{from} to {to}");
            assert_eq!(list(&shop.bea, &days).await.count, issued, "{from} to {to}");
            let file = table(&shop.bea.get(&format!("/services.csv?from={from}&to={to}")).await.text());
            assert_eq!(file.len() as u64, work, "{from} to {to}");
        }
        for (path, words) in [("/invoices", ["Ausgestellt von", "Ausgestellt bis"]), ("/services", ["Leistung von", "Leistung bis"])] {
            let shown = shop.bea.get(path).await.text();
            assert!(words.iter().all(|word| shown.contains(word)), "{path}: {shown}");
        }
    }

    async fn files_hold_all_that_is_asked_for_and_nothing_twice(shop: Shop) {
        shop.book("60", &[]).await;
        shop.issued().await;
        let house = &shop.scene.house;
        // More than files ended with before; a part of them on a day of their own, with bytes.
        let sql = "WITH RECURSIVE n(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < 20100)
          INSERT INTO invoice (number, kind, state, organisation_id, title, lang, asked_from, asked_to, free, words, net, gross, credited, paid,
            left_cents, issued_on, listed_on, issued_by, reminded, created_at, changed_at, version)
          SELECT 'X-' || n.n, 'invoice', 'issued', k.organisation_id, '', 'de', '', '', '[]', '', 0, 0, 0, 0,
            0, CASE WHEN n.n <= 5100 THEN '2026-01-15' ELSE '2026-02-15' END, CASE WHEN n.n <= 5100 THEN '2026-01-15' ELSE '2026-02-15' END,
            'A', 0, 0, 0, 1 FROM n, (SELECT organisation_id FROM invoice WHERE state = 'issued' ORDER BY id LIMIT 1) k";
        house.run(sql, []).await;
        let sql = "INSERT INTO invoice_line (invoice_id, place, facts, left_out, reason)
          SELECT i.id, 0, (SELECT facts FROM invoice_line ORDER BY id LIMIT 1), FALSE, '' FROM invoice i WHERE i.number LIKE 'X-%'";
        house.run(sql, []).await;
        let sql = "INSERT INTO invoice_file (invoice_id, form, bytes, sha256)
          SELECT i.id, 'pdf', $1, $2 FROM invoice i WHERE i.number LIKE 'X-%' AND i.listed_on = '2026-01-15'";
        let nothing = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
        house.run(sql, [Vec::<u8>::new().into(), nothing.into()]).await;
        let numbered = |text: &str| -> Vec<String> {
            let rows = text.lines().filter(|row| row.starts_with("X-"));
            rows.filter_map(|row| row.split(';').next()).map(str::to_owned).collect()
        };
        let each_once = |text: &str| {
            let rows = numbered(text);
            let apart: BTreeSet<&String> = rows.iter().collect();
            assert_eq!((rows.len(), apart.len()), (20_100, 20_100));
        };
        each_once(&shop.bea.get("/services.csv").await.text());
        // Something is issued while the file is taken.
        let request = shop.bea.request("GET", "/invoices.csv").body(Body::empty()).unwrap();
        let mut file = shop.bea.open(request).await.into_body().into_data_stream();
        let mut taken = Vec::new();
        for _ in 0..2 {
            taken.extend(file.next().await.unwrap().unwrap());
        }
        let sql = "UPDATE invoice SET issued_on = '2026-12-31', listed_on = '2026-12-31' WHERE number = 'X-7'";
        house.run(sql, []).await;
        while let Some(piece) = file.next().await {
            taken.extend(piece.unwrap());
        }
        each_once(&String::from_utf8(taken).unwrap());
        house.run(&sql.replace("2026-12-31", "2026-01-15"), []).await;
        let zip = shop.bea.get("/invoices.zip?from=2026-01-15&to=2026-01-15").await.body;
        let counted = u16::from_le_bytes([zip[zip.len() - 12], zip[zip.len() - 11]]);
        assert_eq!(counted, 5_100);
    }

    async fn bytes_that_were_damaged_go_to_nobody(shop: Shop) {
        shop.book("60", &[]).await;
        let number = shop.issued().await;
        let bytes = b"%PDF-1.7 something else".to_vec();
        shop.scene.house.run("UPDATE invoice_file SET bytes = $1 WHERE form = 'pdf'", [bytes.into()]).await;
        for who in [&shop.bea, &shop.scene.anke] {
            let answer = who.get(&format!("/invoices/{number}/pdf")).await;
            assert_eq!(answer.status, StatusCode::INTERNAL_SERVER_ERROR);
            assert!(!answer.text().contains("something else"));
            assert_eq!(who.get(&format!("/invoices/{number}/xml")).await.status, StatusCode::OK, "that is whole");
        }
        // Of an archive that is under way nothing more comes.
        let request = shop.bea.request("GET", "/invoices.zip").body(Body::empty()).unwrap();
        let answer = shop.bea.open(request).await;
        assert!(to_bytes(answer.into_body(), usize::MAX).await.is_err());
    }
}
