//! What is asked of the desk, where it takes more than a few values.
use domain::billing::account::Standing;
use domain::billing::change::Typed;
use domain::id::OrganisationId;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// What narrows the list (G3); all of it together.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct InvoiceFilter {
    /// Beginnings of words of number, title and lines, all of them; or a part of the organisation's name.
    pub query: String,
    /// How it stands.
    pub standing: Option<Standing>,
    /// Issued on this day or later.
    pub from: Option<Date>,
    /// Issued on this day or earlier.
    pub to: Option<Date>,
    /// Whose.
    pub organisation: Option<OrganisationId>,
    /// With work for a project of this name.
    pub project: String,
    /// With an item or work of this order, or with work on this ticket, as they are written.
    pub about: String,
    /// At least so much with tax, as it was typed.
    pub least: String,
    /// At most so much with tax.
    pub most: String,
    /// Which page, counted from 1.
    pub page: u32,
}

/// For what a draft is asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    /// For whom.
    pub organisation: Option<OrganisationId>,
    /// From which day on, as it was typed.
    pub from: String,
    /// Until which day.
    pub to: String,
    /// An order alone, as it is written; empty for all that is not billed.
    pub order: String,
    /// Also where nothing is to be billed: what stands on it is then written by hand.
    pub empty: bool,
}

/// What is done about a line of a draft.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LineDeed {
    /// Says something else.
    Correct {
        /// What.
        typed: Typed,
        /// Of the order's item nothing is left to bill, however much of it the line says.
        settles: bool,
    },
    /// Does not stand on this document.
    LeaveOut {
        /// Why.
        reason: String,
    },
    /// Stands there again.
    PutBack,
}

/// A draft as its reader saw it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seen<'a> {
    /// By what its address names it.
    pub reference: &'a str,
    /// Its version then.
    pub version: i64,
}

/// How a draft is to be issued.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Issuing {
    /// The version that was seen.
    pub seen: i64,
    /// That it asks for nothing is meant so.
    pub for_nothing: bool,
}

/// What is done about a document as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Deed {
    /// Draws a draft up anew.
    Redraw {
        /// The version of it that was seen; where none is told, any.
        seen: Option<i64>,
    },
    /// Gives a draft up.
    Discard {
        /// The version of it that was seen; where none is told, any.
        seen: Option<i64>,
    },
    /// Makes the draft of a credit note.
    Credit,
    /// Sends the reminder that is due.
    Remind {
        /// The level that was shown; where none was, any.
        level: Option<u32>,
    },
}
