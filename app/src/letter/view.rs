//! Read models of outgoing and incoming mail.
use crate::error::AppError;
use domain::deal::Deal;
use domain::id::{LetterId, MailId};
use domain::letter::mailbox::Trouble;
use domain::letter::original::Original;
use domain::letter::thread::Rule;
use domain::moment::Moment;
use domain::ticket::Stage;
use domain::ticket::number::TicketNumber;
use serde::{Deserialize, Serialize};

/// Where a letter is on its way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LetterState {
    /// Waits for its turn, or for SMTP settings.
    Waiting,
    /// Taken by the mail server.
    Sent,
    /// Given up; staff must act.
    Failed,
    /// Handed over while the connection or the server broke: perhaps it left. Or a report that names no letter says that it did
    /// not arrive. Staff decide.
    Uncertain,
}

/// One outgoing mail.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LetterView {
    /// Id.
    pub id: LetterId,
    /// To whom: name and address.
    pub to: String,
    /// Subject.
    pub subject: String,
    /// What it is about, in one line.
    pub occasion: String,
    /// Plain text; web addresses in it can be followed.
    pub text: String,
    /// State.
    pub state: LetterState,
    /// It did not arrive, or nobody knows, and staff have not decided what becomes of it.
    pub undecided: bool,
    /// It carried a link that signs in, and left: its words are not kept, so it cannot be sent again.
    pub emptied: bool,
    /// Staff sent it again, and another that names a later day was written in its place.
    pub replaced: bool,
    /// What the mail server said last.
    pub trouble: Option<String>,
    /// Written.
    pub written: Moment,
    /// Sent.
    pub sent: Option<Moment>,
}

/// The outbox page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OutboxView {
    /// Those that did not arrive, then those of which nobody knows, as long as staff have not decided, then the others; each
    /// newest first, at most 100.
    pub letters: Vec<LetterView>,
    /// How the mail server fares; `None` where none is set.
    pub outgoing: Option<OutgoingView>,
    /// When this was read.
    pub now: Moment,
}

/// How the mail server fares that takes outgoing mail.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OutgoingView {
    /// When it last took a letter.
    pub sent: Option<Moment>,
    /// It takes none.
    pub stuck: Option<StuckView>,
    /// How many letters wait, as far as that is counted.
    pub waiting: u64,
    /// When this was read.
    pub now: Moment,
}

/// No mail leaves the house.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StuckView {
    /// Since when.
    pub since: Moment,
    /// What the mail server or the network said last, or the code of its silence.
    pub words: String,
}

/// What became of a mail that came in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MailState {
    /// It leads to a ticket in which its sender takes no part, or says nothing at all; staff decide, until then it touches
    /// nothing.
    Quarantine,
    /// It opened a ticket.
    NewTicket,
    /// It stands on a ticket.
    Append,
    /// It reports that a mail of ours did not arrive.
    Bounce,
    /// Our own, come back.
    Loop,
    /// Staff put it aside.
    Dropped,
}

impl MailState {
    /// All of them.
    pub const ALL: [Self; 6] =
        [Self::Quarantine, Self::NewTicket, Self::Append, Self::Bounce, Self::Loop, Self::Dropped];

    /// The code in the database.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Quarantine => "quarantine",
            Self::NewTicket => "new_ticket",
            Self::Append => "append",
            Self::Bounce => "bounce",
            Self::Loop => "loop",
            Self::Dropped => "dropped",
        }
    }

    /// The state of a code.
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }
}

/// A mail that came in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MailView {
    /// Id.
    pub id: MailId,
    /// From whom: name and address.
    pub from: String,
    /// Subject.
    pub subject: String,
    /// Its text, quotes included.
    pub text: String,
    /// Who on staff passed it on, by name, and who wrote it first, as far as the mail says so.
    pub passed_on: Option<(String, Original)>,
    /// What became of it.
    pub state: MailState,
    /// By which rule its ticket was found.
    pub rule: Rule,
    /// The ticket whose number its subject names though its writer takes no part there: therefore it opened one.
    pub named: Option<TicketNumber>,
    /// A machine wrote it.
    pub machine: bool,
    /// The ticket on which it stands or to which it leads.
    pub ticket: Option<TicketNumber>,
    /// That ticket's title.
    pub title: Option<String>,
    /// The quote or the order on which it stands as a comment.
    pub deal: Option<Deal>,
    /// It stands there as a message, and can be moved.
    pub stands: bool,
    /// It was moved there, and the move can be undone.
    pub moved: bool,
    /// It waited before staff put it there, and can wait again.
    pub waited: bool,
    /// When it came in.
    pub received: Moment,
    /// Who on staff decided.
    pub settled_by: Option<String>,
}

/// A mail as it was sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OriginalView {
    /// Id; its HTML is at `/mails/{id}/html`, its pictures are at `/mails/{id}/inline/{place}`.
    pub id: MailId,
    /// From whom: name and address.
    pub from: String,
    /// To whom, by name and address.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub to: Vec<String>,
    /// Who got a copy for all to see.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cc: Vec<String>,
    /// When it was written, by its writer's clock.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub written: Option<Moment>,
    /// Subject.
    pub subject: String,
    /// When it came in.
    pub received: Moment,
    /// When it was fetched, where it had waited for that.
    pub fetched: Option<Moment>,
    /// It has a part in HTML.
    pub has_html: bool,
    /// Its text, quotes included.
    pub text: String,
    /// The ticket on which it stands.
    pub ticket: Option<TicketNumber>,
    /// The entry of that ticket that it became.
    pub entry: Option<i64>,
    /// The reader may have the mail as it came in, headers and all.
    pub raw: bool,
    /// When this was read.
    pub now: Moment,
}

/// A mailbox that is read by IMAP.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MailboxView {
    /// Name.
    pub name: String,
    /// Mail address.
    pub address: String,
    /// When it was last read to its end.
    pub fetched: Option<Moment>,
    /// What is wrong.
    pub trouble: Option<TroubleView>,
}

/// What is wrong with a mailbox.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TroubleView {
    /// Which trouble it is.
    pub trouble: Trouble,
    /// What the mail server or the network said, in technical words.
    pub words: String,
}

/// The page of incoming mail.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MailsView {
    /// Newest first.
    pub mails: Vec<MailView>,
    /// Mailboxes that are read by IMAP, by name.
    pub mailboxes: Vec<MailboxView>,
    /// How many wait for a decision, as far as that is counted.
    pub waiting: u64,
    /// After which one the next page begins, where there is one.
    pub next: Option<MailId>,
    /// When this was read.
    pub now: Moment,
}

/// A mail that staff are about to put on a ticket.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MoveView {
    /// Id.
    pub id: MailId,
    /// From whom: name and address.
    pub from: String,
    /// Subject.
    pub subject: String,
    /// The beginning of its text.
    pub text: String,
    /// It waits for a decision; else it stands on `ticket`.
    pub waits: bool,
    /// It can become a ticket of its own.
    pub may_split: bool,
    /// The ticket on which it stands or to which it leads.
    pub ticket: Option<TicketNumber>,
    /// The number as it was typed.
    pub typed: String,
    /// The ticket of that number, or why the mail cannot go there.
    pub target: Option<Result<Target, AppError>>,
}

/// A ticket to which a mail would go.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Target {
    /// Number.
    pub number: TicketNumber,
    /// Title.
    pub title: String,
    /// Whose it is.
    pub organisation: Option<String>,
    /// State.
    pub stage: Stage,
    /// What was asked for was not released: it rests.
    pub rests: bool,
    /// Only staff read it there.
    pub inside: bool,
    /// Its writer is known neither to the house nor to the ticket.
    pub stranger: bool,
    /// Who outside of the house reads it there, by name.
    pub readers: Vec<String>,
    /// Its writer, where they can take part there and do not yet.
    pub joiner: Option<JoinerView>,
}

/// Who wrote a mail and takes no part in the ticket to which it would go.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct JoinerView {
    /// Name.
    pub name: String,
    /// A contact of the ticket's organisation: to let them in is proposed.
    pub proposed: bool,
}
