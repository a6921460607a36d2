//! What stands behind a line: contracts with their cycles, what was released and accepted; and what was asked about it.
use super::services::table;
use super::*;
use crate::approval::{ask, begin, decide, request};
use crate::ticket::{accept, ready, shift};
use domain::ticket::Stage;

with_package! {
    async fn a_fee_and_what_goes_beyond_it_name_contract_cycle_and_agreement(shop: Shop) {
        open::package(&shop, "2026-11-01").await;
        shop.book("8:00", &[]).await;
        assert_eq!(open::run_after(&shop, 9).await, 1);
        let draft = open::newest(&shop).await;
        assert_eq!(draft.lines.len(), 2);
        for line in &draft.lines {
            let [contract] = line.chain.contracts.as_slice() else { panic!("{line:?}") };
            let days = contract.cycle.map(|cycle| (cycle.from.to_string(), cycle.to.to_string()));
            assert_eq!((contract.plan.as_str(), contract.since.to_string().as_str()), ("Paket 5 Stunden", "2026-11-01"));
            assert_eq!((days, contract.pooled.is_none()), (Some(("2026-11-01".into(), "2026-11-30".into())), true));
        }
        let number: String = issue(&shop.scene.anke, &draft.reference).await.json();
        let sql = "INSERT INTO package_pool (contract_id, first_cycle, cycles, note, by_id, by_name, at)
          SELECT MIN(c.id), 0, 2, '', (SELECT MIN(id) FROM person), 'Sonja Chef', $1 FROM contract c";
        shop.scene.house.run(sql, [shop.scene.house.now().as_millisecond().into()]).await;
        let seen = view(&shop.bea, &number).await;
        let pooled = seen.lines[1].chain.contracts[0].pooled.as_ref().map(|(by, _)| by.as_str());
        assert_eq!(pooled, Some("Sonja Chef"));
        let words = "Vertrag Paket 5 Stunden seit 01.11.2026, für November 2026";
        for path in [format!("/invoices/{number}"), "/services".to_owned()] {
            let shown = shop.bea.get(&path).await.text();
            assert!(shown.contains(words) && shown.contains("unterzeichnet von Sonja Chef"), "{path}: {shown}");
        }
        let rows = table(&shop.bea.get("/services.csv").await.text());
        assert!(rows.iter().all(|row| row["Vertrag"] == words), "{rows:?}");
    }
}

with_shop! {
    async fn what_was_accepted_and_released_stays_evidence_when_the_ticket_is_opened_again(shop: Shop) {
        let (scene, number) = (&shop.scene, shop.number);
        let rights = Rights { sees_all: true, approves_up_to: Some(100_000), ..Rights::default() };
        let greta = scene.house.contact("Greta Gross", scene.albers, rights).await;
        let greta = scene.house.browser(greta).await;
        begin(scene, number).await;
        ask(&scene.tom, number, "30", "Mehr als gedacht.").await.json::<()>();
        decide(&greta, request(&page(&greta, number).await).id.0, "approve", "").await.json::<()>();
        shop.book("60", &[]).await;
        ready(&scene.tom, number, "4.2", "Testsystem").await.json::<()>();
        accept(&scene.max, number).await;
        shift(&scene.tom, number, Stage::Done, "Ist live.").await.json::<()>();
        let invoice = shop.issued().await;
        shift(&scene.vera, number, Stage::InTriage, "Der Versand stimmt noch nicht.").await.json::<()>();
        assert_eq!(scene.house.number("SELECT count(*) FROM ticket WHERE acceptance_id IS NOT NULL").await, 0);
        for who in [&shop.bea, &scene.anke] {
            let ticket = view(who, &invoice).await.lines[0].chain.tickets[0].clone();
            let (version, by, _) = ticket.accepted.unwrap();
            assert_eq!((version.as_str(), by.as_str()), ("4.2", "Max Kunde"));
            let released: Vec<_> = ticket.approvals.iter().map(|(minutes, by, _)| (*minutes, by.as_str())).collect();
            assert_eq!(released, [(30, "Greta Gross")]);
        }
        let sheet = shop.bea.get("/services.csv").await.text();
        assert!(sheet.contains("Greta Gross") && sheet.contains("4.2 Max Kunde"), "{sheet}");
    }

    async fn of_two_lines_with_one_name_that_which_was_asked_about_says_so(shop: Shop) {
        let (anke, bea) = (&shop.scene.anke, &shop.bea);
        shop.book("60", &[]).await;
        let draft = shop.drawn().await;
        for _ in 0..2 {
            own::add(&shop, &draft, &key(), &[]).await.json::<()>();
        }
        let number: String = issue(anke, &draft).await.json();
        let lines = view(bea, &number).await.lines;
        assert!(lines[1].line.name == lines[2].line.name && lines.iter().all(|line| line.questions.is_empty()));
        shop.scene.clear_letters().await;
        let line = lines[2].id.to_string();
        let ticket: i64 = turn(bea, "invoice/ask", &number, &[("line", &line), ("body", "Warum zweimal?")]).await.json();
        let letters = shop.scene.letters().await;
        let told = letters.iter().find(|(to, _)| to == "anke.zahl").unwrap();
        assert!(told.1.contains("Position 3: Anfahrt"), "{letters:?}");
        let link = format!("href=\"/tickets/{ticket}\">Frage #{ticket}");
        for who in [bea, anke] {
            let lines = view(who, &number).await.lines;
            let asked: Vec<Vec<i64>> =
                lines.iter().map(|line| line.questions.iter().map(|one| one.number.0).collect()).collect();
            assert_eq!(asked, [vec![], vec![], vec![ticket]]);
            let shown = who.get(&format!("/invoices/{number}")).await.text();
            assert_eq!(shown.matches(&link).count(), 1, "{shown}");
        }
        // Who sees the bill and not the ticket reads nothing of it.
        let rights = Rights { billing: true, ..Rights::default() };
        let otto = shop.scene.house.contact("Otto Zwei", shop.scene.albers, rights).await;
        let otto = shop.scene.house.browser(otto).await;
        assert!(view(&otto, &number).await.lines.iter().all(|line| line.questions.is_empty()));
        assert!(!otto.get(&format!("/invoices/{number}")).await.text().contains(&link));
    }
}
