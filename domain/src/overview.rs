//! What waits for a customer (F4): the few things that only this reader can move on.
use crate::access::{Action, Actor, Relation};
use crate::approval::consent::Tariff;
use crate::approval::{Reach, price};
use crate::billing::account::Account;
use crate::deal::QuoteNumber;
use crate::ticket::Stage;
use crate::ticket::number::TicketNumber;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// Something that a reader is asked to do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Task {
    /// Release further effort, or not (E3).
    Release {
        /// On which ticket.
        number: TicketNumber,
        /// How much more the reader may release, at most.
        minutes: u32,
        /// What that costs at most, in cents before tax; 0 where it costs nothing more.
        cents: i64,
        /// How many minutes are asked for, where the reader's right reaches to a part of them alone.
        asked: Option<u32>,
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
    /// Pay an invoice whose last day is over (G5).
    Pay {
        /// Which.
        number: String,
        /// What is left of it, in cents.
        left: i64,
        /// The last day there was.
        due_on: Date,
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
    /// What a request to release effort asks of somebody whose right reaches to so much of it.
    pub fn of_request(number: TicketNumber, reach: Reach, last_day: Date) -> Self {
        let minutes = reach.most();
        let asked = (!reach.is_whole()).then_some(reach.asked);
        Self::Release { number, minutes, cents: price(reach.hour_cents, minutes), asked, last_day }
    }

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

    /// What an invoice asks of who sees it: to be paid, where its last day is over.
    pub fn of_invoice(number: &str, account: &Account, today: Date) -> Option<Self> {
        let due_on = account.due_on.filter(|_| account.is_overdue(today))?;
        Some(Self::Pay { number: number.to_owned(), left: account.left(), due_on })
    }

    /// Its place among others: first what holds work up and costs money, last what settles itself.
    pub const fn rank(&self) -> u8 {
        match self {
            Self::Release { .. } | Self::Approve { .. } => 0,
            Self::Order { .. } => 1,
            Self::Quote { .. } => 2,
            Self::Pay { .. } => 3,
            Self::Accept { .. } => 4,
            Self::Answer { .. } => 5,
            Self::Look { .. } => 6,
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
            Self::Quote { .. } | Self::Pay { .. } => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::{OrganisationId, PersonId};
    use crate::person::{Membership, Rights, Standing};
    use jiff::civil::date;

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
            (Stage::Question, Some(5), Some(5), Some(5)),
            (Stage::WaitingForApproval, Some(0), Some(0), None),
            (Stage::ReadyForAcceptance, None, Some(4), None),
            (Stage::InProgress, None, None, None),
            (Stage::Done, None, None, None),
        ] {
            let told = [member(false), member(true), actor(Standing::Partner)].map(|one| asks(&one, stage));
            assert_eq!(told, [plain, tester, partner], "{stage:?}");
        }
    }

    #[test]
    fn a_request_asks_for_all_of_it_or_for_what_the_right_reaches_to() {
        let (number, last_day) = (TicketNumber(7), date(2026, 11, 20));
        for (room, minutes, cents, asked) in
            [(19_000, 120, 19_000, None), (18_999, 119, 18_842, Some(120)), (5_000, 31, 4_908, Some(120))]
        {
            let reach = Reach { asked: 120, room, hour_cents: 9_500 };
            let told = Task::of_request(number, reach, last_day);
            assert_eq!(told, Task::Release { number, minutes, cents, asked, last_day }, "{room}");
        }
    }

    #[test]
    fn an_invoice_asks_to_be_paid_once_its_last_day_is_over() {
        let due_on = date(2026, 11, 20);
        let asked = Account { due: 11_900, fee: 4_000, due_on: Some(due_on), ..Account::default() };
        let pay = |left| Some(Task::Pay { number: "RE-7".into(), left, due_on });
        for (account, today, told) in [
            (asked, due_on, None),
            (asked, date(2026, 11, 21), pay(15_900)),
            (Account { paid: 900, credited: 5_000, ..asked }, date(2027, 1, 1), pay(10_000)),
            (Account { paid: 15_900, ..asked }, date(2027, 1, 1), None),
            (Account { void: true, ..asked }, date(2027, 1, 1), None),
            (Account { due_on: None, ..asked }, date(2027, 1, 1), None),
        ] {
            assert_eq!(Task::of_invoice("RE-7", &account, today), told, "{account:?} on {today}");
        }
    }
}
