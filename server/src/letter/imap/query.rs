//! How mailboxes fare, in the database.
use super::Failed;
use crate::clock::instant;
use crate::fault::Fault;
use crate::mailbox::row::{COLUMNS, MailboxRow};
use crate::store::{Change, all, run};
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
