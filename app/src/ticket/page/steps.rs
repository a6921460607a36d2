//! Which step comes first on a ticket, which are beside it, and what they are called.
use crate::ticket::page::act::Asks;
use crate::words::Text;
use crate::words::ticket as w;
use domain::ticket::Stage;
use domain::ticket::workflow::{Need, Offer};

/// The step that comes first for staff in a state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum First {
    /// Nothing of ours; somebody else is next.
    Nothing,
    /// Somebody has to be responsible before the work begins.
    Take,
    /// Hand over to a team; `Some` names what has to be there before.
    HandOver(Option<Need>),
    /// Move there.
    Move(Offer),
}

/// The first step for staff. A state that waits for others has none. Who gets a ticket by its team takes it first, unless
/// it is `mine`: the lead stays responsible until then.
pub fn first(stage: Stage, offers: &[Offer], mine: bool) -> First {
    let usual: &[Stage] = match stage {
        Stage::Received => &[Stage::InTriage],
        Stage::InTriage => &[Stage::HandedOver],
        Stage::HandedOver | Stage::WaitingForThirdParty => &[Stage::InProgress],
        // What was accepted before the wait goes live; it would have to be accepted anew after more work.
        Stage::WaitingForApproval => &[Stage::GoingLive, Stage::InProgress],
        Stage::InProgress => &[Stage::ReadyForAcceptance, Stage::Done],
        Stage::GoingLive => &[Stage::Done],
        Stage::Question | Stage::ReadyForAcceptance | Stage::Done | Stage::Closed | Stage::Billed => &[],
    };
    let Some(offer) = usual.iter().find_map(|to| offers.iter().find(|offer| offer.to == *to)) else {
        return First::Nothing;
    };
    match (offer.to, offer.missing) {
        // The form brings the team and the specification itself.
        (Stage::HandedOver, Some(Need::Team | Need::Specification) | None) => First::HandOver(None),
        (Stage::HandedOver, missing) => First::HandOver(missing),
        (_, Some(Need::Assignee)) => First::Take,
        (Stage::InProgress, None) if stage == Stage::HandedOver && !mine => First::Take,
        _ => First::Move(offer.clone()),
    }
}

/// The other moves offered, in the workflow's order; handing over has its own form.
pub fn others(first: &First, offers: &[Offer]) -> Vec<Offer> {
    let is_first = |offer: &Offer| matches!(first, First::Move(move_) if move_.to == offer.to);
    let others = offers.iter().filter(|offer| offer.to != Stage::HandedOver && !is_first(offer));
    others
        .filter(|offer| !(*first == First::Take && offer.missing == Some(Need::Assignee)))
        .cloned()
        .collect()
}

/// Whether handing over is offered beside the first step.
pub fn hand_over(first: &First, offers: &[Offer]) -> Option<Option<Need>> {
    if matches!(first, First::HandOver(_)) {
        return None;
    }
    let offer = offers.iter().find(|offer| offer.to == Stage::HandedOver)?;
    Some(offer.missing.filter(|need| !matches!(need, Need::Team | Need::Specification)))
}

/// What a move is called for staff.
pub const fn name(from: Stage, to: Stage) -> Text {
    match (from, to) {
        (Stage::Received, Stage::InTriage) => w::MOVE_TAKE_IN,
        (Stage::Done | Stage::Closed, Stage::InTriage) => w::MOVE_REOPEN,
        (_, Stage::InTriage) => w::MOVE_BACK_TO_TRIAGE,
        (_, Stage::Question) => w::MOVE_ASK,
        (_, Stage::HandedOver) => w::MOVE_HAND_OVER,
        (Stage::HandedOver, Stage::InProgress) => w::MOVE_BEGIN,
        (Stage::ReadyForAcceptance, Stage::InProgress) => w::MOVE_BACK_TO_WORK,
        (_, Stage::InProgress) => w::MOVE_GO_ON,
        (_, Stage::WaitingForApproval) => w::MOVE_ASK_APPROVAL,
        (_, Stage::WaitingForThirdParty) => w::MOVE_WAIT,
        (_, Stage::ReadyForAcceptance) => w::MOVE_READY,
        (_, Stage::GoingLive) => w::MOVE_LIVE,
        (_, Stage::Done) => w::MOVE_DONE,
        (_, Stage::Closed) => w::MOVE_CLOSE,
        (_, Stage::Received) => w::MOVE_RECEIVED,
        (_, Stage::Billed) => w::MOVE_BILLED,
    }
}

/// What staff write with a move; it goes to the customer.
pub const fn asks(to: Stage) -> Asks {
    match to {
        Stage::Question => Asks { label: w::ASK_QUESTION, hint: w::ASK_QUESTION_HINT },
        Stage::ReadyForAcceptance => Asks { label: w::ASK_READY, hint: w::ASK_READY_HINT },
        Stage::Done => Asks { label: w::ASK_DONE, hint: w::ASK_DONE_HINT },
        Stage::WaitingForThirdParty => Asks { label: w::ASK_WAIT, hint: w::ASK_HINT },
        _ => Asks { label: w::ASK_NOTE, hint: w::ASK_HINT },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn offer(to: Stage, missing: Option<Need>) -> Offer {
        let (needs_note, needs_version, untested, needs_request) = (false, false, false, false);
        Offer { to, missing, needs_note, needs_version, untested, needs_request }
    }

    #[test]
    fn the_first_step_is_the_usual_one_as_far_as_it_is_offered() {
        let work = offer(Stage::InProgress, None);
        for (stage, offers, expected) in [
            (Stage::HandedOver, vec![offer(Stage::Question, None), work.clone()], First::Move(work.clone())),
            (Stage::HandedOver, vec![offer(Stage::InProgress, Some(Need::Assignee))], First::Take),
            (Stage::HandedOver, vec![], First::Nothing),
            (Stage::InTriage, vec![offer(Stage::HandedOver, Some(Need::Team))], First::HandOver(None)),
            (
                Stage::InTriage,
                vec![offer(Stage::HandedOver, Some(Need::Organisation))],
                First::HandOver(Some(Need::Organisation)),
            ),
            (Stage::Question, vec![offer(Stage::InTriage, None)], First::Nothing),
            (Stage::InProgress, vec![offer(Stage::Done, None)], First::Move(offer(Stage::Done, None))),
            (Stage::Closed, vec![offer(Stage::Billed, None)], First::Nothing),
        ] {
            assert_eq!(first(stage, &offers, true), expected, "{stage:?}");
        }
        assert_eq!(first(Stage::HandedOver, std::slice::from_ref(&work), false), First::Take);
        assert_eq!(
            others(&First::Take, std::slice::from_ref(&work)),
            [work],
            "and may begin without taking it"
        );
    }

    #[test]
    fn every_offer_is_either_first_or_beside() {
        let offers = [
            offer(Stage::InTriage, None),
            offer(Stage::HandedOver, Some(Need::Organisation)),
            offer(Stage::InProgress, Some(Need::Assignee)),
        ];
        for stage in Stage::ALL {
            let first = first(stage, &offers, true);
            let named = usize::from(first != First::Nothing);
            let beside = others(&first, &offers).len() + usize::from(hand_over(&first, &offers).is_some());
            assert_eq!(named + beside, offers.len(), "{stage:?}");
        }
    }
}
