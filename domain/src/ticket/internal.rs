//! Internal tickets (C6): what development does about the concerns of customers, who never see it.
use serde::{Deserialize, Serialize};

/// What development is to do.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Work {
    /// Remove a fault.
    #[default]
    Bug,
    /// Make something new.
    Feature,
}

impl Work {
    /// All of them.
    pub const ALL: [Self; 2] = [Self::Bug, Self::Feature];

    /// The code in database and forms.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Bug => "bug",
            Self::Feature => "feature",
        }
    }

    /// The work of a code.
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|work| work.code() == code)
    }
}
