//! Texts and addresses as people type them.
use super::link::without_tokens;

/// One line: control characters become spaces, runs of spaces one, none at the ends; marks that nobody sees and that turn
/// the direction of what follows are gone. So are tokens of links that decide ([`super::link`]): others read what somebody types.
pub fn clean_line(text: &str) -> String {
    without_tokens(&without_unseen(text))
        .split(|c: char| c.is_control() || c.is_whitespace())
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

/// Several lines: line ends become `\n`, other control characters and marks that nobody sees go, and so do tokens as in
/// [`clean_line`]; no blank lines at the ends.
pub fn clean_text(text: &str) -> String {
    let unified = without_unseen(text).replace("\r\n", "\n").replace('\r', "\n");
    let clean: String = unified.chars().filter(|c| matches!(c, '\n' | '\t') || !c.is_control()).collect();
    without_tokens(clean.trim_end().trim_start_matches('\n'))
}

/// The text without marks that nobody sees; nothing where nobody would see anything of it.
fn without_unseen(text: &str) -> String {
    if text.chars().all(|c| is_blank(c) || is_unseen(c) || c.is_whitespace() || c.is_control()) {
        return String::new();
    }
    text.chars().filter(|c| !is_unseen(*c)).collect()
}

/// What shows nothing by itself, and changes or joins what stands beside it; fillers that look like spaces.
const fn is_blank(c: char) -> bool {
    matches!(
        c,
        '\u{AD}' | '\u{34F}' | '\u{115F}' | '\u{1160}' | '\u{180E}' | '\u{200C}' | '\u{200D}' | '\u{2061}'..='\u{2064}'
            | '\u{2800}' | '\u{3164}' | '\u{FE00}'..='\u{FE0F}' | '\u{FFA0}' | '\u{E0000}'..='\u{E007F}'
    )
}

/// Marks without width, and those that turn the direction of what follows (Unicode UAX #9). The joiners of emoji and of some
/// scripts are none.
const fn is_unseen(c: char) -> bool {
    matches!(c, '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}')
}

/// Whether a text holds what no reader sees: control characters but line ends and tabs, or marks that turn the direction of
/// what follows (Unicode UAX #9).
pub fn has_hidden(text: &str) -> bool {
    text.chars().any(|c| {
        c.is_control() && !matches!(c, '\n' | '\t' | '\r')
            || matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
    })
}

/// Whether `text` is a plain mailbox that mail servers take: `local@domain.tld`, at most 254 bytes, ASCII without
/// spaces and quotes (RFC 5321 dot-string; the rare quoted and international forms are refused on purpose).
pub fn is_address(text: &str) -> bool {
    let Some((local, domain)) = text.rsplit_once('@') else { return false };
    let atom = |part: &str| {
        !part.is_empty()
            && part.bytes().all(|b| b.is_ascii_alphanumeric() || b"!#$%&'*+/=?^_`{|}~-".contains(&b))
    };
    let label = |part: &str| {
        !part.is_empty()
            && part.len() <= 63
            && !part.starts_with('-')
            && !part.ends_with('-')
            && part.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
    };
    text.len() <= 254
        && local.len() <= 64
        && local.split('.').all(atom)
        && domain.contains('.')
        && domain.split('.').all(label)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_that_mail_servers_take_pass_and_others_do_not() {
        for good in ["a@b.de", "vera.albers+shop@albers-gmbh.de", "o'neil@x.co.uk", "x@xn--mller-kva.de"] {
            assert!(is_address(good), "{good}");
        }
        for bad in [
            "",
            "a",
            "a@b",
            "@b.de",
            "a@.de",
            "a b@c.de",
            "a@b.de\n",
            "a..b@c.de",
            "a@-b.de",
            "\"a\"@b.de",
            "a@b.de,c@d.de",
        ] {
            assert!(!is_address(bad), "{bad}");
        }
    }

    #[test]
    fn text_keeps_its_lines_and_loses_what_cannot_be_shown() {
        assert_eq!(clean_text("\r\na\r\n\r\n  b\u{0}\t \r\n"), "a\n\n  b");
        assert_eq!(clean_line(" a\n b\u{7}c "), "a b c");
        assert_eq!(clean_text("Kosten \u{202E}05\u{202C}\u{200B} Euro"), "Kosten 05 Euro");
        assert_eq!(
            clean_text("👩\u{200D}💻 می\u{200C}خواهم"),
            "👩\u{200D}💻 می\u{200C}خواهم",
            "joiners belong to what they join"
        );
        for nothing in ["\u{200B}\u{202E}", "\u{200D}", "\u{3164} \u{2800}", "\u{AD}\n\u{FE0F}"] {
            assert_eq!(
                (clean_text(nothing), clean_line(nothing)),
                (String::new(), String::new()),
                "{nothing:?}"
            );
        }
        let link = "https://a.de/approval?token=7-3-0123456789abcdef0123\u{200B}456789abcdef .";
        let kept = "https://a.de/approval?token=… .";
        assert_eq!(
            (clean_text(link), clean_line(link)),
            (kept.to_owned(), kept.to_owned()),
            "others read it"
        );
        assert_eq!(clean_line("\u{202E}gpj.exe\u{200B} \u{FEFF}x"), "gpj.exe x");
    }
}
