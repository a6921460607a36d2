//! What placing a mail reads and writes beside the ticket itself.
use super::file::Kept;
use crate::clock::instant;
use crate::document::row::READY;
use crate::fault::Fault;
use crate::store::{Change, all, insert, one, one_row, run};
use domain::id::DocumentId;
use jiff::Timestamp;
use sea_orm::FromQueryResult;

/// How many organisations fit, and the first of them.
#[derive(FromQueryResult)]
struct Only {
    id: Option<i64>,
    n: i64,
}

impl Only {
    /// The one that fits, where no other does.
    fn only(self) -> Option<i64> {
        self.id.filter(|_| self.n == 1)
    }
}

/// Whose ticket: the only organisation of a contact, or the one of several for whose mail domain they write; of who is no
/// contact the one with that domain (B1).
pub async fn organisation(
    change: &Change,
    person: Option<i64>,
    domain: Option<&str>,
) -> Result<Option<i64>, Fault> {
    if let Some(person) = person {
        let sql = "SELECT MIN(organisation_id) AS id, COUNT(*) AS n FROM membership WHERE person_id = $1 AND left_at IS NULL";
        let own: Option<Only> = one(change.db(), sql, [person.into()]).await?;
        if let Some(id) = own.and_then(Only::only) {
            return Ok(Some(id));
        }
        let sql = "SELECT MIN(o.id) AS id, COUNT(*) AS n FROM membership m JOIN organisation o ON o.id = m.organisation_id
          WHERE m.person_id = $1 AND m.left_at IS NULL AND o.mail_domain = $2";
        let theirs: Option<Only> = one(change.db(), sql, [person.into(), domain.into()]).await?;
        return Ok(theirs.and_then(Only::only));
    }
    let Some(domain) = domain else { return Ok(None) };
    let sql = "SELECT MIN(id) AS id, COUNT(*) AS n FROM organisation WHERE mail_domain = $1";
    let there: Option<Only> = one(change.db(), sql, [domain.into()]).await?;
    Ok(there.and_then(|there| there.id))
}

/// The automatic answers to an address since a moment: when each was written, and what it answered.
pub async fn answers(
    change: &Change,
    counted: &str,
    since: Timestamp,
) -> Result<Vec<(Timestamp, String)>, Fault> {
    #[derive(FromQueryResult)]
    struct Earlier {
        written_at: i64,
        answers: String,
    }
    let sql = "SELECT written_at, answers FROM letter WHERE counted = $1 AND written_at > $2";
    let rows: Vec<Earlier> = all(change.db(), sql, [counted.into(), since.as_millisecond().into()]).await?;
    Ok(rows.into_iter().map(|row| (instant(row.written_at), row.answers)).collect())
}

/// A letter on a ticket did not arrive, by its Message-ID without brackets. Only who got a letter, or brought it there, can
/// return it; of those that were named to others nobody knows.
pub async fn fail(change: &Change, ticket: i64, returned: &str, reason: &str) -> Result<(), Fault> {
    let sql = "UPDATE letter SET state = 'failed', trouble = $1 WHERE message_id = $2 AND ticket_id = $3 AND state = 'sent' AND shared = FALSE";
    run(change.db(), sql, [reason.into(), format!("<{returned}>").into(), ticket.into()]).await?;
    Ok(())
}

/// To whom such a letter went.
pub async fn recipient(change: &Change, ticket: i64, returned: &str) -> Result<Option<String>, Fault> {
    let sql = "SELECT to_email FROM letter WHERE message_id = $1 AND ticket_id = $2 AND shared = FALSE";
    let row = one_row(change.db(), sql, [format!("<{returned}>").into(), ticket.into()]).await?;
    Ok(row.map(|row| row.try_get("", "to_email")).transpose()?)
}

/// Whether it is known already that a letter did not arrive.
pub async fn has_failed(change: &Change, ticket: i64, returned: &str) -> Result<bool, Fault> {
    let sql = "SELECT id FROM letter WHERE message_id = $1 AND ticket_id = $2 AND state = 'failed'";
    let row = one_row(change.db(), sql, [format!("<{returned}>").into(), ticket.into()]).await?;
    Ok(row.is_some())
}

/// A file of a mail as a document that stands nowhere yet.
pub async fn document(
    change: &Change,
    person: Option<i64>,
    internal: bool,
    file: &Kept,
    now: Timestamp,
) -> Result<DocumentId, Fault> {
    let sql = "INSERT INTO document (person_id, name, media_type, size, received, sha256, place, preview, internal, state, created_at)
      VALUES ($1, $2, $3, $4, $4, $5, $6, FALSE, $7, $8, $9) RETURNING id";
    let values = [
        person.into(),
        file.name.clone().into(),
        file.media.into(),
        i64::try_from(file.size).unwrap_or(i64::MAX).into(),
        file.digest.clone().into(),
        file.place.clone().into(),
        internal.into(),
        READY.into(),
        now.as_millisecond().into(),
    ];
    Ok(DocumentId(insert(change.db(), sql, values).await?))
}

/// Tells readers of a message that there is more of it in the mail.
pub async fn cut(change: &Change, entry: i64) -> Result<(), Fault> {
    run(change.db(), "UPDATE entry SET cut = TRUE WHERE id = $1", [entry.into()]).await?;
    Ok(())
}
