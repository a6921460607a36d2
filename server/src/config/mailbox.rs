//! Mailboxes that are read by IMAP (B1): the tables `[[mailbox]]` of the settings file, and addresses of IMAP servers.
pub mod grant;

use domain::lang::Lang;
use grant::Grant;
use serde::Deserialize;
use std::collections::BTreeSet;
use std::fmt;
use std::path::PathBuf;
use url::{Host, Url};

/// A mailbox, checked.
#[derive(Clone, Debug)]
pub struct MailboxSettings {
    /// How `schalter deliver --mailbox` and pages call it.
    pub name: String,
    /// Its mail address, in small letters.
    pub address: String,
    /// Language of answers to writers without account.
    pub lang: Lang,
    /// Where it is fetched; `None` where only `schalter deliver` fills it.
    pub imap: Option<Imap>,
}

/// An account on an IMAP server (RFC 9051).
#[derive(Clone, Debug)]
pub struct Imap {
    /// Name of the server, or its address.
    pub host: String,
    /// Port.
    pub port: u16,
    /// How the way there is kept secret.
    pub tls: Tls,
    /// Who signs in.
    pub user: String,
    /// By what.
    pub key: Key,
    /// The folder that is read.
    pub folder: String,
    /// Certificates that are believed beside those of the system, as PEM.
    pub ca_file: Option<PathBuf>,
}

impl Imap {
    /// The address of its server as it is written in settings.
    pub fn url(&self) -> String {
        let host = if self.host.contains(':') { format!("[{}]", self.host) } else { self.host.clone() };
        let (scheme, usual, query) = match self.tls {
            Tls::Always => ("imaps", 993, ""),
            Tls::Starts => ("imap", 143, ""),
            Tls::Never => ("imap", 143, "?tls=none"),
        };
        let port = if self.port == usual { String::new() } else { format!(":{}", self.port) };
        format!("{scheme}://{host}{port}{query}")
    }
}

/// The way to an IMAP server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Way {
    /// Name of the server, or its address.
    pub host: String,
    /// Port.
    pub port: u16,
    /// How it is kept secret.
    pub tls: Tls,
}

/// Reads the address of an IMAP server; `None` where it is none. User and password have settings of their own.
pub fn way(url: &str) -> Option<Way> {
    let url = Url::parse(url).ok()?;
    let host = match url.host()? {
        Host::Domain(name) => name.to_owned(),
        Host::Ipv4(address) => address.to_string(),
        Host::Ipv6(address) => address.to_string(),
    };
    let (tls, port) = match (url.scheme(), url.query()) {
        ("imaps", None) => (Tls::Always, 993),
        ("imap", None) => (Tls::Starts, 143),
        ("imap", Some("tls=none")) => (Tls::Never, 143),
        _ => return None,
    };
    let bare = url.username().is_empty() && url.password().is_none() && matches!(url.path(), "" | "/");
    (bare && !host.is_empty()).then(|| Way { host, port: url.port().unwrap_or(port), tls })
}

/// How the way to the server is kept secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tls {
    /// From the first byte (RFC 8314).
    Always,
    /// After `STARTTLS`, before signing in.
    Starts,
    /// Not at all.
    Never,
}

/// By what one signs in. Files are read at each sign-in, so that others may renew them.
#[derive(Clone)]
pub enum Key {
    /// A password.
    Password(String),
    /// An OAuth 2.0 access token (`XOAUTH2`).
    Token(String),
    /// A file with a password.
    PasswordFile(PathBuf),
    /// A file with an OAuth 2.0 access token (`XOAUTH2`).
    TokenFile(PathBuf),
    /// OAuth 2.0 access tokens (`XOAUTH2`) that are gotten by a refresh token.
    Refresh(Box<Grant>),
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Password(_) => "Password(…)",
            Self::Token(_) => "Token(…)",
            Self::PasswordFile(_) => "PasswordFile(…)",
            Self::TokenFile(_) => "TokenFile(…)",
            Self::Refresh(_) => "Refresh(…)",
        })
    }
}

/// As it is written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    name: String,
    address: String,
    #[serde(default)]
    lang: Option<String>,
    #[serde(default)]
    imap: Option<String>,
    #[serde(default)]
    user: Option<String>,
    #[serde(default)]
    password: Option<String>,
    #[serde(default)]
    password_file: Option<PathBuf>,
    #[serde(default)]
    token_file: Option<PathBuf>,
    #[serde(default)]
    token_url: Option<String>,
    #[serde(default)]
    client_id: Option<String>,
    #[serde(default)]
    client_secret: Option<String>,
    #[serde(default)]
    client_secret_file: Option<PathBuf>,
    #[serde(default)]
    refresh_token: Option<String>,
    #[serde(default)]
    refresh_token_file: Option<PathBuf>,
    #[serde(default)]
    scope: Option<String>,
    #[serde(default)]
    folder: Option<String>,
    #[serde(default)]
    ca_file: Option<PathBuf>,
}

/// Reads the tables; a wrong one is told in a sentence that never prints a password.
pub fn read(value: toml::Value) -> Result<Vec<MailboxSettings>, String> {
    let toml::Value::Array(tables) = value else {
        return Err("`mailbox` must be written as tables [[mailbox]].".to_owned());
    };
    let mut names = BTreeSet::new();
    let mut addresses = BTreeSet::new();
    let mut read = Vec::with_capacity(tables.len());
    for (place, table) in (1..).zip(tables) {
        let written: Written = table
            .try_into()
            .map_err(|error: toml::de::Error| format!("mailbox {place}: {}", error.message()))?;
        let name = written.name.trim().to_owned();
        let mailbox = checked(written).map_err(|sentence| format!("mailbox `{name}`: {sentence}"))?;
        if !names.insert(mailbox.name.clone()) || !addresses.insert(mailbox.address.clone()) {
            return Err(format!("mailbox `{name}`: another one has the same name or address."));
        }
        read.push(mailbox);
    }
    Ok(read)
}

fn checked(written: Written) -> Result<MailboxSettings, String> {
    let name = written.name.trim().to_owned();
    if name.is_empty() {
        return Err("`name` must not be empty.".to_owned());
    }
    let address = written.address.trim().to_lowercase();
    if address.parse::<lettre::Address>().is_err() {
        return Err(format!("`address` is `{address}`, but must be a mail address."));
    }
    let lang = match written.lang.as_deref() {
        None => Lang::default(),
        Some(code) => {
            Lang::of_code(code).ok_or_else(|| format!("`lang` is `{code}`, but must be de or en."))?
        }
    };
    let imap = match &written.imap {
        None => None,
        Some(url) => Some(account(url, &address, &written)?),
    };
    Ok(MailboxSettings { name, address, lang, imap })
}

fn account(url: &str, address: &str, written: &Written) -> Result<Imap, String> {
    let expected = "`imap` must be imaps://host, imap://host (with STARTTLS) or imap://host?tls=none, perhaps with a port; \
                    user and password have settings of their own.";
    let Way { host, port, tls } = way(url).ok_or(expected)?;
    let granted = grant::written(written)?;
    let key = match (&written.password, &written.password_file, &written.token_file, granted) {
        (Some(password), None, None, None) => Key::Password(password.clone()),
        (None, Some(file), None, None) => Key::PasswordFile(file.clone()),
        (None, None, Some(file), None) => Key::TokenFile(file.clone()),
        (None, None, None, Some(grant)) => Key::Refresh(Box::new(grant)),
        _ => {
            let needed =
                "exactly one of `password`, `password_file`, `token_file` and `token_url` is needed.";
            return Err(needed.to_owned());
        }
    };
    Ok(Imap {
        host,
        port,
        tls,
        user: written.user.clone().unwrap_or_else(|| address.to_owned()),
        key,
        folder: written.folder.clone().unwrap_or_else(|| "INBOX".to_owned()),
        ca_file: written.ca_file.clone(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(rest: &str) -> Result<Vec<MailboxSettings>, String> {
        let text = format!("[[mailbox]]\nname = \"support\"\naddress = \"Support@Haus.de\"\n{rest}");
        read(text.parse::<toml::Table>().unwrap().remove("mailbox").unwrap())
    }

    #[test]
    fn the_way_to_a_server_is_secret_unless_said_otherwise() {
        for (url, tls, port) in [
            ("imaps://mail.haus.de", Tls::Always, 993),
            ("imap://mail.haus.de", Tls::Starts, 143),
            ("imap://mail.haus.de:1143", Tls::Starts, 1143),
            ("imap://127.0.0.1:1143?tls=none", Tls::Never, 1143),
        ] {
            let read = one(&format!("imap = \"{url}\"\npassword = \"x\"")).unwrap().remove(0);
            let imap = read.imap.unwrap();
            assert_eq!((imap.tls, imap.port, imap.user.as_str()), (tls, port, "support@haus.de"), "{url}");
            assert_eq!(imap.url(), url);
        }
    }

    #[test]
    fn a_wrong_mailbox_is_told_in_a_sentence_without_its_password() {
        for (rest, told) in [
            ("imap = \"imaps://h\"", "exactly one of"),
            ("imap = \"imaps://h\"\npassword = \"geheim\"\ntoken_file = \"t\"", "exactly one of"),
            (
                "imap = \"imaps://h\"\npassword = \"geheim\"\ntoken_url = \"https://h\"\nclient_id = \"c\"\nrefresh_token = \"geheim\"",
                "exactly one of",
            ),
            (
                "imap = \"imaps://h\"\npassword = \"geheim\"\nrefresh_token = \"geheim\"",
                "belong to `token_url`",
            ),
            (
                "imap = \"imaps://h\"\ntoken_url = \"http://h/geheim\"\nclient_id = \"c\"\nrefresh_token = \"geheim\"",
                "`token_url` must be",
            ),
            (
                "imap = \"imaps://h\"\ntoken_url = \"https://h\"\nrefresh_token = \"geheim\"",
                "`client_id` is needed",
            ),
            (
                "imap = \"imaps://h\"\ntoken_url = \"https://h\"\nclient_id = \"c\"",
                "`refresh_token` or `refresh_token_file`",
            ),
            ("imap = \"https://h\"\npassword = \"geheim\"", "`imap` must be"),
            ("imap = \"imaps://u:geheim@h\"\npassword = \"geheim\"", "`imap` must be"),
            ("lang = \"fr\"", "must be de or en"),
            ("pasword = \"geheim\"", "unknown field `pasword`"),
            ("[[mailbox]]\nname = \"other\"\naddress = \"support@haus.de\"", "the same name or address"),
        ] {
            let sentence = one(rest).unwrap_err();
            assert!(sentence.contains(told) && !sentence.contains("geheim"), "{rest}: {sentence}");
        }
    }
}
