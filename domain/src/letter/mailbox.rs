//! Mailboxes: with what a ticket begins that comes through one (B1), what can be wrong with one, and when that is told.
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

/// A mailbox that cannot be read for so long is told to administrators; shorter troubles mend themselves.
pub const SILENT: SignedDuration = SignedDuration::from_mins(10);

/// Whether administrators are to be told by `now` of a mailbox that is in trouble since `since`.
pub fn is_silent(since: Timestamp, now: Timestamp) -> bool {
    now.duration_since(since) >= SILENT
}

/// What arrived no longer than this before a mailbox was connected counts as new: clocks of mail servers differ.
const LEEWAY: SignedDuration = SignedDuration::from_mins(10);

/// What becomes of unseen mail by when it arrived: in a mailbox of years nobody waits for thousands of acknowledgements.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Taking {
    /// It is taken in, and answered where the rules say so.
    Answered,
    /// It is taken in, and nobody is told.
    Unanswered,
    /// It stays where it is.
    LeftAlone,
}

/// Since when a mailbox is read, and what becomes of older mails there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Begin {
    /// When it was connected; `None`: all of its mails are new.
    pub connected: Option<Timestamp>,
    /// Older mails are taken in too.
    pub takes_older: bool,
}

impl Begin {
    /// From when on mails are new.
    pub fn new_from(self) -> Option<Timestamp> {
        self.connected.map(|connected| connected - LEEWAY)
    }

    /// What becomes of a mail that `arrived` then, by the mail server's word; where it says nothing the mail is new.
    pub fn taking(self, arrived: Option<Timestamp>) -> Taking {
        let older = self.new_from().zip(arrived).is_some_and(|(new, arrived)| arrived < new);
        match (older, self.takes_older) {
            (false, _) => Taking::Answered,
            (true, true) => Taking::Unanswered,
            (true, false) => Taking::LeftAlone,
        }
    }
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
    /// The folder is not there.
    Folder,
    /// The stored password or its file cannot be read.
    Secret,
    /// Mails came and could not be stored.
    NotStored,
    /// Anything else; the connection broke.
    Broken,
}

impl Trouble {
    /// All of them.
    pub const ALL: [Self; 10] = [
        Self::NoSuchServer,
        Self::NoAnswer,
        Self::TooSlow,
        Self::Certificate,
        Self::NotSecret,
        Self::SignIn,
        Self::Folder,
        Self::Secret,
        Self::NotStored,
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
            Self::Folder => "folder",
            Self::Secret => "secret",
            Self::NotStored => "not_stored",
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
    fn what_lay_in_a_mailbox_before_is_never_answered_and_taken_in_only_where_asked_for() {
        let connected: Timestamp = "2026-11-23T08:00:00Z".parse().unwrap();
        let before = |minutes| Some(connected - SignedDuration::from_mins(minutes));
        let begin = |takes_older| Begin { connected: Some(connected), takes_older };
        for (begin, arrived, expected) in [
            (begin(false), before(-1), Taking::Answered),
            (begin(false), before(10), Taking::Answered),
            (begin(false), before(11), Taking::LeftAlone),
            (begin(false), before(1_000_000), Taking::LeftAlone),
            (begin(true), before(11), Taking::Unanswered),
            (begin(true), before(-1), Taking::Answered),
            (begin(false), None, Taking::Answered),
            (Begin::default(), before(1_000_000), Taking::Answered),
        ] {
            assert_eq!(begin.taking(arrived), expected, "{begin:?} {arrived:?}");
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
