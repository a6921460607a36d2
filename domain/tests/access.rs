//! The permission matrix: actor × action × relation, as one readable snapshot. Review every change of it.
use domain::access::deal::{DealAction, DealReach, Stake};
use domain::access::{Accepts, Action, Actor, Area, Relation};
use domain::id::{OrganisationId, PersonId};
use domain::person::{Membership, Rights, Role, Standing};
use std::fmt::Write;

const HERE: OrganisationId = OrganisationId(1);
const ELSEWHERE: OrganisationId = OrganisationId(2);

fn actor(standing: Standing) -> Actor {
    Actor { id: PersonId(7), name: "Vera Albers".into(), email: "vera@albers.de".into(), standing }
}

fn contact(rights: Rights) -> Actor {
    actor(Standing::Customer {
        memberships: vec![Membership { organisation: HERE, name: "Albers".into(), rights }],
    })
}

fn staff(role: Role) -> Actor {
    actor(Standing::Staff { roles: vec![role], teams: vec![] })
}

fn actors() -> Vec<(String, Actor)> {
    let mut all = vec![
        ("contact".to_owned(), contact(Rights::default())),
        ("contact, sees all".to_owned(), contact(Rights { sees_all: true, ..Rights::default() })),
        (
            "contact, accepts results".to_owned(),
            contact(Rights { accepts_results: true, ..Rights::default() }),
        ),
        ("contact, approves".to_owned(), contact(Rights { approves_up_to: Some(0), ..Rights::default() })),
        (
            "contact, manages contacts".to_owned(),
            contact(Rights { manages_contacts: true, ..Rights::default() }),
        ),
        ("contact, billing".to_owned(), contact(Rights { billing: true, ..Rights::default() })),
        (
            "contact, approves up to 1000 €".to_owned(),
            contact(Rights { approves_up_to: Some(100_000), ..Rights::default() }),
        ),
        ("contact who left".to_owned(), actor(Standing::Customer { memberships: vec![] })),
        ("partner".to_owned(), actor(Standing::Partner)),
    ];
    all.extend(Role::ALL.map(|role| (role.code().to_owned(), staff(role))));
    all
}

fn relations() -> Vec<(&'static str, Relation)> {
    let ticket = |organisation, author, participant, internal| Relation {
        organisation,
        author,
        participant,
        internal,
    };
    vec![
        ("own", ticket(Some(HERE), true, false, false)),
        ("takes part", ticket(Some(HERE), false, true, false)),
        ("organisation's", ticket(Some(HERE), false, false, false)),
        ("other's", ticket(Some(ELSEWHERE), false, false, false)),
        ("other's, was in it", ticket(Some(ELSEWHERE), true, true, false)),
        ("nobody's, own", ticket(None, true, false, false)),
        ("nobody's", ticket(None, false, false, false)),
        ("internal", ticket(Some(HERE), true, true, true)),
    ]
}

fn stakes() -> Vec<(&'static str, Stake)> {
    let stake = |organisation, asked, known, net| Stake { organisation, asked, known, net };
    vec![
        ("quote, asked for", stake(HERE, true, true, None)),
        ("quote, 1000 €", stake(HERE, false, true, Some(100_000))),
        ("quote, 1000.01 €", stake(HERE, false, true, Some(100_001))),
        ("quote, asked, sent", stake(HERE, true, true, Some(100_000))),
        ("quote, not sent", stake(HERE, false, false, None)),
        ("other's quote", stake(ELSEWHERE, true, true, Some(100))),
    ]
}

#[test]
fn the_permission_matrix_is_as_reviewed() {
    let mut text = String::new();
    for (name, actor) in actors() {
        writeln!(text, "{name}").unwrap();
        for (relation, ticket) in relations() {
            let allowed: Vec<_> = Action::ALL
                .into_iter()
                .filter(|action| actor.may(*action, &ticket))
                .map(|a| format!("{a:?}"))
                .collect();
            writeln!(
                text,
                "  {relation:<20}{}",
                if allowed.is_empty() { "-".into() } else { allowed.join(" ") }
            )
            .unwrap();
        }
        for (relation, stake) in stakes() {
            let allowed: Vec<_> = DealAction::ALL
                .into_iter()
                .filter(|action| actor.may_deal(*action, &stake))
                .map(|a| format!("{a:?}"))
                .collect();
            let allowed = if allowed.is_empty() { "-".into() } else { allowed.join(" ") };
            writeln!(text, "  {relation:<20}{allowed}").unwrap();
        }
        let areas: Vec<_> =
            Area::ALL.into_iter().filter(|area| actor.may_enter(*area)).map(|a| format!("{a:?}")).collect();
        writeln!(text, "  {:<20}{}", "areas", if areas.is_empty() { "-".into() } else { areas.join(" ") })
            .unwrap();
        writeln!(text, "  {:<20}{}", "manages contacts", actor.manages_contacts_of(HERE)).unwrap();
        writeln!(text, "  {:<20}{}", "sees package", actor.sees_package_of(HERE)).unwrap();
        writeln!(text, "  {:<20}{}", "sees invoices", actor.sees_invoices_of(HERE)).unwrap();
        writeln!(text, "  {:<20}{}", "sees reports", actor.sees_reports_of(HERE)).unwrap();
        assert!(!actor.sees_package_of(ELSEWHERE) || actor.is_staff());
        assert!(!actor.sees_invoices_of(ELSEWHERE) || actor.is_staff());
        assert!(!actor.sees_reports_of(ELSEWHERE) || actor.is_staff());
    }
    insta::assert_snapshot!(text);
}

#[test]
fn whatever_is_allowed_can_be_seen() {
    for (name, actor) in actors() {
        for (relation, ticket) in relations() {
            let any = Action::ALL.into_iter().any(|action| actor.may(action, &ticket));
            assert_eq!(any, actor.may(Action::See, &ticket), "{name}, {relation}");
        }
    }
}

#[test]
fn a_list_of_quotes_reaches_exactly_what_may_be_seen() {
    for (name, actor) in actors() {
        for (relation, stake) in stakes() {
            let reached = match actor.deal_reach() {
                DealReach::Everything => true,
                DealReach::Nothing => false,
                DealReach::Some { organisations, own_in } => {
                    stake.known
                        && (organisations.contains(&stake.organisation)
                            || stake.asked && own_in.contains(&stake.organisation))
                }
            };
            assert_eq!(reached, actor.may_deal(DealAction::See, &stake), "{name}, {relation}");
            let any = DealAction::ALL.into_iter().any(|action| actor.may_deal(action, &stake));
            assert_eq!(any, reached, "{name}, {relation}");
        }
    }
}

#[test]
fn a_list_reaches_exactly_what_may_be_seen() {
    use domain::access::Reach;
    for (name, actor) in actors() {
        for (relation, ticket) in relations() {
            let reached = match actor.reach() {
                Reach::Everything => true,
                Reach::Some { organisations, own_in, .. } => {
                    let involved = ticket.author || ticket.participant;
                    let listed = ticket
                        .organisation
                        .is_some_and(|o| organisations.contains(&o) || own_in.contains(&o) && involved);
                    !ticket.internal && (listed || ticket.organisation.is_none() && ticket.author)
                }
                Reach::Invited { .. } => !ticket.internal && ticket.participant,
            };
            assert_eq!(reached, actor.may(Action::See, &ticket), "{name}, {relation}");
        }
    }
}

#[test]
fn results_wait_for_who_accepts_them_everywhere() {
    let of = |accepts: &[bool]| {
        let member = |accepts_results: &bool| Membership {
            organisation: HERE,
            name: "Albers".into(),
            rights: Rights { accepts_results: *accepts_results, ..Rights::default() },
        };
        actor(Standing::Customer { memberships: accepts.iter().map(member).collect() }).accepts()
    };
    assert_eq!(of(&[true]), Accepts::Always);
    assert_eq!(of(&[true, true]), Accepts::Always);
    assert_eq!(of(&[false, false]), Accepts::Never);
    assert_eq!(of(&[true, false]), Accepts::Sometimes, "which organisation it is decides");
    for who in [actor(Standing::Partner), staff(Role::ProjectLead)] {
        assert_eq!(who.accepts(), Accepts::Sometimes);
    }
}
