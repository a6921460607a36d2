//! Read models of releases and consents. Prices travel to staff and to the customer, never to partners; minutes that were
//! worked travel to customers only with a request that asks for more.
use domain::approval::State;
use domain::approval::consent::Tariff;
use domain::effort::gate::Meter;
use domain::id::{ApprovalId, ConsentId};
use domain::moment::Moment;
use domain::ticket::TicketType;
use domain::ticket::number::TicketNumber;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// A request to release effort.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RequestView {
    /// Id.
    pub id: ApprovalId,
    /// How much more, in minutes: what is asked for, once it is released what was.
    pub minutes: u32,
    /// How much was asked for, where less was released.
    pub asked_minutes: Option<u32>,
    /// What it costs at most, in cents before tax.
    pub cents: i64,
    /// What an hour costs.
    pub tariff: Tariff,
    /// Minutes that were booked when it was asked for.
    pub done: u32,
    /// Minutes that could be booked then.
    pub limit: u32,
    /// Why.
    pub reason: String,
    /// Who asks.
    pub asked_by: String,
    /// Since when.
    pub asked: Moment,
    /// The last day on which it can be decided.
    pub last_day: Date,
    /// Where it stands.
    pub state: State,
    /// When it was settled, and by whom where that was a person.
    pub settled: Option<(Moment, String)>,
    /// What was said about not releasing it.
    pub answer: String,
}

/// What a reader may do about an open request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Decides {
    /// The reader may release it.
    Reader,
    /// The reader may release a part of it.
    Part {
        /// Minutes at most.
        most: u32,
        /// Who may release all of it, by name.
        names: Vec<String>,
    },
    /// Others of the same organisation may, by name; nobody where that is empty.
    #[serde(with = "domain::bare")]
    Others {
        /// Their names.
        names: Vec<String>,
    },
}

/// A ticket type that staff propose, dearer than what was ordered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProposalView {
    /// Id.
    pub id: ConsentId,
    /// Type and price.
    pub tariff: Tariff,
    /// Who proposes it.
    pub by: String,
    /// Since when.
    pub at: Moment,
    /// Whether the reader may agree.
    pub mine: bool,
}

/// What of a ticket's money its reader may see.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApprovalsView {
    /// Minutes that need no release; `None` where there is no gate.
    pub included: Option<u32>,
    /// Minutes that were released.
    pub released: u32,
    /// When the customer was told that the effort comes near its limit.
    pub told: Option<Moment>,
    /// The latest request.
    pub request: Option<RequestView>,
    /// Who decides about it, while it is open.
    pub decides: Decides,
    /// A type that waits for consent.
    pub proposal: Option<ProposalView>,
    /// What an hour costs, where the type was agreed to.
    pub agreed: Option<Tariff>,
}

/// The meter of staff.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MeterView {
    /// How far the effort is.
    pub meter: Meter,
    /// From which share of the limit on it warns.
    pub warn_percent: u8,
    /// What an hour costs.
    pub tariff: Tariff,
}

/// The page behind the link of a request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RequestPage {
    /// Ticket.
    pub number: TicketNumber,
    /// Its title.
    pub title: String,
    /// Who follows the link.
    pub name: String,
    /// What is asked for.
    pub request: RequestView,
    /// Who decides.
    pub decides: Decides,
    /// Whether the reader sees the ticket in the portal.
    pub account: bool,
}

/// A ticket type as it is offered: what it costs and by when it is done (B5, E2).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TypeOffer {
    /// Type and price.
    pub tariff: Tariff,
    /// What an hour costs in cents; `None` where the contract covers it or nothing is charged by the hour.
    pub hour_cents: Option<i64>,
    /// Whether something would be charged by the hour without the contract.
    pub charged: bool,
    /// When the first reaction is due, and when the work is done at the latest, as far as that is promised.
    pub reaction: Option<Moment>,
    /// When the work is done at the latest.
    pub done: Option<Moment>,
}

impl TypeOffer {
    /// Which.
    pub const fn kind(&self) -> TicketType {
        self.tariff.kind
    }
}
