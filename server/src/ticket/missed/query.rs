//! What telling of missed days reads and writes.
use crate::fault::Fault;
use crate::store::{Change, all, run};
use jiff::Timestamp;
use jiff::civil::Date;
use sea_orm::{ConnectionTrait, FromQueryResult};

/// A ticket with a day that was missed.
#[derive(FromQueryResult)]
pub struct Missed {
    /// Its row.
    pub id: i64,
}

/// The statement that finds tickets with a day that was missed and not told of ([`domain::ticket::planned::PlannedDay::Missed`]);
/// served by an index that holds open ones only.
pub const fn due() -> &'static str {
    "SELECT t.id FROM ticket t WHERE t.planned_on < $1 AND t.is_open = TRUE AND t.stage <> 'ready_for_acceptance'
     AND NOT EXISTS (SELECT 1 FROM plan_missed m WHERE m.ticket_id = t.id AND m.planned_on = t.planned_on)
     ORDER BY t.planned_on, t.id LIMIT $2"
}

/// Tickets with a day that was missed and not told of, at most so many.
pub async fn tickets<C: ConnectionTrait>(db: &C, today: Date, most: u16) -> Result<Vec<Missed>, Fault> {
    Ok(all(db, due(), [today.to_string().into(), i64::from(most).into()]).await?)
}

/// Notes that a day is told of; answers whether nobody did so before.
pub async fn mark(change: &Change, ticket: i64, day: Date, now: Timestamp) -> Result<bool, Fault> {
    let sql =
        "INSERT INTO plan_missed (ticket_id, planned_on, at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING";
    let values = [ticket.into(), day.to_string().into(), now.as_millisecond().into()];
    Ok(run(change.db(), sql, values).await?.rows_affected() == 1)
}
