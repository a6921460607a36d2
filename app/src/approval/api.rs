//! What can be asked about releases and consents. Every function is public on the wire; rights are checked behind the desk.
#![allow(missing_docs)] // `#[server]` makes a struct of each function, whose fields have none
use crate::approval::view::{RequestPage, TypeOffer};
use crate::call::Call;
use crate::error::AppError;
use domain::approval::Asked;
use domain::id::{ApprovalId, ConsentId, OrganisationId};
use domain::ticket::number::TicketNumber;
use leptos::prelude::*;

/// What an approver answers to a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// All of it is released.
    Approve,
    /// At most so much, as it was typed.
    Less(String),
    /// Nothing is, and why.
    Decline(String),
}

/// What was pressed, by its code, with what was typed beside it.
pub fn answer(deed: &str, minutes: String, note: String) -> Result<Answer, AppError> {
    match deed {
        "approve" => Ok(Answer::Approve),
        "less" => Ok(Answer::Less(minutes)),
        "decline" => Ok(Answer::Decline(note)),
        _ => Err(AppError::field("deed", domain::input::Reason::NotAChoice)),
    }
}

/// What somebody says who is to agree to a type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Yes.
    Approve,
    /// No.
    Decline,
}

impl From<Verdict> for domain::approval::Event {
    fn from(verdict: Verdict) -> Self {
        match verdict {
            Verdict::Approve => Self::Approve,
            Verdict::Decline => Self::Decline,
        }
    }
}

/// Fulfilled by the server.
#[async_trait::async_trait]
pub trait ApprovalDesk: Send + Sync {
    /// Asks the customer to release more effort; the ticket waits for it.
    async fn ask(&self, call: &Call, key: &str, number: TicketNumber, asked: Asked) -> Result<(), AppError>;
    /// Takes a request back; the ticket goes on.
    async fn withdraw(&self, call: &Call, key: &str, id: ApprovalId) -> Result<(), AppError>;
    /// Releases, all or less, or not, signed in.
    async fn decide(&self, call: &Call, key: &str, id: ApprovalId, answer: Answer) -> Result<(), AppError>;
    /// What a link leads to; changes nothing. The link is the right: nobody signs in.
    async fn request(&self, call: &Call, token: &str) -> Result<RequestPage, AppError>;
    /// Releases, all or less, or not, by a link, once.
    async fn decide_by_link(&self, call: &Call, token: &str, answer: Answer) -> Result<(), AppError>;
    /// Agrees to a type that staff proposed, or not.
    async fn consent(&self, call: &Call, key: &str, id: ConsentId, verdict: Verdict) -> Result<(), AppError>;
    /// The ticket types with price and latest time, for a ticket of an organisation and class opened now.
    async fn types(
        &self,
        call: &Call,
        organisation: Option<OrganisationId>,
        class: Option<String>,
    ) -> Result<Vec<TypeOffer>, AppError>;
}

/// What was pressed, by its code.
pub fn verdict(deed: &str) -> Result<Verdict, AppError> {
    match deed {
        "approve" => Ok(Verdict::Approve),
        "decline" => Ok(Verdict::Decline),
        _ => Err(AppError::field("deed", domain::input::Reason::NotAChoice)),
    }
}

/// Asks for more effort.
#[server(output = crate::wire::Json, endpoint = "approval/ask")]
pub async fn ask_approval(
    key: String,
    number: TicketNumber,
    #[server(default)] minutes: String,
    #[server(default)] reason: String,
) -> Result<(), AppError> {
    let asked = Asked { minutes, reason };
    crate::call::desk::<dyn ApprovalDesk>()?.ask(&crate::call::call()?, &key, number, asked).await
}

/// Takes a request back.
#[server(output = crate::wire::Json, endpoint = "approval/withdraw")]
pub async fn withdraw_approval(key: String, id: ApprovalId) -> Result<(), AppError> {
    crate::call::desk::<dyn ApprovalDesk>()?.withdraw(&crate::call::call()?, &key, id).await
}

/// Releases all (`approve`) or at most `minutes` (`less`), or not (`decline`).
#[server(output = crate::wire::Json, endpoint = "approval/decide")]
pub async fn decide_approval(
    key: String,
    id: ApprovalId,
    #[server(default)] deed: String,
    #[server(default)] minutes: String,
    #[server(default)] note: String,
) -> Result<(), AppError> {
    let call = crate::call::signed_in()?;
    let answer = answer(&deed, minutes, note)?;
    crate::call::desk::<dyn ApprovalDesk>()?.decide(&call, &key, id, answer).await
}

/// What a link leads to.
#[server(output = crate::wire::Json, endpoint = "approval")]
pub async fn load_approval(token: String) -> Result<RequestPage, AppError> {
    crate::call::desk::<dyn ApprovalDesk>()?.request(&crate::call::call()?, &token).await
}

/// Releases, by a link.
#[server(output = crate::wire::Json, endpoint = "approval/approve")]
pub async fn approve_by_link(token: String) -> Result<(), AppError> {
    let (desk, call) = (crate::call::desk::<dyn ApprovalDesk>()?, crate::call::call()?);
    desk.decide_by_link(&call, &token, Answer::Approve).await?;
    crate::call::go(&format!("/approval?token={token}"));
    Ok(())
}

/// Releases at most `minutes`, by a link.
#[server(output = crate::wire::Json, endpoint = "approval/less")]
pub async fn approve_less_by_link(token: String, #[server(default)] minutes: String) -> Result<(), AppError> {
    let (desk, call) = (crate::call::desk::<dyn ApprovalDesk>()?, crate::call::call()?);
    desk.decide_by_link(&call, &token, Answer::Less(minutes)).await?;
    crate::call::go(&format!("/approval?token={token}"));
    Ok(())
}

/// Does not release, by a link.
#[server(output = crate::wire::Json, endpoint = "approval/decline")]
pub async fn decline_by_link(token: String, #[server(default)] note: String) -> Result<(), AppError> {
    let (desk, call) = (crate::call::desk::<dyn ApprovalDesk>()?, crate::call::call()?);
    desk.decide_by_link(&call, &token, Answer::Decline(note)).await?;
    crate::call::go(&format!("/approval?token={token}"));
    Ok(())
}

/// Agrees to a proposed type (`approve`) or not (`decline`).
#[server(output = crate::wire::Json, endpoint = "consent/decide")]
pub async fn decide_consent(
    key: String,
    id: ConsentId,
    #[server(default)] deed: String,
) -> Result<(), AppError> {
    let call = crate::call::signed_in()?;
    let verdict = verdict(&deed)?;
    crate::call::desk::<dyn ApprovalDesk>()?.consent(&call, &key, id, verdict).await
}

/// The ticket types with price and latest time; both empty where nothing is chosen.
#[server(output = crate::wire::Json, endpoint = "ticket/types")]
pub async fn load_types(
    #[server(default)] organisation: String,
    #[server(default)] class: String,
) -> Result<Vec<TypeOffer>, AppError> {
    let organisation = crate::ticket::address::optional("organisation", &organisation)?;
    let class = (!class.is_empty()).then_some(class);
    crate::call::desk::<dyn ApprovalDesk>()?.types(&crate::call::call()?, organisation, class).await
}
