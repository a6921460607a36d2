//! A month as a paper and as a page: what each kind of report shows, in the language of the call around it.
use crate::parts::say::{lang, t, tf};
use crate::report::view::State;
use crate::report::word::{class, lead, month_words, title};
use crate::report::{effort, package, points, promise, steps};
use crate::words::{Text, report as w};
use domain::effort::minutes::figure;
use domain::organisation::month::Month;
use domain::paper::{Bar, Bars, Block, Columns, Paper, Part};
use domain::report::{Flow, Kind, Report};
use domain::ticket::stage::WaitsFor;

/// The paper.
pub fn paper(kind: Kind, report: &Report, state: &State, company: &str, accent: &str) -> Paper {
    let lang = lang();
    let (State::Preliminary { at } | State::Frozen { at, .. }) = state;
    Paper {
        lang,
        title: title(lang, kind, report.month),
        lead: lead(lang, report, state),
        company: company.to_owned(),
        accent: accent.to_owned(),
        made: at.civil().date(),
        parts: parts(kind, report),
    }
}

/// What it says.
pub fn parts(kind: Kind, report: &Report) -> Vec<Part> {
    match kind {
        Kind::Standard => month(report),
        Kind::Detailed => {
            let mut parts = month(report);
            parts.extend(promise::missed(report));
            parts.extend(effort::details(report));
            parts.extend([points::list(report), steps::list(report)]);
            parts
        }
        Kind::OpenPoints => vec![points::list(report)],
        Kind::History => vec![steps::list(report)],
        Kind::Package => package::statement(report),
    }
}

/// The month on a page.
fn month(report: &Report) -> Vec<Part> {
    let mut parts = vec![figures(report), flow(&report.flow)];
    parts.extend(classes(report));
    parts.push(promise::kept(report));
    parts.extend(effort::sums(report));
    parts.extend(effort::late(report));
    parts.extend(effort::corrected(report));
    parts.extend(effort::package(report));
    parts
}

/// A part of a heading of ours.
pub(super) fn part(heading: Text, blocks: Vec<Block>) -> Part {
    Part { heading: t(heading).to_owned(), blocks }
}

fn figures(report: &Report) -> Part {
    let own = report.own();
    let mut figures = vec![
        (own.came.to_string(), t(w::CAME).to_owned()),
        (own.done.to_string(), t(w::DONE).to_owned()),
        (report.points.len().to_string(), t(w::OPEN).to_owned()),
    ];
    let yours = report.points.iter().filter(|point| point.waits_for() == WaitsFor::Customer).count();
    if yours > 0 {
        figures.push((yours.to_string(), t(w::YOURS).to_owned()));
    }
    let (kept, all) = report.promised();
    if let Some(share) = (kept * 100).checked_div(all) {
        // Rounded down: what was missed once is never told as 100 %.
        figures.push((format!("{share}\u{202f}%"), t(w::KEPT_SHARE).to_owned()));
    }
    if let Some(work) = report.hours.as_ref().filter(|work| work.minutes > 0) {
        figures.push((
            tf(crate::words::package::HOURS, &[("n", &figure(work.minutes.into(), false))]),
            t(w::HOURS_WORKED).to_owned(),
        ));
    }
    part(w::IN_SHORT, vec![Block::Figures(figures)])
}

fn flow(months: &[Flow]) -> Part {
    let lang = lang();
    let words = |flow: &Flow| {
        let gaps = [
            ("month", month_words(lang, flow.month)),
            ("came", flow.came.to_string()),
            ("done", flow.done.to_string()),
        ];
        tf(w::FLOW_WORDS, &gaps.each_ref().map(|(name, value)| (*name, value.as_str())))
    };
    let chart = Columns {
        series: vec![t(w::SERIES_CAME).to_owned(), t(w::SERIES_DONE).to_owned()],
        groups: months.iter().map(|flow| (short(flow.month), vec![flow.came, flow.done])).collect(),
        words: months.iter().map(words).collect::<Vec<_>>().join("; "),
    };
    part(w::FLOW, vec![Block::Columns(chart)])
}

/// The name of a month below a column.
fn short(month: Month) -> String {
    let day = domain::moment::short_date(month.first(), lang());
    let name = day.split_once(' ').map_or(day.as_str(), |(_, name)| name);
    name.to_owned()
}

fn classes(report: &Report) -> Option<Part> {
    let bar = |(one, number): &(Option<domain::report::Named>, u32)| Bar {
        name: class(lang(), one.as_ref()),
        parts: vec![*number],
        words: number.to_string(),
    };
    let rows: Vec<Bar> = report.classes.iter().map(bar).collect();
    (!rows.is_empty()).then(|| part(w::CLASSES, vec![Block::Bars(Bars { series: Vec::new(), rows })]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::moment::Moment;
    use domain::report::correction::{Amount, Corrected};
    use domain::report::{Hours, Late, Named, Point, Title};
    use domain::ticket::Stage;
    use domain::ticket::number::TicketNumber;

    fn report() -> Report {
        let month: Month = "2026-11".parse().unwrap();
        let ticket = Title { number: TicketNumber(1042), written: "#1042".into(), title: "Warenkorb".into() };
        let at = Moment { at: 0, offset: 0 };
        let point = Point {
            ticket: ticket.clone(),
            class: None,
            stage: Stage::Question,
            rests: false,
            since: at,
            opened: at,
            planned: None,
        };
        let work = Named { de: "Entwicklung".into(), en: "Development".into() };
        Report {
            organisation: "Albers".into(),
            month,
            plan: None,
            kinds: Kind::ALL.into(),
            flow: vec![Flow { month, came: 2, done: 1 }],
            classes: vec![(None, 2)],
            promises: Vec::new(),
            missed: Vec::new(),
            points: vec![point],
            tickets: Vec::new(),
            hours: Some(Hours {
                minutes: 90,
                free: 0,
                activities: vec![(work, 90)],
                projects: vec![(None, 90)],
                tickets: vec![(ticket, 90, 0)],
                late: Vec::new(),
                corrected: Vec::new(),
            }),
            cycles: Vec::new(),
            package: None,
        }
    }

    fn headings(kind: Kind, report: &Report) -> Vec<String> {
        parts(kind, report).into_iter().map(|part| part.heading).collect()
    }

    #[test]
    fn each_kind_of_report_shows_its_part_of_the_month() {
        let month = [
            "Der Monat in Zahlen",
            "Anliegen der letzten Monate",
            "Eingegangen nach Klasse",
            "Unsere Zusagen",
        ];
        let report = report();
        let standard = headings(Kind::Standard, &report);
        assert_eq!((&standard[..4], standard[4].as_str()), (&month.map(str::to_owned)[..], "Arbeitszeit"));
        let detailed = headings(Kind::Detailed, &report);
        assert_eq!(detailed[5..], ["Nach Anliegen", "Offene Punkte", "Bearbeitungsverlauf"]);
        assert_eq!(headings(Kind::OpenPoints, &report), ["Offene Punkte"]);
        let narrowed = headings(Kind::Detailed, &report.without_hours());
        assert!(!narrowed.iter().any(|heading| heading == "Arbeitszeit" || heading == "Nach Anliegen"));
    }

    #[test]
    fn what_was_booked_later_stands_behind_the_hours_for_who_may_know_of_them() {
        let mut report = report();
        let ticket = report.points[0].ticket.clone();
        let day = "2026-10-30".parse().unwrap();
        let late = Late { ticket, day, minutes: 30, free: 30 };
        report.hours.as_mut().unwrap().late.push(late);
        for kind in [Kind::Standard, Kind::Detailed] {
            assert_eq!(headings(kind, &report)[4..6], ["Arbeitszeit", "Nachgetragen"]);
        }
        let part = parts(Kind::Standard, &report).remove(5);
        let Block::Table(table) = &part.blocks[1] else { panic!("{part:?}") };
        assert_eq!(table.rows[0].cells, ["#1042 Warenkorb", "30.10.2026", "0:30", "0:30"]);
        assert!(!headings(Kind::Standard, &report.without_hours()).contains(&"Nachgetragen".to_owned()));
    }

    #[test]
    fn what_was_corrected_later_stands_with_what_it_was_and_what_it_is() {
        let mut report = report();
        let ticket = report.points[0].ticket.clone();
        let day = "2026-10-30".parse().unwrap();
        let (before, now) = (Amount { minutes: 90, free: 0 }, Amount { minutes: 60, free: 60 });
        report.hours.as_mut().unwrap().corrected.push(Corrected { ticket, day, before, now });
        for kind in [Kind::Standard, Kind::Detailed] {
            assert_eq!(headings(kind, &report)[4..6], ["Arbeitszeit", "Berichtigt"]);
        }
        let part = parts(Kind::Standard, &report).remove(5);
        let Block::Table(table) = &part.blocks[1] else { panic!("{part:?}") };
        assert_eq!(table.rows[0].cells, ["#1042 Warenkorb", "30.10.2026", "1:30", "–", "1:00", "1:00"]);
        assert_eq!(table.rows[1].cells, ["Summe", "", "1:30", "–", "1:00", "1:00"]);
        assert!(!headings(Kind::Standard, &report.without_hours()).contains(&"Berichtigt".to_owned()));
    }
}
