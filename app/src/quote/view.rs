//! Quotes as their readers see them.
use crate::deal::view::{DealEntry, Deals, May};
use crate::ticket::view::Choice;
use domain::deal::{OrderNumber, QuoteNumber};
use domain::id::{OrganisationId, ProjectId};
use domain::moment::Moment;
use domain::quote::Quote;
use domain::quote::item::Totals;
use domain::quote::offer::Offer;
use domain::ticket::number::TicketNumber;
use domain::vat::Vat;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// A row of the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuoteLine {
    /// Number.
    pub number: QuoteNumber,
    /// For what.
    pub title: String,
    /// For whom.
    pub organisation: String,
    /// Where it stands today.
    pub state: Quote,
    /// What the version that was sent costs before tax, in cents.
    pub net: Option<i64>,
    /// Last change.
    pub changed: Moment,
    /// The reader may accept it, and it waits for that.
    pub waits: bool,
}

/// The list.
pub type QuoteList = Deals<QuoteLine>;

/// A version as it is read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfferView {
    /// Which.
    pub version: u32,
    /// What it says.
    pub offer: Offer,
    /// What it comes to.
    pub totals: Totals,
    /// When it was sent; `None` while it is written.
    pub sent: Option<Moment>,
    /// Who wrote it.
    pub by: String,
}

/// A version by name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VersionLine {
    /// Which.
    pub version: u32,
    /// When it was sent; `None` while it is written.
    pub sent: Option<Moment>,
}

/// One quote.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuoteView {
    /// Number.
    pub number: QuoteNumber,
    /// For what.
    pub title: String,
    /// Where it stands today.
    pub state: Quote,
    /// For whom.
    pub organisation: Choice<OrganisationId>,
    /// Lines of its address.
    pub address: String,
    /// Where it belongs.
    pub project: Option<Choice<ProjectId>>,
    /// The ticket it was made from, where the reader sees it.
    pub ticket: Option<TicketNumber>,
    /// The version that is shown.
    pub offer: Option<OfferView>,
    /// All versions, for who sees them; the newest first.
    pub versions: Vec<VersionLine>,
    /// Who decided.
    pub decided_by: Option<String>,
    /// For staff: who could accept what was sent.
    pub deciders: Option<Vec<String>>,
    /// What it became.
    pub order: Option<OrderNumber>,
    /// History, oldest first.
    pub entries: Vec<DealEntry>,
    /// What the reader may do.
    pub may: May,
    /// Who offers.
    pub company: String,
    /// Goes up with each change.
    pub version: i64,
    /// When it was read.
    pub now: Moment,
}

/// What the form of a new quote, or of the next version of one, begins with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuoteForm {
    /// The quote that is changed; `None` for a new one.
    pub number: Option<QuoteNumber>,
    /// The version of the row that was read.
    pub seen: i64,
    /// Staff write; others ask.
    pub writes: bool,
    /// For whom it can be.
    pub organisations: Vec<Choice<OrganisationId>>,
    /// The one that is chosen first.
    pub organisation: Option<OrganisationId>,
    /// Projects with whose they are.
    pub projects: Vec<(OrganisationId, Choice<ProjectId>)>,
    /// The project that is chosen first.
    pub project: Option<ProjectId>,
    /// The ticket it is made from.
    pub ticket: Option<(TicketNumber, String)>,
    /// For what.
    pub title: String,
    /// What was asked for.
    pub request: String,
    /// The version to begin with.
    pub offer: Option<Offer>,
    /// Last day that is proposed.
    pub valid_until: Date,
    /// Price of an hour that is proposed, in cents; 0 where the company has none.
    pub rate: i64,
    /// Tax that is proposed.
    pub vat: Vat,
}
