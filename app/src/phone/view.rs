//! Read models of calls. Only staff ever receive them.
use crate::package::view::HoursLeft;
use crate::quote::view::QuoteLine;
use crate::ticket::view::{Choice, TicketLine};
use domain::effort::Activity;
use domain::effort::timer::Timer;
use domain::id::{CallId, OrganisationId, PersonId};
use domain::moment::Moment;
use domain::ticket::number::TicketNumber;
use domain::ticket::{Class, TicketType};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// The reader's call, until it is written down.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CallView {
    /// Id.
    pub id: CallId,
    /// How long it lasts.
    pub timer: Timer,
    /// The day on which it was, in the company's zone; `None` while it lasts, and where it went across midnight: what is booked
    /// then lands on the days on which it lasted.
    pub day: Option<Date>,
    /// Who calls; `None` while nobody was chosen.
    pub caller: Option<Caller>,
    /// What a ticket made of it chooses from.
    pub classes: Vec<Class>,
    /// Ticket types in use.
    pub types: Vec<TicketType>,
    /// Kinds of work in use.
    pub activities: Vec<Activity>,
    /// The activity that the reader booked last.
    pub usual: Option<String>,
    /// When this was read.
    pub now: Moment,
}

/// Who calls, with what is known.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Caller {
    /// Name; of the organisation where it is not known who calls there.
    pub name: String,
    /// They are in the register.
    pub known: bool,
    /// Phone numbers: their own, then the organisation's.
    pub phones: Vec<String>,
    /// Mail address; may be empty.
    pub email: String,
    /// Organisation.
    pub organisation: Option<Choice<OrganisationId>>,
    /// Its plan, by name.
    pub plan: Option<String>,
    /// Hours that are left of its package.
    pub hours: Option<HoursLeft>,
    /// Its quotes under way, last change first.
    pub quotes: Vec<QuoteLine>,
    /// Its project lead.
    pub project_lead: Option<String>,
    /// Its account manager.
    pub account_manager: Option<String>,
    /// Open tickets, last change first: the organisation's, or those of a person without one.
    pub open: Vec<TicketLine>,
    /// The last messages and calls, newest first.
    pub last: Vec<Contact>,
}

/// A message or call of the past.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contact {
    /// When.
    pub at: Moment,
    /// Who wrote it.
    pub by: String,
    /// It was a call.
    pub called: bool,
    /// On which ticket.
    pub number: TicketNumber,
    /// Its title.
    pub title: String,
}

/// Somebody who may be calling.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Found {
    /// The person; `None` for the organisation alone.
    pub person: Option<PersonId>,
    /// Of which organisation.
    pub organisation: Option<OrganisationId>,
    /// Name.
    pub name: String,
    /// Organisation or town.
    pub about: String,
    /// A phone number, the one that was asked for where one was.
    pub phone: Option<String>,
}

/// A call of the past, or one that is not written down yet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CallLine {
    /// Id.
    pub id: CallId,
    /// Who on staff took it.
    pub taker: String,
    /// Who called; empty where that was never said.
    pub caller: String,
    /// Of which organisation.
    pub organisation: Option<Choice<OrganisationId>>,
    /// When.
    pub began: Moment,
    /// How long.
    pub timer: Timer,
    /// The ticket it became or belongs to, with its title.
    pub ticket: Option<(TicketNumber, String)>,
}

/// Calls.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CallList {
    /// The reader's own that are not written down yet.
    pub open: Vec<CallLine>,
    /// Those that are, newest first.
    pub past: Vec<CallLine>,
    /// Only those of this organisation.
    pub organisation: Option<Choice<OrganisationId>>,
    /// When this was read.
    pub now: Moment,
}

/// A call that is not written down yet, for the bar.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenCall {
    /// Id.
    pub id: CallId,
    /// How long it lasts.
    pub timer: Timer,
}
