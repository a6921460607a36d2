//! By what a mailbox of the browser is signed in, as it was filled in. A secret that was typed is stored encrypted.
use crate::config::mailbox::grant::endpoint;
use crate::fault::Fault;
use crate::house::House;
use crate::mailbox::row::{MailboxRow, PASSWORD, REFRESH, TOKEN};
use crate::store::{Change, run};
use app::mailbox::api::Filled;
use domain::input::{Checks, Reason};

/// Most characters of a password, token or client's secret.
const LONGEST_SECRET: u32 = 8_000;

/// What is stored of a sign-in.
pub struct Credential {
    code: &'static str,
    /// Encrypted.
    secret: Option<String>,
    /// It was there before; what came in its place counts on.
    kept: bool,
    grant: Option<Granted>,
}

/// Who gives access tokens, and which client asks.
struct Granted {
    url: String,
    client: String,
    /// Encrypted.
    client_secret: Option<String>,
    scope: Option<String>,
}

/// The sign-in as it was filled in. `old` is the same mailbox at the same server with the same user: its secrets are kept
/// where none is typed, for the same kind of sign-in and the same token endpoint and client.
pub fn credential(
    house: &House,
    checks: &mut Checks,
    old: Option<&MailboxRow>,
    filled: &Filled,
) -> Result<Credential, Fault> {
    let code = match filled.by.as_str() {
        TOKEN => TOKEN,
        REFRESH => REFRESH,
        _ => PASSWORD,
    };
    let mut old = old.filter(|old| old.credential.as_deref() == Some(code));
    let mut grant = None;
    if code == REFRESH {
        let url = checks.line("token_url", &filled.token_url, 500);
        if !url.is_empty() && endpoint(&url).is_none() {
            checks.add("token_url", Reason::NotATokenEndpoint);
        }
        let client = checks.line("client_id", &filled.client_id, 200);
        let scope = checks.optional_line("scope", &filled.scope, 500);
        old = old.filter(|old| {
            old.token_url.as_deref().and_then(endpoint) == endpoint(&url)
                && old.token_client.as_ref() == Some(&client)
        });
        let kept = old.and_then(|old| old.token_client_secret.clone());
        let client_secret = typed(house, checks, "client_secret", &filled.client_secret)?.or(kept);
        grant = Some(Granted { url, client, client_secret, scope });
    }
    let typed = typed(house, checks, "password", &filled.password)?;
    let kept = typed.is_none();
    let secret = typed.or_else(|| old.and_then(|old| old.secret.clone()));
    if secret.is_none() {
        checks.add("password", Reason::Missing);
    }
    Ok(Credential { code, secret, kept, grant })
}

/// A secret that was typed, encrypted.
fn typed(house: &House, checks: &mut Checks, field: &str, text: &str) -> Result<Option<String>, Fault> {
    let typed = text.trim_matches(['\r', '\n']);
    if typed.chars().count() > LONGEST_SECRET as usize {
        checks.add(field, Reason::TooLong { max: LONGEST_SECRET });
    }
    if typed.is_empty() { Ok(None) } else { Ok(Some(house.vault.lock(typed.as_bytes())?)) }
}

/// Writes by what a mailbox is signed in from now on; nothing is left where it is not.
pub async fn write(change: &Change, id: i64, credential: Option<Credential>) -> Result<(), Fault> {
    if credential.as_ref().is_none_or(|credential| !credential.kept) {
        let sql = "UPDATE mailbox SET token_renewed = NULL, token_renewed_of = NULL WHERE id = $1";
        run(change.db(), sql, [id.into()]).await?;
    }
    let (code, secret, grant) = match credential {
        Some(Credential { code, secret, grant, .. }) => (Some(code), secret, grant),
        None => (None, None, None),
    };
    let (url, client, client_secret, scope) = match grant {
        Some(Granted { url, client, client_secret, scope }) => {
            (Some(url), Some(client), client_secret, scope)
        }
        None => (None, None, None, None),
    };
    let sql = "UPDATE mailbox SET credential = $2, secret = $3, token_url = $4, token_client = $5, token_client_secret = $6,
      token_scope = $7 WHERE id = $1";
    let values = [
        id.into(),
        code.into(),
        secret.into(),
        url.into(),
        client.into(),
        client_secret.into(),
        scope.into(),
    ];
    run(change.db(), sql, values).await?;
    Ok(())
}
