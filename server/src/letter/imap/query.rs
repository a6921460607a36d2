//! How mailboxes fare, in the database.
use super::Failed;
use super::search::Folder;
use crate::clock::instant;
use crate::fault::Fault;
use crate::mailbox::row::{COLUMNS, MailboxRow};
use crate::store::{Change, all, one, one_row, run};
use domain::letter::mailbox::is_silent;
use jiff::{SignedDuration, Timestamp};
use sea_orm::{ConnectionTrait, FromQueryResult};

/// The last success is written no more often than this.
const FRESH: SignedDuration = SignedDuration::from_mins(1);

/// A mailbox in trouble.
#[derive(FromQueryResult)]
pub struct Silent {
    /// Id.
    pub id: i64,
    /// Name.
    pub name: String,
    /// Mail address.
    pub address: String,
    /// What was said.
    pub trouble: String,
    /// Code of the trouble.
    pub trouble_kind: Option<String>,
    /// Last success.
    pub fetched_at: Option<i64>,
    trouble_since: i64,
}

/// How far a mailbox was read.
#[derive(Clone, Copy, Debug, Default)]
pub struct Far {
    /// When it was read to its end last.
    pub read: Option<Timestamp>,
    /// Up to which UID all mails of the folder were dealt with.
    pub last: Option<u32>,
}

/// How far a mailbox was read, whose folder this is now.
pub async fn far<C: ConnectionTrait>(db: &C, id: i64, folder: &Folder) -> Result<Far, Fault> {
    #[derive(FromQueryResult)]
    struct Row {
        fetched_at: Option<i64>,
        uid_account: Option<String>,
        uid_validity: Option<i64>,
        last_uid: Option<i64>,
    }
    let sql = "SELECT fetched_at, uid_account, uid_validity, last_uid FROM mailbox WHERE id = $1";
    let row: Option<Row> = one(db, sql, [id.into()]).await?;
    Ok(row.map_or_else(Far::default, |row| {
        let same = row.uid_account.as_ref() == Some(&folder.account)
            && row.uid_validity.is_some()
            && row.uid_validity == folder.validity.map(i64::from);
        let last = row.last_uid.filter(|_| same).and_then(|last| u32::try_from(last).ok());
        Far { read: row.fetched_at.map(instant), last }
    }))
}

/// All mails of a folder up to this UID were dealt with; another server of the house may be further.
pub async fn reached(
    change: &Change,
    id: i64,
    (account, validity): (&str, u32),
    last: u32,
) -> Result<(), Fault> {
    let sql = "UPDATE mailbox SET uid_account = $2, uid_validity = $3, last_uid = $4 WHERE id = $1
      AND (uid_account IS NULL OR uid_account <> $2 OR uid_validity <> $3 OR last_uid < $4)";
    let values = [id.into(), account.into(), i64::from(validity).into(), i64::from(last).into()];
    run(change.db(), sql, values).await?;
    Ok(())
}

/// The refresh token, encrypted, that came in place of the one of this seal.
pub async fn renewed<C: ConnectionTrait>(db: &C, id: i64, of: &str) -> Result<Option<String>, Fault> {
    let sql = "SELECT token_renewed FROM mailbox WHERE id = $1 AND token_renewed_of = $2";
    match one_row(db, sql, [id.into(), of.into()]).await? {
        Some(row) => Ok(row.try_get("", "token_renewed")?),
        None => Ok(None),
    }
}

/// A refresh token, encrypted, came in place of the one of this seal.
pub async fn renew(change: &Change, id: i64, of: &str, locked: &str) -> Result<(), Fault> {
    let sql =
        "UPDATE mailbox SET token_renewed = $2, token_renewed_of = $3 WHERE id = $1 AND removed_at IS NULL";
    run(change.db(), sql, [id.into(), locked.into(), of.into()]).await?;
    Ok(())
}

/// Mailboxes that are read by IMAP.
pub async fn read_by_imap<C: ConnectionTrait>(db: &C) -> Result<Vec<MailboxRow>, Fault> {
    Ok(all(db, &format!("SELECT {COLUMNS} FROM mailbox WHERE imap = TRUE ORDER BY id"), []).await?)
}

/// A mailbox was read to its end; tells pages that show something else of it.
pub async fn fine(change: &mut Change, id: i64, now: Timestamp) -> Result<(), Fault> {
    let sql = "UPDATE mailbox SET fetched_at = $1, trouble = NULL, trouble_kind = NULL, trouble_since = NULL, told_at = NULL
      WHERE id = $2 AND (trouble IS NOT NULL OR fetched_at IS NULL)";
    let recovered =
        run(change.db(), sql, [now.as_millisecond().into(), id.into()]).await?.rows_affected() > 0;
    if recovered {
        change.mails_changed();
        return Ok(());
    }
    let sql = "UPDATE mailbox SET fetched_at = $1 WHERE id = $2 AND fetched_at <= $3";
    let values = [now.as_millisecond().into(), id.into(), (now - FRESH).as_millisecond().into()];
    run(change.db(), sql, values).await?;
    Ok(())
}

/// A mailbox could not be read; pages that show it are told.
pub async fn failed(change: &mut Change, id: i64, failed: &Failed, now: Timestamp) -> Result<(), Fault> {
    let sql = "UPDATE mailbox SET trouble = $1, trouble_kind = $2, trouble_since = COALESCE(trouble_since, $3) WHERE id = $4";
    let values =
        [failed.words.clone().into(), failed.trouble.code().into(), now.as_millisecond().into(), id.into()];
    run(change.db(), sql, values).await?;
    change.mails_changed();
    Ok(())
}

/// Mailboxes of which administrators are to be told by now.
pub async fn silent<C: ConnectionTrait>(db: &C, now: Timestamp) -> Result<Vec<Silent>, Fault> {
    let sql = "SELECT id, name, address, COALESCE(trouble, '') AS trouble, trouble_kind, fetched_at, trouble_since FROM mailbox
      WHERE imap = TRUE AND told_at IS NULL AND trouble_since IS NOT NULL ORDER BY id";
    let mut rows: Vec<Silent> = all(db, sql, []).await?;
    rows.retain(|row| is_silent(instant(row.trouble_since), now));
    Ok(rows)
}

/// Marks a mailbox as told; answers whether nobody else was quicker.
pub async fn mark_told(change: &Change, id: i64, now: Timestamp) -> Result<bool, Fault> {
    let sql =
        "UPDATE mailbox SET told_at = $1 WHERE id = $2 AND told_at IS NULL AND trouble_since IS NOT NULL";
    Ok(run(change.db(), sql, [now.as_millisecond().into(), id.into()]).await?.rows_affected() > 0)
}
