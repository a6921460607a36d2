//! Payments and reminders.
use super::*;

with_shop! {
    async fn payments_are_noted_and_reminders_come_level_by_level(shop: Shop) {
        shop.book("60", &[]).await;
        let number = shop.issued().await;
        let pay = async |amount: &str, day: &str| turn(&shop.scene.anke, "invoice/pay", &number, &[("amount", amount), ("day", day), ("note", "SEPA-Notiz")]).await;
        assert_eq!(pay("viel", "").await.error(), AppError::field("amount", Reason::NotMoney));
        assert_eq!(pay("5", "2027-01-01").await.error(), AppError::field("day", Reason::InFuture));
        assert_eq!(pay("5", "1999-01-01").await.error(), AppError::field("day", Reason::TooLongAgo));
        pay("13,05", "").await.json::<()>();
        let seen = view(&shop.bea, &number).await;
        assert_eq!((seen.account.left(), seen.standing, seen.payments[0].note.as_str()), (10_000, Standing::Partly, ""));
        assert!(!shop.bea.call("invoice", &[("reference", &number)]).await.text().contains("SEPA-Notiz"));
        assert_eq!(turn(&shop.scene.anke, "invoice/turn", &number, &[("deed", "remind")]).await.error(), WrongInvoice::NotDue.into());
        shop.scene.house.wait(SignedDuration::from_hours(24 * 21));
        // Sessions may have ended meanwhile.
        let anke = shop.scene.house.browser(shop.scene.house.staff("Alma Zahl", &[domain::person::Role::Accounting]).await).await;
        assert_eq!((list(&anke, &[("filter[standing]", "overdue")]).await.count, view(&anke, &number).await.standing), (1, Standing::Overdue));
        let page = anke.get(&format!("/invoices/{number}")).await.text();
        assert!(page.contains("Mahnung 1 senden") && page.contains("Zahlung oder Ausgleich") && !page.contains("Weitere Schritte"), "{page}");
        shop.scene.clear_letters().await;
        assert_eq!(turn(&anke, "invoice/turn", &number, &[("deed", "remind"), ("level", "2")]).await.error(), WrongInvoice::NotDue.into());
        turn(&anke, "invoice/turn", &number, &[("deed", "remind"), ("level", "1")]).await.json::<String>();
        assert_eq!(turn(&anke, "invoice/turn", &number, &[("deed", "remind"), ("level", "1")]).await.error(), WrongInvoice::NotDue.into());
        let letters = shop.scene.letters().await;
        assert!(letters[0].0 == "bea.buch" && letters[0].1.contains(&number) && letters[0].1.contains("100,00"), "{letters:?}");
        assert!(letters[0].1.contains("bis 21.12.2026") && letters[0].1.contains("DE02"), "{letters:?}");
        // The next one waits, though its day after the last day for paying is there. It asks for the lump sum of § 288 BGB as well, once.
        shop.scene.house.wait(SignedDuration::from_hours(24 * 11));
        let anke = shop.scene.house.browser(shop.scene.house.staff("Zora Zahl", &[domain::person::Role::Accounting]).await).await;
        assert_eq!(turn(&anke, "invoice/turn", &number, &[("deed", "remind")]).await.error(), WrongInvoice::NotDue.into());
        shop.scene.house.wait(SignedDuration::from_hours(24 * 3));
        let anke = shop.scene.house.browser(shop.scene.house.staff("Zita Zahl", &[domain::person::Role::Accounting]).await).await;
        shop.scene.clear_letters().await;
        turn(&anke, "invoice/turn", &number, &[("deed", "remind")]).await.json::<String>();
        let letters = shop.scene.letters().await;
        assert!(letters[0].1.contains("140,00") && letters[0].1.contains("Verzugspauschale von 40,00"), "{letters:?}");
        let seen = view(&anke, &number).await;
        assert_eq!((seen.account.due, seen.account.fee, seen.account.left()), (11_305, 4_000, 14_000));
        // In the file: gross and the lump sum, less what was paid and credited, is what is open.
        let csv = anke.get("/invoices.csv").await.text();
        for told in [
            "Brutto;Verzugspauschale;Verzugspauschale erlassen;Bezahlt;Verrechnet;Gutgeschrieben;Skonto;Ausgebucht;Offen",
            "113,05;40,00;0,00;13,05;0,00;0,00;0,00;0,00;140,00",
        ] {
            assert!(csv.contains(told), "{told}: {csv}");
        }
        shop.scene.house.wait(SignedDuration::from_hours(24 * 14));
        let anke = shop.scene.house.browser(shop.scene.house.staff("Mona Zahl", &[domain::person::Role::Accounting]).await).await;
        turn(&anke, "invoice/turn", &number, &[("deed", "remind")]).await.json::<String>();
        assert_eq!(view(&anke, &number).await.account.fee, 4_000);
        let payment = view(&anke, &number).await.payments[0].id.to_string();
        turn(&anke, "invoice/unpay", &number, &[("payment", &payment)]).await.json::<()>();
        assert_eq!(turn(&anke, "invoice/unpay", &number, &[("payment", &payment)]).await.error(), AppError::NotFound);
        turn(&anke, "invoice/pay", &number, &[("amount", "153,05")]).await.json::<()>();
        // What is paid is taken home; payments are one of the further steps.
        let page = anke.get(&format!("/invoices/{number}")).await.text();
        let at = |text: &str| page.find(text).unwrap_or_else(|| panic!("{text}: {page}"));
        let [files, further, pay] = [&*format!("/invoices/{number}/pdf"), "Weitere Schritte", "Zahlung oder Ausgleich"].map(at);
        assert!(files < further && further < pay, "{page}");
        // What one paid too much is not taken off what is open.
        let over = AppError::field("more", Reason::MoreThanOpen);
        assert_eq!(turn(&anke, "invoice/pay", &number, &[("amount", "5")]).await.error(), over);
        turn(&anke, "invoice/pay", &number, &[("amount", "5"), ("more", "1")]).await.json::<()>();
        let sums = list(&anke, &[]).await;
        assert_eq!((sums.left, sums.over, sums.drafts), (0, 500, 0));
        let shown = anke.get("/invoices").await.text();
        assert!(shown.contains("davon offen 0,00\u{a0}€, zu viel bezahlt 5,00\u{a0}€"), "{shown}");
        let entries = view(&anke, &number).await.entries;
        assert!(entries.iter().any(|entry| matches!(entry.what, What::Reminded { level: 1, fee: 0 })));
        assert_eq!(list(&anke, &[("filter[standing]", "paid")]).await.count, 1);
    }

    async fn an_invoice_of_nothing_names_no_day_for_paying(shop: Shop) {
        let anke = &shop.scene.anke;
        shop.book("60", &[]).await;
        let draft = shop.drawn().await;
        let line = view(anke, &draft).await.lines[0].id.to_string();
        let free = [("line", line.as_str()), ("deed", "correct"), ("name", "Warenkorb"), ("quantity", "1:00"), ("price", "0"), ("reason", "Kulanz")];
        amend(anke, "invoice/line", &draft, &free).await.json::<()>();
        let seen = view(anke, &draft).await.version.to_string();
        shop.scene.clear_letters().await;
        turn(anke, "invoice/issue", &draft, &[("seen", &seen), ("for_nothing", "1")]).await.json::<String>();
        let (to, text) = shop.scene.letters().await.remove(0);
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(to == "bea.buch" && text.contains("Sie müssen nichts zahlen.") && !text.contains("zahlen Sie bis"), "{text}");
    }

    async fn a_reminder_that_nobody_would_get_is_refused_and_costs_nothing(shop: Shop) {
        shop.book("60", &[]).await;
        let number = shop.issued().await;
        let house = &shop.scene.house;
        house.run("UPDATE membership SET left_at = 1 WHERE person_id = $1", [shop.bea_id.0.into()]).await;
        house.wait(SignedDuration::from_hours(24 * 60));
        let anke = house.browser(house.staff("Alma Zahl", &[domain::person::Role::Accounting]).await).await;
        let before = view(&anke, &number).await;
        assert_eq!(turn(&anke, "invoice/turn", &number, &[("deed", "remind")]).await.error(), WrongInvoice::NoReceiver.into());
        assert_eq!(view(&anke, &number).await, before, "it is not told as sent");
        // An address for invoices is enough.
        shop.scene.clear_letters().await;
        let payer = [
            ("organisation", shop.albers.as_str()), ("name", "Albers GmbH"), ("street", "Uferweg 7"), ("postcode", "24937"),
            ("town", "Flensburg"), ("country", "DE"), ("email", "kasse@albers.example"),
        ];
        turn(&anke, "invoice/payer", &number, &payer).await.json::<()>();
        turn(&anke, "invoice/turn", &number, &[("deed", "remind")]).await.json::<String>();
        assert_eq!(shop.scene.reached().await, ["kasse"]);
    }
}
