//! Days that were paid with a plan which another one took over: they are given back once, at what was paid for them.
use super::open::{lines, newest, package, run_after};
use super::*;

/// Lets days pass, in which all stay signed in.
async fn wait(shop: &Shop, days: i64) {
    let house = &shop.scene.house;
    house.wait(SignedDuration::from_hours(24 * days));
    house
        .run("UPDATE session SET created_at = $1, used_at = $1", [house.now().as_millisecond().into()])
        .await;
}

/// Albers has another plan from today on.
async fn change_plan(shop: &Shop, plan: &str) {
    change_from(shop, plan, "").await.json::<()>();
}

/// The same from a day on.
async fn change_from(shop: &Shop, plan: &str, from: &str) -> Answer {
    let name = format!("Karl Konto {plan} {from}");
    let karl = shop.scene.house.staff(&name, &[domain::person::Role::AccountManager]).await;
    let karl = shop.scene.house.browser(karl).await;
    let key = key();
    let fields = [
        ("key", key.as_str()),
        ("id", shop.albers.as_str()),
        ("name", "Albers Möbelhaus"),
        ("address", "Uferweg 7\n24937 Flensburg"),
        ("plan", plan),
        ("from", from),
        ("term_months", ""),
    ];
    karl.call("organisation/change", &fields).await
}

/// The fee of five hours from 15 November on is issued, and from 5 December on there are ten: ten of thirty days were for nothing.
async fn changed(shop: &Shop) -> String {
    package(shop, "2026-11-15").await;
    assert_eq!(run_after(shop, 9).await, 1);
    let first = issue(&shop.scene.anke, &newest(shop).await.reference).await.json();
    wait(shop, 3).await;
    change_plan(shop, "package_10").await;
    first
}

/// The draft that credits an invoice as a whole.
async fn credit(shop: &Shop, number: &str) -> String {
    let path: String = turn(&shop.scene.anke, "invoice/turn", number, &[("deed", "credit")]).await.json();
    path.trim_start_matches("/invoices/").to_owned()
}

/// A draft that is asked for.
async fn draw(shop: &Shop, from: &str, to: &str) -> InvoiceView {
    let fields = [("organisation", shop.albers.as_str()), ("from", from), ("to", to)];
    let draft: String = turn(&shop.scene.anke, "invoice/draw", "", &fields).await.json();
    view(&shop.scene.anke, &draft).await
}

with_package! {
    async fn days_that_another_plan_took_over_are_paid_once(shop: Shop) {
        package(&shop, "2026-11-15").await;
        assert_eq!(run_after(&shop, 9).await, 1);
        let first = newest(&shop).await;
        assert_eq!(lines(&first), [("Paket 5 Stunden, 15.11.2026 – 14.12.2026", 52_500)]);
        issue(&shop.scene.anke, &first.reference).await.json::<String>();
        wait(&shop, 3).await;
        // What is billed stays billed.
        let refused = change_from(&shop, "package_10", "2026-11-20").await.error();
        assert!(matches!(&refused, AppError::Invalid { fields } if matches!(fields[0].reason, Reason::NotBefore { .. })), "{refused:?}");
        change_plan(&shop, "package_10").await;
        // From 5 December on: ten of thirty days of the fee before were billed for nothing.
        assert_eq!(run_after(&shop, 28).await, 1);
        let second = newest(&shop).await;
        let expected = [("Paket 10 Stunden, 05.12.2026 – 04.01.2027", 99_500 - 17_325)];
        assert_eq!(lines(&second), expected);
        let told = &second.lines[0].line.description;
        assert!(told.contains("995,00") && told.contains("173,25") && told.contains("05.12.2026 – 14.12.2026"), "{told}");
        turn(&shop.scene.anke, "invoice/turn", &second.reference, &[("deed", "redraw")]).await.json::<String>();
        let redrawn = view(&shop.scene.anke, &second.reference).await;
        assert_eq!(lines(&redrawn), expected);
        assert!(!redrawn.billing.unwrap().changed, "days of the contract before are no days of its fee");
        issue(&shop.scene.anke, &second.reference).await.json::<String>();
        assert_eq!(run_after(&shop, 31).await, 1);
        assert_eq!(lines(&newest(&shop).await), [("Paket 10 Stunden, 05.01.2027 – 04.02.2027", 99_500)], "taken off once");
    }

    async fn a_fee_that_was_cut_already_is_not_cut_again(shop: Shop) {
        changed(&shop).await;
        wait(&shop, 4).await;
        change_plan(&shop, "package_20").await;
        // Four of 31 days of ten hours are 129.35 €, of which nothing is left; the rest comes off the next plan.
        assert_eq!(run_after(&shop, 24).await, 1);
        let second = newest(&shop).await;
        let expected = [
            ("Paket 10 Stunden, 05.12.2026 – 08.12.2026", 0),
            ("Paket 20 Stunden, 09.12.2026 – 08.01.2027", 189_000 - (17_325 - 12_935)),
        ];
        assert_eq!(lines(&second), expected);
        issue(&shop.scene.anke, &second.reference).await.json::<String>();
        assert_eq!(run_after(&shop, 31).await, 1);
        assert_eq!(lines(&newest(&shop).await), [("Paket 20 Stunden, 09.01.2027 – 08.02.2027", 189_000)]);
    }

    async fn fees_that_were_paid_in_advance_are_given_back(shop: Shop) {
        package(&shop, "2026-11-15").await;
        let first = draw(&shop, "2026-11-01", "2027-01-31").await;
        assert_eq!(first.totals.net, 3 * 52_500);
        issue(&shop.scene.anke, &first.reference).await.json::<String>();
        wait(&shop, 12).await;
        change_plan(&shop, "package_10").await;
        for (days, name, unused) in [
            (28, "Paket 10 Stunden, 05.12.2026 – 04.01.2027", 17_325),
            (31, "Paket 10 Stunden, 05.01.2027 – 04.02.2027", 52_500),
            (28, "Paket 10 Stunden, 05.02.2027 – 04.03.2027", 52_500),
        ] {
            assert_eq!(run_after(&shop, days).await, 1);
            let draft = newest(&shop).await;
            assert_eq!(lines(&draft), [(name, 99_500 - unused)]);
            issue(&shop.scene.anke, &draft.reference).await.json::<String>();
        }
    }

    async fn the_fee_of_a_plan_that_never_was_in_force_is_given_back(shop: Shop) {
        package(&shop, "2026-11-15").await;
        wait(&shop, 12).await;
        change_plan(&shop, "package_10").await;
        let first = draw(&shop, "2026-12-01", "2026-12-31").await;
        assert_eq!(lines(&first), [("Paket 10 Stunden, 05.12.2026 – 04.01.2027", 99_500)]);
        issue(&shop.scene.anke, &first.reference).await.json::<String>();
        // It was changed on its first day, as could be done before.
        let house = &shop.scene.house;
        house.run("UPDATE contract SET to_on = '2026-12-04' WHERE plan = 'package_10'", []).await;
        let sql = "INSERT INTO contract (organisation_id, plan, from_on) VALUES ($1, 'package_20', '2026-12-05')";
        house.run(sql, [shop.scene.albers.0.into()]).await;
        assert_eq!(run_after(&shop, 28).await, 1);
        assert_eq!(lines(&newest(&shop).await), [("Paket 20 Stunden, 05.12.2026 – 04.01.2027", 189_000 - 99_500)]);
    }

    async fn a_plan_without_a_ledger_that_stands_on_an_invoice_stays(shop: Shop) {
        package(&shop, "2026-11-15").await;
        wait(&shop, 12).await;
        change_plan(&shop, "package_10").await;
        let draft = draw(&shop, "2026-12-01", "2026-12-31").await;
        let of_ten = "(SELECT id FROM contract WHERE plan = 'package_10')";
        shop.scene.house.run(&format!("DELETE FROM posting WHERE contract_id IN {of_ten}"), []).await;
        change_plan(&shop, "package_20").await;
        let draft = view(&shop.scene.anke, &draft.reference).await;
        assert!(draft.billing.unwrap().changed, "its fee is none any more");
    }

    async fn what_a_credit_note_gave_back_is_not_taken_off_again(shop: Shop) {
        let first = changed(&shop).await;
        assert_eq!(run_after(&shop, 28).await, 1);
        let second = newest(&shop).await;
        assert_eq!(second.totals.net, 99_500 - 17_325);
        let note = credit(&shop, &first).await;
        issue(&shop.scene.anke, &note).await.json::<String>();
        assert!(view(&shop.scene.anke, &second.reference).await.billing.unwrap().changed);
        assert_eq!(issue(&shop.scene.anke, &second.reference).await.error(), WrongInvoice::Changed.into());
        amend(&shop.scene.anke, "invoice/turn", &second.reference, &[("deed", "redraw")]).await.json::<String>();
        assert_eq!(view(&shop.scene.anke, &second.reference).await.totals.net, 99_500);
    }

    async fn what_was_taken_off_is_not_given_back_by_the_invoice_before(shop: Shop) {
        let first = changed(&shop).await;
        assert_eq!(run_after(&shop, 28).await, 1);
        issue(&shop.scene.anke, &newest(&shop).await.reference).await.json::<String>();
        let cancelled = turn(&shop.scene.anke, "invoice/cancel", &first, &[("reason", "Falsch")]).await;
        assert_eq!(cancelled.error(), WrongInvoice::Credited.into());
        let note = credit(&shop, &first).await;
        assert_eq!(issue(&shop.scene.anke, &note).await.error(), WrongInvoice::Credited.into());
        // The twenty days before were paid, and may be given back.
        let line = view(&shop.scene.anke, &note).await.lines[0].id.to_string();
        let rest = [("line", line.as_str()), ("deed", "correct"), ("name", "Zwanzig Tage"), ("quantity", "1"), ("price", "351,75"), ("reason", "Kulanz")];
        amend(&shop.scene.anke, "invoice/line", &note, &rest).await.json::<()>();
        issue(&shop.scene.anke, &note).await.json::<String>();
    }

    async fn days_are_given_back_at_what_was_paid_for_them(shop: Shop) {
        package(&shop, "2026-11-15").await;
        assert_eq!(run_after(&shop, 9).await, 1);
        let first = newest(&shop).await;
        let off = [("off", "10 %"), ("off_in", "percent"), ("reason", "Treuerabatt")];
        amend(&shop.scene.anke, "invoice/discount", &first.reference, &off).await.json::<()>();
        issue(&shop.scene.anke, &first.reference).await.json::<String>();
        wait(&shop, 3).await;
        change_plan(&shop, "package_10").await;
        assert_eq!(run_after(&shop, 28).await, 1);
        assert_eq!(newest(&shop).await.totals.net, 99_500 - 15_593);
    }

    async fn days_that_no_plan_takes_over_ask_for_a_credit_note(shop: Shop) {
        let first = changed(&shop).await;
        let anke = &shop.scene.anke;
        assert_eq!(view(anke, &first).await.billing.unwrap().owed_cents, 0, "they come off the next fee");
        wait(&shop, 1).await;
        // It ends on 4 December now, and nothing follows.
        shop.scene.house.run("UPDATE contract SET to_on = '2026-12-04' WHERE plan = 'package_10'", []).await;
        assert_eq!(view(anke, &first).await.billing.unwrap().owed_cents, 17_325);
        let path = format!("/invoices/{first}");
        let words = "für Tage nach dem Ende des Vertrags";
        let shown = anke.get(&path).await.text();
        assert!(shown.contains(words) && shown.contains("173,25"), "{shown}");
        assert!(!shop.bea.get(&path).await.text().contains(words), "it is for who bills");
    }

    async fn a_plan_that_is_booked_later_takes_over_no_days(shop: Shop) {
        package(&shop, "2026-11-15").await;
        assert_eq!(run_after(&shop, 9).await, 1);
        issue(&shop.scene.anke, &newest(&shop).await.reference).await.json::<String>();
        wait(&shop, 3).await;
        change_plan(&shop, "").await;
        wait(&shop, 5).await;
        change_plan(&shop, "package_10").await;
        assert_eq!(run_after(&shop, 23).await, 1);
        assert_eq!(lines(&newest(&shop).await), [("Paket 10 Stunden, 10.12.2026 – 09.01.2027", 99_500)]);
    }
}
