//! The public states of a ticket (C1).
use serde::{Deserialize, Serialize};

/// A state. Which of these a company uses, and who may move where, is its [`crate::ticket::workflow::Workflow`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// Came in, nobody has looked yet.
    Received,
    /// The project lead triages.
    InTriage,
    /// A question to the customer is open.
    Question,
    /// A team has it with the agreed specification.
    HandedOver,
    /// Somebody works on it.
    InProgress,
    /// The customer must release effort.
    WaitingForApproval,
    /// Somebody outside must act.
    WaitingForThirdParty,
    /// On the test system; the customer tests.
    ReadyForAcceptance,
    /// Accepted, on its way to the live system.
    GoingLive,
    /// Done; the customer may object.
    Done,
    /// Closed; a reply opens a new, linked ticket.
    Closed,
    /// On an invoice.
    Billed,
}

impl Stage {
    /// All states in the order of their usual course.
    pub const ALL: [Self; 12] = [
        Self::Received,
        Self::InTriage,
        Self::Question,
        Self::HandedOver,
        Self::InProgress,
        Self::WaitingForApproval,
        Self::WaitingForThirdParty,
        Self::ReadyForAcceptance,
        Self::GoingLive,
        Self::Done,
        Self::Closed,
        Self::Billed,
    ];

    /// The code in database, configuration and addresses.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Received => "received",
            Self::InTriage => "in_triage",
            Self::Question => "question",
            Self::HandedOver => "handed_over",
            Self::InProgress => "in_progress",
            Self::WaitingForApproval => "waiting_for_approval",
            Self::WaitingForThirdParty => "waiting_for_third_party",
            Self::ReadyForAcceptance => "ready_for_acceptance",
            Self::GoingLive => "going_live",
            Self::Done => "done",
            Self::Closed => "closed",
            Self::Billed => "billed",
        }
    }

    /// The state of a code.
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|stage| stage.code() == code)
    }

    /// Whether something is still to be done; what is over leaves the queues and the overview.
    pub const fn is_open(self) -> bool {
        !matches!(self, Self::Done | Self::Closed | Self::Billed)
    }

    /// Whether a ticket comes here by a request alone: a customer is waited for to release only what was asked for (E3).
    pub const fn needs_request(self) -> bool {
        matches!(self, Self::WaitingForApproval)
    }

    /// Who has to act next.
    pub const fn waits_for(self) -> WaitsFor {
        match self {
            Self::Received | Self::InTriage | Self::HandedOver | Self::InProgress | Self::GoingLive => {
                WaitsFor::Staff
            }
            Self::Question | Self::WaitingForApproval | Self::ReadyForAcceptance => WaitsFor::Customer,
            Self::WaitingForThirdParty => WaitsFor::Other,
            Self::Done | Self::Closed | Self::Billed => WaitsFor::Nobody,
        }
    }
}

/// Who has to act next on a ticket.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WaitsFor {
    /// The company.
    Staff,
    /// The customer.
    Customer,
    /// Somebody else.
    Other,
    /// Nobody.
    Nobody,
}

impl WaitsFor {
    /// The code in the database.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Staff => "staff",
            Self::Customer => "customer",
            Self::Other => "other",
            Self::Nobody => "nobody",
        }
    }
}
