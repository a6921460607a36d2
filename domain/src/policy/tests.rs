//! The presets as configurations: all valid, each with a table of what it promises.
use super::book::Book;
use super::sheet::SheetPart;
use super::{Policy, WrongPart};
use crate::promise::due::{Pause, due};
use crate::promise::place::Place;
use crate::promise::target::{Amount, Key, Metric};
use crate::ticket::workflow::{Clock, Move, Mover};
use crate::ticket::{Stage, TicketType};
use jiff::Timestamp;
use jiff::tz::TimeZone;

const PRESETS: [(&str, &str); 5] = [
    ("agency-plans", include_str!("../../../presets/agency-plans.toml")),
    ("shop-quick-tickets", include_str!("../../../presets/shop-quick-tickets.toml")),
    ("vendor-priorities", include_str!("../../../presets/vendor-priorities.toml")),
    ("vendor-classes", include_str!("../../../presets/vendor-classes.toml")),
    ("support-packages", include_str!("../../../presets/support-packages.toml")),
];

fn preset(name: &str) -> Policy {
    let text = PRESETS.iter().find(|(known, _)| *known == name).unwrap().1;
    toml::from_str(text).unwrap_or_else(|error| panic!("{name}: {error}"))
}

fn berlin(text: &str) -> Timestamp {
    let zone = TimeZone::get("Europe/Berlin").unwrap();
    zone.to_timestamp(text.replace(' ', "T").parse().unwrap()).unwrap()
}

#[test]
fn every_preset_makes_sense_and_survives_being_written() {
    for (name, _) in PRESETS {
        let policy = preset(name);
        assert_eq!(policy.validate(), Ok(()), "{name}");
        let written = toml::to_string(&policy).unwrap();
        assert_eq!(toml::from_str::<Policy>(&written).as_ref(), Ok(&policy), "{name}");
    }
}

#[test]
fn a_ticket_rests_while_effort_is_not_released_and_staff_lead_it_on() {
    let waits = Stage::WaitingForApproval;
    for (name, _) in PRESETS {
        let workflow = preset(name).workflow;
        let Some(state) = workflow.state(waits) else { continue };
        assert_eq!(state.clock, Clock::Pauses, "{name}");
        let leads_on = |way: &Move| way.from.contains(&waits) && way.by.contains(&Mover::Staff);
        assert!(workflow.moves.iter().any(leads_on), "{name}");
    }
}

#[test]
fn the_presets_promise_what_their_companies_say() {
    let cases = [
        // preset, place, plan, type, class, metric, received, due
        (
            "agency-plans",
            None,
            Some("premium"),
            "normal",
            "standard",
            "first_reaction",
            "2026-11-26 16:00",
            Some("2026-11-30 17:00"),
        ),
        (
            "agency-plans",
            None,
            Some("premium_plus"),
            "normal",
            "standard",
            "first_reaction",
            "2026-11-26 16:00",
            Some("2026-11-27 12:00"),
        ),
        (
            "agency-plans",
            None,
            Some("premium_plus"),
            "normal",
            "outage",
            "first_reaction",
            "2026-11-23 11:30",
            Some("2026-11-23 14:30"),
        ),
        (
            "agency-plans",
            None,
            Some("premium_plus"),
            "normal",
            "outage",
            "first_reaction",
            "2026-11-23 12:20",
            Some("2026-11-23 15:00"),
        ),
        (
            "agency-plans",
            None,
            Some("premium_plus"),
            "normal",
            "outage",
            "first_reaction",
            "2026-11-27 11:30",
            Some("2026-11-30 10:00"),
        ),
        (
            "agency-plans",
            None,
            Some("premium"),
            "normal",
            "outage",
            "first_reaction",
            "2026-11-23 11:30",
            Some("2026-11-25 17:00"),
        ),
        ("agency-plans", None, None, "normal", "outage", "first_reaction", "2026-11-23 11:30", None),
        ("agency-plans", None, Some("premium"), "normal", "standard", "processing", "2026-11-23 11:30", None),
        (
            "agency-plans",
            Some("DE-BY"),
            Some("premium"),
            "normal",
            "standard",
            "first_reaction",
            "2026-12-31 16:00",
            Some("2027-01-05 17:00"),
        ),
        (
            "agency-plans",
            Some("DE-BW"),
            Some("premium"),
            "normal",
            "standard",
            "first_reaction",
            "2027-01-04 16:00",
            Some("2027-01-07 17:00"),
        ),
        (
            "shop-quick-tickets",
            None,
            None,
            "quick_high",
            "normal",
            "processing",
            "2026-11-27 16:30",
            Some("2026-11-30 10:30"),
        ),
        (
            "shop-quick-tickets",
            None,
            None,
            "quick_normal",
            "normal",
            "processing",
            "2026-11-27 16:30",
            Some("2026-11-30 17:00"),
        ),
        ("shop-quick-tickets", None, None, "normal", "urgent_error", "processing", "2026-11-27 16:30", None),
        (
            "vendor-priorities",
            None,
            None,
            "normal",
            "urgent",
            "first_reaction",
            "2026-06-03 17:00",
            Some("2026-06-05 13:00"),
        ),
        (
            "vendor-priorities",
            None,
            None,
            "normal",
            "low",
            "first_reaction",
            "2026-12-23 16:00",
            Some("2026-12-31 18:00"),
        ),
        (
            "vendor-priorities",
            Some("DE-HH"),
            None,
            "normal",
            "high",
            "first_reaction",
            "2026-08-14 16:00",
            Some("2026-08-17 18:00"),
        ),
        (
            "vendor-priorities",
            None,
            None,
            "normal",
            "normal",
            "first_reaction",
            "2026-06-02 09:00",
            Some("2026-06-05 18:00"),
        ),
        ("vendor-classes", None, None, "normal", "a", "first_reaction", "2026-11-23 11:30", None),
        ("support-packages", None, Some("package_10"), "normal", "1", "processing", "2026-11-23 11:30", None),
    ];
    for (name, place, plan, kind, class, metric, received, expected) in cases {
        let mut policy = preset(name);
        policy.place = policy.place.or_else(|| place.map(|place| Place::read(place).unwrap()));
        let book = Book::new(policy).unwrap();
        let key = Key {
            priority: None,
            plan: plan.map(str::to_owned),
            kind: TicketType::of_code(kind),
            class: Some(class.to_owned()),
        };
        let term = book.term(Metric::of_code(metric).unwrap(), &key);
        let end = term
            .and_then(|term| Some(due(term.table, term.rule?, berlin(received), &[] as &[Pause]).unwrap()));
        assert_eq!(end, expected.map(berlin), "{name} {plan:?} {kind} {class} {metric} {received}");
    }
}

#[test]
fn class_a_tells_the_head_of_development_on_entry_though_no_time_is_promised() {
    use crate::person::Role;
    let book = Book::new(preset("vendor-classes")).unwrap();
    let key = |class: &str| Key { class: Some(class.to_owned()), ..Key::default() };
    let term = book.term(Metric::FirstReaction, &key("a")).unwrap();
    assert_eq!(
        (term.rule, &term.target.on_entry[..]),
        (None, &[Role::HeadOfDevelopment, Role::ProductOwner][..])
    );
    assert!(book.term(Metric::FirstReaction, &key("b")).is_none());
}

#[test]
fn a_configuration_is_refused_with_every_place_that_is_wrong() {
    let places = |policy: &Policy| {
        let wrong = policy.validate().unwrap_err();
        wrong.into_iter().map(|wrong| wrong.place).collect::<Vec<_>>()
    };
    let mut policy = preset("agency-plans");
    policy.calendars[0].zone = "Europe/Bärlin".into();
    policy.targets[0].plan = Some("gold".into());
    policy.targets[1].calendar = Some("night".into());
    policy.targets[2].amount = Some(Amount::BusinessMinutes(0));
    policy.classes[1].code = "outage".into();
    policy.default_class = "nothing".into();
    assert_eq!(
        places(&policy),
        ["class outage", "calendar service", "target 1", "target 2", "target 3", "default_class"]
    );
    let mut twice = preset("agency-plans");
    twice.targets.push(twice.targets[0].clone());
    assert_eq!(twice.validate().unwrap_err()[0].why, WrongPart::SameTickets);
    for (from, to) in [
        ("\"08:30-12:00\", \"13:00-17:00\"", "\"08:30-12:00\", \"11:00-17:00\""),
        ("\"08:30-12:00\"", "\"12:00-08:30\""),
        ("form = 1", "form = 1\nsurprise = 2"),
        ("Europe/Berlin", "Europe/Berlin\"\nholidays = \"DE-XX"),
    ] {
        let text = PRESETS[0].1.replacen(from, to, 1);
        assert!(toml::from_str::<Policy>(&text).is_err(), "{to}");
    }
}

#[test]
fn texts_may_tell_old_times_where_only_promises_change() {
    let before = preset("agency-plans");
    let mut after = before.clone();
    assert!(!before.may_tell_old_times(&after));
    after.targets[0].amount = Some(Amount::BusinessDays(9));
    assert!(before.may_tell_old_times(&after));
    after.texts[0].after = Some(SheetPart::Hours);
    assert!(before.may_tell_old_times(&after), "a text that only moves still says the same");
    after.plans[0].help_de.push_str(" In neun Tagen.");
    assert!(!before.may_tell_old_times(&after), "somebody thought of them");
}

#[test]
fn every_text_stands_at_one_place() {
    for (name, _) in PRESETS {
        let policy = preset(name);
        let places = SheetPart::ALL.map(Some).into_iter().chain([None]);
        let found: Vec<_> = places.flat_map(|place| policy.texts_after(place)).collect();
        assert_eq!(found.len(), policy.texts.len(), "{name}");
        let after = found.iter().filter(|text| text.after.is_some()).count();
        assert_eq!(after, usize::from(matches!(name, "vendor-classes" | "support-packages")), "{name}");
    }
}
