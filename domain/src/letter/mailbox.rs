//! Mailboxes: with what a ticket begins that comes through one (B1), what can be wrong with one, and when that is told; [`begin`]
//! says which of its mails are new.
pub mod begin;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

/// A mailbox that cannot be read for so long is told to administrators; shorter troubles mend themselves.
pub const SILENT: SignedDuration = SignedDuration::from_mins(10);

/// Whether administrators are to be told by `now` of a mailbox that is in trouble since `since`.
pub fn is_silent(since: Timestamp, now: Timestamp) -> bool {
    now.duration_since(since) >= SILENT
}

/// The class of a new ticket: that of the ticket it continues, else the mailbox's. One that the configuration no longer has is
/// none, and triage classifies.
pub fn class<'a>(
    is_class: impl Fn(&str) -> bool,
    continued: Option<&'a str>,
    mailbox: Option<&'a str>,
) -> Option<&'a str> {
    continued.or_else(|| mailbox.filter(|code| is_class(code)))
}

/// Why a mailbox cannot be read, as far as it can be told apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Trouble {
    /// No server of that name.
    NoSuchServer,
    /// Nobody answers there.
    NoAnswer,
    /// It takes too long.
    TooSlow,
    /// The server's certificate is not believed.
    Certificate,
    /// The way to it cannot be kept secret.
    NotSecret,
    /// The server does not let this user in.
    SignIn,
    /// What was once granted to get access tokens by (OAuth 2.0) counts no more; somebody must sign in anew.
    Expired,
    /// Who grants access tokens does not take what the client says of itself.
    NotGranted,
    /// Who grants access tokens cannot be reached, or answers what nobody understands.
    NoGrant,
    /// The folder is not there.
    Folder,
    /// The stored password or its file cannot be read.
    Secret,
    /// Mails came and could not be stored.
    NotStored,
    /// Mails were stored, and the server does not let them be marked as read.
    NotMarked,
    /// Anything else; the connection broke.
    Broken,
}

impl Trouble {
    /// All of them.
    pub const ALL: [Self; 14] = [
        Self::NoSuchServer,
        Self::NoAnswer,
        Self::TooSlow,
        Self::Certificate,
        Self::NotSecret,
        Self::SignIn,
        Self::Expired,
        Self::NotGranted,
        Self::NoGrant,
        Self::Folder,
        Self::Secret,
        Self::NotStored,
        Self::NotMarked,
        Self::Broken,
    ];

    /// The code in the database.
    pub const fn code(self) -> &'static str {
        match self {
            Self::NoSuchServer => "no_such_server",
            Self::NoAnswer => "no_answer",
            Self::TooSlow => "too_slow",
            Self::Certificate => "certificate",
            Self::NotSecret => "not_secret",
            Self::SignIn => "sign_in",
            Self::Expired => "expired",
            Self::NotGranted => "not_granted",
            Self::NoGrant => "no_grant",
            Self::Folder => "folder",
            Self::Secret => "secret",
            Self::NotStored => "not_stored",
            Self::NotMarked => "not_marked",
            Self::Broken => "broken",
        }
    }

    /// The trouble of a code.
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|trouble| trouble.code() == code)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mailbox_is_told_after_ten_minutes() {
        let since: Timestamp = "2026-11-23T08:00:00Z".parse().unwrap();
        for (seconds, is) in [(-5, false), (0, false), (599, false), (600, true), (90_000, true)] {
            assert_eq!(is_silent(since, since + SignedDuration::from_secs(seconds)), is, "{seconds}");
        }
    }

    #[test]
    fn a_ticket_has_the_class_it_continues_else_the_mailboxs_while_that_is_one() {
        for (continued, mailbox, class) in [
            (None, None, None),
            (None, Some("outage"), Some("outage")),
            (None, Some("gone"), None),
            (Some("standard"), Some("outage"), Some("standard")),
        ] {
            assert_eq!(super::class(|code| code == "outage", continued, mailbox), class);
        }
    }

    #[test]
    fn every_trouble_has_a_code_of_its_own() {
        for trouble in Trouble::ALL {
            assert_eq!(Trouble::of_code(trouble.code()), Some(trouble));
        }
    }
}
