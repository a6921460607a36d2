//! Merging (C7): one ticket leads to another, until that is undone. Both histories stay as they are and are read as one.
use crate::id::{OrganisationId, PersonId};
use crate::promise::history::Past;
use crate::ticket::number::TicketNumber;
use crate::ticket::timeline::What;
use crate::ticket::workflow::Workflow;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// One of the two tickets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Side<'a> {
    /// Its number.
    pub number: TicketNumber,
    /// Whose it is.
    pub organisation: Option<OrganisationId>,
    /// The account of who wrote it.
    pub author: Option<PersonId>,
    /// The address of who wrote it ([`writer`]).
    pub email: &'a str,
    /// For staff only (C6).
    pub internal: bool,
    /// Something of it stands on an invoice.
    pub billed: bool,
}

/// Why two tickets are not merged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum NoMerge {
    /// They are one ticket already.
    #[error("it is the same ticket")]
    Same,
    /// They belong to different organisations; each must never read what the other wrote.
    #[error("it belongs to another organisation")]
    OtherOrganisation,
    /// Neither belongs to an organisation yet, and different people wrote them, of whom nobody knows to belong together.
    #[error("somebody else wrote it, and neither belongs to an organisation")]
    Strangers,
    /// One is for staff only.
    #[error("only one of them is internal")]
    Internal,
    /// Something of the ticket that would lead to the other stands on an invoice under its own number.
    #[error("something of it is billed")]
    Billed,
    /// Parted, more would be booked on one of them than was released for it.
    #[error("work was booked on a release of the other")]
    Released,
    /// The ticket to which it was merged leads on to another since, and goes first.
    #[error("it came with a later merge")]
    Later,
}

/// Whether `from` may lead to `into`.
pub fn may_merge(from: Side<'_>, into: Side<'_>) -> Result<(), NoMerge> {
    if from.number == into.number {
        return Err(NoMerge::Same);
    }
    if from.internal != into.internal {
        return Err(NoMerge::Internal);
    }
    if from.organisation != into.organisation {
        return Err(NoMerge::OtherOrganisation);
    }
    if from.organisation.is_none() && !from.internal && !of_one_person(from, into) {
        return Err(NoMerge::Strangers);
    }
    if from.billed { Err(NoMerge::Billed) } else { Ok(()) }
}

/// Whose address stands for the writer of a ticket that was opened by a mail from this one. Who is on staff passes on what others
/// wrote: their mails are those of whom they name, where they name somebody, else of nobody who is known.
pub const fn writer<'a>(address: &'a str, on_staff: bool, original: Option<&'a str>) -> &'a str {
    match (on_staff, original) {
        (false, _) => address,
        (true, Some(original)) => original,
        (true, None) => "",
    }
}

/// Whether one person wrote both, as far as account and address tell.
fn of_one_person(one: Side<'_>, other: Side<'_>) -> bool {
    (one.author.is_some() && one.author == other.author)
        || (!one.email.is_empty() && one.email.eq_ignore_ascii_case(other.email))
}

/// Whether a merge can be undone: where the ticket was merged itself (`here`), until something of either was `billed`.
pub const fn may_undo(here: bool, billed: bool) -> Result<(), NoMerge> {
    if !here {
        Err(NoMerge::Later)
    } else if billed {
        Err(NoMerge::Billed)
    } else {
        Ok(())
    }
}

/// The history of a ticket that leads to another, as its clocks read it: its own until `at`, then the state and the words of
/// the other. What the other was classified as is no matter of its own promises.
pub fn joined(
    workflow: &Workflow,
    own: &[Past],
    at: Timestamp,
    stage: crate::ticket::Stage,
    other: &[Past],
) -> Vec<Past> {
    let last = own.iter().rev().find_map(|past| match past.what {
        What::Moved { to, .. } => Some(to),
        _ => None,
    });
    let from = last.unwrap_or(crate::ticket::Stage::Received);
    let turned =
        workflow.state(from).map(|state| state.clock) != workflow.state(stage).map(|state| state.clock);
    let turn = turned.then(|| Past {
        at,
        by: crate::promise::history::Writer::Other,
        what: What::Moved { from, to: stage, note: String::new() },
    });
    let words = |past: &&Past| {
        matches!(
            past.what,
            What::Opened { .. } | What::Message { .. } | What::Moved { .. } | What::WorkedAround
        )
    };
    own.iter().chain(&turn).chain(other.iter().filter(words)).cloned().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::Policy;
    use crate::policy::book::Book;
    use crate::promise::clock::{Happened, Promise, merged, promises};
    use crate::promise::history::{Writer, events};
    use crate::promise::target::{Key, Metric};
    use crate::ticket::{Channel, Stage};

    fn side(number: i64, organisation: Option<i64>, internal: bool, billed: bool) -> Side<'static> {
        Side {
            number: TicketNumber(number),
            organisation: organisation.map(OrganisationId),
            author: None,
            email: "a@example.de",
            internal,
            billed,
        }
    }

    #[test]
    fn only_tickets_of_one_organisation_are_merged() {
        let own = side(1, Some(7), false, false);
        for (other, allowed) in [
            (side(2, Some(7), false, false), Ok(())),
            (side(2, Some(7), false, true), Ok(())),
            (side(1, Some(7), false, false), Err(NoMerge::Same)),
            (side(2, Some(8), false, false), Err(NoMerge::OtherOrganisation)),
            (side(2, None, false, false), Err(NoMerge::OtherOrganisation)),
            (side(2, Some(7), true, false), Err(NoMerge::Internal)),
        ] {
            assert_eq!(may_merge(own, other), allowed, "{other:?}");
        }
        assert_eq!(
            may_merge(side(1, Some(7), false, true), side(2, Some(7), false, false)),
            Err(NoMerge::Billed)
        );
    }

    #[test]
    fn a_merge_is_undone_where_it_was_made_until_something_is_billed() {
        for (here, billed, allowed) in [
            (true, false, Ok(())),
            (true, true, Err(NoMerge::Billed)),
            (false, false, Err(NoMerge::Later)),
            (false, true, Err(NoMerge::Later)),
        ] {
            assert_eq!(may_undo(here, billed), allowed, "{here} {billed}");
        }
    }

    #[test]
    fn what_belongs_to_nobody_is_merged_only_where_one_person_wrote_it() {
        let own = side(1, None, false, false);
        let other = side(2, None, false, false);
        let person = |id| Some(PersonId(id));
        for (from, into, allowed) in [
            (own, other, Ok(())),
            (own, Side { email: "A@Example.de", ..other }, Ok(())),
            (own, Side { email: "b@example.de", ..other }, Err(NoMerge::Strangers)),
            (Side { email: "", ..own }, Side { email: "", ..other }, Err(NoMerge::Strangers)),
            (
                Side { author: person(7), email: "", ..own },
                Side { author: person(7), email: "", ..other },
                Ok(()),
            ),
            (
                Side { author: person(7), email: "", ..own },
                Side { author: person(8), email: "", ..other },
                Err(NoMerge::Strangers),
            ),
            // Internal work is for nobody, and staff alone read it.
            (
                Side { internal: true, email: "", ..own },
                Side { internal: true, email: "b@example.de", ..other },
                Ok(()),
            ),
        ] {
            assert_eq!(may_merge(from, into), allowed, "{from:?} {into:?}");
        }
    }

    #[test]
    fn what_a_colleague_passed_on_was_written_by_whom_it_names() {
        let (own, other) = (side(1, None, false, false), side(2, None, false, false));
        let tom = |original| writer("tom@haus.example", true, original);
        let anna = writer("anna@kunde.example", false, None);
        for (from, into, allowed) in [
            (tom(Some("anna@kunde.example")), tom(Some("bert@kunde.example")), Err(NoMerge::Strangers)),
            (tom(Some("anna@kunde.example")), tom(Some("anna@kunde.example")), Ok(())),
            (tom(Some("anna@kunde.example")), anna, Ok(())),
            (tom(Some("anna@kunde.example")), tom(None), Err(NoMerge::Strangers)),
            (tom(None), tom(None), Err(NoMerge::Strangers)),
            // Nobody else is believed to have passed anything on.
            (writer("bert@kunde.example", false, Some("anna@kunde.example")), anna, Err(NoMerge::Strangers)),
        ] {
            let (from, into) = (Side { email: from, ..own }, Side { email: into, ..other });
            assert_eq!(may_merge(from, into), allowed, "{from:?} {into:?}");
        }
    }

    fn agency() -> Policy {
        toml::from_str(include_str!("../../../presets/agency-plans.toml")).unwrap()
    }

    fn past(minute: i64, by: Writer, what: What) -> Past {
        Past { at: "2026-11-23T08:00:00Z".parse::<Timestamp>().unwrap() + minutes(minute), by, what }
    }

    fn minutes(n: i64) -> jiff::SignedDuration {
        jiff::SignedDuration::from_mins(n)
    }

    fn opened() -> What {
        What::Opened { channel: Channel::Mail, body: String::new(), documents: vec![] }
    }

    fn count(policy: &Policy, history: &[Past]) -> Vec<Promise> {
        let book = Book::new(policy.clone()).unwrap();
        let plan = Some("premium_plus".to_owned());
        let key = Key { plan, kind: None, class: Some("standard".to_owned()), priority: None };
        let (first, events) = events(&policy.workflow, history);
        promises(&book, history[0].at, first.as_ref().unwrap_or(&key), &events).promises
    }

    #[test]
    fn the_earliest_promise_wins_and_an_answer_to_the_survivor_keeps_it() {
        let policy = agency();
        let early = [past(0, Writer::Customer, opened())];
        let late = [past(60 * 24, Writer::Customer, opened())];
        let at = late[0].at + minutes(30);
        let both = |words: &[Past]| {
            let own = late.iter().chain(words).cloned().collect::<Vec<_>>();
            merged(
                count(&policy, &own),
                count(&policy, &joined(&policy.workflow, &early, at, Stage::Received, words)),
            )
        };
        let first = |all: &[Promise]| {
            all.iter().find(|promise| promise.metric == Metric::FirstReaction).unwrap().clone()
        };
        let open = first(&both(&[]));
        assert_eq!((open.due, open.is_open()), (first(&count(&policy, &early)).due, true));
        assert!(open.due < first(&count(&policy, &late)).due);
        let reply = What::Message { body: String::new(), documents: vec![] };
        let told = both(&[past(60 * 24 + 40, Writer::Staff, reply)]);
        assert!(told.iter().all(|promise| !promise.is_open()), "one answer keeps both: {told:?}");
    }

    #[test]
    fn clocks_take_the_survivors_state() {
        let policy = agency();
        let own = [past(0, Writer::Customer, opened())];
        let at = own[0].at + minutes(5);
        let pauses = |stage| {
            let (_, events) = events(&policy.workflow, &joined(&policy.workflow, &own, at, stage, &[]));
            events.iter().filter(|event| matches!(event.what, Happened::Clock(_))).count()
        };
        assert_eq!((pauses(Stage::Question), pauses(Stage::InTriage)), (1, 0), "it waits with the survivor");
    }
}
