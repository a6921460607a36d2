//! What can be asked about mail in and out.
#![allow(missing_docs)] // `#[server]` makes a struct of each function, whose fields have none
use crate::call::Call;
use crate::error::AppError;
use crate::letter::view::{MailsView, MoveView, OriginalView, OutboxView, OutgoingView};
use domain::id::{LetterId, MailId};
use domain::ticket::number::TicketNumber;
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
    /// Puts it back on the ticket from which it was moved; one that waited before waits again.
    Undo,
}

/// Which mails are asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MailsAsked {
    /// All, not only those that wait for a decision.
    pub all: bool,
    /// Part of the sender or the subject, or the number of a ticket; empty for any.
    pub query: String,
    /// Only older ones than this.
    pub after: Option<MailId>,
}

/// Fulfilled by the server.
#[async_trait::async_trait]
pub trait LetterDesk: Send + Sync {
    /// The newest letters, narrowed by address or subject. Sign-in links of other people are shown only while mail is
    /// held because no SMTP server is set, which is how the demo is explored.
    async fn outbox(&self, call: &Call, query: &str) -> Result<OutboxView, AppError>;

    /// How the mail server fares that takes outgoing mail; `None` where none is set.
    async fn outgoing(&self, call: &Call) -> Result<Option<OutgoingView>, AppError>;

    /// Sends a letter again that failed or of which nobody knows whether it left (`again`); or takes an uncertain one as sent and
    /// leaves it at that with one that failed.
    async fn settle(&self, call: &Call, id: LetterId, again: bool) -> Result<(), AppError>;

    /// A page of mails that came in, newest first.
    async fn mails(&self, call: &Call, asked: &MailsAsked) -> Result<MailsView, AppError>;

    /// What is to be known before a mail is put on the ticket whose number was typed; nothing is changed.
    async fn mail_move(&self, call: &Call, id: MailId, ticket: &str) -> Result<MoveView, AppError>;

    /// A mail as it was sent, for staff who decide about mail and for those who see the message that it became.
    async fn mail(&self, call: &Call, id: MailId) -> Result<OriginalView, AppError>;

    /// Decides about a mail; `ticket` is the number as it was typed, where it goes to a ticket, in which its writer takes part
    /// from now on with `join`. Answers the ticket on which it stands now, where it was put on one. Decided twice is as good as
    /// once.
    async fn settle_mail(
        &self,
        call: &Call,
        id: MailId,
        deed: MailDeed,
        ticket: &str,
        join: bool,
    ) -> Result<Option<TicketNumber>, AppError>;
}

/// The outbox.
#[server(output = crate::wire::Json, endpoint = "outbox")]
pub async fn load_outbox(#[server(default)] query: String) -> Result<OutboxView, AppError> {
    crate::call::desk::<dyn LetterDesk>()?.outbox(&crate::call::call()?, &query).await
}

/// How the mail server fares that takes outgoing mail.
#[server(output = crate::wire::Json, endpoint = "outgoing")]
pub async fn load_outgoing() -> Result<Option<OutgoingView>, AppError> {
    crate::call::desk::<dyn LetterDesk>()?.outgoing(&crate::call::call()?).await
}

/// Decides about a letter that did not arrive, or of which nobody knows; `again` is `1` to send it once more.
#[server(output = crate::wire::Json, endpoint = "outbox/settle")]
pub async fn settle_letter(id: LetterId, #[server(default)] again: String) -> Result<(), AppError> {
    crate::call::desk::<dyn LetterDesk>()?.settle(&crate::call::call()?, id, !again.is_empty()).await
}

/// Mails that came in; `show` is `all`, or empty for those that wait, `after` is the id of the last one that was shown.
#[server(output = crate::wire::Json, endpoint = "mails")]
pub async fn load_mails(
    #[server(default)] show: String,
    #[server(default)] query: String,
    #[server(default)] after: String,
) -> Result<MailsView, AppError> {
    let after = crate::ticket::address::optional("after", &after)?;
    let asked = MailsAsked { all: show == "all", query, after };
    crate::call::desk::<dyn LetterDesk>()?.mails(&crate::call::call()?, &asked).await
}

/// What is to be known before a mail goes to a ticket.
#[server(output = crate::wire::Json, endpoint = "mails/move")]
pub async fn load_mail_move(id: MailId, #[server(default)] ticket: String) -> Result<MoveView, AppError> {
    crate::call::desk::<dyn LetterDesk>()?.mail_move(&crate::call::call()?, id, &ticket).await
}

/// A mail as it was sent.
#[server(output = crate::wire::Json, endpoint = "mail")]
pub async fn load_mail(id: MailId) -> Result<OriginalView, AppError> {
    crate::call::desk::<dyn LetterDesk>()?.mail(&crate::call::call()?, id).await
}

/// Decides about a mail; `join` is `1` to let its writer take part in the ticket.
#[server(output = crate::wire::Json, endpoint = "mails/settle")]
pub async fn settle_mail(
    id: MailId,
    deed: MailDeed,
    #[server(default)] ticket: String,
    #[server(default)] join: String,
) -> Result<Option<TicketNumber>, AppError> {
    let (call, join) = (crate::call::call()?, !join.is_empty());
    let stands = crate::call::desk::<dyn LetterDesk>()?.settle_mail(&call, id, deed, &ticket, join).await?;
    if let Some(number) = stands {
        crate::call::go(&afterwards(deed, number));
    }
    Ok(stands)
}

/// Where one goes on after a mail was put on a ticket: to the others that wait, or to the ticket.
pub fn afterwards(deed: MailDeed, number: TicketNumber) -> String {
    match deed {
        MailDeed::Attach | MailDeed::Open => "/mails".to_owned(),
        _ => format!("/tickets/{}", number.0),
    }
}
