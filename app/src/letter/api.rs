//! What can be asked about outgoing mail.
#![allow(missing_docs)] // `#[server]` makes a struct of each function, whose fields have none
use crate::call::Call;
use crate::error::AppError;
use crate::letter::view::OutboxView;
use leptos::prelude::*;

/// Fulfilled by the server.
#[async_trait::async_trait]
pub trait LetterDesk: Send + Sync {
    /// The newest letters, narrowed by address or subject. Sign-in links of other people are shown only while mail is
    /// held because no SMTP server is set, which is how the demo is explored.
    async fn outbox(&self, call: &Call, query: &str) -> Result<OutboxView, AppError>;
}

/// The outbox.
#[server(output = crate::wire::Json, endpoint = "outbox")]
pub async fn load_outbox(#[server(default)] query: String) -> Result<OutboxView, AppError> {
    crate::call::desk::<dyn LetterDesk>()?.outbox(&crate::call::call()?, &query).await
}
