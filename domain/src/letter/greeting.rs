//! A German letter goes on small after the comma of its greeting (DIN 5008).

/// Words with which our sentences begin and that are small within a sentence. Names, nouns and the formal "Sie" stay as they are.
const SMALL: [&str; 24] = [
    "Am", "Auf", "Bei", "Beim", "Das", "Dem", "Den", "Der", "Die", "Diese", "Dieser", "Dieses", "Es", "Für",
    "Geplant", "Heute", "Hier", "Unser", "Unsere", "Wir", "Zu", "Zum", "Zur", "Über",
];

/// The first paragraph as it stands below a greeting.
pub fn continued(greeting: &str, paragraph: &str) -> String {
    let word: String = paragraph.chars().take_while(|c| c.is_alphabetic()).collect();
    if !greeting.trim_end().ends_with(',') || !SMALL.contains(&word.as_str()) {
        return paragraph.to_owned();
    }
    let mut letters = paragraph.chars();
    let first = letters.next().into_iter().flat_map(char::to_lowercase);
    first.chain(letters).collect()
}

#[cfg(test)]
mod tests {
    use super::continued;

    #[test]
    fn only_after_a_comma_and_only_what_is_small_within_a_sentence() {
        for (greeting, paragraph, expected) in [
            ("Guten Tag Vera Albers,", "Das Anliegen #1 steht.", "das Anliegen #1 steht."),
            ("Guten Tag Vera Albers,", "Über die Freigabe", "über die Freigabe"),
            ("Guten Tag Vera Albers!", "Das Anliegen", "Das Anliegen"),
            ("Guten Tag Vera Albers,", "Ihr Anliegen", "Ihr Anliegen"),
            ("Guten Tag Vera Albers,", "Zumal Krause schrieb", "Zumal Krause schrieb"),
            ("Guten Tag Vera Albers,", "", ""),
        ] {
            assert_eq!(continued(greeting, paragraph), expected);
        }
    }
}
