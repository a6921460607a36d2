//! What of quotes and orders their reader sees.
use crate::ticket::view::{Choice, DocumentView, Who};
use domain::deal::timeline::What;
use domain::id::ProjectId;
use domain::moment::Moment;
use serde::{Deserialize, Serialize};

/// A list of quotes or of orders.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deals<L> {
    /// Rows, the last changed first.
    pub lines: Vec<L>,
    /// There are more than are shown.
    pub more: bool,
    /// Projects by which it can be narrowed.
    pub projects: Vec<Choice<ProjectId>>,
    /// When it was read.
    pub now: Moment,
}

/// What the reader may do.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct May {
    /// Accept what was sent.
    pub accept: bool,
    /// Decline it.
    pub decline: bool,
    /// Comment.
    pub comment: bool,
    /// See and write notes.
    pub internal: bool,
    /// Write, send, withdraw.
    pub write: bool,
}

/// An entry of the history.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DealEntry {
    /// Id.
    pub id: i64,
    /// When.
    pub at: Moment,
    /// Who; `None` for the house.
    pub by: Option<Who>,
    /// What.
    pub what: What,
    /// Only staff see it.
    pub internal: bool,
    /// The documents that came with it.
    pub documents: Vec<DocumentView>,
}

/// A document with its versions, the newest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Version {
    /// The file.
    pub document: DocumentView,
    /// When it came.
    pub at: Moment,
    /// From whom.
    pub by: String,
    /// Only staff see it.
    pub internal: bool,
}

/// All documents of a history, the newest version of each first.
pub fn documents(entries: &[DealEntry]) -> Vec<Vec<Version>> {
    let versions = entries.iter().flat_map(|entry| {
        entry.documents.iter().map(|document| Version {
            document: document.clone(),
            at: entry.at,
            by: entry.by.as_ref().map(|who| who.name.clone()).unwrap_or_default(),
            internal: entry.internal,
        })
    });
    domain::document::versions(versions.collect(), |version| version.document.name.as_str())
}
