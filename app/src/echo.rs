//! Forms without scripts that were refused come back with what was typed and why it was not taken.
#![allow(missing_docs)] // `#[server]` makes a struct of each function, whose fields have none
use crate::call::Call;
use crate::error::AppError;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// A refused form. Secrets are never in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Echo {
    /// Path of the server function it was sent to; only the form with this action shows it.
    pub path: String,
    /// Fields as they were typed.
    pub values: Vec<(String, String)>,
    /// Why it was refused.
    pub error: AppError,
}

/// Fulfilled by the server.
#[async_trait::async_trait]
pub trait EchoDesk: Send + Sync {
    /// The refused form of an id, for whom it belongs to; `None` where it is gone.
    async fn echo(&self, call: &Call, id: &str) -> Result<Option<Echo>, AppError>;
}

/// The refused form that the address names by `?echo=`.
#[server(output = crate::wire::Json, endpoint = "echo")]
pub async fn load_echo(id: String) -> Result<Option<Echo>, AppError> {
    crate::call::desk::<dyn EchoDesk>()?.echo(&crate::call::call()?, &id).await
}
