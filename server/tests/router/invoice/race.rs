//! What two do to the same invoice at the same moment: one of both happens, as a whole, and numbers and sums tell of nothing else.
use super::*;
use domain::person::Role;

/// Another accountant, on PostgreSQL at a server of her own, which has to be kept.
async fn second(shop: &Shop) -> (Browser, Option<TestHouse>) {
    let house = &shop.scene.house;
    let alma = house.staff("Alma Zahl", &[Role::Accounting]).await;
    let alma = house.browser(alma).await;
    if house.house.settings.database_url.is_none() {
        return (alma, None);
    }
    let twin = house.twin().await;
    (alma.at(&twin), Some(twin))
}

async fn cancel(who: &Browser, number: &str) -> Answer {
    turn(who, "invoice/cancel", number, &[("reason", "Falscher Empfänger")]).await
}

/// The numbers of so many documents are in a row, each has its files, and together they come to this: with tax, and what is left.
async fn adds_up(shop: &Shop, documents: usize, gross: i64, left: i64) {
    let found = list(&shop.bea, &[]).await;
    let mut numbers: Vec<_> = found.lines.iter().filter_map(|row| row.number.clone()).collect();
    numbers.sort();
    let row: Vec<_> = (1..=documents).map(|at| format!("RE-2026-{at:04}")).collect();
    assert_eq!((numbers, found.gross, found.left, found.over), (row, gross, left, 0));
    let count = i64::try_from(documents).unwrap();
    let house = &shop.scene.house;
    assert_eq!(house.number("SELECT value FROM counter WHERE name = 'invoice-2026'").await, count);
    assert_eq!(house.number("SELECT count(*) FROM invoice_file").await, 2 * count);
    let told = "SELECT count(*) FROM invoice_entry WHERE data LIKE '%\"issued\"%'";
    assert_eq!(house.number(told).await, count, "each is told once");
}

with_shop! {
    async fn two_who_cancel_at_once_make_one_cancellation(shop: Shop) {
        shop.book("60", &[]).await;
        let number = shop.issued().await;
        let (alma, _twin) = second(&shop).await;
        let (one, other) = tokio::join!(cancel(&shop.scene.anke, &number), cancel(&alma, &number));
        let (done, refused) = if one.status.is_success() { (one, other) } else { (other, one) };
        assert_eq!(done.json::<String>(), "RE-2026-0002");
        assert_eq!(refused.error(), WrongInvoice::Cancelled.into());
        assert_eq!(view(&shop.bea, &number).await.corrected_by, ["RE-2026-0002"]);
        adds_up(&shop, 2, 0, 0).await;
        // Its work is open again, once.
        assert_eq!(view(&shop.scene.anke, &shop.drawn().await).await.totals.net, 9_500);
        assert_eq!(shop.draw().await.error(), WrongInvoice::Empty.into());
    }

    async fn what_is_paid_while_it_is_cancelled_is_one_of_both(shop: Shop) {
        shop.book("60", &[]).await;
        let number = shop.issued().await;
        let (alma, _twin) = second(&shop).await;
        let pay = turn(&alma, "invoice/pay", &number, &[("amount", "13,05")]);
        let (cancelled, paid) = tokio::join!(cancel(&shop.scene.anke, &number), pay);
        let seen = view(&shop.bea, &number).await;
        if cancelled.status.is_success() {
            assert_eq!(paid.error(), WrongInvoice::Cancelled.into());
            assert_eq!((seen.state, seen.account.paid, seen.payments.len()), (State::Cancelled, 0, 0));
            adds_up(&shop, 2, 0, 0).await;
        } else {
            paid.json::<()>();
            assert_eq!(cancelled.error(), WrongInvoice::Paid.into());
            assert_eq!((seen.state, seen.account.paid, seen.payments.len()), (State::Issued, 1_305, 1));
            adds_up(&shop, 1, 11_305, 10_000).await;
            assert_eq!(shop.draw().await.error(), WrongInvoice::Empty.into(), "its work stays billed");
        }
    }

    async fn what_is_credited_while_it_is_cancelled_is_given_back_once(shop: Shop) {
        shop.book("60", &[]).await;
        let number = shop.issued().await;
        let anke = &shop.scene.anke;
        let path: String = turn(anke, "invoice/turn", &number, &[("deed", "credit")]).await.json();
        let note = path.trim_start_matches("/invoices/");
        let line = view(anke, note).await.lines[0].id.to_string();
        let half = [("line", line.as_str()), ("deed", "correct"), ("name", "Zur Hälfte"), ("quantity", "0:30"), ("price", "95"), ("reason", "Kulanz")];
        amend(anke, "invoice/line", note, &half).await.json::<()>();
        let (alma, _twin) = second(&shop).await;
        let (cancelled, credited) = tokio::join!(cancel(anke, &number), issue(&alma, note));
        let seen = view(&shop.bea, &number).await;
        let done = if cancelled.status.is_success() {
            assert!(credited.status.is_client_error(), "{} {}", credited.status, credited.text());
            assert_eq!((seen.state, seen.account.credited), (State::Cancelled, 0));
            adds_up(&shop, 2, 0, 0).await;
            cancelled
        } else {
            assert_eq!(cancelled.error(), WrongInvoice::Credited.into());
            assert_eq!((seen.state, seen.account.credited), (State::Issued, 5_653));
            adds_up(&shop, 2, 11_305 - 5_653, 5_652).await;
            credited
        };
        assert_eq!(done.json::<String>(), "RE-2026-0002");
        assert_eq!(seen.corrected_by, ["RE-2026-0002"]);
    }
}
