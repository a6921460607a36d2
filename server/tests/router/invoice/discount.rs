//! A discount on a document as a whole (BG-20).
use super::own::add;
use super::*;
use domain::billing::allowance::{Allowance, Cut};
use domain::invoice::line::Discount;
use domain::vat::Vat;

async fn take_off(shop: &Shop, draft: &str, off: &str, off_in: &str, reason: &str) -> Answer {
    let fields = [("off", off), ("off_in", off_in), ("reason", reason)];
    amend(&shop.scene.anke, "invoice/discount", draft, &fields).await
}

/// A draft of half an hour at 19 % and a book for 50 € at 7 %.
async fn mixed(shop: &Shop) -> String {
    shop.book("30", &[]).await;
    let draft = shop.drawn().await;
    let book = [("name", "Handbuch"), ("quantity", "1"), ("price", "50"), ("vat", "reduced")];
    add(shop, &draft, &key(), &book).await.json::<()>();
    draft
}

fn parts(discounts: &[Discount]) -> Vec<(Vat, i64)> {
    discounts.iter().map(|one| (one.vat, one.cents)).collect()
}

with_shop! {
    async fn percent_are_taken_off_every_tax_and_stand_on_the_document_with_their_reason(shop: Shop) {
        let anke = &shop.scene.anke;
        let draft = mixed(&shop).await;
        let before = view(anke, &draft).await;
        let wrong = take_off(&shop, &draft, "viel", "percent", "").await.error();
        let AppError::Invalid { fields } = wrong else { panic!("{wrong:?}") };
        assert_eq!(fields.iter().map(|one| one.field.as_str()).collect::<Vec<_>>(), ["off", "reason"]);
        let too_much = take_off(&shop, &draft, "97,51", "euros", "Treue").await.error();
        assert_eq!(too_much, AppError::field("off", Reason::MoreThanThere));
        assert_eq!(amend(&shop.bea, "invoice/discount", &draft, &[("off", "")]).await.error(), AppError::NotFound);
        assert_eq!(view(anke, &draft).await, before, "what is refused changes nothing");
        let path = format!("/invoices/{draft}");
        assert!(anke.get(&path).await.text().contains("Rabatt geben"), "there is none to change");
        let seen = before.version.to_string();
        let twice = [("key", "zweimal-dasselbe"), ("reference", draft.as_str()), ("seen", seen.as_str()), ("off", "10 %"), ("off_in", "percent"), ("reason", "Treuerabatt")];
        for _ in 0..2 {
            anke.call("invoice/discount", &twice).await.json::<()>();
        }
        let seen = view(anke, &draft).await;
        assert_eq!(parts(&seen.discounts), [(Vat::Standard, 475), (Vat::Reduced, 500)]);
        assert_eq!((seen.totals.net, seen.totals.gross, seen.version), (8_775, 9_902, before.version + 1));
        let told = seen.entries.iter().filter(|entry| matches!(entry.what, What::Discounted { from: None, to: Some(_) }));
        assert_eq!(told.count(), 1, "once in the history");
        assert_eq!(list(anke, &[("filter[standing]", "draft")]).await.lines[0].gross, 9_902);
        let shown = anke.get(&path).await.text();
        assert!(shown.contains("Rabatt ändern") && !shown.contains("Rabatt geben"));
        for words in ["Zwischensumme", "97,50\u{a0}€", "Nachlass: Treuerabatt (10 %)", "−9,75\u{a0}€", "keiner → Treuerabatt (10 %)"] {
            assert!(shown.contains(words), "{words}: {shown}");
        }
        // It stays where the draft is drawn up anew, on what is there then.
        shop.book("30", &[]).await;
        turn(anke, "invoice/turn", &draft, &[("deed", "redraw")]).await.json::<String>();
        assert_eq!(parts(&view(anke, &draft).await.discounts), [(Vat::Standard, 950), (Vat::Reduced, 500)]);
        let number: String = issue(anke, &draft).await.json();
        let seen = view(&shop.bea, &number).await;
        assert_eq!((seen.totals.net, seen.account.due), (13_050, 14_990));
        let (pdf, xml) = (shop.bea.get(&format!("/invoices/{number}/pdf")).await, shop.bea.get(&format!("/invoices/{number}/xml")).await.text());
        assert!(pdf.body.starts_with(b"%PDF-") && xml.contains("Treuerabatt (10 %)") && xml.contains("9.50") && xml.contains("130.50"), "{xml}");
        assert!(shop.bea.get(&format!("/invoices/{number}")).await.text().contains("Nachlass: Treuerabatt (10 %)"));
        assert_eq!(take_off(&shop, &number, "5", "percent", "R").await.error(), WrongInvoice::Issued.into());
        // Billed services are lines; what was taken off the whole is said beside their sum.
        let services: Services = shop.bea.call("services", &[("filter[query]", "")]).await.json();
        assert_eq!((services.net, services.off), (14_500, 1_450));
        let books: Services = shop.bea.call("services", &[("filter[query]", "Handbuch")]).await.json();
        assert_eq!((books.net, books.off), (5_000, 0), "no line alone has a part of it");
        assert!(shop.bea.get("/services").await.text().contains("abzüglich 14,50\u{a0}€ Nachlass auf ganze Rechnungen"));
    }

    async fn an_amount_is_given_back_in_the_part_of_what_is_given_back(shop: Shop) {
        let anke = &shop.scene.anke;
        let draft = mixed(&shop).await;
        // As a browser without scripts sends it.
        let path = format!("/invoices/{draft}");
        let version = view(anke, &draft).await.version.to_string();
        let form = |key: &'static str, off: &'static str, reason: &'static str| {
            [("key", key), ("reference", &draft), ("seen", &version), ("off", off), ("off_in", "euros"), ("reason", reason)]
        };
        let back = anke.post("invoice/discount", &path, &form("leer-und-zurueck", "30", "")).await;
        let shown = anke.get(back.header("location")).await.text();
        assert!(shown.contains("value=\"30\""), "what was typed stays: {shown}");
        let sent = anke.post("invoice/discount", &path, &form("dreissig-euro-weg", "30", "Messe")).await;
        assert_eq!(sent.header("location"), path);
        let seen = view(anke, &draft).await;
        assert_eq!(parts(&seen.discounts), [(Vat::Standard, 1_462), (Vat::Reduced, 1_538)], "exact to the cent");
        assert_eq!(seen.billing.unwrap().allowance, Some(Allowance { cut: Cut::Cents(3_000), reason: "Messe".into() }));
        // More than is left of the lines is said before the invoice is issued.
        let ids: Vec<String> = seen.lines.iter().map(|line| line.id.to_string()).collect();
        for id in &ids {
            let cheap = [("line", id.as_str()), ("deed", "correct"), ("name", "X"), ("quantity", "1"), ("price", "1"), ("reason", "R")];
            amend(anke, "invoice/line", &draft, &cheap).await.json::<()>();
        }
        let shown = anke.get(&path).await.text();
        assert!(shown.contains("Der Rabatt ist höher als alle Positionen zusammen"), "{shown}");
        take_off(&shop, &draft, "", "percent", "").await.json::<()>();
        let seen = view(anke, &draft).await;
        assert!(seen.discounts.is_empty() && seen.billing.unwrap().lacks.is_empty());
        take_off(&shop, &draft, "0,50", "euros", "Messe").await.json::<()>();
        let number: String = issue(anke, &draft).await.json();
        let due = view(&shop.bea, &number).await.account.due;
        let credit = async || {
            let path: String = turn(anke, "invoice/turn", &number, &[("deed", "credit")]).await.json();
            path.trim_start_matches("/invoices/").to_owned()
        };
        // A part takes its part of the discount with it, the whole all of it.
        let part = credit().await;
        let line = view(anke, &part).await.lines[1].id.to_string();
        amend(anke, "invoice/line", &part, &[("line", &line), ("deed", "leave_out"), ("reason", "bleibt")]).await.json::<()>();
        let seen = view(anke, &part).await;
        assert_eq!((parts(&seen.discounts), seen.totals.net), (vec![(Vat::Standard, 25)], 75));
        let whole = credit().await;
        assert_eq!(view(anke, &whole).await.totals.gross, due);
    }
}
