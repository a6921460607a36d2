//! Lines of invoices as their readers see them, with what they come from.
use domain::deal::{OrderNumber, QuoteNumber};
use domain::id::InvoiceLineId;
use domain::invoice::Period;
use domain::invoice::line::Line;
use domain::moment::Moment;
use domain::ticket::Stage;
use domain::ticket::number::TicketNumber;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// A line of a document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineView {
    /// Which.
    pub id: InvoiceLineId,
    /// What it says.
    pub line: Line,
    /// Not on this document.
    pub left_out: bool,
    /// Why it was corrected or left out; only for who bills.
    pub reason: String,
    /// What it comes from.
    pub chain: Chain,
    /// Of a draft: what becomes of the rest, where it bills an item of an order.
    pub rest: Option<Rest>,
    /// What was asked about it, where the reader may open that.
    pub questions: Vec<LineQuestion>,
}

/// A ticket that asks about a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineQuestion {
    /// Its number.
    pub number: TicketNumber,
    /// Its state.
    pub stage: Stage,
}

/// What becomes of what a line leaves of an order's item.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rest {
    /// It comes into a later draft.
    Open,
    /// Nothing of it is billed any more.
    Settled,
}

/// What a line comes from (G4), as far as the reader may see it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Chain {
    /// Projects, by name.
    pub projects: Vec<String>,
    /// Contracts, each with the cycle for which it is.
    pub contracts: Vec<ChainContract>,
    /// Orders, each with its quote.
    pub orders: Vec<(OrderNumber, QuoteNumber)>,
    /// Tickets.
    pub tickets: Vec<ChainTicket>,
    /// Time, by day.
    pub times: Vec<ChainTime>,
    /// How it came onto its document where nothing of these stands behind it, for staff.
    pub added: Option<Added>,
}

/// A contract of a chain.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChainContract {
    /// Its plan, in the reader's language.
    pub plan: String,
    /// Its first day.
    pub since: Date,
    /// The days of the cycle; `None` where the contract ended before it.
    pub cycle: Option<Period>,
    /// Who signed the agreement that pools the cycle with others, and when.
    pub pooled: Option<(String, Moment)>,
}

/// How a line came onto a draft by hand.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Added {
    /// Who added it.
    pub by: String,
    /// When.
    pub at: Moment,
    /// Why.
    pub reason: String,
}

/// A ticket of a chain.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChainTicket {
    /// Its number.
    pub number: TicketNumber,
    /// Its title.
    pub title: String,
    /// Its state, where the reader may open it.
    pub stage: Option<Stage>,
    /// Prices beyond the usual one to which the customer agreed: cents of an hour, by whom, when.
    pub consents: Vec<(i64, String, Moment)>,
    /// What was released for it: minutes, by whom, when.
    pub approvals: Vec<(u32, String, Moment)>,
    /// Who accepted which version, and when.
    pub accepted: Option<(String, String, Moment)>,
}

/// Time of a chain.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChainTime {
    /// The day.
    pub day: Date,
    /// Minutes as they count.
    pub minutes: i64,
    /// Kind of work.
    pub activity: String,
    /// Who worked, and the note, for staff.
    pub inner: Option<(String, String)>,
}
