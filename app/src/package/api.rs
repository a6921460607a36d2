//! What can be asked about hour packages.
#![allow(missing_docs)] // `#[server]` makes a struct of each function, whose fields have none
use crate::call::Call;
use crate::error::AppError;
use crate::package::view::PackagesView;
use domain::id::OrganisationId;
use leptos::prelude::*;

/// Hours that staff add to a package or take from it, as they are typed.
#[derive(Clone, Debug)]
pub struct Correction {
    /// Whose.
    pub organisation: OrganisationId,
    /// How long, as people type it.
    pub minutes: String,
    /// Whether they are taken.
    pub takes: bool,
    /// Why; the customer reads it.
    pub reason: String,
}

/// An agreement that pools hours, as it is chosen.
#[derive(Clone, Debug)]
pub struct Agreement {
    /// Whose.
    pub organisation: OrganisationId,
    /// First cycle and how many, as `3-2`.
    pub cycles: String,
    /// With whom and how it was agreed; the customer reads it.
    pub note: String,
}

/// Fulfilled by the server.
#[async_trait::async_trait]
pub trait PackageDesk: Send + Sync {
    /// The package of an organisation, or all that the reader may see. `cycle` narrows its postings: a cycle's key, `all`, or
    /// empty for those of the running one.
    async fn packages(
        &self,
        call: &Call,
        organisation: Option<OrganisationId>,
        cycle: &str,
    ) -> Result<PackagesView, AppError>;
    /// Adds hours to the running cycle or takes them.
    async fn correct(&self, call: &Call, key: &str, correction: Correction) -> Result<(), AppError>;
    /// Signs an agreement that pools the hours of several cycles.
    async fn pool(&self, call: &Call, key: &str, agreement: Agreement) -> Result<(), AppError>;
}

/// Packages; `organisation` empty for all that the reader may see.
#[server(output = crate::wire::Json, endpoint = "packages")]
pub async fn load_packages(
    #[server(default)] organisation: String,
    #[server(default)] cycle: String,
) -> Result<PackagesView, AppError> {
    let organisation = crate::ticket::address::optional("organisation", &organisation)?;
    crate::call::desk::<dyn PackageDesk>()?.packages(&crate::call::call()?, organisation, &cycle).await
}

/// Adds hours, or takes them where `deed` is `take`.
#[server(output = crate::wire::Json, endpoint = "package/correct")]
pub async fn correct_package(
    key: String,
    organisation: OrganisationId,
    #[server(default)] deed: String,
    #[server(default)] minutes: String,
    #[server(default)] reason: String,
) -> Result<(), AppError> {
    let call = crate::call::signed_in()?;
    let takes = match deed.as_str() {
        "take" => true,
        "add" | "" => false,
        _ => return Err(AppError::field("deed", domain::input::Reason::NotAChoice)),
    };
    let correction = Correction { organisation, minutes, takes, reason };
    crate::call::desk::<dyn PackageDesk>()?.correct(&call, &key, correction).await
}

/// Signs an agreement.
#[server(output = crate::wire::Json, endpoint = "package/pool")]
pub async fn pool_package(
    key: String,
    organisation: OrganisationId,
    #[server(default)] cycles: String,
    #[server(default)] note: String,
) -> Result<(), AppError> {
    let agreement = Agreement { organisation, cycles, note };
    crate::call::desk::<dyn PackageDesk>()?.pool(&crate::call::call()?, &key, agreement).await
}
