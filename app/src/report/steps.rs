//! What happened to each ticket.
use crate::parts::badge::{channel_word, stage_word};
use crate::parts::say::{lang, t, tf};
use crate::report::paper::part;
use crate::report::word::class;
use crate::words::report as w;
use domain::moment::date;
use domain::paper::{Block, Part};
use domain::report::step::Happened;
use domain::report::{Report, Worked};

/// The history, ticket by ticket.
pub(super) fn list(report: &Report) -> Part {
    if report.tickets.is_empty() {
        return part(w::HISTORY, vec![Block::Text(t(w::NO_HISTORY).to_owned())]);
    }
    part(w::HISTORY, report.tickets.iter().flat_map(ticket).collect())
}

fn ticket(one: &Worked) -> Vec<Block> {
    let lang = lang();
    let steps: Vec<_> = one.steps.iter().map(|step| (step.at.full(lang), told(&step.what))).collect();
    let about = [
        Some(class(lang, one.class.as_ref())),
        one.project.clone(),
        Some(tf(w::NOW, &[("stage", t(stage_word(one.stage, false)))])),
        (one.ours + one.theirs > 0).then(|| messages(one)),
    ];
    let about: Vec<String> = about.into_iter().flatten().collect();
    let mut blocks = vec![
        Block::Heading(format!("{} {}", one.ticket.written, one.ticket.title)),
        Block::Note(about.join(" · ")),
    ];
    if !steps.is_empty() {
        blocks.push(Block::Facts(steps));
    }
    blocks
}

fn messages(one: &Worked) -> String {
    tf(w::MESSAGES, &[("theirs", &one.theirs.to_string()), ("ours", &one.ours.to_string())])
}

fn told(what: &Happened) -> String {
    match what {
        Happened::CameIn(channel) => tf(w::STEP_CAME, &[("channel", t(channel_word(*channel)))]),
        Happened::Moved(to) => t(stage_word(*to, false)).to_owned(),
        Happened::HandedOver(team) => tf(w::STEP_HANDED, &[("team", team)]),
        Happened::Planned(Some(day)) => tf(w::STEP_PLANNED, &[("day", &date(*day, lang()))]),
        Happened::Planned(None) => t(w::STEP_UNPLANNED).to_owned(),
        Happened::WorkedAround => t(w::STEP_WORKAROUND).to_owned(),
        Happened::ForTest(version) => tf(w::STEP_TEST, &[("version", version)]),
        Happened::Accepted(version) => tf(w::STEP_ACCEPTED, &[("version", version)]),
        Happened::Refused(version) => tf(w::STEP_REFUSED, &[("version", version)]),
        Happened::Quoted(number) => tf(w::STEP_QUOTED, &[("number", number)]),
        Happened::Ordered(number) => tf(w::STEP_ORDERED, &[("number", number)]),
        Happened::TakenOff(number) => tf(w::STEP_TAKEN_OFF, &[("number", number)]),
    }
}
