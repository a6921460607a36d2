//! Mails that only say thank you: they need not reopen (pitfalls "Clocks").
mod words;

use words::{BEFORE_CLOSING, BESIDE, CLOSING, GREETING, NO_NAME, OF_NAMES, THANKS, has};

/// Most words that name whom a mail greets, or who closes it on the same line.
const LONGEST_NAME: usize = 4;
/// Most lines below the closing words.
const MOST_BELOW: usize = 12;
/// Signs that say neither yes nor no; a question mark or a sad face says something.
const PLAIN: &str = ".,;:!-–—…\"„“”'’`´*()😊🙂😀😃😄👍🙏❤\u{fe0f}🎉";

/// Whether a reply (its visible part) says nothing but thank you: every word of it is one of thanks, of praise or of a greeting,
/// or a name of its `writer`. In doubt it does not: a ticket opened once too often costs less than an objection that nobody
/// reads (C4).
pub fn only_thanks(text: &str, writer: &str) -> bool {
    let own: Vec<String> = words(writer).collect();
    let mut lines = text.lines().filter(|line| !line.trim().is_empty());
    let (mut thanks, mut first) = (false, true);
    while let Some(line) = lines.next() {
        let line = if first { without_greeting(line) } else { line };
        first = false;
        let (said, closed) = match closing(line) {
            Some((said, names)) if are_names(names, LONGEST_NAME) => (said, true),
            Some(_) => return false,
            None => (line, false),
        };
        if !is_plain(said) || !words(said).all(|word| is_harmless(&word) || own.contains(&word)) {
            return false;
        }
        thanks |= words(said).any(|word| has(THANKS, &word));
        if closed {
            let below: Vec<&str> = lines.collect();
            return thanks
                && below.len() <= MOST_BELOW
                && below.iter().all(|line| are_names(line, usize::MAX));
        }
    }
    thanks
}

/// The words in small letters; what stands between them is no part of them, an apostrophe within one goes.
fn words(text: &str) -> impl Iterator<Item = String> {
    let text = text.to_lowercase().replace(['\'', '’'], "");
    let words: Vec<String> = text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect();
    words.into_iter()
}

fn is_harmless(word: &str) -> bool {
    [THANKS, BESIDE, BEFORE_CLOSING].iter().any(|list| has(list, word))
}

/// Only letters, and signs that say nothing; `:(` and `:-(` are none of these.
fn is_plain(text: &str) -> bool {
    let sad = [":(", ":-(", ";(", "):"].iter().any(|face| text.contains(face));
    !sad && text.chars().all(|c| c.is_alphabetic() || c.is_whitespace() || PLAIN.contains(c))
}

/// Without "Guten Tag Frau Sommer," and the like at the beginning.
fn without_greeting(line: &str) -> &str {
    let greets = |word: &str| words(word).all(|word| has(GREETING, &word));
    if !line.split_whitespace().next().is_some_and(greets) {
        return line;
    }
    let (greeting, said) = line.split_once([',', '!']).unwrap_or((line, ""));
    let mut names = greeting.split_whitespace().filter(|word| !greets(word));
    let short = names.clone().count() <= LONGEST_NAME;
    if short && names.all(is_name) { said } else { line }
}

/// What stands before the closing words of a line, and the names behind them.
fn closing(line: &str) -> Option<(&str, &str)> {
    let mut at = 0;
    for word in line.split_inclusive(char::is_whitespace) {
        let end = at + word.len();
        if words(word).any(|word| has(CLOSING, &word)) {
            return Some((&line[..at], &line[end..]));
        }
        at = end;
    }
    None
}

/// Whether a line holds nothing but names, as those below a letter do: of its writer, a company, a street, a number.
fn are_names(line: &str, most: usize) -> bool {
    let mut tokens = line.split_whitespace();
    !line.contains(['?', '!']) && tokens.clone().count() <= most && tokens.all(is_name)
}

/// Whether it is written as names and addresses are.
fn is_name(token: &str) -> bool {
    let token = token.trim_matches(|c: char| !c.is_alphanumeric() && c != '@');
    let low = token.to_lowercase();
    let large = token.chars().next().is_none_or(|c| c.is_uppercase() || c.is_ascii_digit());
    let address =
        low.contains('@') || ["www.", "http://", "https://"].iter().any(|begin| low.starts_with(begin));
    !has(NO_NAME, &low) && (large || address || has(OF_NAMES, &low))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const VERA: &str = "Vera Albers";

    #[test]
    fn thanks_alone_are_nothing_but_thanks() {
        for text in [
            "Vielen Dank!",
            "danke",
            "Super, danke 👍",
            "Vielen Dank, das passt!",
            "Super, das hat geklappt. Danke Ihnen!\n\nViele Grüße\nVera Albers",
            "Guten Tag Frau Sommer,\n\nvielen Dank für die schnelle Hilfe, jetzt läuft alles wieder.\n\nMit freundlichen \
             Grüßen\n\nVera Albers\nGeschäftsführung\n\nAlbers Möbel GmbH & Co. KG\nHauptstr. 1\n24103 Kiel\nTel. +49 431 \
             1234\nwww.albers.example | vera@albers.example",
            "Liebes Team,\nherzlichen Dank und viele Grüße\nVera",
            "Hallo Herr Krause, danke!",
            "Danke!\nVera",
            "Danke!\nLG Vera",
            "Thank you very much, it works now.",
            "Thanks, that's great!\n\nBest regards,\nVera Albers",
        ] {
            assert!(only_thanks(text, VERA), "{text}");
        }
    }

    #[test]
    fn whoever_says_anything_else_objects() {
        for text in [
            "Vielen Dank, die Überschrift ist jetzt zu groß.",
            "Die Seite ist superlangsam",
            "Das Formular ist kaputt. Vielen Dank!\nFrank",
            "Ich mache mir Gedanken: der Preis stimmt so nie.",
            "Thank you, now the whole shop is down.",
            "Danke, aber es geht noch nicht.",
            "Danke. Wann kommt die Rechnung?",
            "Danke?",
            "Danke :-(",
            "Danke 👎",
            "Danke für nichts",
            "Danke, geht so",
            "Danke, der Service ist aus",
            "Danke, 3 von 5",
            "Thanks, but the form still fails.",
            "Thanks, but no thanks",
            "Bitte noch einmal prüfen, danke",
            "Nein, danke",
            "Danke im Voraus",
            "Danke!\nFehler",
            "Danke!\n\nViele Grüße\nVera Albers\n\nPS: Die Kasse steht.",
            "Danke!\n\nViele Grüße\nVera\nKasse Kaputt",
            "Danke!\nVG Vera, die Kasse klemmt",
            "Hallo Shop kaputt,\ndanke",
            "Hallo,\nViele Grüße\nVera",
            "Es funktioniert.",
            "",
            "Danke. Dazu folgendes.",
        ] {
            assert!(!only_thanks(text, VERA), "{text}");
        }
        assert!(!only_thanks("Danke!\nVera", ""), "nobody knows whose name it is");
    }

    proptest! {
        #[test]
        fn one_unknown_word_is_enough(before in 0usize..4, word in "[bcdfg]{2}x[a-z]{3,8}") {
            let mut said = vec!["Vielen", "Dank", "das", "passt"];
            said.insert(before, &word);
            prop_assert!(!only_thanks(&said.join(" "), VERA));
        }

        #[test]
        fn any_text_is_taken(text in "(\\PC|\n|Danke |Viele Grüße|Hallo |,|!|:\\(){0,40}") {
            only_thanks(&text, &text);
        }
    }
}
