//! To whom a change of a ticket was mailed, and how far each mail came: staff see it beside what it told.
use crate::fault::Fault;
use crate::house::House;
use crate::letter::desk::state;
use crate::store::{Change, all, run};
use app::ticket::view::{Entry, EntryLetter};
use domain::ticket::Audience;
use domain::ticket::remark::Remark;
use domain::ticket::timeline::What;
use sea_orm::FromQueryResult;

#[derive(FromQueryResult)]
struct Row {
    id: i64,
    written_at: i64,
    entry_id: Option<i64>,
    to_name: String,
    to_email: String,
    state: String,
    trouble: Option<String>,
}

/// The statement for all letters of a ticket; served by the index on it.
pub const fn of_ticket() -> &'static str {
    "SELECT id, written_at, entry_id, to_name, to_email, state, trouble FROM letter WHERE ticket_id = $1 ORDER BY id"
}

/// Writes down which entry the letters told that a change of a ticket has just written: what opened it may carry another moment.
pub async fn told(change: &Change, ticket: i64, entry: i64, at: i64) -> Result<(), Fault> {
    let sql = "UPDATE letter SET entry_id = $1 WHERE ticket_id = $2 AND written_at = $3 AND entry_id IS NULL";
    run(change.db(), sql, [entry.into(), ticket.into(), at.into()]).await?;
    Ok(())
}

/// Whether letters stand at such an entry: at what everybody reads, and at what says that one was sent again.
pub const fn tells(audience: Audience, what: &What) -> bool {
    matches!(audience, Audience::Public) || matches!(what, What::Remark(Remark::SentAgain { .. }))
}

/// Names the letters of a ticket at the entry that they told; those that were written beside the history at the first one of
/// their moment.
pub async fn name(house: &House, ticket: i64, entries: &mut [Entry]) -> Result<(), Fault> {
    let rows: Vec<Row> = all(house.store.read(), of_ticket(), [ticket.into()]).await?;
    for row in rows {
        let told = |entry: &&mut Entry| match row.entry_id {
            Some(id) => entry.id == id,
            None => entry.at.at == row.written_at && tells(entry.audience, &entry.what),
        };
        let Some(entry) = entries.iter_mut().find(told) else { continue };
        entry.letters.push(EntryLetter {
            to: if row.to_name.is_empty() { row.to_email.clone() } else { row.to_name },
            email: row.to_email,
            state: state(row.id, &row.state)?,
            trouble: row.trouble,
        });
    }
    Ok(())
}
