//! How promises were kept.
use crate::parts::say::{lang, t, tf};
use crate::promise::sentence::metric_word;
use crate::report::paper::part;
use crate::words::report as w;
use domain::paper::{Bar, Bars, Block, Column, Part, Row, Table};
use domain::report::{Kept, Missed, Report};

/// Promises by what was promised.
pub(super) fn kept(report: &Report) -> Part {
    if report.promises.is_empty() {
        return part(w::PROMISES, vec![Block::Text(t(w::NO_PROMISES).to_owned())]);
    }
    let series = vec![t(w::SERIES_KEPT).to_owned(), t(w::SERIES_MISSED).to_owned()];
    let rows = report.promises.iter().map(bar).collect();
    let chart = Block::Bars(Bars { series, rows });
    part(w::PROMISES, vec![chart, Block::Note(t(w::PROMISES_NOTE).to_owned())])
}

fn bar(line: &Kept) -> Bar {
    let (kept, missed) = (line.kept.to_string(), line.missed.to_string());
    let words = match line.missed {
        0 => tf(w::ALL_KEPT, &[("kept", &kept)]),
        _ => tf(w::KEPT_MISSED, &[("kept", &kept), ("missed", &missed)]),
    };
    Bar { name: t(metric_word(line.metric)).to_owned(), parts: vec![line.kept, line.missed], words }
}

/// Those that were not kept, one by one.
pub(super) fn missed(report: &Report) -> Option<Part> {
    let column = |(name, width)| Column { name: t(name).to_owned(), width, figures: false };
    let columns = [(w::COL_TICKET, 5), (w::COL_PROMISE, 3), (w::COL_DUE, 4), (w::COL_SETTLED, 4)].map(column);
    let table = Table { columns: columns.into(), rows: report.missed.iter().map(row).collect() };
    (!report.missed.is_empty()).then(|| part(w::MISSED, vec![Block::Table(table)]))
}

fn row(missed: &Missed) -> Row {
    let lang = lang();
    let settled = missed.settled.map_or_else(|| t(w::NOT_SETTLED).to_owned(), |at| at.full(lang));
    Row {
        cells: vec![
            format!("{} {}", missed.ticket.written, missed.ticket.title),
            t(metric_word(missed.metric)).to_owned(),
            missed.due.full(lang),
            settled,
        ],
        to: Some(format!("/tickets/{}", missed.ticket.number.0)),
        sum: false,
    }
}
