//! What a page missed, read from the history.
use crate::fault::Fault;
use crate::store::{all, one, one_row};
use domain::access::Actor;
use domain::id::{OrganisationId, PersonId};
use domain::live::{Change, LiveEvent, Notice, reaches_customers};
use domain::ticket::Stage;
use domain::ticket::number::TicketNumber;
use sea_orm::{ConnectionTrait, FromQueryResult};

/// A page that missed more than this is told to read anew.
pub const MOST: usize = 500;

#[derive(FromQueryResult)]
struct Row {
    id: i64,
    ticket_id: i64,
    what: String,
    stage: String,
    version: i64,
    by_id: Option<i64>,
    internal: bool,
    all_internal: bool,
    number: i64,
    organisation_id: Option<i64>,
    author_id: Option<i64>,
    takes_part: bool,
}

const ENTRIES: &str = "
SELECT e.id, e.ticket_id, e.what, e.stage, e.version, e.by_id, e.internal, t.internal AS all_internal,
  t.number, t.organisation_id, t.author_id,
  EXISTS (SELECT 1 FROM participant p WHERE p.ticket_id = t.id AND p.person_id = $2) AS takes_part
FROM entry e JOIN ticket t ON t.id = e.ticket_id";

/// The events after `last` that `actor` may hear of, and the id up to which the history was read. `None` where there
/// were too many, or where `last` is of another history (a restored backup, another database).
pub async fn since<C: ConnectionTrait>(
    db: &C,
    actor: &Actor,
    last: i64,
) -> Result<Option<(Vec<Notice>, i64)>, Fault> {
    let sql = format!("{ENTRIES} WHERE e.id > $1 ORDER BY e.id LIMIT {}", MOST + 1);
    let rows: Vec<Row> = all(db, &sql, [last.into(), actor.id.0.into()]).await?;
    if rows.len() > MOST || (rows.is_empty() && newest(db).await? < last) {
        return Ok(None);
    }
    let up_to = rows.last().map_or(last, |row| row.id);
    let mut notices = Vec::new();
    for row in rows {
        // Of the participants only whether the actor is among them counts.
        let people = row.people(actor.id);
        let event = row.into_event(people)?;
        if event.is_for(actor) {
            notices.push(event.notice);
        }
    }
    Ok(Some((notices, up_to)))
}

/// One event with everybody on its ticket; `None` where the entry is not there.
pub async fn event<C: ConnectionTrait>(db: &C, id: i64) -> Result<Option<LiveEvent>, Fault> {
    let sql = format!("{ENTRIES} WHERE e.id = $1");
    let Some(row) = one::<Row, _>(db, &sql, [id.into(), 0_i64.into()]).await? else { return Ok(None) };
    let sql = "SELECT person_id FROM participant WHERE ticket_id = $1";
    let rows: Vec<Participant> = all(db, sql, [row.ticket_id.into()]).await?;
    let participants = rows.into_iter().map(|p| p.person_id);
    let people = participants.chain(row.author_id).map(PersonId).collect();
    row.into_event(people).map(Some)
}

/// Id of the newest entry; 0 in an empty history.
pub async fn newest<C: ConnectionTrait>(db: &C) -> Result<i64, Fault> {
    let row = one_row(db, "SELECT COALESCE(MAX(id), 0) AS id FROM entry", []).await?;
    Ok(row.map(|row| row.try_get("", "id")).transpose()?.unwrap_or_default())
}

impl Row {
    fn people(&self, actor: PersonId) -> Vec<PersonId> {
        let involved = self.takes_part || self.author_id == Some(actor.0);
        if involved { vec![actor] } else { Vec::new() }
    }

    fn into_event(self, people: Vec<PersonId>) -> Result<LiveEvent, Fault> {
        let impossible = || Fault::impossible_row("entry", self.id, &format!("{} {}", self.what, self.stage));
        let notice = Notice {
            id: self.id,
            ticket: TicketNumber(self.number),
            change: Change::of_entry(&self.what).ok_or_else(impossible)?,
            stage: Stage::of_code(&self.stage).ok_or_else(impossible)?,
            version: self.version,
            by: self.by_id.map(PersonId),
        };
        Ok(LiveEvent {
            notice,
            organisation: self.organisation_id.map(OrganisationId),
            people,
            internal: self.all_internal || (self.internal && !reaches_customers(&self.what)),
        })
    }
}

#[derive(FromQueryResult)]
struct Participant {
    person_id: i64,
}
