//! Access tokens of mailboxes (OAuth 2.0): one is kept for as long as it counts, and gotten anew by the refresh token. A refresh
//! token that comes in place of another is stored, or the mailbox could be read no more.
use super::grant::{Granted, Sent, ask};
use super::{Failed, query};
use crate::config::mailbox::grant::{Grant, Secret};
use crate::fault::Fault;
use crate::house::House;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use domain::letter::mailbox::Trouble;
use jiff::{SignedDuration, Timestamp};
use std::collections::HashMap;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::Mutex as Turn;

/// A token is not used in the last moments in which it counts: clocks differ, and signing in takes a while.
const EARLY: SignedDuration = SignedDuration::from_mins(2);
/// How often and in which distance storing a new refresh token is tried.
const TRIES: u32 = 5;
const AGAIN: Duration = Duration::from_secs(2);

/// The access tokens of all mailboxes; those of one are gotten one after the other.
#[derive(Default)]
pub struct Tokens(Mutex<HashMap<i64, Arc<Turn<Option<Held>>>>>);

/// A token that counts for a while.
struct Held {
    /// A seal of what it was gotten by.
    of: String,
    access: String,
    until: Timestamp,
}

/// An access token.
pub struct Access {
    /// Itself.
    pub token: String,
    /// It was gotten just now.
    pub is_fresh: bool,
}

impl Tokens {
    fn of(&self, mailbox: i64) -> Arc<Turn<Option<Held>>> {
        Arc::clone(self.0.lock().unwrap_or_else(PoisonError::into_inner).entry(mailbox).or_default())
    }
}

/// An access token for a mailbox.
pub async fn access(house: &House, mailbox: i64, grant: &Grant) -> Result<Access, Failed> {
    let (house, grant) = (house.clone(), grant.clone());
    // A task of its own: what comes in place of the refresh token is stored, even where nobody waits for it any longer.
    tokio::spawn(async move { current(&house, mailbox, &grant).await }).await?
}

/// The mail server does not take this token: it is not used again.
pub async fn forget(house: &House, mailbox: i64, token: &str) {
    let turn = house.tokens.of(mailbox);
    let mut held = turn.lock().await;
    if held.as_ref().is_some_and(|held| held.access == token) {
        *held = None;
    }
}

async fn current(house: &House, mailbox: i64, grant: &Grant) -> Result<Access, Failed> {
    let first = secret(&grant.refresh).await?;
    let of = seal(house, grant, &first);
    let turn = house.tokens.of(mailbox);
    let mut held = turn.lock().await;
    let now = house.clock.now();
    if let Some(held) = held.as_ref().filter(|held| held.of == of && now < held.until) {
        return Ok(Access { token: held.access.clone(), is_fresh: false });
    }
    let granted = renew(house, mailbox, grant, &first, &of).await?;
    let token = granted.access.clone();
    *held = Some(Held { of, access: granted.access, until: now + granted.lasts - EARLY });
    Ok(Access { token, is_fresh: true })
}

/// Gets one by the newest refresh token.
async fn renew(house: &House, mailbox: i64, grant: &Grant, first: &str, of: &str) -> Result<Granted, Failed> {
    let client_secret = match &grant.client_secret {
        Some(one) => Some(secret(one).await?),
        None => None,
    };
    let client_secret = client_secret.as_deref();
    let mut refresh = newest(house, mailbox, of).await?.unwrap_or_else(|| first.to_owned());
    let mut asked = ask(grant, &Sent { refresh: &refresh, client_secret }).await;
    if asked.as_ref().is_err_and(|failed| failed.trouble == Trouble::Expired) {
        // Another server of the house may have been quicker, and got a new refresh token for the one that was sent.
        let newer = newest(house, mailbox, of).await?.filter(|newer| *newer != refresh);
        if let Some(newer) = newer {
            asked = ask(grant, &Sent { refresh: &newer, client_secret }).await;
            refresh = newer;
        }
    }
    let granted = asked?;
    if let Some(next) = granted.refresh.as_ref().filter(|next| **next != refresh) {
        keep(house, mailbox, of, next).await?;
    }
    Ok(granted)
}

/// The refresh token that came in place of the one that was named.
async fn newest(house: &House, mailbox: i64, of: &str) -> Result<Option<String>, Failed> {
    let Some(locked) = query::renewed(house.store.read(), mailbox, of).await? else { return Ok(None) };
    let unread = |words: String| Failed { trouble: Trouble::Secret, words };
    let opened = house.vault.unlock(&locked).map_err(|fault| unread(fault.to_string()))?;
    String::from_utf8(opened).map(Some).map_err(|_| unread("its refresh token is no text".to_owned()))
}

/// Stores a refresh token. The one before may count no more, so that a database that refuses is asked again.
async fn keep(house: &House, mailbox: i64, of: &str, next: &str) -> Result<(), Failed> {
    let locked = house.vault.lock(next.as_bytes())?;
    let mut tried = 1;
    while let Err(fault) = store(house, mailbox, of, &locked).await {
        tracing::error!(error.source = %fault, "A new refresh token of a mailbox could not be stored.");
        if tried == TRIES {
            return Err(fault.into());
        }
        tried += 1;
        tokio::time::sleep(AGAIN).await;
    }
    Ok(())
}

async fn store(house: &House, mailbox: i64, of: &str, locked: &str) -> Result<(), Fault> {
    let change = house.store.change().await?;
    query::renew(&change, mailbox, of, locked).await?;
    change.commit().await
}

/// What tells a grant apart from another of the same mailbox, without giving its secret away.
fn seal(house: &House, grant: &Grant, refresh: &str) -> String {
    let text = format!("refresh token\n{}\n{}\n{refresh}", grant.endpoint, grant.client);
    STANDARD_NO_PAD.encode(house.vault.seal(&text))
}

async fn secret(secret: &Secret) -> Result<String, Failed> {
    match secret {
        Secret::Text(text) => Ok(text.clone()),
        Secret::File(file) => read(file).await,
    }
}

/// What stands in a file with a secret.
pub async fn read(file: &Path) -> Result<String, Failed> {
    let text = tokio::fs::read_to_string(file).await;
    text.map(|text| text.trim().to_owned()).map_err(|error| Failed {
        trouble: Trouble::Secret,
        words: format!("{} cannot be read: {error}", file.display()),
    })
}
