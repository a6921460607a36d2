//! Absence notices that carry no proper header, told by their subject and one more trace.
use crate::letter::incoming::Incoming;
use crate::letter::subject::gateway;

/// How the subjects of absence notices begin, in small letters.
const BEGINNINGS: [&str; 27] = [
    "abwesenheitsnotiz",
    "abwesenheitsnachricht",
    "abwesenheitsmeldung",
    "abwesenheitsinfo",
    "abwesenheit:",
    "abwesend:",
    "abwesend bis",
    "ich bin abwesend",
    "automatische antwort",
    "automatische e-mail-antwort",
    "automatische rückmeldung",
    "autom. antwort",
    "außer haus",
    "nicht im büro",
    "nicht im haus",
    "urlaubsabwesenheit",
    "urlaubsnotiz",
    "im urlaub",
    "automatic reply",
    "automated reply",
    "auto reply",
    "auto-reply",
    "autoreply",
    "out of office",
    "out of the office",
    "out-of-office",
    "vacation reply",
];

/// Headers that machines set and people's programs sometimes do too: they count only beside such a subject.
const TRACES: [&str; 4] =
    ["X-Auto-Response-Suppress", "X-MS-Exchange-Inbox-Rules-Loop", "X-Apple-Action", "Precedence"];

/// Whether the subject begins like an absence notice. Whoever answers one has `AW:` in front; what a gateway put
/// there says nothing.
pub(super) fn is_subject(subject: &str) -> bool {
    let start: String = gateway::past(subject).chars().take(40).flat_map(char::to_lowercase).collect();
    BEGINNINGS.iter().any(|beginning| start.starts_with(beginning))
}

/// Whether the subject begins like an absence notice and the mail also answers another or has a trace of a machine.
pub(super) fn is_notice(mail: &Incoming) -> bool {
    is_subject(&mail.subject) && (mail.answers() || TRACES.iter().any(|name| mail.has(name)))
}
