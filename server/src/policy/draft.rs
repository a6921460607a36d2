//! Drafts of a new version: each person who may publish has one; it is changed part by part, looked at, published.
use crate::fault::Fault;
use crate::house::House;
use crate::invoice::sample::draws;
use crate::policy::desk::{customers, editions, manager};
use crate::policy::{self, WrongFile, change, lost, moves};
use crate::store::{Change, one, run};
use app::call::Call;
use app::error::AppError;
use app::policy::view::DraftView;
use domain::input::{Checks, FieldError, Reason};
use domain::policy::Policy;
use domain::policy::book::Book;
use domain::policy::edit::{Edit, Part, WrongEdit};
use domain::promise::place::Place;
use sea_orm::{ConnectionTrait, DbBackend, FromQueryResult};

/// Longest configuration file that is taken, in bytes.
const LONGEST_FILE: usize = 400_000;

#[derive(FromQueryResult)]
struct Row {
    content: String,
    based_on: i64,
    number: i64,
}

/// What somebody has drafted.
struct Drafted {
    policy: Policy,
    /// The version it began with.
    based_on: i64,
    /// Tells each of its states from all others; 0 where there is no draft and it says what is in force.
    number: i64,
}

impl Drafted {
    /// The number by which pages name the draft that they show.
    const fn seen(&self) -> i64 {
        if self.number == 0 { -self.based_on } else { self.number }
    }

    /// Refuses who saw another one.
    fn check(&self, seen: i64) -> Result<(), AppError> {
        if self.seen() == seen { Ok(()) } else { Err(AppError::Outdated { version: self.seen() }) }
    }
}

async fn drafted<C: ConnectionTrait>(house: &House, db: &C, person: i64) -> Result<Drafted, Fault> {
    let sql = "SELECT content, based_on, number FROM policy_draft WHERE person_id = $1";
    let row: Option<Row> = one(db, sql, [person.into()]).await?;
    match row {
        None => {
            let current = house.policy();
            Ok(Drafted { policy: Policy::clone(&current), based_on: current.version, number: 0 })
        }
        Some(row) => {
            let policy = toml::from_str(&row.content)
                .map_err(|error| Fault::impossible_row("policy_draft", person, &error.to_string()))?;
            Ok(Drafted { policy, based_on: row.based_on, number: row.number })
        }
    }
}

/// What somebody has drafted; what is in force where they have not.
pub async fn drafted_policy(house: &House, person: i64) -> Result<Policy, Fault> {
    Ok(drafted(house, house.store.read(), person).await?.policy)
}

/// Holds a person's draft until the change is over.
async fn hold(change: &Change, person: i64) -> Result<(), Fault> {
    if change.db().get_database_backend() == DbBackend::Postgres {
        run(change.db(), "SELECT id FROM person WHERE id = $1 FOR NO KEY UPDATE", [person.into()]).await?;
    }
    Ok(())
}

async fn keep(change: &Change, person: i64, policy: &Policy, based_on: i64, now: i64) -> Result<(), Fault> {
    let content = toml::to_string(policy).map_err(Fault::broken)?;
    let sql =
        "INSERT INTO policy_draft (person_id, content, based_on, number, at) VALUES ($1, $2, $3, $4, $5)
      ON CONFLICT (person_id) DO UPDATE SET content = excluded.content, based_on = excluded.based_on,
        number = excluded.number, at = excluded.at";
    let number = crate::secret::number();
    let values = [person.into(), content.into(), based_on.into(), number.into(), now.into()];
    run(change.db(), sql, values).await?;
    Ok(())
}

/// The draft as it is shown.
pub async fn read(house: &House, call: &Call, moves: bool) -> Result<DraftView, Fault> {
    let actor = manager(call)?;
    let draft = drafted(house, house.store.read(), actor.id.0).await?;
    let seen = draft.seen();
    let Drafted { policy, based_on, .. } = draft;
    let current = house.policy();
    let changed = policy != **current;
    let (wrong, book) = match Book::new(policy.clone()) {
        Ok(book) => (Vec::new(), Some(book)),
        Err(wrong) => (wrong, None),
    };
    let moved = match book {
        Some(book) if moves && changed => Some(moves::preview(house, book, call.now).await?),
        _ => None,
    };
    let lost = if moves { lost::count(house, &current, &policy, call.lang).await? } else { Vec::new() };
    let changes = if moves { change::changes(&current, &policy, call.lang)? } else { Vec::new() };
    Ok(DraftView {
        changed,
        may_tell_old_times: current.may_tell_old_times(&policy),
        policy,
        based_on,
        current: current.version,
        seen,
        wrong,
        changes,
        lost,
        editions: editions(house, true).await?,
        customers: customers(house).await?,
        places: Place::all().iter().map(ToString::to_string).collect(),
        moves: moved,
        now: house.clock.moment(call.now),
    })
}

/// Changes a part.
pub async fn edit(house: &House, call: &Call, key: &str, seen: i64, edit: &Edit) -> Result<(), Fault> {
    let actor = manager(call)?;
    let change = house.store.change().await?;
    if let Some(done) = change.earlier(actor.id.0, key, "policy/edit").await? {
        return Ok(done);
    }
    hold(&change, actor.id.0).await?;
    let draft = drafted(house, change.db(), actor.id.0).await?;
    draft.check(seen)?;
    let customers: Vec<_> = customers(house).await?.into_iter().map(|(id, _)| id).collect();
    let policy = draft.policy.edited(edit, &customers).map_err(|wrong| match wrong {
        WrongEdit::Fields(fields) => AppError::Invalid { fields },
        WrongEdit::Gone => AppError::Outdated { version: seen },
    })?;
    if edit.part == Part::Seller {
        draws(&policy.billing).await?;
    }
    if let Some(wrong) = clash(&draft.policy, &policy) {
        return Err(AppError::Invalid { fields: vec![wrong] }.into());
    }
    keep(&change, actor.id.0, &policy, draft.based_on, call.now.as_millisecond()).await?;
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
    let known: Vec<_> = customers(house).await?.into_iter().map(|(id, _)| id).collect();
    let strange = book.policy().unknown_customers(&known);
    if !strange.is_empty() {
        return Err(refused(WrongFile::Wrong(strange)).into());
    }
    draws(&book.policy().billing).await.map_err(|_| AppError::field("text", Reason::NotALogo))?;
    hold(&change, actor.id.0).await?;
    let based_on = house.policy().version;
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

/// Publishes the draft as the next version, as it was looked at.
pub async fn publish(
    house: &House,
    call: &Call,
    key: &str,
    seen: i64,
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
    hold(&change, actor.id.0).await?;
    let latest = policy::latest_version(change.db()).await?;
    let draft = drafted(house, change.db(), actor.id.0).await?;
    if latest != draft.based_on {
        return Err(AppError::Outdated { version: latest }.into());
    }
    draft.check(seen)?;
    if draft.number == 0 {
        return Err(AppError::field("note", Reason::NotAChoice).into());
    }
    let policy = draft.policy;
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
