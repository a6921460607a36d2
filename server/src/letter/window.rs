//! Letters that tell a customer, and no partner, of the end of the work name the end of the window for objections (C4).
use crate::fault::Fault;
use crate::store::{Change, one_row, run};
use crate::ticket::row::TicketRow;

/// Writes down which end a letter names, in milliseconds.
pub async fn names(change: &Change, letter: i64, until: i64) -> Result<(), Fault> {
    let sql = "UPDATE letter SET window_until = $2 WHERE id = $1";
    run(change.db(), sql, [letter.into(), until.into()]).await?;
    Ok(())
}

/// Whether the end of the work may still have reached somebody of the customer, by another letter than `but`.
pub async fn was_told(change: &Change, row: &TicketRow, but: Option<i64>) -> Result<bool, Fault> {
    let sql = "SELECT id FROM letter WHERE ticket_id = $1 AND written_at >= $2 AND window_until IS NOT NULL AND state <> 'failed'
      AND id <> $3 LIMIT 1";
    let values = [row.id.into(), row.stage_since.into(), but.unwrap_or(0).into()];
    Ok(one_row(change.db(), sql, values).await?.is_some())
}

/// The latest end that letters name of the work that is done, in milliseconds.
pub async fn latest(change: &Change, row: &TicketRow) -> Result<Option<i64>, Fault> {
    let sql = "SELECT MAX(window_until) AS latest FROM letter WHERE ticket_id = $1 AND written_at >= $2";
    let named = one_row(change.db(), sql, [row.id.into(), row.stage_since.into()]).await?;
    Ok(named.map(|row| row.try_get::<Option<i64>>("", "latest")).transpose()?.flatten())
}
