//! What quick types and releases cost whoever has a package: its tiers and its factor, as its cycle began with them.
use super::{Package, with_package};
use crate::TestHouse;
use crate::approval::{ask, meter, over, request, worked_on};
use crate::effort::book;
use crate::house::key;
use crate::phone::{begin, send};
use crate::ticket::facts::classify;
use crate::ticket::{open_with, page};
use app::approval::view::TypeOffer;
use app::error::AppError;
use app::phone::view::CallView;
use app::ticket::view::NewTicketForm;
use domain::approval::State;
use domain::effort::gate::Meter;
use domain::input::Reason;
use domain::person::Rights;
use domain::ticket::timeline::What;

const QUICK: &str = "[[type]]\ncode = \"quick_normal\"\nfactor_percent = 150\n\n[[type]]\ncode = \"quick_high\"\nfactor_percent = 200\n\n[[class]]";

/// Publishes a version of the configuration with parts of it replaced.
async fn publish(package: &Package, version: u8, parts: &[(&str, &str)]) {
    let mut text = package.sonja.get(&format!("/policy/export/{version}")).await.text();
    for (from, to) in parts {
        assert!(text.contains(from), "{from}: {text}");
        text = text.replacen(from, to, 1);
    }
    package.sonja.call("policy/import", &[("key", &*key()), ("text", &text)]).await.json::<()>();
    let draft: app::policy::view::DraftView =
        package.sonja.call("policy/draft", &[("moves", "false")]).await.json();
    let fields = [("key", &*key()), ("seen", &draft.seen.to_string()), ("note", "Preise")];
    package.sonja.call("policy/publish", &fields).await.json::<()>();
}

fn told(offers: &[TypeOffer]) -> Vec<(&'static str, Option<i64>)> {
    offers.iter().map(|offer| (offer.kind().code(), offer.hour_cents)).collect()
}

const PRICES: [(&str, Option<i64>); 3] =
    [("normal", None), ("quick_normal", Some(17_250)), ("quick_high", Some(23_000))];

with_package! {
    async fn a_quick_type_is_ordered_with_the_price_beyond_the_package_and_what_it_draws(package: Package) {
        publish(&package, 1, &[("[[class]]", QUICK)]).await;
        let scene = &package.scene;
        let offers: Vec<TypeOffer> = scene.fritz.call("ticket/types", &[("organisation", &*package.brandt)]).await.json();
        assert_eq!(told(&offers), PRICES);
        let form = scene.fritz.get("/tickets/new").await.text();
        assert!(form.contains("Stunden des Pakets zählen × 1,5; was darüber hinausgeht, kostet höchstens 172,50\u{a0}€ je Stunde netto"), "{form}");
        let refused = AppError::field("consent[quick_high]", Reason::NotConfirmed);
        for agreed in [&[("kind", "quick_high")][..], &[("kind", "quick_high"), ("consent[quick_high]", "0")]] {
            assert_eq!(open_with(&scene.fritz, "Kasse", agreed).await.error(), refused);
        }
        let fields = [("key", "ohne-zustimmung"), ("title", "Kasse"), ("description", "Falscher Preis."), ("kind", "quick_high")];
        let sent = scene.fritz.post("ticket/open", "/tickets/new", &fields).await;
        let back = scene.fritz.get(sent.header("location")).await.text();
        assert_eq!(back.matches("Bitte bestätigen Sie den Preis, der hier steht.").count(), 1, "beside the yes: {back}");
        let agreed = [("kind", "quick_high"), ("consent[quick_high]", "23000")];
        let number: i64 = open_with(&scene.fritz, "Kasse", &agreed).await.json();
        let words = page(&scene.fritz, number).await.entries.into_iter().find_map(|entry| match entry.what {
            What::Consent { state: State::Approved, wording, .. } => Some(wording),
            _ => None,
        });
        let words = words.unwrap();
        assert!(words.contains("230,00\u{a0}€ je Stunde (115,00\u{a0}€ × 2; Stunden des Pakets zählen × 2)"), "{words}");
        assert!(form.contains(&words), "as it stood there");
        book(&scene.tom, number, &[("minutes", "60")]).await.json::<()>();
        assert_eq!(package.seen(&package.bea, "").await.cycles[0].totals.used, 120);
        // Nobody without a package reads of its hours.
        let offers: Vec<TypeOffer> = scene.vera.call("ticket/types", &[]).await.json();
        assert!(offers.iter().all(|offer| offer.hour_cents.is_none() && !offer.tariff.needs_consent()));
    }

    async fn staff_order_for_a_customer_at_the_customers_price(package: Package) {
        publish(&package, 1, &[("[[class]]", QUICK)]).await;
        let scene = &package.scene;
        let form: NewTicketForm = scene.lena.call("ticket/form", &[]).await.json();
        assert_eq!(told(&form.types)[2], ("quick_high", None), "of no organisation in particular");
        let form: NewTicketForm = scene.lena.call("ticket/form", &[("organisation", &*package.brandt)]).await.json();
        assert_eq!(told(&form.types), PRICES, "as it comes back");
        let fritz = scene.fritz_id.to_string();
        let quick = [("kind", "quick_high"), ("on_behalf_of", &*fritz)];
        assert_eq!(open_with(&scene.lena, "Kasse", &quick).await.error(), AppError::field("organisation", Reason::Missing));
        let chosen = [("kind", "quick_high"), ("on_behalf_of", &*fritz), ("organisation", &*package.brandt), ("consent[quick_high]", "23000")];
        let number: i64 = open_with(&scene.lena, "Kasse", &chosen).await.json();
        assert_eq!(page(&scene.fritz, number).await.kind.code(), "quick_high");
        // Proposed later it is the same, and proposed once.
        let number = package.number;
        for _ in 0..2 {
            classify(&scene.lena, number, &[("kind", "quick_high")]).await.json::<()>();
        }
        let proposal = page(&scene.fritz, number).await.approvals.unwrap().proposal.unwrap();
        assert_eq!((proposal.tariff.hour_cents(), proposal.tariff.draws), (23_000, true));
        assert_eq!(scene.house.number("SELECT count(*) FROM consent").await, 2);
    }

    async fn a_call_opens_no_type_that_costs_the_callers_package_more(package: Package) {
        publish(&package, 1, &[("[[class]]", QUICK), ("channels = [", "channels = [\"phone\", ")]).await;
        let tom = &package.scene.tom;
        let id = begin(tom).await;
        let seen = async || -> Vec<&'static str> {
            let seen: CallView = tom.call("phone/call", &[("id", &*id)]).await.json();
            seen.types.iter().map(|kind| kind.code()).collect()
        };
        assert_eq!(seen().await, ["normal", "quick_normal", "quick_high"], "nothing costs by the hour here");
        send(tom, "phone/caller", &[("id", &id), ("organisation", &package.brandt)]).await.json::<()>();
        assert_eq!(seen().await, ["normal"]);
        let fields = [("id", &*id), ("title", "Kasse"), ("description", "Steht."), ("kind", "quick_high"), ("billing", "none")];
        assert_eq!(send(tom, "phone/open-ticket", &fields).await.error(), AppError::field("kind", Reason::NotAChoice));
    }

    async fn a_release_costs_and_work_counts_as_the_cycle_began(package: Package) {
        let gate = "[gate]\nminutes = 60\nwarn_percent = 75\nremind_days = 2\nexpire_days = 7\n\n[[type]]";
        publish(&package, 1, &[("[[type]]", gate)]).await;
        let scene = &package.scene;
        let rights = Rights { sees_all: true, approves_up_to: Some(100_000), ..Rights::default() };
        let boss = scene.house.contact("Bruno Brandt", scene.brandt, rights).await;
        let boss = scene.house.browser(boss).await;
        let number = worked_on(scene, &scene.fritz, "Wareneingang").await;
        package.days(2).await;
        let cheaper = [
            ("step_minutes = 15", "step_minutes = 5"),
            ("minimum_minutes = 15", "minimum_minutes = 5"),
            ("rate_cents = 11500", "rate_cents = 9000"),
            ("rate_cents = 10500", "rate_cents = 9000"),
        ];
        publish(&package, 2, &cheaper).await;
        for _ in 0..4 {
            book(&scene.tom, number, &[("minutes", "1")]).await.json::<()>();
        }
        assert_eq!(book(&scene.tom, number, &[("minutes", "1")]).await.error(), over(0, 15), "four quarters of an hour");
        assert_eq!(package.seen(&package.bea, "").await.cycles[0].totals.used, 60, "as they are drawn");
        assert_eq!(meter(&page(&scene.tom, number).await), Meter { included: 60, released: 0, booked: 60, running: 0 });
        ask(&scene.tom, number, "60", "Mehr.").await.json::<()>();
        assert_eq!(request(&page(&boss, number).await).cents, 11_500, "as it would be billed");
    }
}
