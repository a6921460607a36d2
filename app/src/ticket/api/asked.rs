//! What is asked of the desk, where it takes more than a few values.
use domain::id::{AssetId, DocumentId, OrganisationId, TeamId};
use domain::ticket::number::TicketNumber;
use domain::ticket::{Stage, TicketType};

/// A message or note to be written.
#[derive(Clone, Debug)]
pub struct Message {
    /// On which ticket.
    pub number: TicketNumber,
    /// Text.
    pub body: String,
    /// For staff only.
    pub internal: bool,
    /// It tells the customer a way around the fault; of staff only.
    pub workaround: bool,
    /// Files uploaded before.
    pub documents: Vec<DocumentId>,
    /// The version the writer saw.
    pub seen: i64,
    /// Send although the ticket has changed since.
    pub anyway: bool,
    /// Move there in the same change; the message counts as the note that the move may need. Never with a note.
    pub to: Option<Stage>,
}

/// A move to another state.
#[derive(Clone, Debug)]
pub struct Shift {
    /// Which ticket.
    pub number: TicketNumber,
    /// Where to.
    pub to: Stage,
    /// What is said about it.
    pub note: String,
    /// Which version lies on the test system, with a move to acceptance.
    pub version: String,
    /// Where it can be tested.
    pub place: String,
    /// The mover knows that nobody accepted what goes live.
    pub untested: bool,
}

/// A classification that somebody thinks about; empty values stay as they are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    /// Class, by code.
    pub class: String,
    /// Priority, by code.
    pub priority: String,
    /// Ticket type, by code.
    pub kind: String,
}

/// Handing over.
#[derive(Clone, Debug)]
pub struct HandOver {
    /// Which ticket.
    pub number: TicketNumber,
    /// To which team.
    pub team: TeamId,
    /// What was agreed; pinned.
    pub specification: String,
    /// Internal note to the team; may be empty.
    pub note: String,
}

/// Facts that triage sets; `None` leaves a fact as it is.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    /// Which ticket.
    pub number: Option<TicketNumber>,
    /// Class code.
    pub class: Option<String>,
    /// Code of the priority.
    pub priority: Option<String>,
    /// Ticket type.
    pub kind: Option<TicketType>,
    /// Organisation, where none is set yet.
    pub organisation: Option<OrganisationId>,
    /// Affected system; `Some(None)` clears it.
    pub asset: Option<Option<AssetId>>,
    /// Planned day; `Some(None)` clears it.
    pub planned: Option<Option<jiff::civil::Date>>,
    /// Why class or priority are others now.
    pub why: String,
}
