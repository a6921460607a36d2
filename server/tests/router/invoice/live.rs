//! Which open pages are told that invoices changed.
use super::*;
use crate::live::Stream;

/// How often each of these customers hears of invoices while something happens, and whether accounting does.
async fn heard(shop: &Shop, customers: [&Browser; 3], happens: impl Future<Output = ()>) -> [usize; 3] {
    let mut accounting = Stream::open(&shop.scene.anke, "/live").await;
    let mut streams = Vec::new();
    for customer in customers {
        streams.push(Stream::open(customer, "/live").await);
    }
    happens.await;
    accounting.invoice().await;
    let mut counts = [0; 3];
    for ((customer, mut stream), count) in customers.into_iter().zip(streams).zip(&mut counts) {
        // Of this one they hear for certain, and after what was told before it.
        let number = open(customer, "Danach").await;
        *count = stream.invoices_before(number).await;
    }
    counts
}

with_shop! {
    async fn customers_hear_of_their_issued_invoices_and_accounting_of_drafts_as_well(shop: Shop) {
        let anke = &shop.scene.anke;
        let rights = Rights { billing: true, ..Rights::default() };
        let bodo = shop.scene.house.contact("Bodo Brandt", shop.scene.brandt, rights).await;
        let bodo = shop.scene.house.browser(bodo).await;
        // The right to see bills; all rights but that; the right at another customer.
        let customers = [&shop.bea, &shop.scene.vera, &bodo];
        shop.book("60", &[]).await;
        let mut draft = String::new();
        let none = heard(&shop, customers, async { draft = shop.drawn().await }).await;
        assert_eq!(none, [0, 0, 0], "a draft is drawn up");
        let line = view(anke, &draft).await.lines[0].id.to_string();
        let correct = [("line", line.as_str()), ("deed", "correct"), ("name", "Warenkorb"), ("quantity", "1:00"), ("price", "90"), ("reason", "Kulanz")];
        let none = heard(&shop, customers, async { amend(anke, "invoice/line", &draft, &correct).await.json::<()>() }).await;
        assert_eq!(none, [0, 0, 0], "and corrected");
        let mut number = String::new();
        let [bea, others @ ..] = heard(&shop, customers, async { number = issue(anke, &draft).await.json() }).await;
        assert!(bea > 0 && others == [0, 0], "it is issued: {bea}, {others:?}");
        let pay = async { turn(anke, "invoice/pay", &number, &[("amount", "13,05")]).await.json::<()>() };
        let [bea, others @ ..] = heard(&shop, customers, pay).await;
        assert!(bea > 0 && others == [0, 0], "something is paid: {bea}, {others:?}");
    }
}
