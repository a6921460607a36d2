//! Web addresses in what people wrote. Only `http` and `https` become links.

/// A stretch of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Piece<'a> {
    /// As it is.
    Plain(&'a str),
    /// A web address as it was written.
    Web(&'a str),
}

/// Whether an address leads to the web: no link of a mail leads anywhere else.
pub(super) fn is_web(address: &str) -> bool {
    !address.is_empty() && length(address) == address.len()
}

/// The stretches of a text.
pub(super) fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let (mut plain, mut at) = (0, 0);
    while at < text.len() {
        let before = text[..at].chars().next_back();
        let inside = before.is_some_and(|c| c.is_alphanumeric() || "/@._-".contains(c));
        let found = if inside { 0 } else { without_sentence(&text[at..at + length(&text[at..])]).len() };
        if found > 0 {
            if plain < at {
                pieces.push(Piece::Plain(&text[plain..at]));
            }
            pieces.push(Piece::Web(&text[at..at + found]));
            plain = at + found;
        }
        at += found.max(text[at..].chars().next().map_or(1, char::len_utf8));
    }
    if plain < text.len() {
        pieces.push(Piece::Plain(&text[plain..]));
    }
    pieces
}

/// How long the address is with which a text begins; 0 where it begins with none.
fn length(text: &str) -> usize {
    let starts =
        |scheme: &str| text.get(..scheme.len()).is_some_and(|head| head.eq_ignore_ascii_case(scheme));
    let Some(scheme) = ["https://", "http://"].into_iter().find(|scheme| starts(scheme)) else { return 0 };
    let host = text[scheme.len()..].chars().next().is_some_and(char::is_alphanumeric);
    if host { text.find(ends).unwrap_or(text.len()) } else { 0 }
}

/// Marks that turn the reading direction could make an address look like another.
fn ends(c: char) -> bool {
    let turns = matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    turns || c.is_whitespace() || c.is_control() || "<>\"`„“”»«".contains(c)
}

/// Without the marks at the end that belong to the sentence; a closing bracket stays where it was opened inside.
fn without_sentence(address: &str) -> &str {
    let mut address = address;
    while let Some(last) = address.chars().next_back() {
        let opened = |open: char| address.matches(open).count() >= address.matches(last).count();
        let belongs = match last {
            ')' => opened('('),
            ']' => opened('['),
            '.' | ',' | ';' | ':' | '!' | '?' | '\'' | '*' | '’' | '‘' | '…' => false,
            _ => true,
        };
        if belongs {
            break;
        }
        address = &address[..address.len() - last.len_utf8()];
    }
    address
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_web_addresses_become_links_and_sentences_keep_their_marks() {
        for (text, address) in [
            ("siehe https://a.de/korb?a=1#oben.", Some("https://a.de/korb?a=1#oben")),
            ("(siehe HTTP://a.de/b)", Some("HTTP://a.de/b")),
            (
                "https://de.wikipedia.org/wiki/Kiel_(Stadt)!",
                Some("https://de.wikipedia.org/wiki/Kiel_(Stadt)"),
            ),
            ("„https://a.de“, sagte er", Some("https://a.de")),
            ("https://a.de\u{202e}gpj.exe", Some("https://a.de")),
            ("javascript:alert(1)", None),
            ("ftp://a.de", None),
            ("xhttps://a.de", None),
            ("https://", None),
            ("https://.", None),
            ("ä", None),
        ] {
            let found = pieces(text).into_iter().find_map(|piece| match piece {
                Piece::Web(address) => Some(address),
                Piece::Plain(_) => None,
            });
            assert_eq!(found, address, "{text}");
        }
    }

    #[test]
    fn nothing_of_a_text_is_lost() {
        let text = "Ä https://a.de, https://b.de\nund http://c.de/ß?ü …";
        let joined: String =
            pieces(text).iter().map(|(Piece::Plain(part) | Piece::Web(part))| *part).collect();
        assert_eq!(joined, text);
        assert_eq!(pieces(text).len(), 7);
    }

    #[test]
    fn an_address_is_one_as_a_whole() {
        assert!(is_web("https://x.de/?a=1&b='2'") && is_web("http://localhost:3000"));
        for other in [
            "",
            "javascript:alert(1)",
            " https://x.de",
            "https://x.de/\" onclick=\"x",
            "https://x.de\njavascript:",
        ] {
            assert!(!is_web(other), "{other}");
        }
    }
}
