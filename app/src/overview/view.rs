//! Read models of the customer's start page.
use crate::invoice::view::InvoiceRow;
use crate::order::view::OrderLine;
use crate::package::view::HoursLeft;
use crate::quote::view::QuoteLine;
use crate::ticket::view::TicketLine;
use domain::moment::Moment;
use domain::overview::Task;
use serde::{Deserialize, Serialize};

/// Orders, quotes and invoices of the start page, each; the lists show all.
pub const DEALS: usize = 3;

/// The customer's start page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Overview {
    /// What only this reader can move on, the most pressing first.
    pub waiting: Vec<Waiting>,
    /// What waits besides and is not listed there, at most once of a kind.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rest: Vec<Rest>,
    /// Hours that are left, by organisation.
    pub hours: Vec<Hours>,
    /// Orders under way, the last changed first: at most one more than [`DEALS`].
    pub orders: Vec<OrderLine>,
    /// Quotes under way that wait for somebody else: at most one more than [`DEALS`].
    pub quotes: Vec<QuoteLine>,
    /// Invoices to be paid whose last day is not over, the first due first: at most one more than [`DEALS`].
    pub invoices: Vec<InvoiceRow>,
    /// Tickets that wait for somebody else of the reader's organisation, last change first.
    pub theirs: Vec<TicketLine>,
    /// Other open tickets, last change first.
    pub open: Vec<TicketLine>,
    /// Open tickets in all, counted up to one more than [`crate::ticket::view::MOST_COUNTED`].
    pub open_total: u32,
    /// Lately done.
    pub done: Vec<TicketLine>,
    /// Organisations with the people who look after them.
    pub contacts: Vec<Caretaker>,
    /// When this was read.
    pub now: Moment,
}

/// Something that waits for the reader.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Waiting {
    /// What is to be done.
    pub task: Task,
    /// Title of the ticket, the quote or the invoice.
    pub title: String,
    /// Whose it is; `None` where it is nobody's yet.
    pub organisation: Option<String>,
    /// Since when it waits.
    pub since: Moment,
}

/// What waits and is not listed on the start page, for there is too much of its kind; a list of its own holds it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rest {
    /// Quotes under way: who decides about one, its page says.
    Quotes,
    /// Overdue invoices.
    Invoices {
        /// How many more.
        n: u64,
        /// What is left of them, in cents.
        left: i64,
    },
    /// So many tickets wait in all, counted up to one more than [`crate::ticket::view::MOST_COUNTED`]; some may wait for colleagues.
    Tickets(u32),
    /// So many more results can be objected to, counted as far.
    Results(u32),
}

/// The hours of an organisation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hours {
    /// Whose, by name.
    pub organisation: String,
    /// How many are left, and what becomes of them.
    pub left: HoursLeft,
}

/// Who looks after an organisation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Caretaker {
    /// Organisation's name.
    pub organisation: String,
    /// Project lead's name and mail address.
    pub project_lead: Option<(String, String)>,
    /// Account manager's name and mail address.
    pub account_manager: Option<(String, String)>,
}
