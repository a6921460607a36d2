//! The history of a ticket, with its documents and mails.
use super::Who;
use crate::letter::view::LetterState;
use domain::id::{DocumentId, MailId};
use domain::letter::thread::Rule;
use domain::moment::Moment;
use domain::ticket::Audience;
use domain::ticket::number::TicketNumber;
use domain::ticket::timeline::What;
use serde::{Deserialize, Serialize};

/// A document on a ticket.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DocumentView {
    /// Id; the file is at `/documents/{id}/{name}`, its preview at `/documents/{id}/preview`.
    pub id: DocumentId,
    /// File name.
    pub name: String,
    /// Sniffed media type.
    pub media_type: String,
    /// Bytes.
    pub size: i64,
    /// How it may be shown.
    pub show: domain::document::Show,
    /// Whether there is a preview picture, or one is made when it is first asked for.
    pub preview: bool,
}

/// The mail that an entry came by.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EntryMail {
    /// Id; the mail as it was sent is at `/mails/{id}`.
    pub id: MailId,
    /// It has a part in HTML.
    pub has_html: bool,
    /// A quote in it is not shown.
    #[serde(default)]
    pub cut: bool,
    /// Why it stands here; for staff.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub placed: Option<MailPlaced>,
}

/// Why a mail stands where it stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MailPlaced {
    /// The sender's address.
    pub from: String,
    /// By which rule its ticket was found.
    pub rule: Rule,
    /// The ticket whose number its subject names though its writer takes no part there: therefore it opened one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub named: Option<TicketNumber>,
    /// A machine wrote it.
    pub machine: bool,
    /// Who on staff decided, where the rules did not.
    pub settled_by: Option<String>,
    /// It was moved here, and that can be undone.
    pub moved: bool,
    /// It waited before staff put it here, and can wait again.
    #[serde(default)]
    pub waited: bool,
}

/// Where the words of an entry stand since staff moved their mail; for staff.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EntryMoved {
    /// On which ticket.
    pub to: TicketNumber,
    /// They stay here too.
    pub kept: bool,
    /// The mail, where the move can be undone.
    pub undo: Option<MailId>,
}

/// One entry of the history.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Id, growing.
    pub id: i64,
    /// When.
    pub at: Moment,
    /// Who; `None` for the system and for people without account.
    pub by: Option<Who>,
    /// The name of somebody without account who wrote it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub guest: Option<String>,
    /// Who sees it.
    pub audience: Audience,
    /// What happened.
    pub what: What,
    /// The documents it names, as far as they are ready.
    pub documents: Vec<DocumentView>,
    /// The mail it came by.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mail: Option<EntryMail>,
    /// Where its words went.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub moved: Option<EntryMoved>,
    /// The merged ticket on which it happened (C7).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<TicketNumber>,
    /// To whom it was mailed; only for staff.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub letters: Vec<EntryLetter>,
}

/// A mail that told an entry to somebody.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EntryLetter {
    /// Name, else address.
    pub to: String,
    /// Address.
    pub email: String,
    /// How far it came.
    pub state: LetterState,
    /// What the mail server said last.
    pub trouble: Option<String>,
}
