//! Five kinds of company, each walking its own process from the first mail of a concern to its end. What they do differs in
//! nothing but their configuration files.
use crate::TestHouse;
use crate::effort::book;
use crate::house::{Answer, Browser};
use crate::promise::plan;
use crate::quote::scene::{self, Deal, act, offer};
use crate::ticket::facts::classify;
use crate::ticket::{Scene, accept, hand_over, open_with, page, ready, shift, write};
use app::error::AppError;
use app::promise::view::PromiseState;
use app::ticket::view::TicketView;
use domain::input::Reason;
use domain::person::{Rights, Role};
use domain::promise::target::Metric;
use domain::ticket::Stage;
use domain::ticket::timeline::What;
use jiff::SignedDuration;

/// Runs a scenario on both databases.
macro_rules! with {
    ($($name:ident: $preset:literal, |$scene:ident| $body:block)*) => {$(
        mod $name {
            use super::*;

            async fn test($scene: Scene) $body

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn sqlite() { test(Scene::of(TestHouse::with_preset($preset).await).await).await; }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn postgres() { test(Scene::of(TestHouse::with_preset_on_postgres($preset).await).await).await; }
        }
    )*};
}

async fn opened(who: &Browser, title: &str, more: &[(&str, &str)]) -> i64 {
    open_with(who, title, more).await.json()
}

fn due(view: &TicketView, metric: Metric) -> String {
    let promise = view.promises.iter().find(|promise| promise.metric == metric).unwrap();
    promise.due.civil().strftime("%a %d.%m. %H:%M").to_string()
}

fn state(view: &TicketView, metric: Metric) -> PromiseState {
    view.promises.iter().find(|promise| promise.metric == metric).unwrap().state
}

/// Triage and handing over.
async fn to_team(scene: &Scene, number: i64) {
    shift(&scene.lena, number, Stage::InTriage, "").await.json::<()>();
    hand_over(&scene.lena, number, scene.team, "Wie besprochen.", "").await.json::<()>();
    let (key, ticket, tom) = (crate::house::key(), number.to_string(), scene.tom_id.to_string());
    let fields = [("key", key.as_str()), ("number", &ticket), ("to", &tom)];
    scene.tom.call("ticket/assign", &fields).await.json::<()>();
    shift(&scene.tom, number, Stage::InProgress, "").await.json::<()>();
}

async fn work(who: &Browser, number: i64, minutes: &str) -> Answer {
    book(who, number, &[("minutes", minutes), ("activity", "bug_fixing"), ("billing", "billable")]).await
}

/// Says that a wish will be part of a release.
async fn include(who: &Browser, ticket: i64, release: &str) -> crate::house::Answer {
    let (key, ticket) = (crate::house::key(), ticket.to_string());
    let fields =
        [("key", key.as_str()), ("number", &ticket), ("release", release), ("note", "Danke für die Idee.")];
    who.call("ticket/include", &fields).await
}

/// What is more than a ticket: asked for, offered, accepted, ordered, worked on without a release also where the house has a
/// gate, accepted on the test system, and finished.
async fn from_quote_to_finished(deal: &Deal, gate: bool) {
    let scene = &deal.scene;
    let number = opened(&scene.vera, "Neuer Warenkorb", &[]).await;
    let (key, ticket, albers) = (crate::house::key(), number.to_string(), deal.organisation());
    let fields = [
        ("key", key.as_str()),
        ("title", "Neuer Warenkorb"),
        ("body", "Was kostet das?"),
        ("ticket", &ticket),
        ("organisation", &albers),
    ];
    let quote: String = scene.vera.call("quote/ask", &fields).await.json();
    scene.clear_letters().await;
    offer(deal, &quote, "send", &[("valid_until", "2026-12-18")]).await;
    assert!(scene.reached().await.contains(&"bea.boss".to_owned()), "who may accept is told");
    scene::accept(&deal.boss, &quote, 1).await.json::<()>();
    let order = async || {
        let seen: app::order::view::OrderView =
            deal.klara.call("order", &[("number", "B-2026-0001")]).await.json();
        seen
    };
    assert_eq!((order().await.quote.0.to_string(), order().await.tickets.len()), (quote, 1));
    to_team(scene, number).await;
    let work = async |minutes: &str| {
        let fields = [("minutes", minutes), ("activity", "development"), ("billing", "billable")];
        book(&scene.tom, number, &fields).await
    };
    work("50").await.json::<()>();
    if gate {
        let asked = crate::approval::ask(&scene.tom, number, "1:00", "Der Versand hängt daran.").await;
        assert_eq!(asked.error(), AppError::NotFound, "what was bought needs no release");
    }
    work("40").await.json::<()>();
    assert_eq!((order().await.budget.sold, order().await.budget.used), (450, 90));
    ready(&scene.tom, number, "5.0", "https://test.albers.de").await.json::<()>();
    accept(&scene.max, number).await;
    shift(&scene.tom, number, Stage::Done, "Ist live.").await.json::<()>();
    act(&deal.klara, "order/turn", "B-2026-0001", &[("deed", "finish")]).await.json::<()>();
    assert_eq!(page(&scene.vera, number).await.stage, Stage::Done);
    assert_eq!(order().await.state.kind(), domain::order::OrderKind::Done);
}

fn minutes(scene: &Scene, n: i64) {
    scene.house.wait(SignedDuration::from_mins(n));
}

with! {
    agency_plans: "agency-plans", |scene| {
        plan(&scene, scene.albers.0, "premium_plus").await;
        let number = opened(&scene.vera, "Shop steht", &[("class", "outage")]).await;
        assert_eq!(due(&page(&scene.vera, number).await, Metric::FirstReaction), "Mon 23.11. 11:00");
        minutes(&scene, 20);
        shift(&scene.lena, number, Stage::InTriage, "").await.json::<()>();
        shift(&scene.lena, number, Stage::Question, "Seit wann?").await.json::<()>();
        assert!(matches!(state(&page(&scene.vera, number).await, Metric::FirstReaction), PromiseState::Kept(_)));
        write(&scene.vera, number, "Seit neun.", &[]).await.json::<()>();
        assert_eq!(page(&scene.vera, number).await.stage, Stage::InTriage);
        hand_over(&scene.lena, number, scene.team, "Wieder starten.", "").await.json::<()>();
        let (key, ticket, tom) = (crate::house::key(), number.to_string(), scene.tom_id.to_string());
        scene.tom.call("ticket/assign", &[("key", key.as_str()), ("number", &ticket), ("to", &tom)]).await.json::<()>();
        shift(&scene.tom, number, Stage::InProgress, "").await.json::<()>();
        ready(&scene.tom, number, "4.2", "https://test.albers.de").await.json::<()>();
        accept(&scene.max, number).await;
        shift(&scene.tom, number, Stage::Done, "Ist live.").await.json::<()>();
        shift(&scene.vera, number, Stage::InTriage, "Doch nicht ganz.").await.json::<()>();
        assert!(page(&scene.vera, number).await.stage.is_open(), "an objection opens it again");
        // Without a plan nothing is promised, and nobody waits in vain for it.
        let plain = opened(&scene.fritz, "Frage", &[]).await;
        assert!(page(&scene.fritz, plain).await.promises.is_empty());
    }

    shop_quick_tickets: "shop-quick-tickets", |scene| {
        scene.house.house.clock.set("2026-11-27T15:30:00Z".parse().unwrap());
        let boss = Rights { sees_all: true, approves_up_to: Some(50_000), ..Rights::default() };
        scene.house.contact("Greta Gross", scene.albers, boss).await;
        let ordered = [("kind", "quick_high"), ("consent[quick_high]", "19000")];
        let number = opened(&scene.vera, "Kasse prüfen", &ordered).await;
        assert_eq!(due(&page(&scene.vera, number).await, Metric::Processing), "Mon 30.11. 10:30");
        to_team(&scene, number).await;
        minutes(&scene, 15);
        work(&scene.tom, number, "60").await.json::<()>();
        assert!(!work(&scene.tom, number, "30").await.status.is_success(), "beyond an hour the customer is asked");
        crate::approval::ask(&scene.tom, number, "1:30", "Es dauert länger.").await.json::<()>();
        let paused = page(&scene.vera, number).await;
        assert!(matches!(state(&paused, Metric::Processing), PromiseState::Paused(_)));
        assert_eq!(paused.due, None);
        scene.house.house.clock.set("2026-11-30T08:30:00Z".parse().unwrap());
        let token = crate::approval::links(&scene, "greta").await.remove(0);
        scene.house.visitor().call("approval/approve", &[("token", &token)]).await.json::<()>();
        assert_eq!(page(&scene.vera, number).await.stage, Stage::InProgress);
        work(&scene.tom, number, "90").await.json::<()>();
        assert_eq!(due(&page(&scene.vera, number).await, Metric::Processing), "Mon 30.11. 11:15");
        minutes(&scene, 60);
        ready(&scene.tom, number, "4.2", "https://test.albers.de").await.json::<()>();
        accept(&scene.max, number).await;
        minutes(&scene, 10);
        shift(&scene.tom, number, Stage::Done, "Ist live.").await.json::<()>();
        assert!(matches!(state(&page(&scene.vera, number).await, Metric::Processing), PromiseState::Kept(_)));
        let deal = Deal::around(scene).await;
        from_quote_to_finished(&deal, true).await;
        let scene = &deal.scene;
        // Urgent errors stand first whatever was bought.
        opened(&scene.vera, "Eilig gekauft", &[("kind", "quick_normal"), ("consent[quick_normal]", "14250")]).await;
        opened(&scene.fritz, "Shop steht", &[("class", "urgent_error")]).await;
        let queue: app::ticket::view::TicketList =
            scene.lena.call("queue", &[("name", "all"), ("query", "")]).await.json();
        assert_eq!(queue.lines[0].title, "Shop steht");
    }

    vendor_priorities: "vendor-priorities", |scene| {
        scene.house.house.clock.set("2026-06-03T15:00:00Z".parse().unwrap());
        let number = opened(&scene.vera, "Startet nicht", &[]).await;
        assert_eq!(due(&page(&scene.vera, number).await, Metric::FirstReaction), "Mon 08.06. 18:00", "normal until set");
        classify(&scene.lena, number, &[("class", "urgent")]).await.json::<()>();
        let seen = page(&scene.vera, number).await;
        assert_eq!(due(&seen, Metric::FirstReaction), "Fri 05.06. 13:00", "Corpus Christi is skipped");
        let skipped = &seen.promises[0].derivation.steps;
        assert!(skipped.iter().any(|step| matches!(&step.kind, domain::promise::derivation::StepKind::Holiday { de, .. } if de == "Fronleichnam")));
        write(&scene.lena, number, "Wir arbeiten daran.", &[]).await.json::<()>();
        to_team(&scene, number).await;
        assert!(page(&scene.tom, number).await.offers.iter().all(|offer| offer.to != Stage::ReadyForAcceptance), "no test system here");
        shift(&scene.tom, number, Stage::Done, "Behoben in 4.2.1.").await.json::<()>();
        assert!(!page(&scene.vera, number).await.stage.is_open());
    }

    vendor_classes: "vendor-classes", |scene| {
        let head = scene.house.staff("Hanna Head", &[Role::HeadOfDevelopment]).await;
        scene.house.staff("Paul Produkt", &[Role::ProductOwner]).await;
        let number = opened(&scene.vera, "Nichts geht", &[]).await;
        scene.clear_letters().await;
        classify(&scene.lena, number, &[("class", "a")]).await.json::<()>();
        let told = scene.reached().await;
        assert!(told.contains(&"hanna.head".to_owned()) && told.contains(&"paul.produkt".to_owned()), "{told:?}");
        let seen = page(&scene.house.browser(head).await, number).await;
        assert!(seen.promises.is_empty(), "no numbers are promised");
        assert!(seen.entries.iter().any(|entry| matches!(entry.what, What::Alarm { percent: 0, .. })));
        scene.clear_letters().await;
        classify(&scene.lena, number, &[("class", "b")]).await.json::<()>();
        classify(&scene.lena, number, &[("class", "a")]).await.json::<()>();
        assert!(!scene.reached().await.contains(&"hanna.head".to_owned()), "told once is told");
        to_team(&scene, number).await;
        shift(&scene.tom, number, Stage::Done, "Mit dem Hotfix behoben.").await.json::<()>();
        // A wish: free of charge in a release, or a quote made from it.
        let deal = Deal::around(scene).await;
        let scene = &deal.scene;
        let wish = opened(&scene.vera, "Merkliste", &[]).await;
        assert_eq!(include(&scene.lena, wish, "4.3").await.error(), AppError::field("class", Reason::NotAChoice), "it is no wish yet");
        classify(&scene.lena, wish, &[("class", "d")]).await.json::<()>();
        assert!(matches!(include(&scene.lena, wish, " ").await.error(), AppError::Invalid { .. }));
        assert_eq!(include(&scene.vera, wish, "4.3").await.error(), AppError::NotYours);
        assert_eq!(include(&scene.fritz, wish, "4.3").await.error(), AppError::NotFound);
        scene.clear_letters().await;
        include(&scene.lena, wish, "4.3").await.json::<()>();
        assert_eq!(scene.reached().await, ["vera.albers"]);
        assert!(scene.letters().await[0].1.contains("4.3") && scene.letters().await[0].1.contains("Danke"));
        for who in [&scene.vera, &scene.tom] {
            assert_eq!(page(who, wish).await.release.as_deref(), Some("4.3"));
            assert!(who.get(&format!("/tickets/{wish}")).await.text().contains("4.3"));
        }
        let other = opened(&scene.vera, "Eigene Farben", &[]).await;
        classify(&scene.lena, other, &[("class", "d")]).await.json::<()>();
        scene.clear_letters().await;
        let number = offer(&deal, "new", "send", &[("ticket", &other.to_string())]).await;
        assert_eq!(scene.reached().await, ["bea.boss", "lena.lead", "sven.small", "vera.albers"], "approvers, and who is on the ticket");
        let told = page(&scene.vera, other).await;
        assert!(told.entries.iter().any(|entry| matches!(&entry.what, What::Quoted { quote } if quote.to_string() == number)));
    }

    support_packages: "support-packages", |scene| {
        plan(&scene, scene.brandt.0, "package_10").await;
        server::package::settle::look(&scene.house.house, scene.house.now()).await.unwrap();
        opened(&scene.vera, "Ohne Paket", &[("class", "2")]).await;
        minutes(&scene, 5);
        opened(&scene.fritz, "Mit Paket", &[("class", "2")]).await;
        opened(&scene.vera, "Notfall", &[("class", "1")]).await;
        let queue: app::ticket::view::TicketList =
            scene.lena.call("queue", &[("name", "all"), ("query", "")]).await.json();
        let titles: Vec<&str> = queue.lines.iter().map(|line| line.title.as_str()).collect();
        assert_eq!(titles, ["Notfall", "Mit Paket", "Ohne Paket"], "level first, then the package");
        assert!(page(&scene.fritz, queue.lines[1].number.0).await.promises.is_empty());
        let number = queue.lines[2].number.0;
        to_team(&scene, number).await;
        // Work on it draws from the hours of the month; without a package nothing does.
        let hours = [("minutes", "2:20"), ("activity", "design"), ("billing", "billable")];
        book(&scene.tom, number, &hours).await.json::<()>();
        let left = page(&scene.tom, queue.lines[1].number.0).await.hours.unwrap().forecast;
        assert_eq!((left.granted, left.used), (600, 0), "work for another customer");
        book(&scene.tom, queue.lines[1].number.0, &hours).await.json::<()>();
        let left = page(&scene.tom, queue.lines[1].number.0).await.hours.unwrap().forecast;
        assert_eq!((left.used, left.last.to_string().as_str()), (150, "2026-11-30"), "in quarters of an hour");
        scene.house.wait(SignedDuration::from_hours(24 * 9));
        server::package::settle::look(&scene.house.house, scene.house.now()).await.unwrap();
        let left = page(&scene.tom, queue.lines[1].number.0).await.hours.unwrap().forecast;
        assert_eq!((left.granted, left.used), (600, 0), "unused hours expired, new ones came");
        shift(&scene.tom, number, Stage::Done, "Erledigt.").await.json::<()>();
        from_quote_to_finished(&Deal::around(scene).await, false).await;
    }
}
