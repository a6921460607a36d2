//! What closing tickets reads: windows that are over, and how far mailboxes were read.
use crate::clock::instant;
use crate::fault::Fault;
use crate::store::all;
use jiff::Timestamp;
use sea_orm::{ConnectionTrait, FromQueryResult};

/// A ticket whose window is over.
#[derive(FromQueryResult)]
pub struct Over {
    /// Its row.
    pub id: i64,
    /// When its window ended, in milliseconds.
    pub objection_until: i64,
}

/// The statement that finds windows that are over; served by an index that holds open windows only.
pub const fn over() -> &'static str {
    "SELECT id, objection_until FROM ticket WHERE objection_until IS NOT NULL AND objection_until <= $1 ORDER BY objection_until LIMIT $2"
}

/// Tickets whose window is over, at most so many.
pub async fn tickets<C: ConnectionTrait>(db: &C, now: Timestamp, most: u16) -> Result<Vec<Over>, Fault> {
    Ok(all(db, over(), [now.as_millisecond().into(), i64::from(most).into()]).await?)
}

/// How far each mailbox was read last.
pub async fn read<C: ConnectionTrait>(db: &C) -> Result<Vec<Option<Timestamp>>, Fault> {
    #[derive(FromQueryResult)]
    struct Read {
        fetched_at: Option<i64>,
    }
    let sql = "SELECT fetched_at FROM mailbox WHERE imap = TRUE AND removed_at IS NULL";
    let rows: Vec<Read> = all(db, sql, []).await?;
    Ok(rows.into_iter().map(|row| row.fetched_at.map(instant)).collect())
}
