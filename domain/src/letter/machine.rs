//! Automatic mail: by what it is recognised, and what it may do (pitfalls "Loops, automatic mail, bounces"; RFC 3834).
//!
//! What comes from a machine is never answered automatically. `X-Auto-Response-Suppress` alone is no sign: Exchange puts
//! it on mails of people too. It only supports a subject that already reads like an absence notice.
mod absence;
mod address;

use super::incoming::{Calendar, Incoming, Report, ReturnPath};
use super::lookup::Lookup;
use super::subject;
use serde::{Deserialize, Serialize};

/// The header that every mail of ours carries.
pub const LOOP_HEADER: &str = "X-Schalter-Loop";

/// Why a mail counts as automatic: the first sign found, in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Machine {
    /// It carries [`LOOP_HEADER`] with our own name: ours, come back.
    OwnHeader,
    /// Its Message-ID is one of ours.
    OwnMessage,
    /// It says to come from a mailbox of the house, and nothing shows that it does.
    OwnMailbox,
    /// A `multipart/report`, most likely on delivery.
    Report,
    /// A `multipart/report` that says a mail was read or deleted.
    Receipt,
    /// A `multipart/report` by which a provider passes on a complaint.
    Complaint,
    /// From a mail server's own address: mailer-daemon, postmaster and the like.
    Daemon,
    /// Its calendar part answers an invitation with another time, or with words: it is treated as a program's, but a person waits.
    CalendarProposal,
    /// Its calendar part answers an invitation.
    CalendarAnswer,
    /// Its subject reads like an absence notice, and something else fits: it answers a mail, or has another trace of a
    /// machine. The subject alone is no sign, nor is one that begins with `AW:`.
    Absence,
    /// `Auto-Submitted` with any value but `no`.
    AutoSubmitted,
    /// `Precedence: auto_reply`.
    PrecedenceAutoReply,
    /// `X-Autoreply`, `X-Autorespond` or a relative of them.
    XAutoreply,
    /// An empty return path.
    EmptyReturnPath,
    /// A `List-Id`.
    ListId,
    /// `Precedence` bulk, list or junk.
    Precedence,
    /// A `List-Unsubscribe`.
    ListUnsubscribe,
    /// An `X-Loop` that is not ours.
    XLoop,
    /// The receiving mail server marked it as spam: its sender is forged more often than not, and an answer would go to
    /// somebody who wrote nothing.
    MarkedSpam,
    /// From an address that says itself that nobody reads it. Counts alone: an answer would reach nobody.
    NoReply,
    /// Its sender wrote so often on its ticket that others are told no more ([`super::cap::is_loop`]). It stands in no mail; who
    /// counts there says so.
    Repeating,
}

/// What kind of machine it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// An absence notice or another automatic letter.
    AutoReply,
    /// A mail server on a mail that it could not deliver.
    Bounce,
    /// A mailing list, what a filter takes for spam, or what comes too often; whoever wrote may be a person.
    List,
    /// Ourselves.
    Loop,
}

impl Kind {
    /// All kinds.
    pub const ALL: [Self; 4] = [Self::AutoReply, Self::Bounce, Self::List, Self::Loop];

    /// The code in the database.
    pub const fn code(self) -> &'static str {
        match self {
            Self::AutoReply => "auto_reply",
            Self::Bounce => "bounce",
            Self::List => "list",
            Self::Loop => "loop",
        }
    }
}

impl Machine {
    /// All signs in the order in which they are looked for.
    pub const ALL: [Self; 21] = [
        Self::OwnHeader,
        Self::OwnMessage,
        Self::OwnMailbox,
        Self::Report,
        Self::Receipt,
        Self::Complaint,
        Self::Daemon,
        Self::CalendarProposal,
        Self::CalendarAnswer,
        Self::Absence,
        Self::AutoSubmitted,
        Self::PrecedenceAutoReply,
        Self::XAutoreply,
        Self::EmptyReturnPath,
        Self::ListId,
        Self::Precedence,
        Self::ListUnsubscribe,
        Self::XLoop,
        Self::MarkedSpam,
        Self::NoReply,
        Self::Repeating,
    ];

    /// The code in the database.
    pub const fn code(self) -> &'static str {
        match self {
            Self::OwnHeader => "own_header",
            Self::OwnMessage => "own_message",
            Self::OwnMailbox => "own_mailbox",
            Self::Report => "report",
            Self::Receipt => "receipt",
            Self::Complaint => "complaint",
            Self::Daemon => "daemon",
            Self::CalendarProposal => "calendar_proposal",
            Self::CalendarAnswer => "calendar_answer",
            Self::Absence => "absence",
            Self::AutoSubmitted => "auto_submitted",
            Self::PrecedenceAutoReply => "precedence_auto_reply",
            Self::XAutoreply => "x_autoreply",
            Self::EmptyReturnPath => "empty_return_path",
            Self::ListId => "list_id",
            Self::Precedence => "precedence",
            Self::ListUnsubscribe => "list_unsubscribe",
            Self::XLoop => "x_loop",
            Self::MarkedSpam => "marked_spam",
            Self::NoReply => "no_reply",
            Self::Repeating => "repeating",
        }
    }

    /// The sign of a code.
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|machine| machine.code() == code)
    }

    /// What kind of machine it is a sign of.
    pub const fn kind(self) -> Kind {
        match self {
            Self::OwnHeader | Self::OwnMessage | Self::OwnMailbox => Kind::Loop,
            Self::Report | Self::Daemon => Kind::Bounce,
            Self::ListId | Self::Precedence | Self::ListUnsubscribe | Self::MarkedSpam | Self::Repeating => {
                Kind::List
            }
            Self::Receipt
            | Self::Complaint
            | Self::CalendarProposal
            | Self::CalendarAnswer
            | Self::Absence
            | Self::AutoSubmitted
            | Self::PrecedenceAutoReply
            | Self::XAutoreply
            | Self::EmptyReturnPath
            | Self::XLoop
            | Self::NoReply => Kind::AutoReply,
        }
    }

    /// Whether a person may have written all the same. Where not, the letter is attached and does nothing else: it does
    /// not reopen, restart a clock, count as an answer, end an objection window or approve.
    pub const fn may_be_a_person(self) -> bool {
        matches!(self.kind(), Kind::List)
    }

    fn shows_in(self, mail: &Incoming, house: &dyn Lookup) -> bool {
        let precedence = |values: &[&str]| {
            mail.header("Precedence").any(|value| values.iter().any(|v| value.eq_ignore_ascii_case(v)))
        };
        match self {
            Self::OwnHeader => mail.header(LOOP_HEADER).any(|named| house.own_house(named)),
            Self::OwnMessage => mail
                .message_id
                .as_deref()
                .is_some_and(|id| house.token(id).is_some() || house.sent(id).is_some()),
            Self::OwnMailbox => house.own_mailbox(&mail.from),
            Self::Report => matches!(mail.report, Some(Report::DeliveryStatus | Report::Other)),
            Self::Receipt => mail.report == Some(Report::Disposition),
            Self::Complaint => mail.report == Some(Report::Feedback),
            Self::Daemon => is_daemon(mail),
            Self::CalendarProposal => is_calendar_answer(mail) && mail.calendar == Some(Calendar::Proposal),
            Self::CalendarAnswer => is_calendar_answer(mail),
            Self::Absence => absence::is_notice(mail),
            Self::AutoSubmitted => mail.header("Auto-Submitted").any(says_automatic),
            Self::PrecedenceAutoReply => precedence(&["auto_reply", "auto-reply"]),
            Self::XAutoreply => {
                ["X-Autoreply", "X-Autorespond", "X-Autoresponder", "X-Autogenerated", "X-Vacation"]
                    .into_iter()
                    .flat_map(|name| mail.header(name))
                    .any(|value| !value.eq_ignore_ascii_case("no"))
            }
            Self::EmptyReturnPath => mail.return_path == ReturnPath::Empty,
            Self::ListId => mail.has("List-Id"),
            Self::Precedence => precedence(&["bulk", "list", "junk"]),
            Self::ListUnsubscribe => mail.has("List-Unsubscribe"),
            Self::XLoop => mail.has("X-Loop") || mail.has(LOOP_HEADER),
            Self::MarkedSpam => is_marked_spam(mail),
            Self::NoReply => address::reads_no_answer(&mail.from),
            Self::Repeating => false,
        }
    }
}

/// By what a mail shows that it is automatic; `None` where a person seems to have written it. Own signs (Message-ID,
/// mailbox) are asked of the house.
pub fn machine(mail: &Incoming, house: &dyn Lookup) -> Option<Machine> {
    Machine::ALL.into_iter().find(|machine| machine.shows_in(mail, house))
}

/// Whether the receiving mail server marked it as spam: as `SpamAssassin`, Rspamd and their relatives do.
pub(super) fn is_marked_spam(mail: &Incoming) -> bool {
    let says_yes = |value: &str| {
        let word = value.split([',', ';', ' ', '\t']).next().unwrap_or_default();
        ["yes", "true"].iter().any(|yes| word.eq_ignore_ascii_case(yes))
    };
    ["X-Spam-Flag", "X-Spam-Status", "X-Spam"].into_iter().flat_map(|name| mail.header(name)).any(says_yes)
}

/// Whether it answers an invitation. Who passes such an answer on, with all that came with it, is a person.
pub(super) fn is_calendar_answer(mail: &Incoming) -> bool {
    matches!(mail.calendar, Some(Calendar::Answer | Calendar::Proposal))
        && !subject::is_forward(&mail.subject)
}

/// A mail with who wrote it in `from`: its sender, unless a form of a web site sent it. Such mails come from an address that
/// nobody reads, from a program or from the house itself, and their `Reply-To` names who filled the form in. `own` says whether
/// an address is a mailbox of the house; a mail of ours that comes back is known by its header and its Message-ID all the same.
pub fn of_form(mail: Incoming, own: impl Fn(&str) -> bool) -> Incoming {
    let (name, address) = &mail.reply_to;
    let answers = !address.is_empty()
        && !address::reads_no_answer(address)
        && !address::is_system(address)
        && !address::is_daemon(address)
        && !own(address);
    let form = address::reads_no_answer(&mail.from) || address::is_system(&mail.from) || own(&mail.from);
    if !(answers && form) {
        return mail;
    }
    Incoming { from: address.clone(), from_name: name.clone(), by_form: true, ..mail }
}

/// Whether a mail server itself wrote it.
pub(super) fn is_daemon(mail: &Incoming) -> bool {
    let named = mail.from.is_empty() && address::is_daemon(&mail.from_name.to_ascii_lowercase());
    let path = match &mail.return_path {
        ReturnPath::Address(path) => address::is_daemon(path),
        ReturnPath::Empty | ReturnPath::Absent => false,
    };
    named || path || address::is_daemon(&mail.from) || mail.sender.as_deref().is_some_and(address::is_daemon)
}

/// Whether the subject reads like an absence notice.
pub(super) fn is_absence_subject(subject: &str) -> bool {
    absence::is_subject(subject)
}

/// RFC 3834, 5: a keyword, then perhaps parameters or a comment.
fn says_automatic(value: &str) -> bool {
    let keyword = value.split([';', '(', ' ', '\t']).next().unwrap_or_default();
    !keyword.is_empty() && !keyword.eq_ignore_ascii_case("no")
}

#[cfg(test)]
mod tests;
