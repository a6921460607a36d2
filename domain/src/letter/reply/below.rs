//! Replies that say of themselves that their answers stand within the quote, as people write who answer in another colour.

/// Words that say so, in small letters, spaces joined.
const SAYS: [&str; 23] = [
    "siehe unten",
    "s. unten",
    "s.unten",
    "s. u.",
    "s.u.",
    "unten in ",
    "antworten unten",
    "antwort unten",
    "antworte unten",
    "anmerkungen unten",
    "kommentare unten",
    "im text unten",
    "antworten im text",
    "anmerkungen im text",
    "kommentare im text",
    "direkt im text",
    "in rot",
    "in blau",
    "in grün",
    "see below",
    "inline",
    "in red",
    "in blue",
];

/// Whether a text says that more of it stands below.
pub(super) fn points_below(text: &str) -> bool {
    let text = text.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ");
    SAYS.iter().any(|words| text.match_indices(words).any(|(at, _)| is_apart(&text, at, at + words.len())))
}

/// Whether no letter stands directly before or behind.
fn is_apart(text: &str, from: usize, to: usize) -> bool {
    let letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let ends = text[..to].chars().next_back();
    let goes_on = letter(ends) && letter(text[to..].chars().next());
    !goes_on && !letter(text[..from].chars().next_back())
}

#[cfg(test)]
mod tests {
    use super::points_below;

    #[test]
    fn only_what_points_at_the_quote_counts() {
        for text in [
            "Meine Antworten unten in rot.",
            "siehe  unten",
            "S.u.",
            "Anmerkungen im Text",
            "My answers are in red.",
            "Please see below",
            "Antworten inline",
        ] {
            assert!(points_below(text), "{text}");
        }
        for text in
            ["Das Menü unten ist weg.", "Im Text fehlt ein Wort.", "Der Rotwein", "in rotem Licht", "online"]
        {
            assert!(!points_below(text), "{text}");
        }
    }
}
