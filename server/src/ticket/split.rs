//! Splitting (C7): messages go out into a ticket of their own. The first of them, from which the new concern comes, stays
//! visible in both; the others are for staff alone where they were. Booked time goes along where staff say so.
mod times;
mod undo;
mod writer;

pub use times::of_number as times;
pub use undo::{of_ticket, undo};
pub use writer::of_number as writers;

use crate::approval::meter;
use crate::clock::instant;
use crate::fault::Fault;
use crate::house::House;
use crate::letter::moving::leave;
use crate::mailbox::through::Through;
use crate::store::{Change, all, insert, run};
use crate::ticket::history::By;
use crate::ticket::internal::keeps_inner;
use crate::ticket::merge::FAMILY;
use crate::ticket::open::{New, came_in, make};
use crate::ticket::row::by_id_to_change;
use crate::ticket::unowned;
use crate::ticket::work::Work;
use app::call::Call;
use app::error::AppError;
use app::ticket::merge::Split;
use domain::access::Action;
use domain::id::DocumentId;
use domain::input::{Checks, Reason};
use domain::letter::moving::Left;
use domain::ticket::TicketType;
use domain::ticket::number::TicketNumber;
use domain::ticket::opening::LONGEST_TITLE;
use domain::ticket::split::NoSplit;
use domain::ticket::timeline::What;
use sea_orm::FromQueryResult;
use writer::Beginning;

/// Most messages that are split off at once.
const MOST: usize = 100;

/// A ticket (`$1`) was split off another (`$2`), whose last line says so.
const TIE: &str = "UPDATE ticket SET split_from = $2,
  split_entry = (SELECT MAX(e.id) FROM entry e WHERE e.ticket_id = $2 AND e.what = 'split_off') WHERE id = $1";

/// A message to be taken out.
#[derive(FromQueryResult)]
struct Row {
    id: i64,
    at: i64,
    by_id: Option<i64>,
    by_name: String,
    by_staff: bool,
    data: String,
}

impl Row {
    fn by(&self) -> By {
        By { id: self.by_id, name: self.by_name.clone(), staff: self.by_staff }
    }

    fn what(&self) -> Result<What, Fault> {
        serde_json::from_str(&self.data)
            .map_err(|error| Fault::impossible_row("entry", self.id, &error.to_string()))
    }
}

/// Takes messages out into a new ticket; answers its number.
pub async fn split(house: &House, call: &Call, key: &str, asked: Split) -> Result<TicketNumber, Fault> {
    let actor = call.actor()?;
    let mut change = house.store.change().await?;
    if let Some(done) = change.earlier(actor.id.0, key, "ticket/split").await? {
        return Ok(done);
    }
    let mut old = Work::begin(house, call, &change, asked.number).await?;
    if !actor.is_staff() {
        return Err(AppError::NotFound.into());
    }
    if !work_here(&old) {
        return Err(AppError::NotYours.into());
    }
    let mut checks = Checks::default();
    let title = checks.line("title", &asked.title, LONGEST_TITLE);
    let rows = chosen(&change, old.row.id, &asked.entries).await?;
    if rows.is_empty() {
        checks.add("entries", Reason::Missing);
    }
    checks.done(())?;
    let ids: Vec<i64> = rows.iter().map(|row| row.id).collect();
    let begins = Beginning::of(&change, &old.row, &ids).await?;
    if asked.keep && begins.is_elsewhere(&old.row) {
        return Err(AppError::field("keep", Reason::OtherOrganisation).into());
    }
    let along = begins.writer.takes_along(asked.keep);
    if !along && begins.mixed {
        return Err(AppError::field("entries", Reason::NoSplit(NoSplit::Mixed)).into());
    }
    let times = times::chosen(&change, old.row.id, &asked.times).await?;
    if !along && !times.is_empty() {
        return Err(AppError::field("times", Reason::NoSplit(NoSplit::Elsewhere)).into());
    }
    if !old.row.internal {
        keeps_inner(house, &change, &[("title", &title)]).await?;
    }
    let mut news = Vec::with_capacity(rows.len());
    for row in &rows {
        let what = row.what()?;
        let copies = copied(&change, row.by_id, what.documents()).await?;
        news.push((row.by(), what.words().unwrap_or_default().to_owned(), copies));
    }
    let mut news = news.into_iter();
    let Some((by, body, files)) = news.next() else {
        return Err(AppError::field("entries", Reason::Missing).into());
    };
    let new = New { title, body, documents: files, ..begun(house, &change, &old, &begins, along).await? };
    let mut made = make(house, call, &change, by, new).await?;
    // The concern came in with its message, not when somebody saw that it is one of its own (D8).
    came_in(&change, &mut made, instant(rows[0].at)).await?;
    if along {
        keep_terms(&change, &old, &mut made).await?;
    }
    if begins.answer(&change, &mut made).await? && !along {
        unowned::tell(&made, &change).await?;
    }
    times::bring(&mut change, house, call, &times, &old.row, &made.row).await?;
    for (by, body, documents) in news {
        made.happened(by, What::Message { body, documents });
    }
    made.finish(&mut change).await?;
    let (id, number) = (made.row.id, made.row.number());
    for (row, (entry, left)) in rows.iter().zip(made.messages().into_iter().zip(lefts(rows.len()))) {
        let sql = "UPDATE entry SET at = $2 WHERE id = $1";
        run(change.db(), sql, [entry.into(), row.at.into()]).await?;
        let left = if matches!(row.what()?, What::Opened { .. }) { Left::Kept } else { left };
        leave(&change, row.id, entry, left).await?;
    }
    let written = |number| house.policy().number.write(number);
    let (from, to) = (written(old.row.number()), written(number));
    let mut made = Work::on(house, call, by_id_to_change(change.db(), id).await?)?;
    made.did(What::SplitFrom { number: from.clone(), apart: !along });
    old.did(What::SplitOff { number: to.clone(), apart: !along });
    if !times.is_empty() {
        let times = times::went(&times)?;
        made.did(What::TimesCame { number: from, times: times.clone() });
        old.did(What::TimesLeft { number: to, times });
    }
    made.finish(&mut change).await?;
    old.finish(&mut change).await?;
    run(change.db(), TIE, [id.into(), old.row.id.into()]).await?;
    meter::tell(house, &mut change, id, call.now).await?;
    change.remember(actor.id.0, key, "ticket/split", &number, call.now.as_millisecond()).await?;
    change.commit().await?;
    house.letters.notify_one();
    Ok(number)
}

/// What was promised and agreed to when the concern came in holds for what is taken out of it (D8, E2).
async fn keep_terms(change: &Change, old: &Work<'_>, made: &mut Work<'_>) -> Result<(), Fault> {
    (made.row.policy, made.row.plan) = (old.row.policy, old.row.plan.clone());
    let sql = format!(
        "INSERT INTO consent (ticket_id, kind, rate_cents, factor_percent, draws, state, asked_by, asked_at, settled_at, settled_by_id,
        settled_by, way, wording)
      SELECT CAST($2 AS BIGINT), kind, rate_cents, factor_percent, draws, state, asked_by, asked_at, settled_at, settled_by_id,
        settled_by, way, wording
      FROM consent WHERE ticket_id IN {FAMILY} AND kind = $3 AND state = 'approved'
      ORDER BY CASE WHEN ticket_id = $1 THEN 1 ELSE 0 END DESC, id DESC LIMIT 1"
    );
    run(change.db(), &sql, [old.row.id.into(), made.row.id.into(), made.row.kind.clone().into()]).await?;
    Ok(())
}

fn work_here(work: &Work<'_>) -> bool {
    work.may(Action::Work)
}

/// The first stays where it was, too.
fn lefts(count: usize) -> impl Iterator<Item = Left> {
    std::iter::once(Left::Kept).chain(std::iter::repeat_n(Left::Withdrawn, count.saturating_sub(1)))
}

/// The messages among what was chosen, oldest first; what is no message of this ticket, or stands elsewhere, is none.
async fn chosen(change: &Change, ticket: i64, entries: &[i64]) -> Result<Vec<Row>, Fault> {
    let sql = "SELECT id, at, by_id, by_name, by_staff, data FROM entry WHERE ticket_id = $1 AND what IN ('opened', 'message')
      AND internal = $2 AND moved_to IS NULL AND withdrawn = FALSE ORDER BY id";
    let internal = "SELECT internal FROM ticket WHERE id = $1";
    let internal = crate::store::one_row(change.db(), internal, [ticket.into()]).await?;
    let internal: bool = internal.map(|row| row.try_get("", "internal")).transpose()?.unwrap_or_default();
    let mut rows: Vec<Row> = all(change.db(), sql, [ticket.into(), internal.into()]).await?;
    rows.retain(|row| entries.contains(&row.id));
    rows.truncate(MOST);
    Ok(rows)
}

/// The files of a message once more, for another message; they lie at the same place.
async fn copied(change: &Change, by: Option<i64>, ids: &[DocumentId]) -> Result<Vec<DocumentId>, Fault> {
    let mut copies = Vec::with_capacity(ids.len());
    for id in ids {
        let there = "SELECT id FROM document WHERE id = $1 AND state = 'ready'";
        if crate::store::one_row(change.db(), there, [id.0.into()]).await?.is_none() {
            continue;
        }
        let sql = "INSERT INTO document (ticket_id, entry_id, person_id, name, media_type, size, received, sha256, place, preview,
            preview_due, internal, state, created_at)
          SELECT NULL, NULL, CAST($2 AS BIGINT), name, media_type, size, received, sha256, place, preview, preview_due, internal, state,
            created_at
          FROM document WHERE id = $1 RETURNING id";
        copies.push(DocumentId(insert(change.db(), sql, [id.0.into(), by.into()]).await?));
    }
    Ok(copies)
}

/// What a ticket begins with that is split off, but for its words: as the ticket from which it comes, or as one that has nothing to
/// do with it.
async fn begun(
    house: &House,
    change: &Change,
    old: &Work<'_>,
    begins: &Beginning,
    along: bool,
) -> Result<New, Fault> {
    let row = &old.row;
    let author = begins.author.clone();
    let through = Through::of_ticket(change, row.id).await?;
    let new = New {
        title: String::new(),
        body: String::new(),
        documents: Vec::new(),
        channel: row.channel()?,
        class: Through::class(through.as_ref(), &house.policy(), None),
        kind: TicketType::default(),
        urgency: row.urgency()?,
        organisation: begins.organisation,
        asset: None,
        software_version: String::new(),
        technical_contact: None,
        author,
        people: Vec::new(),
        responsible: None,
        through,
        internal: row.inner_work()?,
    };
    if !along {
        return Ok(new);
    }
    Ok(New {
        class: row.class.clone(),
        kind: row.kind()?,
        organisation: row.organisation_id,
        asset: row.asset_id,
        software_version: row.software_version.clone(),
        technical_contact: row.technical_contact_id,
        people: people(change, old, new.author.id).await?,
        ..new
    })
}

/// Who takes part in the ticket from which it comes; partners were asked about that one alone.
async fn people(change: &Change, old: &Work<'_>, author: Option<i64>) -> Result<Vec<i64>, Fault> {
    #[derive(FromQueryResult)]
    struct Person {
        person_id: i64,
    }
    let sql = "SELECT a.person_id FROM participant a JOIN person p ON p.id = a.person_id
      WHERE a.ticket_id = $1 AND p.kind <> 'partner'";
    let rows: Vec<Person> = all(change.db(), sql, [old.row.id.into()]).await?;
    let all = rows.into_iter().map(|row| row.person_id).chain(old.row.author_id);
    Ok(all.filter(|id| Some(*id) != author).collect())
}
