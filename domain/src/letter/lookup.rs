//! What the rules must ask the house about a mail.
use super::voice::{DealLetter, Voice};
use crate::ticket::number::TicketNumber;

/// Answers from the house's own records. The server fulfils it; keys and tables stay there.
pub trait Lookup {
    /// The ticket of the first valid keyed token in a text: an address such as `reply+1042-abcdef0123456789@…`, a
    /// Message-ID such as `1042.abcdef0123456789.xyz@…`, or running text. A token whose key does not fit is none.
    fn token(&self, text: &str) -> Option<TicketNumber>;

    /// The ticket to which a mail of ours with this Message-ID belonged, as stored when it was sent.
    fn sent(&self, message_id: &str) -> Option<TicketNumber>;

    /// The letter about a quote or an order with this Message-ID, where it went to the sender of the mail alone, who may still
    /// comment there.
    fn deal(&self, message_id: &str) -> Option<DealLetter>;

    /// The ticket on which a mail of somebody else with this Message-ID was received.
    fn foreign(&self, message_id: &str) -> Option<TicketNumber>;

    /// The ticket that a written number means, in the house's own formats, present and former (`#1042`), and nothing else.
    fn number(&self, text: &str) -> Option<TicketNumber>;

    /// How the sender of the mail is heard on a ticket; see [`super::voice`].
    fn voice(&self, ticket: TicketNumber, address: &str) -> Voice;

    /// Whether the sender of the mail is on staff, as far as the ticket goes: what they write stays there also when it is over, as
    /// in the portal.
    fn on_staff(&self, ticket: TicketNumber, address: &str) -> bool;

    /// Whether a ticket is over, so that a reply opens a new one (C4).
    fn is_closed(&self, ticket: TicketNumber) -> bool;

    /// The ticket by which the sender of the mail went on with one that is over, where it is not over itself (C4).
    fn follow_up(&self, ticket: TicketNumber) -> Option<TicketNumber>;

    /// Whether the mail may open no ticket by itself: its writer has no account, and too many like them opened tickets at the same
    /// mailbox lately ([`super::cap::is_flood`]).
    fn is_flooded(&self) -> bool;

    /// Whether the value of our loop header names this house; other houses of the same make send their own.
    fn own_house(&self, named: &str) -> bool;

    /// Whether an address is a mailbox of the house, reply addresses with a token included.
    fn own_mailbox(&self, address: &str) -> bool;
}
