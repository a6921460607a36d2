//! The block of header lines above a quote, as Outlook, phones and web mailers write it: `Von: … Gesendet: … An: …`.
use crate::letter::reply::line::Line;
use std::ops::Range;

/// What a line of the block is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Label {
    From,
    To,
    Date,
    Subject,
    Other,
}

/// The names of the lines, by what they are about.
const NAMES: [(Label, &[&str]); 5] = [
    (Label::From, &["von", "from", "absender", "de", "da", "van", "fra", "från"]),
    (Label::To, &["an", "to", "empfänger", "à", "a", "para", "aan", "til", "till"]),
    (
        Label::Date,
        &[
            "gesendet",
            "datum",
            "date",
            "sent",
            "gesendet am",
            "envoyé",
            "envoyé le",
            "inviato",
            "data",
            "enviado",
            "fecha",
            "verzonden",
            "dato",
            "skickat",
            "message du",
            "sendt",
        ],
    ),
    (
        Label::Subject,
        &[
            "betreff",
            "subject",
            "betrifft",
            "objet",
            "sujet",
            "oggetto",
            "asunto",
            "assunto",
            "onderwerp",
            "emne",
            "ämne",
        ],
    ),
    (
        Label::Other,
        &[
            "cc",
            "kopie",
            "bcc",
            "antwort an",
            "antwortadresse",
            "reply-to",
            "wichtigkeit",
            "importance",
            "priorität",
            "priority",
            "anlagen",
            "attachments",
            "copie à",
            "vertraulichkeit",
        ],
    ),
];

/// Most lines of a block; a long list of recipients is broken over several.
const MOST: usize = 24;

/// Where the block that begins here ends. It names at least sender and date or subject, and three things in all. People
/// write `Von: Köln`, `An: Ulm`, `Datum: …` too: so it has a subject among them, or an address. Below a line drawn across two
/// are enough.
pub(super) fn end(lines: &[Line], from: usize, ruled: bool) -> Option<usize> {
    label(&lines[from])?;
    let mut found: Vec<Label> = Vec::new();
    let (mut end, mut address) = (from, false);
    let mut unlabelled = 0;
    for (n, line) in lines.iter().enumerate().skip(from).take(MOST) {
        if let Some(label) = label(line) {
            if found.contains(&label) && label != Label::Other {
                break;
            }
            found.push(label);
            (end, unlabelled) = (n + 1, 0);
        } else {
            unlabelled += 1;
            // An empty line may stand between two of them, a broken list between `An:` and `Betreff:`.
            let broken = matches!(found.last(), Some(Label::To | Label::Other | Label::From));
            if unlabelled > if line.low.is_empty() || !broken { 1 } else { 4 } {
                break;
            }
        }
        address |= line.low.contains('@');
    }
    let has = |label: Label| found.contains(&label);
    let kinds = [Label::From, Label::To, Label::Date, Label::Subject].into_iter().filter(|l| has(*l)).count();
    let dated = has(Label::Date) || has(Label::Subject);
    let enough =
        has(Label::From) && dated && (kinds >= 3 && (has(Label::Subject) || address) || ruled && address);
    enough.then_some(end)
}

/// Which lines of a block name the sender: a long address is broken over several.
pub(super) fn sender(lines: &[Line], from: usize, end: usize) -> Option<Range<usize>> {
    let at = (from..end).find(|n| label(&lines[*n]) == Some(Label::From))?;
    let next = (at + 1..end).find(|n| label(&lines[*n]).is_some());
    Some(at..next.unwrap_or(end))
}

/// The name before the colon, also `*Von:*` and `Von :`.
fn label(line: &Line) -> Option<Label> {
    let low = line.low.trim_start_matches(['*', '_', ' ']);
    let name = low.get(..low.find(':')?)?.trim_end_matches(['*', '_', ' ']);
    NAMES.iter().find(|(_, names)| names.contains(&name)).map(|(label, _)| *label)
}
