//! The agency's workflow, as shipped in its preset.
use domain::access::{Actor, Relation};
use domain::id::{OrganisationId, PersonId};
use domain::person::{Membership, Rights, Role, Standing};
use domain::ticket::Stage;
use domain::ticket::workflow::{By, Need, Present, Workflow, WrongMove, WrongWorkflow};

fn agency() -> Workflow {
    #[derive(serde::Deserialize)]
    struct Preset {
        workflow: Workflow,
    }
    toml::from_str::<Preset>(include_str!("../../presets/agency-plans.toml")).unwrap().workflow
}

fn person(standing: Standing) -> Actor {
    Actor { id: PersonId(1), name: "A".into(), email: "a@b.de".into(), standing }
}

fn staff(role: Role) -> Actor {
    person(Standing::Staff { roles: vec![role], teams: vec![] })
}

fn customer(accepts_results: bool) -> Actor {
    let rights = Rights { sees_all: true, accepts_results, ..Rights::default() };
    person(Standing::Customer {
        memberships: vec![Membership { organisation: OrganisationId(1), name: "A".into(), rights }],
    })
}

const ALL: Present = Present {
    note: true,
    team: true,
    specification: true,
    assignee: true,
    organisation: true,
    version: true,
    acceptance: true,
    live: false,
    untested: false,
    request: true,
};

fn here() -> Relation {
    Relation { organisation: Some(OrganisationId(1)), ..Relation::default() }
}

#[test]
fn the_agencys_workflow_is_sound_and_every_pair_of_states_has_an_answer() {
    let workflow = agency();
    workflow.validate().unwrap();
    let here = here();
    let people = [
        staff(Role::ProjectLead),
        staff(Role::TeamMember),
        staff(Role::Accounting),
        customer(true),
        customer(false),
    ];
    for from in Stage::ALL {
        for to in Stage::ALL {
            for by in people.iter().map(|p| By::Person(p, &here)).chain([By::System]) {
                let offered = workflow.offered(from, by, ALL).iter().any(|offer| offer.to == to);
                assert_eq!(offered, workflow.check(from, to, by, ALL).is_ok(), "{from:?} {to:?}");
            }
        }
    }
}

#[test]
fn moves_are_refused_with_the_reason() {
    let workflow = agency();
    let here = here();
    let (lead, member, buyer, accepter) =
        (staff(Role::ProjectLead), staff(Role::TeamMember), customer(false), customer(true));
    let none = Present::default();
    let check = |from, to, who: &Actor, present| workflow.check(from, to, By::Person(who, &here), present);
    assert_eq!(check(Stage::Received, Stage::InTriage, &lead, none), Ok(()));
    assert_eq!(check(Stage::Received, Stage::InTriage, &member, ALL), Err(WrongMove::NotYours));
    assert_eq!(check(Stage::InTriage, Stage::InTriage, &lead, ALL), Err(WrongMove::Already));
    assert_eq!(
        check(Stage::Received, Stage::Billed, &lead, ALL),
        Err(WrongMove::NoSuchMove { from: Stage::Received, to: Stage::Billed })
    );
    assert_eq!(
        check(Stage::InTriage, Stage::Question, &lead, none),
        Err(WrongMove::Missing { need: Need::Note })
    );
    assert_eq!(
        check(Stage::InTriage, Stage::HandedOver, &lead, Present { specification: false, ..ALL }),
        Err(WrongMove::Missing { need: Need::Specification })
    );
    assert_eq!(
        check(Stage::ReadyForAcceptance, Stage::GoingLive, &accepter, none),
        Err(WrongMove::Missing { need: Need::Acceptance })
    );
    assert_eq!(check(Stage::ReadyForAcceptance, Stage::GoingLive, &accepter, ALL), Ok(()));
    assert_eq!(check(Stage::ReadyForAcceptance, Stage::GoingLive, &buyer, ALL), Err(WrongMove::NotYours));
    assert_eq!(check(Stage::ReadyForAcceptance, Stage::GoingLive, &lead, ALL), Err(WrongMove::NotYours));
    assert_eq!(check(Stage::Done, Stage::InTriage, &buyer, ALL), Ok(()));
    assert_eq!(workflow.check(Stage::Done, Stage::Closed, By::System, none), Ok(()));
}

#[test]
fn an_offer_says_what_is_still_missing() {
    let workflow = agency();
    let (here, lead) = (here(), staff(Role::ProjectLead));
    let offers = workflow.offered(
        Stage::InTriage,
        By::Person(&lead, &here),
        Present { organisation: true, ..Present::default() },
    );
    let over = offers.iter().find(|offer| offer.to == Stage::HandedOver).unwrap();
    assert_eq!((over.missing, over.needs_note), (Some(Need::Team), false));
    let question = offers.iter().find(|offer| offer.to == Stage::Question).unwrap();
    assert_eq!((question.missing, question.needs_note), (None, true));
}

#[test]
fn a_release_is_waited_for_only_where_it_was_asked_for() {
    let workflow = agency();
    let (here, lead, member) = (here(), staff(Role::ProjectLead), staff(Role::TeamMember));
    let (from, to) = (Stage::InProgress, Stage::WaitingForApproval);
    let by_hand = Present { request: false, ..ALL };
    for who in [&lead, &member] {
        let by = By::Person(who, &here);
        assert_eq!(workflow.check(from, to, by, by_hand), Err(WrongMove::Unasked));
        let wordless = Present { note: false, ..by_hand };
        assert_eq!(
            workflow.check(from, to, by, wordless),
            Err(WrongMove::Unasked),
            "a word is not what it lacks"
        );
        assert_eq!(workflow.check(from, to, by, ALL), Ok(()));
        let offered = |present| workflow.offered(from, by, present).into_iter().find(|offer| offer.to == to);
        assert_eq!(offered(by_hand), None, "where nothing can be asked for");
        assert!(offered(ALL).unwrap().needs_request);
        let others = workflow.offered(from, by, ALL);
        assert!(others.iter().all(|offer| offer.to == to || !offer.needs_request));
    }
    let buyer = customer(false);
    assert_eq!(workflow.check(from, to, By::Person(&buyer, &here), by_hand), Err(WrongMove::NotYours));
}

#[test]
fn a_release_may_be_asked_for_in_every_open_state_and_what_was_accepted_goes_live_after_it() {
    let workflow = agency();
    let (here, member, buyer) = (here(), staff(Role::TeamMember), customer(true));
    let (by, waits) = (By::Person(&member, &here), Stage::WaitingForApproval);
    for from in Stage::ALL {
        let asked = workflow.check(from, waits, by, ALL);
        let expected = match from {
            Stage::WaitingForApproval => Err(WrongMove::Already),
            from if from.is_open() => Ok(()),
            from => Err(WrongMove::NoSuchMove { from, to: waits }),
        };
        assert_eq!(asked, expected, "{from:?}");
        let unasked = workflow.check(from, waits, by, Present { request: false, ..ALL });
        assert_eq!(unasked, expected.and(Err(WrongMove::Unasked)), "{from:?}");
    }
    let live =
        |who: &Actor, present| workflow.check(waits, Stage::GoingLive, By::Person(who, &here), present);
    let unaccepted = Present { acceptance: false, ..ALL };
    assert_eq!(live(&member, ALL), Ok(()));
    assert_eq!(live(&buyer, ALL), Err(WrongMove::NotYours));
    assert_eq!(live(&member, unaccepted), Err(WrongMove::Missing { need: Need::Acceptance }));
    let offered =
        |present| workflow.offered(waits, by, present).iter().any(|offer| offer.to == Stage::GoingLive);
    assert!(offered(ALL) && !offered(unaccepted), "what cannot be done there is not offered");
}

#[test]
fn the_stepper_knows_a_leg_for_every_state() {
    let workflow = agency();
    assert_eq!(workflow.step_of(Stage::Received), 0);
    assert_eq!(workflow.step_of(Stage::Question), workflow.step_of(Stage::InTriage));
    assert_eq!(workflow.step_of(Stage::Billed), workflow.steps.len() - 1);
}

#[test]
fn a_workflow_that_makes_no_sense_is_refused_with_the_place() {
    let sound = agency();
    let broken = |change: fn(&mut Workflow)| {
        let mut workflow = sound.clone();
        change(&mut workflow);
        workflow.validate().unwrap_err()
    };
    assert_eq!(broken(|w| w.states.push(w.states[0])), WrongWorkflow::StateTwice);
    assert_eq!(broken(|w| w.states.retain(|s| s.stage != Stage::Received)), WrongWorkflow::NoStart);
    assert_eq!(
        broken(|w| w.states.retain(|s| s.stage != Stage::Question)),
        WrongWorkflow::UnknownState { stage: Stage::Question }
    );
    assert_eq!(broken(|w| w.moves[0].by.clear()), WrongWorkflow::EmptyMove { to: Stage::InTriage });
    assert_eq!(
        broken(|w| w.steps.retain(|s| *s != Stage::Done)),
        WrongWorkflow::NoStep { stage: Stage::Done }
    );
    assert_eq!(
        broken(|w| w.moves.retain(|m| m.to != Stage::GoingLive)),
        WrongWorkflow::Unreachable { stage: Stage::GoingLive }
    );
}

#[test]
fn every_way_out_is_an_offer_once_its_needs_are_met() {
    let workflow = agency();
    let here = here();
    for who in [
        staff(Role::ProjectLead),
        staff(Role::TeamMember),
        staff(Role::Accounting),
        customer(true),
        customer(false),
    ] {
        for from in Stage::ALL {
            let by = By::Person(&who, &here);
            let ways: Vec<_> = workflow.ways(from, by).into_iter().map(|way| way.to).collect();
            let offers: Vec<_> = workflow.offered(from, by, ALL).into_iter().map(|offer| offer.to).collect();
            assert_eq!(ways, offers, "{from:?}");
        }
    }
    let ways = workflow.ways(Stage::InTriage, By::Person(&staff(Role::ProjectLead), &here));
    let hand_over = ways.iter().find(|way| way.to == Stage::HandedOver).unwrap();
    assert!(hand_over.needs.contains(&Need::Specification));
}
