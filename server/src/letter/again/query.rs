//! What sending a letter again reads and writes.
use crate::fault::Fault;
use crate::store::{Change, all, one, run};
use crate::ticket::history::By;
use crate::ticket::row::TicketRow;
use domain::id::{DocumentId, LetterId};
use domain::ticket::timeline::What;
use jiff::Timestamp;
use sea_orm::FromQueryResult;

/// A letter that told of the end of the work.
#[derive(FromQueryResult)]
#[allow(missing_docs)] // columns, named as in the table
pub struct Told {
    pub ticket_id: i64,
    pub window_until: i64,
    pub written_at: i64,
    pub to_name: String,
    pub to_email: String,
    pub person_id: Option<i64>,
    pub lang: Option<String>,
    pub kind: Option<String>,
}

/// A letter, where it told of the end of the work.
pub async fn told(change: &Change, letter: LetterId) -> Result<Option<Told>, Fault> {
    let sql =
        "SELECT l.ticket_id, l.window_until, l.written_at, l.to_name, l.to_email, l.person_id, p.lang, p.kind
      FROM letter l LEFT JOIN person p ON p.id = l.person_id
      WHERE l.id = $1 AND l.ticket_id IS NOT NULL AND l.window_until IS NOT NULL";
    Ok(one(change.db(), sql, [letter.0.into()]).await?)
}

/// What stands in the history of a ticket, for everybody there, of the change with which the work was done.
pub async fn happened(change: &Change, row: &TicketRow) -> Result<Vec<(By, What)>, Fault> {
    #[derive(FromQueryResult)]
    struct Entry {
        by_id: Option<i64>,
        by_name: String,
        by_staff: bool,
        data: String,
    }
    let sql = "SELECT by_id, by_name, by_staff, data FROM entry
      WHERE ticket_id = $1 AND at = $2 AND internal = FALSE AND withdrawn = FALSE AND merged_from IS NULL
        AND version = (SELECT MAX(version) FROM entry WHERE ticket_id = $1 AND at = $2 AND what = 'moved' AND stage = 'done')
      ORDER BY id";
    let rows: Vec<Entry> = all(change.db(), sql, [row.id.into(), row.stage_since.into()]).await?;
    let read = |row: Entry| -> Result<(By, What), Fault> {
        let by = By { id: row.by_id, name: row.by_name, staff: row.by_staff };
        Ok((by, serde_json::from_str(&row.data)?))
    };
    rows.into_iter().map(read).collect()
}

/// The files that go along with a letter.
pub async fn files(change: &Change, letter: LetterId) -> Result<Vec<DocumentId>, Fault> {
    #[derive(FromQueryResult)]
    struct File {
        document_id: i64,
    }
    let sql = "SELECT document_id FROM letter_file WHERE letter_id = $1 ORDER BY document_id";
    let rows: Vec<File> = all(change.db(), sql, [letter.0.into()]).await?;
    Ok(rows.into_iter().map(|row| DocumentId(row.document_id)).collect())
}

/// A letter goes into the outbox again as it is; answers whether it does. Twice is as good as once. A link that signs in went with
/// its letter; what is left of that helps nobody.
pub async fn wait(change: &Change, letter: LetterId, now: Timestamp) -> Result<bool, Fault> {
    let sql = "UPDATE letter SET state = 'waiting', next_at = $1, attempts = 0, unsettled_at = NULL, reported_at = NULL, reminded_at = NULL
      WHERE id = $2 AND state IN ('failed', 'uncertain') AND replaced_at IS NULL AND (secret = FALSE OR text_body <> '')";
    let values = [now.as_millisecond().into(), letter.0.into()];
    Ok(run(change.db(), sql, values).await?.rows_affected() > 0)
}

/// Another letter is written in the place of one, which stays as it was sent; answers whether none was before.
pub async fn replace(change: &Change, letter: LetterId, now: Timestamp) -> Result<bool, Fault> {
    let sql = "UPDATE letter SET state = 'failed', unsettled_at = NULL, replaced_at = $1
      WHERE id = $2 AND state IN ('failed', 'uncertain') AND replaced_at IS NULL";
    let values = [now.as_millisecond().into(), letter.0.into()];
    Ok(run(change.db(), sql, values).await?.rows_affected() > 0)
}
