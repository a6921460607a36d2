//! A line of a mail, read once.

/// Most characters of a line that are looked at; headings are shorter.
const MOST: usize = 400;

/// A line with what the rules ask of it.
#[derive(Debug)]
pub(super) struct Line<'a> {
    /// As it stands there.
    pub(super) raw: &'a str,
    /// The beginning in small letters, spaces joined, without invisible characters; empty for an empty line.
    pub(super) low: String,
    /// Whether it begins with `>`, and is not the end of an address that Gmail broke before it.
    pub(super) quoted: bool,
}

impl<'a> Line<'a> {
    /// Reads a line.
    pub(super) fn read(raw: &'a str) -> Self {
        let low = flat(raw);
        let quoted = low.starts_with('>') && low != ">:";
        Self { raw, low, quoted }
    }

    /// The text behind the signs of a quote.
    pub(super) fn inner(&self) -> String {
        self.low.trim_start_matches(['>', ' ']).to_owned()
    }

    /// Long enough for a program to break it.
    pub(super) fn is_long(&self) -> bool {
        self.raw.len() >= 60
    }

    /// Begins in the middle of a sentence.
    pub(super) fn continues(&self) -> bool {
        self.raw.trim_start().starts_with(char::is_lowercase)
    }
}

fn flat(raw: &str) -> String {
    let mut low = String::new();
    for c in raw.trim_start().chars().take(MOST).filter(|c| !is_invisible(*c)) {
        if !c.is_whitespace() {
            low.extend(c.to_lowercase());
        } else if !low.is_empty() && !low.ends_with(' ') {
            low.push(' ');
        }
    }
    low.truncate(low.trim_end().len());
    low
}

/// Marks of byte order and writing direction, and spaces without width.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}' | '\u{ad}')
}
