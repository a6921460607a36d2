//! The statement of hours of a month: the same figures as the page of hours has, as they were when the month was frozen.
use crate::package::lines::{about, what_words};
use crate::package::paper::agreed;
use crate::package::view::{Agreed, PostingLine};
use crate::package::word::cycle_words;
use crate::parts::say::{lang, t, tf};
use crate::report::paper::part;
use crate::words::{Text, package as p, report as w};
use domain::effort::minutes::{figure, hours};
use domain::moment::date;
use domain::package::{Kind, Totals};
use domain::paper::{Bar, Bars, Block, Column, Part, Row, Table};
use domain::report::package::{Line, Package};
use domain::report::{Cycle, Report};
use domain::ticket::number::NumberFormat;

/// All of it; nothing for who may not know of packages.
pub(super) fn statement(report: &Report) -> Vec<Part> {
    let Some(package) = &report.package else { return Vec::new() };
    let mut parts = vec![balance(&report.cycles)];
    parts.extend(package.agreed.as_ref().map(terms));
    parts.push(cycles(&report.cycles));
    parts.push(postings(package));
    if !package.late.is_empty() {
        let text = Block::Text(t(w::STATEMENT_LATE).to_owned());
        let heads = [(p::COL_DAY, 3, false), (p::COL_WHAT, 12, false), (p::COL_CHANGE, 2, true)];
        let rows = package.late.iter().map(|line| cells(line).into()).collect();
        parts.push(part(w::LATE, vec![text, table(&heads, rows)]));
    }
    parts
}

/// What came and what became of it.
fn balance(cycles: &[Cycle]) -> Part {
    let sum = |of: fn(&Totals) -> i64| cycles.iter().map(|cycle| of(&cycle.totals)).sum::<i64>();
    let figures = [
        (sum(|one| one.granted), w::COL_GRANTED),
        (sum(|one| one.used), w::COL_USED),
        (sum(|one| one.expired), w::COL_EXPIRED),
        (sum(Totals::left), w::COL_LEFT),
        (sum(|one| one.overage), w::COL_BEYOND),
    ];
    let figures = figures.map(|(minutes, name)| (figure(minutes, false), t(name).to_owned()));
    part(p::PLACE, vec![Block::Figures(figures.into())])
}

fn terms(told: &domain::report::package::Agreed) -> Part {
    let told = Agreed {
        plan: told.plan.say(lang()).to_owned(),
        minutes: told.minutes,
        fee_cents: 0,
        discount_percent: 0,
        term_months: 0,
        terms: told.terms.clone(),
        usual_cents: told.usual_cents,
    };
    agreed(&told, None)
}

/// Used and unused hours as bars.
fn cycles(cycles: &[Cycle]) -> Part {
    let whole = |minutes: i64| u32::try_from(minutes).unwrap_or(0);
    let bar = |cycle: &Cycle| {
        let (totals, lang) = (&cycle.totals, lang());
        Bar {
            name: cycle_words(lang, cycle.first, cycle.last),
            parts: vec![whole(totals.used), whole(totals.granted - totals.used)],
            words: tf(
                p::CYCLE_USED,
                &[("used", &hours(lang, totals.used)), ("granted", &hours(lang, totals.granted))],
            ),
        }
    };
    let series = vec![t(w::COL_USED).to_owned(), t(w::SERIES_UNUSED).to_owned()];
    part(p::CYCLES, vec![Block::Bars(Bars { series, rows: cycles.iter().map(bar).collect() })])
}

fn postings(package: &Package) -> Part {
    if package.lines.is_empty() {
        return part(p::POSTINGS, vec![Block::Text(t(p::NO_POSTINGS).to_owned())]);
    }
    let heads = [
        (p::COL_DAY, 3, false),
        (p::COL_WHAT, 10, false),
        (p::COL_CHANGE, 2, true),
        (p::COL_BALANCE, 2, true),
    ];
    let row = |(line, left)| cells(line).into_iter().chain([figure(left, false)]).collect();
    part(p::POSTINGS, vec![table(&heads, package.balanced().map(row).collect())])
}

fn table(heads: &[(Text, u8, bool)], rows: Vec<Vec<String>>) -> Block {
    let column = |(name, width, figures): &(Text, u8, bool)| Column {
        name: t(*name).to_owned(),
        width: *width,
        figures: *figures,
    };
    Block::Table(Table {
        columns: heads.iter().map(column).collect(),
        rows: rows.into_iter().map(|cells| Row { cells, ..Row::default() }).collect(),
    })
}

/// When, for what, how much.
fn cells(line: &Line) -> [String; 3] {
    let posting = PostingLine {
        at: line.at,
        kind: line.kind,
        minutes: line.minutes,
        takes_back: line.takes_back,
        of: line.of,
        expires: line.of,
        day: line.day,
        number: None,
        title: None,
        reason: line.reason.clone(),
        by: None,
        balance: 0,
    };
    let what = match &line.ticket {
        Some(ticket) => format!("{} {}", ticket.written, ticket.title).trim_end().to_owned(),
        None => what_words(&posting, &NumberFormat::default()),
    };
    let about = about(&posting);
    let what = if about.is_empty() { what } else { format!("{what}\n{about}") };
    [date(line.at.civil().date(), lang()), what, figure(line.minutes, line.kind != Kind::Overage)]
}
