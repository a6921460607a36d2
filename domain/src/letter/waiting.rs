//! Mails that wait until staff decide about them (B4): when those who decide are reminded.
use super::machine::Machine;
use jiff::{SignedDuration, Timestamp};

/// A mail that waits for so long is told to those who decide, once; shorter waits, what was marked as spam and what machines wrote,
/// the navigation shows.
pub const LONG: SignedDuration = SignedDuration::from_hours(1);

/// What came in no later than this has waited too long by `now`.
pub fn too_long_since(now: Timestamp) -> Timestamp {
    now.checked_sub(LONG).unwrap_or(Timestamp::MIN)
}

/// The signs of machines that wait for nobody. What says to come from a mailbox of the house is not among them: behind it may be a
/// form of the house, or a colleague. Nor is who proposes another time for a meeting.
pub fn unhurried() -> impl Iterator<Item = Machine> {
    let waited_for = |machine: Machine| {
        machine.may_be_a_person() || matches!(machine, Machine::OwnMailbox | Machine::CalendarProposal)
    };
    Machine::ALL.into_iter().filter(move |machine| !waited_for(*machine))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mail_waits_too_long_after_an_hour() {
        let now: Timestamp = "2026-11-23T08:00:00Z".parse().unwrap();
        assert_eq!(too_long_since(now), "2026-11-23T07:00:00Z".parse().unwrap());
        assert_eq!(too_long_since(Timestamp::MIN), Timestamp::MIN);
    }

    #[test]
    fn only_behind_lists_proposals_and_what_says_to_be_ours_may_somebody_wait() {
        let waited_for = |machine: Machine| !unhurried().any(|one| one == machine);
        for machine in [Machine::Absence, Machine::AutoSubmitted, Machine::CalendarAnswer, Machine::NoReply] {
            assert!(!waited_for(machine), "{machine:?}");
        }
        for machine in [Machine::ListId, Machine::Precedence, Machine::MarkedSpam] {
            assert!(waited_for(machine), "{machine:?}");
        }
        for machine in [Machine::OwnMailbox, Machine::CalendarProposal] {
            assert!(waited_for(machine), "{machine:?}");
        }
    }
}
