//! An objection by a link that answers nothing any more: its words are kept as those of a late mail are (C4).
use super::{Link, Reader, decides, query};
use crate::fault::Fault;
use crate::house::House;
use crate::letter::intake::known::follow_ups;
use crate::store::Change;
use crate::ticket::heard::heard;
use crate::ticket::open::Author;
use crate::ticket::row::{TicketRow, by_id_to_change};
use crate::ticket::work::Work;
use crate::ticket::write::{Said, follow};
use app::call::Call;
use domain::ticket::number::TicketNumber;
use domain::ticket::{Channel, Stage};
use sea_orm::ConnectionTrait;

/// Whether a ticket has ended, so that what is said goes on with another one.
fn is_over(row: &TicketRow) -> Result<bool, Fault> {
    Ok(matches!(row.stage()?, Stage::Closed | Stage::Billed))
}

/// Writes the words on the ticket while it is open, else on the one by which their reader went on, which is made where there is none.
pub(super) async fn keep(
    house: &House,
    call: &Call,
    change: &mut Change,
    (link, row): (Link, TicketRow),
    reader: Reader,
    body: String,
) -> Result<(), Fault> {
    let open = if is_over(&row)? { next(change, link, &row, &reader).await? } else { Some(row.clone()) };
    if let Some(open) = open {
        let mut work = Work::on(house, call, open)?;
        work.wrote(&reader.email);
        heard(&mut work, reader.by, body, Vec::new(), false);
        return work.finish(change).await;
    }
    let Reader { by, email, lang } = reader;
    let author = Author { id: by.id, name: by.name.clone(), email, lang: Some(lang.code().to_owned()) };
    let said = Said {
        author,
        channel: if by.id.is_some() { Channel::Portal } else { Channel::PublicForm },
        by,
        body,
        documents: Vec::new(),
        people: Vec::new(),
        wrote: None,
        answers: None,
        through: None,
        remark: None,
        arrived: call.now,
    };
    let mut old = Work::on(house, call, row)?;
    follow(house, call, change, &mut old, said).await?;
    Ok(())
}

/// The number of the open ticket by which a reader went on with one that has ended.
pub(super) async fn followed<C: ConnectionTrait>(
    db: &C,
    row: &TicketRow,
    reader: &Reader,
) -> Result<Option<TicketNumber>, Fault> {
    if !is_over(row)? {
        return Ok(None);
    }
    let found = follow_ups(db, &reader.email.to_lowercase(), std::iter::once(row.id)).await?;
    Ok(found.first().map(|found| TicketNumber(found.number)))
}

/// The same ticket to be changed, where it still is open and the reader may write on it.
async fn next(
    change: &Change,
    link: Link,
    row: &TicketRow,
    reader: &Reader,
) -> Result<Option<TicketRow>, Fault> {
    let Some(number) = followed(change.db(), row, reader).await? else { return Ok(None) };
    let Some(id) = query::id_of(change.db(), number).await? else { return Ok(None) };
    let next = by_id_to_change(change.db(), id).await?;
    let theirs = match link.person {
        Some(person) => decides(change.db(), person, &next).await?,
        None => next.author_id.is_none() && next.author_email.eq_ignore_ascii_case(&reader.email),
    };
    Ok(if theirs && !is_over(&next)? { Some(next) } else { None })
}
