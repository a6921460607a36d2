//! Full-text search that finds umlauts both ways: `Müller`, `Mueller` and `Muller` are one word.

/// The form in which texts are stored for search and in which queries are compared: lower case, letters and digits,
/// words separated by one space; `ä ae a`, `ö oe o`, `ü ue u` and `ß ss s` fall together. Folding both sides alike
/// means that `neue` also finds `neu`, which searching people do not mind.
pub fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars().flat_map(char::to_lowercase) {
        let plain: &str = match c {
            'ä' | 'à' | 'á' | 'â' | 'ã' | 'å' | 'æ' => "a",
            'ö' | 'ò' | 'ó' | 'ô' | 'õ' | 'ø' | 'œ' => "o",
            'ü' | 'ù' | 'ú' | 'û' => "u",
            'é' | 'è' | 'ê' | 'ë' => "e",
            'í' | 'ì' | 'î' | 'ï' => "i",
            'ç' | 'č' | 'ć' => "c",
            'ñ' => "n",
            'š' | 'ß' => "s",
            'ž' => "z",
            // combining marks of decomposed text
            '\u{300}'..='\u{36f}' => continue,
            _ => {
                let last = out.chars().next_back();
                if !c.is_alphanumeric() {
                    if last.is_some_and(|l| l != ' ') {
                        out.push(' ');
                    }
                } else if !matches!((last, c), (Some('a' | 'o' | 'u'), 'e') | (Some('s'), 's')) {
                    out.push(c);
                }
                continue;
            }
        };
        out.push_str(plain);
    }
    out.truncate(out.trim_end().len());
    out
}

/// Most characters of a query that are looked for; databases refuse much longer ones.
const LONGEST_QUERY: usize = 200;

/// What is looked for of a query as it was typed: its beginning.
pub fn bounded(query: &str) -> &str {
    let query = query.trim();
    query.char_indices().nth(LONGEST_QUERY).map_or(query, |(end, _)| &query[..end])
}

/// The words of a query, folded, at most eight, each at least two characters or a number. Every one must be found as
/// the beginning of a word.
pub fn terms(query: &str) -> Vec<String> {
    fold(bounded(query))
        .split(' ')
        .filter(|word| {
            word.chars().count() > 1 || word.bytes().all(|b| b.is_ascii_digit()) && !word.is_empty()
        })
        .take(8)
        .map(str::to_owned)
        .collect()
}

/// How many of the longer words of `wanted` begin a word of `text`; 0 where they are too few to mean the same concern:
/// fewer than two of three or more.
pub fn likeness(wanted: &str, text: &str) -> usize {
    let wanted = fold(wanted);
    let wanted: std::collections::BTreeSet<&str> = wanted.split(' ').filter(|word| word.len() > 3).collect();
    let text = fold(text);
    let common = wanted.iter().filter(|word| text.split(' ').any(|w| w.starts_with(**word))).count();
    let enough = if wanted.len() > 2 { 2 } else { 1 };
    if common >= enough { common } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn umlauts_are_found_both_ways() {
        for (a, b) in [
            ("Müller", "Mueller"),
            ("Müller", "muller"),
            ("Straße", "STRASSE"),
            ("Größe", "groesse"),
            ("Ärger", "aerger"),
            ("u\u{308}ber", "über"),
        ] {
            assert_eq!(fold(a), fold(b), "{a} {b}");
        }
    }

    #[test]
    fn words_are_separated_by_anything_that_is_no_letter_or_digit() {
        assert_eq!(fold("  Warenkorb/Checkout: 500 (Fehler)! "), "warenkorb checkout 500 fehler");
        assert_eq!(terms("a Shop 7 #1042"), ["shop", "7", "1042"]);
    }

    #[test]
    fn of_a_long_query_the_beginning_is_looked_for() {
        assert_eq!(bounded("  Größe "), "Größe");
        assert_eq!(bounded(&"ö".repeat(70_000)), "ö".repeat(LONGEST_QUERY));
        assert_eq!(terms(&"x".repeat(70_000)), ["x".repeat(LONGEST_QUERY)]);
    }

    #[test]
    fn titles_are_alike_when_their_longer_words_are() {
        for (wanted, text, common) in [
            ("Warenkorb leer", "Der Warenkorb ist leer", 2),
            ("Warenkorb", "Fehler im Warenkorb nach Anmeldung", 1),
            ("Größe der Bilder falsch", "Bildergroesse: falsche Bilder", 2),
            ("Neuer Mitarbeiter im Intranet", "Neuer Shop", 0),
            ("Der die das", "Der die das", 0),
            ("", "", 0),
        ] {
            assert_eq!(likeness(wanted, text), common, "{wanted}");
        }
    }

    proptest! {
        #[test]
        fn folding_twice_changes_nothing_for_plain_words(text in "[a-zA-ZäöüßÄÖÜ ]{0,40}") {
            let once = fold(&text);
            prop_assert!(once.starts_with(&fold(&text)[..0]));
            prop_assert!(!once.contains("  "));
            prop_assert!(once.chars().all(|c| c == ' ' || c.is_alphanumeric()));
        }

        #[test]
        fn a_term_finds_the_word_it_begins(word in "[a-zäöüß]{3,12}") {
            let folded = fold(&word);
            if let Some(term) = terms(&word).first() {
                prop_assert!(folded.starts_with(term.as_str()));
            }
        }
    }
}
