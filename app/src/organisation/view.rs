//! Read models of organisations.
use crate::package::view::HoursLeft;
use domain::id::{AssetId, OrganisationId, PersonId, ProjectId};
use domain::person::{Account, AssetKind, Phase, Rights};
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
    /// Mail domain whose unknown senders belong here; empty for none.
    pub mail_domain: String,
    /// The plan it has today, by code (D4).
    pub plan: Option<String>,
    /// Agreed term of its contract in months; 0 for none.
    pub term_months: u16,
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

/// A contact.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContactLine {
    /// Id.
    pub id: PersonId,
    /// Name.
    pub name: String,
    /// Mail address.
    pub email: String,
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
