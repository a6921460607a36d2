//! What is posted on the account of an invoice beside payments: money back, set-offs, what is settled without money.
use super::services::table;
use super::*;

/// Posts on the account of a document.
async fn post(who: &Browser, number: &str, kind: &str, amount: &str, more: &[(&str, &str)]) -> Answer {
    let mut fields = vec![("kind", kind), ("amount", amount)];
    fields.extend(more);
    turn(who, "invoice/pay", number, &fields).await
}

/// Takes the last posting on the account back.
async fn take_back(who: &Browser, number: &str) {
    let payment = view(who, number).await.payments.last().unwrap().id.to_string();
    turn(who, "invoice/unpay", number, &[("payment", &payment)]).await.json::<()>();
}

fn euros(cents: i64) -> String {
    format!("{},{:02}", cents / 100, cents % 100)
}

fn at_most(cents: i64) -> AppError {
    AppError::field("amount", Reason::AtMost { cents })
}

/// A document that has to be paid is overdue.
async fn let_it_be_late(shop: &Shop, number: &str) {
    let sql = "UPDATE invoice SET due_on = '2026-11-01' WHERE number = $1";
    shop.scene.house.run(sql, [number.into()]).await;
}

/// In the file the amounts of each invoice add up to what is open.
async fn adds_up(who: &Browser) {
    let cents = |text: &str| text.replace(',', "").parse::<i64>().unwrap();
    let taken =
        ["Verzugspauschale erlassen", "Bezahlt", "Verrechnet", "Gutgeschrieben", "Skonto", "Ausgebucht"];
    for row in table(&who.get("/invoices.csv").await.text()).iter().filter(|row| row["Art"] == "Rechnung") {
        let left = cents(&row["Brutto"]) + cents(&row["Verzugspauschale"])
            - taken.iter().map(|head| cents(&row[*head])).sum::<i64>();
        assert_eq!(left, cents(&row["Offen"]), "{row:?}");
    }
}

with_shop! {
    async fn what_a_credit_note_leaves_over_is_paid_back_or_set_off(shop: Shop) {
        let anke = &shop.scene.anke;
        shop.book("30", &[]).await;
        let first = shop.issued().await;
        let due = view(anke, &first).await.account.due;
        post(anke, &first, "", &euros(due), &[]).await.json::<()>();
        assert_eq!(post(anke, &first, "refund", "5", &[]).await.error(), at_most(0));
        let path: String = turn(anke, "invoice/turn", &first, &[("deed", "credit")]).await.json();
        let draft = path.trim_start_matches("/invoices/").to_owned();
        let line = view(anke, &draft).await.lines[0].id.to_string();
        let half = [("line", line.as_str()), ("deed", "correct"), ("name", "Zur Hälfte"), ("quantity", "0:15"), ("price", "95"), ("reason", "Kulanz")];
        amend(anke, "invoice/line", &draft, &half).await.json::<()>();
        let note: String = issue(anke, &draft).await.json();
        let over = -view(anke, &first).await.account.left();
        assert!(over > 2_000, "{over}");
        shop.book("30", &[]).await;
        let second = shop.issued().await;
        let left = view(anke, &second).await.account.left();
        // The form offers the money back, and what does not fit is refused.
        let page = anke.get(&format!("/invoices/{first}")).await.text();
        assert!(page.contains("Erstattung (Geld zurück)") && page.contains("Verrechnung mit anderer Rechnung"), "{page}");
        assert!(!page.contains("Forderungsausfall"), "nothing is open: {page}");
        assert_eq!(post(anke, &first, "refund", &euros(over + 1), &[]).await.error(), at_most(over));
        assert_eq!(post(anke, &second, "gift", "5", &[]).await.error(), AppError::field("kind", Reason::NotAChoice));
        assert_eq!(post(anke, &first, "set_off", "5", &[]).await.error(), AppError::field("other", Reason::Missing));
        let sql = "INSERT INTO invoice (number, kind, state, organisation_id, title, lang, asked_from, asked_to, free, words, net, gross,
             credited, paid, left_cents, issued_on, due_on, reminded, created_at, changed_at, version)
           VALUES ('RE-2025-0009', 'invoice', 'issued', $1, 'Wartung', 'de', '2026-10-01', '2026-10-31', '', '', 10000, 11900,
             0, 0, 11900, '2026-10-31', '2026-11-30', 0, 0, 0, 1)";
        shop.scene.house.run(sql, [shop.scene.brandt.0.into()]).await;
        for other in ["RE-2026-9999", first.as_str(), "RE-2025-0009"] {
            let refused = post(anke, &first, "set_off", "5", &[("other", other)]).await.error();
            assert_eq!(refused, AppError::field("other", Reason::NoSuchInvoice), "{other}");
        }
        // A set-off stands on both accounts; taken back on one it is off both.
        post(anke, &first, "set_off", "10", &[("other", &second)]).await.json::<()>();
        let (from, to) = (view(&shop.bea, &first).await, view(&shop.bea, &second).await);
        assert_eq!((from.account.left(), to.account.left(), to.account.set_off), (1_000 - over, left - 1_000, 1_000));
        assert_eq!(to.standing, Standing::Partly);
        assert_eq!(from.payments.last().map(|one| (one.kind, one.other.as_deref())), Some((PostingKind::SetOff, Some(second.as_str()))));
        let shown = shop.bea.get(&format!("/invoices/{second}")).await.text();
        assert!(shown.contains(&format!("mit {first} verrechnet")), "{shown}");
        adds_up(anke).await;
        take_back(anke, &second).await;
        assert_eq!((view(anke, &first).await.account.left(), view(anke, &second).await.account.left()), (-over, left));
        // Who has the second one at hand names the credit note: it stands for the invoice that it takes it off.
        post(anke, &second, "set_off", "10", &[("other", &note)]).await.json::<()>();
        post(anke, &first, "refund", &euros(over - 1_000), &[("note", "SEPA-Notiz")]).await.json::<()>();
        let seen = view(&shop.bea, &first).await;
        assert_eq!((seen.account.left(), seen.standing, view(anke, &second).await.account.left()), (0, Standing::Paid, left - 1_000));
        let shown = shop.bea.get(&format!("/invoices/{first}")).await.text();
        assert!(shown.contains("Erstattung von") && !shown.contains("SEPA-Notiz"), "{shown}");
        // Each amount on the account is called what it does, and none stands below zero.
        let account = shown.split("id=\"account\"").nth(1).and_then(|rest| rest.split("</dl>").next()).unwrap();
        for (name, cents) in [("Bezahlt", due), ("Erstattet", over - 1_000), ("Mit anderer Rechnung verrechnet", 1_000)] {
            let amount = format!("{}\u{a0}€", euros(cents));
            assert!(account.contains(name) && account.contains(&amount) && !account.contains('−'), "{name} {amount}: {account}");
        }
        assert_eq!(list(anke, &[]).await.over, 0);
        adds_up(anke).await;
    }

    async fn a_lump_sum_for_late_payment_is_waived(shop: Shop) {
        let anke = &shop.scene.anke;
        shop.book("60", &[]).await;
        let number = shop.issued().await;
        assert_eq!(post(anke, &number, "waiver", "40", &[]).await.error(), at_most(0));
        shop.scene.house.run("UPDATE invoice SET fee = 4000, left_cents = left_cents + 4000 WHERE number = $1", [number.as_str().into()]).await;
        let_it_be_late(&shop, &number).await;
        post(anke, &number, "", "113,05", &[]).await.json::<()>();
        assert_eq!(view(anke, &number).await.standing, Standing::Overdue);
        assert_eq!(post(anke, &number, "waiver", "40,01", &[]).await.error(), at_most(4_000));
        post(anke, &number, "waiver", "40", &[("note", "Kulanz intern")]).await.json::<()>();
        let seen = view(&shop.bea, &number).await;
        assert_eq!((seen.account.left(), seen.account.open_fee(), seen.standing), (0, 0, Standing::Paid));
        let shown = shop.bea.get(&format!("/invoices/{number}")).await.text();
        assert!(shown.contains("Verzugspauschale erlassen") && !shown.contains("Kulanz intern"), "{shown}");
        assert_eq!(turn(anke, "invoice/turn", &number, &[("deed", "remind")]).await.error(), WrongInvoice::NotDue.into());
        adds_up(anke).await;
        take_back(anke, &number).await;
        assert_eq!(view(anke, &number).await.account.left(), 4_000);
    }

    async fn bad_debt_is_written_off_and_customers_do_not_read_why(shop: Shop) {
        let anke = &shop.scene.anke;
        shop.book("60", &[]).await;
        let number = shop.issued().await;
        let_it_be_late(&shop, &number).await;
        let why = [("note", "Insolvenz der Schuldnerin")];
        assert_eq!(post(anke, &number, "write_off", "113,05", &[]).await.error(), AppError::field("note", Reason::Missing));
        assert_eq!(post(anke, &number, "write_off", "113,06", &why).await.error(), at_most(11_305));
        post(anke, &number, "write_off", "113,05", &why).await.json::<()>();
        let seen = view(anke, &number).await;
        assert_eq!((seen.account.left(), seen.standing, seen.payments[0].kind), (0, Standing::Paid, PostingKind::WriteOff));
        assert_eq!(seen.billing.unwrap().reminder, None);
        let page = anke.get(&format!("/invoices/{number}")).await.text();
        assert!(page.contains("Ausbuchung von 113,05") && page.contains("Insolvenz der Schuldnerin"), "{page}");
        let told = shop.bea.call("invoice", &[("reference", &number)]).await.text();
        let shown = shop.bea.get(&format!("/invoices/{number}")).await.text();
        assert!(shown.contains("ausgeglichen"), "{shown}");
        for kept in ["write_off", "Insolvenz", "usbuch", "Written off"] {
            assert!(!told.contains(kept) && !shown.contains(kept), "{kept}: {told} {shown}");
        }
        assert!(!shop.bea.get("/invoices.csv").await.text().contains("Ausgebucht"));
        adds_up(anke).await;
        // Nothing came in, so nothing goes back; and what is settled is not cancelled.
        assert_eq!(post(anke, &number, "refund", "5", &[]).await.error(), at_most(0));
        assert_eq!(turn(anke, "invoice/cancel", &number, &[("reason", "R")]).await.error(), WrongInvoice::Paid.into());
        take_back(anke, &number).await;
        let seen = view(anke, &number).await;
        assert_eq!((seen.account.left(), seen.standing, seen.payments.len()), (11_305, Standing::Overdue, 0));
        let back = |entry: &app::invoice::view::EntryView| matches!(entry.what, What::Unposted { kind: PostingKind::WriteOff, cents: 11_305, .. });
        assert!(seen.entries.iter().any(back));
    }

    async fn an_agreed_cash_discount_leaves_nothing_open(shop: Shop) {
        let anke = &shop.scene.anke;
        shop.book("60", &[]).await;
        let number = shop.issued().await;
        post(anke, &number, "", "110,79", &[]).await.json::<()>();
        assert_eq!(post(anke, &number, "discount", "2,27", &[]).await.error(), at_most(226));
        post(anke, &number, "discount", "2,26", &[("note", "2 % bis 10 Tage")]).await.json::<()>();
        let_it_be_late(&shop, &number).await;
        let seen = view(&shop.bea, &number).await;
        assert_eq!((seen.account.left(), seen.account.discounted, seen.standing), (0, 226, Standing::Paid));
        assert!(shop.bea.get(&format!("/invoices/{number}")).await.text().contains("Skonto von 2,26"));
        let sums = list(anke, &[]).await;
        assert_eq!((sums.left, sums.over, list(anke, &[("filter[standing]", "paid")]).await.count), (0, 0, 1));
        assert_eq!(turn(anke, "invoice/turn", &number, &[("deed", "remind")]).await.error(), WrongInvoice::NotDue.into());
        adds_up(anke).await;
        // A posting of the time when there were payments alone is a payment.
        let sql = "INSERT INTO payment (invoice_id, day, cents, note, at, taken_back)
           SELECT id, '2026-11-20', 5, '', 0, FALSE FROM invoice WHERE number = $1";
        shop.scene.house.run(sql, [number.as_str().into()]).await;
        assert_eq!(view(anke, &number).await.payments[0].kind, PostingKind::Payment);
    }
}
