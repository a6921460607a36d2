//! The statement of hours as a paper (H1): the same figures in the same words as the page.
use crate::package::lines::{about, what_words};
use crate::package::view::{Agreed, Coming, CycleLine, PostingLine, Statement};
use crate::package::word::{beyond_words, changes, counted_words, cycle_words, forecast_words};
use crate::parts::say::{lang, t, tf};
use crate::words::{Text, package as w, report as r};
use domain::effort::minutes::{figure, hours};
use domain::moment::{Moment, date};
use domain::package::Kind;
use domain::paper::{Bar, Bars, Block, Column, Paper, Part, Row, Table};
use domain::ticket::number::NumberFormat;

/// The paper, in the language of the call around it.
pub fn statement_paper(
    statement: &Statement,
    (company, accent): (&str, &str),
    number: &NumberFormat,
    now: Moment,
) -> Paper {
    let lang = lang();
    let chosen = statement.cycles.iter().any(|cycle| cycle.key == statement.chosen);
    let first = listed(statement).map(|cycle| cycle.first).min();
    let last = listed(statement).map(|cycle| cycle.last).max();
    let period = first
        .zip(last)
        .filter(|_| chosen)
        .map_or_else(|| t(r::ALL_CYCLES).to_owned(), |(first, last)| cycle_words(lang, first, last));
    let as_of = tf(r::STATEMENT_AS_OF, &[("when", &now.full(lang))]);
    let mut parts = vec![balance(statement, chosen)];
    parts.extend(statement.agreed.as_ref().map(|one| agreed(one, statement.coming.as_ref())));
    parts.push(cycles(statement));
    parts.push(postings(statement, number));
    Paper {
        lang,
        title: format!("{} {period}", t(r::STATEMENT)),
        lead: format!("{} · {as_of}", statement.organisation.name),
        company: company.to_owned(),
        accent: accent.to_owned(),
        made: now.civil().date(),
        parts,
    }
}

/// The chosen cycle with those that are pooled with it, or all.
fn listed(statement: &Statement) -> impl Iterator<Item = &CycleLine> {
    statement.cycles.iter().filter(|cycle| cycle.listed)
}

/// What came and what became of it in what is listed: a `chosen` cycle with those that are pooled with it, or all.
fn balance(statement: &Statement, chosen: bool) -> Part {
    let lang = lang();
    let mut sum = domain::package::Totals::default();
    for cycle in listed(statement) {
        sum.granted += cycle.totals.granted;
        sum.used += cycle.totals.used;
        sum.expired += cycle.totals.expired;
        sum.overage += cycle.totals.overage;
    }
    let figures = [
        (sum.granted, r::COL_GRANTED),
        (sum.used, r::COL_USED),
        (sum.expired, r::COL_EXPIRED),
        (sum.left(), r::COL_LEFT),
        (sum.overage, r::COL_BEYOND),
    ];
    let shown = |minutes| tf(w::HOURS, &[("n", &figure(minutes, false))]);
    let figures = figures.into_iter().map(|(minutes, name)| (shown(minutes), t(name).to_owned())).collect();
    let mut blocks = vec![Block::Figures(figures)];
    let runs = chosen && listed(statement).any(|cycle| cycle.runs);
    if let Some(forecast) = statement.forecast.as_ref().filter(|_| runs) {
        blocks.push(Block::Text(forecast_words(lang, forecast, date).join(" ")));
    }
    Part { heading: t(w::PLACE).to_owned(), blocks }
}

/// What is agreed, and what will be.
pub fn agreed(agreed: &Agreed, coming: Option<&Coming>) -> Part {
    let fact = |(name, value): (Text, String)| (t(name).to_owned(), value);
    let now = facts(agreed);
    let changed = coming.map(|coming| (coming.from, changes(&now, facts(&coming.agreed))));
    let now = now.into_iter().filter_map(|(name, value)| Some((name, value?)));
    let mut blocks = vec![Block::Facts(now.map(fact).collect())];
    if let Some((from, changed)) = changed.filter(|(_, changed)| !changed.is_empty()) {
        blocks.push(Block::Text(tf(w::COMING, &[("day", &date(from, lang()))])));
        blocks.push(Block::Facts(changed.into_iter().map(fact).collect()));
    }
    Part { heading: t(r::AGREED).to_owned(), blocks }
}

fn facts(agreed: &Agreed) -> Vec<(Text, Option<String>)> {
    vec![
        (r::AGREED_PLAN, Some(agreed.plan.clone())),
        (r::AGREED_HOURS, Some(hours(lang(), agreed.minutes))),
        (r::AGREED_COUNTS, Some(counted_words(&agreed.terms))),
        (r::AGREED_BEYOND, beyond_words(&agreed.terms, agreed.usual_cents)),
    ]
}

/// Used and unused hours of each cycle as bars, the newest first.
fn cycles(statement: &Statement) -> Part {
    let whole = |minutes: i64| u32::try_from(minutes).unwrap_or(0);
    let bar = |cycle: &CycleLine| {
        let totals = &cycle.totals;
        let used = tf(
            w::CYCLE_USED,
            &[("used", &hours(lang(), totals.used)), ("granted", &hours(lang(), totals.granted))],
        );
        let beyond =
            (totals.overage > 0).then(|| tf(w::CYCLE_BEYOND, &[("hours", &hours(lang(), totals.overage))]));
        Bar {
            name: cycle_words(lang(), cycle.first, cycle.last),
            parts: vec![whole(totals.used), whole(totals.granted - totals.used)],
            words: std::iter::once(used).chain(beyond).collect::<Vec<_>>().join(" · "),
        }
    };
    let series = vec![t(r::COL_USED).to_owned(), t(r::SERIES_UNUSED).to_owned()];
    let chart = Bars { series, rows: statement.cycles.iter().take(12).map(bar).collect() };
    Part { heading: t(w::CYCLES).to_owned(), blocks: vec![Block::Bars(chart)] }
}

/// As a book is kept: the oldest first.
fn postings(statement: &Statement, number: &NumberFormat) -> Part {
    let column = |(name, width, figures)| Column { name: t(name).to_owned(), width, figures };
    let columns = [
        (w::COL_DAY, 3, false),
        (w::COL_WHAT, 10, false),
        (w::COL_CHANGE, 2, true),
        (w::COL_BALANCE, 2, true),
    ];
    let table = Table {
        columns: columns.map(column).into(),
        rows: statement.lines.iter().rev().map(|line| row(line, number)).collect(),
    };
    let mut blocks = vec![if statement.lines.is_empty() {
        Block::Text(t(w::NO_POSTINGS).to_owned())
    } else {
        Block::Table(table)
    }];
    if statement.cut {
        blocks.push(Block::Note(tf(r::CUT, &[("n", &statement.lines.len().to_string())])));
    }
    Part { heading: t(w::POSTINGS).to_owned(), blocks }
}

fn row(line: &PostingLine, number: &NumberFormat) -> Row {
    let about = about(line);
    let what = what_words(line, number);
    let cells = vec![
        date(line.at.civil().date(), lang()),
        if about.is_empty() { what } else { format!("{what}\n{about}") },
        figure(line.minutes, line.kind != Kind::Overage),
        figure(line.balance, false),
    ];
    Row { cells, ..Row::default() }
}
