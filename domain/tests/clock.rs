//! A ticket's promises, read from its history (D7, D8).
use domain::policy::Policy;
use domain::policy::book::Book;
use domain::promise::clock::{Event, Happened, Promise, Standing, alarms, merged, promises};
use domain::promise::history::{keep_settled, settled_otherwise};
use domain::promise::interval::Week;
use domain::promise::target::{Amount, Key, Metric, Reading, Target};
use domain::ticket::TicketType;
use domain::ticket::workflow::Clock;
use jiff::Timestamp;
use jiff::tz::TimeZone;

/// The shop's hours (9 to 17) with a target for every metric.
fn book() -> Book {
    let mut policy: Policy = toml::from_str(include_str!("../../presets/shop-quick-tickets.toml")).unwrap();
    let target = |metric, class: Option<&str>, hours: u32| Target {
        metric,
        plan: None,
        kind: None,
        class: class.map(str::to_owned),
        priority: None,
        amount: Some(Amount::BusinessMinutes(hours * 60)),
        reading: Reading::ClosingTime,
        calendar: None,
        warn: vec![50, 75],
        escalate: vec![],
        on_entry: vec![],
    };
    policy.targets = vec![
        target(Metric::FirstReaction, None, 4),
        target(Metric::FirstReaction, Some("urgent_error"), 1),
        target(Metric::NextReaction, None, 4),
        target(Metric::PeriodicUpdate, None, 16),
        target(Metric::Workaround, None, 8),
        target(Metric::Processing, None, 8),
    ];
    Book::new(policy).unwrap()
}

fn at(text: &str) -> Timestamp {
    let zone = TimeZone::get("Europe/Berlin").unwrap();
    zone.to_timestamp(format!("2026-11-{}", text.replace(' ', "T")).parse().unwrap()).unwrap()
}

fn key(class: &str) -> Key {
    Key { kind: Some(TicketType::Normal), class: Some(class.to_owned()), ..Key::default() }
}

/// The promises of a ticket that came in on Monday, 23 November, at 10.
fn after(events: &[(&str, Happened)]) -> Vec<Promise> {
    let events: Vec<Event> =
        events.iter().map(|(text, what)| Event { at: at(text), what: what.clone() }).collect();
    promises(&book(), at("23 10:00"), &key("normal"), &events).promises
}

fn of(promises: &[Promise], metric: Metric) -> &Promise {
    promises.iter().find(|promise| promise.metric == metric).unwrap()
}

const PAUSES: Happened = Happened::Clock(Clock::Pauses);
const RUNS: Happened = Happened::Clock(Clock::Runs);
const STOPS: Happened = Happened::Clock(Clock::Stops);

#[test]
fn a_new_ticket_waits_for_its_first_reaction_and_nothing_else_counts_as_one() {
    let fresh = after(&[]);
    let metrics: Vec<Metric> = fresh.iter().map(|promise| promise.metric).collect();
    assert_eq!(
        metrics,
        [Metric::FirstReaction, Metric::PeriodicUpdate, Metric::Workaround, Metric::Processing]
    );
    assert_eq!(of(&fresh, Metric::FirstReaction).due, at("23 14:00"));
    let moved = after(&[("23 10:10", RUNS), ("23 11:00", Happened::CustomerWrote), ("23 11:30", PAUSES)]);
    let first = of(&moved, Metric::FirstReaction);
    assert_eq!((first.due, first.standing), (at("23 14:00"), Standing::Running), "waiting does not pause it");
}

#[test]
fn the_first_reaction_is_kept_or_late() {
    let standing = |text| of(&after(&[(text, Happened::StaffReplied)]), Metric::FirstReaction).standing;
    assert_eq!(standing("23 14:00"), Standing::Kept { at: at("23 14:00") });
    assert_eq!(standing("23 14:01"), Standing::Late { at: at("23 14:01") });
    let late = after(&[("24 09:00", Happened::StaffReplied)]);
    assert_eq!(of(&late, Metric::FirstReaction).missed, [at("23 14:00")]);
    let twice = after(&[("23 11:00", Happened::StaffReplied), ("24 11:00", Happened::StaffReplied)]);
    assert_eq!(of(&twice, Metric::FirstReaction).standing, Standing::Kept { at: at("23 11:00") });
}

#[test]
fn the_next_reaction_counts_from_the_first_unanswered_message() {
    use Happened::{CustomerWrote, StaffReplied};
    assert!(
        !after(&[("23 11:00", CustomerWrote)]).iter().any(|promise| promise.metric == Metric::NextReaction)
    );
    let waiting =
        after(&[("23 11:00", StaffReplied), ("23 12:00", CustomerWrote), ("23 15:00", CustomerWrote)]);
    let next = of(&waiting, Metric::NextReaction);
    assert_eq!((next.start, next.due, next.standing), (at("23 12:00"), at("23 16:00"), Standing::Running));
    let thanked = after(&[("23 11:00", StaffReplied), ("23 12:00", STOPS), ("23 13:00", CustomerWrote)]);
    assert!(
        !thanked.iter().any(|promise| promise.metric == Metric::NextReaction),
        "a thank-you needs no answer"
    );
}

#[test]
fn processing_pauses_stops_and_goes_on_when_reopened() {
    let paused = after(&[("23 12:00", PAUSES)]);
    let processing = of(&paused, Metric::Processing);
    assert_eq!(
        (processing.due, processing.standing),
        (at("24 10:00"), Standing::Paused { since: at("23 12:00") })
    );
    let resumed = after(&[("23 12:00", PAUSES), ("23 14:00", RUNS)]);
    assert_eq!(of(&resumed, Metric::Processing).due, at("24 12:00"));
    let done = after(&[("23 12:00", PAUSES), ("23 14:00", RUNS), ("24 11:00", STOPS)]);
    assert_eq!(of(&done, Metric::Processing).standing, Standing::Kept { at: at("24 11:00") });
    assert_eq!(of(&done, Metric::FirstReaction).standing, Standing::Dropped { at: at("24 11:00") });
    let reopened = after(&[("23 12:00", STOPS), ("25 09:00", RUNS)]);
    let processing = of(&reopened, Metric::Processing);
    assert_eq!(
        (processing.due, processing.standing),
        (at("25 15:00"), Standing::Running),
        "6 hours were left"
    );
}

#[test]
fn another_class_counts_from_the_same_start_and_keeps_what_was_missed() {
    let urgent = after(&[("23 10:30", Happened::Classified(key("urgent_error")))]);
    assert_eq!(of(&urgent, Metric::FirstReaction).due, at("23 11:00"));
    let softened = after(&[
        ("23 10:05", Happened::Classified(key("urgent_error"))),
        ("23 11:30", Happened::Classified(key("normal"))),
    ]);
    let first = of(&softened, Metric::FirstReaction);
    assert_eq!((first.due, &first.missed[..]), (at("23 14:00"), &[at("23 11:00")][..]));
}

#[test]
fn regular_information_begins_anew_with_each_message_of_staff() {
    let told = after(&[("23 11:00", Happened::StaffReplied), ("24 11:00", Happened::StaffReplied)]);
    let update = of(&told, Metric::PeriodicUpdate);
    assert_eq!((update.start, update.due), (at("24 11:00"), at("26 11:00")));
    let worked_around = after(&[("23 15:00", Happened::WorkedAround)]);
    assert_eq!(of(&worked_around, Metric::Workaround).standing, Standing::Kept { at: at("23 15:00") });
}

/// The earlier rounds of a promise: by when, and when it was kept or over.
fn rounds(promises: &[Promise], metric: Metric) -> Vec<(Timestamp, Standing)> {
    of(promises, metric).passed.iter().map(|round| (round.due, round.standing)).collect()
}

#[test]
fn what_became_of_earlier_rounds_is_known() {
    use Happened::{CustomerWrote, StaffReplied};
    let told = after(&[
        ("23 11:00", StaffReplied),
        ("25 12:00", StaffReplied),
        ("25 13:00", CustomerWrote),
        ("25 14:00", StaffReplied),
        ("26 09:00", CustomerWrote),
        ("26 14:00", StaffReplied),
        ("26 15:00", CustomerWrote),
    ]);
    let kept = |text| Standing::Kept { at: at(text) };
    let late = |text| Standing::Late { at: at(text) };
    assert_eq!(
        rounds(&told, Metric::NextReaction),
        [(at("25 17:00"), kept("25 14:00")), (at("26 13:00"), late("26 14:00"))]
    );
    assert_eq!(
        rounds(&told, Metric::PeriodicUpdate),
        [
            (at("25 10:00"), kept("23 11:00")),
            (at("25 11:00"), late("25 12:00")),
            (at("27 12:00"), kept("25 14:00")),
            (at("27 14:00"), kept("26 14:00"))
        ]
    );
    assert_eq!(rounds(&told, Metric::FirstReaction), []);
    // Over before it was due, a round is none; what had been missed by then stays missed.
    let reopened = after(&[("23 11:00", StaffReplied), ("24 09:00", STOPS), ("24 12:00", RUNS)]);
    assert_eq!(rounds(&reopened, Metric::PeriodicUpdate), [(at("25 10:00"), kept("23 11:00"))]);
    let missed = after(&[("23 11:00", StaffReplied), ("26 09:00", STOPS), ("26 12:00", RUNS)]);
    let over = Standing::Dropped { at: at("26 09:00") };
    assert_eq!(rounds(&missed, Metric::PeriodicUpdate)[1..], [(at("25 11:00"), over)]);
    // A class that was missed is missed, though the next one was kept.
    let softened = after(&[
        ("23 11:00", StaffReplied),
        ("23 12:00", CustomerWrote),
        ("23 17:00", Happened::Classified(key("urgent_error"))),
        ("24 10:00", StaffReplied),
        ("24 11:00", CustomerWrote),
    ]);
    assert_eq!(rounds(&softened, Metric::NextReaction), [(at("23 16:00"), late("24 10:00"))]);
}

#[test]
fn rounds_stay_as_they_were_when_the_rules_change() {
    use Happened::{CustomerWrote, StaffReplied};
    let before = after(&[
        ("23 11:00", StaffReplied),
        ("23 12:00", CustomerWrote),
        ("23 15:00", StaffReplied),
        ("24 09:00", CustomerWrote),
    ]);
    let mut policy = book().policy().clone();
    for target in &mut policy.targets {
        target.amount = Some(Amount::BusinessMinutes(60));
    }
    let events = [
        ("23 11:00", StaffReplied),
        ("23 12:00", CustomerWrote),
        ("23 15:00", StaffReplied),
        ("24 09:00", CustomerWrote),
    ];
    let events = events.map(|(text, what)| Event { at: at(text), what });
    let mut now = promises(&Book::new(policy).unwrap(), at("23 10:00"), &key("normal"), &events).promises;
    let next = of(&before, Metric::NextReaction).clone();
    assert!(settled_otherwise(&next, &now));
    assert_eq!(rounds(&now, Metric::NextReaction), [(at("23 13:00"), Standing::Late { at: at("23 15:00") })]);
    keep_settled(&mut now, &[next]);
    assert_eq!(rounds(&now, Metric::NextReaction), [(at("23 16:00"), Standing::Kept { at: at("23 15:00") })]);
    assert_eq!(
        of(&now, Metric::NextReaction).due,
        at("24 10:00"),
        "the round that runs follows the new rule"
    );
}

#[test]
fn a_merged_ticket_keeps_the_earlier_promise() {
    let late = promises(&book(), at("24 10:00"), &key("normal"), &[]).promises;
    let all = merged(late.clone(), after(&[]));
    assert_eq!(of(&all, Metric::FirstReaction).due, at("23 14:00"));
    assert_eq!(merged(after(&[]), late), after(&[]));
    let answered = after(&[("23 11:00", Happened::StaffReplied)]);
    let fresh = promises(&book(), at("24 10:00"), &key("normal"), &[]).promises;
    assert_eq!(
        of(&merged(fresh, answered), Metric::FirstReaction).due,
        at("24 14:00"),
        "what is kept is over"
    );
}

#[test]
fn warnings_come_at_shares_of_the_open_time() {
    let fresh = after(&[]);
    let all = alarms(&book(), &key("normal"), of(&fresh, Metric::Processing)).unwrap();
    let told: Vec<(u8, Timestamp)> = all.iter().map(|alarm| (alarm.percent, alarm.at)).collect();
    assert_eq!(told, [(50, at("23 14:00")), (75, at("23 16:00")), (100, at("24 10:00"))]);
    let paused = after(&[("23 12:00", PAUSES)]);
    assert_eq!(alarms(&book(), &key("normal"), of(&paused, Metric::Processing)).unwrap(), []);
    let resumed = after(&[("23 12:00", PAUSES), ("23 14:00", RUNS)]);
    let all = alarms(&book(), &key("normal"), of(&resumed, Metric::Processing)).unwrap();
    assert_eq!(all[0].at, at("23 16:00"));
}

#[test]
fn a_calendar_that_never_opens_again_takes_only_its_own_promise() {
    let mut policy = book().policy().clone();
    let mut special = policy.calendars[0].clone();
    special.code = "special".into();
    special.hours = vec![domain::promise::calendar::Opened { valid_from: None, week: Week::default() }];
    special.openings = vec![domain::promise::calendar::Opening {
        customer: None,
        day: jiff::civil::date(2020, 1, 4),
        hours: domain::promise::interval::Hours::read("09:00-12:00").unwrap(),
        de: "Umzug".into(),
        en: "Move".into(),
    }];
    policy.calendars.push(special);
    let workaround = policy.targets.iter_mut().find(|target| target.metric == Metric::Workaround).unwrap();
    workaround.calendar = Some("special".into());
    let book = Book::new(policy).unwrap();
    let counted = promises(&book, at("23 10:00"), &key("normal"), &[]);
    assert_eq!(counted.never_open, [Metric::Workaround]);
    let metrics: Vec<Metric> = counted.promises.iter().map(|promise| promise.metric).collect();
    assert_eq!(metrics, [Metric::FirstReaction, Metric::PeriodicUpdate, Metric::Processing]);
}
