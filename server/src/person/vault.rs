//! Secrets that must be read again (second factors, passwords of mailboxes) are stored encrypted; the key stays outside the database.
use crate::config::Settings;
use crate::fault::Fault;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use chacha20poly1305::aead::{Aead as _, KeyInit as _};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use hmac::{Hmac, Mac as _};
use sha2::{Digest as _, Sha256};
use std::fs;
use std::io::Write as _;
use std::os::unix::fs::OpenOptionsExt as _;

/// Encrypts, decrypts and seals with the house's key.
#[derive(Clone)]
pub struct Vault {
    cipher: XChaCha20Poly1305,
    seal: Hmac<Sha256>,
}

impl Vault {
    /// The key of the settings, or one made once in the data folder, readable by its owner only.
    pub fn open(settings: &Settings) -> Result<Self, Fault> {
        let secret = match &settings.secret_key {
            Some(key) => key.clone(),
            None => file_key(settings)?,
        };
        Ok(Self::of(&secret))
    }

    /// With a key of one's own.
    pub fn of(secret: &str) -> Self {
        let cipher = XChaCha20Poly1305::new(&Sha256::digest(secret.as_bytes()));
        // Another key than the cipher's: what is sealed is shown, what is locked is not.
        let key = Sha256::new().chain_update(b"seal ").chain_update(secret.as_bytes()).finalize();
        let mut block = [0; 64];
        block[..32].copy_from_slice(&key);
        Self { cipher, seal: <Hmac<Sha256> as hmac::digest::KeyInit>::new((&block).into()) }
    }

    /// What only this house can write under a text (HMAC-SHA-256, RFC 2104); the same each time.
    pub fn seal(&self, text: &str) -> [u8; 32] {
        self.seal.clone().chain_update(text.as_bytes()).finalize().into_bytes().into()
    }

    /// Encrypts; another text each time.
    pub fn lock(&self, secret: &[u8]) -> Result<String, Fault> {
        let nonce = crate::secret::nonce();
        let sealed = self
            .cipher
            .encrypt(XNonce::from_slice(&nonce), secret)
            .map_err(|_| Fault::broken("a secret could not be encrypted"))?;
        Ok(STANDARD_NO_PAD.encode([nonce.as_slice(), &sealed].concat()))
    }

    /// Decrypts; fails where the key is another one.
    pub fn unlock(&self, stored: &str) -> Result<Vec<u8>, Fault> {
        let wrong = || {
            Fault::broken("a stored secret cannot be read: has SCHALTER_SECRET_KEY or the key file changed?")
        };
        let bytes = STANDARD_NO_PAD.decode(stored).map_err(|_| wrong())?;
        let (nonce, sealed) = bytes.split_at_checked(24).ok_or_else(wrong)?;
        self.cipher.decrypt(XNonce::from_slice(nonce), sealed).map_err(|_| wrong())
    }
}

fn file_key(settings: &Settings) -> Result<String, Fault> {
    let path = settings.data.join("secret.key");
    if let Ok(text) = fs::read_to_string(&path) {
        return Ok(text.trim().to_owned());
    }
    let key = crate::secret::token();
    let made = fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(&path);
    match made {
        Ok(mut file) => {
            file.write_all(key.as_bytes())?;
            file.sync_all()?;
            Ok(key)
        }
        // Another process was quicker.
        Err(_) => Ok(fs::read_to_string(&path)?.trim().to_owned()),
    }
}
