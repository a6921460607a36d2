//! Confirming a result, or objecting to it, by the link of a mail: what can be asked, and what is shown.
#![allow(missing_docs)] // `#[server]` makes a struct of each function, whose fields have none
use crate::call::Call;
use crate::error::AppError;
use domain::ticket::Stage;
use domain::ticket::number::TicketNumber;
use jiff::civil::Date;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// Fulfilled by the server. The link is the right: nobody signs in.
#[async_trait::async_trait]
pub trait CompletionDesk: Send + Sync {
    /// What a link leads to; changes nothing.
    async fn completion(&self, call: &Call, token: &str) -> Result<CompletionView, AppError>;
    /// Confirms or objects, once; `note` says what is not right.
    async fn decide_completion(
        &self,
        call: &Call,
        token: &str,
        verdict: Verdict,
        note: &str,
    ) -> Result<(), AppError>;
}

/// What a customer says of a result.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It is right: the ticket closes.
    Confirm,
    /// It is not: the ticket is open again.
    Object,
}

/// What is decided by a link.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CompletionView {
    /// Ticket.
    pub number: TicketNumber,
    /// Its title.
    pub title: String,
    /// Who decides.
    pub name: String,
    /// What was said when the work was done; may be empty.
    pub said: String,
    /// The last day for objections, where there is one.
    pub last_day: Option<Date>,
    /// The open ticket by which the reader went on with this one after its end.
    pub followed: Option<TicketNumber>,
    /// Where the ticket is now.
    pub stage: Stage,
    /// Whether it still can be decided.
    pub open: bool,
    /// Whether the reader has an account in which the ticket can be looked at.
    pub account: bool,
}

/// What a link leads to.
#[server(output = crate::wire::Json, endpoint = "completion")]
pub async fn load_completion(token: String) -> Result<CompletionView, AppError> {
    crate::call::desk::<dyn CompletionDesk>()?.completion(&crate::call::call()?, &token).await
}

/// Confirms.
#[server(output = crate::wire::Json, endpoint = "completion/confirm")]
pub async fn confirm_completion(token: String) -> Result<(), AppError> {
    let (desk, call) = (crate::call::desk::<dyn CompletionDesk>()?, crate::call::call()?);
    desk.decide_completion(&call, &token, Verdict::Confirm, "").await?;
    crate::call::go(&format!("/completion?token={token}"));
    Ok(())
}

/// Objects.
#[server(output = crate::wire::Json, endpoint = "completion/object")]
pub async fn object_completion(token: String, #[server(default)] note: String) -> Result<(), AppError> {
    let (desk, call) = (crate::call::desk::<dyn CompletionDesk>()?, crate::call::call()?);
    desk.decide_completion(&call, &token, Verdict::Object, &note).await?;
    crate::call::go(&format!("/completion?token={token}"));
    Ok(())
}
