//! Orders as their readers see them.
use crate::deal::view::{DealEntry, Deals, May};
use crate::ticket::view::Choice;
use domain::deal::{OrderNumber, QuoteNumber};
use domain::id::{OrganisationId, ProjectId};
use domain::moment::Moment;
use domain::order::{Budget, Order};
use domain::ticket::Stage;
use domain::ticket::number::TicketNumber;
use serde::{Deserialize, Serialize};

/// A row of the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderLine {
    /// Number.
    pub number: OrderNumber,
    /// The quote that it was.
    pub quote: QuoteNumber,
    /// For what.
    pub title: String,
    /// For whom.
    pub organisation: String,
    /// Where it stands.
    pub state: Order,
    /// What was accepted, before tax, in cents.
    pub net: i64,
    /// Time sold and used.
    pub budget: Budget,
    /// Last change.
    pub changed: Moment,
}

/// The list.
pub type OrderList = Deals<OrderLine>;

/// A ticket of an order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderTicket {
    /// Number.
    pub number: TicketNumber,
    /// Title.
    pub title: String,
    /// State.
    pub stage: Stage,
    /// What was asked for was not released: it rests.
    pub rests: bool,
}

/// One order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderView {
    /// Number.
    pub number: OrderNumber,
    /// For what.
    pub title: String,
    /// Where it stands.
    pub state: Order,
    /// For whom.
    pub organisation: Choice<OrganisationId>,
    /// Where it belongs.
    pub project: Option<Choice<ProjectId>>,
    /// By which quote, in which version.
    pub quote: (QuoteNumber, u32),
    /// What was accepted, before tax and with it, in cents.
    pub net: i64,
    /// With tax.
    pub gross: i64,
    /// Who accepted, and when.
    pub accepted: (String, Moment),
    /// Time sold and used.
    pub budget: Budget,
    /// Its tickets, as far as the reader sees them.
    pub tickets: Vec<OrderTicket>,
    /// History, oldest first.
    pub entries: Vec<DealEntry>,
    /// What the reader may do.
    pub may: May,
    /// Goes up with each change.
    pub version: i64,
    /// When it was read.
    pub now: Moment,
}
