//! Mails of a new state alone that wait a moment for words ([`domain::letter::hold`]). What waits is a letter that is not due yet
//! and was never tried: the mailer leaves it alone, and one that it has claimed is not taken back any more.
use crate::fault::Fault;
use crate::store::{Change, run};
use domain::letter::hold::HELD;
use jiff::Timestamp;

/// Lets a letter that was just written wait.
pub async fn hold(change: &Change, letter: i64, now: Timestamp) -> Result<(), Fault> {
    let sql = "UPDATE letter SET next_at = $2 WHERE id = $1";
    run(change.db(), sql, [letter.into(), (now + HELD).as_millisecond().into()]).await?;
    Ok(())
}

/// Takes back what waits for a reader about a ticket (its row), because a letter in the same change says it; answers whether
/// anything did.
pub async fn take_back(change: &Change, ticket: i64, email: &str, now: Timestamp) -> Result<bool, Fault> {
    let sql =
        "DELETE FROM letter WHERE ticket_id = $1 AND to_email = $2 AND state = 'waiting' AND attempts = 0
      AND claimed_until IS NULL AND next_at > $3";
    let values = [ticket.into(), email.into(), now.as_millisecond().into()];
    Ok(run(change.db(), sql, values).await?.rows_affected() > 0)
}
