//! The history of a quote or an order as this reader sees it.
use crate::ticket::view::{DocumentView, Who};
use domain::deal::timeline::What;
use domain::moment::Moment;
use serde::{Deserialize, Serialize};

/// One entry.
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
