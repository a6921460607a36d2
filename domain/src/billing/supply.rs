//! What of a customer is not billed yet: work, fees, items of orders. Who reads it decides nothing.
use crate::approval::consent::Tariff;
use crate::billing::gather::is_charged;
use crate::deal::OrderNumber;
use crate::effort::Billing;
use crate::effort::fixed::FixedPrice;
use crate::id::{ContractId, EffortId, OrderId};
use crate::invoice::Period;
use crate::invoice::line::divide;
use crate::package::cycle::Window;
use crate::package::terms::Terms;
use crate::quote::item::Item;
use crate::ticket::number::TicketNumber;
use crate::vat::Vat;
use jiff::civil::Date;

/// All of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Supply {
    /// Work, the oldest first.
    pub work: Vec<Worked>,
    /// Work beyond packages, by contract and cycle.
    pub beyond: Vec<Beyond>,
    /// Fees.
    pub fees: Vec<Fee>,
    /// Days of fees that were billed whole, which other plans took over.
    pub unused: Vec<Unused>,
    /// Items of orders.
    pub items: Vec<Sold>,
}

/// The ticket that work was done on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Worksite {
    /// Its number.
    pub number: TicketNumber,
    /// Its title.
    pub title: String,
    /// For staff only: customers never read number or title (C6).
    pub inner: bool,
    /// Why its time costs nothing by the hour.
    pub fixed: Option<FixedPrice>,
    /// The project that it belongs to, by name.
    pub project: Option<String>,
}

/// Work that was booked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Worked {
    /// Which.
    pub effort: EffortId,
    /// On which day.
    pub day: Date,
    /// Raw minutes.
    pub minutes: u32,
    /// Whether it is billed.
    pub billing: Billing,
    /// On what.
    pub site: Worksite,
    /// What an hour costs: what was agreed to, else what the configuration says.
    pub tariff: Tariff,
    /// The plan's fee covers such work (D4).
    pub covered: bool,
    /// What a package's ledger says of it.
    pub drawn: Option<Drawn>,
}

impl Worked {
    /// What an hour of it costs in cents; `None` where it would not be charged.
    pub fn hour_cents(&self) -> Option<i64> {
        is_charged(self).then(|| self.tariff.hour_cents())
    }
}

/// What a package paid of work, and what not, in minutes as they count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Drawn {
    /// Paid with its hours.
    pub used: i64,
    /// Beyond it; stands in a [`Beyond`].
    pub overage: i64,
}

/// Work beyond a package in one cycle.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Beyond {
    /// Of which contract.
    pub contract: ContractId,
    /// In which cycle.
    pub cycle: u32,
    /// The days of the cycle.
    pub window: Window,
    /// What the plan agrees.
    pub terms: Terms,
    /// The company's rate of an hour in cents, where the plan names none.
    pub usual_cents: i64,
    /// Minutes of this cycle that were billed before: tiers go on from there.
    pub before: i64,
    /// Work with its minutes as they count, the oldest first.
    pub parts: Vec<(EffortId, Date, i64)>,
}

/// The fee of a contract for a cycle.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fee {
    /// Of which contract.
    pub contract: ContractId,
    /// For which cycle.
    pub cycle: u32,
    /// The days of the cycle, cut off where the contract ends.
    pub window: Window,
    /// How many days the whole cycle has.
    pub whole_days: i64,
    /// The plan, by its name.
    pub plan: String,
    /// The fee of a whole cycle in cents.
    pub cents: i64,
    /// Discount for the term in percent.
    pub discount_percent: u8,
}

impl Fee {
    /// What of a whole cycle so many days of it are, in hundredths.
    pub fn share(days: i64, whole_days: i64) -> i64 {
        let share = if whole_days > 0 { divide(days * 100, whole_days) } else { 100 };
        share.clamp(0, 100)
    }
}

/// Days of a fee that stands on an issued document, which are not the contract's any more: another plan took over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unused {
    /// Of which contract the fee was.
    pub contract: ContractId,
    /// For which cycle.
    pub cycle: u32,
    /// The days that are left of it.
    pub window: Window,
    /// What was paid for them and is not given back yet, in cents before tax.
    pub cents: i64,
    /// The tax with which it was paid.
    pub vat: Vat,
}

impl Unused {
    /// What of a fee is for nothing that was billed as `billed` hundredths of a cycle, of which so many days count by now.
    pub fn part(fee_cents: i64, billed: i64, days: i64, whole_days: i64) -> i64 {
        let left = billed - Fee::share(days, whole_days);
        if left > 0 { divide(fee_cents * left, billed) } else { 0 }
    }
}

/// An item of an order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sold {
    /// Of which order.
    pub order: OrderId,
    /// Its number.
    pub number: OrderNumber,
    /// The item's place in the quote, counted from 0.
    pub place: u32,
    /// Which part of it comes next; the first is 0.
    pub part: u32,
    /// How much of it is open: all of it, or what the parts before left.
    pub open: i64,
    /// When the order was carried out.
    pub days: Period,
    /// What was sold.
    pub item: Item,
}
