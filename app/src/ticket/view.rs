//! Read models of tickets: what a list row, a ticket page, a board show. Hidden parts (notes, internal fields) are
//! left out by the server, not by the page.
mod entry;
mod form;
mod list;

pub use entry::*;
pub use form::*;
pub use list::*;

use crate::approval::view::ApprovalsView;
use crate::effort::view::EffortView;
use crate::package::view::HoursLeft;
use crate::promise::view::PromiseView;
use crate::ticket::acceptance::AcceptanceView;
use crate::ticket::internal::Hanging;
use crate::ticket::merge::{MergedView, SplitView};
use domain::deal::Deal;
use domain::id::{AssetId, OrganisationId, PersonId, TeamId};
use domain::letter::original::{Lead, Original};
use domain::moment::Moment;
use domain::ticket::internal::Work as InnerWork;
use domain::ticket::number::TicketNumber;
use domain::ticket::workflow::Offer;
use domain::ticket::{Channel, Class, Stage, TicketType, Urgency};
use serde::{Deserialize, Serialize};

/// The ticket page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TicketView {
    /// Number.
    pub number: TicketNumber,
    /// Title.
    pub title: String,
    /// State.
    pub stage: Stage,
    /// It waits for an approval that was not given: staff decide how it goes on (E3).
    pub rests: bool,
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
    /// The order or the open quote by which a wish is sold: it is not given as well; for who decides about wishes.
    pub sold: Option<Deal>,
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
    /// Who wrote first the mail that somebody on staff passed on, while the ticket is not run for them; for staff.
    pub passed_on: Option<PassedOn>,
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
    /// The window stays open until staff decide in the outbox whether our mail arrived; for staff.
    pub held: bool,
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
    /// Which tickets were split off here (C7); only for staff.
    pub splits: Vec<SplitView>,
    /// The draft of a progress report, while the customer is promised to hear regularly (C10); only for staff.
    pub progress: Option<String>,
    /// States in which a clock of its rests; none where no promise of it does.
    pub still: Vec<Stage>,
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

/// A mail that somebody on staff passed on, as it says itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PassedOn {
    /// Whose address it came from, by name.
    pub by: String,
    /// Who wrote it first.
    pub original: Original,
    /// Whether the ticket can be run for them.
    pub lead: Lead,
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
