//! Randomness and digests; with `clock.rs` the only places where the world's chance and time come in.
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use rand::TryRngCore as _;
use rand::rngs::OsRng;
use sha2::{Digest as _, Sha256};
use std::fmt::Write as _;

/// `N` random bytes from the operating system.
fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    // Without the system's randomness no secret is safe: better to stop than to go on.
    OsRng.try_fill_bytes(&mut bytes).unwrap_or_else(|error| panic!("the system has no randomness: {error}"));
    bytes
}

/// A token of 256 bits for links and cookies, URL-safe.
pub fn token() -> String {
    URL_SAFE_NO_PAD.encode(random::<32>())
}

/// A key of 128 bits for forms, message ids and file places.
pub fn key() -> String {
    URL_SAFE_NO_PAD.encode(random::<16>())
}

/// A positive number that does not come twice: what tells one state of a thing from all others. Scripts read it as a
/// number of 53 bits.
pub fn number() -> i64 {
    (i64::from_be_bytes(random::<8>()) & ((1 << 52) - 1)).max(1)
}

/// Twenty random bytes, the secret of a second factor (RFC 4226, 4).
pub fn totp_secret() -> Vec<u8> {
    random::<20>().to_vec()
}

/// A short id by which a person can name an error to us.
pub fn short_id() -> String {
    URL_SAFE_NO_PAD.encode(random::<6>())
}

/// What is stored of a token: its SHA-256, since a token is random enough to need no salt.
pub fn digest(token: &str) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(token.as_bytes()))
}

/// Bytes as hexadecimal digits.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

/// A nonce of 192 bits, long enough to be random (`XChaCha20`).
pub fn nonce() -> [u8; 24] {
    random::<24>()
}
