//! Billed services as a paper (G4): project by project, each line with what it is based on.
use crate::invoice::api::InvoiceFilter;
use crate::invoice::view::{Chain, ServiceRow, Services};
use crate::invoice::word::{contract_words, kind_word, proof_of, quantity, service_sums};
use crate::parts::say::{lang, t, tf, tn};
use crate::words::{invoice as w, report as r};
use domain::moment::date;
use domain::money::euros;
use domain::paper::{Block, Column, Paper, Part, Row, Table};
use domain::ticket::number::NumberFormat;

/// The paper of what a filter let through, in the language of the call around it.
pub fn services_paper(
    services: &Services,
    filter: &InvoiceFilter,
    (company, accent): (&str, &str),
    number: &NumberFormat,
) -> Paper {
    let lang = lang();
    let sums = service_sums(lang, services);
    let count = tn(w::SERVICES_TOTAL, services.count);
    let mut first = vec![Block::Text(format!("{count} · {sums}"))];
    if services.rows.is_empty() {
        first.push(Block::Text(t(w::SERVICES_EMPTY).to_owned()));
    }
    if services.more {
        first.push(Block::Note(tf(r::CUT, &[("n", &services.rows.len().to_string())])));
    }
    let mut parts = vec![Part { heading: t(r::SUM).to_owned(), blocks: first }];
    parts.extend(groups(&services.rows).into_iter().map(|(name, rows)| group(name, &rows, number)));
    let whose = services.rows.first().map(|row| row.organisation.clone());
    let alone = whose.filter(|name| services.rows.iter().all(|row| row.organisation == *name));
    Paper {
        lang,
        title: t(r::SERVICES).to_owned(),
        lead: alone.into_iter().chain([period(filter)]).collect::<Vec<_>>().join(" · "),
        company: company.to_owned(),
        accent: accent.to_owned(),
        made: services.now.civil().date(),
        parts,
    }
}

fn period(filter: &InvoiceFilter) -> String {
    let day = |day: jiff::civil::Date| date(day, lang());
    match (filter.from, filter.to) {
        (None, None) => t(r::SERVICES_ALL).to_owned(),
        (Some(from), None) => tf(r::SERVICES_FROM, &[("from", &day(from))]),
        (None, Some(to)) => tf(r::SERVICES_TO, &[("to", &day(to))]),
        (Some(from), Some(to)) => tf(r::SERVICES_BETWEEN, &[("from", &day(from)), ("to", &day(to))]),
    }
}

/// Rows by the heading under which they stand on their documents, in the order of their first one.
fn groups(rows: &[ServiceRow]) -> Vec<(&str, Vec<&ServiceRow>)> {
    let mut groups: Vec<(&str, Vec<&ServiceRow>)> = Vec::new();
    for row in rows {
        match groups.iter_mut().find(|(name, _)| *name == row.line.group) {
            Some((_, those)) => those.push(row),
            None => groups.push((&row.line.group, vec![row])),
        }
    }
    groups
}

fn group(name: &str, rows: &[&ServiceRow], number: &NumberFormat) -> Part {
    let column = |(name, width, figures)| Column { name: t(name).to_owned(), width, figures };
    let columns = [
        (r::COL_DOCUMENT, 4, false),
        (r::COL_SERVICE, 9, false),
        (r::COL_QUANTITY, 3, true),
        (r::COL_PRICE, 3, true),
        (r::COL_NET, 3, true),
    ];
    let net = rows.iter().map(|row| row.net_cents()).sum();
    let sum = Row {
        cells: vec![
            t(r::SUM).to_owned(),
            tn(w::SERVICES_TOTAL, rows.len() as u64),
            String::new(),
            String::new(),
            euros(lang(), net),
        ],
        to: None,
        sum: true,
    };
    let table = Table {
        columns: columns.map(column).into(),
        rows: rows.iter().map(|row| line(row, number)).chain([sum]).collect(),
    };
    let heading = if name.is_empty() { t(r::SERVICES).to_owned() } else { name.to_owned() };
    Part { heading, blocks: vec![Block::Table(table)] }
}

fn line(row: &ServiceRow, number: &NumberFormat) -> Row {
    let lang = lang();
    let proof = proof(&row.chain, number);
    let kind = if row.kind.gives_back() { format!("{}: ", t(kind_word(row.kind))) } else { String::new() };
    let name = format!("{kind}{}", row.line.name);
    let cells = vec![
        format!("{}\n{}", row.invoice, date(row.issued, lang)),
        if proof.is_empty() { name } else { format!("{name}\n{proof}") },
        quantity(lang, &row.line),
        euros(lang, row.line.price_cents),
        euros(lang, row.net_cents()),
    ];
    Row { cells, ..Row::default() }
}

/// What a line is based on: contracts, orders, tickets, releases, acceptances.
fn proof(chain: &Chain, number: &NumberFormat) -> String {
    let lang = lang();
    let mut words: Vec<String> = chain.contracts.iter().map(|one| contract_words(lang, one)).collect();
    words.extend(chain.orders.iter().map(|(order, quote)| format!("{quote} → {order}")));
    for ticket in &chain.tickets {
        let mut about = vec![number.write(ticket.number)];
        about.extend(proof_of(lang, ticket));
        words.push(about.join(", "));
    }
    words.join(" · ")
}
