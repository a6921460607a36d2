//! References of the customer's that stand on one document alone (BT-10, BT-13).
use super::*;

with_shop! {
    async fn an_order_number_or_leitweg_id_stands_on_one_document_alone(shop: Shop) {
        let anke = &shop.scene.anke;
        shop.book("30", &[]).await;
        let draft = shop.drawn().await;
        let payer = [
            ("organisation", shop.albers.as_str()),
            ("seen", "0"),
            ("name", "Albers GmbH"),
            ("street", "Uferweg 7"),
            ("postcode", "24937"),
            ("town", "Flensburg"),
            ("country", "DE"),
            ("email", "rechnung@albers.example"),
            ("buyer_reference", "991-USUAL"),
            ("purchase_order", "RV-USUAL"),
            ("xrechnung", "1"),
        ];
        turn(anke, "invoice/payer", &draft, &payer).await.json::<()>();
        let shown = anke.get(&format!("/invoices/{draft}")).await.text();
        assert_eq!(shown.matches("value=\"RV-USUAL\"").count(), 2, "with who pays, and as what stands on this one: {shown}");
        let wrong = amend(anke, "invoice/refer", &draft, &[("buyer_reference", " "), ("purchase_order", "B 4711")]).await;
        assert_eq!(wrong.error(), AppError::field("buyer_reference", Reason::Missing), "an XRechnung has one");
        let own = [("buyer_reference", "991-OWN"), ("purchase_order", "B 4711")];
        assert_eq!(amend(&shop.bea, "invoice/refer", &draft, &own).await.error(), AppError::NotFound);
        amend(anke, "invoice/refer", &draft, &own).await.json::<()>();
        let seen = view(anke, &draft).await;
        let told = seen.entries.iter().any(|entry| matches!(&entry.what, What::Referenced { purchase_order, .. } if purchase_order == "B 4711"));
        let billing = seen.billing.as_ref().unwrap();
        assert!(told && billing.purchase_order == "B 4711" && billing.payer.purchase_order == "RV-USUAL", "{seen:?}");
        assert_eq!((seen.buyer.reference.as_str(), billing.payer.buyer.reference.as_str()), ("991-OWN", "991-USUAL"));
        amend(anke, "invoice/refer", &draft, &own).await.json::<()>();
        assert_eq!(view(anke, &draft).await.version, seen.version, "nothing is another");
        let number: String = issue(anke, &draft).await.json();
        let xml = shop.bea.get(&format!("/invoices/{number}/xml")).await.text();
        assert!(xml.contains("991-OWN") && xml.contains("B 4711") && !xml.contains("USUAL"), "{xml}");
        assert_eq!(amend(anke, "invoice/refer", &number, &own).await.error(), WrongInvoice::Issued.into());
        // What gives it back names the same; the next invoice what is usual.
        let path: String = turn(anke, "invoice/turn", &number, &[("deed", "credit")]).await.json();
        let note = view(anke, path.trim_start_matches("/invoices/")).await;
        assert_eq!((note.buyer.reference.as_str(), note.billing.unwrap().purchase_order.as_str()), ("991-OWN", "B 4711"));
        shop.book("30", &[]).await;
        let next = view(anke, &shop.drawn().await).await;
        assert_eq!((next.buyer.reference.as_str(), next.billing.unwrap().purchase_order.as_str()), ("991-USUAL", "RV-USUAL"));
    }
}
