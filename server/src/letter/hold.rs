//! Mails of a new state alone that wait a moment for words ([`domain::letter::hold`]). What waits so is due exactly that long after
//! it was written, which no other letter is; one that the mailer has claimed or tried is not taken back any more.
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

/// Takes back what still waits of all that told an entry, which was itself taken back.
pub async fn take_back_all(change: &Change, entry: i64) -> Result<(), Fault> {
    let sql = "DELETE FROM letter WHERE entry_id = $1 AND state = 'waiting' AND attempts = 0 AND claimed_until IS NULL";
    run(change.db(), sql, [entry.into()]).await?;
    Ok(())
}

/// Takes back what waits so for a reader about a ticket (its row), because a letter in the same change says it; answers whether
/// anything did.
pub async fn take_back(change: &Change, ticket: i64, email: &str) -> Result<bool, Fault> {
    let sql =
        "DELETE FROM letter WHERE ticket_id = $1 AND to_email = $2 AND state = 'waiting' AND attempts = 0
      AND claimed_until IS NULL AND next_at = written_at + $3";
    let held = i64::try_from(HELD.as_millis()).unwrap_or(i64::MAX);
    let values = [ticket.into(), email.into(), held.into()];
    Ok(run(change.db(), sql, values).await?.rows_affected() > 0)
}
