//! Lines about to be written, as the house counts them; their words are the reader's.
use crate::billing::source::Source;
use crate::deal::OrderNumber;
use crate::invoice::Period;
use crate::invoice::line::{Line, Quantity, Unit};
use crate::package::cycle::Window;
use crate::ticket::number::TicketNumber;
use crate::vat::Vat;

/// Heading under which lines stand.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Group {
    /// What a plan costs.
    Plan,
    /// An order.
    Order(OrderNumber),
    /// Work for a project.
    Project(String),
    /// Any other work.
    Work,
}

/// What a line is for. Its words are the reader's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Subject {
    /// The fee of a plan for these days.
    Fee {
        /// The plan's name.
        plan: String,
        /// The days.
        window: Window,
        /// What is taken off it: other plans' days that were billed before, with how much they were, in cents.
        less: Vec<(Window, i64)>,
    },
    /// Hours beyond a package in these days.
    Beyond {
        /// The days.
        window: Window,
    },
    /// An item of an order, as it was offered.
    Item {
        /// What was offered.
        text: String,
        /// When the order was carried out.
        days: Period,
        /// How much of it this is, in percent, where a part was billed before.
        rest: Option<i64>,
    },
    /// Work on a ticket.
    Ticket {
        /// Its number.
        number: TicketNumber,
        /// Its title.
        title: String,
        /// Its factor in percent.
        factor_percent: u16,
    },
    /// Work on tickets that customers do not see.
    Inner,
}

/// A line about to be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Planned {
    /// Where it stands.
    pub group: Group,
    /// For what.
    pub subject: Subject,
    /// How much.
    pub quantity: Quantity,
    /// Of what.
    pub unit: Unit,
    /// Price of one in cents before tax.
    pub price_cents: i64,
    /// Percent off.
    pub discount_percent: u8,
    /// Tax.
    pub vat: Vat,
    /// The tax that it has by itself, whatever is agreed with the customer; `None` where it has what is agreed.
    pub own_vat: Option<Vat>,
    /// What it comes from.
    pub sources: Vec<Source>,
}

impl Planned {
    /// What it comes to before tax, in cents, as the line of an invoice counts it.
    pub fn net_cents(&self) -> i64 {
        let line = Line {
            group: String::new(),
            name: String::new(),
            description: String::new(),
            quantity: self.quantity,
            unit: self.unit,
            price_cents: self.price_cents,
            discount_percent: self.discount_percent,
            discount_reason: String::new(),
            vat: self.vat,
        };
        line.net_cents()
    }

    /// The factor of its work in percent.
    pub const fn factor_percent(&self) -> Option<u16> {
        match self.subject {
            Subject::Ticket { factor_percent, .. } => Some(factor_percent),
            Subject::Fee { .. } | Subject::Beyond { .. } | Subject::Item { .. } | Subject::Inner => None,
        }
    }

    /// From the first to the last day of what it is for.
    pub fn period(&self) -> Option<Period> {
        match &self.subject {
            Subject::Fee { window, .. } | Subject::Beyond { window } => {
                Some(Period { from: window.first, to: window.last })
            }
            Subject::Item { days, .. } => Some(*days),
            Subject::Ticket { .. } | Subject::Inner => {
                let days = || self.sources.iter().filter_map(Source::day);
                Some(Period { from: days().min()?, to: days().max()? })
            }
        }
    }
}
