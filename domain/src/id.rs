//! Identities. Each noun has its own type, so that one cannot be passed for another.
use serde::{Deserialize, Serialize};

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub i64);
        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { self.0.fmt(f) }
        }
        impl std::str::FromStr for $name {
            type Err = std::num::ParseIntError;
            fn from_str(text: &str) -> Result<Self, Self::Err> { text.parse().map(Self) }
        }
    )*};
}

ids! {
    /// A human being: customer contact, member of staff or external partner.
    PersonId
    /// A customer company (A1).
    OrganisationId
    /// A project of an organisation (A1).
    ProjectId
    /// A system of a customer: live, test, development, interface (A1).
    AssetId
    /// A team of staff (A3).
    TeamId
    /// A ticket's row; people only ever see its [`crate::ticket::number::TicketNumber`].
    TicketId
    /// One entry of a ticket's history (C8); also the id of the live event it sends.
    EntryId
    /// Time that was booked (E1).
    EffortId
    /// A contract: a plan that an organisation has for a time (D4).
    ContractId
    /// An order's row; people only ever see its [`crate::deal::OrderNumber`].
    OrderId
    /// A draft or an issued document (G1).
    InvoiceId
    /// A line of one.
    InvoiceLineId
    /// A call that staff took (B7).
    CallId
    /// A request to release effort (E3).
    ApprovalId
    /// A consent to a ticket type, given or asked for (E2).
    ConsentId
    /// An uploaded file (F3).
    DocumentId
    /// A signed-in browser (A5).
    SessionId
    /// An outgoing mail in the outbox.
    LetterId
    /// A mail that came in.
    MailId
    /// A mailbox of the house.
    MailboxId
}
