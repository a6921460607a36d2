//! Signatures: of people, behind a delimiter, and of the programs and phones they write with.
use super::heading;
use super::line::Line;

/// Most lines behind a delimiter that lost its space, or a bare dash, that are still a signature.
const MOST: usize = 12;

/// Whether a signature begins here. `-- ` is the delimiter (RFC 3676, 4.3). Programs that trim lines leave `--`; that, and a
/// line of long dashes alone, counts where little follows, because people draw lines too. Footers of mailing lists begin
/// with a line of underscores.
pub(super) fn begins(lines: &[Line], at: usize) -> bool {
    let line = &lines[at];
    let footer = || lines.get(at + 1).is_some_and(|next| next.low.contains("mailing list"));
    if line.raw.trim_start_matches('\u{feff}') == "-- " {
        true
    } else if line.low == "--" || line.low.chars().all(|c| c == '—' || c == '–') {
        !is_framed(lines, at) && is_little(lines, at + 1)
    } else {
        line.low.len() > 1 && line.low.bytes().all(|b| b == b'_') && footer()
    }
}

/// Whether the same line stands above or below too: two of them frame a text.
fn is_framed(lines: &[Line], at: usize) -> bool {
    let above = lines[at.saturating_sub(4 * MOST)..at].iter().rev().take_while(|line| !line.quoted);
    let ends = |n: usize| lines[n].quoted || lines[n].low != lines[at].low && heading::at(lines, n).is_some();
    let below = (at + 1..lines.len().min(at + 4 * MOST)).take_while(|n| !ends(*n)).map(|n| &lines[n]);
    above.chain(below).any(|line| line.low == lines[at].low)
}

/// Whether at most [`MOST`] lines of text come before the next quote or the end.
fn is_little(lines: &[Line], from: usize) -> bool {
    let mut written = 0;
    for (n, line) in lines.iter().enumerate().skip(from) {
        if line.quoted || written > MOST || n > from + 4 * MOST {
            break;
        }
        if !line.low.is_empty() {
            if heading::at(lines, n).is_some() {
                break;
            }
            written += 1;
        }
    }
    written <= MOST
}

/// Beginnings of the line that phones and programs put below a mail.
const BEGINNINGS: [&str; 22] = [
    "sent from ",
    "sent with ",
    "sent using ",
    "sent via ",
    "gesendet von ",
    "gesendet mit ",
    "gesendet aus ",
    "gesendet über ",
    "von meinem ",
    "von meiner ",
    "von unterwegs ",
    "versendet mit ",
    "verschickt mit ",
    "envoyé de ",
    "envoyé à partir de ",
    "get outlook for ",
    "outlook für ",
    "holen sie sich outlook ",
    "laden sie outlook ",
    "diese nachricht wurde von mein",
    "diese e-mail wurde von mein",
    "diese mail wurde von mein",
];

/// Words of which one is in such a line, unless it says "from my".
const DEVICES: [&str; 24] = [
    "iphone",
    "ipad",
    "android",
    "samsung",
    "galaxy",
    "huawei",
    "xiaomi",
    "pixel",
    "handy",
    "smartphone",
    "mobil",
    "tablet",
    "telefon",
    "blackberry",
    "outlook",
    "mail",
    "app",
    "windows",
    "proton",
    "gmx",
    "web.de",
    "ios",
    "yahoo",
    "unterwegs",
];

/// Whether a program signed here: a short line that stands alone. "Sent from my desk, which is …" is a sentence.
pub(super) fn is_client(lines: &[Line], at: usize) -> bool {
    let low = without_link(&lines[at].low);
    let begins = BEGINNINGS.iter().any(|beginning| low.starts_with(beginning));
    let passive = low.starts_with("von mei") || low.starts_with("von unter") || low.starts_with("diese ");
    let complete = !passive || low.trim_end_matches('.').ends_with("gesendet") || low.contains(" gesendet");
    let names = low.starts_with("sent from my ") || DEVICES.iter().any(|device| low.contains(device));
    let words = low.split(' ').count();
    begins
        && complete
        && names
        && words <= 12
        && !low.contains([',', '?', '!', ':'])
        && stands_alone(lines, at)
}

/// Outlook on phones signs directly above the quote, which begins without any sign of its own where the heading is lost.
pub(super) fn is_last(line: &Line) -> bool {
    line.low.contains("<https://aka.ms/")
}

/// Links that programs put behind their name.
fn without_link(low: &str) -> &str {
    low.split(['<', '(']).next().unwrap_or_default().trim_end()
}

/// No text directly above it and none below, except a quote, another signature or a heading.
fn stands_alone(lines: &[Line], at: usize) -> bool {
    let empty = |n: Option<usize>| n.and_then(|n| lines.get(n)).is_none_or(|line| line.low.is_empty());
    let below = at + 1;
    let ends = empty(Some(below)) || lines[below].quoted || heading::at(lines, below).is_some();
    empty(at.checked_sub(1)) || ends
}
