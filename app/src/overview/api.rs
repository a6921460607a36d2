//! What can be asked about the start page. The function is public on the wire; rights are checked behind the desk.
#![allow(missing_docs)] // `#[server]` makes a struct of each function, whose fields have none
use crate::call::Call;
use crate::error::AppError;
use crate::overview::view::Overview;
use leptos::prelude::*;

/// Fulfilled by the server.
#[async_trait::async_trait]
pub trait OverviewDesk: Send + Sync {
    /// The customer's start page.
    async fn overview(&self, call: &Call) -> Result<Overview, AppError>;
}

/// The customer's start page.
#[server(output = crate::wire::Json, endpoint = "overview")]
pub async fn load_overview() -> Result<Overview, AppError> {
    crate::call::desk::<dyn OverviewDesk>()?.overview(&crate::call::call()?).await
}
