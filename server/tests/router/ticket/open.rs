//! Opening tickets.
use super::{Scene, codes, list, messages, open, open_with, page, titles};
use crate::house::key;
use crate::on_both;
use app::error::AppError;
use app::ticket::view::{Assistance, NewTicketForm};
use axum::http::StatusCode;
use domain::input::Reason;
use domain::ticket::{Channel, Stage};
use futures::future::join_all;
use std::collections::BTreeSet;

on_both! {
    async fn markup_in_a_title_stays_text_everywhere(house: TestHouse) {
        let scene = Scene::of(house).await;
        let number = open(&scene.vera, "</title><h1>A & B</h1><script>x</script>").await;
        for path in [format!("/tickets/{number}"), "/tickets".to_owned(), "/".to_owned()] {
            for who in [&scene.vera, &scene.lena] {
                let text = who.get(&path).await.text();
                assert!(!text.contains("<h1>A") && !text.contains("<script>x"), "{path}");
            }
        }
    }

    async fn a_customer_opens_a_ticket_and_everybody_concerned_hears_of_it(house: TestHouse) {
        let scene = Scene::of(house).await;
        let number = open(&scene.vera, "Warenkorb ist leer").await;
        assert_eq!(number, 1001);
        let seen = page(&scene.vera, number).await;
        assert_eq!((seen.title.as_str(), seen.stage, seen.version), ("Warenkorb ist leer", Stage::Received, 1));
        assert_eq!(seen.organisation.unwrap().name, "Albers Möbelhaus");
        assert_eq!(seen.assignee.unwrap().name, "Lena Lead");
        assert_eq!((seen.author.as_str(), seen.author_email, seen.channel), ("Vera Albers", None, Channel::Portal));
        assert_eq!(seen.people.iter().map(|who| who.name.as_str()).collect::<Vec<_>>(), ["Vera Albers"]);
        let seen = page(&scene.lena, number).await;
        assert_eq!(codes(&seen), ["opened", "assigned"]);
        assert_eq!(messages(&seen), ["Seit heute früh geht es nicht."]);
        let letters = scene.letters().await;
        assert_eq!(scene.reached().await, ["lena.lead", "vera.albers"]);
        for (to, text) in letters {
            assert!(text.starts_with("[#1001] Warenkorb ist leer"), "{text}");
            assert!(text.contains("http://portal.test/tickets/1001"), "{to}: {text}");
        }
    }

    async fn only_what_is_offered_can_be_chosen(house: TestHouse) {
        let scene = Scene::of(house).await;
        let form: NewTicketForm = scene.vera.call("ticket/form", &[]).await.json();
        assert_eq!((form.types.len(), form.classes.len()), (1, 2));
        let quick = open_with(&scene.vera, "Eilig", &[("kind", "quick_high")]).await.error();
        assert_eq!(quick, AppError::field("kind", Reason::NotAChoice));
        for field in ["kind", "urgency"] {
            let unknown = open_with(&scene.vera, "Eilig", &[(field, "xx")]).await.error();
            assert_eq!(unknown, AppError::field(field, Reason::NotAChoice));
        }
        let content = "UPDATE policy SET content = replace(content, 'customer_sets = true', 'customer_sets = false')";
        scene.house.run(content, []).await;
        let again = scene.house.restarted().await;
        let vera = scene.vera.at(&again);
        let form: NewTicketForm = vera.call("ticket/form", &[]).await.json();
        assert!(form.classes.is_empty(), "the company classifies itself");
        let class = open_with(&vera, "Ausfall", &[("class", "outage")]).await.error();
        assert_eq!(class, AppError::field("class", Reason::NotAChoice));
        let html = vera.get("/tickets/new").await.text();
        assert!(!html.contains("name=\"class\"") && html.contains("name=\"kind\""));
        open_with(&scene.lena.at(&again), "Ausfall", &[("class", "outage")]).await.json::<i64>();
    }

    async fn every_field_of_the_form_arrives(house: TestHouse) {
        let scene = Scene::of(house).await;
        crate::ticket::offer_quick_types(&scene).await;
        let org = scene.albers.0.to_string();
        scene.house.run("INSERT INTO asset (id, organisation_id, name, kind, url, built_by_us) VALUES (7, $1, 'Onlineshop', 'live', '', FALSE)", [scene.albers.0.into()]).await;
        let contact = scene.max_id.to_string();
        let fields = [("organisation", org.as_str()), ("asset", "7"), ("class", "outage"), ("kind", "quick_high"), ("urgency", "high"), ("software_version", " 4.2 "), ("technical_contact", &contact)];
        let number: i64 = open_with(&scene.vera, "Shop aus", &fields).await.json();
        let seen = page(&scene.vera, number).await;
        assert_eq!(seen.class.unwrap().code, "outage");
        assert_eq!(seen.asset.unwrap().name, "Onlineshop");
        assert_eq!((seen.kind.code(), seen.urgency.code(), seen.software_version.as_str()), ("quick_high", "high", "4.2"));
        assert_eq!(seen.technical_contact.unwrap().name, "Max Kunde");
        let form: NewTicketForm = scene.vera.call("ticket/form", &[]).await.json();
        assert_eq!((form.organisations.len(), form.assets.len(), form.contacts.len()), (1, 1, 2));
        let form: NewTicketForm = scene.fritz.call("ticket/form", &[]).await.json();
        assert_eq!((form.organisations.len(), form.assets.len(), form.contacts.len()), (1, 0, 1));
    }

    async fn what_is_not_offered_is_not_taken(house: TestHouse) {
        let scene = Scene::of(house).await;
        scene.house.run("INSERT INTO asset (id, organisation_id, name, kind, url, built_by_us) VALUES (7, $1, 'Lager', 'live', '', FALSE)", [scene.brandt.0.into()]).await;
        let (foreign, stranger, max) = (scene.brandt.0.to_string(), scene.fritz_id.to_string(), scene.max_id.to_string());
        for (field, value) in [("organisation", foreign.as_str()), ("asset", "7"), ("class", "nonsense"), ("technical_contact", &stranger), ("on_behalf_of", &max), ("documents", "5")] {
            let error = open_with(&scene.vera, "T", &[(field, value)]).await.error();
            assert_eq!(error, AppError::field(field, Reason::NotAChoice), "{field}");
        }
        let answer = scene.vera.call("ticket/open", &[("key", &key()), ("title", " "), ("description", "")]).await;
        let AppError::Invalid { fields } = answer.error() else { panic!("{}", answer.text()) };
        assert_eq!(fields.iter().map(|field| field.field.as_str()).collect::<Vec<_>>(), ["title", "description"]);
        assert_eq!(open_with(&scene.petra, "T", &[]).await.error(), AppError::NotYours);
        assert_eq!(open_with(&scene.house.visitor(), "T", &[]).await.error(), AppError::SignedOut);
        let short = scene.vera.call("ticket/open", &[("key", "x"), ("title", "T"), ("description", "D")]).await;
        assert_eq!(short.error(), AppError::field("key", Reason::NotReadable));
        assert_eq!(scene.house.number("SELECT count(*) FROM ticket").await, 0);
        assert_eq!(open(&scene.vera, "Erstes").await, 1001);
    }

    async fn staff_write_down_what_a_customer_said(house: TestHouse) {
        let scene = Scene::of(house).await;
        let vera = scene.vera_id.to_string();
        let number: i64 = open_with(&scene.tom, "Anruf", &[("on_behalf_of", &vera)]).await.json();
        let seen = page(&scene.vera, number).await;
        assert_eq!((seen.author.as_str(), seen.channel), ("Vera Albers", Channel::Phone));
        assert_eq!(seen.entries[0].by.as_ref().unwrap().name, "Tom Team");
        assert_eq!(scene.reached().await, ["lena.lead", "vera.albers"]);
    }

    async fn sent_twice_it_opens_once(house: TestHouse) {
        let scene = Scene::of(house).await;
        let key = key();
        let fields = [("key", key.as_str()), ("title", "Zweimal"), ("description", "x")];
        let answers = join_all((0..8).map(|_| scene.vera.call("ticket/open", &fields))).await;
        let numbers: BTreeSet<i64> = answers.iter().map(|answer| answer.json()).collect();
        assert_eq!(numbers, BTreeSet::from([1001]));
        assert_eq!(scene.house.number("SELECT count(*) FROM ticket").await, 1);
        assert_eq!(scene.house.number("SELECT count(*) FROM letter").await, 2);
        let other = scene.vera.call("ticket/move", &[("key", &key), ("number", "1001"), ("to", "closed")]).await;
        assert_eq!(other.error(), AppError::KeyUsed);
    }

    async fn a_hundred_at_once_get_a_hundred_numbers(house: TestHouse) {
        let scene = Scene::of(house).await;
        let numbers = join_all((0..100).map(|i| {
            let browser = if i % 2 == 0 { &scene.vera } else { &scene.fritz };
            async move { open(browser, &format!("Anliegen {i}")).await }
        })).await;
        assert_eq!(numbers.into_iter().collect::<BTreeSet<_>>(), (1001..=1100).collect());
        assert_eq!(list(&scene.lena, "").await.total, 100);
    }

    async fn plain_forms_lead_to_the_new_ticket(house: TestHouse) {
        let scene = Scene::of(house).await;
        let answer = scene.vera.post("ticket/open", "/tickets/new", &[("key", &key()), ("title", "T"), ("description", "D")]).await;
        assert_eq!((answer.status, answer.header("location")), (StatusCode::SEE_OTHER, "/tickets/1001"));
    }

    async fn the_public_form_opens_a_ticket_for_nobody(house: TestHouse) {
        let scene = Scene::of(house).await;
        let visitor = scene.house.visitor();
        let (first, second) = (key(), key());
        let send = |key: &str, email: &str| {
            let (visitor, key, email) = (visitor.clone(), key.to_owned(), email.to_owned());
            async move { visitor.call("contact", &[("key", &key), ("name", "Ina Neu"), ("email", &email), ("subject", "Anfrage"), ("message", "Hallo")]).await }
        };
        send(&first, "ina@example.de").await.json::<()>();
        send(&first, "ina@example.de").await.json::<()>();
        let seen = page(&scene.lena, 1001).await;
        assert_eq!((seen.author.as_str(), seen.author_email.as_deref(), seen.organisation.is_none()), ("Ina Neu", Some("ina@example.de"), true));
        assert_eq!((codes(&seen), seen.channel), (vec!["opened"], Channel::PublicForm));
        let letters = scene.letters().await;
        assert_eq!(scene.reached().await, ["ina", "lena.lead"], "nobody is responsible: who leads hears of it");
        assert!(letters[1].0 == "ina" && !letters[1].1.contains("/tickets/"), "{letters:?}");
        // An address that somebody has is a hint for staff, and opens nothing to anybody.
        send(&second, "Vera.Albers@example.de").await.json::<()>();
        let seen = page(&scene.lena, 1002).await;
        assert_eq!(codes(&seen), ["opened", "remark"]);
        assert!(format!("{:?}", seen.entries[1].what).contains("Vera Albers (Albers Möbelhaus)"));
        assert_eq!(scene.vera.call("ticket", &[("number", "1002")]).await.error(), AppError::NotFound);
        // Machines fill in what people do not see.
        let trapped = visitor.call("contact", &[("key", &key()), ("name", "A"), ("email", "a@b.de"), ("subject", "S"), ("message", "M"), ("website", "http://x")]).await;
        assert_eq!(trapped.status, StatusCode::OK);
        assert_eq!(scene.house.number("SELECT count(*) FROM ticket").await, 2);
    }

    async fn the_public_form_slows_down_who_sends_too_often(house: TestHouse) {
        let scene = Scene::of(house).await;
        let visitor = scene.house.visitor();
        let send = || async {
            visitor.call("contact", &[("key", &key()), ("name", "A"), ("email", "a@b.de"), ("subject", "S"), ("message", "M")]).await
        };
        for _ in 0..5 {
            send().await.json::<()>();
        }
        assert_eq!(send().await.status, StatusCode::TOO_MANY_REQUESTS);
        scene.house.wait(jiff::SignedDuration::from_mins(11));
        send().await.json::<()>();
    }

    async fn who_types_sees_what_may_be_the_same(house: TestHouse) {
        let scene = Scene::of(house).await;
        open(&scene.max, "Warenkorb ist nach Anmeldung leer").await;
        open(&scene.fritz, "Warenkorb ist leer").await;
        open(&scene.max, "Impressum ändern").await;
        let opening = |title: &str| vec![("opening[title]".to_owned(), title.to_owned()), ("opening[description]".to_owned(), String::new()), ("opening[kind]".to_owned(), "normal".to_owned()), ("opening[urgency]".to_owned(), "normal".to_owned()), ("opening[software_version]".to_owned(), String::new())];
        let ask = |fields: Vec<(String, String)>| {
            let max = scene.max.clone();
            async move {
                let fields: Vec<_> = fields.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
                max.call("ticket/assist", &fields).await.json::<Assistance>()
            }
        };
        let help = ask(opening("Leerer Warenkorb")).await;
        assert_eq!(titles(&help.similar), ["Warenkorb ist nach Anmeldung leer"]);
        assert_eq!(help.hints.len(), 3);
        assert!(ask(opening("Ganz anderes")).await.similar.is_empty());
    }
}
