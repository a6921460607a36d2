//! What can be asked about mail in and out.
#![allow(missing_docs)] // `#[server]` makes a struct of each function, whose fields have none
use crate::call::Call;
use crate::error::AppError;
use crate::letter::view::{MailsView, OriginalView, OutboxView};
use domain::id::{LetterId, MailId};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// What staff do with a mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MailDeed {
    /// Puts one that waits on a ticket.
    Attach,
    /// Opens a ticket of its own for one that waits.
    Open,
    /// Puts it aside.
    Drop,
    /// Takes it back from where it was put aside.
    Restore,
    /// Moves it from its ticket to another.
    Move,
    /// Moves it from its ticket to one of its own.
    Split,
    /// Puts it back on the ticket from which it was moved.
    Undo,
}

/// Fulfilled by the server.
#[async_trait::async_trait]
pub trait LetterDesk: Send + Sync {
    /// The newest letters, narrowed by address or subject. Sign-in links of other people are shown only while mail is
    /// held because no SMTP server is set, which is how the demo is explored.
    async fn outbox(&self, call: &Call, query: &str) -> Result<OutboxView, AppError>;

    /// Sends a letter again that failed or of which nobody knows whether it left (`again`), or takes an uncertain one as
    /// sent.
    async fn settle(&self, call: &Call, id: LetterId, again: bool) -> Result<(), AppError>;

    /// The newest mails that came in: those that wait for a decision, or all.
    async fn mails(&self, call: &Call, all: bool) -> Result<MailsView, AppError>;

    /// A mail as it was sent, for staff who decide about mail and for those who see the message that it became.
    async fn mail(&self, call: &Call, id: MailId) -> Result<OriginalView, AppError>;

    /// Decides about a mail; `ticket` is the number as it was typed, where it goes to a ticket. Decided twice is as good as
    /// once.
    async fn settle_mail(
        &self,
        call: &Call,
        id: MailId,
        deed: MailDeed,
        ticket: &str,
    ) -> Result<(), AppError>;
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

/// Mails that came in; `show` is `all`, or empty for those that wait.
#[server(output = crate::wire::Json, endpoint = "mails")]
pub async fn load_mails(#[server(default)] show: String) -> Result<MailsView, AppError> {
    crate::call::desk::<dyn LetterDesk>()?.mails(&crate::call::call()?, show == "all").await
}

/// A mail as it was sent.
#[server(output = crate::wire::Json, endpoint = "mail")]
pub async fn load_mail(id: MailId) -> Result<OriginalView, AppError> {
    crate::call::desk::<dyn LetterDesk>()?.mail(&crate::call::call()?, id).await
}

/// Decides about a mail.
#[server(output = crate::wire::Json, endpoint = "mails/settle")]
pub async fn settle_mail(
    id: MailId,
    deed: MailDeed,
    #[server(default)] ticket: String,
) -> Result<(), AppError> {
    crate::call::desk::<dyn LetterDesk>()?.settle_mail(&crate::call::call()?, id, deed, &ticket).await
}
