//! The history of a quote or an order: append-only, as that of tickets (C8).
use crate::deal::{OrderNumber, QuoteNumber};
use crate::id::DocumentId;
use crate::ticket::Audience;
use crate::ticket::number::TicketNumber;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum What {
    /// Somebody asked for a quote.
    Requested {
        /// For what.
        body: String,
    },
    /// A version was written, or written anew, and not sent yet.
    Written {
        /// Which.
        version: u32,
    },
    /// A version was sent.
    Sent {
        /// Which.
        version: u32,
        /// Last day on which it can be accepted, in the company's zone.
        valid_until: Date,
        /// With these words.
        note: String,
    },
    /// It was accepted.
    Accepted {
        /// Which version.
        version: u32,
        /// The sentence that was confirmed, as it was shown: the evidence.
        wording: String,
    },
    /// It was declined.
    Declined {
        /// Which version.
        version: u32,
        /// Why.
        reason: String,
    },
    /// Nobody decided in time.
    Expired {
        /// Which version.
        version: u32,
    },
    /// Approvers were reminded that it ends soon.
    Reminded {
        /// Last day.
        valid_until: Date,
    },
    /// It no longer stands.
    Withdrawn {
        /// Why.
        reason: String,
    },
    /// The order that a quote became.
    Ordered {
        /// Which.
        order: OrderNumber,
    },
    /// An order began, by this quote.
    Begun {
        /// Which.
        quote: QuoteNumber,
    },
    /// All is done.
    Finished,
    /// It will not be done.
    Cancelled {
        /// Why.
        reason: String,
    },
    /// Done too early, or taken up again.
    Reopened,
    /// A ticket belongs to the order now.
    Linked {
        /// Which.
        ticket: TicketNumber,
    },
    /// It does not any more.
    Unlinked {
        /// Which.
        ticket: TicketNumber,
    },
    /// The ticket of its quote belongs to another order, and stays there: what is done for this one is put on it by hand.
    Apart {
        /// Which ticket.
        ticket: TicketNumber,
        /// The order that it belongs to.
        order: OrderNumber,
    },
    /// Somebody wrote.
    Comment {
        /// What.
        body: String,
        /// With these documents.
        documents: Vec<DocumentId>,
    },
    /// Staff wrote for staff.
    Note {
        /// What.
        body: String,
        /// With these documents.
        documents: Vec<DocumentId>,
    },
}

impl What {
    /// Who may read it. Links are for staff: a customer reads those tickets that are his to see, not their numbers.
    pub const fn audience(&self) -> Audience {
        match self {
            Self::Written { .. }
            | Self::Reminded { .. }
            | Self::Linked { .. }
            | Self::Unlinked { .. }
            | Self::Apart { .. }
            | Self::Note { .. } => Audience::Internal,
            Self::Requested { .. }
            | Self::Sent { .. }
            | Self::Accepted { .. }
            | Self::Declined { .. }
            | Self::Expired { .. }
            | Self::Withdrawn { .. }
            | Self::Ordered { .. }
            | Self::Begun { .. }
            | Self::Finished
            | Self::Cancelled { .. }
            | Self::Reopened
            | Self::Comment { .. } => Audience::Public,
        }
    }

    /// The documents that came with it.
    pub fn documents(&self) -> &[DocumentId] {
        match self {
            Self::Comment { documents, .. } | Self::Note { documents, .. } => documents,
            Self::Requested { .. }
            | Self::Written { .. }
            | Self::Sent { .. }
            | Self::Accepted { .. }
            | Self::Declined { .. }
            | Self::Expired { .. }
            | Self::Reminded { .. }
            | Self::Withdrawn { .. }
            | Self::Ordered { .. }
            | Self::Begun { .. }
            | Self::Finished
            | Self::Cancelled { .. }
            | Self::Reopened
            | Self::Linked { .. }
            | Self::Unlinked { .. }
            | Self::Apart { .. } => &[],
        }
    }
}
