//! Getting in: every step that passes begins a new session and ends the one before, so that no token is ever fixed by
//! somebody else.
use crate::fault::Fault;
use crate::house::House;
use crate::person::attempt::{count, forget};
use crate::person::query::{PersonRow, by_email, by_id, end_sessions, session};
use crate::person::{factor, password};
use crate::secret::{digest, token};
use crate::store::{Change, one_row, run};
use app::call::Call;
use app::error::AppError;
use app::person::api::Passed;
use app::person::view::{SecondFactorSetUp, SignedIn};
use domain::id::PersonId;
use domain::input::{Checks, Reason};
use domain::sign_in::{Attempt, SECOND_FACTOR_LIFETIME};

/// By password.
pub async fn by_password(house: &House, call: &Call, email: &str, secret: &str) -> Result<Passed, Fault> {
    let mut checks = Checks::default();
    let email = checks.address("email", email);
    if secret.is_empty() {
        checks.add("password", Reason::Missing);
    }
    checks.done(())?;
    count(house, call, Attempt::Secret, &email).await?;
    let person = by_email(house.store.read(), &email).await?.filter(PersonRow::is_active);
    let stored = person.as_ref().and_then(|person| person.password_hash.as_deref());
    let right = password::fits(secret, stored).await?;
    match person {
        Some(person) if right => {
            let mut change = house.store.change().await?;
            forget(&change, Attempt::Secret, &email).await?;
            let passed = begin(&mut change, call, &person, after_first(&person)).await?;
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
    let step = taken(house, call, &person, code).await?;
    let mut change = house.store.change().await?;
    // The step is part of the condition: of two requests with one code, one gets in.
    let sql = "UPDATE person SET totp_last_step = $1 WHERE id = $2 AND (totp_last_step IS NULL OR totp_last_step < $1)";
    if run(change.db(), sql, [step.into(), person.id.into()]).await?.rows_affected() == 0 {
        return Err(wrong_code());
    }
    forget(&change, Attempt::Secret, &codes_of(&person)).await?;
    let passed = begin(&mut change, call, &person, SignedIn::Done).await?;
    change.commit().await?;
    Ok(passed)
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
    let sql = "INSERT INTO setting (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = excluded.value";
    let value = format!("{} {stored}", digest(&call.token));
    run(change.db(), sql, [pending_name(person.id).into(), value.into()]).await?;
    change.commit().await?;
    Ok(set_up)
}

/// Confirms it with its first code. All other sessions end, and a mail tells it: whoever was in without this factor is out.
pub async fn confirm_factor(house: &House, call: &Call, code: &str) -> Result<Passed, Fault> {
    let mut person = someone(house, call).await?;
    if call.actor.is_none() && person.has_second_factor() {
        return Err(AppError::SignedOut.into());
    }
    let Some(stored) = pending(house, call, &person).await? else {
        return Err(wrong_code());
    };
    person.totp_secret = Some(stored.clone());
    person.totp_last_step = None;
    let step = taken(house, call, &person, code).await?;
    let now = call.now.as_millisecond();
    let mut change = house.store.change().await?;
    // Of two requests at the same time one finds it waiting.
    let waiting = run(change.db(), "DELETE FROM setting WHERE name = $1", [pending_name(person.id).into()]);
    if waiting.await?.rows_affected() == 0 {
        return Err(wrong_code());
    }
    let sql = "UPDATE person SET totp_last_step = $1, totp_secret = $2, totp_confirmed_at = $3 WHERE id = $4";
    run(change.db(), sql, [step.into(), stored.into(), now.into(), person.id.into()]).await?;
    end_sessions(change.db(), person.id, 0, now).await?;
    change.people_changed(PersonId(person.id));
    factor::tell_set_up(&change, house, call, &person).await?;
    forget(&change, Attempt::Secret, &codes_of(&person)).await?;
    let passed = begin(&mut change, call, &person, SignedIn::Done).await?;
    change.commit().await?;
    house.letters.notify_one();
    Ok(passed)
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

/// Counts a try and answers the time step of a code that is right and was not used before.
async fn taken(house: &House, call: &Call, person: &PersonRow, code: &str) -> Result<i64, Fault> {
    count(house, call, Attempt::Secret, &codes_of(person)).await?;
    factor::step(house, person, code, call.now)?.ok_or_else(wrong_code)
}

/// Under which name tries of codes are counted.
fn codes_of(person: &PersonRow) -> String {
    format!("code {}", person.id)
}

fn wrong_code() -> Fault {
    AppError::field("code", Reason::NoMatch).into()
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
    change: &mut Change,
    call: &Call,
    person: &PersonRow,
    next: SignedIn,
) -> Result<Passed, Fault> {
    let now = call.now.as_millisecond();
    if !call.token.is_empty() {
        let sql =
            "UPDATE session SET ended_at = $1 WHERE token_hash = $2 AND ended_at IS NULL RETURNING person_id";
        // Other windows of this browser may show what the person before was told live.
        if let Some(row) = one_row(change.db(), sql, [now.into(), digest(&call.token).into()]).await? {
            change.people_changed(PersonId(row.try_get("", "person_id")?));
        }
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
