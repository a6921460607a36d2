//! Calls: begun, looked up, written down; and the numbers by which callers are found.
use crate::effort::days;
use crate::house::{Answer, Browser, key};
use crate::ticket::{Scene, list, open, page};
use crate::{TestHouse, on_both};
use app::effort::view::TimerView;
use app::error::AppError;
use app::organisation::view::OrganisationView;
use app::phone::view::{CallList, CallView, Found, OpenCall};
use app::promise::view::PromiseState;
use axum::http::StatusCode;
use domain::effort::Billing;
use domain::input::Reason;
use domain::person::Role;
use domain::promise::target::Metric;
use domain::ticket::Channel;
use domain::ticket::remark::Remark;
use domain::ticket::timeline::What;
use jiff::SignedDuration;

pub async fn begin(who: &Browser) -> String {
    who.call("phone/begin", &[]).await.json::<i64>().to_string()
}

async fn found(who: &Browser, query: &str) -> Vec<(String, String)> {
    let found: Vec<Found> = who.call("phone/find", &[("query", query)]).await.json();
    found.into_iter().map(|one| (one.name, one.about)).collect()
}

async fn seen(who: &Browser, id: &str) -> CallView {
    who.call("phone/call", &[("id", id)]).await.json()
}

pub async fn send(who: &Browser, endpoint: &str, fields: &[(&str, &str)]) -> Answer {
    let key = key();
    let mut all = vec![("key", key.as_str())];
    all.extend(fields);
    who.call(endpoint, &all).await
}

/// Albers has a plan that promises a first reaction.
async fn with_plan(house: TestHouse) -> Scene {
    let scene = Scene::of(house).await;
    let sql = "INSERT INTO contract (organisation_id, plan, from_on) VALUES ($1, 'premium', '2026-01-01')";
    scene.house.run(sql, [scene.albers.0.into()]).await;
    scene
}

/// A call of Vera's at Tom's.
async fn of_vera(scene: &Scene) -> String {
    let id = begin(&scene.tom).await;
    let (vera, albers) = (scene.vera_id.to_string(), scene.albers.to_string());
    let fields = [("id", id.as_str()), ("person", &vera), ("organisation", &albers)];
    send(&scene.tom, "phone/caller", &fields).await.json::<()>();
    id
}

async fn numbers(who: &Browser, organisation: &str, person: &str, phones: &str) -> Answer {
    send(who, "phone/numbers", &[("organisation", organisation), ("person", person), ("phones", phones)])
        .await
}

on_both! {
    async fn a_caller_is_found_by_number_name_address_and_company(house: TestHouse) {
        let scene = Scene::of(house).await;
        let (albers, vera) = (scene.albers.to_string(), scene.vera_id.to_string());
        numbers(&scene.lena, &albers, "", "0461 / 55 44-0").await.json::<()>();
        numbers(&scene.lena, &albers, &vera, "+49 (0)171 1234567, 0461 554412").await.json::<()>();
        let veras = ("Vera Albers".to_owned(), "Albers Möbelhaus".to_owned());
        for query in ["0171 123", "+49 171", "0049171-1234567", "vera", "vera.albers@example", "1234567"] {
            assert_eq!(found(&scene.tom, query).await, std::slice::from_ref(&veras), "{query}");
        }
        // The company's number finds everybody there, then the company itself.
        let all: Vec<String> = found(&scene.tom, "0461 5544 0").await.into_iter().map(|(name, _)| name).collect();
        assert_eq!(all, ["Max Kunde", "Vera Albers", "Albers Möbelhaus"]);
        assert_eq!(found(&scene.tom, "MOEBELHAUS").await.len(), 3);
        for nothing in ["", "  ", "0431 999", "%", "12"] {
            assert_eq!(found(&scene.tom, nothing).await, [], "{nothing}");
        }
        scene.house.run("UPDATE membership SET left_at = 1 WHERE person_id = $1", [scene.vera_id.0.into()]).await;
        assert_eq!(found(&scene.tom, "0171 123").await, [], "who left is nobody's contact");
    }

    async fn numbers_are_kept_by_who_may_and_read_by_nobody_else(house: TestHouse) {
        let scene = Scene::of(house).await;
        let (albers, vera) = (scene.albers.to_string(), scene.vera_id.to_string());
        for (who, person) in [(&scene.fritz, ""), (&scene.fritz, vera.as_str()), (&scene.max, ""), (&scene.max, &vera), (&scene.tom, "")] {
            assert_eq!(numbers(who, &albers, person, "0431 123456").await.error(), AppError::NotFound);
        }
        assert_eq!(numbers(&scene.lena, &albers, &scene.fritz_id.to_string(), "0431 123456").await.error(), AppError::NotFound);
        assert_eq!(numbers(&scene.max, "", &vera, "0431 123456").await.error(), AppError::NotFound);
        assert_eq!(numbers(&scene.vera, "", "", "Büro").await.error(), AppError::field("phones", Reason::NotAPhone));
        numbers(&scene.vera, "", "", "0431 123456").await.json::<()>();
        let seen: OrganisationView = scene.lena.call("organisation", &[("id", &albers)]).await.json();
        let phones: Vec<_> = seen.contacts.iter().map(|contact| contact.phones.join(",")).collect();
        assert_eq!((phones, seen.phones.len()), (vec![String::new(), "0431 123456".to_owned()], 0));
        assert!(!scene.max.call("organisation", &[("id", &albers)]).await.text().contains("123456"));
        assert!(scene.vera.get("/account").await.text().contains("0431 123456"));
        numbers(&scene.vera, "", "", "").await.json::<()>();
        assert_eq!(scene.house.number("SELECT count(*) FROM phone_number").await, 0);
    }

    async fn a_call_becomes_a_ticket_of_the_caller_with_its_time(house: TestHouse) {
        let scene = with_plan(house).await;
        let earlier = open(&scene.vera, "Warenkorb leer").await;
        let id = of_vera(&scene).await;
        scene.house.wait(SignedDuration::from_secs(5 * 60 + 1));
        let call = seen(&scene.tom, &id).await;
        let card = call.caller.unwrap();
        assert_eq!((card.name.as_str(), card.project_lead.as_deref()), ("Vera Albers", Some("Lena Lead")));
        assert_eq!((card.open[0].number.0, card.last[0].number.0), (earlier, earlier));
        scene.clear_letters().await;
        let fields = [("id", id.as_str()), ("title", "Rechnung fehlt"), ("description", "Sie sucht die Rechnung vom Mai."), ("kind", "normal"), ("class", "standard"), ("activity", "project_management"), ("billing", "goodwill")];
        let number: i64 = send(&scene.tom, "phone/open-ticket", &fields).await.json();
        let made = page(&scene.tom, number).await;
        assert_eq!((made.author.as_str(), made.channel, made.class.map(|class| class.code)), ("Vera Albers", Channel::Phone, Some("standard".to_owned())));
        let booked = &made.effort.unwrap().lines[0];
        assert_eq!((booked.effort.minutes, booked.effort.billing, booked.whose.as_str()), (6, Billing::Goodwill, "Tom Team"));
        assert!(made.promises.iter().any(|promise| promise.metric == Metric::FirstReaction && matches!(promise.state, PromiseState::Kept(_))), "{:?}", made.promises);
        assert!(scene.reached().await.contains(&"vera.albers".to_owned()));
        assert_eq!(page(&scene.vera, number).await.title, "Rechnung fehlt");
        // Written down is over: neither again nor by anybody else.
        assert_eq!(scene.tom.call("phone/call", &[("id", &id)]).await.error(), AppError::NotFound);
        let list: CallList = scene.lena.call("phone/calls", &[("organisation", &scene.albers.to_string())]).await.json();
        let told = &list.past[0];
        assert_eq!((told.caller.as_str(), told.taker.as_str(), told.ticket.clone().unwrap().0.0), ("Vera Albers", "Tom Team", number));
        let other: CallList = scene.lena.call("phone/calls", &[("organisation", &scene.brandt.to_string())]).await.json();
        assert!(other.past.is_empty());
    }

    async fn a_call_on_a_ticket_is_its_first_reaction_and_can_be_answered_by_mail(house: TestHouse) {
        let scene = with_plan(house).await;
        let number = open(&scene.vera, "Warenkorb leer").await;
        let open_promise = |seen: &app::ticket::view::TicketView| seen.promises.iter().any(|promise| promise.metric == Metric::FirstReaction && matches!(promise.state, PromiseState::Running));
        let before = page(&scene.tom, number).await;
        let id = of_vera(&scene).await;
        scene.clear_letters().await;
        let fields = [("id", id.as_str()), ("number", &number.to_string()), ("body", "Wir sehen es uns heute an."), ("minutes", "0:15"), ("activity", "bug_fixing"), ("billing", "billable")];
        assert_eq!(send(&scene.tom, "phone/log", &fields).await.json::<i64>(), number);
        let seen = page(&scene.vera, number).await;
        let said = seen.entries.iter().find_map(|entry| match &entry.what {
            What::Called { caller, body } => Some((caller.clone(), body.clone(), entry.by.clone().unwrap().name)),
            _ => None,
        });
        assert_eq!(said, Some(("Vera Albers".to_owned(), "Wir sehen es uns heute an.".to_owned(), "Tom Team".to_owned())));
        assert!(open_promise(&before) && !open_promise(&page(&scene.tom, number).await));
        let letters = scene.letters().await;
        assert!(letters.iter().any(|(to, text)| to == "vera.albers" && text.contains("Wir sehen es uns heute an.")), "{letters:?}");
        assert_eq!(page(&scene.tom, number).await.effort.unwrap().total(), 15);
        let html = scene.vera.get(&format!("/tickets/{number}")).await.text();
        assert!(html.contains("Anruf: Vera Albers") && !html.contains("15 Min."));
    }

    async fn an_unknown_caller_is_written_down_with_the_way_back(house: TestHouse) {
        let scene = Scene::of(house).await;
        let id = begin(&scene.tom).await;
        let wrong = [("id", id.as_str()), ("name", ""), ("number", "Büro"), ("email", "x")];
        let AppError::Invalid { fields } = send(&scene.tom, "phone/stranger", &wrong).await.error() else { panic!() };
        assert_eq!(fields.iter().map(|error| error.field.as_str()).collect::<Vec<_>>(), ["name", "number", "email"]);
        let named = [("id", id.as_str()), ("name", "Frau Meer"), ("number", "0431 98765"), ("email", "meer@example.com")];
        send(&scene.tom, "phone/stranger", &named).await.json::<()>();
        let card = seen(&scene.tom, &id).await.caller.unwrap();
        assert_eq!((card.name.as_str(), card.known, card.phones.as_slice()), ("Frau Meer", false, ["0431 98765".to_owned()].as_slice()));
        let fields = [("id", id.as_str()), ("title", "Angebot"), ("description", "Möchte einen Shop."), ("kind", "normal"), ("billing", "none")];
        let number: i64 = send(&scene.tom, "phone/open-ticket", &fields).await.json();
        let made = page(&scene.tom, number).await;
        assert_eq!((made.author.as_str(), made.organisation, made.effort.unwrap().total()), ("Frau Meer", None, 0));
        assert!(made.entries.iter().any(|entry| matches!(&entry.what, What::Remark(Remark::CallBack { number, .. }) if number == "0431 98765")));
        assert_eq!(list(&scene.tom, "q=98765").await.total, 1);
        for (lang, told) in [("de", "Rückrufnummer von Frau Meer: 0431 98765"), ("en", "Number to call Frau Meer back: 0431 98765")] {
            scene.house.run("UPDATE person SET lang = $1", [lang.into()]).await;
            assert!(scene.tom.get(&format!("/tickets/{number}")).await.text().contains(told));
        }
        assert!(scene.reached().await.contains(&"meer".to_owned()));
    }

    async fn sent_twice_a_call_is_one_and_what_cannot_be_meant_is_said(house: TestHouse) {
        let scene = Scene::of(house).await;
        let number = open(&scene.vera, "Warenkorb leer").await;
        let id = begin(&scene.tom).await;
        assert_eq!(begin(&scene.tom).await, id, "one that nothing is known of is taken up again");
        let albers = scene.albers.to_string();
        send(&scene.tom, "phone/caller", &[("id", &id), ("organisation", &albers)]).await.json::<()>();
        assert_ne!(begin(&scene.tom).await, id);
        let vera = scene.vera_id.to_string();
        let brandt = scene.brandt.to_string();
        assert_eq!(send(&scene.tom, "phone/caller", &[("id", &id), ("person", &vera), ("organisation", &brandt)]).await.error(), AppError::field("person", Reason::NotAChoice));
        assert_eq!(send(&scene.tom, "phone/caller", &[("id", &id), ("organisation", "99")]).await.error(), AppError::field("organisation", Reason::NotAChoice));
        let strange = open(&scene.fritz, "Lager steht").await.to_string();
        let time = [("activity", "design"), ("billing", "billable")];
        let log = |fields: &[(&'static str, &str)]| fields.iter().chain(&time).map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect::<Vec<_>>();
        for (fields, field, reason) in [
            (log(&[("body", "x"), ("number", "")]), "other", Reason::Missing),
            (log(&[("body", "x"), ("other", "#99999")]), "other", Reason::NotAChoice),
            (log(&[("body", "x"), ("other", "neulich")]), "other", Reason::NotAChoice),
            (log(&[("body", "x"), ("other", &strange)]), "other", Reason::NotAChoice),
            (log(&[("body", ""), ("other", &number.to_string())]), "body", Reason::Missing),
            (log(&[("body", "x"), ("other", &number.to_string()), ("minutes", "lange")]), "minutes", Reason::NotATime),
        ] {
            let mut fields: Vec<(&str, &str)> = fields.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
            fields.push(("id", &id));
            assert_eq!(send(&scene.tom, "phone/log", &fields).await.error(), AppError::field(field, reason));
        }
        assert_eq!(page(&scene.tom, number).await.effort.unwrap().total(), 0, "a refused call writes nothing");
        let same = [("key", "zweimal-dasselbe"), ("id", &id), ("other", &format!("#{number}")), ("body", "Gesagt"), ("activity", "design"), ("billing", "billable")];
        for _ in 0..2 {
            assert_eq!(scene.tom.call("phone/log", &same).await.json::<i64>(), number);
        }
        let seen = page(&scene.tom, number).await;
        assert_eq!(seen.entries.iter().filter(|entry| matches!(entry.what, What::Called { .. })).count(), 1);
        assert_eq!(seen.effort.unwrap().lines.len(), 1);
    }

    async fn a_call_keeps_its_time_through_restarts_and_pauses_what_ran(house: TestHouse) {
        let scene = Scene::of(house).await;
        let number = open(&scene.vera, "Warenkorb leer").await;
        send(&scene.tom, "effort/timer", &[("number", &number.to_string()), ("deed", "start")]).await.json::<()>();
        scene.house.wait(SignedDuration::from_mins(10));
        let id = of_vera(&scene).await;
        let timers: Vec<TimerView> = scene.tom.call("effort/timers", &[]).await.json();
        assert_eq!((timers[0].timer.kept, timers[0].timer.since), (600_000, None));
        let again = scene.house.restarted().await;
        // Its clock stands at the beginning again.
        again.wait(SignedDuration::from_mins(23));
        let tom = scene.tom.at(&again);
        let open: Vec<OpenCall> = tom.call("phone/open", &[]).await.json();
        assert_eq!((open[0].id.to_string(), open[0].timer.minutes(again.now())), (id.clone(), 13));
        let lena = scene.lena.at(&again);
        assert_eq!(lena.call("phone/call", &[("id", &id)]).await.error(), AppError::NotFound, "a call is its taker's");
        tom.call("phone/turn", &[("id", &id), ("deed", "hang_up")]).await.json::<()>();
        again.wait(SignedDuration::from_mins(30));
        assert_eq!(seen(&tom, &id).await.timer.minutes(again.now()), 13);
        tom.call("phone/turn", &[("id", &id), ("deed", "other")]).await.json::<()>();
        assert!(seen(&tom, &id).await.caller.is_none());
        for _ in 0..2 {
            tom.call("phone/turn", &[("id", &id), ("deed", "drop")]).await.json::<()>();
        }
        assert_eq!(tom.call("phone/call", &[("id", &id)]).await.error(), AppError::NotFound);
    }

    async fn a_call_of_the_day_before_is_booked_on_its_day(house: TestHouse) {
        let scene = Scene::of(house).await;
        let number = open(&scene.vera, "Warenkorb leer").await;
        let written = number.to_string();
        for (n, day) in ["", "2026-11-20"].into_iter().enumerate() {
            let id = of_vera(&scene).await;
            scene.house.wait(SignedDuration::from_mins(10));
            scene.tom.call("phone/turn", &[("id", &id), ("deed", "hang_up")]).await.json::<()>();
            scene.house.wait(SignedDuration::from_hours(23));
            let ended = ["2026-11-23", "2026-11-24"][n];
            assert_eq!(seen(&scene.tom, &id).await.day.unwrap().to_string(), ended);
            let html = scene.tom.get(&format!("/calls/{id}")).await.text();
            assert!(html.contains(&format!("value=\"{ended}\"")), "proposed, and can be changed");
            let fields = [("id", id.as_str()), ("number", &written), ("body", "Wir sehen nach."), ("activity", "design"), ("billing", "billable")];
            let on = |day| fields.iter().copied().chain([("day", day)]).collect::<Vec<_>>();
            assert_eq!(send(&scene.tom, "phone/log", &on("2026-12-24")).await.error(), AppError::field("day", Reason::InFuture));
            send(&scene.tom, "phone/log", &on(day)).await.json::<i64>();
        }
        let of = |day: &str| (day.to_owned(), 10);
        assert_eq!(days(&page(&scene.tom, number).await), [of("2026-11-20"), of("2026-11-23")]);
    }

    async fn a_call_across_midnight_is_booked_on_both_days_unless_one_is_typed(house: TestHouse) {
        let scene = Scene::of(house).await;
        let number = open(&scene.vera, "Warenkorb leer").await;
        let written = number.to_string();
        // From 23:20 to 00:20.
        scene.house.wait(SignedDuration::from_mins(14 * 60 + 20));
        let night = async |minutes: &str, day: &str| {
            let id = of_vera(&scene).await;
            assert_eq!(seen(&scene.tom, &id).await.day, None, "what day it ends on remains to be seen");
            scene.house.wait(SignedDuration::from_hours(1));
            scene.tom.call("phone/turn", &[("id", &id), ("deed", "hang_up")]).await.json::<()>();
            assert_eq!(seen(&scene.tom, &id).await.day, None);
            let html = scene.tom.get(&format!("/calls/{id}")).await.text();
            assert!(html.contains("ging er über Mitternacht") && !html.contains("value=\"2026-11-2"), "{html}");
            let fields = [("id", id.as_str()), ("number", &written), ("body", "Wir sehen nach."), ("activity", "design"), ("billing", "billable"), ("minutes", minutes), ("day", day)];
            send(&scene.tom, "phone/log", &fields).await.json::<i64>();
            scene.house.wait(SignedDuration::from_hours(23));
        };
        night("", "").await;
        night("1:30", "").await;
        night("", "2026-11-24").await;
        let mut booked = days(&page(&scene.tom, number).await);
        booked.sort();
        let of = |day: &str, minutes| (day.to_owned(), minutes);
        assert_eq!(booked, [of("2026-11-23", 40), of("2026-11-24", 20), of("2026-11-24", 40), of("2026-11-24", 60), of("2026-11-25", 50)]);
    }

    async fn calls_work_without_scripts(house: TestHouse) {
        let scene = Scene::of(house).await;
        assert!(scene.tom.get("/queue").await.text().contains("/api/phone/begin"));
        assert!(!scene.vera.get("/").await.text().contains("/api/phone/begin"));
        let begun = scene.tom.post("phone/begin", "/calls", &[]).await;
        assert_eq!(begun.status, StatusCode::SEE_OTHER);
        let place = begun.header("location").to_owned();
        let shown = scene.tom.get(&format!("{place}?q=vera")).await.text();
        assert!(shown.contains("Vera Albers") && shown.contains("Unbekannter Anrufer"), "{place}");
    }

    async fn customers_and_accounting_take_no_calls(house: TestHouse) {
        let scene = Scene::of(house).await;
        let id = of_vera(&scene).await;
        for who in [&scene.vera, &scene.fritz, &scene.petra, &scene.anke] {
            assert_eq!(who.call("phone/begin", &[]).await.error(), AppError::NotFound);
            assert_eq!(who.call("phone/call", &[("id", &id)]).await.error(), AppError::NotFound);
            assert_eq!(who.call("phone/find", &[("query", "vera")]).await.error(), AppError::NotFound);
            assert_eq!(who.call("phone/calls", &[]).await.error(), AppError::NotFound);
            assert!(who.call("phone/open", &[]).await.json::<Vec<OpenCall>>().is_empty());
        }
    }
}

#[tokio::test]
async fn a_house_without_a_phone_takes_no_calls() {
    let house = TestHouse::with_preset("vendor-priorities").await;
    let lena = house.staff("Lena Lead", &[Role::ProjectLead]).await;
    let lena = house.browser(lena).await;
    assert_eq!(lena.call("phone/begin", &[]).await.error(), AppError::NotFound);
    assert_eq!(lena.get("/calls").await.status, StatusCode::NOT_FOUND);
    assert!(!lena.get("/queue").await.text().contains("/calls"));
}

#[tokio::test]
async fn calls_and_contacts_of_the_past_are_read_by_their_indexes() {
    #[derive(sea_orm::FromQueryResult)]
    struct Step {
        detail: String,
    }
    let house = TestHouse::sqlite().await;
    let plan = async |sql: &str, values: Vec<sea_orm::Value>| {
        let sql = format!("EXPLAIN QUERY PLAN {sql}");
        let steps: Vec<Step> = server::store::all(house.house.store.read(), &sql, values).await.unwrap();
        steps.into_iter().map(|step| step.detail).collect::<Vec<_>>().join("\n")
    };
    let all = plan(&server::phone::list::past(false), vec![]).await;
    assert!(all.contains("phone_call_began") && !all.contains("TEMP B-TREE"), "{all}");
    let of = plan(&server::phone::list::past(true), vec![1i64.into()]).await;
    assert!(of.contains("phone_call_organisation") && !of.contains("TEMP B-TREE"), "{of}");
    let last = plan(server::phone::query::LAST, vec![1i64.into()]).await;
    assert!(last.contains("ticket_organisation") && last.contains("entry_ticket"), "{last}");
}
