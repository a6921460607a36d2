//! One-time links by mail: short-lived, single use, stored hashed.
use crate::fault::Fault;
use crate::house::House;
use crate::letter::desk::{Letter, blocks, write};
use crate::person::attempt::count;
use crate::person::enter::{after_first, begin};
use crate::person::invitation;
use crate::person::query::{PersonRow, by_email, by_id};
use crate::secret::{digest, token};
use crate::store::{Change, one_row, run};
use app::call::Call;
use app::error::AppError;
use app::person::api::Passed;
use app::person::next::with_next;
use app::words::{fill, mail, say};
use domain::input::{Reason, is_address};
use domain::person::Account;
use domain::sign_in::{Attempt, LINK_LIFETIME};
use jiff::{SignedDuration, Timestamp};
use std::time::Duration;

/// Asking for a link takes so long whether the address is known or not; writing a letter takes far less.
const EVEN: Duration = Duration::from_millis(200);

/// What a link is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// Signing in.
    SignIn,
    /// Accepting an invitation.
    Invitation,
}

impl Purpose {
    const fn code(self) -> &'static str {
        match self {
            Self::SignIn => "sign_in",
            Self::Invitation => "invitation",
        }
    }
}

/// Makes a link's token.
pub async fn issue(
    change: &Change,
    person: i64,
    purpose: Purpose,
    lifetime: SignedDuration,
    now: Timestamp,
) -> Result<String, Fault> {
    let token = token();
    let sql = "INSERT INTO login_link (token_hash, person_id, purpose, created_at, expires_at) VALUES ($1, $2, $3, $4, $5)";
    let ends = now.as_millisecond() + i64::try_from(lifetime.as_millis()).unwrap_or(0);
    run(
        change.db(),
        sql,
        [
            digest(&token).into(),
            person.into(),
            purpose.code().into(),
            now.as_millisecond().into(),
            ends.into(),
        ],
    )
    .await?;
    Ok(token)
}

/// Ends all links of one purpose that a person still has.
pub async fn revoke(change: &Change, person: i64, purpose: Purpose, now: Timestamp) -> Result<(), Fault> {
    let sql = "UPDATE login_link SET used_at = $1 WHERE person_id = $2 AND purpose = $3 AND used_at IS NULL";
    run(change.db(), sql, [now.as_millisecond().into(), person.into(), purpose.code().into()]).await?;
    Ok(())
}

/// Whose link it is, if it still works; does not use it.
pub async fn look(house: &House, token: &str, purpose: Purpose, now: Timestamp) -> Result<PersonRow, Fault> {
    let sql = "SELECT person_id FROM login_link WHERE token_hash = $1 AND purpose = $2 AND used_at IS NULL AND expires_at > $3";
    let row = one_row(
        house.store.read(),
        sql,
        [digest(token).into(), purpose.code().into(), now.as_millisecond().into()],
    )
    .await?;
    let Some(row) = row else { return Err(AppError::LinkEnded.into()) };
    by_id(house.store.read(), row.try_get("", "person_id")?).await?.ok_or_else(|| AppError::LinkEnded.into())
}

/// Uses a link up; of two at the same time one gets it.
pub async fn redeem(change: &Change, token: &str, purpose: Purpose, now: Timestamp) -> Result<(), Fault> {
    let sql = "UPDATE login_link SET used_at = $1 WHERE token_hash = $2 AND purpose = $3 AND used_at IS NULL AND expires_at > $1";
    let done =
        run(change.db(), sql, [now.as_millisecond().into(), digest(token).into(), purpose.code().into()])
            .await?;
    if done.rows_affected() == 1 { Ok(()) } else { Err(AppError::LinkEnded.into()) }
}

/// Mails a link that leads on to `next`, where there is such an account; the answer is the same where there is none.
pub async fn send(house: &House, call: &Call, email: &str, next: &str) -> Result<(), Fault> {
    let email = email.trim().to_lowercase();
    if !is_address(&email) {
        let reason = if email.is_empty() { Reason::Missing } else { Reason::NotAnAddress };
        return Err(AppError::field("email", reason).into());
    }
    count(house, call, Attempt::Link, &email).await?;
    let (done, ()) = tokio::join!(answer(house, call, &email, next), tokio::time::sleep(EVEN));
    done
}

async fn answer(house: &House, call: &Call, email: &str, next: &str) -> Result<(), Fault> {
    let Some(person) = by_email(house.store.read(), email).await? else { return Ok(()) };
    let change = house.store.change().await?;
    match Account::of_code(&person.account) {
        Some(Account::Active) => write_link(&change, house, call, &person, next).await?,
        // Whoever lost the invitation, or let it lapse, gets it again.
        Some(Account::Invited) => invitation::send_again(&change, house, call, &person).await?,
        Some(Account::Left) => return Ok(()),
        None => return Err(Fault::impossible_row("person", person.id, &person.account)),
    }
    change.commit().await?;
    house.letters.notify_one();
    Ok(())
}

async fn write_link(
    change: &Change,
    house: &House,
    call: &Call,
    person: &PersonRow,
    next: &str,
) -> Result<(), Fault> {
    let token = issue(change, person.id, Purpose::SignIn, LINK_LIFETIME, call.now).await?;
    let to = person.addressee();
    let lang = to.lang;
    let letter = Letter {
        to,
        subject: fill(lang, mail::SIGN_IN_SUBJECT, &[("company", &house.settings.company)]),
        blocks: blocks(
            vec![say(lang, mail::SIGN_IN_TEXT).to_owned(), say(lang, mail::SIGN_IN_OTHER).to_owned()],
            Some((
                say(lang, mail::SIGN_IN_BUTTON).to_owned(),
                house.link(&with_next(&format!("/sign-in/link?token={token}"), next)),
            )),
        ),
        about: None,
        secret: true,
        acknowledges: false,
        answers: None,
    };
    write(change, house, letter, call.now).await?;
    Ok(())
}

/// Uses a sign-in link. Its token has 256 bits, so guessing needs no limit.
pub async fn enter(house: &House, call: &Call, token: &str) -> Result<Passed, Fault> {
    let person = look(house, token, Purpose::SignIn, call.now).await?;
    if !person.is_active() {
        return Err(AppError::LinkEnded.into());
    }
    let mut change = house.store.change().await?;
    redeem(&change, token, Purpose::SignIn, call.now).await?;
    let passed = begin(&mut change, call, &person, after_first(&person)).await?;
    change.commit().await?;
    Ok(passed)
}
