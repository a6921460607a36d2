//! Acceptance on the test system (C5): what was put there to be tested, and what the customer decided about it. It is a record
//! of its own; the window for objections afterwards is another.
use crate::input::{Checks, FieldError};
use crate::ticket::Stage;
use crate::ticket::workflow::Workflow;
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

/// Whether an acceptance still counts in a state: work that begins anew is another version.
pub const fn counts_in(stage: Stage) -> bool {
    matches!(stage, Stage::GoingLive | Stage::Done | Stage::Closed | Stage::Billed)
}

#[cfg(test)]
mod tests {
    use super::*;

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

    #[test]
    fn an_acceptance_ends_with_the_state_that_it_led_to() {
        for (stage, counts) in [
            (Stage::ReadyForAcceptance, false),
            (Stage::GoingLive, true),
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
