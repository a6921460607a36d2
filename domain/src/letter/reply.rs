//! What is new in a reply: its text without quotes and signatures. The raw mail is always kept beside it.
//!
//! One pass from top to bottom; each line is looked at with a fixed number of lines around it, so the time is linear. Where
//! programs leave room for doubt the text stays: a quote shown twice is noise, a sentence lost is a fault.
//!
//! - Text above the quote (Outlook, Gmail, Apple Mail, phones): the quote goes, with all that follows it.
//! - Text below the quote: the quote goes.
//! - Quoted lines at the end go without a heading too, unless the line above them announces them with a colon.
//! - Text between quotes: all is kept up to the last word of the writer, because his answers need their questions.
//! - A signature goes where its delimiter `-- ` says so; "Mit freundlichen Grüßen" and the name stay.
//! - A mail that was passed on is kept from the line that says so: its content is the news. Outlook does not say so; there
//!   [`super::subject::is_forward`] tells, and the server shows such a mail whole.
//! - Where nothing would be left, or what is left says that its answers stand below, the original is kept whole.
mod below;
pub mod forwarded;
mod heading;
mod line;
mod signature;

use below::points_below;
use heading::Heading;
use line::Line;

/// The line above which customers are asked to answer, in German mails.
pub const MARKER_DE: &str = "–– Bitte oberhalb dieser Zeile antworten ––";
/// The line above which customers are asked to answer, in English mails.
pub const MARKER_EN: &str = "–– Please reply above this line ––";

/// The part of a mail that is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reply {
    /// The new text, without empty lines around it; the original where nothing would be left.
    pub visible: String,
    /// Whether anything was left out.
    pub hidden: bool,
    /// Whether that was more than a signature and a mail of ours: then who reads it is told so.
    pub cut: bool,
}

impl Reply {
    /// All of a text.
    pub fn whole(text: &str) -> Self {
        Self { visible: text.to_owned(), hidden: false, cut: false }
    }
}

/// What becomes of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fate {
    /// Written by the sender; kept.
    Own,
    /// Empty; goes with its neighbours.
    Blank,
    /// Of an earlier mail.
    Quote,
    /// One or two lines with `>` and no heading: perhaps a quote, perhaps a command. Goes at the end, where nothing announces it.
    Loose,
    /// Of a signature.
    Signature,
}

/// The new part of a mail's plain text.
pub fn visible(text: &str) -> Reply {
    let lines: Vec<Line> = text.lines().map(Line::read).collect();
    let mut fates = fates(&lines);
    let own = |fate: &Fate| *fate == Fate::Own;
    let (Some(first), Some(last)) = (fates.iter().position(own), fates.iter().rposition(own)) else {
        return Reply::whole(text);
    };
    let is_quote = |fate: &Fate| matches!(fate, Fate::Quote | Fate::Loose);
    if fates[first..=last].iter().any(is_quote) {
        fates[..last].iter_mut().filter(|fate| is_quote(fate)).for_each(|fate| *fate = Fate::Own);
    }
    if !lines[last].low.ends_with(':') {
        fates[last..].iter_mut().filter(|fate| is_quote(fate)).for_each(|fate| *fate = Fate::Quote);
    }
    let hidden = fates.iter().any(|fate| matches!(fate, Fate::Quote | Fate::Signature));
    let visible = joined(&lines, &fates);
    let left_out =
        || lines.iter().zip(&fates).filter(|(_, fate)| **fate == Fate::Quote).map(|(line, _)| line);
    if left_out().next().is_some() && points_below(&visible) {
        return Reply::whole(text.trim());
    }
    let cut = left_out().next().is_some() && !left_out().any(heading::is_marker);
    Reply { visible, hidden, cut }
}

/// What is shown of a mail that answers none of ours: all of it but signatures. What looks like a quote there is what it is
/// about: a log, a list, the mail of a colleague. Below our own line all is ours, whatever the mail says that it answers.
pub fn opening(text: &str) -> Reply {
    let lines: Vec<Line> = text.lines().map(Line::read).collect();
    if lines.iter().any(heading::is_marker) {
        return visible(text);
    }
    let mut fates = fates(&lines);
    fates.iter_mut().filter(|fate| **fate == Fate::Quote).for_each(|fate| *fate = Fate::Own);
    if !fates.iter().any(|fate| matches!(fate, Fate::Own | Fate::Loose)) {
        return Reply::whole(text);
    }
    if !fates.contains(&Fate::Signature) {
        return Reply::whole(text.trim());
    }
    Reply { visible: joined(&lines, &fates), hidden: true, cut: false }
}

/// The kept lines; one empty line where something was left out between them.
fn joined(lines: &[Line], fates: &[Fate]) -> String {
    let mut out = String::new();
    let (mut blank, mut gap) = (0, false);
    for (line, fate) in lines.iter().zip(fates) {
        match fate {
            Fate::Blank => blank += 1,
            Fate::Quote | Fate::Signature => gap = true,
            Fate::Own | Fate::Loose => {
                let breaks = if out.is_empty() {
                    0
                } else if gap {
                    2
                } else {
                    blank + 1
                };
                out.extend(std::iter::repeat_n('\n', breaks));
                out.push_str(line.raw.trim_end());
                (blank, gap) = (0, false);
            }
        }
    }
    out
}

/// Decides on each line from top to bottom.
fn fates(lines: &[Line]) -> Vec<Fate> {
    let mut fates = Vec::with_capacity(lines.len());
    let mut in_signature = false;
    while let Some(line) = lines.get(fates.len()) {
        let at = fates.len();
        if line.quoted {
            let end = quote_end(lines, at);
            let loose = end - at < 3 && !heading::is_attribution(&line.inner());
            fates.resize(end, if loose && !in_signature { Fate::Loose } else { Fate::Quote });
            in_signature = false;
        } else if line.low.is_empty() {
            fates.push(Fate::Blank);
        } else if heading::is_marker(line) {
            fates.resize(lines.len(), Fate::Quote);
        } else if heading::is_forward(line) {
            fates.resize(lines.len(), Fate::Own);
            blanks(lines, &mut fates);
        } else if let Some(Heading { end, prefixed }) = heading::at(lines, at) {
            let quote = (end..lines.len()).find(|n| !lines[*n].low.is_empty());
            match quote.filter(|n| prefixed && lines[*n].quoted) {
                Some(quote) => fates.resize(quote_end(lines, quote), Fate::Quote),
                None => fates.resize(lines.len(), Fate::Quote),
            }
            in_signature = false;
        } else if in_signature || signature::begins(lines, at) {
            in_signature = true;
            fates.push(Fate::Signature);
        } else if signature::is_client(lines, at) {
            fates.push(Fate::Signature);
            if signature::is_last(line) {
                fates.resize(lines.len(), Fate::Quote);
            }
        } else {
            fates.push(Fate::Own);
        }
    }
    blanks(lines, &mut fates);
    fates
}

fn blanks(lines: &[Line], fates: &mut [Fate]) {
    for (line, fate) in lines.iter().zip(fates) {
        if line.low.is_empty() && !line.quoted {
            *fate = Fate::Blank;
        }
    }
}

/// Where the quote that begins here ends. Empty lines between quoted ones belong to it, and so does the tail of a long quoted
/// line that a program broke without a new `>`.
fn quote_end(lines: &[Line], from: usize) -> usize {
    let mut end = from + 1;
    let quoted = |n: usize| lines.get(n).is_some_and(|line| line.quoted);
    loop {
        let broken = lines.get(end).is_some_and(|tail| lines[end - 1].is_long() && tail.continues());
        if quoted(end) {
            end += 1;
        } else if quoted(end + 1) && (lines[end].low.is_empty() || broken) {
            end += 2;
        } else {
            return end;
        }
    }
}

#[cfg(test)]
mod cases;
#[cfg(test)]
mod tests;
