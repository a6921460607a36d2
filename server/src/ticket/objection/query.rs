//! What closing tickets reads: windows that are over, and how far mailboxes were read.
use crate::clock::instant;
use crate::fault::Fault;
use crate::store::{all, one_row};
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

/// The statement that finds windows that are over and not held; served by an index that holds open windows only.
pub const fn over() -> &'static str {
    "SELECT id, objection_until FROM ticket WHERE objection_until IS NOT NULL AND objection_until <= $1
       AND NOT EXISTS (SELECT 1 FROM letter l WHERE l.ticket_id = ticket.id AND l.written_at >= ticket.stage_since
         AND l.state = 'uncertain' AND l.reported_at IS NOT NULL)
     ORDER BY objection_until LIMIT $2"
}

/// The statement that finds windows that are over and held, of which staff were not told since a moment.
pub const fn held() -> &'static str {
    "SELECT id, objection_until FROM ticket WHERE objection_until IS NOT NULL AND objection_until <= $1
       AND EXISTS (SELECT 1 FROM letter l WHERE l.ticket_id = ticket.id AND l.written_at >= ticket.stage_since
         AND l.state = 'uncertain' AND l.reported_at IS NOT NULL AND COALESCE(l.reminded_at, l.reported_at) <= $2)
     ORDER BY objection_until LIMIT $3"
}

/// Whether the window of a ticket, done since then in milliseconds, is held: a report that names no letter says that one did not
/// arrive which was written since, and staff have not decided.
pub async fn is_held<C: ConnectionTrait>(db: &C, ticket: i64, since: i64) -> Result<bool, Fault> {
    let sql = "SELECT id FROM letter WHERE ticket_id = $1 AND written_at >= $2 AND state = 'uncertain' AND reported_at IS NOT NULL LIMIT 1";
    Ok(one_row(db, sql, [ticket.into(), since.into()]).await?.is_some())
}

/// Tickets whose window is over, at most so many.
pub async fn tickets<C: ConnectionTrait>(db: &C, now: Timestamp, most: u16) -> Result<Vec<Over>, Fault> {
    Ok(all(db, over(), [now.as_millisecond().into(), i64::from(most).into()]).await?)
}

/// Tickets whose window is over and held, of which staff were not told since `lately`, at most so many.
pub async fn held_too_long<C: ConnectionTrait>(
    db: &C,
    now: Timestamp,
    lately: Timestamp,
    most: u16,
) -> Result<Vec<Over>, Fault> {
    let values = [now.as_millisecond().into(), lately.as_millisecond().into(), i64::from(most).into()];
    Ok(all(db, held(), values).await?)
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
