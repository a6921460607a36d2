//! The way to an IMAP server: connection, TLS, signing in.
use super::Failed;
use super::access::{access, forget, read};
use crate::config::mailbox::{Imap, Key, Tls};
use crate::house::House;
use async_imap::error::Error;
use async_imap::{Authenticator, Client, Session};
use domain::letter::mailbox::Trouble;
use rustls_pki_types::pem::PemObject as _;
use rustls_pki_types::{CertificateDer, ServerName};
use std::fmt::Debug;
use std::sync::Arc;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::{ClientConfig, RootCertStore, crypto::ring};

/// A connection, with or without TLS.
pub trait Wire: AsyncRead + AsyncWrite + Unpin + Send + Debug {}
impl<T: AsyncRead + AsyncWrite + Unpin + Send + Debug> Wire for T {}

/// A connection that is signed in.
pub type Signed = Session<Box<dyn Wire>>;

/// Connects and signs in. An access token that was kept and is refused is gotten anew, once.
pub async fn sign_in(house: &House, mailbox: i64, imap: &Imap) -> Result<Signed, Failed> {
    let grant = match &imap.key {
        Key::Password(password) => return by_password(imap, password).await,
        Key::PasswordFile(file) => return by_password(imap, &read(file).await?).await,
        Key::Token(token) => return by_token(imap, token).await,
        Key::TokenFile(file) => return by_token(imap, &read(file).await?).await,
        Key::Refresh(grant) => grant,
    };
    let kept = access(house, mailbox, grant).await?;
    match by_token(imap, &kept.token).await {
        Err(failed) if failed.trouble == Trouble::SignIn && !kept.is_fresh => {
            forget(house, mailbox, &kept.token).await;
            by_token(imap, &access(house, mailbox, grant).await?.token).await
        }
        signed => signed,
    }
}

async fn by_password(imap: &Imap, password: &str) -> Result<Signed, Failed> {
    let signed = connected(imap).await?.login(&imap.user, password).await;
    signed.map_err(|(error, _)| Failed::refused(Trouble::SignIn, error))
}

async fn by_token(imap: &Imap, token: &str) -> Result<Signed, Failed> {
    let signed = connected(imap).await?.authenticate("XOAUTH2", OAuth::with(&imap.user, token)).await;
    signed.map_err(|(error, _)| Failed::refused(Trouble::SignIn, error))
}

/// A connection that is as secret as it is to be, before signing in.
async fn connected(imap: &Imap) -> Result<Client<Box<dyn Wire>>, Failed> {
    let tcp = reach(imap).await?;
    tcp.set_nodelay(true)?;
    match imap.tls {
        Tls::Never => greeted(Box::new(tcp)).await,
        Tls::Always => greeted(secured(imap, Box::new(tcp)).await?).await,
        Tls::Starts => {
            let mut plain = greeted(Box::new(tcp)).await?;
            let starts = plain.run_command_and_check_ok("STARTTLS", None).await;
            starts.map_err(|error| Failed::refused(Trouble::NotSecret, error))?;
            // What the other side sent before the change of keys is forgotten with the client that read it.
            Ok(Client::new(secured(imap, plain.into_inner()).await?))
        }
    }
}

/// A folder that was opened.
#[derive(Clone, Copy, Debug)]
pub struct Opened {
    /// As long as this is the same, a UID is that of the same mail.
    pub validity: Option<u32>,
    /// The UID that the next mail gets.
    pub next: Option<u32>,
}

/// Opens the folder.
pub async fn select(session: &mut Signed, folder: &str) -> Result<Opened, Failed> {
    let opened = session.select(folder).await;
    opened
        .map(|folder| Opened { validity: folder.uid_validity, next: folder.uid_next })
        .map_err(|error| Failed::refused(Trouble::Folder, error))
}

impl Failed {
    fn new(trouble: Trouble, words: impl ToString) -> Self {
        Self { trouble, words: words.to_string() }
    }

    /// What the server said no to; where it said nothing, the connection broke.
    fn refused(trouble: Trouble, error: Error) -> Self {
        match error {
            Error::No(words) | Error::Bad(words) => Self::new(trouble, own_words(&words)),
            other => other.into(),
        }
    }
}

/// What the server itself said, without the names of the library around it: `code: None, info: Some("Login failed.")`,
/// `Outcome { code: None, information: Some("No such folder.") }`.
fn own_words(words: &str) -> String {
    let begun = ["info: Some(\"", "information: Some(\""].into_iter().find_map(|name| words.split_once(name));
    let said = begun.and_then(|(_, rest)| rest.rsplit_once("\")")).map(|(said, _)| said);
    said.unwrap_or(words).replace("\\\"", "\"")
}

async fn reach(imap: &Imap) -> Result<TcpStream, Failed> {
    let found = tokio::net::lookup_host((imap.host.as_str(), imap.port)).await;
    let found: Vec<_> = found.map_err(|error| Failed::new(Trouble::NoSuchServer, error))?.collect();
    TcpStream::connect(&found[..]).await.map_err(|error| Failed::new(Trouble::NoAnswer, error))
}

/// What XOAUTH2 says: the token, then nothing more, whatever the server objects.
struct OAuth(Option<String>);

impl OAuth {
    fn with(user: &str, token: &str) -> Self {
        Self(Some(format!("user={user}\u{1}auth=Bearer {token}\u{1}\u{1}")))
    }
}

impl Authenticator for OAuth {
    type Response = String;
    fn process(&mut self, _: &[u8]) -> String {
        self.0.take().unwrap_or_default()
    }
}

async fn greeted(wire: Box<dyn Wire>) -> Result<Client<Box<dyn Wire>>, Failed> {
    let mut client = Client::new(wire);
    let greeting = client.read_response().await?;
    greeting.map(|_| client).ok_or_else(|| Failed::new(Trouble::Broken, "the server closed the connection"))
}

async fn secured(imap: &Imap, wire: Box<dyn Wire>) -> Result<Box<dyn Wire>, Failed> {
    let mut roots = RootCertStore::empty();
    roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    if let Some(file) = &imap.ca_file {
        let own = CertificateDer::pem_file_iter(file).and_then(Iterator::collect::<Result<Vec<_>, _>>);
        let own =
            own.map_err(|error| Failed::new(Trouble::Certificate, format!("{}: {error}", file.display())))?;
        roots.add_parsable_certificates(own);
    }
    let not_secret = |error: &dyn ToString| Failed::new(Trouble::NotSecret, error.to_string());
    let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(|error| not_secret(&error))?
        .with_root_certificates(roots)
        .with_no_client_auth();
    let name = ServerName::try_from(imap.host.clone()).map_err(|error| not_secret(&error))?;
    let connected = TlsConnector::from(Arc::new(config)).connect(name, wire).await;
    Ok(Box::new(connected.map_err(|error| match tls_error(&error) {
        Some(tokio_rustls::rustls::Error::InvalidCertificate(_)) => Failed::new(Trouble::Certificate, error),
        _ => not_secret(&error),
    })?))
}

fn tls_error(error: &std::io::Error) -> Option<&tokio_rustls::rustls::Error> {
    error.get_ref().and_then(|inner| inner.downcast_ref())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_server_said_is_told_alone() {
        for (words, said) in [
            (
                r#"code: None, info: Some("[AUTHENTICATIONFAILED] Authentication failed.")"#,
                "[AUTHENTICATIONFAILED] Authentication failed.",
            ),
            (r#"code: None, info: Some("No \"x\" here")"#, r#"No "x" here"#),
            (
                r#"outcome: Outcome { code: None, information: Some("Mailbox doesn't exist: X (0.001 secs).") }"#,
                "Mailbox doesn't exist: X (0.001 secs).",
            ),
            ("code: None, info: None", "code: None, info: None"),
            ("broken pipe", "broken pipe"),
        ] {
            assert_eq!(own_words(words), said);
        }
    }
}
