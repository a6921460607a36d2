//! Mails that tell customers of a new state alone wait a moment, for words of staff often follow at once: both then are one mail
//! (C3).
use crate::ticket::stage::WaitsFor;
use crate::ticket::timeline::What;
use jiff::SignedDuration;

/// How long such a mail waits.
pub const HELD: SignedDuration = SignedDuration::from_secs(60);

/// Whether a mail that tells a customer this waits; each with whether somebody on staff did it. It does where staff went on without
/// a word and the customer has nothing to do.
pub fn waits(told: &[(bool, &What)]) -> bool {
    matches!(told, [(true, What::Moved { to, note, .. })] if note.is_empty() && to.waits_for() == WaitsFor::Staff)
}

/// Whether a mail that tells this takes the place of those that wait: it says a later state, or brings words of somebody on staff.
pub fn replaces(told: &[(bool, &What)]) -> bool {
    told.iter().any(|(by_staff, what)| match what {
        What::Moved { .. } => true,
        What::Message { .. } => *by_staff,
        _ => false,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ticket::Stage;

    fn moved(to: Stage, note: &str) -> What {
        What::Moved { from: Stage::Received, to, note: note.to_owned() }
    }

    fn message() -> What {
        What::Message { body: "Wir sehen nach.".to_owned(), documents: Vec::new() }
    }

    #[test]
    fn a_state_waits_only_where_staff_go_on_without_a_word_and_the_customer_has_nothing_to_do() {
        for (staff, to, note, held) in [
            (true, Stage::InTriage, "", true),
            (true, Stage::HandedOver, "", true),
            (true, Stage::InProgress, "", true),
            (true, Stage::InTriage, "Gleich.", false),
            (true, Stage::WaitingForThirdParty, "", false),
            (true, Stage::WaitingForApproval, "", false),
            (true, Stage::ReadyForAcceptance, "", false),
            (true, Stage::Done, "", false),
            (true, Stage::Closed, "", false),
            (false, Stage::InTriage, "", false),
        ] {
            assert_eq!(waits(&[(staff, &moved(to, note))]), held, "{staff} {to:?} {note}");
        }
        let (state, words) = (moved(Stage::InTriage, ""), message());
        assert!(!waits(&[]) && !waits(&[(true, &words)]) && !waits(&[(true, &words), (true, &state)]));
    }

    #[test]
    fn words_of_staff_and_later_states_take_the_place_of_what_waits() {
        let (state, words) = (moved(Stage::Done, ""), message());
        assert!(replaces(&[(true, &words)]) && replaces(&[(true, &state)]) && replaces(&[(false, &state)]));
        assert!(replaces(&[(false, &words), (true, &state)]));
        assert!(!replaces(&[(false, &words)]) && !replaces(&[]));
    }
}
