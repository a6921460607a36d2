//! Read models of hour packages.
use crate::ticket::view::Choice;
use domain::id::OrganisationId;
use domain::moment::Moment;
use domain::package::forecast::Forecast;
use domain::package::terms::Terms;
use domain::package::{Kind, Totals};
use domain::ticket::number::TicketNumber;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// What the reader sees of packages.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PackagesView {
    /// Every package that the reader may see, where none was asked for and there are several.
    pub lines: Vec<PackageLine>,
    /// The one.
    pub statement: Option<Box<Statement>>,
    /// When this was read.
    pub now: Moment,
}

/// One package of several.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PackageLine {
    /// Whose.
    pub organisation: Choice<OrganisationId>,
    /// Name of the plan.
    pub plan: String,
    /// The hours of today.
    pub forecast: Option<Forecast>,
}

/// Hours that are left, where they are told beside something else.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HoursLeft {
    /// Whose.
    pub organisation: OrganisationId,
    /// The hours of today.
    pub forecast: Forecast,
    /// Whether the reader may open the statement.
    pub opens: bool,
}

/// The statement of an organisation's hours.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Statement {
    /// Whose.
    pub organisation: Choice<OrganisationId>,
    /// What holds in the chosen cycle, or in the one of today where all are shown; `None` where no package is in force.
    pub agreed: Option<Agreed>,
    /// What holds instead from the next cycle on, where that is still to come.
    pub coming: Option<Coming>,
    /// The hours of today.
    pub forecast: Option<Forecast>,
    /// Cycles, the newest first.
    pub cycles: Vec<CycleLine>,
    /// The cycle whose postings are shown, with those of cycles that are pooled with it, by its key; `all` for all.
    pub chosen: String,
    /// Postings, the newest first.
    pub lines: Vec<PostingLine>,
    /// There are more postings than are shown.
    pub cut: bool,
    /// Agreements, the newest first.
    pub pools: Vec<PoolLine>,
    /// Cycles that the reader may pool: code, first day, last day.
    pub poolable: Vec<(String, Date, Date)>,
    /// Whether the reader may add hours and take them.
    pub corrects: bool,
}

/// What a contract agrees about hours.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Agreed {
    /// Name of the plan.
    pub plan: String,
    /// Minutes of a cycle.
    pub minutes: i64,
    /// Fee of a month in cents before tax, with the discount; 0 where it stands elsewhere.
    pub fee_cents: i64,
    /// The discount of the term in percent; 0 for none.
    pub discount_percent: u8,
    /// Agreed term in months; 0 for none.
    pub term_months: u16,
    /// Rounding, factor, tiers.
    pub terms: Terms,
    /// The company's rate of an hour in cents; 0 for none.
    pub usual_cents: i64,
}

/// What is agreed from a day on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Coming {
    /// The first day of its first cycle.
    pub from: Date,
    /// What.
    pub agreed: Agreed,
}

/// A cycle.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CycleLine {
    /// What names it in the address.
    pub key: String,
    /// Its first day.
    pub first: Date,
    /// Its last day.
    pub last: Date,
    /// What was posted.
    pub totals: Totals,
    /// What goes beyond costs so many cents before tax; `None` where nothing does, or no rate is agreed.
    pub price_cents: Option<i64>,
    /// It runs today.
    pub runs: bool,
    /// Its postings are listed: it is chosen, or pooled with the one that is, or all are.
    pub listed: bool,
}

/// A posting as it is read on a statement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PostingLine {
    /// When.
    pub at: Moment,
    /// What it does.
    pub kind: Kind,
    /// Minutes; see [`domain::package::Posting::minutes`].
    pub minutes: i64,
    /// Takes back what was posted before.
    pub takes_back: bool,
    /// First day of the cycle to which it belongs.
    pub of: Date,
    /// Last day of these hours.
    pub expires: Date,
    /// Day of the work that it comes from.
    pub day: Option<Date>,
    /// The ticket that it comes from; `None` for inner ones that customers must not know of.
    pub number: Option<TicketNumber>,
    /// The ticket's title, where the reader sees the ticket.
    pub title: Option<String>,
    /// Why, for corrections and agreements.
    pub reason: String,
    /// By whom; only staff learn who worked.
    pub by: Option<String>,
    /// Minutes that were left after it.
    pub balance: i64,
}

/// An agreement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PoolLine {
    /// First day of the first cycle.
    pub first: Date,
    /// Last day of the last one.
    pub last: Date,
    /// Who signed it.
    pub by: String,
    /// When.
    pub at: Moment,
    /// How it was agreed.
    pub note: String,
}
