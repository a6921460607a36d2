//! The second factor: time-based one-time codes (RFC 6238), each taken once.
use crate::fault::Fault;
use crate::house::House;
use crate::letter::desk::{Letter, write};
use crate::person::query::PersonRow;
use crate::store::Change;
use app::call::Call;
use app::person::view::SecondFactorSetUp;
use app::words::mail;
use jiff::Timestamp;
use qrcodegen::{QrCode, QrCodeEcc};
use subtle::ConstantTimeEq as _;
use totp_rs::{Algorithm, Secret, TOTP};

const STEP: i64 = 30;

fn totp(secret: Vec<u8>, account: &str, company: &str) -> Result<TOTP, Fault> {
    // A colon separates issuer and account in the address, so neither may contain one.
    let plain = |text: &str| text.replace(':', " ");
    TOTP::new(Algorithm::SHA1, 6, 1, 30, secret, Some(plain(company)), plain(account)).map_err(Fault::broken)
}

/// The code of a Base32 secret at a time; for the demo's accounts and for tests.
pub fn code(secret: &str, at: Timestamp) -> Result<String, Fault> {
    let bytes =
        Secret::Encoded(secret.to_owned()).to_bytes().map_err(|_| Fault::broken("not a Base32 secret"))?;
    Ok(totp(bytes, "", "")?.generate(u64::try_from(at.as_second()).unwrap_or(0)))
}

/// A fresh secret, encrypted, and how it is shown.
pub fn begin(house: &House, person: &PersonRow) -> Result<(String, SecondFactorSetUp), Fault> {
    let secret = crate::secret::totp_secret();
    let stored = house.vault.lock(&secret)?;
    Ok((stored, shown(house, person, secret)?))
}

/// How an encrypted secret that waits for its first code is shown.
pub fn show(house: &House, person: &PersonRow, stored: &str) -> Result<SecondFactorSetUp, Fault> {
    shown(house, person, house.vault.unlock(stored)?)
}

fn shown(house: &House, person: &PersonRow, secret: Vec<u8>) -> Result<SecondFactorSetUp, Fault> {
    let totp = totp(secret, &person.email, &house.settings.company)?;
    let qr = QrCode::encode_text(&totp.get_url(), QrCodeEcc::Medium).map_err(Fault::broken)?;
    let rows = (0..qr.size()).map(|y| (0..qr.size()).map(|x| qr.get_module(x, y)).collect()).collect();
    Ok(SecondFactorSetUp { secret: totp.get_secret_base32(), code: rows })
}

/// Mails that a second factor was set up, so that nobody does it unnoticed.
pub async fn tell_set_up(
    change: &Change,
    house: &House,
    call: &Call,
    person: &PersonRow,
) -> Result<(), Fault> {
    let letter =
        Letter::notice(person.addressee(), mail::FACTOR_SUBJECT, &[mail::FACTOR_TEXT, mail::FACTOR_OTHER]);
    write(change, house, letter, call.now).await?;
    Ok(())
}

/// Mails that administration reset it.
pub async fn tell_reset(
    change: &Change,
    house: &House,
    call: &Call,
    person: &PersonRow,
) -> Result<(), Fault> {
    let letter = Letter::notice(
        person.addressee(),
        mail::FACTOR_RESET_SUBJECT,
        &[mail::FACTOR_RESET_TEXT, mail::FACTOR_OTHER],
    );
    write(change, house, letter, call.now).await?;
    Ok(())
}

/// The time step that a code belongs to, one step of tolerance either way; `None` where it fits none or was taken.
pub fn step(house: &House, person: &PersonRow, code: &str, now: Timestamp) -> Result<Option<i64>, Fault> {
    let Some(stored) = &person.totp_secret else { return Ok(None) };
    let totp = totp(house.vault.unlock(stored)?, &person.email, &house.settings.company)?;
    let typed: String = code.chars().filter(|c| !c.is_whitespace()).collect();
    let current = now.as_second() / STEP;
    let fitting = (current - 1..=current + 1).find(|step| {
        let expected = totp.generate(u64::try_from(step * STEP).unwrap_or(0));
        bool::from(expected.as_bytes().ct_eq(typed.as_bytes()))
    });
    Ok(fitting.filter(|step| person.totp_last_step.is_none_or(|last| *step > last)))
}
