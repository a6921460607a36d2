//! Delivery reports: whether a mail of ours arrived, and whether its address still works (pitfalls; RFC 3464).
mod named;
mod report;
mod status;
mod text;

pub use named::named;

use super::incoming::Incoming;
use serde::{Deserialize, Serialize};
use status::Status;

/// What a mail server says about a mail of ours that it did not deliver.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bounce {
    /// The address will not work next time either: class 5, or failed without any status. A full mailbox (5.2.2) is
    /// temporary all the same, because the address exists and mailboxes are emptied. A failure of class 4 is a fault that
    /// lasted too long and temporary too, unless it says that there is no such domain (Google reports that as 4.0.0). Where
    /// the mail system (5.3), the content (5.6) or the sender (5.7) is refused, the next mail may be taken.
    pub permanent: bool,
    /// The server has given up: this mail did not arrive and will not. True also of a temporary fault that lasted too long.
    /// What depends on this very mail (the objection window, C4) asks this, not `permanent`.
    pub gave_up: bool,
    /// The address in small letters, as we wrote it where the report says so.
    pub recipient: Option<String>,
    /// The enhanced status code, such as `5.1.1` (RFC 3463).
    pub status: Option<String>,
    /// The server's own words ([`plain_words`]); for staff.
    pub reason: String,
}

impl Bounce {
    /// The beginning of the words, of a report that nothing vouches for.
    pub fn briefly(&self) -> String {
        self.reason.chars().take(100).collect()
    }
}

/// What a delivery report says; `None` for any other mail, and for a report of success (delivered, relayed, expanded).
///
/// The `message/delivery-status` part of a `multipart/report` decides alone. Any other mail is read only where it comes from a
/// mail server, carries `X-Failed-Recipients` or has an empty return path: a person who quotes or attaches a report is no
/// bounce. A report can be forged; it concerns us only where it also carries one of our keyed tokens (see [`super::thread`]) or
/// the Message-ID of a letter of ours ([`named()`]).
pub fn bounce(mail: &Incoming) -> Option<Bounce> {
    if mail.report.is_none() && !text::is_from_server(mail) {
        return None;
    }
    match mail.delivery_status.as_deref().map(report::read) {
        Some(report::Verdict::Bounced(bounce)) => Some(bounce),
        Some(report::Verdict::Arrived) => None,
        Some(report::Verdict::SaysNothing) | None => text::read(mail),
    }
}

/// Whether the words with which a mail server refused a letter say that there is no such address. A full mailbox, a mail
/// that is too large or looks like advertising, and a house that is on a list say nothing of the kind.
pub fn refuses_address(words: &str) -> bool {
    const UNWANTED: [&str; 8] =
        ["spam", "block", "blacklist", "reputation", "policy", "listed", "too large", "size limit"];
    if let Some(status) = Status::find(words).filter(|status| !status.is_general()) {
        return status.is_about_the_address();
    }
    let words = words.to_lowercase();
    let mut codes = words.split(|c: char| !c.is_ascii_digit());
    codes.any(|word| matches!(word, "550" | "551" | "553"))
        && !says_full(None, &words)
        && !UNWANTED.iter().any(|unwanted| words.contains(unwanted))
}

/// From the facts to the verdict.
fn judged(status: Option<Status>, delayed: bool, recipient: Option<String>, reason: &str) -> Bounce {
    let full = status.is_some_and(Status::is_mailbox_full) || says_full(status, reason);
    let transient = status.is_some_and(|status| status.class == 4);
    let elsewhere = status.is_some_and(Status::is_about_the_mail);
    Bounce {
        permanent: !(delayed || full || elsewhere || transient && !says_no_domain(reason)),
        gave_up: !delayed,
        recipient,
        status: status.map(|status| status.to_string()),
        reason: plain_words(reason),
    }
}

/// Servers that report a full mailbox under a general code say so in words.
fn says_full(status: Option<Status>, reason: &str) -> bool {
    const FULL: [&str; 12] = [
        "mailbox full",
        "mailbox is full",
        "mailfolder is full",
        "over quota",
        "overquota",
        "quota exceeded",
        "exceeded storage allocation",
        "exceeded the local limit",
        "out of storage space",
        "mailbox size limit exceeded",
        "postfach voll",
        "postfach ist voll",
    ];
    let unspecific = status.is_none_or(|s| s.detail == 0 || (s.subject == 2 && s.detail == 1));
    let reason = reason.to_lowercase();
    unspecific && FULL.iter().any(|words| reason.contains(words))
}

fn says_no_domain(reason: &str) -> bool {
    let reason = reason.to_lowercase();
    ["nxdomain", "domain name not found", "domain not found", "host not found", "doesn't receive email"]
        .iter()
        .any(|words| reason.contains(words))
}

/// Words of another mail server on one line, at most 300 characters. Anybody can write a report: no web address is left in it
/// that could be followed.
pub fn plain_words(text: &str) -> String {
    let text: String = text.chars().filter(|c| !c.is_control() || c.is_whitespace()).collect();
    let is_web = |word: &str| {
        let word = word.to_lowercase();
        word.contains("://") || word.contains("www.")
    };
    let words: Vec<&str> =
        text.split_whitespace().map(|word| if is_web(word) { "…" } else { word }).collect();
    words.join(" ").chars().take(300).collect()
}

/// The first thing in a text that looks like an address, in small letters.
fn address_in(text: &str) -> Option<String> {
    text.split(|c: char| c.is_whitespace() || "<>()[]{},;:\"'`|".contains(c)).find_map(|word| {
        let word = word.trim_matches(|c: char| c == '.' || c == '=');
        let (local, domain) = word.rsplit_once('@')?;
        let plain = !local.is_empty()
            && domain.contains('.')
            && domain.chars().all(|c| c.is_alphanumeric() || c == '.' || c == '-');
        plain.then(|| word.to_lowercase())
    })
}

#[cfg(test)]
mod tests;
