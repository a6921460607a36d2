//! The company's letterhead through the router: entered in the draft, looked at as an invoice, published.
use crate::house::{Browser, key};
use crate::on_both;
use crate::policy::{draft, edit, manager, publish, refused};
use crate::ticket::Scene;
use app::policy::view::PolicyView;
use axum::http::StatusCode;
use domain::input::Reason;

const COMPANY: [(&str, &str); 10] = [
    ("fields[name]", "Nordlicht Digital GmbH"),
    ("fields[street]", "Alter Hafen 7"),
    ("fields[postcode]", "24103"),
    ("fields[town]", "Kiel"),
    ("fields[country]", "DE"),
    ("fields[contact]", "Buchhaltung"),
    ("fields[phone]", "0431 555010"),
    ("fields[email]", "rechnung@nordlicht.example"),
    ("fields[vat_id]", "DE123456789"),
    ("fields[iban]", "DE02 1203 0000 0000 2020 51"),
];

async fn save(who: &Browser, more: &[(&str, &str)]) -> crate::house::Answer {
    let fields: Vec<_> = COMPANY.iter().chain(more).copied().collect();
    edit(who, "seller", "save", &fields).await
}

on_both! {
    async fn a_letterhead_is_entered_looked_at_and_published(house: TestHouse) {
        let scene = Scene::of(house).await;
        let sonja = manager(&scene).await;
        let before = sonja.get("/settings-invoice/de").await;
        assert_eq!((before.status, before.header("content-type")), (StatusCode::OK, "application/pdf"));
        assert!(sonja.get("/settings/billing").await.text().contains("wird keine ausgestellt"));
        save(&sonja, &[("fields[logo]", LOGO)]).await.json::<()>();
        edit(&sonja, "billing", "save", &[("fields[due_days]", "21"), ("fields[closing_de]", "Bis bald in Kiel.")]).await.json::<()>();
        for lang in ["de", "en"] {
            let after = sonja.get(&format!("/settings-invoice/{lang}")).await;
            assert!(after.body.starts_with(b"%PDF-1.") && after.body != before.body, "{lang}");
        }
        let page = sonja.get("/settings/publish").await.text();
        assert!(page.contains("Absender und Briefkopf › Name mit Rechtsform") && page.contains("Bild mit"), "{page}");
        publish(&sonja, false).await.json::<()>();
        let billing = scene.house.house.policy().billing.clone();
        let seller = billing.seller.unwrap();
        assert_eq!((seller.name.as_str(), seller.bank.iban.as_str(), billing.due_days), ("Nordlicht Digital GmbH", "DE02120300000000202051", 21));
        let file = sonja.get("/policy/export/2").await.text();
        assert!(file.contains("iban = \"DE02120300000000202051\""), "{file}");
        sonja.call("policy/import", &[("key", &key()), ("text", &file)]).await.json::<()>();
        assert!(!draft(&sonja).await.changed, "what is taken out can be taken in");
        let policy: PolicyView = scene.vera.call("policy", &[("query", "")]).await.json();
        assert_eq!(policy.policy.billing.seller, None, "no page needs it");
    }

    async fn what_no_invoice_could_show_is_told_at_its_field(house: TestHouse) {
        let scene = Scene::of(house).await;
        let sonja = manager(&scene).await;
        for logo in ["data:image/png;base64,QUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFB", "<svg xmlns=\"http://www.w3.org/2000/svg\"><g>"] {
            let told = refused(save(&sonja, &[("fields[logo]", logo)]).await);
            assert_eq!(told, [("fields[logo]".to_owned(), Reason::NotALogo)], "{logo}");
        }
        let fields = [("fields[name]", ""), ("fields[iban]", "DE1"), ("fields[bic]", "X")];
        let told = refused(edit(&sonja, "seller", "save", &fields).await);
        assert!(told.contains(&("fields[iban]".to_owned(), Reason::NotAnIban)), "{told:?}");
        assert!(told.contains(&("fields[bic]".to_owned(), Reason::NotABic)), "{told:?}");
        assert!(told.contains(&("fields[vat_id]".to_owned(), Reason::NoTaxId)), "{told:?}");
        assert!(!draft(&sonja).await.changed);
        // Without scripts too: the sentence stands at the field, and what was typed stays.
        let seen = draft(&sonja).await.seen.to_string();
        let key = key();
        let mut form = vec![("key", key.as_str()), ("fields[form]", "seller:save::"), ("part", "seller"), ("deed", "save"), ("at", ""), ("sub", ""), ("seen", &seen)];
        form.extend(COMPANY.into_iter().map(|(name, value)| if name == "fields[iban]" { (name, "DE02 1") } else { (name, value) }));
        let back = sonja.post("policy/edit", "/settings/billing", &form).await;
        let page = sonja.get(back.header("location")).await.text();
        assert!(page.contains("Diese IBAN stimmt nicht") && page.contains("value=\"Alter Hafen 7\""), "{page}");
    }

    async fn only_who_may_change_it_looks_at_it(house: TestHouse) {
        let scene = Scene::of(house).await;
        for who in [&scene.vera, &scene.tom] {
            assert_eq!(who.get("/settings-invoice/de").await.status, StatusCode::NOT_FOUND);
        }
        let sonja = manager(&scene).await;
        assert_eq!(sonja.get("/settings-invoice/fr").await.status, StatusCode::NOT_FOUND);
        assert_ne!(scene.house.visitor().get("/settings-invoice/de").await.status, StatusCode::OK);
    }
}

/// The mark of the demo's company: what shows the product is taken as it is.
const LOGO: &str = include_str!("../../src/demo/nordlicht.svg");
