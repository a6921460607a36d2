//! Mailboxes as administrators see them; secrets never leave.
use crate::config::mailbox::Key;
use crate::contains::folded;
use crate::fault::Fault;
use crate::house::House;
use crate::letter::imap::state::trouble;
use crate::letter::outgoing;
use crate::mailbox::desk::keeper;
use crate::mailbox::row::{COLUMNS, MailboxRow};
use crate::store::all;
use app::call::Call;
use app::mailbox::view::{Connection, Mailbox, MailboxesView, SignIn};
use domain::id::{MailboxId, TeamId};
use domain::lang::Lang;
use sea_orm::FromQueryResult;

#[derive(FromQueryResult)]
struct TeamRow {
    id: i64,
    name: String,
}

/// All that are not removed, with what can be chosen for them.
pub async fn show(house: &House, call: &Call) -> Result<MailboxesView, Fault> {
    keeper(call)?;
    let db = house.store.read();
    let sql =
        format!("SELECT {COLUMNS} FROM mailbox WHERE removed_at IS NULL ORDER BY {}, id", folded("name"));
    let rows: Vec<MailboxRow> = all(db, &sql, []).await?;
    let sql = format!("SELECT id, name FROM team ORDER BY {}", folded("name"));
    let teams: Vec<TeamRow> = all(db, &sql, []).await?;
    let outgoing = outgoing::shown(house, call.now).await?;
    let policy = house.policy();
    let classes = policy.classes.iter().map(|class| (class.code.clone(), class.name(call.lang).to_owned()));
    Ok(MailboxesView {
        mailboxes: rows.into_iter().map(|row| shown(house, row)).collect(),
        teams: teams.into_iter().map(|team| (TeamId(team.id), team.name)).collect(),
        classes: classes.collect(),
        outgoing,
        now: house.clock.moment(call.now),
    })
}

/// By what a mailbox of the settings file is signed in.
fn sign_in(key: &Key) -> SignIn {
    match key {
        Key::Password(_) | Key::PasswordFile(_) => SignIn::Password,
        Key::Token(_) | Key::TokenFile(_) => SignIn::Token,
        Key::Refresh(grant) => SignIn::Refresh {
            token_url: grant.endpoint.to_string(),
            client_id: grant.client.clone(),
            scope: grant.scope.clone().unwrap_or_default(),
        },
    }
}

fn shown(house: &House, row: MailboxRow) -> Mailbox {
    let connection = if row.is_of_file() {
        let account = row.of_file(house);
        account.map(|imap| Connection {
            url: imap.url(),
            sign_in: sign_in(&imap.key),
            user: imap.user,
            folder: imap.folder,
        })
    } else {
        row.url.clone().map(|url| Connection {
            url,
            user: row.user_name.clone().unwrap_or_default(),
            folder: row.folder.clone().unwrap_or_default(),
            sign_in: row.sign_in(),
        })
    };
    Mailbox {
        id: MailboxId(row.id),
        of_file: row.is_of_file(),
        is_read: row.imap,
        fetched: row.fetched_at.map(|at| house.clock.shown(at)),
        trouble: row.trouble.filter(|_| row.imap).map(|words| trouble(row.trouble_kind.as_deref(), &words)),
        changed: row.changed_at.zip(row.changed_by).map(|(at, by)| (house.clock.shown(at), by)),
        name: row.name,
        address: row.address,
        shown_name: row.shown_name,
        lang: Lang::of_code(&row.lang).unwrap_or_default(),
        team: row.team_id.map(TeamId),
        class: row.class,
        takes_older: row.takes_older,
        connection,
        active: row.active,
        version: row.version,
    }
}
