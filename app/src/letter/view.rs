//! Read models of the outbox.
use domain::id::LetterId;
use domain::moment::Moment;
use serde::{Deserialize, Serialize};

/// Where a letter is on its way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LetterState {
    /// Waits for its turn, or for SMTP settings.
    Waiting,
    /// Taken by the mail server.
    Sent,
    /// Given up; staff must act.
    Failed,
    /// Handed over while the connection or the server broke: perhaps it left. Staff decide.
    Uncertain,
}

/// One outgoing mail.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LetterView {
    /// Id.
    pub id: LetterId,
    /// To whom: name and address.
    pub to: String,
    /// Subject.
    pub subject: String,
    /// What it is about, in one line.
    pub occasion: String,
    /// Plain text; web addresses in it can be followed.
    pub text: String,
    /// State.
    pub state: LetterState,
    /// What the mail server said last.
    pub trouble: Option<String>,
    /// Written.
    pub written: Moment,
    /// Sent.
    pub sent: Option<Moment>,
}

/// The outbox page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OutboxView {
    /// Newest first, at most 100.
    pub letters: Vec<LetterView>,
    /// When this was read.
    pub now: Moment,
}
