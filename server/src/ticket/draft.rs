//! Drafts, saved as one types, and who looks at a ticket (C9).
use crate::fault::Fault;
use crate::house::House;
use crate::store::{all, one_row, run};
use crate::ticket::row::{TicketRow, find};
use app::call::Call;
use app::error::AppError;
use app::ticket::view::{Present, Who};
use domain::access::{Action, Actor};
use domain::id::{OrganisationId, PersonId};
use domain::input::Reason;
use domain::live::{Change as News, LiveEvent, Notice};
use domain::ticket::draft::DraftKind;
use domain::ticket::number::TicketNumber;
use domain::ticket::opening::LONGEST_TEXT;
use sea_orm::FromQueryResult;

/// Who has not been heard of for so many milliseconds is gone.
const GONE: i64 = 40_000;
/// Who looks on is noted this often.
const NOTED: i64 = 15_000;

/// Saves a draft; an empty one is removed.
pub async fn save(
    house: &House,
    call: &Call,
    number: TicketNumber,
    kind: DraftKind,
    body: &str,
) -> Result<(), Fault> {
    let actor = call.actor()?;
    let row = find(house.store.read(), actor, number).await?;
    let action = match kind {
        DraftKind::Reply => Action::Reply,
        DraftKind::Note => Action::SeeInternal,
    };
    if !actor.may(action, &row.relation(actor)) {
        return Err(AppError::NotYours.into());
    }
    if body.chars().count() > LONGEST_TEXT as usize {
        return Err(AppError::field("body", Reason::TooLong { max: LONGEST_TEXT }).into());
    }
    let change = house.store.change().await?;
    if body.trim().is_empty() {
        let sql = "DELETE FROM draft WHERE person_id = $1 AND ticket_id = $2 AND kind = $3";
        run(change.db(), sql, [actor.id.0.into(), row.id.into(), kind.code().into()]).await?;
    } else {
        let sql = "INSERT INTO draft (person_id, ticket_id, kind, body, at) VALUES ($1, $2, $3, $4, $5)
          ON CONFLICT (person_id, ticket_id, kind) DO UPDATE SET body = excluded.body, at = excluded.at";
        let at = call.now.as_millisecond();
        let values = [actor.id.0.into(), row.id.into(), kind.code().into(), body.into(), at.into()];
        run(change.db(), sql, values).await?;
    }
    change.commit().await
}

/// Notes that somebody looks, perhaps writing, and tells it to others when that is new; answers who else looks.
pub async fn look(
    house: &House,
    call: &Call,
    number: TicketNumber,
    writing: bool,
) -> Result<Vec<Present>, Fault> {
    let actor = call.actor()?;
    let row = find(house.store.read(), actor, number).await?;
    let now = call.now.as_millisecond();
    let sql = "SELECT writing, at FROM presence WHERE ticket_id = $1 AND person_id = $2 AND at > $3";
    let values = [row.id.into(), actor.id.0.into(), (now - GONE).into()];
    let before = match one_row(house.store.read(), sql, values).await? {
        Some(seen) => Some((seen.try_get::<bool>("", "writing")?, seen.try_get::<i64>("", "at")?)),
        None => None,
    };
    let news = before.is_none_or(|(wrote, _)| wrote != writing);
    if news || before.is_none_or(|(_, at)| at < now - NOTED) {
        let mut change = house.store.change().await?;
        let sql = "INSERT INTO presence (ticket_id, person_id, writing, at) VALUES ($1, $2, $3, $4)
          ON CONFLICT (ticket_id, person_id) DO UPDATE SET writing = excluded.writing, at = excluded.at";
        run(change.db(), sql, [row.id.into(), actor.id.0.into(), writing.into(), now.into()]).await?;
        if news {
            let people = people(house, &row).await?;
            change.tell(event(actor, &row, people)?);
        }
        change.commit().await?;
    }
    present(house, actor, row.id, now).await
}

/// Who else looks now. Staff see everybody; customers see each other and not who on staff happens to read.
pub async fn present(house: &House, actor: &Actor, ticket: i64, now: i64) -> Result<Vec<Present>, Fault> {
    #[derive(FromQueryResult)]
    struct Row {
        id: i64,
        name: String,
        staff: bool,
        writing: bool,
    }
    let sql = "SELECT p.id, p.name, p.kind = 'staff' AS staff, x.writing FROM presence x JOIN person p ON p.id = x.person_id
      WHERE x.ticket_id = $1 AND x.person_id <> $2 AND x.at > $3 AND (p.kind <> 'staff' OR $4) ORDER BY p.name";
    let values = [ticket.into(), actor.id.0.into(), (now - GONE).into(), actor.is_staff().into()];
    let rows: Vec<Row> = all(house.store.read(), sql, values).await?;
    let shown = |row: Row| Present {
        who: Who { id: PersonId(row.id), name: row.name, staff: row.staff },
        writing: row.writing,
    };
    Ok(rows.into_iter().map(shown).collect())
}

async fn people(house: &House, row: &TicketRow) -> Result<Vec<PersonId>, Fault> {
    #[derive(FromQueryResult)]
    struct Row {
        person_id: i64,
    }
    let sql = "SELECT person_id FROM participant WHERE ticket_id = $1";
    let rows: Vec<Row> = all(house.store.read(), sql, [row.id.into()]).await?;
    Ok(rows.into_iter().map(|row| row.person_id).chain(row.author_id).map(PersonId).collect())
}

fn event(actor: &Actor, row: &TicketRow, people: Vec<PersonId>) -> Result<LiveEvent, Fault> {
    Ok(LiveEvent {
        notice: Notice {
            id: 0,
            ticket: row.number(),
            change: News::Presence,
            stage: row.stage()?,
            version: row.version,
            by: Some(actor.id),
        },
        organisation: row.organisation_id.map(OrganisationId),
        people,
        internal: row.internal || actor.is_staff(),
    })
}
