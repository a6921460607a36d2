//! The company itself: who writes the demo's invoices.
use crate::fault::Fault;
use crate::house::House;
use crate::policy::store;
use domain::billing::datev::books::{Books, Chart};
use domain::invoice::party::{Address, Bank, Letterhead, Seller};
use domain::policy::Policy;
use jiff::Timestamp;
use std::collections::BTreeMap;

/// Its mark: northern lights above the sea, drawn for it.
const LOGO: &str = include_str!("nordlicht.svg");

/// Publishes it as the next version.
pub async fn publish(house: &House, now: Timestamp) -> Result<(), Fault> {
    let mut policy = Policy::clone(&house.policy());
    policy.billing.seller = Some(seller(&house.settings.company));
    policy.billing.datev = Some(books());
    let text = toml::to_string(&policy).map_err(Fault::broken)?;
    let change = house.store.change().await?;
    store(change.db(), &text, (None, "Henrik Claasen"), now, "Briefkopf und Konto", false).await?;
    change.commit().await?;
    house.refresh_policy().await
}

fn books() -> Books {
    Books {
        consultant: 29_098,
        client: 55_003,
        year_begins: 1,
        account_length: 4,
        chart: Chart::Skr04,
        debtors: 0,
        service_days: false,
        accounts: BTreeMap::default(),
    }
}

fn seller(company: &str) -> Seller {
    Seller {
        name: format!("{company} GmbH"),
        address: Address {
            street: "Alter Hafen 7".to_owned(),
            more: String::new(),
            postcode: "24103".to_owned(),
            town: "Kiel".to_owned(),
            country: "DE".to_owned(),
        },
        vat_id: "DE123456789".to_owned(),
        tax_number: "19/290/12345".to_owned(),
        register: "Amtsgericht Kiel, HRB 12345 KI".to_owned(),
        directors: "Geschäftsführung: Nele Petersen".to_owned(),
        contact: "Buchhaltung".to_owned(),
        phone: "+49 431 555010".to_owned(),
        email: "rechnung@nordlicht.example".to_owned(),
        web: "www.nordlicht.example".to_owned(),
        bank: Bank {
            name: "Förde Sparkasse".to_owned(),
            iban: "DE02120300000000202051".to_owned(),
            bic: "NOLADE21KIE".to_owned(),
        },
        letterhead: Letterhead { logo: LOGO.to_owned(), ..Letterhead::default() },
    }
}
