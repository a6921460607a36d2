//! The mail that a mail passes on, read from its text: who wrote it first and what they wrote.
//!
//! Gmail, Apple Mail and Thunderbird say so in a line above the header lines; Outlook writes the header lines alone. The first
//! block from the top counts: of what was passed on twice it names whose mail reached who passed it on last.
mod banner;

use super::heading::{self, Block};
use super::line::Line;
use crate::input::{clean_line, is_address};
use crate::letter::subject::gateway;

/// Most characters of a name.
const LONGEST_NAME: usize = 120;

/// A mail within the text of another. That it stands there proves nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Forwarded {
    /// The writer's name; empty where none stands there.
    pub name: String,
    /// Their address, in small letters.
    pub email: String,
    /// What they wrote, without the header lines and without a gateway's warning that they are from outside.
    pub text: String,
}

/// What a text passes on; nothing where its first header lines name no address, whatever stands further below. Outlook writes the
/// same lines above what is answered: unless the mail is `told` to be one that was passed on, a line above them must say so, and
/// stand above anything that is answered.
pub fn forwarded(text: &str, told: bool) -> Option<Forwarded> {
    // Apple Mail passes on as a quote; its signs say nothing here.
    let bare: Vec<&str> = text.lines().map(unquoted).collect();
    let lines: Vec<Line> = bare.iter().map(|line| Line::read(line)).collect();
    let mut own = (0..lines.len()).take_while(|at| told || !heading::is_answered(&lines, *at));
    let first = own.find_map(|at| heading::forwarded(&lines, at));
    let Block { sender, end, .. } = first.filter(|block| told || block.announced)?;
    // Programs break long addresses.
    let from = bare[sender].join(" ");
    let (name, email) = writer(from.split_once(':')?.1)?;
    let text = bare[end..].join("\n");
    Some(Forwarded { name, email, text: banner::without(text.trim()).to_owned() })
}

/// A line without the first sign of a quote.
fn unquoted(line: &str) -> &str {
    line.strip_prefix('>').map_or(line, |rest| rest.strip_prefix(' ').unwrap_or(rest))
}

/// Name and address as programs write them: `Anna Meier <a@b.de>`, `Anna Meier [mailto:a@b.de]`, `a@b.de<mailto:a@b.de>`.
fn writer(told: &str) -> Option<(String, String)> {
    let ends = |c: char| c.is_whitespace() || "<>[]()\",;*".contains(c);
    let mut before = 0;
    for piece in told.split_inclusive(ends) {
        let word = piece.trim_end_matches(ends).trim_matches('\'');
        let address = word.strip_prefix("mailto:").unwrap_or(word).to_lowercase();
        if is_address(&address) {
            return Some((named(&told[..before]), address));
        }
        before += piece.len();
    }
    None
}

/// The name before an address; some gateways put their tag before that, too.
fn named(told: &str) -> String {
    let around = |c: char| c.is_whitespace() || "<[('_".contains(c);
    let name = clean_line(&told.replace(['"', '*'], ""));
    gateway::past(&name).trim_matches(around).chars().take(LONGEST_NAME).collect()
}

#[cfg(test)]
mod tests;
