//! A real mail server for one test: postfix takes mail, dovecot keeps it.
use hmac::{Hmac, Mac as _};
use lettre::address::Envelope;
use lettre::{AsyncSmtpTransport, AsyncTransport as _, Tokio1Executor};
use sha2::Sha256;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;
use tempfile::TempDir;

const KEY: &[u8] = b"a key of the tests that is long enough";

/// The running servers; letting them go stops them.
pub struct MailServer {
    folder: TempDir,
    imap: u16,
    imaps: u16,
    smtp: u16,
    transport: AsyncSmtpTransport<Tokio1Executor>,
}

fn script(command: &str, folder: &Path) -> String {
    let script = "../xtask/mail.sh";
    // What it starts must not hold the pipe open: the ports come by a file.
    let told = folder.join("told");
    let out = fs::File::create(&told).unwrap();
    let done =
        Command::new(script).arg(command).arg(folder).stdin(Stdio::null()).stdout(out).status().unwrap();
    assert!(done.success(), "mail.sh {command}");
    fs::read_to_string(told).unwrap()
}

impl MailServer {
    pub fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let keys = folder.path().join("dovecot/oauth/default/HS256");
        fs::create_dir_all(&keys).unwrap();
        fs::write(keys.join("default"), base64(KEY, &base64::engine::general_purpose::STANDARD)).unwrap();
        let told = script("start", folder.path());
        let port = |name: &str| {
            let told = told.split_whitespace().find_map(|pair| pair.strip_prefix(&format!("{name}=")));
            told.unwrap().parse().unwrap()
        };
        let smtp = port("SMTP");
        let url = format!("smtp://127.0.0.1:{smtp}");
        let transport = AsyncSmtpTransport::<Tokio1Executor>::from_url(&url).unwrap().build();
        Self { imap: port("IMAP"), imaps: port("IMAPS"), smtp, transport, folder }
    }

    /// Mailboxes cannot be reached for a while.
    pub fn pause(&self) {
        script("pause", self.folder.path());
    }

    pub fn resume(&self) {
        script("resume", self.folder.path());
    }

    pub fn smtp_url(&self) -> String {
        format!("smtp://127.0.0.1:{}", self.smtp)
    }

    pub fn imap_url(&self) -> String {
        format!("imap://127.0.0.1:{}", self.imap)
    }

    pub fn imaps_url(&self) -> String {
        format!("imaps://127.0.0.1:{}", self.imaps)
    }

    pub fn certificate(&self) -> PathBuf {
        self.folder.path().join("dovecot/tls/cert.pem")
    }

    /// A file with an OAuth 2.0 token for a mailbox (a JSON web token, RFC 7519).
    pub fn token_file(&self, user: &str) -> PathBuf {
        let part = |text: &str| base64(text.as_bytes(), &base64::engine::general_purpose::URL_SAFE_NO_PAD);
        let claims = format!("{{\"sub\":\"{user}\",\"iat\":1700000000,\"exp\":4000000000}}");
        let said = format!("{}.{}", part("{\"alg\":\"HS256\",\"typ\":\"JWT\"}"), part(&claims));
        let mut mac = Hmac::<Sha256>::new_from_slice(KEY).unwrap();
        mac.update(said.as_bytes());
        let signature =
            base64(&mac.finalize().into_bytes(), &base64::engine::general_purpose::URL_SAFE_NO_PAD);
        let file = self.folder.path().join(format!("token-{user}"));
        fs::write(&file, format!("{said}.{signature}\n")).unwrap();
        file
    }

    /// The tables of a settings file for a mailbox that is read with its password.
    pub fn mailbox(&self, name: &str) -> String {
        format!(
            "[[mailbox]]\nname = \"{name}\"\naddress = \"{name}@portal.test\"\nimap = \"{}?tls=none\"\npassword = \"test\"\n",
            self.imap_url()
        )
    }

    /// Hands a mail to the mail server, as the sender's does.
    pub async fn send(&self, from: &str, to: &str, raw: &str) {
        let envelope = Envelope::new(Some(from.parse().unwrap()), vec![to.parse().unwrap()]).unwrap();
        self.transport.send_raw(&envelope, raw.replace('\n', "\r\n").as_bytes()).await.unwrap();
    }

    /// All mails in somebody's mailbox at portal.test, as they came.
    pub fn mails(&self, name: &str) -> Vec<String> {
        let folder = self.folder.path().join(format!("dovecot/mail/{name}@portal.test"));
        let files =
            ["new", "cur"].into_iter().filter_map(|part| fs::read_dir(folder.join(part)).ok()).flatten();
        files
            .map(|file| String::from_utf8_lossy(&fs::read(file.unwrap().path()).unwrap()).into_owned())
            .collect()
    }

    /// How many mails of a mailbox are marked as seen.
    pub fn seen(&self, name: &str) -> usize {
        let folder = self.folder.path().join(format!("dovecot/mail/{name}@portal.test/cur"));
        let files = fs::read_dir(folder).into_iter().flatten().map(|file| file.unwrap().file_name());
        files
            .filter(|name| name.to_string_lossy().rsplit(':').next().is_some_and(|flags| flags.contains('S')))
            .count()
    }
}

impl Drop for MailServer {
    fn drop(&mut self) {
        script("stop", self.folder.path());
    }
}

fn base64(bytes: &[u8], engine: &impl base64::Engine) -> String {
    engine.encode(bytes)
}

/// Waits until something is so; says what it waited for where it never is.
pub async fn until<T>(what: &str, mut is: impl AsyncFnMut() -> Option<T>) -> T {
    for _ in 0..600 {
        if let Some(answer) = is().await {
            return answer;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("in vain: {what}")
}
