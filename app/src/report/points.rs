//! What is not done yet.
use crate::parts::badge::stage_word;
use crate::parts::say::{lang, t};
use crate::report::paper::part;
use crate::report::word::{class, day};
use crate::words::{Text, report as w, stage};
use domain::paper::{Block, Column, Part, Row, Table};
use domain::report::{Point, Report};
use domain::ticket::stage::WaitsFor;

/// The open points by who has to act.
pub(super) fn list(report: &Report) -> Part {
    let groups = [
        (w::POINTS_YOURS, WaitsFor::Customer),
        (w::POINTS_OURS, WaitsFor::Staff),
        (w::POINTS_OTHER, WaitsFor::Other),
    ];
    let blocks: Vec<Block> =
        groups.into_iter().flat_map(|(name, whose)| group(report, name, whose)).collect();
    if blocks.is_empty() {
        return part(w::OPEN_POINTS, vec![Block::Text(t(w::NO_POINTS).to_owned())]);
    }
    part(w::OPEN_POINTS, blocks)
}

fn group(report: &Report, name: Text, whose: WaitsFor) -> Vec<Block> {
    let points: Vec<&Point> = report.points.iter().filter(|point| point.waits_for() == whose).collect();
    if points.is_empty() {
        return Vec::new();
    }
    // Nothing is planned for most lists: the column would stand empty.
    let planned = points.iter().any(|point| point.planned.is_some());
    let column = |(name, width)| Column { name: t(name).to_owned(), width, figures: false };
    let mut heads =
        vec![(w::COL_TICKET, 7), (w::COL_CLASS, 3), (w::COL_STAGE, 4), (w::COL_SINCE, 3), (w::COL_OPENED, 3)];
    if planned {
        heads.push((w::COL_PLANNED, 3));
    }
    let rows = points.iter().map(|point| row(point, planned)).collect();
    let table = Table { columns: heads.into_iter().map(column).collect(), rows };
    vec![Block::Heading(format!("{} ({})", t(name), points.len())), Block::Table(table)]
}

fn row(point: &Point, planned: bool) -> Row {
    let lang = lang();
    let mut cells = vec![
        format!("{} {}", point.ticket.written, point.ticket.title),
        class(lang, point.class.as_ref()),
        t(if point.rests { stage::RESTS } else { stage_word(point.stage, false) }).to_owned(),
        day(lang, point.since.civil().date()),
        day(lang, point.opened.civil().date()),
    ];
    if planned {
        cells.push(point.planned.map_or_else(|| "–".to_owned(), |planned| day(lang, planned)));
    }
    Row { cells, to: Some(format!("/tickets/{}", point.ticket.number.0)), sum: false }
}
