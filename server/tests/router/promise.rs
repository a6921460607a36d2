//! Promises through the router: made when a ticket comes in, kept up to date, watched, explained. The house opens on Monday,
//! 23 November 2026, at 9 in Berlin, under the agency's preset: 8:30 to 12 and 13 to 17, Fridays to 12.
mod seen;

use crate::mail::text;
use crate::ticket::facts::classify;
use crate::ticket::{Scene, codes, open, open_with, page, shift, write};
use crate::{TestHouse, on_both};
use app::promise::view::{PromiseState, PromiseView};
use domain::promise::derivation::StepKind;
use domain::promise::target::Metric;
use domain::ticket::Stage;
use domain::ticket::timeline::What;
use jiff::SignedDuration;
use server::letter::intake::{self, Raw};
use server::promise::watch::look;

/// Gives an organisation of the scene a plan.
pub async fn plan(scene: &Scene, organisation: i64, plan: &str) {
    let sql = "INSERT INTO contract (organisation_id, plan, from_on) VALUES ($1, $2, '2026-01-01')";
    scene.house.run(sql, [organisation.into(), plan.into()]).await;
}

fn only(promises: &[PromiseView]) -> &PromiseView {
    let [only] = promises else { panic!("{promises:?}") };
    only
}

fn due(promise: &PromiseView) -> String {
    promise.due.civil().strftime("%a %H:%M").to_string()
}

/// Percentages of the alarms in a ticket's history.
fn alarms(entries: &[app::ticket::view::Entry]) -> Vec<u8> {
    let percent = |what: &What| if let What::Alarm { percent, .. } = what { Some(*percent) } else { None };
    entries.iter().filter_map(|entry| percent(&entry.what)).collect()
}

on_both! {
    async fn a_new_ticket_is_promised_what_the_plan_says(house: TestHouse) {
        let scene = Scene::of(house).await;
        plan(&scene, scene.albers.0, "premium_plus").await;
        let number = open_with(&scene.vera, "Shop steht", &[("class", "outage")]).await.json();
        for reader in [&scene.vera, &scene.lena] {
            let seen = page(reader, number).await;
            let promise = only(&seen.promises);
            assert_eq!((promise.metric, due(promise).as_str()), (Metric::FirstReaction, "Mon 11:00"));
            assert_eq!((promise.state, promise.left, promise.used), (PromiseState::Running, 120, 0));
            assert_eq!(promise.derivation.steps.len(), 1);
            assert_eq!(seen.plan.as_deref(), Some("Premium Plus"));
        }
        let letters = scene.letters().await;
        let (_, acknowledged) = letters.iter().find(|(to, _)| to == "vera.albers").unwrap();
        assert!(acknowledged.contains("Erste Reaktion bis:  Montag, 23.11.2026, 11:00 Uhr"), "{acknowledged}");
        let list: app::ticket::view::TicketList = scene.vera.call("tickets", &[("query", "")]).await.json();
        assert_eq!(list.lines[0].due.map(domain::moment::Moment::clock).as_deref(), Some("11:00"));
        let other: i64 = open(&scene.fritz, "Ohne Plan").await;
        assert_eq!(page(&scene.fritz, other).await.promises, []);
    }

    async fn what_a_mail_is_promised_counts_from_when_it_arrived(house: TestHouse) {
        let scene = Scene::of(house).await;
        plan(&scene, scene.albers.0, "premium_plus").await;
        let arrived = scene.house.now();
        let portal = open(&scene.vera, "Frage").await;
        let email = text(&scene.house, "SELECT email FROM person WHERE name = 'Vera Albers'").await;
        // Its mailbox could not be read for three days.
        scene.house.wait(SignedDuration::from_hours(72));
        let (house, now) = (&scene.house.house, scene.house.now());
        let mailbox = intake::mailbox(house, None, now).await.unwrap().unwrap();
        let raw = format!("From: {email}\r\nTo: support@portal.test\r\nSubject: Kasse\r\nMessage-ID: <late@example.de>\r\n\r\nSie steht.\r\n");
        let raw = Raw { arrived: Some(arrived), ..Raw::whole(raw.into_bytes()) };
        let prepared = intake::prepare(house, raw).await.unwrap();
        let receipt = intake::take(house, &mailbox, prepared, now).await.unwrap();
        let late = page(&scene.lena, receipt.ticket.unwrap().0).await;
        let same = page(&scene.lena, portal).await;
        assert_eq!(late.opened.timestamp(), arrived);
        let (late, same) = (only(&late.promises), only(&same.promises));
        assert_eq!((late.due, &late.state), (same.due, &same.state));
        // What is missed by the time it is acknowledged is promised to nobody.
        let letters = scene.letters().await;
        let told: Vec<_> = letters.iter().filter(|(to, text)| to == "vera.albers" && text.contains("Kasse")).collect();
        assert!(told.len() == 1 && !told[0].1.contains("Erste Reaktion bis"), "{told:?}");
    }

    async fn only_a_public_word_of_a_person_on_staff_is_a_reaction(house: TestHouse) {
        let scene = Scene::of(house).await;
        plan(&scene, scene.albers.0, "premium").await;
        let number = open(&scene.vera, "Frage").await;
        scene.house.wait(SignedDuration::from_mins(30));
        write(&scene.vera, number, "Noch etwas", &[]).await.json::<()>();
        write(&scene.lena, number, "Nur für uns", &[("internal", "1")]).await.json::<()>();
        shift(&scene.lena, number, Stage::InTriage, "").await.json::<()>();
        assert_eq!(only(&page(&scene.lena, number).await.promises).state, PromiseState::Running);
        write(&scene.lena, number, "Wir sehen es uns an.", &[]).await.json::<()>();
        let seen = page(&scene.vera, number).await;
        let promise = only(&seen.promises);
        assert!(matches!(promise.state, PromiseState::Kept(at) if at.clock() == "09:30"), "{:?}", promise.state);
        assert_eq!(seen.due, None);
    }

    async fn a_call_that_staff_write_down_is_a_reaction(house: TestHouse) {
        let scene = Scene::of(house).await;
        plan(&scene, scene.albers.0, "premium").await;
        let vera = scene.vera_id.to_string();
        let number = open_with(&scene.lena, "Angerufen", &[("on_behalf_of", vera.as_str())]).await.json();
        assert!(matches!(only(&page(&scene.lena, number).await.promises).state, PromiseState::Kept(_)));
    }

    async fn another_class_counts_from_the_same_start(house: TestHouse) {
        let scene = Scene::of(house).await;
        plan(&scene, scene.albers.0, "premium_plus").await;
        let number = open(&scene.vera, "Shop steht").await;
        assert_eq!(due(only(&page(&scene.lena, number).await.promises)), "Tue 17:00");
        scene.house.wait(SignedDuration::from_mins(30));
        classify(&scene.lena, number, &[("class", "outage")]).await.json::<()>();
        assert_eq!(due(only(&page(&scene.lena, number).await.promises)), "Mon 11:00");
        scene.house.wait(SignedDuration::from_hours(2));
        classify(&scene.lena, number, &[("class", "standard")]).await.json::<()>();
        let seen = page(&scene.lena, number).await;
        let missed: Vec<String> = only(&seen.promises).missed.iter().map(|at| at.clock()).collect();
        assert_eq!((due(only(&seen.promises)).as_str(), missed), ("Tue 17:00", vec!["11:00".to_owned()]));
        assert_eq!(only(&page(&scene.vera, number).await.promises).missed, [], "customers are not told again");
    }

    async fn what_staff_gather_later_counts_under_the_customers_plan(house: TestHouse) {
        let scene = Scene::of(house).await;
        plan(&scene, scene.albers.0, "premium").await;
        let key = crate::house::key();
        let fields = [("key", key.as_str()), ("name", "Ute"), ("email", "ute@example.de"), ("subject", "Hallo"), ("message", "Bitte melden")];
        scene.house.visitor().call("contact", &fields).await.json::<()>();
        let number = 1001;
        assert_eq!(page(&scene.lena, number).await.promises, []);
        let albers = scene.albers.to_string();
        classify(&scene.lena, number, &[("organisation", albers.as_str())]).await.json::<()>();
        assert_eq!(due(only(&page(&scene.lena, number).await.promises)), "Wed 17:00");
    }

    async fn a_waiting_customer_stops_no_reaction_but_a_derivation_tells_of_nights_and_breaks(house: TestHouse) {
        let scene = Scene::of(house).await;
        plan(&scene, scene.albers.0, "premium_plus").await;
        scene.house.wait(SignedDuration::from_mins(7 * 60 + 30));
        let number = open_with(&scene.vera, "Shop steht", &[("class", "outage")]).await.json();
        shift(&scene.lena, number, Stage::InTriage, "").await.json::<()>();
        let seen = page(&scene.vera, number).await;
        let promise = only(&seen.promises);
        assert_eq!((due(promise).as_str(), promise.state), ("Tue 10:00", PromiseState::Running));
        let kinds: Vec<&StepKind> = promise.derivation.steps.iter().map(|step| &step.kind).collect();
        assert_eq!(kinds, [&StepKind::Counted, &StepKind::Outside, &StepKind::Counted]);
        assert_eq!(promise.strip.days.len(), 2);
    }

    async fn roles_are_told_on_entry_at_thresholds_and_when_it_is_missed_each_once(house: TestHouse) {
        let scene = Scene::of(house).await;
        plan(&scene, scene.albers.0, "premium_plus").await;
        let sql = "INSERT INTO staff_role (person_id, role) VALUES ($1, 'head_of_development')";
        scene.house.run(sql, [scene.tom_id.0.into()]).await;
        let number = open_with(&scene.vera, "Shop steht", &[("class", "outage")]).await.json();
        let reached = scene.reached().await;
        assert_eq!(reached.iter().filter(|to| *to == "lena.lead").count(), 1, "one mail about it is enough");
        let seen = page(&scene.lena, number).await;
        assert_eq!(alarms(&seen.entries), [0], "{:?}", codes(&seen));
        assert!(alarms(&page(&scene.vera, number).await.entries).is_empty(), "customers see none of it");
        let changed = seen.version;
        scene.clear_letters().await;
        look(&scene.house.house, scene.house.now()).await.unwrap();
        assert_eq!(page(&scene.lena, number).await.version, changed, "looking changes nothing");
        for (minutes, told, reached) in [
            (60, vec![0, 50], vec!["lena.lead"]),
            (30, vec![0, 50, 75], vec!["lena.lead"]),
            (31, vec![0, 50, 75, 100], vec!["lena.lead", "tom.team"]),
            (300, vec![0, 50, 75, 100], vec![]),
        ] {
            scene.house.wait(SignedDuration::from_mins(minutes));
            scene.clear_letters().await;
            look(&scene.house.house, scene.house.now()).await.unwrap();
            look(&scene.house.house, scene.house.now()).await.unwrap();
            assert_eq!(alarms(&page(&scene.lena, number).await.entries), told);
            assert_eq!(scene.reached().await, reached, "{told:?}");
        }
        let again = scene.house.restarted().await;
        scene.clear_letters().await;
        look(&again.house, scene.house.now()).await.unwrap();
        assert_eq!(scene.reached().await, Vec::<String>::new());
    }

    async fn a_due_time_that_moved_is_told_again_when_it_comes(house: TestHouse) {
        let scene = Scene::of(house).await;
        plan(&scene, scene.albers.0, "premium_plus").await;
        let number = open_with(&scene.vera, "Shop steht", &[("class", "outage")]).await.json();
        let albers = scene.albers.to_string();
        scene.house.wait(SignedDuration::from_mins(121));
        look(&scene.house.house, scene.house.now()).await.unwrap();
        assert_eq!(alarms(&page(&scene.lena, number).await.entries), [0, 100]);
        classify(&scene.lena, number, &[("class", "standard"), ("organisation", albers.as_str())]).await.json::<()>();
        scene.house.wait(SignedDuration::from_hours(24 * 7));
        scene.clear_letters().await;
        for _ in 0..2 {
            look(&scene.house.house, scene.house.now()).await.unwrap();
        }
        assert_eq!(alarms(&page(&scene.lena, number).await.entries), [0, 100, 100]);
        assert!(!scene.reached().await.is_empty());
    }

    async fn a_calendar_that_never_opens_again_keeps_nobody_from_opening_a_ticket(house: TestHouse) {
        let scene = Scene::of(house).await;
        plan(&scene, scene.albers.0, "premium").await;
        let text = include_str!("../../../presets/agency-plans.toml");
        let hours = text.find("[[calendar.hours]]").unwrap();
        let after = text.find("[[target]]").unwrap();
        let never = "[[calendar.hours]]\nweek = {}\n[[calendar.openings]]\nday = \"2020-01-02\"\nhours = [\"09:00-10:00\"]\nde = \"a\"\nen = \"a\"\n\n";
        let closed = format!("{}{never}{}", &text[..hours], &text[after..]);
        scene.house.run("UPDATE policy SET content = $1", [closed.into()]).await;
        let again = scene.house.restarted().await;
        let number = open(&scene.vera.at(&again), "Trotzdem").await;
        assert_eq!(page(&scene.vera.at(&again), number).await.promises, []);
    }

    async fn what_was_answered_in_time_alarms_nobody(house: TestHouse) {
        let scene = Scene::of(house).await;
        plan(&scene, scene.albers.0, "premium").await;
        let number = open(&scene.vera, "Frage").await;
        write(&scene.lena, number, "Wir sehen es uns an.", &[]).await.json::<()>();
        scene.house.wait(SignedDuration::from_hours(24 * 7));
        assert_eq!(look(&scene.house.house, scene.house.now()).await.unwrap(), 0);
        let seen = page(&scene.lena, number).await;
        assert!(alarms(&seen.entries).is_empty());
    }

    async fn thresholds_passed_while_the_server_stood_still_are_told_as_one(house: TestHouse) {
        let scene = Scene::of(house).await;
        plan(&scene, scene.albers.0, "premium").await;
        let number = open(&scene.vera, "Frage").await;
        scene.clear_letters().await;
        scene.house.wait(SignedDuration::from_hours(24 * 7));
        let seen = page(&scene.lena, number).await;
        assert!(only(&seen.promises).due.at < seen.now.at);
        look(&scene.house.house, scene.house.now()).await.unwrap();
        assert_eq!(alarms(&page(&scene.lena, number).await.entries), [100]);
        assert_eq!(scene.reached().await, ["lena.lead"]);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_servers_tell_each_alarm_once() {
    let scene = Scene::of(TestHouse::postgres().await).await;
    let twin = scene.house.twin().await;
    plan(&scene, scene.albers.0, "premium").await;
    for title in ["eins", "zwei", "drei", "vier", "fünf"] {
        open(&scene.vera, title).await;
    }
    scene.clear_letters().await;
    scene.house.wait(SignedDuration::from_hours(24 * 7));
    let now = scene.house.now();
    let (a, b) = tokio::join!(look(&scene.house.house, now), look(&twin.house, now));
    a.unwrap();
    b.unwrap();
    assert_eq!(scene.reached().await, ["lena.lead"; 5]);
    let sql = "SELECT COUNT(*) FROM entry WHERE what = 'alarm'";
    assert_eq!(scene.house.number(sql).await, 5);
}
