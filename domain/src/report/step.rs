//! What of a ticket's history a report tells: public steps, without anybody's name on staff and without words that were written.
use crate::moment::Moment;
use crate::ticket::timeline::What;
use crate::ticket::{Channel, Stage};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// A step.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// When.
    pub at: Moment,
    /// What.
    pub what: Happened,
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Happened {
    /// It came in.
    CameIn(Channel),
    /// It went to a state.
    Moved(Stage),
    /// A team has it.
    HandedOver(String),
    /// It is planned for a day, or no longer.
    Planned(Option<Date>),
    /// The customer was told a way around the fault.
    WorkedAround,
    /// A version lies on the test system.
    ForTest(String),
    /// The customer accepted a version.
    Accepted(String),
    /// The customer did not accept a version.
    Refused(String),
    /// A quote was made from it.
    Quoted(String),
    /// It belongs to an order.
    Ordered(String),
    /// It belongs to an order no more.
    TakenOff(String),
}

impl Happened {
    /// What an entry tells in a report; `None` where it tells nothing there.
    pub fn of(what: &What) -> Option<Self> {
        Some(match what {
            What::Opened { channel, .. } => Self::CameIn(*channel),
            What::Moved { to, .. } => Self::Moved(*to),
            What::HandedOver { team } => Self::HandedOver(team.clone()),
            What::Planned { day } => Self::Planned(*day),
            What::WorkedAround => Self::WorkedAround,
            What::ForTest(testing) => Self::ForTest(testing.version.clone()),
            What::ResultAccepted { version, .. } => Self::Accepted(version.clone()),
            What::ResultRefused { version, .. } => Self::Refused(version.clone()),
            What::Quoted { quote } => Self::Quoted(quote.to_string()),
            What::Ordered { order, stays: None } => Self::Ordered(order.to_string()),
            What::TakenOff { order } => Self::TakenOff(order.to_string()),
            _ => return None,
        })
    }

    /// The codes of the entries that [`Self::of`] reads.
    pub const CODES: [&'static str; 11] = [
        "opened",
        "moved",
        "handed_over",
        "planned",
        "worked_around",
        "for_test",
        "result_accepted",
        "result_refused",
        "quoted",
        "ordered",
        "taken_off",
    ];
}
