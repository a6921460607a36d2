//! The reader's own account: profile, password, signed-in browsers.
use crate::fault::Fault;
use crate::house::House;
use crate::letter::desk::{Letter, write};
use crate::person::attempt::{count, forget};
use crate::person::password;
use crate::person::query::{PersonRow, SessionRow, by_id, end_sessions, sessions};
use crate::phone::query::written;
use crate::store::run;
use app::call::Call;
use app::error::AppError;
use app::person::view::{AccountView, SessionView};
use app::words::mail;
use domain::id::SessionId;
use domain::input::{Checks, Reason};
use domain::lang::Lang;
use domain::sign_in::{Attempt, SESSION_IDLE, check_password};

async fn me(house: &House, call: &Call) -> Result<PersonRow, Fault> {
    by_id(house.store.read(), call.actor()?.id.0).await?.ok_or_else(|| AppError::SignedOut.into())
}

/// The account page.
pub async fn show(house: &House, call: &Call) -> Result<AccountView, Fault> {
    let person = me(house, call).await?;
    let since = call.now.as_millisecond() - i64::try_from(SESSION_IDLE.as_millis()).unwrap_or(0);
    let rows = sessions(house.store.read(), person.id, since).await?;
    Ok(AccountView {
        phones: written(house.store.read(), "person_id", Some(person.id)).await?,
        has_password: person.password_hash.is_some(),
        has_second_factor: person.has_second_factor(),
        lang: Lang::of_code(&person.lang).unwrap_or_default(),
        sessions: rows.into_iter().map(|row| session_view(house, call, row)).collect(),
        name: person.name,
        email: person.email,
        now: house.clock.moment(call.now),
    })
}

fn session_view(house: &House, call: &Call, row: SessionRow) -> SessionView {
    SessionView {
        id: SessionId(row.id),
        device: device(&row.user_agent),
        source: row.source,
        started: house.clock.shown(row.created_at),
        used: house.clock.shown(row.used_at),
        current: call.session == Some(SessionId(row.id)),
    }
}

/// Browser and system in words; what cannot be told is left out.
fn device(user_agent: &str) -> String {
    let first = |known: &[(&str, &str)]| {
        known.iter().find(|(mark, _)| user_agent.contains(mark)).map(|(_, name)| (*name).to_owned())
    };
    let browser = first(&[
        ("Edg/", "Edge"),
        ("OPR/", "Opera"),
        ("Firefox/", "Firefox"),
        ("Chrome/", "Chrome"),
        ("Safari/", "Safari"),
    ]);
    let system = first(&[
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Windows", "Windows"),
        ("Mac OS", "macOS"),
        ("Linux", "Linux"),
    ]);
    [browser, system].into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// Changes name and language.
pub async fn change_profile(
    house: &House,
    call: &Call,
    key: &str,
    name: &str,
    lang: Lang,
) -> Result<(), Fault> {
    let actor = call.actor()?;
    let mut change = house.store.change().await?;
    if let Some(done) = change.earlier(actor.id.0, key, "account/profile").await? {
        return Ok(done);
    }
    let mut checks = Checks::default();
    let name = checks.line("name", name, 120);
    checks.done(())?;
    run(
        change.db(),
        "UPDATE person SET name = $1, lang = $2 WHERE id = $3",
        [name.into(), lang.code().into(), actor.id.0.into()],
    )
    .await?;
    change.people_changed(actor.id);
    change.remember(actor.id.0, key, "account/profile", &(), call.now.as_millisecond()).await?;
    change.commit().await
}

/// Sets a password, asks for the present one where there is one, and ends all other sessions.
pub async fn set_password(house: &House, call: &Call, present: &str, new: &str) -> Result<(), Fault> {
    let person = me(house, call).await?;
    let mut checks = Checks::default();
    if let Some(stored) = &person.password_hash {
        count(house, call, Attempt::Secret, &person.email).await?;
        if !password::fits(present, Some(stored)).await? {
            checks.add("present", Reason::NoMatch);
        }
    }
    if let Err(reason) = check_password(new, &person.email) {
        checks.add("new", reason);
    }
    checks.done(())?;
    let hash = password::hash(new).await?;
    let mut change = house.store.change().await?;
    run(change.db(), "UPDATE person SET password_hash = $1 WHERE id = $2", [hash.into(), person.id.into()])
        .await?;
    end_sessions(change.db(), person.id, current(call), call.now.as_millisecond()).await?;
    forget(&change, Attempt::Secret, &person.email).await?;
    let told = [mail::PASSWORD_TEXT, mail::PASSWORD_OTHER];
    let letter = Letter::notice(person.addressee(), mail::PASSWORD_SUBJECT, &told);
    write(&change, house, letter, call.now).await?;
    change.people_changed(call.actor()?.id);
    change.commit().await?;
    house.letters.notify_one();
    Ok(())
}

/// Ends one session of the reader's own; another's is not found.
pub async fn end_session(house: &House, call: &Call, id: SessionId) -> Result<(), Fault> {
    let actor = call.actor()?;
    let mut change = house.store.change().await?;
    let sql = "UPDATE session SET ended_at = $1 WHERE id = $2 AND person_id = $3 AND ended_at IS NULL";
    let done =
        run(change.db(), sql, [call.now.as_millisecond().into(), id.0.into(), actor.id.0.into()]).await?;
    if done.rows_affected() == 0 {
        return Err(AppError::NotFound.into());
    }
    change.people_changed(actor.id);
    change.commit().await
}

/// Ends all sessions of the reader but this one.
pub async fn end_others(house: &House, call: &Call) -> Result<(), Fault> {
    let actor = call.actor()?;
    let mut change = house.store.change().await?;
    end_sessions(change.db(), actor.id.0, current(call), call.now.as_millisecond()).await?;
    change.people_changed(actor.id);
    change.commit().await
}

/// Ends this session; half ones too.
pub async fn sign_out(house: &House, call: &Call) -> Result<(), Fault> {
    let mut change = house.store.change().await?;
    let sql = "UPDATE session SET ended_at = $1 WHERE token_hash = $2 AND ended_at IS NULL";
    run(change.db(), sql, [call.now.as_millisecond().into(), crate::secret::digest(&call.token).into()])
        .await?;
    if let Some(actor) = &call.actor {
        change.people_changed(actor.id);
    }
    change.commit().await
}

fn current(call: &Call) -> i64 {
    call.session.map_or(0, |session| session.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn browsers_are_told_in_words() {
        for (agent, words) in [
            ("Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0", "Firefox · Linux"),
            (
                "Mozilla/5.0 (iPad; CPU OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Mobile/15E148 Safari/604.1",
                "Safari · iPad",
            ),
            (
                "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/130.0.0.0 Safari/537.36 Edg/130.0",
                "Edge · Windows",
            ),
            ("curl/8", ""),
        ] {
            assert_eq!(device(agent), words);
        }
    }
}
