//! The way to an IMAP server: connection, TLS, signing in.
use super::Trouble;
use crate::config::mailbox::{Imap, Key, Tls};
use async_imap::{Authenticator, Client, Session};
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

/// Connects and signs in.
pub async fn sign_in(imap: &Imap) -> Result<Signed, Trouble> {
    let tcp = TcpStream::connect((imap.host.as_str(), imap.port)).await?;
    tcp.set_nodelay(true)?;
    let client = match imap.tls {
        Tls::Never => greeted(Box::new(tcp)).await?,
        Tls::Always => greeted(secured(imap, Box::new(tcp)).await?).await?,
        Tls::Starts => {
            let mut plain = greeted(Box::new(tcp)).await?;
            plain.run_command_and_check_ok("STARTTLS", None).await?;
            // What the other side sent before the change of keys is forgotten with the client that read it.
            Client::new(secured(imap, plain.into_inner()).await?)
        }
    };
    let signed = match &imap.key {
        Key::Password(password) => client.login(&imap.user, password).await,
        Key::PasswordFile(file) => client.login(&imap.user, read(file).await?).await,
        Key::TokenFile(file) => {
            let token = read(file).await?;
            let first = format!("user={}\u{1}auth=Bearer {token}\u{1}\u{1}", imap.user);
            client.authenticate("XOAUTH2", OAuth(Some(first))).await
        }
    };
    signed.map_err(|(error, _)| error.into())
}

/// What XOAUTH2 says: the token, then nothing more, whatever the server objects.
struct OAuth(Option<String>);

impl Authenticator for OAuth {
    type Response = String;
    fn process(&mut self, _: &[u8]) -> String {
        self.0.take().unwrap_or_default()
    }
}

async fn read(file: &std::path::Path) -> Result<String, Trouble> {
    let text = tokio::fs::read_to_string(file).await;
    text.map(|text| text.trim().to_owned())
        .map_err(|error| Trouble(format!("{} cannot be read: {error}", file.display())))
}

async fn greeted(wire: Box<dyn Wire>) -> Result<Client<Box<dyn Wire>>, Trouble> {
    let mut client = Client::new(wire);
    let greeting = client.read_response().await?;
    greeting.map(|_| client).ok_or_else(|| Trouble("the server closed the connection".to_owned()))
}

async fn secured(imap: &Imap, wire: Box<dyn Wire>) -> Result<Box<dyn Wire>, Trouble> {
    let mut roots = RootCertStore::empty();
    roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    if let Some(file) = &imap.ca_file {
        let own = CertificateDer::pem_file_iter(file).and_then(Iterator::collect::<Result<Vec<_>, _>>);
        let own = own.map_err(|error| Trouble(format!("{}: {error}", file.display())))?;
        roots.add_parsable_certificates(own);
    }
    let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(|error| Trouble(error.to_string()))?
        .with_root_certificates(roots)
        .with_no_client_auth();
    let name = ServerName::try_from(imap.host.clone()).map_err(|error| Trouble(error.to_string()))?;
    Ok(Box::new(TlsConnector::from(Arc::new(config)).connect(name, wire).await?))
}
