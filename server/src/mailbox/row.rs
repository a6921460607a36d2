//! A mailbox in the database, and the account by which it is read.
use crate::clock::instant;
use crate::config::mailbox::grant::{Grant, Secret, endpoint};
use crate::config::mailbox::{Imap, Key, Way, way};
use crate::fault::Fault;
use crate::house::House;
use crate::letter::imap::Failed;
use crate::store::{Change, one};
use app::error::AppError;
use app::mailbox::view::SignIn;
use domain::id::MailboxId;
use domain::letter::mailbox::Trouble;
use domain::letter::mailbox::begin::Begin;
use sea_orm::{ConnectionTrait, DbBackend, FromQueryResult};

/// The code of a password as the secret of a mailbox.
pub const PASSWORD: &str = "password";
/// That of an access token.
pub const TOKEN: &str = "token";
/// That of a refresh token.
pub const REFRESH: &str = "refresh";

/// What [`MailboxRow`] reads.
pub const COLUMNS: &str =
    "id, name, address, lang, shown_name, team_id, class, source, url, user_name, folder, credential,
  secret, active, imap, version, changed_by, changed_at, fetched_at, trouble, trouble_kind, connected_at, takes_older,
  token_url, token_client, token_client_secret, token_scope";

/// A row of the table `mailbox`. It holds a secret, so that it cannot be printed.
#[derive(Clone, FromQueryResult)]
#[allow(missing_docs)] // named after the columns, which the migrations explain
pub struct MailboxRow {
    pub id: i64,
    pub name: String,
    pub address: String,
    pub lang: String,
    pub shown_name: String,
    pub team_id: Option<i64>,
    pub class: Option<String>,
    pub source: String,
    pub url: Option<String>,
    pub user_name: Option<String>,
    pub folder: Option<String>,
    pub credential: Option<String>,
    pub secret: Option<String>,
    pub active: bool,
    pub imap: bool,
    pub version: i64,
    pub changed_by: Option<String>,
    pub changed_at: Option<i64>,
    pub fetched_at: Option<i64>,
    pub trouble: Option<String>,
    pub trouble_kind: Option<String>,
    pub connected_at: Option<i64>,
    pub takes_older: bool,
    pub token_url: Option<String>,
    pub token_client: Option<String>,
    pub token_client_secret: Option<String>,
    pub token_scope: Option<String>,
}

impl MailboxRow {
    /// Whether the settings file names it.
    pub fn is_of_file(&self) -> bool {
        self.source == "file"
    }

    /// The account that the settings file gives it.
    pub fn of_file(&self, house: &House) -> Option<Imap> {
        let named = house.settings.mailboxes.iter().find(|mailbox| mailbox.name == self.name)?;
        named.imap.clone()
    }

    /// By which account it is read.
    pub fn account(&self, house: &House) -> Result<Imap, Failed> {
        if self.is_of_file() {
            return self
                .of_file(house)
                .ok_or_else(|| missing("the settings file of this server does not name it".to_owned()));
        }
        let url = self.url.as_deref().unwrap_or_default();
        let Way { host, port, tls } = way(url).ok_or_else(|| missing("it has no connection".to_owned()))?;
        let locked = self.secret.as_deref().ok_or_else(|| missing("it has no password".to_owned()))?;
        let secret = opened(house, locked)?;
        let key = match self.credential.as_deref() {
            Some(TOKEN) => Key::Token(secret),
            Some(REFRESH) => Key::Refresh(Box::new(self.grant(house, secret)?)),
            _ => Key::Password(secret),
        };
        let user = self.user_name.clone().unwrap_or_else(|| self.address.clone());
        let folder = self.folder.clone().unwrap_or_else(|| "INBOX".to_owned());
        Ok(Imap { host, port, tls, user, key, folder, ca_file: None })
    }

    /// Since when it is read, and what becomes of older mails.
    pub fn begin(&self) -> Begin {
        Begin { connected: self.connected_at.map(instant), takes_older: self.takes_older }
    }

    /// By what access tokens are gotten.
    fn grant(&self, house: &House, refresh: String) -> Result<Grant, Failed> {
        let url = self.token_url.as_deref().unwrap_or_default();
        let client_secret = self.token_client_secret.as_deref().map(|locked| opened(house, locked));
        Ok(Grant {
            endpoint: endpoint(url).ok_or_else(|| missing("it has no token endpoint".to_owned()))?,
            client: self.token_client.clone().unwrap_or_default(),
            client_secret: client_secret.transpose()?.map(Secret::Text),
            scope: self.token_scope.clone(),
            refresh: Secret::Text(refresh),
            ca_file: None,
        })
    }

    /// By what it is signed in.
    pub fn sign_in(&self) -> SignIn {
        match self.credential.as_deref() {
            Some(TOKEN) => SignIn::Token,
            Some(REFRESH) => SignIn::Refresh {
                token_url: self.token_url.clone().unwrap_or_default(),
                client_id: self.token_client.clone().unwrap_or_default(),
                scope: self.token_scope.clone().unwrap_or_default(),
            },
            _ => SignIn::Password,
        }
    }
}

const fn missing(words: String) -> Failed {
    Failed { trouble: Trouble::Secret, words }
}

/// A stored secret.
fn opened(house: &House, locked: &str) -> Result<String, Failed> {
    let opened = house.vault.unlock(locked).map_err(|fault| missing(fault.to_string()))?;
    String::from_utf8(opened).map_err(|_| missing("its password is no text".to_owned()))
}

/// A mailbox that is not removed.
pub async fn find<C: ConnectionTrait>(db: &C, id: MailboxId) -> Result<MailboxRow, Fault> {
    found(db, id, "").await
}

/// The same, so that nobody else changes it meanwhile.
pub async fn find_to_change(change: &Change, house: &House, id: MailboxId) -> Result<MailboxRow, Fault> {
    let lock = if house.store.backend() == DbBackend::Postgres { "FOR UPDATE" } else { "" };
    found(change.db(), id, lock).await
}

async fn found<C: ConnectionTrait>(db: &C, id: MailboxId, lock: &str) -> Result<MailboxRow, Fault> {
    let sql = format!("SELECT {COLUMNS} FROM mailbox WHERE id = $1 AND removed_at IS NULL {lock}");
    Ok(one(db, &sql, [id.0.into()]).await?.ok_or(AppError::NotFound)?)
}
