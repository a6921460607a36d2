//! Adding, changing and removing mailboxes. Each change says on the row who made it and when.
use crate::clock::instant;
use crate::config::mailbox::way;
use crate::fault::Fault;
use crate::house::House;
use crate::mailbox::credential::{Credential, credential, write};
use crate::mailbox::desk::keeper;
use crate::mailbox::row::{MailboxRow, find_to_change};
use crate::mailbox::settings::insert;
use crate::store::{Change, one_row, run};
use app::call::Call;
use app::error::AppError;
use app::mailbox::api::Filled;
use domain::id::{MailboxId, TeamId};
use domain::input::{Checks, Reason};
use domain::lang::Lang;
use jiff::Timestamp;

/// What is mapped for every mailbox.
struct Mapped {
    shown_name: String,
    lang: Lang,
    team: Option<TeamId>,
    class: Option<String>,
    takes_older: bool,
}

/// The connection of a mailbox that is kept in the browser.
struct Connected {
    url: String,
    user: String,
    folder: String,
    credential: Credential,
}

/// Adds a mailbox, or changes one as it was `seen`.
pub async fn save(
    house: &House,
    call: &Call,
    key: &str,
    id: Option<MailboxId>,
    seen: i64,
    filled: Filled,
) -> Result<(), Fault> {
    let actor = keeper(call)?;
    let change = house.store.change().await?;
    if let Some(done) = change.earlier(actor.id.0, key, "mailbox/save").await? {
        return Ok(done);
    }
    let old = match id {
        Some(id) => Some(find_to_change(&change, house, id).await?),
        None => None,
    };
    if let Some(old) = old.as_ref().filter(|old| old.version != seen) {
        return Err(AppError::Outdated { version: old.version }.into());
    }
    let mut checks = Checks::default();
    let id = match &old {
        Some(old) if old.is_of_file() => {
            let mapped = mapped(house, &change, &mut checks, &filled).await?;
            checks.done(())?;
            map(&change, old.id, &mapped).await?;
            old.id
        }
        _ => keep(house, call, &change, checks, old.as_ref(), &filled).await?,
    };
    let sql = "UPDATE mailbox SET version = version + 1, changed_by = $2, changed_at = $3 WHERE id = $1";
    let now = call.now.as_millisecond();
    run(change.db(), sql, [id.into(), actor.name.clone().into(), now.into()]).await?;
    change.remember(actor.id.0, key, "mailbox/save", &(), now).await?;
    change.commit().await?;
    house.mailboxes.notify_one();
    Ok(())
}

/// Checks and writes all of a mailbox that is kept in the browser; answers its row.
async fn keep(
    house: &House,
    call: &Call,
    change: &Change,
    mut checks: Checks,
    old: Option<&MailboxRow>,
    filled: &Filled,
) -> Result<i64, Fault> {
    let name = checks.line("name", &filled.name, 60);
    let address = checks.address("address", &filled.address);
    let id = old.map_or(0, |old| old.id);
    for (column, value) in [("name", &name), ("address", &address)] {
        let sql = format!("SELECT 1 FROM mailbox WHERE {column} = $1 AND id <> $2 AND removed_at IS NULL");
        if one_row(change.db(), &sql, [value.clone().into(), id.into()]).await?.is_some() {
            checks.add(column, Reason::Taken);
        }
    }
    let mapped = mapped(house, change, &mut checks, filled).await?;
    let connected = connected(house, &mut checks, old, filled, &address)?;
    checks.done(())?;
    let id = match old {
        Some(old) => old.id,
        None => place(call, change, &name, &address).await?,
    };
    map(change, id, &mapped).await?;
    if let Some(connected) = connected.as_ref().filter(|connected| !is_account(old, connected)) {
        let sql = "UPDATE mailbox SET connected_at = $2 WHERE id = $1";
        let from = new_from(old, connected, call.now).map(Timestamp::as_millisecond);
        run(change.db(), sql, [id.into(), from.into()]).await?;
    }
    let read = connected.is_some() && filled.active;
    let (url, user, folder, credential) = match connected {
        Some(c) => (Some(c.url), Some(c.user), Some(c.folder), Some(c.credential)),
        None => (None, None, None, None),
    };
    // What was wrong before is not what is wrong from now on.
    let sql = "UPDATE mailbox SET name = $2, address = $3, url = $4, user_name = $5, folder = $6, active = $7, imap = $8,
      trouble = NULL, trouble_kind = NULL, trouble_since = NULL, told_at = NULL WHERE id = $1";
    let values = [
        id.into(),
        name.into(),
        address.into(),
        url.into(),
        user.into(),
        folder.into(),
        filled.active.into(),
        read.into(),
    ];
    run(change.db(), sql, values).await?;
    write(change, id, credential).await?;
    Ok(id)
}

/// From when on mails are new in an account that is named now. What nobody named before begins now.
fn new_from(old: Option<&MailboxRow>, connected: &Connected, now: Timestamp) -> Option<Timestamp> {
    let Some(old) = old.filter(|old| old.url.is_some() || old.fetched_at.is_some()) else { return Some(now) };
    let host = |url: &str| way(url).map(|way| way.host.to_lowercase());
    let strange = |url: &str| {
        let other_user = old.user_name.as_deref().is_some_and(|user| !is_user(user, &connected.user));
        host(url) != host(&connected.url) && other_user
    };
    old.begin().renamed(old.fetched_at.map(instant), old.url.as_deref().is_some_and(strange), now)
}

/// Whether two names are of one user: many servers take an address or only what stands before its "@".
fn is_user(one: &str, other: &str) -> bool {
    let local = |name: &str| name.split('@').next().unwrap_or(name).to_lowercase();
    local(one) == local(other)
}

/// Whether this is the account that was read before; in another one lie mails of which nobody here knows.
fn is_account(old: Option<&MailboxRow>, connected: &Connected) -> bool {
    old.is_some_and(|old| {
        old.url.as_deref().and_then(way) == way(&connected.url)
            && old.user_name.as_ref() == Some(&connected.user)
            && old.folder.as_ref() == Some(&connected.folder)
    })
}

/// The row of a new mailbox: one of the same address that was removed comes back with its mails.
async fn place(call: &Call, change: &Change, name: &str, address: &str) -> Result<i64, Fault> {
    let sql = "UPDATE mailbox SET removed_at = NULL, fetched_at = NULL WHERE address = $1 RETURNING id";
    match one_row(change.db(), sql, [address.into()]).await? {
        Some(row) => Ok(row.try_get("", "id")?),
        None => insert(change, name, address, call.now).await,
    }
}

async fn mapped(
    house: &House,
    change: &Change,
    checks: &mut Checks,
    filled: &Filled,
) -> Result<Mapped, Fault> {
    let shown_name = checks.optional_line("shown_name", &filled.shown_name, 120).unwrap_or_default();
    let lang = Lang::of_code(&filled.lang);
    if lang.is_none() {
        checks.add("lang", Reason::NotAChoice);
    }
    if let Some(team) = filled.team
        && one_row(change.db(), "SELECT 1 FROM team WHERE id = $1", [team.0.into()]).await?.is_none()
    {
        checks.add("team", Reason::NotAChoice);
    }
    let class = Some(filled.class.trim()).filter(|class| !class.is_empty());
    if class.is_some_and(|code| !house.policy().classes.iter().any(|class| class.code == code)) {
        checks.add("class", Reason::NotAChoice);
    }
    let lang = lang.unwrap_or_default();
    Ok(Mapped {
        shown_name,
        lang,
        team: filled.team,
        class: class.map(str::to_owned),
        takes_older: filled.older,
    })
}

async fn map(change: &Change, id: i64, mapped: &Mapped) -> Result<(), Fault> {
    let sql = "UPDATE mailbox SET shown_name = $2, lang = $3, team_id = $4, class = $5, takes_older = $6 WHERE id = $1";
    let values = [
        id.into(),
        mapped.shown_name.clone().into(),
        mapped.lang.code().into(),
        mapped.team.map(|team| team.0).into(),
        mapped.class.clone().into(),
        mapped.takes_older.into(),
    ];
    run(change.db(), sql, values).await?;
    Ok(())
}

/// The connection as it was filled in; `None` where there is no address of a server.
fn connected(
    house: &House,
    checks: &mut Checks,
    old: Option<&MailboxRow>,
    filled: &Filled,
    address: &str,
) -> Result<Option<Connected>, Fault> {
    let Some(url) = checks.optional_line("url", &filled.url, 200) else { return Ok(None) };
    if way(&url).is_none() {
        checks.add("url", Reason::NotAMailServer);
    }
    let user = checks.optional_line("user", &filled.user, 254).unwrap_or_else(|| address.to_owned());
    let folder = checks.optional_line("folder", &filled.folder, 120).unwrap_or_else(|| "INBOX".to_owned());
    // A secret is shown to nobody: it goes to no other server and no other account than it was typed for.
    let same = |old: &&MailboxRow| {
        old.url.as_deref().and_then(way) == way(&url) && old.user_name.as_ref() == Some(&user)
    };
    let credential = credential(house, checks, old.filter(same), filled)?;
    Ok(Some(Connected { url, user, folder, credential }))
}

/// Removes a mailbox: it is read no more, and what came through it stays. Those of the settings file are removed there.
pub async fn remove(house: &House, call: &Call, key: &str, id: MailboxId) -> Result<(), Fault> {
    let actor = keeper(call)?;
    let change = house.store.change().await?;
    if let Some(done) = change.earlier(actor.id.0, key, "mailbox/remove").await? {
        return Ok(done);
    }
    let row = find_to_change(&change, house, id).await?;
    if row.is_of_file() {
        return Err(AppError::NotFound.into());
    }
    let sql = "UPDATE mailbox SET removed_at = $2, name = name || ' #' || CAST(id AS TEXT), imap = FALSE, url = NULL,
      version = version + 1, changed_by = $3, changed_at = $2 WHERE id = $1";
    let now = call.now.as_millisecond();
    run(change.db(), sql, [row.id.into(), now.into(), actor.name.clone().into()]).await?;
    write(&change, row.id, None).await?;
    change.remember(actor.id.0, key, "mailbox/remove", &(), now).await?;
    change.commit().await?;
    house.mailboxes.notify_one();
    Ok(())
}
