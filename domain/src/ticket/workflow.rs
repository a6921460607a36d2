//! The state machine as configuration (C1): which states a company uses, who may move a ticket where, what a move
//! needs, what it does to the clock and whether it is mailed. Moves are total: an impossible one is refused with the
//! reason, never ignored.
use crate::access::{Action, Actor, Relation};
use crate::person::Role;
use crate::ticket::stage::Stage;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// A company's workflow.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Workflow {
    /// The states in use, in the order in which people read them.
    pub states: Vec<State>,
    /// The allowed moves.
    pub moves: Vec<Move>,
    /// The stepper's steps (C10): each a state that stands for a leg of the way, in order.
    pub steps: Vec<Stage>,
}

/// One state in use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct State {
    /// Which.
    pub stage: Stage,
    /// What it does to the processing clock (D7).
    pub clock: Clock,
    /// Whether entering it is mailed to the participants (C3).
    pub mailed: bool,
    /// Under which step of the stepper it counts.
    pub step: Stage,
}

/// What a state does to the processing clock (D7).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Clock {
    /// Time counts.
    Runs,
    /// Time does not count.
    Pauses,
    /// The promise is kept or broken by now.
    Stops,
}

/// One allowed move; several may share a pair of states.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Move {
    /// From any of these; a release may be asked for in every other open state as well ([`Stage::needs_request`]).
    pub from: Vec<Stage>,
    /// To this one.
    pub to: Stage,
    /// By any of these.
    pub by: Vec<Mover>,
    /// And only with these.
    #[serde(default)]
    pub needs: Vec<Need>,
}

/// Who may make a move.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mover {
    /// Staff who triage ([`Action::Triage`]).
    Triage,
    /// Staff who work on it ([`Action::Work`]).
    Staff,
    /// A customer on the ticket ([`Action::Decide`]).
    Customer,
    /// A customer who accepts results ([`Action::AcceptResult`], C5).
    Accepter,
    /// Accounting.
    Accounting,
    /// The system: a reply of the customer, an ended window, an issued invoice.
    System,
}

/// What a move needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Need {
    /// A sentence for the customer goes with it.
    Note,
    /// A team has the ticket.
    Team,
    /// The agreed specification is pinned (C2).
    Specification,
    /// Somebody is responsible.
    Assignee,
    /// The ticket belongs to an organisation.
    Organisation,
    /// Which version lies on the test system, and where (C5); goes with the move.
    Version,
    /// The customer accepted the version on the test system (C5).
    Acceptance,
}

/// What is there when a move is tried.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[allow(clippy::struct_excessive_bools)] // each is one thing that is there or not
pub struct Present {
    /// A note was written.
    pub note: bool,
    /// A team has it.
    pub team: bool,
    /// A specification is pinned.
    pub specification: bool,
    /// Somebody is responsible.
    pub assignee: bool,
    /// It belongs to an organisation.
    pub organisation: bool,
    /// The version on the test system was named.
    pub version: bool,
    /// The customer accepted it.
    pub acceptance: bool,
    /// A live system is affected.
    pub live: bool,
    /// The mover knows that nobody accepted what goes live.
    pub untested: bool,
    /// A request for release goes with it (E3); where moves are offered: one can be made on this ticket.
    pub request: bool,
}

impl Present {
    const fn has(self, need: Need) -> bool {
        match need {
            Need::Note => self.note,
            Need::Team => self.team,
            Need::Specification => self.specification,
            Need::Assignee => self.assignee,
            Need::Organisation => self.organisation,
            Need::Version => self.version,
            Need::Acceptance => self.acceptance,
        }
    }
}

/// Why a move was refused.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum WrongMove {
    /// The ticket is in this state already.
    #[error("the ticket is in this state already")]
    Already,
    /// The workflow knows no such move.
    #[error("no move from {from:?} to {to:?}")]
    NoSuchMove {
        /// From.
        from: Stage,
        /// To.
        to: Stage,
    },
    /// There is such a move, but not for this person.
    #[error("this move is for somebody else")]
    NotYours,
    /// Something is missing first.
    #[error("{need:?} is missing")]
    #[serde(with = "crate::bare")]
    Missing {
        /// What.
        need: Need,
    },
    /// A live system is affected, nobody accepted the change on a test system, and the mover did not say that they know (C5).
    #[error("nobody accepted what goes live")]
    Untested,
    /// The customer would be waited for to release what nobody asked for: that state is entered by a request alone (E3).
    #[error("a release is waited for only where it was asked for")]
    Unasked,
    /// At the customer nobody could accept the version that is offered (C5).
    #[error("nobody at the customer accepts results")]
    NobodyAccepts,
}

/// Who tries to move: a person, or the system itself.
#[derive(Clone, Copy, Debug)]
pub enum By<'a> {
    /// A person in a relation to the ticket.
    Person(&'a Actor, &'a Relation),
    /// The system.
    System,
}

impl By<'_> {
    fn is(self, mover: Mover) -> bool {
        match (self, mover) {
            (By::System, Mover::System) => true,
            (By::System, _) | (By::Person(..), Mover::System) => false,
            (By::Person(actor, ticket), Mover::Triage) => actor.may(Action::Triage, ticket),
            (By::Person(actor, ticket), Mover::Staff) => actor.may(Action::Work, ticket),
            (By::Person(actor, ticket), Mover::Customer) => actor.may(Action::Decide, ticket),
            (By::Person(actor, ticket), Mover::Accepter) => actor.may(Action::AcceptResult, ticket),
            (By::Person(actor, _), Mover::Accounting) => actor.has_role(&[Role::Accounting]),
        }
    }
}

impl Workflow {
    /// The ways from one state to another: who may go, and what each needs. Two go beyond what is configured, so that work at a full
    /// gate always has a way out (E3). A release may be asked for in every open state, by whom and with what the move to waiting for
    /// it says. And what the customer had accepted before that goes live afterwards, also where nothing was released (C5).
    fn between(&self, from: Stage, to: Stage) -> Vec<(&[Mover], &[Need])> {
        let asks = to.needs_request() && from.is_open() && from != to;
        let known = self.moves.iter().filter(|way| way.to == to && (asks || way.from.contains(&from)));
        let mut ways: Vec<(&[Mover], &[Need])> =
            known.map(|way| (way.by.as_slice(), way.needs.as_slice())).collect();
        if from.needs_request() && to == Stage::GoingLive && self.state(to).is_some() {
            ways.push((&[Mover::Staff], &[Need::Acceptance]));
        }
        ways
    }

    /// Decides a move. The order of refusals: already there, no such move, not yours, unasked, something missing, untested.
    pub fn check(&self, from: Stage, to: Stage, by: By<'_>, present: Present) -> Result<(), WrongMove> {
        if from == to {
            return Err(WrongMove::Already);
        }
        let known = self.between(from, to);
        if known.is_empty() {
            return Err(WrongMove::NoSuchMove { from, to });
        }
        let mut missing = None;
        for (_, needs) in known.into_iter().filter(|(movers, _)| movers.iter().any(|mover| by.is(*mover))) {
            if to.needs_request() && !present.request {
                return Err(WrongMove::Unasked);
            }
            match needs.iter().find(|need| !present.has(**need)) {
                None => return self.tested(to, present),
                Some(need) => missing = Some(*need),
            }
        }
        Err(missing.map_or(WrongMove::NotYours, |need| WrongMove::Missing { need }))
    }

    /// A change of a live system is done once it was accepted on the test system, in houses that have one; or once the mover
    /// says that it was not (C5).
    fn tested(&self, to: Stage, present: Present) -> Result<(), WrongMove> {
        let has_test_system = self.state(Stage::ReadyForAcceptance).is_some();
        let warned = to == Stage::Done && present.live && !present.acceptance && has_test_system;
        if warned && !present.untested { Err(WrongMove::Untested) } else { Ok(()) }
    }

    /// The moves this person may make from here, in the order of the states, with what is still missing for each. What is
    /// written with a move never counts as missing; the offer says what of it must be. Whether a release can be asked for does: where
    /// it cannot, waiting for one is not offered; nor is, after such a wait, going live where nothing was accepted before.
    pub fn offered(&self, from: Stage, by: By<'_>, present: Present) -> Vec<Offer> {
        let full = Present { note: true, version: true, untested: true, ..present };
        self.states
            .iter()
            .filter_map(|state| match self.check(from, state.stage, by, full) {
                Ok(()) => Some((state.stage, None)),
                Err(WrongMove::Missing { need: Need::Acceptance }) if from.needs_request() => None,
                Err(WrongMove::Missing { need }) => Some((state.stage, Some(need))),
                Err(_) => None,
            })
            .map(|(to, missing)| {
                let refused = |without| self.check(from, to, by, without).err();
                let needs = |need, without| refused(without) == Some(WrongMove::Missing { need });
                Offer {
                    to,
                    missing,
                    needs_note: needs(Need::Note, Present { note: false, ..full }),
                    needs_version: needs(Need::Version, Present { version: false, ..full }),
                    untested: refused(Present { untested: false, ..full }) == Some(WrongMove::Untested),
                    needs_request: refused(Present { request: false, ..full }) == Some(WrongMove::Unasked),
                }
            })
            .collect()
    }

    /// The ways out of a state for this person, each with what it needs, in the order of the states. For boards, where
    /// one answer serves all cards of a column; where several moves lead to one state, the one that needs least counts.
    pub fn ways(&self, from: Stage, by: By<'_>) -> Vec<Way> {
        let mine = |to: Stage| {
            let known = self.between(from, to).into_iter();
            let mine = known.filter(|(movers, _)| movers.iter().any(|mover| by.is(*mover)));
            mine.map(|(_, needs)| needs).min_by_key(|needs| needs.len())
        };
        self.states
            .iter()
            .filter_map(|state| mine(state.stage).map(|needs| Way { to: state.stage, needs: needs.to_vec() }))
            .collect()
    }

    /// The state's entry; states not in use behave like the nearest used one and are never entered.
    pub fn state(&self, stage: Stage) -> Option<&State> {
        self.states.iter().find(|state| state.stage == stage)
    }

    /// Index into [`Self::steps`] of the leg that a state belongs to.
    pub fn step_of(&self, stage: Stage) -> usize {
        self.state(stage)
            .and_then(|state| self.steps.iter().position(|step| *step == state.step))
            .unwrap_or(0)
    }

    /// Whether the configuration makes sense; the first thing that does not, with the place.
    pub fn validate(&self) -> Result<(), WrongWorkflow> {
        let used: BTreeSet<Stage> = self.states.iter().map(|state| state.stage).collect();
        if used.len() != self.states.len() {
            return Err(WrongWorkflow::StateTwice);
        }
        if !used.contains(&Stage::Received) {
            return Err(WrongWorkflow::NoStart);
        }
        for step in &self.moves {
            for stage in step.from.iter().chain([&step.to]) {
                if !used.contains(stage) {
                    return Err(WrongWorkflow::UnknownState { stage: *stage });
                }
            }
            if step.from.contains(&step.to) || step.from.is_empty() || step.by.is_empty() {
                return Err(WrongWorkflow::EmptyMove { to: step.to });
            }
        }
        if let Some(state) = self.states.iter().find(|state| !self.steps.contains(&state.step)) {
            return Err(WrongWorkflow::NoStep { stage: state.stage });
        }
        let mut reached = BTreeSet::from([Stage::Received]);
        loop {
            let before = reached.len();
            for step in &self.moves {
                if step.from.iter().any(|from| reached.contains(from)) {
                    reached.insert(step.to);
                }
            }
            if reached.len() == before {
                break;
            }
        }
        match used.difference(&reached).next() {
            Some(stage) => Err(WrongWorkflow::Unreachable { stage: *stage }),
            None => Ok(()),
        }
    }
}

/// A move that may be offered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Offer {
    /// Where to.
    pub to: Stage,
    /// What must be there first; `None` where the move can be made.
    pub missing: Option<Need>,
    /// Whether a note must be written with it.
    pub needs_note: bool,
    /// Whether the version on the test system must be named with it.
    pub needs_version: bool,
    /// Whether the mover must say that nobody accepted what goes live.
    pub untested: bool,
    /// Whether it is made by asking for a release alone.
    pub needs_request: bool,
}

/// A way out of a state.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Way {
    /// Where to.
    pub to: Stage,
    /// What it needs.
    pub needs: Vec<Need>,
}

/// What is wrong with a configured workflow.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WrongWorkflow {
    /// A state is listed twice.
    #[error("a state is listed twice")]
    StateTwice,
    /// New tickets have nowhere to start.
    #[error("the state `received` is missing; every ticket starts there")]
    NoStart,
    /// A move names a state that is not in use.
    #[error("a move names the state `{}`, which is not in use", stage.code())]
    UnknownState {
        /// Which.
        stage: Stage,
    },
    /// A move that goes nowhere or that nobody may make.
    #[error("a move to `{}` has no start, no mover, or ends where it starts", to.code())]
    EmptyMove {
        /// Which.
        to: Stage,
    },
    /// A state that belongs to no step.
    #[error("the state `{}` belongs to a step that is not listed", stage.code())]
    NoStep {
        /// Which.
        stage: Stage,
    },
    /// No sequence of moves leads there.
    #[error("no sequence of moves leads to the state `{}`", stage.code())]
    Unreachable {
        /// Which.
        stage: Stage,
    },
}
