//! Ticket numbers (B2): unique, never reused, readable, recognised wherever they are written.
use serde::{Deserialize, Serialize};

/// The number of a ticket. People read it as [`NumberFormat::write`] says; it has no text of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct TicketNumber(pub i64);

/// How a company writes its numbers: a prefix before the digits, and prefixes it used before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NumberFormat {
    /// Written before the digits, such as `#` or `T-`.
    pub prefix: String,
    /// Earlier prefixes, still recognised.
    #[serde(default)]
    pub former: Vec<String>,
}

impl Default for NumberFormat {
    fn default() -> Self {
        Self { prefix: "#".to_owned(), former: Vec::new() }
    }
}

impl NumberFormat {
    /// This format with another prefix; the one so far stays recognised, for numbers are written in old mails for ever.
    #[must_use]
    pub fn renamed(&self, prefix: &str) -> Self {
        let mut former = self.former.clone();
        former.retain(|known| known != prefix);
        if self.prefix != prefix && !former.contains(&self.prefix) {
            former.push(self.prefix.clone());
        }
        Self { prefix: prefix.to_owned(), former }
    }

    /// Whether all prefixes can be told from the digits that follow and from words around them: 1 to 10 characters without
    /// spaces, the last of them no digit.
    pub fn is_readable(&self) -> bool {
        let fine = |prefix: &String| {
            let plain = prefix.chars().all(|c| c.is_ascii_graphic() && !"<>\"[]".contains(c));
            (1..=10).contains(&prefix.len()) && plain && !prefix.ends_with(|c: char| c.is_ascii_digit())
        };
        fine(&self.prefix) && self.former.iter().all(fine)
    }

    /// The number as people read it.
    pub fn write(&self, number: TicketNumber) -> String {
        format!("{}{}", self.prefix, number.0)
    }

    /// The number that a whole query means: digits alone, or with a current or former prefix.
    pub fn read(&self, text: &str) -> Option<TicketNumber> {
        let text = text.trim();
        let digits =
            self.prefixes().find_map(|prefix| strip_prefix_ignoring_case(text, prefix)).unwrap_or(text);
        parse_digits(digits)
    }

    /// Every number written in a text with its byte range, in order. A number needs its prefix, and nothing that
    /// belongs to a word, an address or another number may touch it: `C#7`, `page#12`, `#12abc` are none.
    pub fn find(&self, text: &str) -> Vec<(std::ops::Range<usize>, TicketNumber)> {
        let mut found = Vec::new();
        let mut at = 0;
        while at < text.len() {
            if let Some((length, number)) = self.number_at(text, at) {
                found.push((at..at + length, number));
                at += length;
            } else {
                at += text[at..].chars().next().map_or(1, char::len_utf8);
            }
        }
        found
    }

    fn number_at(&self, text: &str, at: usize) -> Option<(usize, TicketNumber)> {
        let before = text[..at].chars().next_back();
        if before.is_some_and(|c| c.is_alphanumeric() || "/&#=._-".contains(c)) {
            return None;
        }
        self.prefixes().find_map(|prefix| {
            let rest = strip_prefix_ignoring_case(&text[at..], prefix)?;
            let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
            let after = rest[digits..].chars().next();
            let touches = after.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == '#');
            if touches {
                None
            } else {
                Some((text[at..].len() - rest.len() + digits, parse_digits(&rest[..digits])?))
            }
        })
    }

    fn prefixes(&self) -> impl Iterator<Item = &str> {
        std::iter::once(&self.prefix)
            .chain(&self.former)
            .map(String::as_str)
            .filter(|prefix| !prefix.is_empty())
    }
}

fn strip_prefix_ignoring_case<'a>(text: &'a str, prefix: &str) -> Option<&'a str> {
    let head = text.get(..prefix.len())?;
    head.eq_ignore_ascii_case(prefix).then(|| &text[prefix.len()..])
}

fn parse_digits(digits: &str) -> Option<TicketNumber> {
    let plain = (1..=15).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
    if plain { digits.parse().ok().filter(|n| *n > 0).map(TicketNumber) } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn format() -> NumberFormat {
        NumberFormat { prefix: "#".into(), former: vec!["T-".into()] }
    }

    #[test]
    fn numbers_are_found_wherever_they_are_written() {
        let found = |text: &str| {
            format().find(text).into_iter().map(|(r, n)| (text[r].to_owned(), n.0)).collect::<Vec<_>>()
        };
        assert_eq!(
            found("siehe #1042, (#7) und t-12."),
            [("#1042".to_owned(), 1042), ("#7".to_owned(), 7), ("t-12".to_owned(), 12)]
        );
        for none in [
            "C#7",
            "https://x.de/#12",
            "#12abc",
            "##12",
            "#",
            "#0",
            "Farbe #00ff00",
            "a-t-12",
            "#1234567890123456",
        ] {
            assert!(found(none).is_empty(), "{none}");
        }
    }

    #[test]
    fn a_former_prefix_stays_recognised() {
        let renamed = format().renamed("SUP-");
        assert_eq!(
            (renamed.prefix.as_str(), renamed.former.as_slice()),
            ("SUP-", &["T-".into(), "#".into()][..])
        );
        assert_eq!(renamed.read("#1042"), Some(TicketNumber(1042)));
        assert_eq!(
            renamed.renamed("#"),
            NumberFormat { prefix: "#".into(), former: vec!["T-".into(), "SUP-".into()] }
        );
        assert_eq!(format().renamed("#"), format());
        for (prefix, readable) in [
            ("#", true),
            ("SUP-", true),
            ("", false),
            ("T 1", false),
            ("T1", false),
            ("[#", false),
            ("Überlang-lang", false),
        ] {
            let format = NumberFormat { prefix: prefix.into(), former: vec![] };
            assert_eq!(format.is_readable(), readable, "{prefix}");
        }
    }

    #[test]
    fn a_query_may_leave_the_prefix_out() {
        for text in ["1042", "#1042", " T-1042 ", "t-1042"] {
            assert_eq!(format().read(text), Some(TicketNumber(1042)), "{text}");
        }
        for text in ["", "#", "x1042", "10 42", "-5", "0"] {
            assert_eq!(format().read(text), None, "{text}");
        }
    }
}
