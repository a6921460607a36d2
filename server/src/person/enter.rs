//! Getting in: every step that passes begins a new session and ends the one before, so that no token is ever fixed by
//! somebody else.
use crate::fault::Fault;
use crate::house::House;
use crate::person::attempt::{count, forget};
use crate::person::query::{PersonRow, by_email, by_id, session};
use crate::person::{factor, password};
use crate::secret::{digest, token};
use crate::store::{Change, one_row, run};
use app::call::Call;
use app::error::AppError;
use app::person::api::Passed;
use app::person::view::{SecondFactorSetUp, SignedIn};
use domain::input::Reason;
use domain::sign_in::{Attempt, SECOND_FACTOR_LIFETIME};

/// By password.
pub async fn by_password(house: &House, call: &Call, email: &str, secret: &str) -> Result<Passed, Fault> {
    let email = email.trim().to_lowercase();
    count(house, call, Attempt::Secret, &email).await?;
    let person = by_email(house.store.read(), &email).await?.filter(PersonRow::is_active);
    let stored = person.as_ref().and_then(|person| person.password_hash.as_deref());
    let right = password::fits(secret, stored).await?;
    match person {
        Some(person) if right => {
            forget(house, Attempt::Secret, &email).await?;
            let change = house.store.change().await?;
            let passed = begin(&change, call, &person, after_first(&person)).await?;
            change.commit().await?;
            Ok(passed)
        }
        _ => Err(AppError::field("password", Reason::NoMatch).into()),
    }
}

/// By second factor, in a half session.
pub async fn by_code(house: &House, call: &Call, code: &str) -> Result<Passed, Fault> {
    let person = half(house, call).await?;
    if !person.has_second_factor() {
        return Err(AppError::SignedOut.into());
    }
    pass_code(house, call, &person, code, "").await
}

/// Begins to set up a second factor: in a half session that lacks one, or in a full one to replace it.
pub async fn begin_factor(house: &House, call: &Call) -> Result<SecondFactorSetUp, Fault> {
    let person = someone(house, call).await?;
    // A half session must not replace a factor that is there: that would be the way around it.
    if call.actor.is_none() && person.has_second_factor() {
        return Err(AppError::SignedOut.into());
    }
    // A page that is shown again, after a wrong code for example, shows what was scanned already.
    if let Some(stored) = pending(house, call, &person).await? {
        return factor::show(house, &person, &stored);
    }
    let (stored, set_up) = factor::begin(house, &person)?;
    let change = house.store.change().await?;
    let name = pending_name(person.id);
    run(change.db(), "DELETE FROM setting WHERE name = $1", [name.clone().into()]).await?;
    let value = format!("{} {stored}", digest(&call.token));
    run(change.db(), "INSERT INTO setting (name, value) VALUES ($1, $2)", [name.into(), value.into()])
        .await?;
    change.commit().await?;
    Ok(set_up)
}

/// Confirms it with its first code.
pub async fn confirm_factor(house: &House, call: &Call, code: &str) -> Result<Passed, Fault> {
    let mut person = someone(house, call).await?;
    if call.actor.is_none() && person.has_second_factor() {
        return Err(AppError::SignedOut.into());
    }
    let Some(stored) = pending(house, call, &person).await? else {
        return Err(AppError::field("code", Reason::NoMatch).into());
    };
    person.totp_secret = Some(stored);
    person.totp_last_step = None;
    pass_code(house, call, &person, code, ", totp_secret = $3, totp_confirmed_at = $4").await
}

/// Name under which a factor waits for its first code.
fn pending_name(person: i64) -> String {
    format!("pending_factor_{person}")
}

/// The factor that waits for its first code, if it was begun in this very session: nobody may confirm a secret that
/// somebody else has seen.
async fn pending(house: &House, call: &Call, person: &PersonRow) -> Result<Option<String>, Fault> {
    let sql = "SELECT value FROM setting WHERE name = $1";
    let row = one_row(house.store.read(), sql, [pending_name(person.id).into()]).await?;
    let Some(row) = row else { return Ok(None) };
    let value: String = row.try_get("", "value")?;
    let stored = value.split_once(' ').filter(|(session, _)| *session == digest(&call.token));
    Ok(stored.map(|(_, stored)| stored.to_owned()))
}

async fn pass_code(
    house: &House,
    call: &Call,
    person: &PersonRow,
    code: &str,
    also: &str,
) -> Result<Passed, Fault> {
    count(house, call, Attempt::Secret, &format!("code {}", person.id)).await?;
    let Some(step) = factor::step(house, person, code, call.now)? else {
        return Err(AppError::field("code", Reason::NoMatch).into());
    };
    let change = house.store.change().await?;
    let confirming = !also.is_empty();
    // The step is part of the condition: of two requests with one code, one gets in.
    let sql = format!(
        "UPDATE person SET totp_last_step = $1{also} WHERE id = $2{}",
        if confirming { "" } else { " AND (totp_last_step IS NULL OR totp_last_step < $1)" }
    );
    let mut values = vec![step.into(), person.id.into()];
    if confirming {
        values.extend([person.totp_secret.clone().into(), call.now.as_millisecond().into()]);
        run(change.db(), "DELETE FROM setting WHERE name = $1", [pending_name(person.id).into()]).await?;
    }
    if run(change.db(), &sql, values).await?.rows_affected() == 0 {
        return Err(AppError::field("code", Reason::NoMatch).into());
    }
    let passed = begin(&change, call, person, SignedIn::Done).await?;
    change.commit().await?;
    forget(house, Attempt::Secret, &format!("code {}", person.id)).await?;
    Ok(passed)
}

/// What comes after a first factor that was right.
pub fn after_first(person: &PersonRow) -> SignedIn {
    match (person.has_second_factor(), person.is_staff()) {
        (true, _) => SignedIn::SecondFactor,
        (false, true) => SignedIn::SetUpSecondFactor,
        (false, false) => SignedIn::Done,
    }
}

/// Begins a session and ends the one the browser had.
pub async fn begin(
    change: &Change,
    call: &Call,
    person: &PersonRow,
    next: SignedIn,
) -> Result<Passed, Fault> {
    let now = call.now.as_millisecond();
    if !call.token.is_empty() {
        let sql = "UPDATE session SET ended_at = $1 WHERE token_hash = $2 AND ended_at IS NULL";
        run(change.db(), sql, [now.into(), digest(&call.token).into()]).await?;
    }
    let token = token();
    let sql = "INSERT INTO session (token_hash, person_id, half, source, user_agent, created_at, used_at) VALUES ($1, $2, $3, $4, $5, $6, $6)";
    let half = next != SignedIn::Done;
    let values = [
        digest(&token).into(),
        person.id.into(),
        half.into(),
        call.source.clone().into(),
        call.user_agent.clone().into(),
        now.into(),
    ];
    run(change.db(), sql, values).await?;
    Ok(Passed { next, token })
}

/// The person of a half session.
async fn half(house: &House, call: &Call) -> Result<PersonRow, Fault> {
    let row = session(house.store.read(), &call.token).await?.filter(|row| row.half);
    let fresh = row.filter(|row| {
        call.now.duration_since(crate::clock::instant(row.created_at)) <= SECOND_FACTOR_LIFETIME
    });
    let Some(row) = fresh else { return Err(AppError::SignedOut.into()) };
    by_id(house.store.read(), row.person_id)
        .await?
        .filter(PersonRow::is_active)
        .ok_or_else(|| AppError::SignedOut.into())
}

/// The person of a full or half session.
async fn someone(house: &House, call: &Call) -> Result<PersonRow, Fault> {
    match &call.actor {
        Some(actor) => by_id(house.store.read(), actor.id.0).await?.ok_or_else(|| AppError::SignedOut.into()),
        None => half(house, call).await,
    }
}
