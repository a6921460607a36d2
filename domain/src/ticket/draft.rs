//! Drafts of replies: saved as one types, so that none is lost (pitfalls.md).
use serde::{Deserialize, Serialize};

/// Which text box a draft belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DraftKind {
    /// A public reply.
    Reply,
    /// An internal note.
    Note,
}

impl DraftKind {
    /// The code in the database.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Reply => "reply",
            Self::Note => "note",
        }
    }
}
