//! Internal tickets (C6): what staff open for development, and which customers' tickets hang on it. Staff alone receive
//! anything of this.
use domain::id::TeamId;
use domain::lang::Lang;
use domain::ticket::Stage;
use domain::ticket::internal::Work;
use domain::ticket::number::TicketNumber;
use serde::{Deserialize, Serialize};

/// An internal ticket to be opened.
#[derive(Clone, Debug)]
pub struct InternalOpening {
    /// For which customer's ticket.
    pub number: TicketNumber,
    /// What is to be done.
    pub work: Work,
    /// Title.
    pub title: String,
    /// What development has to know.
    pub description: String,
    /// Who does it.
    pub team: Option<TeamId>,
}

/// Words to the customers whose tickets hang on an internal one.
#[derive(Clone, Debug)]
pub struct Telling {
    /// The internal ticket.
    pub number: TicketNumber,
    /// Which of the customers' tickets.
    pub to: Vec<TicketNumber>,
    /// For authors who read German.
    pub de: String,
    /// For authors who read English.
    pub en: String,
}

/// A ticket at the other end of a link.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hanging {
    /// Number.
    pub number: TicketNumber,
    /// Title.
    pub title: String,
    /// State.
    pub stage: Stage,
    /// What was asked for was not released: it rests.
    pub rests: bool,
    /// Organisation's name.
    pub organisation: Option<String>,
    /// What its author reads.
    pub lang: Lang,
}
