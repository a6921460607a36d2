//! Passwords: Argon2id (RFC 9106) with OWASP's parameters, off the request threads and few at a time.
use crate::fault::Fault;
use argon2::password_hash::{PasswordHash, PasswordHasher as _, PasswordVerifier as _, SaltString};
use argon2::{Algorithm, Argon2, Params, Version};
use std::sync::LazyLock;
use tokio::sync::Semaphore;

/// Each hash takes 19 MB; two at a time keep memory and cores for others.
static TURNS: Semaphore = Semaphore::const_new(2);
/// What is checked where there is no account, so that both take the same time.
static NOBODY: LazyLock<String> = LazyLock::new(|| compute(&crate::secret::token()).unwrap_or_default());

fn argon() -> Result<Argon2<'static>, Fault> {
    let params = Params::new(19 * 1024, 2, 1, None).map_err(Fault::broken)?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

fn compute(password: &str) -> Result<String, Fault> {
    let salt = SaltString::encode_b64(&crate::secret::nonce()[..16]).map_err(Fault::broken)?;
    Ok(argon()?.hash_password(password.as_bytes(), &salt).map_err(Fault::broken)?.to_string())
}

/// The hash to be stored.
pub async fn hash(password: &str) -> Result<String, Fault> {
    let password = password.to_owned();
    let turn = TURNS.acquire().await.map_err(Fault::broken)?;
    // The turn goes along: an asker who hangs up must not make room for one more hash.
    tokio::task::spawn_blocking(move || {
        let _turn = turn;
        compute(&password)
    })
    .await?
}

/// Whether the password fits; takes as long where there is nothing to fit.
pub async fn fits(password: &str, stored: Option<&str>) -> Result<bool, Fault> {
    let password = password.to_owned();
    let known = stored.is_some();
    let stored = stored.map(str::to_owned);
    let turn = TURNS.acquire().await.map_err(Fault::broken)?;
    let right = tokio::task::spawn_blocking(move || {
        let _turn = turn;
        let stored = stored.unwrap_or_else(|| NOBODY.clone());
        let hash = PasswordHash::new(&stored).map_err(Fault::broken)?;
        Ok::<_, Fault>(argon()?.verify_password(password.as_bytes(), &hash).is_ok())
    })
    .await??;
    Ok(right && known)
}
