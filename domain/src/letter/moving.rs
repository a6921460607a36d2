//! Moving a mail that stands on a ticket (B4): where it may go, and what becomes of the message that it was.
use super::voice::Writer;
use crate::input::Reason;
use crate::ticket::number::TicketNumber;
use thiserror::Error;

/// Where a mail stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// On which ticket.
    pub ticket: TicketNumber,
    /// It opened that ticket.
    pub opened: bool,
    /// Others wrote or worked there since.
    pub others: bool,
}

/// What becomes of the message where the mail stood.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Left {
    /// It stays in the history for staff; nobody else is sent it any more.
    Withdrawn,
    /// It stays as it is: what others wrote on the ticket makes no sense without the message that opened it.
    Kept,
}

/// Why a mail cannot go there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum NoMove {
    /// It stands there already.
    #[error("the mail stands on this ticket already")]
    SameTicket,
    /// It has a ticket of its own already.
    #[error("the mail opened the ticket on which it stands")]
    OwnAlready,
}

/// What moving a mail leaves behind; `to` is a ticket, or none for one of its own.
pub fn moved(from: Standing, to: Option<TicketNumber>) -> Result<Left, NoMove> {
    match to {
        Some(to) if to == from.ticket => Err(NoMove::SameTicket),
        None if from.opened => Err(NoMove::OwnAlready),
        _ if from.opened && from.others => Ok(Left::Kept),
        _ => Ok(Left::Withdrawn),
    }
}

/// Whether a mail that staff put somewhere out of quarantine can wait there again. Of a ticket that it opened nothing may be left
/// without it: what others wrote there, and what else was done since (`touched`).
pub const fn waits_again(from: Standing, touched: bool) -> bool {
    !from.opened || (!from.others && !touched)
}

/// Whether staff may put a mail of this writer on a ticket: on none that is over, because nobody looks there, and on none of
/// an organisation to which a contact does not belong, because its people would be mailed what is not for them (C7).
pub const fn placeable(writer: Writer, over: bool) -> Result<(), Reason> {
    match writer {
        Writer::Outside { belongs: false } => Err(Reason::OtherOrganisation),
        _ if over => Err(Reason::TicketOver),
        Writer::Guest | Writer::Outside { belongs: true } | Writer::Staff | Writer::Left => Ok(()),
    }
}

/// Whether staff are warned before they put a mail of this writer on a ticket: nobody here knows who it is, and all who take
/// part would be mailed what they wrote. `named` says whether the ticket names their address.
pub const fn is_stranger(writer: Writer, named: bool) -> bool {
    matches!(writer, Writer::Guest | Writer::Left) && !named
}

/// What ties the writer of a mail to a ticket.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tie {
    /// A contact of its organisation.
    Contact,
    /// A partner of the house, who works for every organisation.
    Partner,
    /// Nothing by which they could take part.
    Loose,
}

/// Whether the writer of a mail can take part in the ticket on which staff put it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Joining {
    /// They take part, or are nobody who could.
    No,
    /// If staff say so.
    Offered,
    /// Unless staff say otherwise.
    Proposed,
}

/// Whether the writer of a mail can take part in the ticket on which staff put it: whom staff may add to it. `named` says whether
/// it names their address. Staff take part by their work, not by an address.
pub const fn joining(writer: Writer, named: bool, tie: Tie) -> Joining {
    match (writer, tie) {
        (Writer::Outside { belongs: true }, Tie::Contact) if !named => Joining::Proposed,
        (Writer::Outside { belongs: true }, Tie::Partner) if !named => Joining::Offered,
        (Writer::Outside { .. } | Writer::Guest | Writer::Staff | Writer::Left, _) => Joining::No,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mails_go_neither_to_other_organisations_nor_where_nobody_looks() {
        for (writer, over, expected) in [
            (Writer::Guest, false, Ok(())),
            (Writer::Staff, false, Ok(())),
            (Writer::Left, false, Ok(())),
            (Writer::Outside { belongs: true }, false, Ok(())),
            (Writer::Outside { belongs: true }, true, Err(Reason::TicketOver)),
            (Writer::Guest, true, Err(Reason::TicketOver)),
            (Writer::Outside { belongs: false }, false, Err(Reason::OtherOrganisation)),
            (Writer::Outside { belongs: false }, true, Err(Reason::OtherOrganisation)),
        ] {
            assert_eq!(placeable(writer, over), expected, "{writer:?} {over}");
        }
    }

    #[test]
    fn staff_are_warned_of_writers_whom_nobody_knows() {
        for (writer, named, warned) in [
            (Writer::Guest, false, true),
            (Writer::Guest, true, false),
            (Writer::Left, false, true),
            (Writer::Staff, false, false),
            (Writer::Outside { belongs: true }, false, false),
        ] {
            assert_eq!(is_stranger(writer, named), warned, "{writer:?} {named}");
        }
    }

    #[test]
    fn who_has_an_account_and_takes_no_part_yet_can_be_let_in() {
        let (here, foreign) = (Writer::Outside { belongs: true }, Writer::Outside { belongs: false });
        for (writer, named, tie, expected) in [
            (here, false, Tie::Contact, Joining::Proposed),
            (here, false, Tie::Partner, Joining::Offered),
            // A ticket of no organisation is its writer's alone.
            (here, false, Tie::Loose, Joining::No),
            (here, true, Tie::Contact, Joining::No),
            (here, true, Tie::Partner, Joining::No),
            (foreign, false, Tie::Loose, Joining::No),
            (Writer::Guest, false, Tie::Loose, Joining::No),
            (Writer::Left, false, Tie::Contact, Joining::No),
            (Writer::Staff, false, Tie::Loose, Joining::No),
        ] {
            assert_eq!(joining(writer, named, tie), expected, "{writer:?} {named} {tie:?}");
        }
    }

    #[test]
    fn a_mail_waits_again_where_nothing_is_left_without_it() {
        for (opened, others, touched, waits) in [
            (false, false, false, true),
            (false, true, true, true),
            (true, false, false, true),
            (true, true, false, false),
            (true, false, true, false),
        ] {
            let from = Standing { ticket: TicketNumber(1), opened, others };
            assert_eq!(waits_again(from, touched), waits, "{from:?} {touched}");
        }
    }

    #[test]
    fn a_message_is_withdrawn_and_an_opening_with_answers_is_kept() {
        let (here, there) = (TicketNumber(1), TicketNumber(2));
        for (opened, others, to, becomes) in [
            (false, false, Some(there), Ok(Left::Withdrawn)),
            (false, true, Some(there), Ok(Left::Withdrawn)),
            (false, true, None, Ok(Left::Withdrawn)),
            (true, false, Some(there), Ok(Left::Withdrawn)),
            (true, true, Some(there), Ok(Left::Kept)),
            (true, false, None, Err(NoMove::OwnAlready)),
            (true, true, None, Err(NoMove::OwnAlready)),
            (false, false, Some(here), Err(NoMove::SameTicket)),
            (true, true, Some(here), Err(NoMove::SameTicket)),
        ] {
            let from = Standing { ticket: here, opened, others };
            assert_eq!(moved(from, to), becomes, "{from:?} to {to:?}");
        }
    }
}
