//! To whom a change of a ticket was mailed, and how far each mail came: staff see it beside what it told.
use crate::fault::Fault;
use crate::house::House;
use crate::letter::desk::state;
use crate::store::all;
use app::ticket::view::{Entry, EntryLetter};
use domain::ticket::Audience;
use domain::ticket::remark::Remark;
use domain::ticket::timeline::What;
use sea_orm::FromQueryResult;

#[derive(FromQueryResult)]
struct Row {
    id: i64,
    written_at: i64,
    to_name: String,
    to_email: String,
    state: String,
    trouble: Option<String>,
}

/// The statement for all letters of a ticket; served by the index on it.
pub const fn of_ticket() -> &'static str {
    "SELECT id, written_at, to_name, to_email, state, trouble FROM letter WHERE ticket_id = $1 ORDER BY id"
}

/// Names the letters of a ticket at the first public entry of the change that they told, or at what says that one was sent again:
/// both carry its moment.
pub async fn name(house: &House, ticket: i64, entries: &mut [Entry]) -> Result<(), Fault> {
    let rows: Vec<Row> = all(house.store.read(), of_ticket(), [ticket.into()]).await?;
    for row in rows {
        let tells = |entry: &Entry| {
            entry.audience == Audience::Public || matches!(entry.what, What::Remark(Remark::SentAgain { .. }))
        };
        let told = |entry: &&mut Entry| entry.at.at == row.written_at && tells(entry);
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
