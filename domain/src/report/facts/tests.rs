use super::*;
use crate::promise::due::Allowance;
use crate::ticket::number::TicketNumber;
use crate::ticket::{Channel, Stage};
use jiff::civil::date;

const DAY: i64 = 86_400_000;

fn moment(at: i64) -> Moment {
    Moment { at, offset: 0 }
}

fn time(at: i64) -> Timestamp {
    Timestamp::from_millisecond(at).unwrap()
}

/// Two months of ten days each, the second from day 10 on.
fn windows() -> Vec<Window> {
    let month = Month::of(date(2026, 11, 1));
    vec![
        Window { month: month.plus(-1), from: 0, to: 10 * DAY },
        Window { month, from: 10 * DAY, to: 20 * DAY },
    ]
}

fn title(number: i64) -> Title {
    Title { number: TicketNumber(number), written: format!("#{number}"), title: format!("Anliegen {number}") }
}

fn ticket(number: i64, opened: i64, moves: &[(i64, Stage)]) -> TicketFacts {
    let moves: Vec<_> = moves.iter().map(|(day, stage)| (day * DAY, *stage)).collect();
    let came = Step { at: moment(opened * DAY), what: super::super::step::Happened::CameIn(Channel::Portal) };
    TicketFacts {
        ticket: title(number),
        class: Some(Named { de: "Störung".into(), en: "Outage".into() }),
        project: None,
        opened: moment(opened * DAY),
        planned: None,
        course: Course { opened: opened * DAY, moves },
        steps: vec![came],
        messages: Vec::new(),
        promises: Vec::new(),
        asked: Vec::new(),
    }
}

fn promise(due: i64, standing: Standing, missed: &[i64]) -> Promise {
    Promise {
        metric: Metric::FirstReaction,
        rule: Allowance::minutes(60),
        calendar: "service".into(),
        start: time(0),
        pauses: Vec::new(),
        due: time(due * DAY),
        standing,
        missed: missed.iter().map(|day| time(day * DAY)).collect(),
        passed: Vec::new(),
    }
}

fn report(tickets: Vec<TicketFacts>, work: Vec<Work>) -> Report {
    let facts = Facts {
        organisation: "Albers".into(),
        plan: None,
        kinds: Kind::ALL.into(),
        windows: windows(),
        tickets,
        work,
        corrected: Vec::new(),
        cycles: Vec::new(),
        package: None,
    };
    Report::of(facts, &|at| moment(at.as_millisecond()))
}

#[test]
fn a_month_counts_what_came_what_was_done_and_what_is_open_at_its_end() {
    let told = report(
        vec![
            ticket(1, 2, &[(5, Stage::InProgress), (12, Stage::Done)]),
            ticket(2, 11, &[(15, Stage::InProgress)]),
            ticket(3, 13, &[(14, Stage::Question)]),
            ticket(4, 3, &[(4, Stage::Done)]),
            ticket(5, 12, &[(21, Stage::Done)]),
            ticket(6, 25, &[]),
        ],
        Vec::new(),
    );
    let flow: Vec<_> = told.flow.iter().map(|month| (month.came, month.done)).collect();
    assert_eq!(flow, [(2, 1), (3, 1)]);
    let open: Vec<_> = told.points.iter().map(|point| (point.ticket.number.0, point.stage)).collect();
    assert_eq!(
        open,
        [(3, Stage::Question), (2, Stage::InProgress), (5, Stage::Received)],
        "what waits for the customer first; what was done later was open then"
    );
    assert!(told.points.iter().all(|point| !point.rests));
    let worked: Vec<_> = told.tickets.iter().map(|one| one.ticket.number.0).collect();
    assert_eq!(worked, [2, 3, 5], "only steps of the month");
    assert_eq!(told.classes.first().map(|(_, number)| *number), Some(3));
}

#[test]
fn a_promise_counts_in_the_month_in_which_it_came_to_its_end() {
    let with = |number, promise| TicketFacts { promises: vec![promise], ..ticket(number, 1, &[]) };
    let kept = |day| Standing::Kept { at: time(day * DAY) };
    let late = |day| Standing::Late { at: time(day * DAY) };
    let told = report(
        vec![
            with(1, promise(12, kept(11), &[])),
            with(2, promise(9, kept(8), &[])),
            with(3, promise(12, late(13), &[12])),
            with(4, promise(15, Standing::Running, &[])),
            with(5, promise(25, Standing::Running, &[])),
            with(6, promise(30, kept(18), &[16])),
            with(7, promise(14, Standing::Dropped { at: time(13 * DAY) }, &[])),
            with(8, promise(19, late(22), &[19])),
        ],
        Vec::new(),
    );
    assert_eq!(told.promises, [Kept { metric: Metric::FirstReaction, kept: 1, missed: 4 }]);
    let missed: Vec<_> =
        told.missed.iter().map(|one| (one.ticket.number.0, one.settled.map(|at| at.at / DAY))).collect();
    assert_eq!(missed, [(3, Some(13)), (4, None), (6, Some(18)), (8, None)], "later ones are not known yet");
    assert_eq!(told.promised(), (1, 5));
}

#[test]
fn every_round_of_a_repeating_promise_counts_in_its_month() {
    let round = |due: i64, standing| Passed { due: time(due * DAY), standing };
    let kept = |day: i64| Standing::Kept { at: time(day * DAY) };
    let late = |day: i64| Standing::Late { at: time(day * DAY) };
    let dropped = |day: i64| Standing::Dropped { at: time(day * DAY) };
    // The third round was missed twice: its class changed.
    let passed = vec![
        round(9, kept(8)),
        round(11, kept(10)),
        round(12, late(15)),
        round(17, dropped(18)),
        round(22, kept(21)),
    ];
    let next =
        Promise { metric: Metric::NextReaction, passed, ..promise(19, Standing::Running, &[12, 13, 17]) };
    let told = report(vec![TicketFacts { promises: vec![next], ..ticket(1, 1, &[]) }], Vec::new());
    assert_eq!(told.promises, [Kept { metric: Metric::NextReaction, kept: 1, missed: 3 }]);
    let missed: Vec<_> =
        told.missed.iter().map(|one| (one.due.at / DAY, one.settled.map(|at| at.at / DAY))).collect();
    assert_eq!(missed, [(12, Some(15)), (17, None), (19, None)]);
}

#[test]
fn hours_are_added_up_and_may_be_left_out() {
    let work = |number, minutes, project: Option<&str>, billing| Work {
        ticket: title(number),
        day: date(2026, 11, 2),
        project: project.map(str::to_owned),
        activity: Named { de: "Entwicklung".into(), en: "Development".into() },
        minutes,
        billing,
    };
    let told = report(
        vec![ticket(1, 11, &[])],
        vec![
            work(1, 30, None, Billing::Billable),
            work(2, 90, Some("Shop"), Billing::Goodwill),
            work(1, 15, Some("Shop"), Billing::Billable),
        ],
    );
    let hours = told.hours.clone().unwrap();
    assert_eq!((hours.minutes, hours.free), (135, 90));
    assert_eq!(hours.projects, [(Some("Shop".to_owned()), 105), (None, 30)]);
    let tickets: Vec<_> =
        hours.tickets.iter().map(|(one, minutes, free)| (one.number.0, *minutes, *free)).collect();
    assert_eq!(tickets, [(2, 90, 90), (1, 45, 0)]);
    let narrowed = told.without_hours();
    assert_eq!((narrowed.hours, narrowed.cycles.len()), (None, 0));
}

#[test]
fn work_of_earlier_months_counts_once_and_is_named_by_its_day() {
    let work = |day, minutes, billing| Work {
        ticket: title(1),
        day,
        project: None,
        activity: Named { de: "Entwicklung".into(), en: "Development".into() },
        minutes,
        billing,
    };
    let told = report(
        vec![ticket(1, 11, &[])],
        vec![
            work(date(2026, 11, 1), 30, Billing::Billable),
            work(date(2026, 10, 31), 60, Billing::Goodwill),
            work(date(2026, 9, 30), 15, Billing::Billable),
        ],
    );
    let hours = told.hours.unwrap();
    assert_eq!((hours.minutes, hours.free), (105, 60));
    let late: Vec<_> = hours.late.iter().map(|one| (one.day.to_string(), one.minutes, one.free)).collect();
    assert_eq!(late, [("2026-09-30".to_owned(), 15, 0), ("2026-10-31".to_owned(), 60, 60)]);
}

#[test]
fn a_report_of_before_work_was_booked_later_is_still_read() {
    let told = report(vec![ticket(1, 11, &[])], Vec::new());
    let mut kept = serde_json::to_value(&told).unwrap();
    for later in ["late", "corrected"] {
        kept["hours"].as_object_mut().unwrap().remove(later);
    }
    assert_eq!(serde_json::from_value::<Report>(kept).unwrap(), told);
}

#[test]
fn what_was_not_released_by_the_end_of_the_month_is_for_us_to_decide() {
    let waits = |asked: &[(i64, Option<i64>)]| {
        let asked =
            asked.iter().map(|(at, refused)| Asked { at: at * DAY, refused: refused.map(|at| at * DAY) });
        let one = TicketFacts { asked: asked.collect(), ..ticket(1, 1, &[(12, Stage::WaitingForApproval)]) };
        let told = report(vec![one], Vec::new());
        (told.points[0].rests, told.points[0].waits_for())
    };
    let (theirs, ours) = ((false, WaitsFor::Customer), (true, WaitsFor::Staff));
    for (asked, expected) in [
        (vec![], theirs),
        (vec![(12, None)], theirs),
        (vec![(12, Some(15))], ours),
        (vec![(12, Some(12))], ours),
        (vec![(12, Some(21))], theirs),
        (vec![(3, Some(5))], theirs),
        (vec![(12, Some(15)), (16, None)], theirs),
        (vec![(12, Some(15)), (16, Some(17))], ours),
        (vec![(12, Some(15)), (22, None)], ours),
        // Of a ticket that was merged into this one: before that it was the other's.
        (vec![(16, Some(15))], ours),
        (vec![(22, Some(15))], theirs),
        (vec![(17, Some(15)), (16, None)], theirs),
    ] {
        assert_eq!(waits(&asked), expected, "{asked:?}");
    }
}
