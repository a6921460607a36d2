//! Time that was worked: booked, corrected, timed, shown; and never told to customers.
use crate::house::{Answer, Browser, key};
use crate::ticket::{Scene, open, page};
use crate::{TestHouse, on_both};
use app::effort::view::{TimerView, WeekView};
use app::error::AppError;
use app::ticket::view::{Choices, TicketView};
use domain::effort::Billing;
use domain::input::Reason;
use domain::ticket::timeline::What;
use jiff::SignedDuration;

pub async fn book(who: &Browser, number: i64, fields: &[(&str, &str)]) -> Answer {
    let (key, number) = (key(), number.to_string());
    let mut all = vec![("key", key.as_str()), ("number", &number)];
    for usual in [("activity", "bug_fixing"), ("billing", "billable")] {
        if !fields.iter().any(|(name, _)| *name == usual.0) {
            all.push(usual);
        }
    }
    all.extend(fields);
    who.call("effort/book", &all).await
}

pub async fn change(who: &Browser, id: i64, version: i64, fields: &[(&str, &str)]) -> Answer {
    let (key, id, version) = (key(), id.to_string(), version.to_string());
    let mut all = vec![("key", key.as_str()), ("id", &id), ("version", &version)];
    all.extend(fields);
    who.call("effort/change", &all).await
}

pub async fn time(who: &Browser, number: i64, deed: &str) -> Answer {
    who.call("effort/timer", &[("key", &key()), ("number", &number.to_string()), ("deed", deed)]).await
}

async fn timers(who: &Browser) -> Vec<(i64, i64, bool)> {
    let timers: Vec<TimerView> = who.call("effort/timers", &[]).await.json();
    timers.into_iter().map(|one| (one.number.0, one.timer.kept / 60_000, one.timer.since.is_some())).collect()
}

/// On which days how much is booked, the first day first.
pub fn days(seen: &TicketView) -> Vec<(String, u32)> {
    let lines = &seen.effort.as_ref().unwrap().lines;
    lines.iter().map(|line| (line.effort.day.to_string(), line.effort.minutes)).collect()
}

fn minutes(seen: &TicketView) -> Vec<u32> {
    seen.effort.as_ref().unwrap().lines.iter().map(|line| line.effort.minutes).collect()
}

on_both! {
    async fn many_booked_times_are_folded_away_in_the_history_without_scripts_too(house: TestHouse) {
        let scene = Scene::of(house).await;
        let number = open(&scene.vera, "Warenkorb").await;
        for _ in 0..6 {
            book(&scene.tom, number, &[("minutes", "5")]).await.json::<()>();
        }
        let html = scene.tom.get(&format!("/tickets/{number}")).await.text();
        assert!(html.contains("4 weitere Buchungen"), "{html}");
        assert!(!scene.vera.get(&format!("/tickets/{number}")).await.text().contains("weitere Buchung"));
    }

    async fn time_is_booked_and_corrected_with_its_history(house: TestHouse) {
        let scene = Scene::of(house).await;
        let number = open(&scene.vera, "Warenkorb").await;
        book(&scene.tom, number, &[("quick", "30")]).await.json::<()>();
        book(&scene.lena, number, &[("minutes", "1:30"), ("day", "2026-11-20"), ("note", "Abstimmung"), ("activity", "project_management"), ("billing", "goodwill")]).await.json::<()>();
        let seen = page(&scene.tom, number).await;
        let effort = seen.effort.clone().unwrap();
        assert_eq!((minutes(&seen), effort.total(), effort.usual.as_deref()), (vec![90, 30], 120, Some("bug_fixing")));
        let (lenas, toms) = (&effort.lines[0], &effort.lines[1]);
        assert_eq!((lenas.whose.as_str(), lenas.mine, lenas.effort.billing), ("Lena Lead", false, Billing::Goodwill));
        assert!(toms.mine);
        // Others' time is corrected by who has that duty; each time once.
        let fields = [("minutes", "45"), ("activity", "bug_fixing"), ("billing", "warranty"), ("day", "2026-11-23")];
        assert_eq!(change(&scene.tom, lenas.id.0, 1, &fields).await.error(), AppError::NotYours);
        change(&scene.lena, toms.id.0, 1, &fields).await.json::<()>();
        assert_eq!(change(&scene.tom, toms.id.0, 1, &fields).await.error(), AppError::Outdated { version: 2 });
        change(&scene.tom, toms.id.0, 2, &[("deed", "take_back")]).await.json::<()>();
        assert_eq!(change(&scene.tom, toms.id.0, 3, &fields).await.error(), AppError::NotFound);
        let seen = page(&scene.tom, number).await;
        assert_eq!(minutes(&seen), [90]);
        let told: Vec<(u32, Option<u32>)> = seen.entries.iter().filter_map(|entry| match &entry.what {
            What::Booked { booked, .. } => Some((booked.minutes, None)),
            What::Rebooked { from, to, .. } => Some((from.minutes, to.as_ref().map(|to| to.minutes).or(Some(0)))),
            _ => None,
        }).collect();
        assert_eq!(told, [(30, None), (90, None), (30, Some(45)), (45, Some(0))]);
    }

    async fn sent_twice_is_booked_once_and_bad_input_is_told_at_its_field(house: TestHouse) {
        let scene = Scene::of(house).await;
        let number = open(&scene.vera, "Warenkorb").await;
        let same = [("key", "zweimal-dasselbe"), ("number", &number.to_string()), ("quick", "15"), ("activity", "design"), ("billing", "billable")];
        for _ in 0..2 {
            scene.tom.call("effort/book", &same).await.json::<()>();
        }
        assert_eq!(minutes(&page(&scene.tom, number).await), [15]);
        for (field, value, reason) in [
            ("minutes", "", Reason::Missing),
            ("minutes", "lange", Reason::NotATime),
            ("minutes", "25 h", Reason::MoreThanADay),
            ("activity", "x", Reason::NotAChoice),
            ("billing", "x", Reason::NotAChoice),
            ("day", "2026-11-24", Reason::InFuture),
            ("day", "2020-01-01", Reason::TooLongAgo),
        ] {
            let fields = if field == "minutes" { vec![(field, value)] } else { vec![("minutes", "5"), (field, value)] };
            assert_eq!(book(&scene.tom, number, &fields).await.error(), AppError::field(field, reason), "{value}");
        }
        assert_eq!(book(&scene.anke, number, &[("quick", "15")]).await.error(), AppError::NotYours, "accounting corrects, it does not work");
        assert_eq!(minutes(&page(&scene.anke, number).await), [15]);
    }

    async fn nobody_works_more_than_a_day_has(house: TestHouse) {
        let scene = Scene::of(house).await;
        let (one, two) = (open(&scene.vera, "eins").await, open(&scene.vera, "zwei").await);
        let too_much = AppError::field("minutes", Reason::MoreThanADay);
        book(&scene.tom, one, &[("minutes", "20 h")]).await.json::<()>();
        assert_eq!(book(&scene.tom, two, &[("minutes", "4:01")]).await.error(), too_much);
        book(&scene.tom, two, &[("minutes", "4 h")]).await.json::<()>();
        book(&scene.tom, two, &[("minutes", "4:01"), ("day", "2026-11-20")]).await.json::<()>();
        book(&scene.lena, two, &[("minutes", "4:01")]).await.json::<()>();
        let id = page(&scene.tom, one).await.effort.unwrap().lines[0].id.0;
        let to = |minutes: &'static str| [("minutes", minutes), ("activity", "bug_fixing"), ("billing", "billable"), ("day", "2026-11-23")];
        assert_eq!(change(&scene.tom, id, 1, &to("20:01")).await.error(), too_much);
        change(&scene.tom, id, 1, &to("19 h")).await.json::<()>();
    }

    async fn who_books_on_many_tickets_at_once_never_works_more_than_a_day_has(house: TestHouse) {
        let scene = Scene::of(house).await;
        let mut tickets = Vec::new();
        for title in ["eins", "zwei", "drei", "vier", "fünf", "sechs"] {
            tickets.push(open(&scene.vera, title).await);
        }
        // On PostgreSQL every other booking goes to another server.
        let twin = match scene.house.house.settings.database_url {
            Some(_) => Some(scene.house.twin().await),
            None => None,
        };
        let there = scene.tom.at(twin.as_ref().unwrap_or(&scene.house));
        let bookings = tickets.iter().enumerate().map(|(at, ticket)| {
            let who = if at % 2 == 0 { &scene.tom } else { &there };
            book(who, *ticket, &[("minutes", "7 h")])
        });
        let booked = futures::future::join_all(bookings).await;
        assert_eq!(booked.iter().filter(|answer| answer.status.is_success()).count(), 3);
        let sum = "SELECT CAST(SUM(minutes) AS BIGINT) FROM effort";
        assert_eq!(scene.house.number(sum).await, 21 * 60);
        // Of two that grow at once one fits.
        let toms = |seen: TicketView| seen.effort.unwrap().lines.first().map(|line| line.id.0);
        let mut lines = Vec::new();
        for ticket in tickets {
            lines.extend(toms(page(&scene.tom, ticket).await));
        }
        let more = [("minutes", "9 h"), ("activity", "bug_fixing"), ("billing", "billable"), ("day", "2026-11-23")];
        let (one, two) = tokio::join!(change(&scene.tom, lines[0], 1, &more), change(&there, lines[1], 1, &more));
        assert_ne!(one.status.is_success(), two.status.is_success());
        assert_eq!(scene.house.number(sum).await, 23 * 60);
    }

    async fn one_timer_runs_at_a_time_and_keeps_what_it_ran(house: TestHouse) {
        let scene = Scene::of(house).await;
        let (one, two) = (open(&scene.vera, "eins").await, open(&scene.vera, "zwei").await);
        time(&scene.tom, one, "start").await.json::<()>();
        scene.house.wait(SignedDuration::from_mins(10));
        time(&scene.tom, two, "start").await.json::<()>();
        scene.house.wait(SignedDuration::from_mins(5));
        assert_eq!(timers(&scene.tom).await, [(two, 0, true), (one, 10, false)]);
        assert_eq!(timers(&scene.lena).await, [], "everybody has their own");
        // A restart forgets nothing.
        let again = scene.house.restarted().await;
        again.wait(SignedDuration::from_mins(15));
        let tom = scene.tom.at(&again);
        time(&tom, two, "pause").await.json::<()>();
        time(&tom, one, "start").await.json::<()>();
        again.wait(SignedDuration::from_secs(61));
        assert!(page(&tom, one).await.effort.unwrap().timer.unwrap().since.is_some());
        book(&tom, one, &[("quick", "timer")]).await.json::<()>();
        assert_eq!(minutes(&page(&tom, one).await), [12], "begun minutes count");
        assert_eq!(timers(&tom).await, [(two, 5, false)]);
        assert_eq!(book(&tom, one, &[("quick", "timer")]).await.error(), AppError::field("minutes", Reason::Missing));
        time(&tom, two, "drop").await.json::<()>();
        assert_eq!(timers(&tom).await, []);
    }

    async fn what_was_done_without_a_connection_counts_from_then_and_once(house: TestHouse) {
        let scene = Scene::of(house).await;
        let (one, two) = (open(&scene.vera, "eins").await, open(&scene.vera, "zwei").await);
        time(&scene.tom, one, "start").await.json::<()>();
        let start = scene.house.now();
        scene.house.wait(SignedDuration::from_mins(30));
        let later = async |key: &str, number: i64, deed: &str, minutes: i64| {
            let at = (start + SignedDuration::from_mins(minutes)).as_millisecond().to_string();
            let fields = [("key", key), ("number", &number.to_string()), ("deed", deed), ("at", &at)];
            scene.tom.call("effort/timer", &fields).await.json::<()>();
        };
        // Ten minutes after the first began the other was started, and paused five minutes later.
        for _ in 0..2 {
            later("spaeter-gestartet", two, "start", 10).await;
            later("spaeter-pausiert", two, "pause", 15).await;
        }
        assert_eq!(timers(&scene.tom).await, [(two, 5, false), (one, 10, false)]);
        later("vor-langer-zeit", two, "start", -6000).await;
        let running: Vec<TimerView> = scene.tom.call("effort/timers", &[]).await.json();
        let since = running[0].timer.since.unwrap().as_millisecond();
        assert_eq!(since, (start - SignedDuration::from_mins(6000)).as_millisecond(), "the browser knows best how long it ran");
        let wrong = [("key", "ohne-zeitpunkt"), ("number", &two.to_string()), ("deed", "start"), ("at", "gestern")];
        assert_eq!(scene.tom.call("effort/timer", &wrong).await.error(), AppError::field("at", Reason::NotReadable));
    }

    async fn a_pause_of_days_ago_ends_what_ran_then(house: TestHouse) {
        let scene = Scene::of(house).await;
        let (one, two) = (open(&scene.vera, "eins").await, open(&scene.vera, "zwei").await);
        let later = async |key: &str, number: i64, deed: &str, at: jiff::Timestamp| {
            let (number, at) = (number.to_string(), at.as_millisecond().to_string());
            let fields = [("key", key), ("number", &number), ("deed", deed), ("at", &at)];
            scene.tom.call("effort/timer", &fields).await.json::<()>();
        };
        // Friday, 14:00; paused at 16:30 without a connection, which comes back on Monday at 08:00.
        scene.house.wait(SignedDuration::from_hours(4 * 24 + 5));
        time(&scene.tom, one, "start").await.json::<()>();
        let start = scene.house.now();
        scene.house.wait(SignedDuration::from_hours(66));
        later("am-freitag-pausiert", one, "pause", start + SignedDuration::from_mins(150)).await;
        assert_eq!(timers(&scene.tom).await, [(one, 150, false)]);
        book(&scene.tom, one, &[("quick", "timer")]).await.json::<()>();
        assert_eq!(days(&page(&scene.tom, one).await), [("2026-11-27".to_owned(), 150)]);
        // So it is with one that another one paused when it was started.
        time(&scene.tom, two, "start").await.json::<()>();
        let start = scene.house.now();
        scene.house.wait(SignedDuration::from_hours(64));
        later("vor-tagen-gestartet", one, "start", start + SignedDuration::from_mins(30)).await;
        assert_eq!(timers(&scene.tom).await, [(one, 0, true), (two, 30, false)]);
        let running: Vec<TimerView> = scene.tom.call("effort/timers", &[]).await.json();
        let since = running[0].timer.since.unwrap().as_millisecond();
        assert_eq!(since, (start + SignedDuration::from_mins(30)).as_millisecond(), "long ago as it is");
        // Nor is it paused by what was done before it ran.
        later("vor-dem-anfang-pausiert", one, "pause", start).await;
        assert_eq!(timers(&scene.tom).await, [(one, 0, true), (two, 30, false)]);
    }

    async fn what_was_timed_without_a_connection_is_kept_whatever_was_started_since(house: TestHouse) {
        let scene = Scene::of(house).await;
        let (one, two) = (open(&scene.vera, "eins").await, open(&scene.vera, "zwei").await);
        let start = scene.house.now();
        let later = async |key: &str, number: i64, deed: &str, minutes: i64| {
            let at = (start + SignedDuration::from_mins(minutes)).as_millisecond().to_string();
            let fields = [("key", key), ("number", &number.to_string()), ("deed", deed), ("at", &at)];
            scene.tom.call("effort/timer", &fields).await.json::<()>();
        };
        // Two hours in the evening, sent the next morning.
        scene.house.wait(SignedDuration::from_hours(15));
        later("abends-gestartet", one, "start", 0).await;
        later("abends-pausiert", one, "pause", 120).await;
        assert_eq!(timers(&scene.tom).await, [(one, 120, false)]);
        // It runs again from another device when the phone tells of an old pause, and of work on another ticket before.
        time(&scene.tom, one, "start").await.json::<()>();
        scene.house.wait(SignedDuration::from_hours(2));
        later("noch-einmal-pausiert", one, "pause", 130).await;
        let running: Vec<TimerView> = scene.tom.call("effort/timers", &[]).await.json();
        assert_eq!(running[0].timer.minutes(scene.house.now()), 240);
        later("anderes-gestartet", two, "start", 150).await;
        later("anderes-pausiert", two, "pause", 160).await;
        assert_eq!(timers(&scene.tom).await, [(two, 10, false), (one, 240, false)]);
    }

    async fn what_a_timer_ran_is_booked_on_its_days(house: TestHouse) {
        let scene = Scene::of(house).await;
        let number = open(&scene.vera, "Warenkorb").await;
        for _ in 0..2 {
            time(&scene.tom, number, "start").await.json::<()>();
            scene.house.wait(SignedDuration::from_mins(20));
            time(&scene.tom, number, "pause").await.json::<()>();
            scene.house.wait(SignedDuration::from_hours(24));
        }
        // Wednesday; the page says of which day the last of it is, in both forms.
        let html = scene.tom.get(&format!("/tickets/{number}")).await.text();
        assert!(html.contains("40 Min. vom 24. Nov. buchen") && html.contains("value=\"2026-11-24\""), "{html}");
        book(&scene.tom, number, &[("quick", "timer"), ("note", "Kasse")]).await.json::<()>();
        let seen = page(&scene.tom, number).await;
        let of = |day: &str, minutes| (day.to_owned(), minutes);
        assert_eq!(days(&seen), [of("2026-11-23", 20), of("2026-11-24", 20)]);
        assert!(seen.effort.unwrap().lines.iter().all(|line| line.effort.note == "Kasse"));
        assert_eq!(seen.entries.iter().filter(|entry| matches!(entry.what, What::Booked { .. })).count(), 2);
        // A day that is typed holds for all of it.
        time(&scene.tom, number, "start").await.json::<()>();
        scene.house.wait(SignedDuration::from_hours(24));
        time(&scene.tom, number, "pause").await.json::<()>();
        book(&scene.tom, number, &[("quick", "timer"), ("day", "2026-11-20")]).await.json::<()>();
        assert_eq!(days(&page(&scene.tom, number).await)[0], of("2026-11-20", 24 * 60));
    }

    async fn a_day_adds_up_by_ticket_and_billing_and_tells_its_gap(house: TestHouse) {
        let scene = Scene::of(house).await;
        let (one, two) = (open(&scene.vera, "Warenkorb").await, open(&scene.vera, "Rechnung").await);
        for (number, amount, billing) in [(one, "60", "billable"), (two, "90", "goodwill"), (one, "45", "billable")] {
            book(&scene.tom, number, &[("minutes", amount), ("billing", billing)]).await.json::<()>();
        }
        book(&scene.tom, one, &[("minutes", "5"), ("day", "2026-11-20")]).await.json::<()>();
        let day: WeekView = scene.tom.call("effort/week", &[("day", "2026-11-23"), ("view", "day")]).await.json();
        assert_eq!((day.days.len(), day.lines.len(), day.open.as_slice()), (1, 3, [450].as_slice()));
        let shown = scene.tom.get("/times?view=day&day=2026-11-23").await.text();
        for words in ["Nach Anliegen", "1 Std. 45 Min.", "Kulanz", "4 Std. 15 Min. der Servicezeit noch nicht gebucht"] {
            assert!(shown.contains(words), "{words}");
        }
        let friday: WeekView = scene.tom.call("effort/week", &[("day", "2026-11-20"), ("view", "day")]).await.json();
        assert_eq!((friday.lines.len(), friday.open[0]), (1, 210), "on Fridays half a day");
        let tom = scene.tom_id.to_string();
        let seen: WeekView = scene.lena.call("effort/week", &[("view", "day"), ("person", &tom)]).await.json();
        assert_eq!((seen.person.name.as_str(), seen.lines.len()), ("Tom Team", 3));
        let lena = scene.lena_id.to_string();
        assert_eq!(scene.tom.call("effort/week", &[("view", "day"), ("person", &lena)]).await.error(), AppError::NotFound);
    }

    async fn a_week_adds_up_and_others_see_it_by_duty(house: TestHouse) {
        let scene = Scene::of(house).await;
        let number = open(&scene.vera, "Warenkorb").await;
        for (day, amount) in [("2026-11-16", "10"), ("2026-11-22", "20"), ("2026-11-23", "30")] {
            book(&scene.tom, number, &[("minutes", amount), ("day", day)]).await.json::<()>();
        }
        let of = |week: &WeekView| week.lines.iter().map(|line| line.effort.minutes).collect::<Vec<_>>();
        let this: WeekView = scene.tom.call("effort/week", &[]).await.json();
        assert_eq!((of(&this), this.people.len(), this.lines[0].organisation.as_deref()), (vec![30], 0, Some("Albers Möbelhaus")));
        let tom = scene.tom_id.to_string();
        let last: WeekView = scene.lena.call("effort/week", &[("day", "2026-11-18"), ("person", &tom)]).await.json();
        assert_eq!((of(&last), last.person.name.as_str(), last.days[0].to_string().as_str()), (vec![10, 20], "Tom Team", "2026-11-16"));
        let lena = scene.lena_id.to_string();
        assert_eq!(scene.tom.call("effort/week", &[("person", &lena)]).await.error(), AppError::NotFound);
        let vera = scene.vera_id.to_string();
        assert_eq!(scene.lena.call("effort/week", &[("person", &vera)]).await.error(), AppError::NotFound);
        let shown = scene.lena.get(&format!("/times?week=2026-11-18&person={tom}")).await.text();
        assert!(shown.contains("Tom Team") && shown.contains("10 Min."), "without scripts too");
    }

    async fn customers_and_partners_learn_nothing_of_it(house: TestHouse) {
        let scene = Scene::of(house).await;
        let number = open(&scene.vera, "Warenkorb").await;
        book(&scene.tom, number, &[("minutes", "77"), ("note", "Geheimsache")]).await.json::<()>();
        time(&scene.tom, number, "start").await.json::<()>();
        scene.house.run("INSERT INTO participant (ticket_id, person_id) SELECT t.id, p.id FROM ticket t, person p WHERE p.kind = 'partner'", []).await;
        for who in [&scene.vera, &scene.max, &scene.petra] {
            let bytes = who.call("ticket", &[("number", &number.to_string())]).await.text();
            assert!(!bytes.contains("Geheimsache") && !bytes.contains("booked") && !bytes.contains("77"), "{bytes}");
            let html = who.get(&format!("/tickets/{number}")).await.text();
            assert!(html.contains("Warenkorb") && !html.contains("Geheimsache") && !html.contains("77 Min"));
            let choices: Choices = who.call("choices", &[]).await.json();
            assert!(choices.activities.is_empty());
            assert_eq!(book(who, number, &[("quick", "15")]).await.error(), AppError::NotFound);
            assert_eq!(change(who, 1, 1, &[("deed", "take_back")]).await.error(), AppError::NotFound);
            assert_eq!(time(who, number, "start").await.error(), AppError::NotFound);
            assert_eq!(timers(who).await, []);
            assert_eq!(who.call("effort/week", &[]).await.error(), AppError::NotFound);
        }
    }

}

#[tokio::test]
async fn a_week_is_read_by_its_index() {
    #[derive(sea_orm::FromQueryResult)]
    struct Step {
        detail: String,
    }
    let house = TestHouse::sqlite().await;
    let sql = format!("EXPLAIN QUERY PLAN {}", server::effort::week::of_week());
    let values = [1i64.into(), "2026-11-23".into(), "2026-11-29".into()];
    let steps: Vec<Step> = server::store::all(house.house.store.read(), &sql, values).await.unwrap();
    let told: Vec<String> = steps.into_iter().map(|step| step.detail).collect();
    assert!(
        told.iter().any(|step| step.contains("effort_person (person_id=? AND day>? AND day<?)")),
        "{told:?}"
    );
    assert!(!told.iter().any(|step| step.starts_with("SCAN")), "{told:?}");
}
