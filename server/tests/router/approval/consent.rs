//! Ticket types that cost a factor: offered with their price, ordered and agreed to.
use super::{Shop, in_shop};
use crate::TestHouse;
use crate::house::{Browser, key};
use crate::ticket::facts::classify;
use crate::ticket::merge::split;
use crate::ticket::{open, open_with, page, write};
use app::approval::view::TypeOffer;
use app::error::AppError;
use app::phone::view::CallView;
use app::ticket::view::Forecast;
use domain::approval::{State, Way};
use domain::input::Reason;
use domain::ticket::timeline::What;

in_shop! {
    async fn nothing_is_promised_by_a_type_that_is_only_proposed(shop: Shop) {
        let number = open(&shop.vera, "Suche").await;
        let forecast = async |kind: &str| -> Forecast {
            let fields = [("number", &*number.to_string()), ("class", ""), ("priority", ""), ("kind", kind)];
            shop.lena.call("ticket/forecast", &fields).await.json()
        };
        let (same, dearer) = (forecast("normal").await, forecast("quick_high").await);
        assert_eq!((same.proposes, dearer.proposes), (false, true));
        assert_eq!(same.dues, dearer.dues, "its times count once it is ordered");
        let page = shop.lena.get(&format!("/tickets/{number}?class=normal&kind=quick_high")).await.text();
        assert!(page.contains("wird dem Kunden vorgeschlagen"), "{page}");
    }

    async fn what_is_split_off_costs_what_was_agreed_and_partners_stay_behind(shop: Shop) {
        let quick = [("kind", "quick_high"), ("consent[quick_high]", "19000")];
        let number: i64 = open_with(&shop.vera, "Kasse", &quick).await.json();
        let partner = "INSERT INTO participant (ticket_id, person_id) SELECT t.id, p.id FROM ticket t, person p WHERE p.kind = 'partner'";
        shop.house.run(partner, []).await;
        write(&shop.vera, number, "Außerdem fehlt das Logo.", &[]).await.json::<()>();
        let entries = page(&shop.lena, number).await.entries;
        let said = entries.iter().find(|entry| matches!(entry.what, What::Message { .. })).unwrap().id;
        let new: i64 = split(&shop.lena, number, "Logo", &[said]).await.json();
        let seen = page(&shop.vera, new).await;
        let agreed = seen.approvals.clone().unwrap().agreed.map(domain::approval::consent::Tariff::hour_cents);
        assert_eq!((seen.kind.code(), agreed), ("quick_high", Some(19_000)));
        assert_eq!(shop.petra.call("ticket", &[("number", &new.to_string())]).await.error(), AppError::NotFound);
    }

    async fn a_call_opens_no_type_that_needs_consent(shop: Shop) {
        let id = shop.tom.call("phone/begin", &[]).await.json::<i64>().to_string();
        let seen: CallView = shop.tom.call("phone/call", &[("id", &id)]).await.json();
        assert_eq!(seen.types.iter().map(|kind| kind.code()).collect::<Vec<_>>(), ["normal"]);
        let key = key();
        let fields = [("key", key.as_str()), ("id", &id), ("title", "Kasse"), ("description", "Steht."), ("kind", "quick_high"), ("billing", "none")];
        assert_eq!(shop.tom.call("phone/open-ticket", &fields).await.error(), AppError::field("kind", Reason::NotAChoice));
    }

    async fn types_are_offered_with_price_and_latest_time(shop: Shop) {
        let offers: Vec<TypeOffer> = shop.vera.call("ticket/types", &[]).await.json();
        let told: Vec<_> = offers.iter().map(|offer| (offer.kind().code(), offer.hour_cents, offer.done.map(|at| at.civil().strftime("%a %H:%M").to_string()))).collect();
        assert_eq!(told, [
            ("normal", Some(9_500), None),
            ("quick_normal", Some(14_250), Some("Tue 17:00".into())),
            ("quick_high", Some(19_000), Some("Mon 11:00".into())),
        ]);
        crate::promise::plan(&shop, shop.albers.0, "maintenance").await;
        let albers = shop.albers.to_string();
        let fields = [("organisation", albers.as_str()), ("class", "urgent_error")];
        let offers: Vec<TypeOffer> = shop.vera.call("ticket/types", &fields).await.json();
        assert_eq!(offers.iter().map(|offer| offer.hour_cents).collect::<Vec<_>>(), [None, Some(14_250), Some(19_000)], "the contract covers outages");
        assert_eq!(shop.fritz.call("ticket/types", &fields).await.error(), AppError::NotFound);
        assert_eq!(shop.petra.call("ticket/types", &[]).await.error(), AppError::NotFound);
        let form = shop.vera.get("/tickets/new").await.text();
        assert!(form.contains("190,00\u{a0}€ je Stunde netto (× 2)") && form.contains("bearbeitet spätestens heute, 11:00 Uhr"), "without scripts too");
    }

    async fn a_quick_ticket_is_ordered_with_its_price(shop: Shop) {
        let quick = |consent: &'static str| vec![("kind", "quick_high"), ("consent[quick_high]", consent)];
        let refused = AppError::field("consent[quick_high]", Reason::NotConfirmed);
        for more in [vec![("kind", "quick_high")], quick("100"), quick("x"), vec![("kind", "quick_high"), ("consent[quick_normal]", "14250")]] {
            assert_eq!(open_with(&shop.vera, "Kasse", &more).await.error(), refused);
        }
        let number: i64 = open_with(&shop.vera, "Kasse", &quick("19000")).await.json();
        let seen = page(&shop.vera, number).await;
        let given: Vec<_> = seen.entries.iter().filter_map(|entry| match &entry.what {
            What::Consent { state: State::Approved, wording, tariff, way, .. } => Some((entry.by.as_ref().map(|by| by.id), wording.clone(), tariff.factor_percent, *way)),
            _ => None,
        }).collect();
        let [(by, wording, factor, way)] = given.as_slice() else { panic!("{given:?}") };
        assert_eq!((*by, *factor, *way), (Some(shop.vera_id), 200, Some(Way::Portal)));
        assert!(wording.contains("190,00\u{a0}€ je Stunde"), "{wording}");
        assert_eq!(seen.approvals.unwrap().agreed.map(domain::approval::consent::Tariff::hour_cents), Some(19_000));
    }

    async fn a_dearer_type_takes_effect_when_the_customer_agrees(shop: Shop) {
        let number = shop.worked_on("Kasse").await;
        shop.clear_letters().await;
        let set = [("class", "normal"), ("kind", "quick_high")];
        classify(&shop.lena, number, &set).await.json::<()>();
        classify(&shop.lena, number, &set).await.json::<()>();
        let seen = page(&shop.vera, number).await;
        assert_eq!(seen.kind.code(), "normal");
        let proposal = seen.approvals.unwrap().proposal.unwrap();
        assert!(proposal.mine);
        assert!(shop.reached().await.contains(&"vera.albers".to_owned()));
        assert_eq!(shop.house.number("SELECT count(*) FROM consent").await, 1, "proposed once");
        let say = async |who: &Browser, deed: &str| {
            let (key, id) = (key(), proposal.id.to_string());
            who.call("consent/decide", &[("key", key.as_str()), ("id", &id), ("deed", deed)]).await
        };
        assert_eq!(say(&shop.fritz, "approve").await.error(), AppError::NotFound);
        assert_eq!(say(&shop.lena, "approve").await.error(), AppError::NotYours);
        say(&shop.vera, "approve").await.json::<()>();
        assert!(matches!(say(&shop.vera, "decline").await.error(), AppError::Outdated { .. }));
        let seen = page(&shop.vera, number).await;
        assert_eq!((seen.kind.code(), seen.promises.len()), ("quick_high", 1), "and is promised from then on");
        classify(&shop.lena, number, &[("class", "normal"), ("kind", "normal")]).await.json::<()>();
        assert_eq!(page(&shop.vera, number).await.kind.code(), "normal", "cheaper needs no consent");
    }
}
