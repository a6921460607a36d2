//! By what access tokens are gotten for a mailbox: a refresh token (RFC 6749 section 6), who grants, and which client asks.
use super::Written;
use std::path::PathBuf;
use url::{Host, Url};

/// What is sent to get an access token. It holds secrets, so that it cannot be printed.
#[derive(Clone)]
pub struct Grant {
    /// The token endpoint; see [`endpoint`].
    pub endpoint: Url,
    /// Who asks.
    pub client: String,
    /// By what the client shows who it is; public clients have none.
    pub client_secret: Option<Secret>,
    /// What may be done with the access token, where that is less than was granted.
    pub scope: Option<String>,
    /// The refresh token as it was given to us; a newer one may have come in its place since.
    pub refresh: Secret,
    /// Certificates that are believed beside those of the system, as PEM.
    pub ca_file: Option<PathBuf>,
}

/// A secret, or the file in which it stands.
#[derive(Clone)]
pub enum Secret {
    /// Itself.
    Text(String),
    /// A file that is read whenever it is needed, so that others may renew it.
    File(PathBuf),
}

/// Reads the address of a token endpoint; `None` where secrets may not be sent there. The way must be secret, but for one that
/// does not leave this machine.
pub fn endpoint(url: &str) -> Option<Url> {
    let url = Url::parse(url).ok()?;
    let bare = url.username().is_empty() && url.password().is_none() && url.fragment().is_none();
    let is_secret = match url.scheme() {
        "https" => url.host().is_some(),
        "http" => is_here(&url),
        _ => false,
    };
    (bare && is_secret).then_some(url)
}

/// Whether an address is one of this machine.
pub fn is_here(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

/// The grant of a mailbox of the settings file; `None` where it is read by something else.
pub(super) fn written(written: &Written) -> Result<Option<Grant>, String> {
    let Written { token_url, client_id, client_secret, client_secret_file, refresh_token, .. } = written;
    let Written { refresh_token_file, scope, ca_file, .. } = written;
    let refresh = one_of("refresh_token", refresh_token.as_ref(), refresh_token_file.as_ref())?;
    let client_secret = one_of("client_secret", client_secret.as_ref(), client_secret_file.as_ref())?;
    let Some(url) = token_url else {
        let alone = client_id.is_none() && client_secret.is_none() && refresh.is_none() && scope.is_none();
        let belong = "`client_id`, `client_secret`, `refresh_token` and `scope` belong to `token_url`.";
        return if alone { Ok(None) } else { Err(belong.to_owned()) };
    };
    let expected = "`token_url` must be https://…, without user and password; http:// only on this machine.";
    Ok(Some(Grant {
        endpoint: endpoint(url).ok_or(expected)?,
        client: client_id.clone().ok_or("`client_id` is needed beside `token_url`.")?,
        client_secret,
        scope: scope.clone(),
        refresh: refresh.ok_or("`refresh_token` or `refresh_token_file` is needed beside `token_url`.")?,
        ca_file: ca_file.clone(),
    }))
}

/// A secret that is written or stands in a file, where it is set at all.
fn one_of(key: &str, text: Option<&String>, file: Option<&PathBuf>) -> Result<Option<Secret>, String> {
    match (text, file) {
        (Some(_), Some(_)) => Err(format!("at most one of `{key}` and `{key}_file` can be set.")),
        (Some(text), None) => Ok(Some(Secret::Text(text.clone()))),
        (None, file) => Ok(file.cloned().map(Secret::File)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_leave_this_machine_on_a_secret_way_only() {
        for (url, may) in [
            ("https://login.example.de/token", true),
            ("https://login.example.de:8443/token?tenant=1", true),
            ("http://127.0.0.1:4711/token", true),
            ("http://[::1]:4711/token", true),
            ("http://localhost/token", true),
            ("http://login.example.de/token", false),
            ("http://127.0.0.1.example.de/token", false),
            ("http://192.168.1.2/token", false),
            ("https://user:secret@login.example.de/token", false),
            ("https://login.example.de/token#here", false),
            ("ftp://login.example.de/token", false),
            ("login.example.de", false),
            ("", false),
        ] {
            assert_eq!(endpoint(url).is_some(), may, "{url}");
        }
    }
}
