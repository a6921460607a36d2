//! The plain-text form: lines of at most 78 signs (RFC 5322, 2.1.1), addresses never broken.
use super::{Block, Button, Content, clean};
use app::words::{self, fill, say};

const WIDTH: usize = 78;
/// Labels up to this length stand in a column of their own.
const LABEL: usize = 30;

/// The whole mail.
pub(super) fn text(content: &Content) -> String {
    let mut parts: Vec<String> = content.reply_above.map(str::to_owned).into_iter().collect();
    parts.extend(head(content));
    parts.push(wrapped(content.greeting, ""));
    parts.extend(content.blocks.iter().map(|block| said(block, content)));
    parts.push(footer(content));
    parts.retain(|part| !part.is_empty());
    clean(&(parts.join("\n\n") + "\n"))
}

fn head(content: &Content) -> Option<String> {
    let ticket = content.ticket.as_ref()?;
    let state = fill(content.lang, words::mail::STATE, &[("state", ticket.state)]);
    let title = wrapped(&format!("{} · {}", ticket.number, ticket.title), "");
    let address = ticket.address.map(str::to_owned);
    Some([title, wrapped(&state, "")].into_iter().chain(address).collect::<Vec<_>>().join("\n"))
}

fn said(block: &Block, content: &Content) -> String {
    match block {
        Block::Text(text) | Block::Small(text) => wrapped(text, ""),
        Block::Facts(facts) => aligned(facts),
        // Indented, not quoted: to mail programs a quote is what one reads last. Nor can a line of it pass for ours.
        Block::Message { by, at, text } => {
            format!("{}\n\n{}", wrapped(&format!("{by} · {at}"), ""), wrapped(text, "  "))
        }
        Block::Buttons(buttons) => {
            let told: Vec<String> =
                buttons.iter().map(|Button { label, address, .. }| format!("{label}:\n{address}")).collect();
            told.join("\n\n")
        }
        Block::Notice(text) => wrapped(&format!("{} {text}", say(content.lang, words::mail::NOTICE)), ""),
    }
}

/// Below the delimiter of a signature (RFC 3676, 4.3), so that replies leave it out.
fn footer(content: &Content) -> String {
    let company = &content.company;
    let from = fill(content.lang, words::mail::FOOTER, &[("address", company.portal)]);
    let mut lines = vec!["-- ".to_owned(), wrapped(company.name, "")];
    lines.extend(company.lines.iter().map(|line| wrapped(line, "")));
    lines.push(wrapped(&from, ""));
    lines.join("\n")
}

/// Values below each other, right of their labels; a label that is too long has a line of its own.
fn aligned(facts: &[(String, String)]) -> String {
    let length = |label: &str| label.chars().count() + 1;
    let short = facts.iter().map(|(label, _)| length(label)).filter(|length| *length <= LABEL);
    let column = short.max().unwrap_or(0) + 2;
    let indent = " ".repeat(column);
    let line = |(label, value): &(String, String)| {
        let value = wrapped(value, &indent);
        if length(label) < column {
            format!("{label}:{}{}", &indent[length(label)..], value.trim_start())
        } else {
            format!("{}\n{value}", wrapped(&format!("{label}:"), ""))
        }
    };
    facts.iter().map(line).collect::<Vec<_>>().join("\n")
}

/// Lines broken between words, each with an indent. No line ends in a space, so none can pass for the delimiter of the
/// signature; at most one empty line stays between two.
fn wrapped(text: &str, indent: &str) -> String {
    let width = WIDTH - indent.len();
    let mut lines: Vec<String> = Vec::new();
    for line in text.trim().lines().map(str::trim_end) {
        if !line.is_empty() {
            lines.extend(broken(line, width).iter().map(|part| format!("{indent}{part}")));
        } else if lines.last().is_some_and(|last| !last.is_empty()) {
            lines.push(String::new());
        }
    }
    lines.join("\n")
}

/// A line that fits stays as it was typed. Broken only at plain spaces: a hard one keeps a number with its unit.
fn broken(line: &str, width: usize) -> Vec<String> {
    let length = |text: &str| text.chars().count();
    if length(line) <= width {
        return vec![line.to_owned()];
    }
    let mut parts: Vec<String> = Vec::new();
    for word in line.split(' ').filter(|word| !word.is_empty()) {
        match parts.last_mut() {
            Some(part) if length(part) + 1 + length(word) <= width => {
                part.push(' ');
                part.push_str(word);
            }
            _ => parts.push(word.to_owned()),
        }
    }
    parts
}
