//! Mails that only say thank you: they need not reopen (pitfalls "Clocks").

/// Most characters of such a mail.
const LONGEST: usize = 240;
/// What it says.
const THANKS: [&str; 8] = ["danke", "dank", "besten dank", "merci", "thank", "thanks", "thx", "super"];
/// What shows that something is still open.
const OPEN: [&str; 18] = [
    "?",
    "nicht",
    "leider",
    "aber",
    "noch",
    "jedoch",
    "allerdings",
    "wieder",
    "fehl",
    "problem",
    "bitte",
    "not ",
    "n't",
    "but ",
    "still",
    "however",
    "again",
    "please",
];

/// Whether a reply (its visible part) only says thank you. In doubt it does not: a ticket opened once too often costs less
/// than an objection that nobody reads.
pub fn only_thanks(text: &str) -> bool {
    let text = text.to_lowercase();
    text.chars().count() <= LONGEST
        && THANKS.iter().any(|word| text.contains(word))
        && !OPEN.iter().any(|word| text.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thanks_alone_are_told_from_thanks_with_more() {
        for text in [
            "Vielen Dank!",
            "Super, das hat geklappt. Danke Ihnen!\n\nViele Grüße\nVera Albers",
            "Thank you very much, it works now.",
        ] {
            assert!(only_thanks(text), "{text}");
        }
        for text in [
            "Danke, aber es geht noch nicht.",
            "Danke. Wann kommt die Rechnung?",
            "Thanks, but the form still fails.",
            "Bitte noch einmal prüfen, danke",
            "Es funktioniert.",
            &format!("Danke. {}", "Dazu folgendes. ".repeat(30)),
        ] {
            assert!(!only_thanks(text), "{text}");
        }
    }
}
