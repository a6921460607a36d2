//! Acceptance on the test system (C5): what was put there to be tested, and what the customer decided about it. It is a record
//! of its own; the window for objections afterwards is another.
use crate::access::{Action, Actor, Relation};
use crate::id::PersonId;
use crate::input::{Checks, FieldError};
use crate::ticket::Stage;
use crate::ticket::workflow::{By, Mover, Present, Workflow, WrongMove};
use serde::{Deserialize, Serialize};

/// Longest name of a version, in characters.
pub const LONGEST_VERSION: u32 = 80;
/// Longest name of a place, in characters.
pub const LONGEST_PLACE: u32 = 300;

/// What lies on the test system.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Testing {
    /// Which version.
    pub version: String,
    /// Where it can be tested: an address or a few words.
    pub place: String,
}

impl Testing {
    /// Reads both fields of a form; each is needed.
    pub fn read(version: &str, place: &str) -> Result<Self, Vec<FieldError>> {
        let mut checks = Checks::default();
        let version = checks.line("version", version, LONGEST_VERSION);
        let place = checks.line("place", place, LONGEST_PLACE);
        checks.done(Self { version, place })
    }
}

/// What the customer decided about a version.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// It may go live.
    Accepted,
    /// It is not right yet.
    Refused,
}

impl Verdict {
    /// The code in the database.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::Refused => "refused",
        }
    }

    /// The verdict of a code.
    pub fn of_code(code: &str) -> Option<Self> {
        [Self::Accepted, Self::Refused].into_iter().find(|verdict| verdict.code() == code)
    }

    /// Where a verdict leads in a workflow: an acceptance on, a refusal back. `None` where no move does.
    pub fn leads_to(self, workflow: &Workflow) -> Option<Stage> {
        let ways: &[Stage] = match self {
            Self::Accepted => &[Stage::GoingLive, Stage::Done, Stage::Closed],
            Self::Refused => &[Stage::InProgress, Stage::HandedOver, Stage::InTriage],
        };
        let from = Stage::ReadyForAcceptance;
        let known = |to: &&Stage| workflow.moves.iter().any(|way| way.to == **to && way.from.contains(&from));
        ways.iter().find(known).copied()
    }
}

/// Who of the customer's contacts must take part in a ticket from now on, because a version is offered: all who accept results and
/// do not yet. Refused where nobody could let it go on even then, so that no ticket waits for ever (C5).
///
/// `contacts` are people with their relation to the ticket, each an active contact of its organisation.
pub fn joiners(workflow: &Workflow, contacts: &[(Actor, Relation)]) -> Result<Vec<PersonId>, WrongMove> {
    let taking_part = |relation: &Relation| Relation { participant: true, ..relation.clone() };
    let accepts =
        |actor: &Actor, relation: &Relation| actor.may(Action::AcceptResult, &taking_part(relation));
    let decides = |(actor, relation): &(Actor, Relation)| {
        let relation = if accepts(actor, relation) { taking_part(relation) } else { relation.clone() };
        workflow.lets_accept(actor, &relation)
    };
    if workflow.waits_for_customer() && !contacts.iter().any(decides) {
        return Err(WrongMove::NobodyAccepts);
    }
    let joins = |(actor, relation): &&(Actor, Relation)| {
        !relation.author && !relation.participant && accepts(actor, relation)
    };
    Ok(contacts.iter().filter(joins).map(|(actor, _)| actor.id).collect())
}

impl Workflow {
    /// Whether nobody but the customer lets a version go on.
    fn waits_for_customer(&self) -> bool {
        let from = Stage::ReadyForAcceptance;
        let customers = |mover: &Mover| matches!(mover, Mover::Customer | Mover::Accepter);
        Verdict::Accepted.leads_to(self).is_some_and(|to| {
            let mut ways = self.moves.iter().filter(|way| way.to == to && way.from.contains(&from));
            ways.all(|way| way.by.iter().all(customers))
        })
    }

    /// Whether a contact in this relation may accept what lies on the test system, whatever else is still missing.
    fn lets_accept(&self, contact: &Actor, relation: &Relation) -> bool {
        let from = Stage::ReadyForAcceptance;
        let by = By::Person(contact, relation);
        let tried = |to| self.check(from, to, by, Present { acceptance: true, ..Present::default() });
        let lets = |to| matches!(tried(to), Ok(()) | Err(WrongMove::Missing { .. }));
        Verdict::Accepted.leads_to(self).is_some_and(lets)
    }
}

/// Whether an acceptance still counts in a state: work that begins anew is another version. While more effort is asked for nothing
/// begins anew, and what was accepted goes live afterwards (E3).
pub const fn counts_in(stage: Stage) -> bool {
    matches!(
        stage,
        Stage::GoingLive | Stage::WaitingForApproval | Stage::Done | Stage::Closed | Stage::Billed
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::OrganisationId;
    use crate::person::{Membership, Rights, Standing};

    fn workflow(text: &str) -> Workflow {
        toml::from_str::<crate::policy::Policy>(text).unwrap().workflow
    }

    #[test]
    fn a_verdict_leads_where_the_workflow_knows_a_way() {
        let shop = workflow(include_str!("../../../presets/shop-quick-tickets.toml"));
        assert_eq!(Verdict::Accepted.leads_to(&shop), Some(Stage::GoingLive));
        assert_eq!(Verdict::Refused.leads_to(&shop), Some(Stage::InProgress));
        let vendor = workflow(include_str!("../../../presets/vendor-priorities.toml"));
        assert_eq!(Verdict::Accepted.leads_to(&vendor), None, "no test system there");
    }

    /// A contact with these rights, and whether he takes part.
    fn contact(id: i64, rights: Rights, participant: bool) -> (Actor, Relation) {
        let organisation = OrganisationId(1);
        let memberships = vec![Membership { organisation, name: String::new(), rights }];
        let standing = Standing::Customer { memberships };
        let actor = Actor { id: PersonId(id), name: String::new(), email: String::new(), standing };
        let organisation = Some(organisation);
        (actor, Relation { organisation, author: false, participant, internal: false })
    }

    #[test]
    fn who_accepts_results_takes_part_once_a_version_is_offered() {
        let shop = workflow(include_str!("../../../presets/shop-quick-tickets.toml"));
        let accepts = || Rights { accepts_results: true, ..Rights::default() };
        let sees = || Rights { sees_all: true, ..Rights::default() };
        let ids = |contacts: &[(Actor, Relation)]| -> Result<Vec<i64>, WrongMove> {
            joiners(&shop, contacts).map(|ids| ids.iter().map(|id| id.0).collect())
        };
        let contacts = [
            contact(1, Rights::default(), true),
            contact(2, accepts(), false),
            contact(3, Rights { sees_all: true, ..accepts() }, false),
            contact(4, accepts(), true),
            contact(5, sees(), false),
        ];
        assert_eq!(ids(&contacts), Ok(vec![2, 3]));
        assert_eq!(ids(&contacts[3..]), Ok(vec![]), "who takes part already need not be added");
        assert_eq!(
            ids(&[contact(1, sees(), true), contact(5, sees(), false)]),
            Err(WrongMove::NobodyAccepts)
        );
        assert_eq!(ids(&[]), Err(WrongMove::NobodyAccepts));
    }

    #[test]
    fn a_version_waits_for_nobody_where_staff_let_it_go_on() {
        let mut shop = workflow(include_str!("../../../presets/shop-quick-tickets.toml"));
        let from = Stage::ReadyForAcceptance;
        let on =
            shop.moves.iter_mut().find(|way| way.to == Stage::GoingLive && way.from.contains(&from)).unwrap();
        on.by.push(Mover::Staff);
        assert_eq!(joiners(&shop, &[]), Ok(vec![]));
        let on =
            shop.moves.iter_mut().find(|way| way.to == Stage::GoingLive && way.from.contains(&from)).unwrap();
        on.by = vec![Mover::Customer];
        assert_eq!(joiners(&shop, &[contact(1, Rights::default(), false)]), Err(WrongMove::NobodyAccepts));
        assert_eq!(
            joiners(&shop, &[contact(1, Rights::default(), true)]),
            Ok(vec![]),
            "everybody who takes part may"
        );
    }

    #[test]
    fn an_acceptance_ends_once_work_begins_anew() {
        for (stage, counts) in [
            (Stage::ReadyForAcceptance, false),
            (Stage::GoingLive, true),
            (Stage::WaitingForApproval, true),
            (Stage::Done, true),
            (Stage::InTriage, false),
            (Stage::InProgress, false),
        ] {
            assert_eq!(counts_in(stage), counts, "{stage:?}");
        }
    }

    #[test]
    fn version_and_place_are_both_needed() {
        let wrong = Testing::read(" ", "").unwrap_err();
        assert_eq!(wrong.iter().map(|error| error.field.as_str()).collect::<Vec<_>>(), ["version", "place"]);
        let read = Testing::read(" 4.2.1 ", "https://test.albers.de").unwrap();
        assert_eq!((read.version.as_str(), read.place.as_str()), ("4.2.1", "https://test.albers.de"));
    }
}
