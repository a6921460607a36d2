//! What closing tickets reads: windows that are over, what holds them, and how far mailboxes were read.
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

/// What holds a window: a letter about the ticket, done `since`, of which a report that proves nothing says that it did not arrive,
/// and staff have not decided; or one that tells of the end of the work, where of none of these it is known that it left. Where no
/// mail `leaves` the house they all wait, and hold nothing.
pub fn holds(letter: &str, since: &str, leaves: &str) -> String {
    format!(
        "{letter}.written_at >= {since} AND ({letter}.state = 'uncertain' AND {letter}.reported_at IS NOT NULL
           OR {leaves} AND {letter}.state IN ('waiting', 'uncertain') AND {letter}.window_until IS NOT NULL
             AND NOT EXISTS (SELECT 1 FROM letter s WHERE s.ticket_id = {letter}.ticket_id AND s.written_at >= {since}
               AND s.window_until IS NOT NULL AND s.state = 'sent'))"
    )
}

/// The statement that finds windows that are over and not held; served by an index that holds open windows only.
pub fn over() -> String {
    format!(
        "SELECT id, objection_until FROM ticket WHERE objection_until IS NOT NULL AND objection_until <= $1
           AND NOT EXISTS (SELECT 1 FROM letter l WHERE l.ticket_id = ticket.id AND {})
         ORDER BY objection_until LIMIT $2",
        holds("l", "ticket.stage_since", "$3")
    )
}

/// The statement that finds windows that are over and held, of which staff were not told since a moment.
pub fn held() -> String {
    format!(
        "SELECT id, objection_until FROM ticket WHERE objection_until IS NOT NULL AND objection_until <= $1
           AND EXISTS (SELECT 1 FROM letter l WHERE l.ticket_id = ticket.id
             AND COALESCE(l.reminded_at, l.reported_at, 0) <= $2 AND {})
         ORDER BY objection_until LIMIT $3",
        holds("l", "ticket.stage_since", "$4")
    )
}

/// A letter by which a window is held.
#[derive(FromQueryResult)]
pub struct Holding {
    /// To whom it is.
    pub to_email: String,
    /// It waits in the outbox; else nobody knows whether it arrived.
    pub waits: bool,
}

/// The letters by which the window of a ticket, done since then in milliseconds, is held.
pub async fn holding<C: ConnectionTrait>(
    db: &C,
    (ticket, since): (i64, i64),
    leaves: bool,
) -> Result<Vec<Holding>, Fault> {
    let sql = format!(
        "SELECT l.to_email, (l.state = 'waiting') AS waits FROM letter l WHERE l.ticket_id = $1 AND {} ORDER BY l.id",
        holds("l", "$2", "$3")
    );
    Ok(all(db, &sql, [ticket.into(), since.into(), leaves.into()]).await?)
}

/// Tickets whose window is over, at most so many.
pub async fn tickets<C: ConnectionTrait>(
    db: &C,
    now: Timestamp,
    most: u16,
    leaves: bool,
) -> Result<Vec<Over>, Fault> {
    Ok(all(db, &over(), [now.as_millisecond().into(), i64::from(most).into(), leaves.into()]).await?)
}

/// Tickets whose window is over and held, of which staff were not told since `lately`, at most so many.
pub async fn held_too_long<C: ConnectionTrait>(
    db: &C,
    (now, lately): (Timestamp, Timestamp),
    most: u16,
    leaves: bool,
) -> Result<Vec<Over>, Fault> {
    let values =
        [now.as_millisecond().into(), lately.as_millisecond().into(), i64::from(most).into(), leaves.into()];
    Ok(all(db, &held(), values).await?)
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
