//! Which entries turn something that rules ask about.
use super::What;
use crate::ticket::Stage;

impl What {
    /// Whether it changed what promises depend on (D8).
    pub const fn reclassifies(&self) -> bool {
        matches!(self, Self::Classified { keys: Some(_), .. } | Self::Prioritised { keys: Some(_), .. })
    }

    /// Whether it is the customer's objection to a result (C4): what was done is open again, and nobody on staff did it.
    pub const fn is_objection(&self, by_staff: bool) -> bool {
        matches!(self, Self::Moved { from: Stage::Done, to, .. } if to.is_open()) && !by_staff
    }
}
