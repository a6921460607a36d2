//! What mail gateways put at the start of a subject: `[EXTERN]`, `*** SPAM ***`, `{Spam?}`, `EXTERN:`. They say it in a few known
//! words, so that no tag of a customer's own is taken for one: `[Shop 7]`, `[EXT-12]` and our `[#1042]` stay.
use super::prefix;

/// What such a tag says, in small letters and without signs.
const WORDS: [&str; 28] = [
    "extern",
    "external",
    "ext",
    "externe mail",
    "externe e mail",
    "externe email",
    "externe nachricht",
    "externer absender",
    "von extern",
    "external mail",
    "external e mail",
    "external email",
    "external message",
    "external sender",
    "spam",
    "spamverdacht",
    "spam verdacht",
    "verdacht auf spam",
    "als spam markiert",
    "marked as spam",
    "suspected spam",
    "spam suspected",
    "possible spam",
    "possibly spam",
    "probable spam",
    "probably spam",
    "likely spam",
    "junk mail",
];

/// What may stand before them: `Achtung extern`.
const ALARMS: [&str; 6] = ["achtung", "vorsicht", "warnung", "caution", "warning", "attention"];

/// Most characters of a tag.
const LONGEST: usize = 40;

/// A text without what gateways put at its start, and without spaces there.
pub fn past(text: &str) -> &str {
    let mut rest = text.trim_start();
    while let Some(after) = framed(rest).or_else(|| unframed(rest)) {
        rest = after;
    }
    rest
}

/// What follows a tag in a frame, and the colon or dash that some put behind it.
fn framed(text: &str) -> Option<&str> {
    let open = text.chars().next()?;
    let close = match open {
        '[' => ']',
        '{' => '}',
        '<' => '>',
        '*' => '*',
        _ => return None,
    };
    let inner = text.trim_start_matches(open);
    let (end, _) = inner.char_indices().take(LONGEST).find(|(_, c)| *c == close)?;
    let after = inner[end..].trim_start_matches(close);
    is_tag(&inner[..end]).then(|| after.trim_start_matches(|c: char| c.is_whitespace() || ":-–|".contains(c)))
}

/// What follows a tag without a frame. It counts right before a prefix or a tag in a frame alone: `Extern: Lager` and
/// `Spam: Formular` are what people write.
fn unframed(text: &str) -> Option<&str> {
    let sign = |c: char| !c.is_alphanumeric();
    let ends = text.char_indices().take(LONGEST).filter(|(_, c)| sign(*c)).map(|(at, _)| at);
    ends.filter(|at| is_tag(&text[..*at]))
        .map(|at| text[at..].trim_start_matches(|c: char| sign(c) && !"[{<*".contains(c)))
        .find(|rest| prefix(rest).is_some() || framed(rest).is_some())
}

fn is_tag(told: &str) -> bool {
    let words = told.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let words = words.collect::<Vec<_>>().join(" ").to_lowercase();
    let said = ALARMS.iter().find_map(|alarm| words.strip_prefix(*alarm)?.strip_prefix(' '));
    WORDS.contains(&said.unwrap_or(&words))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_gateways_put_before_a_subject_comes_off() {
        for tag in [
            "[EXTERN]",
            "[External]:",
            "[EXT]",
            "[EXTERNE MAIL]",
            "[Externe E-Mail] -",
            "[SPAM]",
            "[SPAM?]",
            "[Suspected Spam]",
            "[Marked as spam]",
            "[!! Spam]",
            "{Spam?}",
            "<EXTERN>",
            "***SPAM***",
            "*** EXTERN ***",
            "*****SPAM*****",
            "[**EXTERN**]",
            "[Achtung extern]",
            "[ACHTUNG: Externe E-Mail]",
            "[CAUTION: External Email]",
            "[EXTERN] [SPAM?]",
            "[EXTERN][SPAM]",
        ] {
            assert_eq!(past(&format!(" {tag} Shop")), "Shop", "{tag}");
            assert_eq!(past(&format!("{tag}WG: Shop")), "WG: Shop", "{tag}");
        }
    }

    #[test]
    fn without_a_frame_it_comes_off_before_a_prefix_alone() {
        for tag in ["EXTERN:", "Externe E-Mail:", "SPAM?", "EXTERN -", "EXTERN", "(EXTERN)", "!!! EXTERN !!!"]
        {
            assert_eq!(past(&format!("{tag} AW: Shop")), "AW: Shop", "{tag}");
            let own = format!("{tag} Shop");
            assert_eq!(past(&own), own, "{tag}");
        }
        assert_eq!(past("Achtung: extern: [EXT] Fwd: Shop"), "Fwd: Shop");
    }

    #[test]
    fn tags_of_others_stay() {
        for subject in [
            "",
            "[#1042] Shop",
            "[Shop 7] WG: Shop",
            "[EXT-12] Shop",
            "[EXT:news] Shop",
            "[SPAM",
            "[Extern",
            "[Extern angebunden] Shop",
            "[Achtung] Shop",
            "*wichtig* Shop",
            "** Shop",
            "Externe Mails: AW: x",
            "Spam im Formular: AW: x",
            "Text: WG: x",
        ] {
            assert_eq!(past(subject), subject);
        }
    }
}
