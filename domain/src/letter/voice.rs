//! As whom a mail is heard on a ticket (A2, B4).
//!
//! An address is no identity. Those outside take part by theirs, as long as they still belong here; staff write by mail only
//! where they answer a letter of ours that went to them alone, and what answers an internal notice stays inside the house.
//! Who left is heard nowhere, whatever they know.
use super::incoming::Incoming;
use crate::deal::Deal;
use crate::ticket::number::TicketNumber;

/// Who an address belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Writer {
    /// Nobody with an account.
    Guest,
    /// A contact or a partner.
    Outside {
        /// They are of the ticket's organisation, as far as they must be.
        belongs: bool,
    },
    /// A member of staff.
    Staff,
    /// Somebody who left.
    Left,
}

/// What of ours a mail answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answered {
    /// No letter that went to its writer.
    Nothing,
    /// A letter to its writer that told what everybody on the ticket may know.
    Public,
    /// A letter to its writer that told staff only.
    Internal,
}

/// How a mail is heard on a ticket.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Voice {
    /// Its writer takes no part: staff decide.
    #[default]
    Unheard,
    /// As a message.
    Public,
    /// As an internal note.
    Internal,
}

/// A letter of ours to the writer of a mail, to nobody else.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OwnLetter {
    /// Its ticket.
    pub ticket: TicketNumber,
    /// It told staff only.
    pub internal: bool,
}

/// A letter of ours about a quote or an order to the writer of a mail, to nobody else, who may still comment there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DealLetter {
    /// Which quote or order.
    pub deal: Deal,
    /// It told staff only: what answers it is a note.
    pub internal: bool,
}

/// How somebody is heard; `named` says whether the ticket names their address: as its author or among its participants.
pub const fn voice(writer: Writer, named: bool, answered: Answered) -> Voice {
    match (writer, answered) {
        (Writer::Left | Writer::Outside { belongs: false }, _) | (Writer::Staff, Answered::Nothing) => {
            Voice::Unheard
        }
        (Writer::Staff, Answered::Internal) => Voice::Internal,
        (_, Answered::Public) => Voice::Public,
        (Writer::Guest | Writer::Outside { belongs: true }, Answered::Nothing | Answered::Internal) => {
            if named {
                Voice::Public
            } else {
                Voice::Unheard
            }
        }
    }
}

/// What of ours on a ticket a mail answers: its parent, else the latest of those before. `own` finds the letters that went
/// to the writer of the mail.
pub fn answered(mail: &Incoming, ticket: TicketNumber, own: impl Fn(&str) -> Option<OwnLetter>) -> Answered {
    let named = mail.in_reply_to.iter().chain(mail.references.iter().rev());
    match named.filter_map(|id| own(id)).find(|letter| letter.ticket == ticket) {
        None => Answered::Nothing,
        Some(OwnLetter { internal: false, .. }) => Answered::Public,
        Some(OwnLetter { internal: true, .. }) => Answered::Internal,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MEMBER: Writer = Writer::Outside { belongs: true };
    const STRANGER: Writer = Writer::Outside { belongs: false };

    #[test]
    fn who_is_heard_and_how() {
        use Answered::{Internal, Nothing, Public};
        for (writer, named, answered, expected) in [
            (Writer::Guest, true, Nothing, Voice::Public),
            (Writer::Guest, false, Nothing, Voice::Unheard),
            (Writer::Guest, false, Public, Voice::Public),
            (Writer::Guest, false, Internal, Voice::Unheard),
            (MEMBER, true, Nothing, Voice::Public),
            (MEMBER, false, Nothing, Voice::Unheard),
            (MEMBER, false, Public, Voice::Public),
            // Who changed sides answers no internal letter.
            (MEMBER, false, Internal, Voice::Unheard),
            (MEMBER, true, Internal, Voice::Public),
            // An address in `From` makes nobody staff.
            (Writer::Staff, true, Nothing, Voice::Unheard),
            (Writer::Staff, false, Nothing, Voice::Unheard),
            (Writer::Staff, true, Public, Voice::Public),
            (Writer::Staff, true, Internal, Voice::Internal),
        ] {
            assert_eq!(voice(writer, named, answered), expected, "{writer:?} {named} {answered:?}");
        }
        for writer in [Writer::Left, STRANGER] {
            for answered in [Nothing, Public, Internal] {
                for named in [false, true] {
                    assert_eq!(voice(writer, named, answered), Voice::Unheard, "{writer:?}");
                }
            }
        }
    }

    #[test]
    fn the_parent_counts_then_the_latest_before_it_and_only_of_that_ticket() {
        let (here, elsewhere) = (TicketNumber(7), TicketNumber(8));
        let own = |id: &str| match id {
            "public@haus.de" => Some(OwnLetter { ticket: here, internal: false }),
            "internal@haus.de" => Some(OwnLetter { ticket: here, internal: true }),
            "other@haus.de" => Some(OwnLetter { ticket: elsewhere, internal: false }),
            _ => None,
        };
        for (parents, references, expected) in [
            (vec![], vec![], Answered::Nothing),
            (vec!["root@haus.de"], vec!["root@haus.de"], Answered::Nothing),
            (vec!["other@haus.de"], vec!["other@haus.de"], Answered::Nothing),
            (vec!["internal@haus.de"], vec!["public@haus.de", "internal@haus.de"], Answered::Internal),
            (vec!["public@haus.de"], vec!["public@haus.de", "internal@haus.de"], Answered::Public),
            (
                vec!["x@kunde.de"],
                vec!["public@haus.de", "internal@haus.de", "x@kunde.de"],
                Answered::Internal,
            ),
            (vec![], vec!["internal@haus.de", "public@haus.de"], Answered::Public),
        ] {
            let ids = |list: &[&str]| list.iter().map(|id| (*id).to_owned()).collect();
            let mail =
                Incoming { in_reply_to: ids(&parents), references: ids(&references), ..Incoming::default() };
            assert_eq!(answered(&mail, here, own), expected, "{parents:?} {references:?}");
        }
    }
}
