//! Issuing: a frozen document with a number in a row without gaps.
use super::*;

with_shop! {
    async fn an_issued_invoice_is_frozen_with_its_bytes_and_its_work(shop: Shop) {
        shop.book("40", &[("note", "Geheimsache")]).await;
        let draft = shop.drawn().await;
        let before = view(&shop.scene.anke, &draft).await;
        let line = before.lines[0].id.to_string();
        let correct = |more: &'static [(&'static str, &'static str)]| {
            let (anke, draft, line) = (shop.scene.anke.clone(), draft.clone(), line.clone());
            async move {
                let mut fields = vec![("line", line.as_str()), ("deed", "correct")];
                fields.extend(more);
                amend(&anke, "invoice/line", &draft, &fields).await
            }
        };
        let wrong = correct(&[("name", ""), ("quantity", "viel"), ("price", "95")]).await.error();
        let AppError::Invalid { fields } = wrong else { panic!("{wrong:?}") };
        assert_eq!(fields.iter().map(|one| one.field.as_str()).collect::<Vec<_>>(), ["name", "quantity", "reason"]);
        correct(&[("name", "Warenkorb"), ("quantity", "0:30"), ("price", "95,00"), ("reason", "Einarbeitung abgezogen")]).await.json::<()>();
        assert_eq!(amend(&shop.bea, "invoice/line", &draft, &[("line", &line), ("deed", "put_back")]).await.error(), AppError::NotFound);
        assert_eq!(turn(&shop.scene.anke, "invoice/issue", &draft, &[("seen", "1")]).await.error(), AppError::Outdated { version: before.version + 1 });
        shop.scene.clear_letters().await;
        let seen = (before.version + 1).to_string();
        let twice = [("key", "zweimal-dasselbe"), ("reference", draft.as_str()), ("seen", seen.as_str())];
        for _ in 0..2 {
            assert_eq!(shop.scene.anke.call("invoice/issue", &twice).await.json::<String>(), "RE-2026-0001");
        }
        assert_eq!(shop.scene.reached().await, ["bea.buch"], "who sees bills is told once");
        let seen = view(&shop.bea, "RE-2026-0001").await;
        assert_eq!((seen.totals.net, seen.totals.gross, seen.account.due, seen.standing), (4_750, 5_653, 5_653, Standing::Open));
        assert_eq!(seen.account.due_on.map(|day| day.to_string()).as_deref(), Some("2026-12-03"), "ten days, as the shop has it");
        let (pdf, xml) = (shop.bea.get("/invoices/RE-2026-0001/pdf").await, shop.bea.get("/invoices/RE-2026-0001/xml").await);
        assert!(pdf.body.starts_with(b"%PDF-") && xml.text().contains("47.50"));
        assert_eq!(pdf.header("content-type"), "application/pdf");
        let stored = shop.scene.house.number("SELECT count(*) FROM invoice_file WHERE length(sha256) = 64").await;
        assert_eq!(stored, 2);
        // No note, no name of who worked, no reason and no draft's history in any byte that customers get.
        let bytes = shop.bea.call("invoice", &[("reference", "RE-2026-0001")]).await.text();
        let html = shop.bea.get("/invoices/RE-2026-0001").await;
        assert_eq!(html.status, StatusCode::OK);
        for text in [bytes, html.text(), xml.text(), String::from_utf8_lossy(&pdf.body).into_owned()] {
            for secret in ["Geheimsache", "Tom Team", "Einarbeitung", "Anke"] {
                assert!(!text.contains(secret), "{secret}: {text}");
            }
        }
        // Its work can no longer be corrected, its ticket no longer be merged away.
        let id = page(&shop.scene.tom, shop.number).await.effort.unwrap().lines[0].id.0;
        let taken = change(&shop.scene.tom, id, 1, &[("deed", "take_back")]).await;
        assert_eq!(taken.error(), AppError::field("minutes", Reason::Billed));
        let other = open(&shop.scene.vera, "Zweites").await.to_string();
        let merge = [("key", &*key()), ("number", &shop.number.to_string()), ("into", &other)];
        assert!(matches!(shop.scene.lena.call("ticket/merge", &merge).await.error(), AppError::Invalid { .. }));
        assert_eq!(turn(&shop.scene.anke, "invoice/turn", "RE-2026-0001", &[("deed", "discard")]).await.error(), WrongInvoice::Issued.into());
        for who in [&shop.scene.fritz, &shop.scene.vera, &shop.scene.petra, &shop.scene.tom] {
            assert_eq!(who.get("/invoices/RE-2026-0001/pdf").await.status, StatusCode::NOT_FOUND);
            assert_eq!(who.get("/invoices/RE-2026-0001").await.status, StatusCode::NOT_FOUND);
        }
    }

    async fn what_is_issued_is_shown_first_and_is_not_issued_where_it_changed_meanwhile(shop: Shop) {
        shop.book("40", &[]).await;
        let draft = shop.drawn().await;
        let anke = &shop.scene.anke;
        let (here, there) = (format!("/invoices/{draft}"), format!("/invoices/{draft}/issue"));
        let shown = anke.get(&here).await.text();
        assert!(shown.contains(&format!("href=\"{there}\"")), "one press leads on: {shown}");
        assert!(!shown.contains("/api/invoice/issue"), "and gives no number: {shown}");
        assert!(shown.contains("Entwurf November 2026"), "{shown}");
        let shown = anke.get(&there).await.text();
        let told = ["Albers Möbelhaus", "Uferweg 7", "24937 Flensburg", "63,33", "75,36", "03.12.2026", "Bea Buch, bea.buch@example.de", "lässt sich nicht zurücknehmen"];
        for told in told {
            assert!(shown.contains(told), "{told}: {shown}");
        }
        assert!(shown.contains("/api/invoice/issue") && !shown.contains("XRechnung"), "{shown}");
        for who in [&shop.bea, &shop.scene.vera, &shop.scene.fritz, &shop.scene.tom, &shop.scene.petra] {
            assert_eq!(who.get(&there).await.status, StatusCode::NOT_FOUND);
        }
        // Somebody else corrects a line: what is confirmed is not what was shown. Without scripts it is said on the same page.
        let before = view(anke, &draft).await;
        let line = before.lines[0].id.to_string();
        let fields = [("line", line.as_str()), ("deed", "correct"), ("name", "Warenkorb"), ("quantity", "0:30"), ("price", "95,00"), ("reason", "Kulanz")];
        amend(anke, "invoice/line", &draft, &fields).await.json::<()>();
        let seen = before.version.to_string();
        let form = [("key", "zu-spaet-gesehen"), ("reference", draft.as_str()), ("seen", seen.as_str())];
        let back = anke.post("invoice/issue", &there, &form).await;
        assert!(back.header("location").starts_with(&there), "{}", back.header("location"));
        let shown = anke.get(back.header("location")).await.text();
        assert!(shown.contains("Inzwischen hat sich hier etwas geändert") && shown.contains("56,53"), "{shown}");
        assert_eq!(shop.scene.house.number("SELECT count(*) FROM counter WHERE name = 'invoice-2026' AND value > 0").await, 0);
        let seen = view(anke, &draft).await.version.to_string();
        let form = [("key", "jetzt-gesehen"), ("reference", draft.as_str()), ("seen", seen.as_str())];
        assert_eq!(anke.post("invoice/issue", &there, &form).await.header("location"), "/invoices/RE-2026-0001");
        let shown = anke.get(&there).await.text();
        assert!(shown.contains("schon ausgestellt, als RE-2026-0001") && !shown.contains("/api/invoice/issue"), "{shown}");
    }

    async fn a_draft_that_lacks_something_says_so_where_it_would_be_issued(shop: Shop) {
        shop.book("40", &[]).await;
        let draft = shop.drawn().await;
        let fields = [
            ("organisation", shop.albers.as_str()), ("name", "Stadt Kiel"), ("street", "Fleethörn 9"), ("postcode", "24103"), ("town", "Kiel"),
            ("country", "DE"), ("email", "rechnung@kiel.example"), ("xrechnung", "1"),
        ];
        let fields = [&fields[..], &[("buyer_reference", "04011000-12345-67")]].concat();
        turn(&shop.scene.anke, "invoice/payer", &draft, &fields).await.json::<()>();
        // As an older version may have kept it: the form asks for it.
        shop.scene.house.run("UPDATE payer SET facts = replace(facts, '04011000-12345-67', '')", []).await;
        let there = format!("/invoices/{draft}/issue");
        let shown = shop.scene.anke.get(&there).await.text();
        assert!(shown.contains(&format!("href=\"/invoices/{draft}#payer\"")) && shown.contains("Leitweg-ID"), "{shown}");
        assert!(!shown.contains("/api/invoice/issue"), "{shown}");
        let seen = view(&shop.scene.anke, &draft).await.billing.unwrap().payer_seen.to_string();
        let fields = [&fields[..], &[("seen", seen.as_str())]].concat();
        turn(&shop.scene.anke, "invoice/payer", &draft, &fields).await.json::<()>();
        let shown = shop.scene.anke.get(&there).await.text();
        for told in ["/api/invoice/issue", "Stadt Kiel", "rechnung@kiel.example", "Mail mit der XRechnung (XML)"] {
            assert!(shown.contains(told), "{told}: {shown}");
        }
    }

    async fn two_who_issue_at_once_get_two_numbers_in_a_row_and_a_refusal_leaves_no_gap(shop: Shop) {
        shop.book("30", &[]).await;
        let first = shop.drawn().await;
        shop.book("20", &[]).await;
        let second = shop.drawn().await;
        shop.book("10", &[]).await;
        let third = shop.drawn().await;
        // Nothing stands on the third: it is refused, and takes no number.
        let line = view(&shop.scene.anke, &third).await.lines[0].id.to_string();
        let out = [("line", line.as_str()), ("deed", "leave_out"), ("reason", "später")];
        amend(&shop.scene.anke, "invoice/line", &third, &out).await.json::<()>();
        assert_eq!(issue(&shop.scene.anke, &third).await.error(), WrongInvoice::Empty.into());
        let house = &shop.scene.house;
        // On PostgreSQL the second one works at another server.
        let twin = match house.house.settings.database_url {
            Some(_) => Some(house.twin().await),
            None => None,
        };
        let other = twin.as_ref().map_or_else(|| shop.scene.anke.at(house), |twin| shop.scene.anke.at(twin));
        let (one, two, again) = tokio::join!(issue(&shop.scene.anke, &first), issue(&other, &second), issue(&other, &first));
        let mut numbers: Vec<String> = [one, two, again].iter().filter(|answer| answer.status.is_success()).map(Answer::json).collect();
        numbers.sort();
        assert_eq!(numbers, ["RE-2026-0001", "RE-2026-0002"], "the same draft is issued once");
        let twice = "SELECT count(*) FROM (SELECT source FROM invoice_source WHERE released = FALSE GROUP BY source HAVING count(*) > 1) x";
        assert_eq!(house.number(twice).await, 0);
        assert_eq!(house.number("SELECT value FROM counter WHERE name = 'invoice-2026'").await, 2);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_a_company_nothing_is_issued() {
    let shop = Shop::with_seller(TestHouse::with_preset("shop-quick-tickets").await, false).await;
    shop.book("30", &[]).await;
    let draft = shop.drawn().await;
    assert_eq!(issue(&shop.scene.anke, &draft).await.error(), WrongInvoice::NoSeller.into());
    let shown = shop.scene.anke.get(&format!("/invoices/{draft}")).await.text();
    assert!(
        shown.contains("Es fehlt, wer die Rechnung stellt")
            && shown.contains("wer die Einstellungen verwaltet")
    );
    let sonja = shop
        .scene
        .house
        .staff("Sonja Chef", &[domain::person::Role::SupportManager, domain::person::Role::Accounting])
        .await;
    let shown = shop.scene.house.browser(sonja).await.get(&format!("/invoices/{draft}")).await.text();
    assert!(shown.contains("/settings/billing#seller"), "who may enter it is led there");
    assert_eq!(
        shop.scene.anke.get("/bookings.csv?month=2026-11").await.status,
        StatusCode::NOT_FOUND,
        "no books"
    );
    let missing = [
        ("organisation", shop.albers.as_str()),
        ("name", "Albers"),
        ("country", "Deutschland"),
        ("email", "nein"),
    ];
    let AppError::Invalid { fields } =
        turn(&shop.scene.anke, "invoice/payer", &draft, &missing).await.error()
    else {
        panic!()
    };
    let fields: Vec<_> = fields.iter().map(|one| one.field.as_str()).collect();
    assert_eq!(fields, ["street", "postcode", "town", "country", "email"]);
}
