//! Invoices through the router: from work to an issued, frozen, gapless document, and what becomes of it. The house opens on
//! Monday, 23 November 2026, under the preset that charges by the hour: 95 € an hour, quick tickets 1.5 and 2 times, a gate at 60
//! minutes. Laying out a document takes seconds without optimisation: each test makes few.
use crate::TestHouse;
use crate::effort::{book, change};
use crate::house::{Answer, Browser, key};
use crate::quote::scene::{self, Deal, act, offer};
use crate::ticket::{Scene, open, page};
use app::error::AppError;
use app::invoice::view::{InvoiceList, InvoiceView, Services};
use axum::http::StatusCode;
use domain::billing::account::Standing;
use domain::billing::posting::PostingKind;
use domain::billing::timeline::What;
use domain::billing::{State, WrongInvoice};
use domain::input::Reason;
use domain::invoice::Kind;
use domain::person::Rights;
use jiff::SignedDuration;

/// A shop agency; Vera of Albers opened a ticket, on which Tom worked.
struct Shop {
    scene: Scene,
    /// Sees the bills of Albers.
    bea: Browser,
    bea_id: domain::id::PersonId,
    number: i64,
    albers: String,
}

/// Who writes the invoices, and from whom on the house may issue some.
const SELLER: &str = r#"
[billing.seller]
name = "Nordlicht Digital GmbH"
vat_id = "DE123456789"
contact = "Ines Böhm"
phone = "0461 1234"
email = "rechnung@nordlicht.example"
[billing.seller.address]
street = "Hafendamm 1"
postcode = "24937"
town = "Flensburg"
country = "DE"
[billing.seller.bank]
name = "Förde Bank"
iban = "DE02120300000000202051"
bic = "BYLADEM1001"

[billing.datev]
consultant = 29098
client = 55003
chart = "skr04"
[billing.rules]
late_fee_cents = 4000

[workflow]"#;

impl Shop {
    async fn of(house: TestHouse) -> Self {
        Self::with_seller(house, true).await
    }

    async fn with_seller(house: TestHouse, seller: bool) -> Self {
        let scene = Scene::of(house).await;
        if seller {
            publish(&scene).await;
        }
        let address = "UPDATE organisation SET address = 'Uferweg 7\n24937 Flensburg' WHERE id = $1";
        for organisation in [scene.albers, scene.brandt] {
            scene.house.run(address, [organisation.0.into()]).await;
        }
        let rights = Rights { billing: true, ..Rights::default() };
        let bea = scene.house.contact("Bea Buch", scene.albers, rights).await;
        let number = open(&scene.vera, "Warenkorb rechnet falsch").await;
        let albers = scene.albers.to_string();
        Self { bea: scene.house.browser(bea).await, bea_id: bea, number, albers, scene }
    }

    async fn book(&self, minutes: &str, more: &[(&str, &str)]) {
        let fields: Vec<_> = [("minutes", minutes)].into_iter().chain(more.iter().copied()).collect();
        book(&self.scene.tom, self.number, &fields).await.json::<()>();
    }

    async fn draw(&self) -> Answer {
        let key = key();
        let fields = [
            ("key", key.as_str()),
            ("organisation", &self.albers),
            ("from", "2026-11-01"),
            ("to", "2026-11-30"),
        ];
        self.scene.anke.call("invoice/draw", &fields).await
    }

    /// A draft of all that Tom booked.
    async fn drawn(&self) -> String {
        self.draw().await.json()
    }

    async fn issued(&self) -> String {
        let draft = self.drawn().await;
        issue(&self.scene.anke, &draft).await.json()
    }
}

async fn publish(scene: &Scene) {
    let sonja = scene.house.staff("Sonja Chef", &[domain::person::Role::SupportManager]).await;
    let sonja = scene.house.browser(sonja).await;
    let text = sonja.get("/policy/export/1").await.text();
    let text = text.replacen("[workflow]", SELLER.trim_start(), 1);
    sonja.call("policy/import", &[("key", &key()), ("text", &text)]).await.json::<()>();
    let draft: app::policy::view::DraftView = sonja.call("policy/draft", &[("moves", "false")]).await.json();
    let seen = draft.seen.to_string();
    let fields = [("key", &*key()), ("seen", &seen), ("note", "Briefkopf")];
    sonja.call("policy/publish", &fields).await.json::<()>();
}

async fn view(who: &Browser, reference: &str) -> InvoiceView {
    who.call("invoice", &[("reference", reference)]).await.json()
}

async fn issue(who: &Browser, draft: &str) -> Answer {
    let seen = view(who, draft).await.version.to_string();
    turn(who, "invoice/issue", draft, &[("seen", &seen)]).await
}

async fn turn(who: &Browser, endpoint: &str, reference: &str, more: &[(&str, &str)]) -> Answer {
    let key = key();
    let mut fields = vec![("key", key.as_str()), ("reference", reference)];
    fields.extend(more);
    who.call(endpoint, &fields).await
}

/// Changes a draft as it is.
async fn amend(who: &Browser, endpoint: &str, reference: &str, more: &[(&str, &str)]) -> Answer {
    let found = who.call("invoice", &[("reference", reference)]).await;
    let seen = if found.status.is_success() { found.json::<InvoiceView>().version } else { 0 };
    let seen = seen.to_string();
    let mut fields = vec![("seen", seen.as_str())];
    fields.extend(more);
    turn(who, endpoint, reference, &fields).await
}

async fn list(who: &Browser, filter: &[(&str, &str)]) -> InvoiceList {
    let mut fields = vec![("filter[query]", "")];
    for one in filter {
        fields.retain(|(known, _)| known != &one.0);
        fields.push(*one);
    }
    who.call("invoices", &fields).await.json()
}

/// Runs a test on both databases.
macro_rules! with_shop {
    ($(async fn $name:ident($shop:ident: Shop) $body:block)*) => {$(
        mod $name {
            #[allow(unused_imports)]
            use super::*;

            async fn test($shop: Shop) $body

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn sqlite() { test(Shop::of(TestHouse::with_preset("shop-quick-tickets").await).await).await; }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn postgres() { test(Shop::of(TestHouse::with_preset_on_postgres("shop-quick-tickets").await).await).await; }
        }
    )*};
}

/// Runs a test under the preset with packages, on both databases.
macro_rules! with_package {
    ($(async fn $name:ident($shop:ident: Shop) $body:block)*) => {$(
        mod $name {
            #[allow(unused_imports)]
            use super::*;

            async fn test($shop: Shop) $body

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn sqlite() { test(Shop::of(TestHouse::with_preset("support-packages").await).await).await; }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn postgres() { test(Shop::of(TestHouse::with_preset_on_postgres("support-packages").await).await).await; }
        }
    )*};
}

mod account;
mod billed;
mod correction;
mod discount;
mod draft;
mod empty;
mod evidence;
mod filters;
mod found;
mod hand_over;
mod hints;
mod issue;
mod live;
mod month;
mod open;
mod order;
mod own;
mod payer;
mod payment;
mod period;
mod preview;
mod race;
mod reference;
mod services;
mod split;
mod taken_over;
mod year;
