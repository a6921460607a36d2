//! The configuration through the router: read as the support policy, changed in a draft, looked at, published, taken in and out.
mod file;
mod letter;
mod meanwhile;
mod promise;

use crate::house::{Browser, key};
use crate::on_both;
use crate::promise::plan;
use crate::ticket::facts::classify;
use crate::ticket::{Scene, open, open_with, page};
use app::error::AppError;
use app::policy::view::{DraftView, PolicyView, UsedBy};
use domain::input::Reason;
use domain::person::Role;
use server::policy::moves::recount;

/// Somebody who may change the configuration.
pub async fn manager(scene: &Scene) -> Browser {
    let id = scene.house.staff("Sonja Support", &[Role::SupportManager]).await;
    scene.house.browser(id).await
}

/// Fields that were refused, and why.
pub fn refused(answer: crate::house::Answer) -> Vec<(String, Reason)> {
    match answer.error() {
        AppError::Invalid { fields } => fields.into_iter().map(|f| (f.field, f.reason)).collect::<Vec<_>>(),
        other => panic!("{other:?}"),
    }
}

pub async fn draft(who: &Browser) -> DraftView {
    who.call("policy/draft", &[("moves", "true")]).await.json()
}

pub async fn edit(who: &Browser, part: &str, deed: &str, fields: &[(&str, &str)]) -> crate::house::Answer {
    let seen = draft(who).await.seen;
    edit_seen(who, part, deed, seen, fields).await
}

/// A change as a page sends it that was opened when the draft had this number.
async fn edit_seen(
    who: &Browser,
    part: &str,
    deed: &str,
    seen: i64,
    fields: &[(&str, &str)],
) -> crate::house::Answer {
    let (key, seen) = (key(), seen.to_string());
    let mut all = vec![("key", key.as_str()), ("part", part), ("deed", deed), ("seen", &seen)];
    if !fields.iter().any(|(name, _)| *name == "at") && ["opening", "closure", "hours"].contains(&part) {
        all.push(("at", "service"));
    }
    all.extend(fields);
    who.call("policy/edit", &all).await
}

/// The agency's week with other hours on Mondays.
async fn monday(who: &Browser, hours: &str) -> crate::house::Answer {
    let usual = "08:30-12:00, 13:00-17:00";
    edit(
        who,
        "calendar",
        "save",
        &[
            ("at", "service"),
            ("fields[de]", "Servicezeiten"),
            ("fields[en]", "Service hours"),
            ("fields[zone]", "Europe/Berlin"),
            ("fields[monday]", hours),
            ("fields[tuesday]", usual),
            ("fields[wednesday]", usual),
            ("fields[thursday]", usual),
            ("fields[friday]", "08:30-12:00"),
        ],
    )
    .await
}

pub async fn publish(who: &Browser, open_too: bool) -> crate::house::Answer {
    let (key, seen) = (key(), draft(who).await.seen.to_string());
    let open_too = if open_too { "1" } else { "" };
    let fields = [("key", key.as_str()), ("seen", &seen), ("note", "Montags später"), ("open_too", open_too)];
    who.call("policy/publish", &fields).await
}

fn due(view: &app::ticket::view::TicketView) -> String {
    view.promises[0].due.civil().strftime("%a %H:%M").to_string()
}

on_both! {
    async fn what_is_published_is_what_is_executed(house: TestHouse) {
        let scene = Scene::of(house).await;
        plan(&scene, scene.albers.0, "premium_plus").await;
        let sonja = manager(&scene).await;
        let before: i64 = open_with(&scene.vera, "Vorher", &[("class", "outage")]).await.json();
        monday(&sonja, "14:00-18:00").await.json::<()>();
        let drafted = draft(&sonja).await;
        assert!(drafted.changed && drafted.wrong.is_empty());
        let moves = drafted.moves.unwrap();
        assert_eq!((moves.total, moves.open), (1, 1));
        let clock = |at: Option<domain::moment::Moment>| at.map(domain::moment::Moment::clock);
        assert_eq!((clock(moves.lines[0].from).as_deref(), clock(moves.lines[0].to).as_deref()), (Some("11:00"), Some("16:00")));
        let policy: PolicyView = scene.vera.call("policy", &[]).await.json();
        assert_eq!((policy.version, policy.own_plans.as_slice()), (1, &["premium_plus".to_owned()][..]), "a draft is nobody else's");
        assert_eq!((moves.missed, moves.lines[0].missed), (0, false), "it is nine o'clock");
        publish(&sonja, false).await.json::<()>();
        let policy: PolicyView = scene.vera.call("policy", &[]).await.json();
        assert_eq!(policy.version, 2);
        assert_eq!(policy.policy.calendars[0].hours[0].week.monday.to_string(), "14:00-18:00");
        assert!(policy.editions.iter().all(|line| line.by.is_empty() && line.note.is_empty()), "names are for staff");
        let after: i64 = open_with(&scene.vera, "Nachher", &[("class", "outage")]).await.json();
        assert_eq!(due(&page(&scene.lena, before).await), "Mon 11:00", "it keeps what it came in under");
        assert_eq!(due(&page(&scene.lena, after).await), "Mon 16:00");
        recount(&scene.house.house).await.unwrap();
        assert_eq!(due(&page(&scene.lena, before).await), "Mon 11:00");
        let first: PolicyView = scene.vera.call("policy", &[("query", "version=1")]).await.json();
        assert_eq!(first.policy.calendars[0].hours[0].week.monday.to_string(), "08:30-12:00, 13:00-17:00");
        assert!(first.until.is_some());
    }

    async fn places_of_holidays_are_called_by_their_names(house: TestHouse) {
        let scene = Scene::of(house).await;
        let sonja = manager(&scene).await;
        let fields = [("fields[place]", "DE-BY-muenchen"), ("fields[default_class]", "standard"), ("fields[objection_days]", "10"), ("fields[objection_unit]", "calendar_days"), ("fields[prefix]", "#"), ("fields[type_normal]", "1"), ("fields[factor_normal]", "100"), ("fields[channel_mail]", "1"), ("fields[channel_portal]", "1")];
        edit(&sonja, "company", "save", &fields).await.json::<()>();
        let place = draft(&sonja).await.changes.into_iter().find(|line| line.to.as_deref() == Some("Bayern, München"));
        assert!(place.is_some(), "the change is told by name");
        let settings = sonja.get("/settings/company").await.text();
        assert!(settings.contains("Bayern, München") && settings.contains("Sachsen, katholische Gemeinden") && !settings.contains(">DE-"));
        publish(&sonja, false).await.json::<()>();
        assert!(scene.vera.get("/policy").await.text().contains("Feiertage 2026: Bayern, München"));
        scene.house.run("UPDATE person SET lang = 'en'", []).await;
        assert!(scene.vera.get("/policy").await.text().contains("Public holidays 2026: Bavaria, Munich"));
    }

    async fn numbers_and_ticket_types_follow_the_configuration(house: TestHouse) {
        let scene = Scene::of(house).await;
        let sonja = manager(&scene).await;
        let before = open(&scene.vera, "Vorher").await;
        let mut fields = vec![
            ("fields[prefix]", "SUP-"),
            ("fields[default_class]", "standard"),
            ("fields[objection_days]", "14"),
            ("fields[channel_portal]", "1"),
            ("fields[type_normal]", "1"),
            ("fields[factor_normal]", "100"),
            ("fields[type_quick_high]", "1"),
            ("fields[factor_quick_high]", "250"),
        ];
        edit(&sonja, "company", "save", &fields).await.json::<()>();
        publish(&sonja, false).await.json::<()>();
        let list: app::ticket::view::TicketList =
            scene.vera.call("tickets", &[("query", &format!("q=SUP-{before}"))]).await.json();
        assert_eq!(list.lines.len(), 1);
        let list: app::ticket::view::TicketList =
            scene.vera.call("tickets", &[("query", &format!("q=%23{before}"))]).await.json();
        assert_eq!(list.lines.len(), 1, "the earlier way is recognised");
        let seen = scene.vera.get(&format!("/tickets/{before}")).await.text();
        assert!(seen.contains(&format!("SUP-{before}")));
        let policy: PolicyView = scene.vera.call("policy", &[]).await.json();
        let types: Vec<_> = policy.policy.types.iter().map(|line| (line.code.code(), line.factor_percent)).collect();
        assert_eq!(types, [("normal", 100), ("quick_high", 250)]);
        for (name, value, wrong) in
            [("prefix", "7", Reason::NotReadable), ("prefix", "", Reason::Missing), ("factor_normal", "0", Reason::NotBetween { min: 1, max: 1000 })]
        {
            let name = format!("fields[{name}]");
            for field in &mut fields {
                if field.0 == name {
                    field.1 = value;
                }
            }
            let told = edit(&sonja, "company", "save", &fields).await.error();
            let AppError::Invalid { fields: told } = told else { panic!("{told:?}") };
            assert!(told.iter().any(|told| told.field == name && told.reason == wrong), "{told:?}");
            fields[0].1 = "SUP-";
        }
    }

    async fn bad_input_is_told_at_its_field_and_changes_nothing(house: TestHouse) {
        let scene = Scene::of(house).await;
        let sonja = manager(&scene).await;
        for (hours, reason) in [("9-12", Reason::NotHours), ("12:00-09:00", Reason::EndsBeforeItBegins), ("09:00-12:00, 11:00-13:00", Reason::Overlapping)] {
            assert_eq!(refused(monday(&sonja, hours).await), [("fields[monday]".to_owned(), reason)]);
        }
        let code = [("fields[code]", "premium"), ("fields[de]", "X"), ("fields[en]", "X")];
        assert_eq!(refused(edit(&sonja, "plan", "add", &code).await), [("fields[code]".to_owned(), Reason::Taken)]);
        assert!(!draft(&sonja).await.changed);
        edit(&sonja, "plan", "remove", &[("at", "premium")]).await.json::<()>();
        let wrong = draft(&sonja).await;
        assert_eq!(wrong.wrong.len(), 1, "a target still names the plan");
        // It is named by the title of its card, and the words lead there.
        let number = wrong.wrong[0].place.strip_prefix("target ").unwrap();
        let page = sonja.get("/settings/publish").await.text();
        assert!(page.contains(&format!("href=\"/settings/targets#target-{number}\"")) && page.contains(&format!("Zusage {number} „premium")), "{page}");
        assert!(wrong.moves.is_none());
        assert_eq!(refused(publish(&sonja, false).await)[0].0, "note");
        assert_eq!(scene.house.number("SELECT COUNT(*) FROM policy").await, 1);
        sonja.call("policy/discard", &[("key", &key())]).await.json::<()>();
        assert!(!draft(&sonja).await.changed);
    }

    async fn what_goes_though_it_is_in_use_is_told_with_how_often(house: TestHouse) {
        let scene = Scene::of(house).await;
        let sonja = manager(&scene).await;
        let number = open(&scene.vera, "Ausfall").await;
        classify(&scene.lena, number, &[("class", "outage")]).await.json::<()>();
        edit(&sonja, "class", "remove", &[("at", "outage")]).await.json::<()>();
        edit(&sonja, "plan", "remove", &[("at", "premium_plus")]).await.json::<()>();
        let lost = |view: DraftView| view.lost.into_iter().map(|line| (line.name, line.used_by, line.count)).collect::<Vec<_>>();
        assert_eq!(lost(draft(&sonja).await), [("Ausfall".to_owned(), UsedBy::Tickets, 1)]);
        scene.house.run("INSERT INTO mailbox (name, address, lang, class, created_at) VALUES ('a', 'a@portal.test', 'de', 'outage', 0)", []).await;
        scene.house.run("INSERT INTO mailbox (name, address, lang, class, created_at, removed_at) VALUES ('b', 'b@portal.test', 'de', 'outage', 0, 0)", []).await;
        assert_eq!(lost(draft(&sonja).await)[1..], [("Ausfall".to_owned(), UsedBy::Mailboxes, 1)]);
        plan(&scene, scene.albers.0, "premium_plus").await;
        assert_eq!(lost(draft(&sonja).await)[2..], [("Premium Plus".to_owned(), UsedBy::Contracts, 1)]);
    }

    async fn an_opening_names_a_customer_that_is_there(house: TestHouse) {
        let scene = Scene::of(house).await;
        let sonja = manager(&scene).await;
        for customer in ["Albers", "99999"] {
            let opening = [("fields[customer]", customer), ("fields[day]", "2026-11-28"), ("fields[hours]", "10:00-14:00"), ("fields[de]", "a"), ("fields[en]", "a")];
            let told = edit(&sonja, "opening", "add", &opening).await.error();
            assert_eq!(told, AppError::field("fields[customer]", Reason::NotAChoice));
        }
        assert!(!draft(&sonja).await.changed);
    }
}
