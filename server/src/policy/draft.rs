//! Drafts of a new version: each person who may publish has one; it is changed part by part, looked at, published.
use crate::fault::Fault;
use crate::house::House;
use crate::policy::desk::{customers, editions, manager};
use crate::policy::{self, WrongFile, change, moves};
use crate::store::{Change, one, run};
use app::call::Call;
use app::error::AppError;
use app::policy::view::DraftView;
use domain::input::{Checks, FieldError, Reason};
use domain::policy::Policy;
use domain::policy::book::Book;
use domain::policy::edit::Edit;
use domain::promise::place::Place;
use sea_orm::{ConnectionTrait, FromQueryResult};

/// Longest configuration file that is taken, in bytes.
const LONGEST_FILE: usize = 400_000;

#[derive(FromQueryResult)]
struct Row {
    content: String,
    based_on: i64,
}

/// What somebody has drafted, with the version it began with; what is in force where there is no draft.
async fn drafted<C: ConnectionTrait>(
    house: &House,
    db: &C,
    person: i64,
) -> Result<(Policy, i64, bool), Fault> {
    let sql = "SELECT content, based_on FROM policy_draft WHERE person_id = $1";
    let row: Option<Row> = one(db, sql, [person.into()]).await?;
    match row {
        None => {
            let current = house.policy();
            Ok((Policy::clone(&current), current.version, false))
        }
        Some(row) => {
            let policy = toml::from_str(&row.content)
                .map_err(|error| Fault::impossible_row("policy_draft", person, &error.to_string()))?;
            Ok((policy, row.based_on, true))
        }
    }
}

async fn keep(change: &Change, person: i64, policy: &Policy, based_on: i64, now: i64) -> Result<(), Fault> {
    let content = toml::to_string(policy).map_err(Fault::broken)?;
    let sql = "INSERT INTO policy_draft (person_id, content, based_on, at) VALUES ($1, $2, $3, $4)
      ON CONFLICT (person_id) DO UPDATE SET content = excluded.content, at = excluded.at";
    run(change.db(), sql, [person.into(), content.into(), based_on.into(), now.into()]).await?;
    Ok(())
}

/// The draft as it is shown.
pub async fn read(house: &House, call: &Call, moves: bool) -> Result<DraftView, Fault> {
    let actor = manager(call)?;
    let (policy, based_on, _) = drafted(house, house.store.read(), actor.id.0).await?;
    let current = house.policy();
    let changed = policy != **current;
    let (wrong, book) = match Book::new(policy.clone()) {
        Ok(book) => (Vec::new(), Some(book)),
        Err(wrong) => (wrong, None),
    };
    let moved = match book {
        Some(book) if moves && changed => Some(moves::preview(house, book).await?),
        _ => None,
    };
    let changes = if moves { change::changes(&current, &policy)? } else { Vec::new() };
    Ok(DraftView {
        changed,
        policy,
        based_on,
        current: current.version,
        wrong,
        changes,
        editions: editions(house, true).await?,
        customers: customers(house).await?,
        places: Place::all().iter().map(ToString::to_string).collect(),
        moves: moved,
        now: house.clock.moment(call.now),
    })
}

/// Changes a part.
pub async fn edit(house: &House, call: &Call, key: &str, edit: &Edit) -> Result<(), Fault> {
    let actor = manager(call)?;
    let change = house.store.change().await?;
    if let Some(done) = change.earlier(actor.id.0, key, "policy/edit").await? {
        return Ok(done);
    }
    let (policy, based_on, _) = drafted(house, change.db(), actor.id.0).await?;
    let next = policy.edited(edit).map_err(|fields| AppError::Invalid { fields })?;
    if let Some(wrong) = clash(&policy, &next) {
        return Err(AppError::Invalid { fields: vec![wrong] }.into());
    }
    keep(&change, actor.id.0, &next, based_on, call.now.as_millisecond()).await?;
    done(call, change, key, "policy/edit").await
}

/// A code that is used twice is told at its field, before it does harm.
fn clash(before: &Policy, after: &Policy) -> Option<FieldError> {
    let twice = |policy: &Policy| {
        let wrong = policy.validate().err().unwrap_or_default();
        wrong.into_iter().filter(|wrong| wrong.why == domain::policy::WrongPart::Twice).count()
    };
    (twice(after) > twice(before)).then(|| FieldError::new("fields[code]", Reason::Taken))
}

/// Takes a file as the draft.
pub async fn import(house: &House, call: &Call, key: &str, text: &str) -> Result<(), Fault> {
    let actor = manager(call)?;
    if text.len() > LONGEST_FILE {
        return Err(AppError::field("text", Reason::TooLong { max: 400_000 }).into());
    }
    let change = house.store.change().await?;
    if let Some(done) = change.earlier(actor.id.0, key, "policy/import").await? {
        return Ok(done);
    }
    let refused =
        |wrong: WrongFile| AppError::field("text", Reason::BadFile { places: wrong.in_words(call.lang) });
    let book = policy::read(text).map_err(refused)?;
    let based_on = house.policy().version;
    let sql = "DELETE FROM policy_draft WHERE person_id = $1";
    run(change.db(), sql, [actor.id.0.into()]).await?;
    keep(&change, actor.id.0, book.policy(), based_on, call.now.as_millisecond()).await?;
    done(call, change, key, "policy/import").await
}

/// Forgets the draft.
pub async fn discard(house: &House, call: &Call, key: &str) -> Result<(), Fault> {
    let actor = manager(call)?;
    let change = house.store.change().await?;
    if let Some(done) = change.earlier(actor.id.0, key, "policy/discard").await? {
        return Ok(done);
    }
    run(change.db(), "DELETE FROM policy_draft WHERE person_id = $1", [actor.id.0.into()]).await?;
    done(call, change, key, "policy/discard").await
}

/// Publishes the draft as the next version.
pub async fn publish(
    house: &House,
    call: &Call,
    key: &str,
    based_on: i64,
    note: &str,
    open_too: bool,
) -> Result<(), Fault> {
    let actor = manager(call)?;
    let mut checks = Checks::default();
    let note = checks.line("note", note, 300);
    checks.done(())?;
    let change = house.store.change().await?;
    if let Some(done) = change.earlier(actor.id.0, key, "policy/publish").await? {
        return Ok(done);
    }
    // Two who publish at once: the second is told what came between.
    policy::lock(&change).await?;
    let latest = policy::latest_version(change.db()).await?;
    if latest != based_on {
        return Err(AppError::Outdated { version: latest }.into());
    }
    let (policy, _, drafted) = drafted(house, change.db(), actor.id.0).await?;
    if !drafted {
        return Err(AppError::field("note", Reason::NotAChoice).into());
    }
    Book::new(policy.clone()).map_err(|wrong| {
        AppError::field("note", Reason::BadFile { places: WrongFile::Wrong(wrong).in_words(call.lang) })
    })?;
    let text = toml::to_string(&policy).map_err(Fault::broken)?;
    let by = (Some(actor.id.0), actor.name.as_str());
    policy::store(change.db(), &text, by, call.now, &note, open_too).await?;
    run(change.db(), "DELETE FROM policy_draft WHERE person_id = $1", [actor.id.0.into()]).await?;
    change.remember(actor.id.0, key, "policy/publish", &(), call.now.as_millisecond()).await?;
    change.commit().await?;
    house.refresh_policy().await?;
    house.policies.notify_waiters();
    Ok(())
}

async fn done(call: &Call, change: Change, key: &str, what: &str) -> Result<(), Fault> {
    change.remember(call.actor()?.id.0, key, what, &(), call.now.as_millisecond()).await?;
    change.commit().await
}
