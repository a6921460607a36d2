//! What a ticket's history means for its clocks (D7): which entries are a reaction, which are the customer's, which move the
//! processing clock.
use super::clock::{Event, Happened, Passed, Promise};
use super::target::{Key, Metric};
use crate::ticket::timeline::What;
use crate::ticket::workflow::Workflow;
use jiff::Timestamp;

/// An entry of a history.
#[derive(Clone, Debug)]
pub struct Past {
    /// When.
    pub at: Timestamp,
    /// By whom.
    pub by: Writer,
    /// What.
    pub what: What,
}

/// Who wrote an entry, as far as clocks tell people apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Writer {
    /// A person on staff.
    Staff,
    /// A customer, also one without account.
    Customer,
    /// A partner, or the house itself.
    Other,
}

/// The facts a history began with, where it tells them, and what moves clocks. A reaction is a public message by a person
/// on staff, a call that staff wrote down, or a move with words to the customer; a bare change of state, notes and what the
/// house writes by itself are none.
pub fn events(workflow: &Workflow, history: &[Past]) -> (Option<Key>, Vec<Event>) {
    let mut first = None;
    let mut events = Vec::new();
    for Past { at, by, what } in history {
        let mut add = |what| events.push(Event { at: *at, what });
        match (what, by) {
            (What::Opened { .. } | What::Message { .. } | What::Called { .. }, Writer::Staff) => {
                add(Happened::StaffReplied);
            }
            (What::Message { .. }, Writer::Customer) => add(Happened::CustomerWrote),
            (What::Moved { to, note, .. }, _) => {
                if *by == Writer::Staff && !note.is_empty() {
                    add(Happened::StaffReplied);
                }
                if let Some(state) = workflow.state(*to) {
                    add(Happened::Clock(state.clock));
                }
            }
            (What::WorkedAround, Writer::Staff) => add(Happened::WorkedAround),
            (What::Classified { keys: Some(keys), .. } | What::Prioritised { keys: Some(keys), .. }, _) => {
                first.get_or_insert_with(|| keys.0.clone());
                add(Happened::Classified(keys.1.clone()));
            }
            _ => {}
        }
    }
    (first, events)
}

/// What earlier configurations settled stays as it was, and what was missed under them, as the history tells it (D8).
pub fn recall(promises: &mut Vec<Promise>, history: &[Past]) {
    for past in history {
        if let What::Recounted { missed, settled, .. } = &past.what {
            keep_settled(promises, settled);
            remember(promises, missed);
        }
    }
}

/// Whether what is settled about a promise would be said otherwise by these: how it ended, or how an earlier round did.
pub fn settled_otherwise(old: &Promise, now: &[Promise]) -> bool {
    let settled = old.standing.settled_at().is_some();
    now.iter().find(|new| new.metric == old.metric).map_or(settled, |new| {
        let differs = settled && Promise { passed: new.passed.clone(), ..old.clone() } != *new;
        differs || old.passed.iter().any(|round| !new.passed.contains(round))
    })
}

/// Puts back promises and rounds that were kept, late or dropped before others were counted anew. What goes on since, as a
/// reopened ticket's processing, or a later round, is not put back.
pub fn keep_settled(promises: &mut Vec<Promise>, settled: &[Promise]) {
    for old in settled {
        let at = old.standing.settled_at();
        match promises.iter_mut().find(|promise| promise.metric == old.metric) {
            Some(new) => {
                if at.is_some() && new.standing.settled_at() == at {
                    *new = Promise { passed: std::mem::take(&mut new.passed), ..old.clone() };
                }
                keep_rounds(&mut new.passed, &old.passed);
            }
            None if at.is_some() => promises.push(old.clone()),
            None => {}
        }
    }
}

/// Rounds that ended at the same time are the same ones.
fn keep_rounds(rounds: &mut [Passed], settled: &[Passed]) {
    for round in rounds {
        let same = |old: &&Passed| old.standing.settled_at() == round.standing.settled_at();
        *round = settled.iter().find(same).copied().unwrap_or(*round);
    }
}

/// Adds due times that were missed to the promises of their metrics, each once.
pub fn remember(promises: &mut [Promise], missed: &[(Metric, Timestamp)]) {
    for (metric, due) in missed {
        let promise = promises.iter_mut().find(|promise| promise.metric == *metric);
        if let Some(promise) = promise.filter(|promise| !promise.missed.contains(due)) {
            promise.missed.push(*due);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ticket::{Channel, Stage};

    #[test]
    fn only_words_of_staff_to_the_customer_are_a_reaction() {
        let policy: crate::policy::Policy =
            toml::from_str(include_str!("../../../presets/agency-plans.toml")).unwrap();
        let message = || What::Message { body: "x".into(), documents: vec![] };
        let note = || What::Note { body: "x".into(), documents: vec![] };
        let called = || What::Called { caller: "Vera Albers".into(), body: "x".into() };
        let opened = || What::Opened { channel: Channel::Phone, body: "x".into(), documents: vec![] };
        let moved =
            |note: &str| What::Moved { from: Stage::Received, to: Stage::InTriage, note: note.into() };
        for (by, what, reaction) in [
            (Writer::Staff, message(), true),
            (Writer::Staff, opened(), true),
            (Writer::Staff, called(), true),
            (Writer::Staff, moved("Wir sehen es uns an."), true),
            (Writer::Staff, moved(""), false),
            (Writer::Staff, note(), false),
            (Writer::Customer, message(), false),
            (Writer::Customer, opened(), false),
            (Writer::Other, message(), false),
            (Writer::Other, moved("x"), false),
        ] {
            let said = format!("{by:?} {what:?}");
            let (_, events) = events(&policy.workflow, &[Past { at: Timestamp::UNIX_EPOCH, by, what }]);
            assert_eq!(events.iter().any(|event| event.what == Happened::StaffReplied), reaction, "{said}");
        }
    }
}
