//! Read models of tickets: what a list row, a ticket page, a board show. Hidden parts (notes, internal fields) are
//! left out by the server, not by the page.
use crate::approval::view::{ApprovalsView, TypeOffer};
use crate::effort::view::EffortView;
use crate::letter::view::LetterState;
use crate::package::view::HoursLeft;
use crate::promise::view::{Countdown, PromiseView};
use crate::ticket::acceptance::AcceptanceView;
use crate::ticket::internal::Hanging;
use crate::ticket::merge::MergedView;
use domain::deal::Deal;
use domain::effort::Activity;
use domain::id::{AssetId, DocumentId, MailId, OrganisationId, PersonId, TeamId};
use domain::letter::thread::Rule;
use domain::moment::Moment;
use domain::promise::target::Metric;
use domain::ticket::internal::Work as InnerWork;
use domain::ticket::number::TicketNumber;
use domain::ticket::opening::Hint;
use domain::ticket::timeline::{DueMove, What};
use domain::ticket::workflow::{Offer, Way};
use domain::ticket::{Audience, Channel, Class, Stage, TicketType, Urgency};
use serde::{Deserialize, Serialize};

/// A row of a list, queue or board. What does not hold is left out on the way: pages carry dozens of rows as data, too.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TicketLine {
    /// Number.
    pub number: TicketNumber,
    /// Title.
    pub title: String,
    /// State.
    pub stage: Stage,
    /// Since when it is in this state.
    pub since: Moment,
    /// Class code, where classified.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub class: Option<String>,
    /// Code of the priority, where it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub priority: Option<String>,
    /// Ticket type.
    pub kind: TicketType,
    /// For staff only (C6).
    #[serde(default, skip_serializing_if = "is_false")]
    pub internal: bool,
    /// Organisation's name; `None` while not assigned.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub organisation: Option<String>,
    /// Who is responsible.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub assignee: Option<String>,
    /// Which team has it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub team: Option<String>,
    /// Opened.
    pub opened: Moment,
    /// Last change.
    pub changed: Moment,
    /// Promised for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<Moment>,
    /// What is promised for then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub metric: Option<Metric>,
    /// Open time until then; in queues.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub left: Option<Countdown>,
    /// Nothing runs, but something is still to be kept once the clock goes on.
    #[serde(default, skip_serializing_if = "is_false")]
    pub paused: bool,
    /// The customer objected to the last result (C4).
    #[serde(default, skip_serializing_if = "is_false")]
    pub objected: bool,
    /// Version, for live updates.
    pub version: i64,
}

#[allow(clippy::trivially_copy_pass_by_ref)] // as serde calls it
const fn is_false(value: &bool) -> bool {
    !*value
}

/// One page of a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TicketList {
    /// Rows.
    pub lines: Vec<TicketLine>,
    /// How many there are in all, counted up to one more than [`MOST_COUNTED`].
    pub total: u32,
    /// Value of `after` for the next page.
    pub next: Option<String>,
    /// When this was read.
    pub now: Moment,
}

/// Lists count no further than this; beyond it they say "more than".
pub const MOST_COUNTED: u32 = 1000;
/// Rows of a page.
pub const PAGE: usize = 25;

/// Which queue of staff.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum QueueName {
    /// New and not yet triaged.
    #[default]
    Inbox,
    /// Where the reader is responsible.
    Mine,
    /// Of the reader's teams.
    Team,
    /// All open ones.
    All,
}

impl QueueName {
    /// All queues in the order of their tabs.
    pub const ALL: [Self; 4] = [Self::Inbox, Self::Mine, Self::Team, Self::All];

    /// The code in addresses.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Inbox => "inbox",
            Self::Mine => "mine",
            Self::Team => "team",
            Self::All => "all",
        }
    }
}

/// Numbers beside the navigation.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counters {
    /// Customers: tickets waiting for them. Staff: their own open ones.
    pub mine: u32,
    /// Staff: not yet triaged.
    pub inbox: u32,
    /// Staff: of their teams.
    pub team: u32,
    /// Who decides about mail: those that wait for it.
    pub mails: u32,
    /// The same people: letters of which nobody knows whether they arrived.
    pub letters: u32,
}

/// A column of the board.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Column {
    /// State.
    pub stage: Stage,
    /// How many are in it, counted up to one more than [`MOST_COUNTED`].
    pub total: u32,
    /// The first ones in queue order.
    pub lines: Vec<TicketLine>,
    /// Where this reader may move its cards ([`domain::ticket::workflow::Workflow::ways`]).
    pub ways: Vec<Way>,
}

/// The board.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Board {
    /// Columns in the workflow's order; open states only.
    pub columns: Vec<Column>,
    /// When this was read.
    pub now: Moment,
}

/// A person on a ticket.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Who {
    /// Id.
    pub id: PersonId,
    /// Name.
    pub name: String,
    /// On staff.
    pub staff: bool,
}

/// A choice in a form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice<Id> {
    /// Value.
    pub id: Id,
    /// Text.
    pub name: String,
}

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
    /// Whether a preview picture exists.
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
    /// A machine wrote it.
    pub machine: bool,
    /// Who on staff decided, where the rules did not.
    pub settled_by: Option<String>,
    /// It was moved here, and that can be undone.
    pub moved: bool,
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

/// The ticket page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TicketView {
    /// Number.
    pub number: TicketNumber,
    /// Title.
    pub title: String,
    /// State.
    pub stage: Stage,
    /// Since when it is in this state.
    pub since: Moment,
    /// Version; goes back with every change (C9).
    pub version: i64,
    /// By which door it came.
    pub channel: Channel,
    /// Class, where classified.
    pub class: Option<Class>,
    /// Priority, in houses with priorities beside classes.
    pub priority: Option<Class>,
    /// Ticket type.
    pub kind: TicketType,
    /// The customer's own view.
    pub urgency: Urgency,
    /// The order that it belongs to and the quotes that were made from it, as far as the reader sees them.
    pub deals: Vec<Deal>,
    /// Number of the invoice that it asks about, where the reader sees that.
    pub invoice: Option<String>,
    /// The release that a wish will be part of, free of charge.
    pub release: Option<String>,
    /// Organisation.
    pub organisation: Option<Choice<OrganisationId>>,
    /// Affected system.
    pub asset: Option<Choice<AssetId>>,
    /// Systems of its organisation, for who may triage or work; empty for others.
    pub assets: Vec<Choice<AssetId>>,
    /// Version of the software concerned; empty where not given.
    pub software_version: String,
    /// Whom to ask about technical questions.
    pub technical_contact: Option<Who>,
    /// Who opened it; for public requests a name without account.
    pub author: String,
    /// Address of an author without account; for staff.
    pub author_email: Option<String>,
    /// Who is responsible.
    pub assignee: Option<Who>,
    /// Which team has it.
    pub team: Option<Choice<TeamId>>,
    /// Opened.
    pub opened: Moment,
    /// Planned for, as a day.
    pub planned: Option<jiff::civil::Date>,
    /// Until when the customer may object, while the window is open (C4).
    pub objection: Option<jiff::civil::Date>,
    /// Since when the customer's objection to the last result stands (C4).
    pub objected: Option<Moment>,
    /// Promised for.
    pub due: Option<Moment>,
    /// What is promised, in the order in which it falls due.
    pub promises: Vec<PromiseView>,
    /// Plan that its promises follow, by name.
    pub plan: Option<String>,
    /// The agreed specification, pinned.
    pub specification: Option<String>,
    /// Versions that were put on the test system, oldest first (C5).
    pub acceptances: Vec<AcceptanceView>,
    /// What development is to do, on an internal ticket (C6).
    pub inner_work: Option<InnerWork>,
    /// On a customer's ticket the internal ones, on an internal one the customers' that hang on it; only for staff.
    pub linked: Vec<Hanging>,
    /// Which tickets lead here (C7); only for staff.
    pub merged: Vec<MergedView>,
    /// The draft of a progress report, while the customer is promised to hear regularly (C10); only for staff.
    pub progress: Option<String>,
    /// The stepper's states.
    pub steps: Vec<Stage>,
    /// Index of the current step.
    pub step: usize,
    /// Who takes part.
    pub people: Vec<Who>,
    /// To whom of them no mail comes through, and why; only for staff.
    pub unreachable: Vec<(PersonId, String)>,
    /// Why no mail comes through to the writer without account, where none does; for staff.
    pub author_unreachable: Option<String>,
    /// History, oldest first, as far as this reader sees it.
    pub entries: Vec<Entry>,
    /// Moves offered to this reader.
    pub offers: Vec<Offer>,
    /// What this reader may do.
    pub may: May,
    /// Time that was worked; only for who may see it.
    pub effort: Option<EffortView>,
    /// What was released and agreed to; `None` for who may not see it.
    pub approvals: Option<ApprovalsView>,
    /// Hours left in the organisation's package; for staff only.
    pub hours: Option<HoursLeft>,
    /// Saved draft of a reply.
    pub draft: String,
    /// Saved draft of a note.
    pub note_draft: String,
    /// Who else looks at it now (C9).
    pub present: Vec<Present>,
    /// When this was read.
    pub now: Moment,
}

/// What would be promised under another classification.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Forecast {
    /// Each due time as it is and as it would be, and whether it would be missed already.
    pub dues: Vec<(DueMove, bool)>,
    /// The chosen type would only be proposed: the customer orders it first, and its times do not count yet.
    pub proposes: bool,
    /// When this was read.
    pub now: Moment,
}

/// What a reader may do on the page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[allow(clippy::struct_excessive_bools)] // each is one permission; a set would only hide that
pub struct May {
    /// Reply in public and upload.
    pub reply: bool,
    /// Write notes.
    pub note: bool,
    /// Classify, specify, hand over.
    pub triage: bool,
    /// Assign and work.
    pub work: bool,
    /// Add people.
    pub add_people: bool,
}

/// Somebody else who looks at the ticket.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Present {
    /// Who.
    pub who: Who,
    /// Whether they are writing.
    pub writing: bool,
}

/// What the staff side of a ticket page can choose from.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choices {
    /// Organisations; for customers their own.
    pub organisations: Vec<Choice<OrganisationId>>,
    /// Staff who can be responsible; empty for customers.
    pub staff: Vec<Choice<PersonId>>,
    /// Teams; empty for customers.
    pub teams: Vec<Choice<TeamId>>,
    /// Classes in use.
    pub classes: Vec<Class>,
    /// Levels of priority; none where classes say it all.
    pub priorities: Vec<Class>,
    /// Ticket types in use.
    pub types: Vec<TicketType>,
    /// Kinds of work in use; empty for customers.
    pub activities: Vec<Activity>,
    /// States in use, in order.
    pub stages: Vec<Stage>,
}

/// What the form for a new ticket offers.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewTicketForm {
    /// For which organisation.
    pub organisations: Vec<Choice<OrganisationId>>,
    /// Systems with their organisation.
    pub assets: Vec<(OrganisationId, Choice<AssetId>)>,
    /// Contacts with their organisation, for the technical contact and for staff who write on somebody's behalf.
    pub contacts: Vec<(OrganisationId, Choice<PersonId>)>,
    /// Classes that this reader may set.
    pub classes: Vec<Class>,
    /// Ticket types in use, with price and latest time.
    pub types: Vec<TypeOffer>,
}

/// What helps while a ticket is typed (B5).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Assistance {
    /// Open tickets that may be the same concern.
    pub similar: Vec<TicketLine>,
    /// What would complete it.
    pub hints: Vec<Hint>,
}
