//! What can be asked about tickets. Every function is public on the wire; rights are checked behind the desk.
mod asked;
mod course;
mod link;
mod open;
mod read;
mod triage;

pub use asked::*;
pub use course::*;
pub use link::*;
pub use open::*;
pub use read::*;
pub use triage::*;

use crate::call::Call;
use crate::error::AppError;
use crate::ticket::acceptance::Judgement;
use crate::ticket::internal::{InternalOpening, Telling};
use crate::ticket::merge::{GoingTime, Preview, Split, SplitWriter};
use crate::ticket::view::{
    Assistance, Board, Choices, Counters, Forecast, NewTicketForm, Present, QueueName, TicketList, TicketView,
};
use domain::id::{OrganisationId, PersonId, TeamId};
use domain::ticket::draft::DraftKind;
use domain::ticket::filter::Filter;
use domain::ticket::number::TicketNumber;
use domain::ticket::opening::{Opening, PublicRequest};

/// Fulfilled by the server. Every change takes a key: sent twice, it acts once and answers the same.
#[async_trait::async_trait]
pub trait TicketDesk: Send + Sync {
    /// One page of the reader's tickets.
    async fn list(&self, call: &Call, filter: Filter) -> Result<TicketList, AppError>;
    /// One page of a staff queue in the order of C11.
    async fn queue(&self, call: &Call, queue: QueueName, filter: Filter) -> Result<TicketList, AppError>;
    /// The board, for one team or all.
    async fn board(&self, call: &Call, team: Option<TeamId>) -> Result<Board, AppError>;
    /// Numbers beside the navigation; zero for nobody.
    async fn counters(&self, call: &Call) -> Result<Counters, AppError>;
    /// One ticket as this reader sees it.
    async fn page(&self, call: &Call, number: TicketNumber) -> Result<TicketView, AppError>;
    /// What filters and staff forms choose from.
    async fn choices(&self, call: &Call) -> Result<Choices, AppError>;
    /// What the form for a new ticket offers.
    async fn new_form(
        &self,
        call: &Call,
        organisation: Option<OrganisationId>,
        class: Option<String>,
    ) -> Result<NewTicketForm, AppError>;
    /// Help while typing: similar open tickets, hints.
    async fn assist(&self, call: &Call, opening: Opening) -> Result<Assistance, AppError>;
    /// Opens a ticket.
    async fn open(&self, call: &Call, key: &str, opening: Opening) -> Result<TicketNumber, AppError>;
    /// Opens a ticket from the public form.
    async fn open_publicly(
        &self,
        call: &Call,
        key: &str,
        request: PublicRequest,
    ) -> Result<TicketNumber, AppError>;
    /// Writes a public message or a note.
    async fn write(&self, call: &Call, key: &str, message: Message) -> Result<(), AppError>;
    /// Moves to another state.
    async fn shift(&self, call: &Call, key: &str, shift: Shift) -> Result<(), AppError>;
    /// The customer decides about the version on the test system (C5).
    async fn judge(&self, call: &Call, key: &str, judgement: Judgement) -> Result<(), AppError>;
    /// Opens an internal ticket for a customer's ticket (C6).
    async fn open_internal(
        &self,
        call: &Call,
        key: &str,
        asked: InternalOpening,
    ) -> Result<TicketNumber, AppError>;
    /// Links a customer's ticket with the internal one of that number as it was typed, or takes the link away (`off`).
    async fn link_internal(
        &self,
        call: &Call,
        key: &str,
        number: TicketNumber,
        internal: &str,
        off: bool,
    ) -> Result<(), AppError>;
    /// Writes to customers whose tickets hang on an internal one.
    async fn tell_hanging(&self, call: &Call, key: &str, asked: Telling) -> Result<(), AppError>;
    /// What merging into the ticket of the typed number would bring about (C7).
    async fn preview_merge(&self, call: &Call, number: TicketNumber, into: &str)
    -> Result<Preview, AppError>;
    /// Lets a ticket lead to another; answers the survivor.
    async fn merge(
        &self,
        call: &Call,
        key: &str,
        number: TicketNumber,
        into: &str,
    ) -> Result<TicketNumber, AppError>;
    /// Takes a merge back.
    async fn unmerge(
        &self,
        call: &Call,
        key: &str,
        number: TicketNumber,
        merged: TicketNumber,
    ) -> Result<(), AppError>;
    /// Times booked on a ticket that can go along with what is split off it, and those that stay.
    async fn split_times(&self, call: &Call, number: TicketNumber) -> Result<Vec<GoingTime>, AppError>;
    /// Who wrote the messages that can be split off, and who would be told.
    async fn split_writers(&self, call: &Call, number: TicketNumber) -> Result<Vec<SplitWriter>, AppError>;
    /// Takes messages out into a new ticket; answers its number.
    async fn split(&self, call: &Call, key: &str, asked: Split) -> Result<TicketNumber, AppError>;
    /// Takes that back.
    async fn unsplit(
        &self,
        call: &Call,
        key: &str,
        number: TicketNumber,
        split: TicketNumber,
    ) -> Result<(), AppError>;
    /// Hands over to a team with the agreed specification (C2).
    async fn hand_over(&self, call: &Call, key: &str, hand_over: HandOver) -> Result<(), AppError>;
    /// Decides that a wish will be part of a release, free of charge (F2).
    async fn include(
        &self,
        call: &Call,
        key: &str,
        number: TicketNumber,
        release: &str,
        note: &str,
    ) -> Result<(), AppError>;
    /// Sets or clears the responsible person.
    async fn assign(
        &self,
        call: &Call,
        key: &str,
        number: TicketNumber,
        to: Option<PersonId>,
    ) -> Result<(), AppError>;
    /// Sets class, type, organisation, affected system, planned day.
    async fn classify(&self, call: &Call, key: &str, facts: Facts) -> Result<(), AppError>;
    /// Runs a ticket for who wrote first the mail that somebody on staff passed on; with an organisation where they belong to several.
    async fn run_on_behalf(
        &self,
        call: &Call,
        key: &str,
        number: TicketNumber,
        organisation: Option<OrganisationId>,
    ) -> Result<(), AppError>;
    /// What would be promised if it were classified like this.
    async fn forecast(&self, call: &Call, number: TicketNumber, wanted: Wanted)
    -> Result<Forecast, AppError>;
    /// Adds a person by mail address: a contact of the organisation, a partner or staff.
    async fn add_person(
        &self,
        call: &Call,
        key: &str,
        number: TicketNumber,
        email: &str,
    ) -> Result<(), AppError>;
    /// Saves a draft as it is typed; an empty one is removed.
    async fn save_draft(
        &self,
        call: &Call,
        number: TicketNumber,
        kind: DraftKind,
        body: &str,
    ) -> Result<(), AppError>;
    /// Says that the reader looks at the ticket, perhaps writing; answers who else does (C9).
    async fn look(&self, call: &Call, number: TicketNumber, writing: bool) -> Result<Vec<Present>, AppError>;
}
