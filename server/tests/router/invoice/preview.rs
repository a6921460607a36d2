//! A draft as pages, to be looked at before it is issued.
use super::*;

with_shop! {
    async fn a_draft_is_previewed_by_who_sees_drafts_and_is_never_taken_for_an_invoice(shop: Shop) {
        shop.book("40", &[]).await;
        let draft = shop.drawn().await;
        let anke = &shop.scene.anke;
        let line = view(anke, &draft).await.lines[0].id.to_string();
        let less = [("line", line.as_str()), ("deed", "correct"), ("name", "Warenkorb"), ("quantity", "0:30"), ("price", "95"), ("reason", "Einarbeitung abgezogen")];
        amend(anke, "invoice/line", &draft, &less).await.json::<()>();
        let at = format!("/invoices/{draft}/preview.pdf");
        let page = anke.get(&format!("/invoices/{draft}")).await.text();
        assert!(page.contains(&format!("href=\"{at}\"")) && page.contains("Vorschau als PDF"), "a link, also without scripts: {page}");
        let preview = anke.get(&at).await;
        crate::house::paper("invoice-preview-de", &preview);
        assert_eq!(preview.header("cache-control"), "private, no-store");
        assert_eq!(preview.header("content-disposition"), format!("inline; filename=\"entwurf-{draft}.pdf\""));
        let bytes = String::from_utf8_lossy(&preview.body).into_owned();
        assert!(bytes.contains("ENTWURF: Rechnung"), "its title says what it is");
        for absent in ["RE-2026", "EmbeddedFile", "factur-x", "Einarbeitung"] {
            assert!(!bytes.contains(absent), "{absent}");
        }
        for who in [&shop.bea, &shop.scene.fritz, &shop.scene.vera, &shop.scene.petra, &shop.scene.tom] {
            assert_eq!(who.get(&at).await.status, StatusCode::NOT_FOUND);
        }
        assert_ne!(shop.scene.house.visitor().get(&at).await.status, StatusCode::OK);
        // Nothing came of looking: the first number is still free, and what is issued has pages of its own.
        assert_eq!(issue(anke, &draft).await.json::<String>(), "RE-2026-0001");
        for gone in [at.as_str(), "/invoices/RE-2026-0001/preview.pdf", "/invoices/999999/preview.pdf"] {
            assert_eq!(anke.get(gone).await.status, StatusCode::NOT_FOUND, "{gone}");
        }
    }

    async fn a_draft_that_lacks_something_can_be_looked_at(shop: Shop) {
        let anke = &shop.scene.anke;
        let key = key();
        let fields = [("key", key.as_str()), ("organisation", &*shop.albers), ("from", "2026-11-01"), ("to", "2026-11-30"), ("empty", "1")];
        let draft: String = anke.call("invoice/draw", &fields).await.json();
        crate::house::paper("invoice-preview-empty-de", &anke.get(&format!("/invoices/{draft}/preview.pdf")).await);
    }

    async fn why_a_line_was_corrected_is_told_as_internal_and_apart_from_the_document(shop: Shop) {
        shop.book("40", &[]).await;
        let draft = shop.drawn().await;
        let anke = &shop.scene.anke;
        let line = view(anke, &draft).await.lines[0].id.to_string();
        let less = [("line", line.as_str()), ("deed", "correct"), ("name", "Warenkorb"), ("quantity", "0:30"), ("price", "95"), ("vat", "standard"), ("discount", "10"), ("discount_reason", "Treue"), ("reason", "Einarbeitung abgezogen")];
        amend(anke, "invoice/line", &draft, &less).await.json::<()>();
        let page = anke.get(&format!("/invoices/{draft}")).await.text();
        let told = |class: &str| {
            let selector = scraper::Selector::parse(class).unwrap();
            scraper::Html::parse_document(&page).select(&selector).map(|one| one.text().collect::<String>()).collect::<String>()
        };
        assert_eq!(told(".invoice-line__inner").trim(), "Intern: Einarbeitung abgezogen");
        assert!(told(".invoice-line__note").contains("Treue") && !told(".invoice-line__note").contains("Einarbeitung"), "{page}");
        let number: String = issue(anke, &draft).await.json();
        let theirs = shop.bea.get(&format!("/invoices/{number}")).await.text();
        assert!(theirs.contains("Treue") && !theirs.contains("Einarbeitung"), "{theirs}");
    }
}
