//! Acceptance on the test system (C5): what is asked, what is shown, in which words it is given.
use crate::words::{acceptance as w, fill};
use domain::lang::Lang;
use domain::moment::Moment;
use domain::ticket::acceptance::Verdict;
use domain::ticket::number::TicketNumber;
use serde::{Deserialize, Serialize};

/// What the customer decided about the version on the test system.
#[derive(Clone, Debug)]
pub struct Judgement {
    /// On which ticket.
    pub number: TicketNumber,
    /// About which of its [`AcceptanceView`]s.
    pub offer: i64,
    /// What.
    pub verdict: Verdict,
    /// What is not right; empty where it was accepted.
    pub reason: String,
}

/// A version that was put on the test system.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AcceptanceView {
    /// Id.
    pub id: i64,
    /// Which version.
    pub version: String,
    /// Where it can be tested.
    pub place: String,
    /// When it was put there.
    pub offered: Moment,
    /// By whom.
    pub by: String,
    /// What the customer decided.
    pub decided: Option<Decided>,
}

/// What the customer decided.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decided {
    /// What.
    pub verdict: Verdict,
    /// When.
    pub at: Moment,
    /// Who.
    pub by: String,
    /// The words of the acceptance, or what is not right.
    pub words: String,
}

/// The words in which a version is accepted: shown before, kept afterwards.
pub fn wording(lang: Lang, version: &str, title: &str) -> String {
    fill(lang, w::WORDING, &[("version", version), ("title", title)])
}
