//! What can be asked about any quote or order.
#![allow(missing_docs)] // `#[server]` makes a struct of each function, whose fields have none
use crate::call::Call;
use crate::error::AppError;
use domain::deal::Deal;
use domain::id::DocumentId;
use leptos::prelude::*;

/// Fulfilled by the server.
#[async_trait::async_trait]
pub trait DealDesk: Send + Sync {
    /// Writes a comment, or a note for staff, with documents that were sent before.
    async fn comment(
        &self,
        call: &Call,
        key: &str,
        deal: Deal,
        body: String,
        documents: Vec<DocumentId>,
        internal: bool,
    ) -> Result<(), AppError>;
}

/// Comments on a quote or an order.
#[server(output = crate::wire::Json, endpoint = "deal/comment")]
pub async fn comment_deal(
    key: String,
    deal: String,
    #[server(default)] body: String,
    #[server(default)] documents: String,
    #[server(default)] internal: String,
) -> Result<(), AppError> {
    let deal: Deal = deal.parse().map_err(|_| AppError::NotFound)?;
    let documents = crate::ticket::address::ids("documents", &documents)?;
    let internal = crate::ticket::address::is_internal(&internal);
    crate::call::desk::<dyn DealDesk>()?
        .comment(&crate::call::call()?, &key, deal, body, documents, internal)
        .await?;
    crate::call::go(&deal.address());
    Ok(())
}
