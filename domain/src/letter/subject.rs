//! Subjects (B2): one stable subject `[#1042] Title` per ticket, whatever mail programs and gateways put in front of it.
pub mod gateway;

use crate::ticket::number::NumberFormat;

/// What programs put before the subject of an answer.
const ANSWER: [&str; 8] = ["re", "aw", "antw", "antwort", "sv", "vs", "odp", "rif"];
/// What they put before the subject of a mail that is passed on.
const FORWARD: [&str; 8] = ["wg", "fwd", "fw", "tr", "rv", "weiterleitung", "weitergeleitet", "vl"];

/// The subject without `Re:`, `AW:`, `WG:` and the like, without what gateways put before it (`[EXTERN]`) and without the house's
/// own tags `[#1042]`. Tags of other systems stay. Where nothing else is there, nothing is left.
pub fn bare(subject: &str, format: &NumberFormat) -> String {
    stripped(subject, |tag| {
        let found = format.find(tag);
        found.len() == 1 && found[0].0 == (0..tag.len())
    })
}

/// The subject of a ticket's mails; `number` as it is written (B2).
pub fn tagged(number: &str, title: &str) -> String {
    format!("[{number}] {}", spaced(title)).trim_end().to_owned()
}

/// The form in which subjects are compared: without prefixes, without what gateways put before it and without any tag that
/// carries a number, in small letters.
pub fn likeness(subject: &str) -> String {
    stripped(subject, |tag| tag.chars().any(|c| c.is_ascii_digit())).to_lowercase()
}

/// Whether the first prefix says that a mail was passed on: then what it quotes is the news, and all of it is to be shown.
pub fn is_forward(subject: &str) -> bool {
    prefix(gateway::past(subject)).is_some_and(|(word, _)| FORWARD.contains(&word.as_str()))
}

/// Whether its words are those of another mail, perhaps of ours: it is the subject of an answer, or bears a tag with a number.
pub fn is_borrowed(subject: &str) -> bool {
    let answers = prefix(gateway::past(subject)).is_some_and(|(word, _)| ANSWER.contains(&word.as_str()));
    answers || tags(subject).any(|tag| tag.chars().any(|c| c.is_ascii_digit()))
}

/// What stands in square brackets, in order.
pub fn tags(subject: &str) -> impl Iterator<Item = &str> {
    subject.split('[').skip(1).filter_map(|part| Some(part.split_once(']')?.0.trim()))
}

fn stripped(subject: &str, is_tag: impl Fn(&str) -> bool) -> String {
    let subject = spaced(subject);
    let mut out = String::new();
    let mut rest = subject.as_str();
    while let Some(next) = rest.chars().next() {
        if out.is_empty() {
            rest = gateway::past(rest);
        }
        if let Some((_, after)) = tag(rest).filter(|(tag, _)| is_tag(tag)) {
            rest = after;
        } else if let Some((_, after)) = prefix(rest).filter(|_| out.is_empty()) {
            rest = after;
        } else if let Some(after) = rest.strip_prefix(next) {
            out.push(next);
            rest = after;
        }
    }
    spaced(&out)
}

/// The tag at the start and what follows it; tags are short.
fn tag(text: &str) -> Option<(&str, &str)> {
    let tail = text.strip_prefix('[')?;
    let (end, close) = tail.char_indices().take(40).find(|(_, c)| "[]".contains(*c))?;
    (close == ']').then(|| (tail[..end].trim(), &tail[end + 1..]))
}

/// The prefix at the start in small letters and what follows its colon: `Re:`, `AW :`, `Re[2]:`, `AW (3):`, `Re^2:`.
fn prefix(text: &str) -> Option<(String, &str)> {
    let length = text.bytes().take_while(u8::is_ascii_alphabetic).count();
    let word = text[..length.min(15)].to_ascii_lowercase();
    if !ANSWER.contains(&word.as_str()) && !FORWARD.contains(&word.as_str()) {
        return None;
    }
    let count = |c: char| c.is_ascii_digit() || c == ' ' || "[]()^".contains(c);
    let rest = text[length..].trim_start_matches(count);
    let counted = text.len() - length - rest.len();
    let after = rest.strip_prefix([':', '：'])?;
    (counted <= 6).then_some((word, after))
}

fn spaced(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn format() -> NumberFormat {
        NumberFormat { prefix: "#".into(), former: vec!["T-".into()] }
    }

    #[test]
    fn prefixes_and_own_tags_come_off() {
        for (subject, bare_subject) in [
            ("Drucker", "Drucker"),
            ("Re: Drucker", "Drucker"),
            ("AW: AW: Drucker", "Drucker"),
            ("AW: WG: Re[2]: Fwd: Drucker", "Drucker"),
            ("Antw: SV: Drucker", "Drucker"),
            ("RE : Drucker", "Drucker"),
            ("AW (3): Drucker", "Drucker"),
            ("Re： Drucker", "Drucker"),
            ("[#1042] Drucker", "Drucker"),
            ("AW: [#1042] Drucker", "Drucker"),
            ("AW: [#1042] Re: Drucker", "Drucker"),
            ("AW: [T-12] Drucker", "Drucker"),
            ("Drucker [#1042] druckt   nicht", "Drucker druckt nicht"),
            ("[EXTERN] AW: [#1042] Drucker", "Drucker"),
            ("AW: [EXTERN] WG: [Shop 7] Drucker", "[Shop 7] Drucker"),
            ("*** SPAM *** EXTERN: WG: Drucker", "Drucker"),
            ("[EXTERN]", ""),
            ("Drucker [EXTERN]", "Drucker [EXTERN]"),
            ("[Ticket#2026] Drucker", "[Ticket#2026] Drucker"),
            ("[1042] Drucker", "[1042] Drucker"),
            ("Auftrag #123", "Auftrag #123"),
            ("Reise: Kosten", "Reise: Kosten"),
            ("Re Drucker", "Re Drucker"),
            ("Ref: 4711", "Ref: 4711"),
            ("Wichtig: AW: x", "Wichtig: AW: x"),
            ("Array[0]: kaputt", "Array[0]: kaputt"),
            ("[[#1] x", "[ x"),
            ("Re:", ""),
            ("[offen", "[offen"),
            ("", ""),
        ] {
            assert_eq!(bare(subject, &format()), bare_subject, "{subject}");
        }
    }

    #[test]
    fn a_ticket_has_one_subject() {
        assert_eq!(tagged("#1042", " Drucker  geht\r\nnicht "), "[#1042] Drucker geht nicht");
        assert_eq!(tagged("T-7", ""), "[T-7]");
    }

    #[test]
    fn a_forward_is_told_by_its_first_prefix() {
        for (subject, forward) in [
            ("WG: x", true),
            ("Fwd: x", true),
            ("FW: AW: x", true),
            ("AW: WG: x", false),
            ("[EXTERN] WG: x", true),
            ("[EXTERNAL] FW: x", true),
            ("EXTERN: WG: x", true),
            (" *** EXTERN *** Fwd: x", true),
            ("[SPAM?] AW: x", false),
            ("[EXT] Re: AW: x", false),
            ("[EXTERN] AW: WG: x", false),
            ("[EXTERN] x", false),
            ("[Shop 7] WG: x", false),
            ("[#1042] WG: x", false),
            ("x", false),
            ("", false),
        ] {
            assert_eq!(is_forward(subject), forward, "{subject}");
        }
    }

    #[test]
    fn subjects_are_alike_whatever_a_gateway_put_before_them() {
        for subject in
            ["[EXTERN] Drucker", "AW: [EXTERN] [#1042] drucker", "EXTERN: WG: Drucker", "{Spam?} Drucker"]
        {
            assert_eq!(likeness(subject), "drucker", "{subject}");
        }
        assert_ne!(likeness("[Filiale Nord] Drucker"), "drucker");
    }

    #[test]
    fn words_of_another_mail_are_told_from_own_ones() {
        for (subject, borrowed) in [
            ("Re: x", true),
            ("AW: x", true),
            ("[#1042] x", true),
            ("Undeliverable: [#1042] x", true),
            ("[EXTERN] Undeliverable: x", false),
            ("Undeliverable: x", false),
            ("failure notice", false),
            ("", false),
        ] {
            assert_eq!(is_borrowed(subject), borrowed, "{subject}");
        }
    }

    #[test]
    fn tags_are_what_stands_in_brackets() {
        assert_eq!(tags("[EXTERN] [ #7 ] a [b").collect::<Vec<_>>(), ["EXTERN", "#7"]);
    }

    proptest! {
        #[test]
        fn nothing_makes_it_panic_and_twice_is_once(subject in "(Re: |AW|WG: |EXTERN|Spam|[\\[\\]:#(^*]|[#]1|ä|：| |x){0,12}") {
            let once = bare(&subject, &format());
            prop_assert!(!once.contains("  "));
            let twice = bare(&once, &format());
            prop_assert!(twice.len() <= once.len());
            likeness(&subject);
            is_forward(&subject);
        }

        #[test]
        fn a_tagged_title_is_bare_again(title in "[a-zäöü]{1,10}( [a-zäöü]{1,10}){0,3}", n in 1i64..100_000) {
            let subject = format!("AW: {}", tagged(&format!("#{n}"), &title));
            prop_assert_eq!(bare(&subject, &format()), title);
        }
    }
}
