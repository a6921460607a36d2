//! Hours that were worked, and what became of hour packages.
use crate::package::word::cycle_words;
use crate::parts::say::{lang, t, tf};
use crate::report::paper::part;
use crate::report::word::day;
use crate::words::{Text, report as w};
use domain::effort::minutes::{figure, hours};
use domain::paper::{Bar, Bars, Block, Column, Part, Row, Table};
use domain::report::correction::{Amount, Corrected};
use domain::report::{Cycle, Hours, Late, Report, Title};

/// All of them and by kind of work; nothing for who may not know of hours.
pub(super) fn sums(report: &Report) -> Option<Part> {
    let work = report.hours.as_ref()?;
    if work.minutes == 0 {
        return Some(part(w::HOURS, vec![Block::Text(t(w::NO_HOURS).to_owned())]));
    }
    let lang = lang();
    let (all, free) = (hours(lang, work.minutes.into()), hours(lang, work.free.into()));
    let words = match work.free {
        0 => tf(w::HOURS_ALL, &[("all", &all)]),
        _ => tf(w::HOURS_SUM, &[("all", &all), ("free", &free)]),
    };
    let activities = work.activities.iter().map(|(name, minutes)| (name.say(lang).to_owned(), *minutes));
    Some(part(w::HOURS, vec![Block::Text(words), bars(activities)]))
}

fn bars(rows: impl Iterator<Item = (String, u32)>) -> Block {
    let bar = |(name, minutes): (String, u32)| Bar {
        name,
        parts: vec![minutes],
        words: hours(lang(), minutes.into()),
    };
    Block::Bars(Bars { series: Vec::new(), rows: rows.map(bar).collect() })
}

/// Work of earlier months that was booked after their reports were made.
pub(super) fn late(report: &Report) -> Option<Part> {
    let work = report.hours.as_ref().filter(|work| !work.late.is_empty())?;
    let row = |one: &Late| Row {
        cells: vec![name(&one.ticket), day(lang(), one.day), time(one.minutes), free(one.free)],
        to: Some(address(&one.ticket)),
        sum: false,
    };
    let heads =
        [(w::COL_TICKET, 6, false), (w::COL_DAY, 3, false), (w::COL_TIME, 2, true), (w::COL_FREE, 2, true)];
    let table = Table { columns: heads.map(column).into(), rows: work.late.iter().map(row).collect() };
    Some(part(w::LATE, vec![Block::Text(t(w::LATE_TEXT).to_owned()), Block::Table(table)]))
}

/// Time of earlier months that their reports told otherwise: what it was there, and what it is.
pub(super) fn corrected(report: &Report) -> Option<Part> {
    let all = &report.hours.as_ref().filter(|work| !work.corrected.is_empty())?.corrected;
    let cells = |first: [String; 2], amounts: [Amount; 2]| -> Vec<String> {
        let figures = amounts.into_iter().flat_map(|one| [time(one.minutes), free(one.free)]);
        first.into_iter().chain(figures).collect()
    };
    let row = |one: &Corrected| Row {
        cells: cells([name(&one.ticket), day(lang(), one.day)], [one.before, one.now]),
        to: Some(address(&one.ticket)),
        sum: false,
    };
    let sum = |of: fn(&Corrected) -> Amount| Amount {
        minutes: all.iter().map(|one| of(one).minutes).sum(),
        free: all.iter().map(|one| of(one).free).sum(),
    };
    let sums = Row {
        cells: cells([t(w::SUM).to_owned(), String::new()], [sum(|one| one.before), sum(|one| one.now)]),
        to: None,
        sum: true,
    };
    let heads = [
        (w::COL_TICKET, 6, false),
        (w::COL_DAY, 3, false),
        (w::COL_BEFORE, 2, true),
        (w::COL_FREE, 2, true),
        (w::COL_NOW, 2, true),
        (w::COL_FREE, 2, true),
    ];
    let table =
        Table { columns: heads.map(column).into(), rows: all.iter().map(row).chain([sums]).collect() };
    Some(part(w::CORRECTED, vec![Block::Text(t(w::CORRECTED_TEXT).to_owned()), Block::Table(table)]))
}

fn column((name, width, figures): (Text, u8, bool)) -> Column {
    Column { name: t(name).to_owned(), width, figures }
}

fn name(ticket: &Title) -> String {
    format!("{} {}", ticket.written, ticket.title)
}

fn address(ticket: &Title) -> String {
    format!("/tickets/{}", ticket.number.0)
}

fn time(minutes: u32) -> String {
    figure(minutes.into(), false)
}

fn free(minutes: u32) -> String {
    if minutes == 0 { "–".to_owned() } else { time(minutes) }
}

/// By project and by ticket.
pub(super) fn details(report: &Report) -> Vec<Part> {
    let Some(work) = report.hours.as_ref().filter(|work| work.minutes > 0) else { return Vec::new() };
    let named = |name: &Option<String>| name.clone().unwrap_or_else(|| t(w::NO_PROJECT).to_owned());
    let mut parts = Vec::new();
    if work.projects.iter().any(|(name, _)| name.is_some()) {
        let rows = work.projects.iter().map(|(name, minutes)| (named(name), *minutes));
        parts.push(part(w::BY_PROJECT, vec![bars(rows)]));
    }
    parts.push(part(w::BY_TICKET, vec![Block::Table(tickets(work))]));
    parts
}

fn tickets(work: &Hours) -> Table {
    let row = |(ticket, minutes, unpaid): &(Title, u32, u32)| Row {
        cells: vec![name(ticket), time(*minutes), free(*unpaid)],
        to: Some(address(ticket)),
        sum: false,
    };
    let sum =
        Row { cells: vec![t(w::SUM).to_owned(), time(work.minutes), free(work.free)], to: None, sum: true };
    Table {
        columns: [(w::COL_TICKET, 8, false), (w::COL_TIME, 2, true), (w::COL_FREE, 2, true)]
            .map(column)
            .into(),
        rows: work.tickets.iter().map(row).chain([sum]).collect(),
    }
}

/// What became of hours of packages.
pub(super) fn package(report: &Report) -> Option<Part> {
    let column = |(at, name): (usize, _)| Column {
        name: t(name).to_owned(),
        width: if at == 0 { 5 } else { 2 },
        figures: at > 0,
    };
    let heads = [w::COL_CYCLE, w::COL_GRANTED, w::COL_USED, w::COL_EXPIRED, w::COL_LEFT, w::COL_BEYOND];
    let row = |cycle: &Cycle| {
        let totals = &cycle.totals;
        let figures = [totals.granted, totals.used, totals.expired, totals.left(), totals.overage];
        let name = cycle_words(lang(), cycle.first, cycle.last);
        let figures = figures.iter().map(|minutes| figure(*minutes, false));
        Row { cells: std::iter::once(name).chain(figures).collect(), ..Row::default() }
    };
    let table = Table {
        columns: heads.into_iter().enumerate().map(column).collect(),
        rows: report.cycles.iter().map(row).collect(),
    };
    (!report.cycles.is_empty()).then(|| part(w::PACKAGE, vec![Block::Table(table)]))
}
