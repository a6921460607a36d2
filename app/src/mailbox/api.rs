//! What can be asked about mailboxes. Every function is public on the wire; rights are checked behind the desk.
#![allow(missing_docs)] // `#[server]` makes a struct of each function, whose fields have none
use crate::call::Call;
use crate::error::AppError;
use crate::mailbox::view::MailboxesView;
use domain::id::{MailboxId, TeamId};
use leptos::prelude::*;

/// The page.
pub const PAGE: &str = "/mailboxes";

/// A mailbox as the form was filled in. It holds a secret, so that it cannot be printed. Of a mailbox of the settings file
/// only the first five count.
pub struct Filled {
    /// Name beside the address in answers.
    pub shown_name: String,
    /// Language code.
    pub lang: String,
    /// Team.
    pub team: Option<TeamId>,
    /// Class code; empty for none.
    pub class: String,
    /// Mails from before it was connected are taken in too.
    pub older: bool,
    /// Name.
    pub name: String,
    /// Mail address.
    pub address: String,
    /// Address of the IMAP server; empty where none is read.
    pub url: String,
    /// Who signs in; the mail address where it is empty.
    pub user: String,
    /// Folder; `INBOX` where it is empty.
    pub folder: String,
    /// `password`, `token` or `refresh`.
    pub by: String,
    /// The secret; empty to keep the one there is.
    pub password: String,
    /// Who gives access tokens for a refresh token; this and the next three count with `refresh` only.
    pub token_url: String,
    /// Which client asks.
    pub client_id: String,
    /// Its secret; empty to keep the one there is, if any.
    pub client_secret: String,
    /// For what; empty for all that was granted.
    pub scope: String,
    /// Not paused.
    pub active: bool,
}

/// Fulfilled by the server.
#[async_trait::async_trait]
pub trait MailboxDesk: Send + Sync {
    /// All mailboxes.
    async fn mailboxes(&self, call: &Call) -> Result<MailboxesView, AppError>;
    /// Adds a mailbox, or changes one of which `seen` is the version that was read.
    async fn save(
        &self,
        call: &Call,
        key: &str,
        id: Option<MailboxId>,
        seen: i64,
        filled: Filled,
    ) -> Result<(), AppError>;
    /// Removes a mailbox; its mails stay.
    async fn remove(&self, call: &Call, key: &str, id: MailboxId) -> Result<(), AppError>;
    /// Signs in and opens the folder; fails with the reason.
    async fn check(&self, call: &Call, id: MailboxId) -> Result<(), AppError>;
}

/// All mailboxes.
#[server(output = crate::wire::Json, endpoint = "mailboxes")]
pub async fn load_mailboxes() -> Result<MailboxesView, AppError> {
    crate::call::desk::<dyn MailboxDesk>()?.mailboxes(&crate::call::call()?).await
}

/// Adds (`id` is `new`) or changes a mailbox.
#[server(output = crate::wire::Json, endpoint = "mailbox/save")]
pub async fn save_mailbox(
    key: String,
    id: String,
    #[server(default)] seen: i64,
    #[server(default)] shown_name: String,
    #[server(default)] lang: String,
    #[server(default)] team: String,
    #[server(default)] class: String,
    #[server(default)] older: String,
    #[server(default)] name: String,
    #[server(default)] address: String,
    #[server(default)] url: String,
    #[server(default)] user: String,
    #[server(default)] folder: String,
    #[server(default)] by: String,
    #[server(default)] password: String,
    #[server(default)] token_url: String,
    #[server(default)] client_id: String,
    #[server(default)] client_secret: String,
    #[server(default)] scope: String,
    #[server(default)] active: String,
) -> Result<(), AppError> {
    let id = if id == "new" { None } else { crate::ticket::address::optional("id", &id)? };
    let team = crate::ticket::address::optional("team", &team)?;
    let (older, active) = (!older.is_empty(), !active.is_empty());
    let filled = Filled {
        shown_name,
        lang,
        team,
        class,
        older,
        name,
        address,
        url,
        user,
        folder,
        by,
        password,
        token_url,
        client_id,
        client_secret,
        scope,
        active,
    };
    crate::call::desk::<dyn MailboxDesk>()?.save(&crate::call::call()?, &key, id, seen, filled).await?;
    crate::call::go(PAGE);
    Ok(())
}

/// Removes a mailbox.
#[server(output = crate::wire::Json, endpoint = "mailbox/remove")]
pub async fn remove_mailbox(key: String, id: MailboxId) -> Result<(), AppError> {
    crate::call::desk::<dyn MailboxDesk>()?.remove(&crate::call::call()?, &key, id).await?;
    crate::call::go(PAGE);
    Ok(())
}

/// Checks the connection of a mailbox; where it works, the page says so.
#[server(output = crate::wire::Json, endpoint = "mailbox/check")]
pub async fn check_mailbox(id: MailboxId) -> Result<(), AppError> {
    crate::call::desk::<dyn MailboxDesk>()?.check(&crate::call::call()?, id).await?;
    crate::call::go(&format!("{PAGE}?checked={id}"));
    Ok(())
}
