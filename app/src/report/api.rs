//! What can be asked about reports.
#![allow(missing_docs)] // `#[server]` makes a struct of each function, whose fields have none
use crate::call::Call;
use crate::error::AppError;
use crate::report::view::ReportView;
use domain::id::OrganisationId;
use domain::organisation::month::Month;
use domain::report::Kind;
use leptos::prelude::*;

/// Which report is asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Asked {
    /// Whose; `None` for the first of those whose reports the reader sees.
    pub organisation: Option<OrganisationId>,
    /// Which month; `None` for the last frozen one, else for the present one.
    pub month: Option<Month>,
    /// Which kind; `None` for the fullest.
    pub kind: Option<Kind>,
}

/// Fulfilled by the server.
#[async_trait::async_trait]
pub trait ReportDesk: Send + Sync {
    /// A report.
    async fn report(&self, call: &Call, asked: Asked) -> Result<ReportView, AppError>;
}

/// A report; what is empty is chosen for the reader.
#[server(output = crate::wire::Json, endpoint = "report")]
pub async fn load_report(
    #[server(default)] organisation: String,
    #[server(default)] month: String,
    #[server(default)] kind: String,
) -> Result<ReportView, AppError> {
    let asked = Asked {
        organisation: crate::ticket::address::optional("organisation", &organisation)?,
        month: month.parse().ok(),
        kind: Kind::of_code(&kind),
    };
    crate::call::desk::<dyn ReportDesk>()?.report(&crate::call::call()?, asked).await
}
