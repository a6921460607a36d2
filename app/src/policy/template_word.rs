//! What mails say where the company says nothing of its own, and what the occasions are called.
use crate::words::{Text, acceptance, approval, mail, notify, policy as w, progress};
use domain::lang::Lang;
use domain::policy::Policy;
use domain::policy::template::Occasion;

/// The product's own words.
pub const fn usual(occasion: Occasion) -> Text {
    match occasion {
        Occasion::Greeting => mail::GREETING,
        Occasion::Acknowledged => notify::ACKNOWLEDGED,
        Occasion::Recorded => notify::RECORDED,
        Occasion::Next => notify::ACKNOWLEDGED_NEXT,
        Occasion::NextWithoutAccount => notify::ACKNOWLEDGED_PUBLIC,
        Occasion::Costs => notify::COSTS,
        Occasion::Message => notify::MESSAGE,
        Occasion::Limit => approval::MAIL_LIMIT,
        Occasion::Approval => approval::MAIL_ASKED,
        Occasion::ApprovalReminder => approval::MAIL_REMINDER,
        Occasion::Moved => notify::MOVED,
        Occasion::ForTest => acceptance::MAIL_FOR_TEST,
        Occasion::Planned => notify::PLANNED,
        Occasion::Done => notify::DONE_UNTIL,
        Occasion::ClosedByItself => notify::CLOSED_BY_ITSELF,
        Occasion::Progress => progress::DRAFT,
        Occasion::Closing => Text { de: "", en: "" },
    }
}

/// What a mail says on an occasion, with its gaps filled.
pub fn said(policy: &Policy, lang: Lang, occasion: Occasion, gaps: &[(&str, &str)]) -> String {
    let text = policy.own_words(occasion, lang).unwrap_or_else(|| crate::words::say(lang, usual(occasion)));
    crate::words::filled(text, gaps)
}

/// Mails that can be looked at, in the order in which a ticket brings them about: code and name.
const SAMPLES: [(&str, Text); 12] = [
    ("acknowledgement", w::SAMPLE_ACKNOWLEDGEMENT),
    ("recorded", w::SAMPLE_RECORDED),
    ("public", w::SAMPLE_PUBLIC),
    ("message", w::SAMPLE_MESSAGE),
    ("limit", w::SAMPLE_LIMIT),
    ("approval", w::SAMPLE_APPROVAL),
    ("reminder", w::SAMPLE_REMINDER),
    ("planned", w::SAMPLE_PLANNED),
    ("progress", w::SAMPLE_PROGRESS),
    ("for_test", w::SAMPLE_FOR_TEST),
    ("completion", w::SAMPLE_COMPLETION),
    ("closed", w::SAMPLE_CLOSED),
];

/// Those that a configuration sends: who asks for no approval sends no mail about one.
pub fn samples(policy: &Policy) -> impl Iterator<Item = (&'static str, Text)> + use<> {
    let gated = policy.gate.is_some();
    SAMPLES.into_iter().filter(move |(code, _)| gated || !matches!(*code, "limit" | "approval" | "reminder"))
}

/// What the occasion is called.
pub const fn occasion_word(occasion: Occasion) -> Text {
    match occasion {
        Occasion::Greeting => w::MAIL_GREETING,
        Occasion::Acknowledged => w::MAIL_ACKNOWLEDGED,
        Occasion::Recorded => w::MAIL_RECORDED,
        Occasion::Next => w::MAIL_NEXT,
        Occasion::NextWithoutAccount => w::MAIL_NEXT_WITHOUT,
        Occasion::Costs => w::MAIL_COSTS,
        Occasion::Message => w::MAIL_MESSAGE,
        Occasion::Limit => w::MAIL_LIMIT,
        Occasion::Approval => w::MAIL_APPROVAL,
        Occasion::ApprovalReminder => w::MAIL_APPROVAL_REMINDER,
        Occasion::Moved => w::MAIL_MOVED,
        Occasion::ForTest => w::MAIL_FOR_TEST,
        Occasion::Planned => w::MAIL_PLANNED,
        Occasion::Done => w::MAIL_DONE,
        Occasion::ClosedByItself => w::MAIL_CLOSED,
        Occasion::Progress => w::MAIL_PROGRESS,
        Occasion::Closing => w::MAIL_CLOSING,
    }
}
