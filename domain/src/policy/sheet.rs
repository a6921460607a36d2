//! The parts of the support policy as people read and print it, in their order, and where free texts stand between them (D11).
use super::{Policy, TextBlock};
use serde::{Deserialize, Serialize};

/// A part that is generated from the configuration.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SheetPart {
    /// Calendars with their holidays.
    Hours,
    /// Doors.
    Channels,
    /// Targets.
    Promises,
    /// Plans side by side.
    Plans,
    /// Classes.
    Classes,
    /// Levels of priority.
    Priorities,
    /// Ticket types.
    Types,
    /// The course of a ticket.
    Process,
    /// How it is billed.
    Billing,
}

impl SheetPart {
    /// All of them, as they follow each other.
    pub const ALL: [Self; 9] = [
        Self::Hours,
        Self::Channels,
        Self::Promises,
        Self::Plans,
        Self::Classes,
        Self::Priorities,
        Self::Types,
        Self::Process,
        Self::Billing,
    ];
}

impl Policy {
    /// Free texts that follow a part, whether or not there is anything in it; those at the end where none is named.
    pub fn texts_after(&self, part: Option<SheetPart>) -> impl Iterator<Item = &TextBlock> {
        self.texts.iter().filter(move |text| text.after == part)
    }
}
