//! What forms offer, and what helps who fills them in.
use super::TicketLine;
use crate::approval::view::TypeOffer;
use domain::effort::Activity;
use domain::id::{AssetId, OrganisationId, PersonId, TeamId};
use domain::moment::Moment;
use domain::ticket::opening::Hint;
use domain::ticket::timeline::DueMove;
use domain::ticket::{Class, Stage, TicketType};
use serde::{Deserialize, Serialize};

/// A choice in a form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice<Id> {
    /// Value.
    pub id: Id,
    /// Text.
    pub name: String,
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
