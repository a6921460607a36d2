//! What can be asked about the configuration. Every function is public on the wire; rights are checked behind the desk.
#![allow(missing_docs)] // `#[server]` makes a struct of each function, whose fields have none
use crate::call::Call;
use crate::error::AppError;
use crate::policy::view::{DraftView, PolicyView};
use domain::policy::edit::{Deed, Edit, Part};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What somebody asks of the support policy; as in the address bar.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    /// Version; the one in force where there is none.
    pub version: Option<i64>,
    /// The asker's own draft instead (D10).
    pub draft: bool,
    /// For whom: some openings are agreed with one customer. Staff only.
    pub customer: Option<i64>,
    /// Plan, by code; none where empty.
    pub plan: String,
    /// Ticket type, by code.
    pub kind: String,
    /// Class, by code.
    pub class: String,
    /// Priority, by code; empty for the default one.
    pub priority: String,
    /// Received at: date and time in the company's zone; nothing is asked where it is empty.
    pub at: String,
}

/// Fulfilled by the server.
#[async_trait::async_trait]
pub trait PolicyDesk: Send + Sync {
    /// The support policy, and when a ticket of a kind would be due.
    async fn policy(&self, call: &Call, question: Question) -> Result<PolicyView, AppError>;
    /// The reader's draft of a new version; with the due times that it would move where `moves` is set.
    async fn draft(&self, call: &Call, moves: bool) -> Result<DraftView, AppError>;
    /// Changes a part of the draft as it was when it was read: `seen` is its number then.
    async fn edit(&self, call: &Call, key: &str, seen: i64, edit: Edit) -> Result<(), AppError>;
    /// Takes a configuration file as the draft, as a whole or not at all.
    async fn import(&self, call: &Call, key: &str, text: &str) -> Result<(), AppError>;
    /// Forgets the draft.
    async fn discard(&self, call: &Call, key: &str) -> Result<(), AppError>;
    /// Publishes the draft as it was `seen`; open tickets follow it where `open_too` is set, else they keep what they came in under (D8).
    async fn publish(
        &self,
        call: &Call,
        key: &str,
        seen: i64,
        note: &str,
        open_too: bool,
    ) -> Result<(), AppError>;
}

/// The support policy; `query` as in the address bar, without `?`.
#[server(output = crate::wire::Json, endpoint = "policy")]
pub async fn load_policy(#[server(default)] query: String) -> Result<PolicyView, AppError> {
    crate::call::desk::<dyn PolicyDesk>()?
        .policy(&crate::call::call()?, super::calculator::question(&query))
        .await
}

/// The draft.
#[server(output = crate::wire::Json, endpoint = "policy/draft")]
pub async fn load_draft(moves: bool) -> Result<DraftView, AppError> {
    crate::call::desk::<dyn PolicyDesk>()?.draft(&crate::call::call()?, moves).await
}

/// Changes a part of the draft.
#[server(output = crate::wire::Json, endpoint = "policy/edit")]
pub async fn edit_policy(
    key: String,
    part: Part,
    deed: Deed,
    #[server(default)] at: String,
    #[server(default)] sub: String,
    seen: i64,
    #[server(default)] fields: BTreeMap<String, String>,
) -> Result<(), AppError> {
    let edit = Edit { part, deed, at, sub, fields };
    crate::call::desk::<dyn PolicyDesk>()?.edit(&crate::call::call()?, &key, seen, edit).await
}

/// Takes a configuration file as the draft.
#[server(output = crate::wire::Json, endpoint = "policy/import")]
pub async fn import_policy(key: String, text: String) -> Result<(), AppError> {
    crate::call::desk::<dyn PolicyDesk>()?.import(&crate::call::call()?, &key, &text).await?;
    crate::call::go("/settings/publish");
    Ok(())
}

/// Forgets the draft.
#[server(output = crate::wire::Json, endpoint = "policy/discard")]
pub async fn discard_draft(key: String) -> Result<(), AppError> {
    crate::call::desk::<dyn PolicyDesk>()?.discard(&crate::call::call()?, &key).await
}

/// Publishes the draft.
#[server(output = crate::wire::Json, endpoint = "policy/publish")]
pub async fn publish_policy(
    key: String,
    seen: i64,
    #[server(default)] note: String,
    #[server(default)] open_too: String,
) -> Result<(), AppError> {
    crate::call::desk::<dyn PolicyDesk>()?
        .publish(&crate::call::call()?, &key, seen, &note, open_too == "1")
        .await?;
    crate::call::go("/settings/history");
    Ok(())
}
