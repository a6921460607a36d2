//! What mail programs write above a quote.
mod attribution;
mod block;

use super::line::Line;
use std::ops::Range;

/// A heading that ends before the line `end`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Heading {
    /// The first line behind it.
    pub(super) end: usize,
    /// Whether its program may put `>` before the quote, so that what follows the last `>` is the writer's again.
    pub(super) prefixed: bool,
}

/// The heading that begins at a line that is neither empty nor quoted.
pub(super) fn at(lines: &[Line], from: usize) -> Option<Heading> {
    if let Some(end) = attribution::end(lines, from) {
        return Some(Heading { end, prefixed: true });
    }
    let rule = is_rule(&lines[from]) || is_original(&lines[from]);
    let start = if rule { next_text(lines, from + 1) } else { Some(from) };
    let block = start.and_then(|start| block::end(lines, start, rule));
    let end = block.or_else(|| is_original(&lines[from]).then_some(from + 1))?;
    // What stands below such a block has no signs of its own; a `>` in it is older still.
    Some(Heading { end, prefixed: false })
}

/// The header lines of a mail that was passed on, or that stands below another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Block {
    /// The lines that name its sender.
    pub(super) sender: Range<usize>,
    /// The first line behind it.
    pub(super) end: usize,
    /// Whether the line above says that the mail was passed on; programs write such lines above what is answered, too.
    pub(super) announced: bool,
}

/// The header lines that begin at a line, or below the one that announces them there.
pub(super) fn forwarded(lines: &[Line], from: usize) -> Option<Block> {
    let announced = is_forward(&lines[from]);
    let headed = announced || is_rule(&lines[from]) || is_original(&lines[from]);
    let start = if headed { next_text(lines, from + 1)? } else { from };
    let end = block::end(lines, start, headed)?;
    Some(Block { sender: block::sender(lines, start, end)?, end, announced })
}

/// Whether an attribution begins at a line: what stands below is answered.
pub(super) fn is_answered(lines: &[Line], from: usize) -> bool {
    attribution::end(lines, from).is_some()
}

/// Whether a line, without its signs of a quote, is an attribution: `Am … schrieb …:`.
pub(super) fn is_attribution(low: &str) -> bool {
    attribution::is_whole(low)
}

/// Our own line above which to answer.
pub(super) fn is_marker(line: &Line) -> bool {
    let words = line.low.trim_matches(|c: char| !c.is_alphanumeric());
    ["bitte oberhalb dieser zeile antworten", "please reply above this line"].contains(&words)
}

/// The line that says that a mail was passed on.
pub(super) fn is_forward(line: &Line) -> bool {
    const WORDS: [&str; 8] = [
        "forwarded message",
        "begin forwarded message",
        "weitergeleitete nachricht",
        "weitergeleitete e-mail",
        "weitergeleitete mail",
        "anfang der weitergeleiteten nachricht",
        "anfang der weitergeleiteten e-mail",
        "message transféré",
    ];
    line.low.len() < 100 && WORDS.contains(&line.low.trim_matches(|c: char| !c.is_alphanumeric()))
}

/// `-----Ursprüngliche Nachricht-----`
fn is_original(line: &Line) -> bool {
    const WORDS: [&str; 14] = [
        "ursprüngliche nachricht",
        "urspruengliche nachricht",
        "originalnachricht",
        "original-nachricht",
        "original nachricht",
        "originalmail",
        "ursprüngliche e-mail",
        "ursprüngliche mail",
        "original message",
        "original-message",
        "original email",
        "message d'origine",
        "messaggio originale",
        "oprindelig besked",
    ];
    let words = line.low.trim_matches(['-', '_', '=', '*', '–', '—', ' ', '>', '<']);
    line.low.len() >= words.len() + 4
        && line.low.starts_with(['-', '_', '=', '*', '–', '—'])
        && WORDS.contains(&words)
}

/// A line drawn across, as Outlook draws it above its block.
fn is_rule(line: &Line) -> bool {
    let drawn = |sign: char| line.low.chars().all(|c| c == sign || c == ' ');
    line.low.len() >= 3 && ['_', '-', '=', '—', '–', '*'].into_iter().any(drawn)
}

/// The next line with text within the next four.
fn next_text(lines: &[Line], from: usize) -> Option<usize> {
    (from..lines.len().min(from + 4)).find(|n| !lines[*n].low.is_empty())
}
