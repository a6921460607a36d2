//! What can be asked about organisations.
#![allow(missing_docs)] // `#[server]` makes a struct of each function, whose fields have none
use crate::call::Call;
use crate::error::AppError;
use crate::organisation::view::{MonthView, OrganisationLine, OrganisationView};
use crate::ticket::address::optional;
use domain::id::{OrganisationId, PersonId, ProjectId};
use domain::organisation::month::Month;
use domain::person::{AssetKind, Phase, Rights};
use leptos::prelude::*;

/// Fulfilled by the server.
#[async_trait::async_trait]
pub trait OrganisationDesk: Send + Sync {
    /// The register, by name; `query` narrows it, and `mine` to those that the reader looks after. Staff see all, contacts
    /// their own.
    async fn list(&self, call: &Call, query: &str, mine: bool) -> Result<Vec<OrganisationLine>, AppError>;
    /// The plan of a month, this one where none is named; of all organisations or of those that the reader looks after.
    async fn month(&self, call: &Call, month: Option<Month>, everybody: bool) -> Result<MonthView, AppError>;
    /// Keeps what is noted about a month of an organisation.
    async fn keep_note(
        &self,
        call: &Call,
        key: &str,
        id: OrganisationId,
        month: Month,
        note: &str,
    ) -> Result<(), AppError>;
    /// One organisation.
    async fn page(&self, call: &Call, id: OrganisationId) -> Result<OrganisationView, AppError>;
    /// Opens one; answers its id.
    async fn open(&self, call: &Call, key: &str, name: &str) -> Result<OrganisationId, AppError>;
    /// Changes its facts.
    async fn change(
        &self,
        call: &Call,
        key: &str,
        id: OrganisationId,
        facts: OrganisationFacts,
    ) -> Result<(), AppError>;
    /// Invites a contact, or adds a known person.
    async fn invite(
        &self,
        call: &Call,
        key: &str,
        id: OrganisationId,
        name: &str,
        email: &str,
        rights: Rights,
    ) -> Result<(), AppError>;
    /// Changes a contact's rights.
    async fn set_rights(
        &self,
        call: &Call,
        key: &str,
        id: OrganisationId,
        person: PersonId,
        rights: Rights,
    ) -> Result<(), AppError>;
    /// Lets a contact leave: access ends at once, the history stays (A2).
    async fn leave(
        &self,
        call: &Call,
        key: &str,
        id: OrganisationId,
        person: PersonId,
    ) -> Result<(), AppError>;
    /// Adds a project.
    async fn add_project(
        &self,
        call: &Call,
        key: &str,
        id: OrganisationId,
        name: &str,
        phase: Phase,
    ) -> Result<(), AppError>;
    /// Adds a system.
    async fn add_asset(
        &self,
        call: &Call,
        key: &str,
        id: OrganisationId,
        asset: NewAsset,
    ) -> Result<(), AppError>;
}

/// Facts of an organisation that staff change.
#[derive(Clone, Debug)]
pub struct OrganisationFacts {
    /// Name.
    pub name: String,
    /// Town.
    pub town: String,
    /// Billing address.
    pub address: String,
    /// Mail domain, or empty.
    pub mail_domain: String,
    /// Plan, by code.
    pub plan: Option<String>,
    /// Its first day, as it is typed; empty for today.
    pub from: String,
    /// Its last day, as it is typed; empty for no end.
    pub until: String,
    /// Term of its contract in months, as it is typed.
    pub term_months: String,
    /// Project lead.
    pub project_lead: Option<PersonId>,
    /// Account manager.
    pub account_manager: Option<PersonId>,
}

/// A system to be added.
#[derive(Clone, Debug)]
pub struct NewAsset {
    /// Name.
    pub name: String,
    /// Kind.
    pub kind: AssetKind,
    /// Address, or empty.
    pub url: String,
    /// Built by us.
    pub built_by_us: bool,
    /// Of which project.
    pub project: Option<ProjectId>,
}

/// The register; with `show=mine` those that the reader looks after.
#[server(output = crate::wire::Json, endpoint = "organisations")]
pub async fn load_organisations(
    #[server(default)] query: String,
    #[server(default)] show: String,
) -> Result<Vec<OrganisationLine>, AppError> {
    crate::call::desk::<dyn OrganisationDesk>()?.list(&crate::call::call()?, &query, show == "mine").await
}

/// The plan of a month, of this one where none can be read; with `show=all` of all organisations.
#[server(output = crate::wire::Json, endpoint = "organisation/month")]
pub async fn load_month(
    #[server(default)] month: String,
    #[server(default)] show: String,
) -> Result<MonthView, AppError> {
    let month = month.parse().ok();
    crate::call::desk::<dyn OrganisationDesk>()?.month(&crate::call::call()?, month, show == "all").await
}

/// Keeps a note about a month.
#[server(output = crate::wire::Json, endpoint = "organisation/note")]
pub async fn keep_month_note(
    key: String,
    id: OrganisationId,
    month: Month,
    #[server(default)] note: String,
) -> Result<(), AppError> {
    crate::call::desk::<dyn OrganisationDesk>()?
        .keep_note(&crate::call::call()?, &key, id, month, &note)
        .await
}

/// One organisation.
#[server(output = crate::wire::Json, endpoint = "organisation")]
pub async fn load_organisation(id: OrganisationId) -> Result<OrganisationView, AppError> {
    crate::call::desk::<dyn OrganisationDesk>()?.page(&crate::call::call()?, id).await
}

/// Opens an organisation and goes to it.
#[server(output = crate::wire::Json, endpoint = "organisation/open")]
pub async fn open_organisation(key: String, name: String) -> Result<OrganisationId, AppError> {
    let id = crate::call::desk::<dyn OrganisationDesk>()?.open(&crate::call::call()?, &key, &name).await?;
    crate::call::go(&format!("/organisations/{id}"));
    Ok(id)
}

/// Changes facts; checkboxes send `1`.
#[server(output = crate::wire::Json, endpoint = "organisation/change")]
#[allow(clippy::too_many_arguments)] // one per field of the form, so that plain forms work
pub async fn change_organisation(
    key: String,
    id: OrganisationId,
    name: String,
    #[server(default)] town: String,
    #[server(default)] address: String,
    #[server(default)] mail_domain: String,
    #[server(default)] plan: String,
    #[server(default)] from: String,
    #[server(default)] until: String,
    #[server(default)] term_months: String,
    #[server(default)] project_lead: String,
    #[server(default)] account_manager: String,
) -> Result<(), AppError> {
    let facts = OrganisationFacts {
        name,
        town,
        address,
        mail_domain,
        plan: (!plan.is_empty()).then_some(plan),
        from,
        until,
        term_months,
        project_lead: optional("project_lead", &project_lead)?,
        account_manager: optional("account_manager", &account_manager)?,
    };
    crate::call::desk::<dyn OrganisationDesk>()?.change(&crate::call::call()?, &key, id, facts).await
}

/// Invites a contact; `approves_up_to` in whole euro.
#[server(output = crate::wire::Json, endpoint = "organisation/invite")]
#[allow(clippy::too_many_arguments)] // one per field of the form, so that plain forms work
pub async fn invite_contact(
    key: String,
    id: OrganisationId,
    name: String,
    email: String,
    #[server(default)] sees_all: String,
    #[server(default)] technical_contact: String,
    #[server(default)] accepts_results: String,
    #[server(default)] billing: String,
    #[server(default)] manages_contacts: String,
    #[server(default)] approves_up_to: String,
) -> Result<(), AppError> {
    let rights =
        rights([sees_all, technical_contact, accepts_results, billing, manages_contacts], &approves_up_to)?;
    crate::call::desk::<dyn OrganisationDesk>()?
        .invite(&crate::call::call()?, &key, id, &name, &email, rights)
        .await
}

/// Changes a contact's rights.
#[server(output = crate::wire::Json, endpoint = "organisation/rights")]
#[allow(clippy::too_many_arguments)] // one per field of the form, so that plain forms work
pub async fn set_rights(
    key: String,
    id: OrganisationId,
    person: PersonId,
    #[server(default)] sees_all: String,
    #[server(default)] technical_contact: String,
    #[server(default)] accepts_results: String,
    #[server(default)] billing: String,
    #[server(default)] manages_contacts: String,
    #[server(default)] approves_up_to: String,
) -> Result<(), AppError> {
    let rights =
        rights([sees_all, technical_contact, accepts_results, billing, manages_contacts], &approves_up_to)?;
    crate::call::desk::<dyn OrganisationDesk>()?
        .set_rights(&crate::call::call()?, &key, id, person, rights)
        .await
}

/// Lets a contact leave.
#[server(output = crate::wire::Json, endpoint = "organisation/leave")]
pub async fn contact_leaves(key: String, id: OrganisationId, person: PersonId) -> Result<(), AppError> {
    crate::call::desk::<dyn OrganisationDesk>()?.leave(&crate::call::call()?, &key, id, person).await
}

/// Adds a project.
#[server(output = crate::wire::Json, endpoint = "organisation/add-project")]
pub async fn add_project(
    key: String,
    id: OrganisationId,
    name: String,
    phase: Phase,
) -> Result<(), AppError> {
    crate::call::desk::<dyn OrganisationDesk>()?
        .add_project(&crate::call::call()?, &key, id, &name, phase)
        .await
}

/// Adds a system.
#[server(output = crate::wire::Json, endpoint = "organisation/add-asset")]
pub async fn add_asset(
    key: String,
    id: OrganisationId,
    name: String,
    kind: AssetKind,
    #[server(default)] url: String,
    #[server(default)] built_by_us: String,
    #[server(default)] project: String,
) -> Result<(), AppError> {
    let asset = NewAsset {
        name,
        kind,
        url,
        built_by_us: built_by_us == "1",
        project: optional("project", &project)?,
    };
    crate::call::desk::<dyn OrganisationDesk>()?.add_asset(&crate::call::call()?, &key, id, asset).await
}

pub fn rights(checked: [String; 5], approves_up_to: &str) -> Result<Rights, AppError> {
    let [sees_all, technical_contact, accepts_results, billing, manages_contacts] =
        checked.map(|value| value == "1");
    let euros: Option<u32> = optional("approves_up_to", approves_up_to)?;
    let approves_up_to = euros.map(|euros| i64::from(euros) * 100);
    Ok(Rights { sees_all, technical_contact, approves_up_to, accepts_results, billing, manages_contacts })
}
