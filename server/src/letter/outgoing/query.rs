//! What is written and read of how the mail server fares.
use crate::fault::Fault;
use crate::store::{Change, one, one_row, run};
use app::ticket::view::MOST_COUNTED;
use jiff::{SignedDuration, Timestamp};
use sea_orm::{ConnectionTrait, FromQueryResult};

/// The last success is written no more often than this.
const FRESH: SignedDuration = SignedDuration::from_mins(1);

/// How it fares.
#[derive(FromQueryResult)]
#[allow(missing_docs)] // columns, named as in the table
pub struct Row {
    pub sent_at: Option<i64>,
    pub trouble: Option<String>,
    pub trouble_since: Option<i64>,
    /// Letters that wait, no more than are counted.
    pub waiting: i64,
}

/// It took a letter; answers whether that is news.
pub async fn took(change: &Change, now: Timestamp) -> Result<bool, Fault> {
    let at = now.as_millisecond();
    let sql = "UPDATE outgoing SET sent_at = $1, trouble = NULL, trouble_since = NULL, told_at = NULL
      WHERE trouble_since IS NOT NULL OR sent_at IS NULL";
    if run(change.db(), sql, [at.into()]).await?.rows_affected() > 0 {
        return Ok(true);
    }
    let sql = "UPDATE outgoing SET sent_at = $1 WHERE sent_at <= $2";
    run(change.db(), sql, [at.into(), (now - FRESH).as_millisecond().into()]).await?;
    Ok(false)
}

/// It takes none, for this; answers whether that is news.
pub async fn failed(change: &Change, words: &str, now: Timestamp) -> Result<bool, Fault> {
    let sql = "UPDATE outgoing SET trouble = $1, trouble_since = $2 WHERE trouble_since IS NULL";
    let values = [words.into(), now.as_millisecond().into()];
    if run(change.db(), sql, values).await?.rows_affected() > 0 {
        return Ok(true);
    }
    let sql = "UPDATE outgoing SET trouble = $1 WHERE trouble <> $2";
    run(change.db(), sql, [words.into(), words.into()]).await?;
    Ok(false)
}

/// Whether a letter to another address failed too, and none was taken since it was written.
pub async fn others_wait(change: &Change, email: &str) -> Result<bool, Fault> {
    let sql = "SELECT 1 AS one FROM outgoing o CROSS JOIN letter l
      WHERE l.state = 'waiting' AND l.trouble IS NOT NULL AND l.to_email <> $1 AND l.written_at > COALESCE(o.sent_at, 0) LIMIT 1";
    Ok(one_row(change.db(), sql, [email.into()]).await?.is_some())
}

/// Letters that wait while a trouble of the mail server is told, as rows of a statement; [`super::told_from`] belongs to its
/// place.
pub fn stuck(place: &str) -> String {
    format!(
        "SELECT 1 AS one FROM outgoing o CROSS JOIN letter l WHERE o.trouble_since <= {place} AND l.state = 'waiting'"
    )
}

/// The trouble that began no later than `from` and was not told yet.
pub async fn untold<C: ConnectionTrait>(db: &C, from: i64) -> Result<Option<String>, Fault> {
    let sql = "SELECT trouble FROM outgoing WHERE told_at IS NULL AND trouble_since <= $1";
    let words = one_row(db, sql, [from.into()]).await?;
    Ok(words.map(|row| row.try_get::<String>("", "trouble")).transpose()?)
}

/// Writes down that it is told; answers whether nobody else has.
pub async fn tell(change: &Change, from: i64, now: Timestamp) -> Result<bool, Fault> {
    let sql = "UPDATE outgoing SET told_at = $1 WHERE told_at IS NULL AND trouble_since <= $2";
    let values = [now.as_millisecond().into(), from.into()];
    Ok(run(change.db(), sql, values).await?.rows_affected() > 0)
}

/// How it fares.
pub async fn read<C: ConnectionTrait>(db: &C) -> Result<Option<Row>, Fault> {
    let most = MOST_COUNTED + 1;
    let sql = format!(
        "SELECT sent_at, trouble, trouble_since,
           (SELECT COUNT(*) FROM (SELECT 1 AS one FROM letter WHERE state = 'waiting' LIMIT {most}) w) AS waiting
         FROM outgoing"
    );
    Ok(one(db, &sql, []).await?)
}
