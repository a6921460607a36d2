//! Invoices as their readers see them.
mod line;
mod service;

pub use line::{Added, Chain, ChainContract, ChainTicket, ChainTime, LineQuestion, LineView, Rest};
pub use service::{ServiceRow, Services};

use crate::ticket::view::Choice;
use domain::billing::State;
use domain::billing::account::{Account, Standing};
use domain::billing::allowance::Allowance;
use domain::billing::lack::Lack;
use domain::billing::payer::Payer;
use domain::billing::posting::PostingKind;
use domain::billing::timeline::What;
use domain::deal::OrderNumber;
use domain::id::OrganisationId;
use domain::invoice::line::{Discount, Hours};
use domain::invoice::party::Buyer;
use domain::invoice::{Kind, Period};
use domain::moment::Moment;
use domain::quote::item::Totals;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// Rows of a page of the list.
pub const PAGE: usize = 50;

/// A row of the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvoiceRow {
    /// By what its address names it: its number, or the id of a draft.
    pub reference: String,
    /// Its number; drafts have none.
    pub number: Option<String>,
    /// What it is.
    pub kind: Kind,
    /// What it is for.
    pub title: String,
    /// Whose.
    pub organisation: String,
    /// When it was issued.
    pub issued: Option<Date>,
    /// The last day for paying.
    pub due: Option<Date>,
    /// How it stands.
    pub standing: Standing,
    /// With tax, in cents.
    pub gross: i64,
    /// What is left to pay, in cents.
    pub left: i64,
    /// The level of reminder that is due, for who bills.
    pub reminder: Option<u32>,
}

/// The list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvoiceList {
    /// Rows of this page, drafts first, then the newest.
    pub lines: Vec<InvoiceRow>,
    /// How many there are on all pages.
    pub count: u64,
    /// How many of them are drafts, which count in no sum but where they alone are asked for.
    pub drafts: u64,
    /// What all of them come to with tax, in cents; what gives money back counts below zero.
    pub gross: i64,
    /// What of them is left to pay, in cents.
    pub left: i64,
    /// What was paid too much, in cents; it is never taken off what others are to pay.
    pub over: i64,
    /// Which page, counted from 1.
    pub page: u32,
    /// Organisations by which it can be narrowed; of one alone none.
    pub organisations: Vec<Choice<OrganisationId>>,
    /// Projects by which it can be narrowed.
    pub projects: Vec<String>,
    /// The month before this one, for a new draft; nothing for who does not bill.
    pub drafts_for: Option<Period>,
    /// What can be handed over to the tax adviser and kept; nothing for who does not bill.
    pub hand_over: Option<HandOver>,
    /// When it was read.
    pub now: Moment,
}

/// What can be handed over.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HandOver {
    /// The tax adviser's books are entered.
    pub books: bool,
    /// Why no bookings can be handed over, in the reader's words.
    pub refused: Option<String>,
    /// The day on which the first document was issued.
    pub since: Date,
}

/// One document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvoiceView {
    /// By what its address names it.
    pub reference: String,
    /// Its number; drafts have none.
    pub number: Option<String>,
    /// What it is.
    pub kind: Kind,
    /// Where it is in its life.
    pub state: State,
    /// How it stands.
    pub standing: Standing,
    /// Whose.
    pub organisation: Choice<OrganisationId>,
    /// What it is for.
    pub title: String,
    /// The company that writes it.
    pub company: String,
    /// When the services were rendered.
    pub period: Option<Period>,
    /// For which days it was asked for.
    pub asked: Period,
    /// When it was issued.
    pub issued: Option<Date>,
    /// Who is asked for money.
    pub buyer: Buyer,
    /// Above the lines.
    pub intro: String,
    /// Below them.
    pub closing: String,
    /// Its lines; of a draft those that are left out, too.
    pub lines: Vec<LineView>,
    /// Discounts on all lines.
    pub discounts: Vec<Discount>,
    /// What it comes to.
    pub totals: Totals,
    /// What came of it.
    pub account: Account,
    /// Postings on the account.
    pub payments: Vec<PaymentView>,
    /// The annex: work behind the lines.
    pub annex: Vec<Hours>,
    /// Its order.
    pub order: Option<OrderNumber>,
    /// The document that it takes back or corrects.
    pub corrects: Option<String>,
    /// Documents that take it back or correct it.
    pub corrected_by: Vec<String>,
    /// History, oldest first.
    pub entries: Vec<EntryView>,
    /// For who bills.
    pub billing: Option<Box<BillingView>>,
    /// There is an XRechnung of it, too.
    pub xrechnung: bool,
    /// The reader may ask about a line.
    pub asks: bool,
    /// Goes up with each change.
    pub version: i64,
    /// When it was read.
    pub now: Moment,
}

/// What only who bills sees of a document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BillingView {
    /// What stands on all invoices of the organisation.
    pub payer: Payer,
    /// Which version of it this is.
    pub payer_seen: i64,
    /// The customer's order number, as it stands on this document.
    pub purchase_order: String,
    /// What is taken off as a whole.
    pub allowance: Option<Allowance>,
    /// What keeps a draft from being issued.
    pub lacks: Vec<Lack>,
    /// The work behind a draft was changed since.
    pub changed: bool,
    /// Minutes that drawing a draft up anew would take in: they were booked since.
    pub booked_since: i64,
    /// What an invoice charges, in cents before tax, for days after the end of its contract that come off no other invoice.
    pub owed_cents: i64,
    /// Which level of reminder is due.
    pub reminder: Option<u32>,
    /// The last reminder that was sent; 0 for none.
    pub reminded: u32,
    /// How a draft goes out once it is issued.
    pub going_out: GoingOut,
}

impl BillingView {
    /// Nothing keeps a draft from being issued.
    pub const fn is_ready(&self) -> bool {
        !self.changed && self.lacks.is_empty()
    }
}

/// How a document goes out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct GoingOut {
    /// Who is told by mail that it lies in the portal: names with addresses.
    pub told: Vec<(String, String)>,
    /// The address to which it goes as a file.
    pub attached: Option<String>,
    /// An XRechnung is made, too.
    pub xrechnung: bool,
}

/// A posting on the account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaymentView {
    /// Its row.
    pub id: i64,
    /// What it is.
    pub kind: PostingKind,
    /// What it takes off what is left to pay, in cents.
    pub cents: i64,
    /// On which day.
    pub day: Date,
    /// Anything about it, for staff.
    pub note: String,
    /// The other invoice of a set-off.
    pub other: Option<String>,
}

/// An entry of the history.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EntryView {
    /// What.
    pub what: What,
    /// When.
    pub at: Moment,
    /// Who; empty for the house.
    pub by: String,
}
