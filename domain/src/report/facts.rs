//! From the facts of an organisation to what a month says of it.
use super::correction::Corrected;
use super::course::Course;
use super::package::Package;
use super::step::Step;
use super::{Cycle, Flow, Hours, Kept, Kind, Late, Missed, Named, Point, Report, Title, Worked};
use crate::effort::Billing;
use crate::moment::Moment;
use crate::organisation::month::Month;
use crate::promise::clock::{Passed, Promise, Standing};
use crate::promise::target::Metric;
use crate::ticket::stage::{Stage, WaitsFor};
use jiff::Timestamp;
use jiff::civil::Date;
use std::collections::BTreeMap;

/// A month with the times of its beginning and its end in the company's zone, in milliseconds.
#[derive(Clone, Copy, Debug)]
pub struct Window {
    /// Which.
    pub month: Month,
    /// First millisecond.
    pub from: i64,
    /// The first one after it; now, where the month is not over.
    pub to: i64,
}

/// What is known of an organisation.
#[derive(Clone, Debug)]
pub struct Facts {
    /// Its name.
    pub organisation: String,
    /// Name of its plan.
    pub plan: Option<Named>,
    /// What the plan offers.
    pub kinds: Vec<Kind>,
    /// The months to look back on, the oldest first; the last is the report's.
    pub windows: Vec<Window>,
    /// Tickets that are or were open in these months. No internal ones, and none that were merged into others.
    pub tickets: Vec<TicketFacts>,
    /// Work of the month, and of earlier ones what was booked after their reports were made.
    pub work: Vec<Work>,
    /// Time of earlier months that their reports told otherwise.
    pub corrected: Vec<Corrected>,
    /// Cycles that ran in the month.
    pub cycles: Vec<Cycle>,
    /// The statement of hours.
    pub package: Option<Package>,
}

/// What is known of a ticket.
#[derive(Clone, Debug)]
pub struct TicketFacts {
    /// Its number and title.
    pub ticket: Title,
    /// Its class.
    pub class: Option<Named>,
    /// Its project.
    pub project: Option<String>,
    /// When it came in.
    pub opened: Moment,
    /// For when it is planned.
    pub planned: Option<Date>,
    /// Its states.
    pub course: Course,
    /// Its public steps.
    pub steps: Vec<Step>,
    /// Public messages: when, and whether by us.
    pub messages: Vec<(i64, bool)>,
    /// Its promises.
    pub promises: Vec<Promise>,
    /// What was asked to be released on it, the latest last; before it what was asked on tickets that were merged into it.
    pub asked: Vec<Asked>,
}

/// A request for the release of effort, in milliseconds.
#[derive(Clone, Copy, Debug)]
pub struct Asked {
    /// Since when it belongs to the ticket: when it was made, or when the ticket of it was merged into this one.
    pub at: i64,
    /// When it was declined or expired; `None` where it was not.
    pub refused: Option<i64>,
}

impl TicketFacts {
    /// Whether it rested just before a time: it waited for an approval since `since`, and what was asked for last was refused in it.
    fn rested(&self, since: i64, time: i64) -> bool {
        let last = self.asked.iter().rev().find(|asked| asked.at < time);
        last.and_then(|asked| asked.refused).is_some_and(|at| (since..time).contains(&at))
    }
}

/// Work on a ticket.
#[derive(Clone, Debug)]
pub struct Work {
    /// On which.
    pub ticket: Title,
    /// On which day.
    pub day: Date,
    /// For which project.
    pub project: Option<String>,
    /// Kind of work.
    pub activity: Named,
    /// Minutes as they were booked.
    pub minutes: u32,
    /// Whether it is charged.
    pub billing: Billing,
}

/// What became of a promise in a month.
enum Fate {
    Kept,
    Missed { due: Timestamp, settled: Option<Timestamp> },
}

impl Report {
    /// The report of the last window. `shown` knows the company's zone.
    pub fn of(facts: Facts, shown: &dyn Fn(Timestamp) -> Moment) -> Self {
        let Facts { organisation, plan, kinds, windows, tickets, work, corrected, cycles, package } = facts;
        let last = windows.last().copied();
        let window = last.unwrap_or(Window { month: Month::of(Date::ZERO), from: 0, to: 0 });
        let (promises, missed) = promised(&tickets, window, shown);
        let flow = windows.iter().map(|window| flow(&tickets, *window)).collect();
        Self {
            organisation,
            month: window.month,
            plan,
            kinds,
            flow,
            classes: classes(&tickets, window),
            promises,
            missed,
            points: points(&tickets, window, shown),
            tickets: tickets.into_iter().filter_map(|one| worked(one, window)).collect(),
            hours: Some(Hours { corrected, ..hours(work, window.month) }),
            cycles,
            package,
        }
    }
}

fn inside(at: i64, window: Window) -> bool {
    (window.from..window.to).contains(&at)
}

fn flow(tickets: &[TicketFacts], window: Window) -> Flow {
    let count = |holds: &dyn Fn(&Course) -> bool| {
        u32::try_from(tickets.iter().filter(|one| holds(&one.course)).count()).unwrap_or(u32::MAX)
    };
    Flow {
        month: window.month,
        came: count(&|course| inside(course.opened, window)),
        done: count(&|course| course.was_done(window.from, window.to)),
    }
}

fn classes(tickets: &[TicketFacts], window: Window) -> Vec<(Option<Named>, u32)> {
    let came = tickets.iter().filter(|one| inside(one.course.opened, window));
    most(came.map(|one| (one.class.clone(), 1)))
}

/// Adds up what is named alike; the most first, else by name.
fn most<K: Ord>(all: impl Iterator<Item = (K, u32)>) -> Vec<(K, u32)> {
    let mut sums = BTreeMap::new();
    for (name, number) in all {
        *sums.entry(name).or_insert(0) += number;
    }
    let mut sums: Vec<_> = sums.into_iter().collect();
    sums.sort_by_key(|(_, number)| std::cmp::Reverse(*number));
    sums
}

fn promised(
    tickets: &[TicketFacts],
    window: Window,
    shown: &dyn Fn(Timestamp) -> Moment,
) -> (Vec<Kept>, Vec<Missed>) {
    let mut kept: Vec<Kept> =
        Metric::ALL.into_iter().map(|metric| Kept { metric, kept: 0, missed: 0 }).collect();
    let mut missed = Vec::new();
    let all = tickets.iter().flat_map(|one| one.promises.iter().map(move |promise| (one, promise)));
    for (one, promise) in all {
        let Some(line) = kept.iter_mut().find(|line| line.metric == promise.metric) else { continue };
        let earlier = promise.passed.iter().filter_map(|round| fate_of_round(round, window));
        for fate in earlier.chain(fate(promise, window)) {
            match fate {
                Fate::Kept => line.kept += 1,
                Fate::Missed { due, settled } => {
                    line.missed += 1;
                    missed.push(Missed {
                        ticket: one.ticket.clone(),
                        metric: promise.metric,
                        due: shown(due),
                        settled: settled.map(shown),
                    });
                }
            }
        }
    }
    kept.retain(|line| line.kept + line.missed > 0);
    missed.sort_by_key(|one| one.due);
    (kept, missed)
}

/// What became of an earlier round.
fn fate_of_round(round: &Passed, window: Window) -> Option<Fate> {
    match round.standing {
        Standing::Kept { at } => inside(at.as_millisecond(), window).then_some(Fate::Kept),
        standing => {
            let missed = inside(round.due.as_millisecond(), window);
            missed.then(|| Fate::Missed { due: round.due, settled: made_good(standing, window) })
        }
    }
}

/// What became of the last round. What was missed once in the month is missed, however it went on.
fn fate(promise: &Promise, window: Window) -> Option<Fate> {
    let within = |at: &Timestamp| inside(at.as_millisecond(), window);
    let late = || {
        let over = promise.standing == Standing::Running && promise.due.as_millisecond() < window.to;
        Some(promise.due).filter(|_| over)
    };
    let own = |due: &Timestamp| !promise.passed.iter().any(|round| round.covers(*due));
    if let Some(due) = promise.missed.iter().copied().filter(own).chain(late()).find(within) {
        let settled = made_good(promise.standing, window).filter(|at| *at > due);
        return Some(Fate::Missed { due, settled });
    }
    match promise.standing {
        Standing::Kept { at } if within(&at) => Some(Fate::Kept),
        _ => None,
    }
}

/// When it was kept after all, as far as that is known at the end of the month.
fn made_good(standing: Standing, window: Window) -> Option<Timestamp> {
    match standing {
        Standing::Kept { at } | Standing::Late { at } => {
            Some(at).filter(|at| at.as_millisecond() < window.to)
        }
        Standing::Running | Standing::Paused { .. } | Standing::Dropped { .. } => None,
    }
}

fn points(tickets: &[TicketFacts], window: Window, shown: &dyn Fn(Timestamp) -> Moment) -> Vec<Point> {
    let moment = |at: i64| Timestamp::from_millisecond(at).ok().map(shown);
    let point = |one: &TicketFacts| {
        let (stage, since) = one.course.stage_before(window.to).filter(|(stage, _)| stage.is_open())?;
        Some(Point {
            ticket: one.ticket.clone(),
            class: one.class.clone(),
            stage,
            rests: stage == Stage::WaitingForApproval && one.rested(since, window.to),
            since: moment(since)?,
            opened: one.opened,
            planned: one.planned,
        })
    };
    let mut points: Vec<Point> = tickets.iter().filter_map(point).collect();
    points.sort_by_key(|point| (point.waits_for() != WaitsFor::Customer, point.opened));
    points
}

/// A ticket on which something happened.
fn worked(one: TicketFacts, window: Window) -> Option<Worked> {
    let steps: Vec<Step> = one.steps.into_iter().filter(|step| inside(step.at.at, window)).collect();
    let messages = |ours: bool| {
        let those = one.messages.iter().filter(|(at, by_us)| *by_us == ours && inside(*at, window));
        u32::try_from(those.count()).unwrap_or(u32::MAX)
    };
    let (ours, theirs) = (messages(true), messages(false));
    let (stage, _) = one.course.stage_before(window.to)?;
    let happened = !steps.is_empty() || ours + theirs > 0;
    happened.then_some(Worked {
        ticket: one.ticket,
        class: one.class,
        project: one.project,
        opened: one.opened,
        stage,
        steps,
        ours,
        theirs,
    })
}

fn hours(work: Vec<Work>, month: Month) -> Hours {
    let free = |one: &Work| if one.billing == Billing::Billable { 0 } else { one.minutes };
    let mut tickets: Vec<(Title, u32, u32)> = Vec::new();
    for one in &work {
        match tickets.iter_mut().find(|(ticket, ..)| ticket.number == one.ticket.number) {
            Some((_, minutes, unpaid)) => {
                *minutes += one.minutes;
                *unpaid += free(one);
            }
            None => tickets.push((one.ticket.clone(), one.minutes, free(one))),
        }
    }
    tickets.sort_by_key(|(ticket, minutes, _)| (std::cmp::Reverse(*minutes), ticket.number.0));
    let earlier = work.iter().filter(|one| one.day < month.first());
    let late =
        |one: &Work| Late { ticket: one.ticket.clone(), day: one.day, minutes: one.minutes, free: free(one) };
    let mut late: Vec<Late> = earlier.map(late).collect();
    late.sort_by_key(|one| one.day);
    Hours {
        minutes: work.iter().map(|one| one.minutes).sum(),
        free: work.iter().map(free).sum(),
        activities: most(work.iter().map(|one| (one.activity.clone(), one.minutes))),
        projects: most(work.iter().map(|one| (one.project.clone(), one.minutes))),
        tickets,
        late,
        corrected: Vec::new(),
    }
}

#[cfg(test)]
mod tests;
