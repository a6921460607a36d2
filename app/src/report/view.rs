//! Read models of reports.
use crate::ticket::view::Choice;
use domain::id::OrganisationId;
use domain::moment::Moment;
use domain::organisation::month::Month;
use domain::report::{Kind, Report};
use serde::{Deserialize, Serialize};

/// A report with what else can be chosen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportView {
    /// Organisations whose reports the reader sees.
    pub organisations: Vec<Choice<OrganisationId>>,
    /// The one that is shown; `None` where there is none.
    pub shown: Option<Shown>,
}

/// A report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shown {
    /// Whose.
    pub organisation: OrganisationId,
    /// Months that can be chosen, the newest first.
    pub months: Vec<Month>,
    /// Kinds that the reader may choose.
    pub kinds: Vec<Kind>,
    /// The chosen one.
    pub kind: Kind,
    /// What the month says, as far as the reader may know.
    pub report: Report,
    /// Whether it is for ever.
    pub state: State,
}

/// Whether a report is for ever.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum State {
    /// Counted when it was asked for.
    Preliminary {
        /// When.
        at: Moment,
    },
    /// Kept as it was.
    Frozen {
        /// Since when.
        at: Moment,
        /// SHA-256 of its content.
        hash: String,
    },
}
