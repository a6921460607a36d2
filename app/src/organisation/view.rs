//! Read models of organisations.
use crate::package::view::HoursLeft;
use domain::id::{AssetId, OrganisationId, PersonId, ProjectId};
use domain::organisation::ending::Ending;
use domain::organisation::month::Month;
use domain::person::{Account, AssetKind, Phase, Rights};
use domain::ticket::Stage;
use domain::ticket::number::TicketNumber;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// A row of the register.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrganisationLine {
    /// Id.
    pub id: OrganisationId,
    /// Name.
    pub name: String,
    /// Town, for telling apart.
    pub town: String,
    /// Project lead's name.
    pub project_lead: Option<String>,
    /// How many contacts.
    pub contacts: i64,
    /// How many open tickets.
    pub open_tickets: i64,
    /// What an account manager asks first; for staff.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub glance: Option<Glance>,
}

/// A customer at a glance.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Glance {
    /// Its plan, by name.
    pub plan: Option<String>,
    /// That what is agreed ends and nothing follows, while that waits for somebody.
    pub ending: Option<Ending>,
    /// Hours that are left of its package.
    pub hours: Option<HoursLeft>,
    /// Quotes under way: asked for, being written, or to be decided.
    pub quotes: i64,
    /// Open tickets that wait for us.
    pub ours: i64,
    /// Open tickets that wait for the customer.
    pub theirs: i64,
    /// Open tickets with a promise that is past its due time.
    pub late: i64,
    /// The next day for which one of them is planned.
    pub next: Option<Date>,
    /// Open tickets that were planned for a day that is over.
    pub missed: i64,
    /// Invoices whose last day for paying is over; only for who sees invoices.
    pub unpaid: Option<i64>,
}

/// The plan of a month.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MonthView {
    /// Which.
    pub month: Month,
    /// The present one.
    pub this: Month,
    /// Of all organisations, not only those that the reader looks after.
    pub everybody: bool,
    /// By name.
    pub of: Vec<MonthOf>,
    /// The reader may change notes.
    pub manages: bool,
}

/// A month of one organisation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MonthOf {
    /// Which.
    pub id: OrganisationId,
    /// Its name.
    pub name: String,
    /// What is noted; may be empty.
    pub note: String,
    /// That what is agreed ends in it and nothing follows.
    pub ending: Option<Ending>,
    /// Tickets planned for it, by day.
    pub planned: Vec<Planned>,
}

/// A ticket that is planned for a day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Planned {
    /// When.
    pub day: Date,
    /// Which.
    pub number: TicketNumber,
    /// Its title.
    pub title: String,
    /// Its state.
    pub stage: Stage,
    /// What was asked for was not released: it rests.
    pub rests: bool,
}

/// One organisation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrganisationView {
    /// Id.
    pub id: OrganisationId,
    /// Name.
    pub name: String,
    /// Town.
    pub town: String,
    /// Billing address, several lines.
    pub address: String,
    /// Phone numbers.
    pub phones: Vec<String>,
    /// Mail domain whose unknown senders belong here; empty for none.
    pub mail_domain: String,
    /// The plan it has today, by code (D4).
    pub plan: Option<String>,
    /// Agreed term of its contract in months; 0 for none.
    pub term_months: u16,
    /// Its last day, where it ends.
    pub plan_until: Option<Date>,
    /// Plans that are agreed for later, the next first.
    pub plans_ahead: Vec<PlanAhead>,
    /// That what is agreed ends and nothing follows, while that waits for somebody; for staff.
    pub ending: Option<Ending>,
    /// Hours left in its package, for who sees them.
    pub hours: Option<HoursLeft>,
    /// All plans: code and name.
    pub plans: Vec<(String, String)>,
    /// Project lead.
    pub project_lead: Option<PersonId>,
    /// Account manager.
    pub account_manager: Option<PersonId>,
    /// Contacts, by name; those who left last.
    pub contacts: Vec<ContactLine>,
    /// Projects, by name.
    pub projects: Vec<ProjectLine>,
    /// Systems, by name.
    pub assets: Vec<AssetLine>,
    /// Staff for the two posts; empty for customers.
    pub staff: Vec<(PersonId, String)>,
    /// The reader may invite and change contacts.
    pub manages_contacts: bool,
    /// The reader may change the organisation itself.
    pub manages: bool,
}

/// A plan that is agreed for later.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanAhead {
    /// Which, by code.
    pub plan: String,
    /// Its first day.
    pub from: Date,
    /// Its last day, where it ends.
    pub until: Option<Date>,
    /// Agreed term in months; 0 for none.
    pub term_months: u16,
}

/// A contact.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContactLine {
    /// Id.
    pub id: PersonId,
    /// Name.
    pub name: String,
    /// Mail address.
    pub email: String,
    /// Phone numbers.
    pub phones: Vec<String>,
    /// Account state; left means left this organisation.
    pub account: Account,
    /// Rights here.
    pub rights: Rights,
}

/// A project.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProjectLine {
    /// Id.
    pub id: ProjectId,
    /// Name.
    pub name: String,
    /// Phase.
    pub phase: Phase,
}

/// A system.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AssetLine {
    /// Id.
    pub id: AssetId,
    /// Name.
    pub name: String,
    /// Kind.
    pub kind: AssetKind,
    /// Address; may be empty.
    pub url: String,
    /// Built by us (A1).
    pub built_by_us: bool,
    /// Of which project.
    pub project: Option<ProjectId>,
}
