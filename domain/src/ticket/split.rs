//! Splitting (C7): messages and times go out into a ticket of their own, until that is taken back.
use crate::effort::Effort;
use crate::id::EffortId;
use crate::ticket::Stage;
use crate::ticket::timeline::What;
use serde::{Deserialize, Serialize};

/// Time that went to another ticket, as it was then.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Went {
    /// Which.
    pub effort: EffortId,
    /// Whose, by name.
    pub whose: String,
    /// What was booked.
    pub booked: Effort,
}

/// Why time stays where it is, or a split stays as it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum NoSplit {
    /// The time stands on an invoice under the number of its ticket.
    #[error("the time is billed")]
    TimeBilled,
    /// The messages begin a ticket of somebody else, and others wrote some of them.
    #[error("others wrote some of the messages")]
    Mixed,
    /// The messages begin a ticket of somebody else, and the time is the customer's.
    #[error("the new ticket is not the customer's")]
    Elsewhere,
    /// The time came with a merge, whose undoing takes it back to where it was booked.
    #[error("the time came with a merge")]
    TimeMerged,
    /// More would be booked on one of the tickets than needs no release or was released for it.
    #[error("more would be booked than was released")]
    Released,
    /// Something of the new ticket stands on an invoice under its own number.
    #[error("something of the new ticket is billed")]
    Billed,
    /// One of the two leads to another, or another to it.
    #[error("the new ticket was merged")]
    Merged,
    /// Nobody looks any more where the messages would stand.
    #[error("the former ticket is closed")]
    Over,
    /// Customers or staff went on talking under the new number.
    #[error("the new ticket was answered")]
    Answered,
    /// Something was done or decided on the new ticket that has no place on the former.
    #[error("the new ticket was worked on")]
    Worked,
}

/// Who wrote the first of the messages that are split off, as their ticket sees them: it becomes their concern.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Writer {
    /// Staff, or somebody of whom no address is known: it stays the concern of the ticket's author.
    House,
    /// Who belongs to the ticket's customer, or opened it or one that leads to it.
    Own,
    /// Anybody else: with an unknown address, or of another customer.
    Stranger,
}

impl Writer {
    /// Somebody outside of the house; `own` says whether the customer or the ticket is theirs.
    pub const fn outside(own: bool) -> Self {
        if own { Self::Own } else { Self::Stranger }
    }

    /// Whether the customer goes along, with what they were promised and who takes part: what a stranger writes is their own
    /// concern, unless staff `keep` it with the customer.
    pub const fn takes_along(self, keep: bool) -> bool {
        match self {
            Self::House | Self::Own => true,
            Self::Stranger => keep,
        }
    }
}

/// Whether booked time may go along: what is billed stands on a document with its ticket's number, and what came with a merge
/// goes where it came from once that is undone.
pub const fn may_go(billed: bool, by_merge: bool) -> Result<(), NoSplit> {
    if billed {
        Err(NoSplit::TimeBilled)
    } else if by_merge {
        Err(NoSplit::TimeMerged)
    } else {
        Ok(())
    }
}

/// A ticket that was split off, as far as taking it back needs to know.
#[derive(Clone, Copy, Debug)]
pub struct Parted<'a> {
    /// Something of it stands on an invoice.
    pub billed: bool,
    /// It leads to another ticket, or another to it.
    pub merged: bool,
    /// Somebody has a timer on it.
    pub timed: bool,
    /// The state of the ticket from which it was split off.
    pub origin: Stage,
    /// What happened on it since.
    pub since: &'a [What],
}

/// Whether a split can be taken back: while nothing but sorting happened on the new ticket. What people wrote, booked or agreed there
/// was told under its number; it would have to be moved after the fact.
pub fn may_undo(parted: Parted<'_>) -> Result<(), NoSplit> {
    if parted.billed {
        return Err(NoSplit::Billed);
    }
    if parted.merged {
        return Err(NoSplit::Merged);
    }
    if matches!(parted.origin, Stage::Closed | Stage::Billed) {
        return Err(NoSplit::Over);
    }
    if let Some(why) = parted.since.iter().find_map(holds) {
        return Err(why);
    }
    if parted.timed { Err(NoSplit::Worked) } else { Ok(()) }
}

/// Why an entry on the new ticket keeps the split from being taken back; nothing where it only sorts the ticket, or where the house
/// wrote it by itself.
const fn holds(what: &What) -> Option<NoSplit> {
    match what {
        What::Opened { .. }
        | What::Assigned { .. }
        | What::Classified { .. }
        | What::Prioritised { .. }
        | What::Remark(_)
        | What::SplitFrom { .. }
        | What::TimesCame { .. }
        | What::Alarm { .. }
        | What::Recounted { .. }
        | What::Nearing { .. }
        | What::LimitTold { .. } => None,
        What::Message { .. } | What::Called { .. } | What::WorkedAround => Some(NoSplit::Answered),
        What::Note { .. }
        | What::Moved { .. }
        | What::HandedOver { .. }
        | What::Specified { .. }
        | What::Planned { .. }
        | What::WishIncluded { .. }
        | What::Quoted { .. }
        | What::QuoteEnded { .. }
        | What::Ordered { .. }
        | What::TakenOff { .. }
        | What::PersonAdded { .. }
        | What::MailLeft { .. }
        | What::MailCame { .. }
        | What::MailBack { .. }
        | What::Placed { .. }
        | What::OnBehalf { .. }
        | What::ForTest(_)
        | What::ResultAccepted { .. }
        | What::ResultRefused { .. }
        | What::Untested { .. }
        | What::Linked { .. }
        | What::Unlinked { .. }
        | What::LinkedDone { .. }
        | What::ToldHanging { .. }
        | What::MergedInto { .. }
        | What::Merged { .. }
        | What::Unmerged { .. }
        | What::SplitOff { .. }
        | What::Unsplit { .. }
        | What::TimesLeft { .. }
        | What::Approval { .. }
        | What::ApprovalReminded { .. }
        | What::Consent { .. }
        | What::Booked { .. }
        | What::Rebooked { .. } => Some(NoSplit::Worked),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::effort::gate::Meter;

    #[test]
    fn time_goes_along_unless_it_is_billed_or_came_with_a_merge() {
        for (billed, by_merge, expected) in [
            (false, false, Ok(())),
            (true, false, Err(NoSplit::TimeBilled)),
            (true, true, Err(NoSplit::TimeBilled)),
            (false, true, Err(NoSplit::TimeMerged)),
        ] {
            assert_eq!(may_go(billed, by_merge), expected, "{billed} {by_merge}");
        }
    }

    #[test]
    fn with_a_stranger_the_customer_goes_along_only_where_staff_say_so() {
        for (writer, keep, along) in [
            (Writer::House, false, true),
            (Writer::outside(true), false, true),
            (Writer::outside(false), false, false),
            (Writer::outside(false), true, true),
        ] {
            assert_eq!(writer.takes_along(keep), along, "{writer:?} {keep}");
        }
    }

    fn since(since: &[What]) -> Parted<'_> {
        Parted { billed: false, merged: false, timed: false, origin: Stage::InProgress, since }
    }

    #[test]
    fn a_split_is_taken_back_until_the_new_ticket_has_a_life_of_its_own() {
        let text = String::new;
        let sorted = [
            What::SplitFrom { number: text(), apart: false },
            What::TimesCame { number: text(), times: Vec::new() },
            What::Assigned { to: None },
            What::Classified { from: None, to: None, keys: None, moved: Vec::new(), why: text() },
            What::Nearing { meter: Meter::default() },
        ];
        assert_eq!(may_undo(since(&sorted)), Ok(()), "sorting it binds nobody");
        for (what, why) in [
            (What::Message { body: text(), documents: Vec::new() }, NoSplit::Answered),
            (What::Called { caller: text(), body: text() }, NoSplit::Answered),
            (What::Note { body: text(), documents: Vec::new() }, NoSplit::Worked),
            (What::Moved { from: Stage::Received, to: Stage::InTriage, note: text() }, NoSplit::Worked),
            (What::Placed { organisation: text() }, NoSplit::Worked),
            (What::PersonAdded { name: text() }, NoSplit::Worked),
            (What::SplitOff { number: text(), apart: false }, NoSplit::Worked),
            (What::TimesLeft { number: text(), times: Vec::new() }, NoSplit::Worked),
        ] {
            let all = [sorted.to_vec(), vec![what.clone()]].concat();
            assert_eq!(may_undo(since(&all)), Err(why), "{what:?}");
        }
    }

    #[test]
    fn what_is_billed_merged_or_closed_stays_split() {
        let none = since(&[]);
        for (parted, expected) in [
            (none, Ok(())),
            (Parted { billed: true, merged: true, ..none }, Err(NoSplit::Billed)),
            (Parted { merged: true, ..none }, Err(NoSplit::Merged)),
            (Parted { timed: true, ..none }, Err(NoSplit::Worked)),
            (Parted { origin: Stage::Done, ..none }, Ok(())),
            (Parted { origin: Stage::Closed, ..none }, Err(NoSplit::Over)),
            (Parted { origin: Stage::Billed, ..none }, Err(NoSplit::Over)),
        ] {
            assert_eq!(may_undo(parted), expected, "{parted:?}");
        }
    }
}
