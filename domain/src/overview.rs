//! What waits for a customer (F4): the few things that only this reader can move on.
use crate::access::{Action, Actor, Relation};
use crate::approval::consent::Tariff;
use crate::deal::QuoteNumber;
use crate::ticket::Stage;
use crate::ticket::number::TicketNumber;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// Something that a reader is asked to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Task {
    /// Release further effort, or not (E3).
    Release {
        /// On which ticket.
        number: TicketNumber,
        /// How much more, at most.
        minutes: u32,
        /// What that costs at most, in cents before tax; 0 where it costs nothing more.
        cents: i64,
        /// Last day.
        last_day: Date,
    },
    /// Say whether work goes on, where a ticket waits for that without a request.
    Approve {
        /// Which ticket.
        number: TicketNumber,
    },
    /// Order a dearer ticket type, or not (E2).
    Order {
        /// For which ticket.
        number: TicketNumber,
        /// Which type, at which price.
        tariff: Tariff,
    },
    /// Accept a quote, or decline it (F1).
    Quote {
        /// Which.
        number: QuoteNumber,
        /// What it costs before tax, in cents.
        net: i64,
        /// Last day.
        last_day: Date,
    },
    /// Accept the result on the test system, or not (C5).
    Accept {
        /// Of which ticket.
        number: TicketNumber,
    },
    /// Answer a question.
    Answer {
        /// On which ticket.
        number: TicketNumber,
    },
    /// Look at a result while it can be objected to (C4).
    Look {
        /// Of which ticket.
        number: TicketNumber,
        /// Last day.
        last_day: Date,
    },
}

impl Task {
    /// What the state of a ticket asks of somebody who reaches it in this relation; a request for release says more.
    pub fn of_stage(actor: &Actor, relation: &Relation, stage: Stage, number: TicketNumber) -> Option<Self> {
        let (task, action) = match stage {
            Stage::Question => (Self::Answer { number }, Action::Reply),
            Stage::WaitingForApproval => (Self::Approve { number }, Action::Decide),
            Stage::ReadyForAcceptance => (Self::Accept { number }, Action::AcceptResult),
            Stage::Received
            | Stage::InTriage
            | Stage::HandedOver
            | Stage::InProgress
            | Stage::WaitingForThirdParty
            | Stage::GoingLive
            | Stage::Done
            | Stage::Closed
            | Stage::Billed => return None,
        };
        actor.may(action, relation).then_some(task)
    }

    /// Its place among others: first what holds work up and costs money, last what settles itself.
    pub const fn rank(&self) -> u8 {
        match self {
            Self::Release { .. } | Self::Approve { .. } => 0,
            Self::Order { .. } => 1,
            Self::Quote { .. } => 2,
            Self::Accept { .. } => 3,
            Self::Answer { .. } => 4,
            Self::Look { .. } => 5,
        }
    }

    /// The ticket that it is about.
    pub const fn ticket(&self) -> Option<TicketNumber> {
        match self {
            Self::Release { number, .. }
            | Self::Approve { number }
            | Self::Order { number, .. }
            | Self::Accept { number }
            | Self::Answer { number }
            | Self::Look { number, .. } => Some(*number),
            Self::Quote { .. } => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::{OrganisationId, PersonId};
    use crate::person::{Membership, Rights, Standing};

    #[test]
    fn a_state_asks_those_who_may_do_what_it_waits_for() {
        let organisation = OrganisationId(1);
        let actor = |standing| Actor { id: PersonId(1), name: "A".into(), email: "a@b.de".into(), standing };
        let member = |accepts_results| {
            let rights = Rights { accepts_results, ..Rights::default() };
            actor(Standing::Customer {
                memberships: vec![Membership { organisation, name: "O".into(), rights }],
            })
        };
        let relation =
            Relation { organisation: Some(organisation), author: true, participant: true, internal: false };
        let number = TicketNumber(7);
        let asks =
            |actor: &Actor, stage| Task::of_stage(actor, &relation, stage, number).map(|task| task.rank());
        for (stage, plain, tester, partner) in [
            (Stage::Question, Some(4), Some(4), Some(4)),
            (Stage::WaitingForApproval, Some(0), Some(0), None),
            (Stage::ReadyForAcceptance, None, Some(3), None),
            (Stage::InProgress, None, None, None),
            (Stage::Done, None, None, None),
        ] {
            let told = [member(false), member(true), actor(Standing::Partner)].map(|one| asks(&one, stage));
            assert_eq!(told, [plain, tester, partner], "{stage:?}");
        }
    }
}
