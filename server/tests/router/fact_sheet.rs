//! The support policy as a PDF through the router: the version that was asked for, for who may read it.
use crate::house::paper;
use crate::policy::{draft, edit, manager, publish, refused};
use crate::ticket::Scene;
use crate::{TestHouse, on_both};
use app::call::Call;
use app::policy::fact_sheet::fact_sheet;
use app::policy::view::PolicyView;
use axum::http::StatusCode;
use domain::input::Reason;
use domain::lang::Lang;
use domain::paper::{Block, Paper, Part};
use jiff::SignedDuration;
use scraper::{Html, Selector};

/// Parts of the page that say something; what asks or leads elsewhere is on no paper.
const PART: &str = "section.sheet__part:not(.calculator):not(.editions)";

/// What the reader's paper of the version in force says.
async fn written(scene: &Scene) -> Paper {
    let view: PolicyView = scene.vera.call("policy", &[]).await.json();
    let call = Call::of_the_house(scene.house.now());
    server::paper::written(&call, Lang::De, || fact_sheet(&view, "", ""))
}

/// Its headings and sentences.
fn sentences(paper: &Paper) -> Vec<String> {
    let of = |part: &Part| {
        let mut told = vec![part.heading.clone()];
        for block in &part.blocks {
            match block {
                Block::Heading(text) => told.push(text.clone()),
                Block::Text(text) => told.extend(text.split("\n\n").map(str::to_owned)),
                Block::List(points) => told.extend(points.clone()),
                Block::Facts(facts) => {
                    told.extend(facts.iter().map(|(name, fact)| format!("{name}: {fact}")));
                }
                _ => {}
            }
        }
        told
    };
    paper.parts.iter().flat_map(of).collect()
}

/// What a page says at places in it.
fn at(page: &Html, places: &str) -> Vec<String> {
    let places = Selector::parse(places).unwrap();
    page.select(&places).map(|found| found.text().collect::<String>().trim().to_owned()).collect()
}

/// All that the page says stands on the paper, in the same order of parts.
#[tokio::test(flavor = "multi_thread")]
async fn nothing_of_the_page_is_missing_on_its_paper() {
    for preset in ["agency-plans", "shop-quick-tickets", "support-packages", "vendor-classes"] {
        let scene = Scene::of(TestHouse::with_preset(preset).await).await;
        let page = Html::parse_document(&scene.vera.get("/policy").await.text());
        let paper = written(&scene).await;
        let headings: Vec<_> = paper.parts.iter().map(|part| part.heading.clone()).collect();
        assert_eq!(at(&page, &format!("{PART} > h2")), headings, "{preset}");
        assert!(headings.iter().any(|heading| heading == "Abrechnung und Zahlung"), "{headings:?}");
        let told = sentences(&paper);
        let sentences = at(&page, &format!("{PART} p, {PART} .prose, {PART} > ul > li"));
        assert!(sentences.len() > 5, "{preset}: {sentences:?}");
        for sentence in sentences {
            assert!(told.contains(&sentence), "{preset}: {sentence}: {told:?}");
        }
    }
}

on_both! {
    async fn every_version_of_the_support_policy_is_a_paper_in_both_languages(house: TestHouse) {
        let scene = Scene::of(house).await;
        let first = scene.vera.get("/policy/sheet/1/de").await;
        paper("support-policy-de", &first);
        let page = scene.vera.get("/policy").await.text();
        assert!(page.contains("href=\"/policy/sheet/1/de\"") && page.contains("href=\"/policy/sheet/1/en\""), "{page}");
        let english = scene.vera.get("/policy/sheet/1/en").await;
        assert_ne!(english.body, first.body);
        paper("support-policy-en", &english);
        let sonja = manager(&scene).await;
        let name = [("fields[code]", "reachable"), ("fields[de]", "Erreichbar"), ("fields[en]", "Reachable"), ("fields[text_de]", "Bitte."), ("fields[text_en]", "Please.")];
        edit(&sonja, "text", "add", &name).await.json::<()>();
        publish(&sonja, false).await.json::<()>();
        assert_ne!(scene.vera.get("/policy/sheet/2/de").await.body, first.body);
        let until = scene.vera.get("/policy/sheet/1/de").await;
        assert_eq!(until.status, StatusCode::OK, "old versions stay readable");
        assert_ne!(until.body, first.body, "and say until when they were in force");
    }

    async fn nobody_else_reads_it_and_there_is_no_other(house: TestHouse) {
        let scene = Scene::of(house).await;
        assert_ne!(scene.house.visitor().get("/policy/sheet/1/de").await.status, StatusCode::OK);
        for path in ["/policy/sheet/9/de", "/policy/sheet/x/de", "/policy/sheet/1/fr"] {
            assert_eq!(scene.vera.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
        }
    }
    async fn texts_stand_between_the_parts_where_the_company_puts_them(house: TestHouse) {
        let scene = Scene::of(house).await;
        let sonja = manager(&scene).await;
        let fields = |after: &'static str| [("fields[code]", "reachable"), ("fields[de]", "Erreichbar"), ("fields[en]", "Reachable"), ("fields[after]", after), ("fields[text_de]", "Bitte."), ("fields[text_en]", "Please.")];
        let wrong = refused(edit(&sonja, "text", "add", &fields("nowhere")).await);
        assert_eq!(wrong, [("fields[after]".to_owned(), Reason::NotAChoice)]);
        edit(&sonja, "text", "add", &fields("channels")).await.json::<()>();
        let changes = draft(&sonja).await.changes;
        assert!(changes.iter().any(|line| line.to.as_deref().is_some_and(|to| to.contains("So erreichen Sie uns"))), "{changes:?}");
        let settings = sonja.get("/settings/texts").await.text();
        assert!(settings.contains("Steht nach") && settings.contains("am Ende"), "{settings}");
        publish(&sonja, false).await.json::<()>();
        let page = Html::parse_document(&scene.vera.get("/policy").await.text());
        let headings = at(&page, &format!("{PART} > h2"));
        let place = headings.iter().position(|heading| heading == "Erreichbar").unwrap();
        assert_eq!(headings[place - 1..=place + 1], ["So erreichen Sie uns", "Erreichbar", "Was wir zusagen"]);
        let paper: Vec<_> = written(&scene).await.parts.into_iter().map(|part| part.heading).collect();
        assert_eq!(paper, headings);
        scene.house.run("UPDATE person SET lang = 'en'", []).await;
        let settings = sonja.get("/settings/texts").await.text();
        assert!(settings.contains("Stands after") && settings.contains("at the end"), "{settings}");
    }

    async fn a_version_that_is_over_tells_the_holidays_of_its_own_days_for_ever(house: TestHouse) {
        let scene = Scene::of(house).await;
        let sonja = manager(&scene).await;
        for place in ["DE-BY-muenchen", "DE-BE"] {
            let fields = [("fields[place]", place), ("fields[default_class]", "standard"), ("fields[objection_days]", "10"), ("fields[objection_unit]", "calendar_days"), ("fields[prefix]", "#"), ("fields[type_normal]", "1"), ("fields[factor_normal]", "100"), ("fields[channel_mail]", "1"), ("fields[channel_portal]", "1")];
            edit(&sonja, "company", "save", &fields).await.json::<()>();
            publish(&sonja, false).await.json::<()>();
        }
        let years = async |version: &str| {
            let view: PolicyView = scene.vera.call("policy", &[("query", version)]).await.json();
            let (_, days) = &view.holidays[0];
            assert!(days.iter().all(|day| view.years.contains(&day.day.year())));
            view.years
        };
        assert_eq!((years("version=2").await, years("version=3").await), (vec![2026], vec![2026, 2027]));
        let before = scene.vera.get("/policy/sheet/2/de").await;
        scene.house.wait(SignedDuration::from_hours(24 * 60));
        let now = scene.house.now().as_millisecond();
        scene.house.run("UPDATE session SET created_at = $1, used_at = $1", [now.into()]).await;
        assert_eq!((years("version=2").await, years("version=3").await), (vec![2026], vec![2027, 2028]), "another year came");
        assert_eq!(scene.vera.get("/policy/sheet/2/de").await.body, before.body);
        let page = scene.vera.get("/policy?version=2").await.text();
        assert!(page.contains("Feiertage 2026") && !page.contains("Feiertage 2027"), "{page}");
    }
}
