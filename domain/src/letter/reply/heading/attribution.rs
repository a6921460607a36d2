//! `Am 23.11.2026 um 10:00 schrieb Anna <anna@kunde.de>:` and its relatives, on one line or broken over several.
use crate::letter::reply::line::Line;

/// Most lines over which programs break an attribution.
const MOST: usize = 5;
/// Longest attribution, joined to one line, in bytes.
const LONGEST: usize = 400;

/// How an attribution begins that may be broken; the others are on one or two lines.
const BEGINNINGS: [&str; 11] =
    ["am ", "on ", "le ", "il ", "el ", "op ", "em ", "den ", "in data ", "w dniu ", "il giorno "];

/// Words for "wrote". In German and English they stand anywhere behind the beginning.
const WROTE: [&str; 14] = [
    "schrieb",
    "geschrieben",
    "wrote",
    "a écrit",
    "ha scritto",
    "escribió",
    "escreveu",
    "schreef",
    "skrev",
    "napisał",
    "napsal",
    "írta",
    "написал",
    "пишет",
];

/// How sure it is that a text is an attribution.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd)]
enum Sure {
    /// Only where a quote with `>` follows.
    BeforeQuote,
    /// On its own.
    Alone,
}

/// Where the attribution that begins here ends.
pub(super) fn end(lines: &[Line], from: usize) -> Option<usize> {
    let opened = opens(&lines[from].low);
    let mut text = String::new();
    for (n, line) in lines.iter().enumerate().skip(from).take(if opened { MOST } else { 2 }) {
        if line.low.is_empty() || line.quoted || n > from && !opened && opens(&line.low) {
            return None;
        }
        if n > from && !text.ends_with(['<', '(', '@']) {
            text.push(' ');
        }
        text.push_str(&line.low);
        match sure(&text) {
            Some(Sure::Alone) => return Some(n + 1),
            Some(Sure::BeforeQuote) if (opened || n == from) && quote_follows(lines, n + 1) => {
                return Some(n + 1);
            }
            Some(Sure::BeforeQuote) | None => {}
        }
    }
    None
}

/// Whether a text is a whole attribution.
pub(super) fn is_whole(low: &str) -> bool {
    sure(low).is_some()
}

fn sure(text: &str) -> Option<Sure> {
    let drawn = text.starts_with("--") && text.ends_with("--");
    let text = bare(text);
    let (body, colon) = match text.strip_suffix(':') {
        Some(body) => (body.trim_end(), true),
        None => (text, false),
    };
    if text.len() > LONGEST || !(colon || drawn || body.ends_with("wrote")) {
        return None;
    }
    let wrote = WROTE.iter().any(|word| has_word(body, word));
    let address = body.contains('@');
    let time = has_time(body);
    let opened = opens(text);
    let digits = body.bytes().filter(u8::is_ascii_digit).count();
    // A sentence of the writer's may begin and end like one; without an address only a short one counts.
    let dated = address || time && text.len() <= 110;
    if wrote && opened && digits > 0 && dated || wrote && address && time {
        Some(Sure::Alone)
    } else if colon && address && time && body.ends_with('>') && digits >= 6 {
        // Without a verb: `23.11.2026, 10:00, "Anna" <anna@kunde.de>:`
        Some(Sure::Alone)
    } else if colon && (wrote || body.starts_with("zitat von ") || body.starts_with("quoting ")) {
        Some(Sure::BeforeQuote)
    } else {
        None
    }
}

/// Whether an attribution that may be broken begins here.
fn opens(low: &str) -> bool {
    BEGINNINGS.iter().any(|beginning| bare(low).starts_with(beginning))
}

/// Without the dashes and stars around it.
fn bare(text: &str) -> &str {
    text.trim_matches(['-', '*', ' '])
}

fn has_word(text: &str, word: &str) -> bool {
    text.match_indices(word).any(|(at, _)| {
        let before = text[..at].chars().next_back();
        let after = text[at + word.len()..].chars().next();
        !before.is_some_and(char::is_alphanumeric) && !after.is_some_and(char::is_alphanumeric)
    })
}

/// `10:00`, or `18.30` as some write it; a date such as `23.11.26` is none.
fn has_time(text: &str) -> bool {
    text.split(|c: char| !(c.is_ascii_digit() || c == ':' || c == '.' || c == 'h')).any(|word| {
        let word = word.trim_matches(['.', ':', 'h']);
        let mut parts = word.split([':', '.', 'h']);
        let mut number = |most: u32| {
            let part = parts.next().filter(|part| (1..=2).contains(&part.len()));
            part.and_then(|part| part.parse().ok()).is_some_and(|value: u32| value <= most)
        };
        number(24) && number(59) && (word.contains(':') || parts.next().is_none())
    })
}

/// Whether the next text, within two lines, is a quote with `>`.
fn quote_follows(lines: &[Line], from: usize) -> bool {
    let next = lines.iter().skip(from).take(3).find(|line| !line.low.is_empty());
    next.is_some_and(|line| line.quoted)
}
