//! Replies that say of themselves that their answers stand within the quote, as people write who answer in another colour.

/// Words that say so, in small letters, spaces joined.
const SAYS: [&str; 20] = [
    "siehe unten",
    "s. unten",
    "s.unten",
    "s. u.",
    "s.u.",
    "unten in der mail",
    "unten in ihrer mail",
    "unten in deiner mail",
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
    "see below",
    "inline",
];

/// Colours as people name those in which they answer: "in rot", "in blauer Schrift", "in red".
const COLOURS: [&str; 9] = ["rot", "roter", "blau", "blauer", "grün", "grüner", "red", "blue", "green"];

/// What somebody wrote in a colour, where it is no button that is to have it.
const ANSWERS: [&str; 33] = [
    "antwort",
    "antworten",
    "antworte",
    "geantwortet",
    "beantwortet",
    "anmerkung",
    "anmerkungen",
    "angemerkt",
    "kommentar",
    "kommentare",
    "kommentaren",
    "kommentiert",
    "ergänzung",
    "ergänzungen",
    "erwiderung",
    "erwiderungen",
    "rückmeldung",
    "rückmeldungen",
    "hinweise",
    "answer",
    "answers",
    "answered",
    "reply",
    "replies",
    "replied",
    "response",
    "responses",
    "comment",
    "comments",
    "commented",
    "remark",
    "remarks",
    "notes",
];

/// What says the same directly before the colour.
const BEFORE: [&str; 5] = ["meine", "meins", "mine", "unten", "below"];

/// How many words a colour may stand away from the answers that have it.
const NEAR: usize = 4;

/// Whether a text says that more of it stands below.
pub(super) fn points_below(text: &str) -> bool {
    let text = text.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ");
    SAYS.iter().any(|words| text.match_indices(words).any(|(at, _)| is_apart(&text, at, at + words.len())))
        || text.split(['.', '!', '?', ';']).any(answers_in_colour)
}

/// Whether no letter stands directly before or behind.
fn is_apart(text: &str, from: usize, to: usize) -> bool {
    let letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let goes_on = letter(text[..to].chars().next_back()) && letter(text[to..].chars().next());
    !goes_on && !letter(text[..from].chars().next_back())
}

/// Whether a sentence says of answers that they have a colour.
fn answers_in_colour(sentence: &str) -> bool {
    let words: Vec<&str> =
        sentence.split_whitespace().map(|word| word.trim_matches(|c: char| !c.is_alphanumeric())).collect();
    let is = |list: &[&str], at: usize| words.get(at).is_some_and(|word| list.contains(word));
    (0..words.len()).filter(|at| words[*at] == "in" && is(&COLOURS, at + 1)).any(|at| {
        let answers = (at.saturating_sub(NEAR)..=at + 1 + NEAR).any(|at| is(&ANSWERS, at));
        answers || (at > 0 && is(&BEFORE, at - 1))
    })
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
            "Hallo Frau Sommer,\nmeine Kommentare habe ich\nin Blau geschrieben.",
            "In grün finden Sie meine Anmerkungen.",
            "Ich habe in roter Schrift geantwortet.",
            "Meine in rot",
            "Unten in Rot!",
            "See my comments in green.",
        ] {
            assert!(points_below(text), "{text}");
        }
        for text in [
            "Das Menü unten ist weg.",
            "Im Text fehlt ein Wort.",
            "Der Rotwein",
            "in rotem Licht",
            "online",
            "Bitte den Knopf in Rot.",
            "Die Überschrift soll in Blau, der Rest in Grün sein.",
            "Der Kommentar-Knopf in Rot",
            "Danke für die Antwort. Bitte den Knopf in Rot",
            "Please show the button in red.",
            "We want the headline in blue and the links in green.",
            "Unten in der Fußzeile fehlt ein Link.",
        ] {
            assert!(!points_below(text), "{text}");
        }
    }
}
