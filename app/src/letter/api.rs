//! What can be asked about outgoing mail.
#![allow(missing_docs)] // `#[server]` makes a struct of each function, whose fields have none
use crate::call::Call;
use crate::error::AppError;
use crate::letter::view::OutboxView;
use domain::id::LetterId;
use leptos::prelude::*;

/// Fulfilled by the server.
#[async_trait::async_trait]
pub trait LetterDesk: Send + Sync {
    /// The newest letters, narrowed by address or subject. Sign-in links of other people are shown only while mail is
    /// held because no SMTP server is set, which is how the demo is explored.
    async fn outbox(&self, call: &Call, query: &str) -> Result<OutboxView, AppError>;

    /// Sends a letter again that failed or of which nobody knows whether it left (`again`), or takes an uncertain one as
    /// sent.
    async fn settle(&self, call: &Call, id: LetterId, again: bool) -> Result<(), AppError>;
}

/// The outbox.
#[server(output = crate::wire::Json, endpoint = "outbox")]
pub async fn load_outbox(#[server(default)] query: String) -> Result<OutboxView, AppError> {
    crate::call::desk::<dyn LetterDesk>()?.outbox(&crate::call::call()?, &query).await
}

/// Decides about a letter that did not arrive, or of which nobody knows; `again` is `1` to send it once more.
#[server(output = crate::wire::Json, endpoint = "outbox/settle")]
pub async fn settle_letter(id: LetterId, #[server(default)] again: String) -> Result<(), AppError> {
    crate::call::desk::<dyn LetterDesk>()?.settle(&crate::call::call()?, id, !again.is_empty()).await
}
