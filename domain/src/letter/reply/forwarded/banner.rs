//! The warning that a gateway writes above mails from outside ("Diese E-Mail kommt von außerhalb …"): no words of the writer's.
use crate::letter::reply::line::Line;

/// What it speaks of.
const MAILS: [&str; 8] = [
    "diese e-mail",
    "diese email",
    "diese mail",
    "diese nachricht",
    "this e-mail",
    "this email",
    "this mail",
    "this message",
];
/// What the mail did.
const CAME: [&str; 11] = [
    " kommt ",
    " stammt ",
    " wurde ",
    " ist ",
    " originated ",
    " originates ",
    " comes ",
    " came ",
    " is ",
    " was sent ",
    " has been sent ",
];
/// Where it came from.
const OUTSIDE: [&str; 4] = ["von außerhalb", "von ausserhalb", "from outside", "outside"];
/// From what it came, where one of [`SENDERS`] follows: people write of external firms, too.
const EXTERNAL: [&str; 6] = [
    "von einem externen ",
    "von einer externen ",
    "von externen ",
    "von externem ",
    "from an external ",
    "from external ",
];
/// What a mail comes from.
const SENDERS: [&str; 9] =
    ["absender", "sender", "quelle", "source", "e-mail", "email", "mail", "adresse", "address"];
/// What alone on a line is its title.
const TITLES: [&str; 9] = [
    "achtung",
    "vorsicht",
    "warnung",
    "caution",
    "warning",
    "extern",
    "external",
    "externe e-mail",
    "external email",
];
/// How it goes on.
const ADVICE: [&str; 10] = [
    "klicken sie",
    "öffnen sie",
    "seien sie vorsichtig",
    "do not click",
    "don't click",
    "do not open",
    "don't open",
    "be careful",
    "be cautious",
    "use caution",
];

/// A text without such a warning at its start; the text itself where there is none, or nothing else.
pub(super) fn without(text: &str) -> &str {
    let (mut at, mut end) = (0, 0);
    // Whether the line above belongs to the warning, and was long enough to be broken.
    let (mut within, mut broken) = (false, false);
    for raw in text.split_inclusive('\n') {
        let line = Line::read(raw);
        let said = line.low.trim_matches(|c: char| !c.is_alphanumeric());
        let start = at;
        at += raw.len();
        if raw.trim().chars().all(|c| "_-=*—–".contains(c)) {
            (end, within) = (if end == 0 { 0 } else { at }, false);
        } else if end == 0 && TITLES.contains(&said) {
            // The warning itself may stand below.
        } else if end == 0 && warns(said) {
            (end, within, broken) = (start + warning(raw), true, line.is_long());
            if end < at {
                break;
            }
        } else if within && goes_on(&line, broken) {
            (end, broken) = (at, line.is_long());
        } else {
            break;
        }
    }
    let rest = text[end..].trim_start();
    if end == 0 || rest.is_empty() { text } else { rest }
}

/// Whether a line says that the mail came from outside, at most after a word that cries out.
fn warns(said: &str) -> bool {
    MAILS.iter().any(|mail| {
        let Some((before, after)) = said.split_once(*mail) else { return false };
        let cry = before.trim_end();
        let cries = cry.is_empty() || cry.len() < 40 && cry.ends_with([':', '!', ']', '*', '-', '–']);
        let from = CAME.iter().find_map(|came| after.strip_prefix(*came));
        cries && from.is_some_and(is_outside)
    })
}

/// Whether a mail came from there.
fn is_outside(from: &str) -> bool {
    let sender = |rest: &str| SENDERS.iter().any(|sender| rest.starts_with(*sender));
    OUTSIDE.iter().any(|outside| from.starts_with(*outside))
        || EXTERNAL.iter().any(|external| from.strip_prefix(*external).is_some_and(sender))
        || from.strip_prefix("von extern").is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
}

/// How much of a line that warns is the warning: the sentence that does, what stands before it, and advice behind it.
fn warning(raw: &str) -> usize {
    let (mut end, mut warned) = (0, false);
    for sentence in sentences(raw) {
        let line = Line::read(sentence);
        let said = line.low.trim_matches(|c: char| !c.is_alphanumeric());
        if warned && !said.is_empty() && !advises(&line) {
            break;
        }
        warned |= warns(said);
        end += sentence.len();
    }
    end
}

/// A line cut behind its sentences: where a mark ends a word and no small letter follows.
fn sentences(raw: &str) -> Vec<&str> {
    let mut sentences = Vec::new();
    let (mut start, mut ended) = (0, false);
    for (at, word) in words(raw) {
        if ended && !word.starts_with(char::is_lowercase) {
            sentences.push(&raw[start..at]);
            start = at;
        }
        let bare = word.trim_end_matches(|c: char| "*_)]\"“”".contains(c));
        ended = bare.ends_with(['.', '!', '?']);
    }
    sentences.push(&raw[start..]);
    sentences
}

/// The words of a line with where they begin.
fn words(raw: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    raw.split_inclusive(char::is_whitespace).filter_map(move |piece| {
        let begin = at;
        at += piece.len();
        let word = piece.trim_end();
        (!word.is_empty()).then_some((begin, word))
    })
}

/// Whether it tells the reader to be careful.
fn advises(line: &Line) -> bool {
    ADVICE.iter().any(|advice| line.low.contains(*advice))
}

/// Whether a line below it still belongs to it: advice, or the rest of a sentence that a program broke.
fn goes_on(line: &Line, broken: bool) -> bool {
    let rest = || {
        line.continues() || ["links ", "anhänge ", "anlagen "].iter().any(|word| line.low.starts_with(*word))
    };
    advises(line) || broken && rest()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_warning_comes_off_and_every_word_of_the_writer_stays() {
        for warning in [
            "Diese E-Mail kommt von außerhalb des Unternehmens.",
            "ACHTUNG: Diese E-Mail stammt von einem externen Absender. Klicken Sie nicht auf Links.",
            "*ACHTUNG*\nDiese Nachricht wurde von außerhalb gesendet.\nBitte öffnen Sie keine Anhänge.",
            "[EXTERN] Diese E-Mail kommt von außerhalb unserer Organisation. Klicken Sie nicht auf\nLinks oder Anhänge, wenn Sie\n",
            "CAUTION: This email originated from outside of the organization. Do not click\nlinks or open attachments unless you know the content is safe.",
            "________________________________\nThis Message Is From an External Sender\n________________________________",
            "WARNING\n\nThis message came from outside your organization.",
        ] {
            for own in ["Der Shop steht.\n\nAnna", "Klappt der Link bei Ihnen?"] {
                assert_eq!(without(&format!("{warning}\n\n{own}")), own, "{warning}");
            }
            assert_eq!(without(warning), warning);
        }
        let glued = "Diese E-Mail kommt von außerhalb.\nDer Shop steht.";
        assert_eq!(without(glued), "Der Shop steht.");
        let in_one_line =
            "ACHTUNG! Diese E-Mail kommt von extern. Bitte öffnen Sie keine Anhänge. Der Shop steht.\n\nAnna";
        assert_eq!(without(in_one_line), "Der Shop steht.\n\nAnna");
        let named = "This email is from outside of Meier Inc. and its partners. The shop is down. Do not click around.";
        assert_eq!(without(named), "The shop is down. Do not click around.");
    }

    #[test]
    fn what_people_write_of_mails_and_of_outside_stays() {
        for text in [
            "",
            "Der Shop steht.",
            "Achtung",
            "Achtung\n\nDer Shop steht.",
            "Achtung: Diese Nachricht ist nur außerhalb der Öffnungszeiten zu sehen.\n\nAnna",
            "Diese E-Mail kommt bei uns nicht an.\n\nAnna",
            "Diese Nachricht ist von einem externen Dienstleister, der Ihre Kasse betreut: Die Kasse steht.\n\nAnna",
            "Diese Mail kommt von externen Prüfern. Bitte antworten.\n\nAnna",
            "This message is from an external auditor who looks after the till.\n\nAnna",
            "Von außerhalb ist der Shop nicht zu erreichen.\n\nAnna",
            "Hallo Jonas, diese E-Mail kommt von außerhalb und wird gesperrt.\n\nAnna",
            "Der Shop steht.\n\nDiese E-Mail kommt von außerhalb des Unternehmens.",
        ] {
            assert_eq!(without(text), text);
        }
    }
}
