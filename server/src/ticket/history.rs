//! The history of tickets (C8): writing it and reading it.
use crate::fault::Fault;
use crate::house::House;
use crate::store::{all, insert, run};
use crate::ticket::{origin, sent};
use app::ticket::view::{DocumentView, Entry, Who};
use domain::access::Actor;
use domain::id::{DocumentId, PersonId};
use domain::ticket::number::TicketNumber;
use domain::ticket::timeline::What;
use domain::ticket::{Audience, Stage};
use sea_orm::{ConnectionTrait, DbBackend, FromQueryResult, Value};
use std::collections::HashMap;

/// Who an entry is by.
#[derive(Clone, Debug, Default)]
pub struct By {
    /// `None` for the system and for people without account.
    pub id: Option<i64>,
    /// Name as it was then.
    pub name: String,
    /// On staff.
    pub staff: bool,
}

impl By {
    /// Somebody who is signed in.
    pub fn of(actor: &Actor) -> Self {
        Self { id: Some(actor.id.0), name: actor.name.clone(), staff: actor.is_staff() }
    }
}

/// Where and when an entry belongs.
#[derive(Clone, Copy, Debug)]
pub struct Spot {
    /// Ticket id.
    pub ticket: i64,
    /// Milliseconds.
    pub at: i64,
    /// The ticket's version afterwards.
    pub version: i64,
    /// The ticket's state afterwards.
    pub stage: Stage,
    /// A ticket for staff only (C6).
    pub internal: bool,
}

/// Columns of an entry that are written.
const COLUMNS: &str = "ticket_id, at, by_id, by_name, by_staff, internal, what, data, version, stage";

/// Writes an entry; answers its id. Ids become visible in their order, so that who resumes from one misses nothing.
pub async fn record<C: ConnectionTrait>(db: &C, spot: Spot, by: &By, what: &What) -> Result<i64, Fault> {
    in_order(db).await?;
    let sql = format!(
        "INSERT INTO entry ({COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) RETURNING id"
    );
    Ok(insert(db, &sql, values(spot, by, what)?).await?)
}

/// Writes one entry on each of many tickets; answers their ids by ticket.
pub async fn record_each<C: ConnectionTrait>(
    db: &C,
    by: &By,
    entries: &[(Spot, What)],
) -> Result<HashMap<i64, i64>, Fault> {
    #[derive(FromQueryResult)]
    struct Written {
        id: i64,
        ticket_id: i64,
    }
    let mut ids = HashMap::with_capacity(entries.len());
    for part in entries.chunks(100) {
        in_order(db).await?;
        let places: Vec<String> = (0..part.len())
            .map(|row| {
                (1..=10).map(|column| format!("${}", row * 10 + column)).collect::<Vec<_>>().join(", ")
            })
            .collect();
        let rows = places.join("), (");
        let sql = format!("INSERT INTO entry ({COLUMNS}) VALUES ({rows}) RETURNING id, ticket_id");
        let mut all_values = Vec::with_capacity(part.len() * 10);
        for (spot, what) in part {
            all_values.extend(values(*spot, by, what)?);
        }
        let written: Vec<Written> = all(db, &sql, all_values).await?;
        ids.extend(written.into_iter().map(|row| (row.ticket_id, row.id)));
    }
    Ok(ids)
}

async fn in_order<C: ConnectionTrait>(db: &C) -> Result<(), Fault> {
    if db.get_database_backend() == DbBackend::Postgres {
        run(db, "SELECT pg_advisory_xact_lock(1)", []).await?;
    }
    Ok(())
}

fn values(spot: Spot, by: &By, what: &What) -> Result<[Value; 10], Fault> {
    let internal = spot.internal || what.audience() == Audience::Internal;
    Ok([
        spot.ticket.into(),
        spot.at.into(),
        by.id.into(),
        by.name.clone().into(),
        by.staff.into(),
        internal.into(),
        what.code().into(),
        serde_json::to_string(what)?.into(),
        spot.version.into(),
        spot.stage.code().into(),
    ])
}

#[derive(FromQueryResult)]
struct EntryRow {
    id: i64,
    at: i64,
    by_id: Option<i64>,
    by_name: String,
    by_staff: bool,
    internal: bool,
    data: String,
    merged_from: Option<i64>,
}

#[derive(FromQueryResult)]
struct DocumentRow {
    id: i64,
    name: String,
    media_type: String,
    size: i64,
    preview: bool,
}

/// The statement that reads a history; without what is `inner` also without what was withdrawn. What was withdrawn and stands nowhere
/// else is internal.
pub const fn of_ticket(inner: bool) -> &'static str {
    if inner {
        "SELECT id, at, by_id, by_name, by_staff, (internal OR (withdrawn AND moved_to IS NULL)) AS internal, data, merged_from FROM entry
         WHERE ticket_id = $1 ORDER BY id"
    } else {
        "SELECT id, at, by_id, by_name, by_staff, internal, data, merged_from FROM entry WHERE ticket_id = $1 AND internal = FALSE
         AND withdrawn = FALSE ORDER BY id"
    }
}

/// The history of a ticket, oldest first; `inner` entries only for who may see them, where mails come from only for `staff`.
pub async fn read(house: &House, ticket: i64, inner: bool, staff: bool) -> Result<Vec<Entry>, Fault> {
    let db = house.store.read();
    let rows: Vec<EntryRow> = all(db, of_ticket(inner), [ticket.into()]).await?;
    let merged = if rows.iter().any(|row| row.merged_from.is_some()) {
        merged_numbers(house, ticket).await?
    } else {
        HashMap::new()
    };
    let mut entries = Vec::with_capacity(rows.len());
    for row in rows {
        let what: What = serde_json::from_str(&row.data)
            .map_err(|error| Fault::impossible_row("entry", row.id, &error.to_string()))?;
        let what = if inner { what } else { What::for_customers(what) };
        entries.push(Entry {
            id: row.id,
            at: house.clock.shown(row.at),
            guest: Some(&row.by_name).filter(|name| row.by_id.is_none() && !name.is_empty()).cloned(),
            by: row.by_id.map(|id| Who { id: PersonId(id), name: row.by_name, staff: row.by_staff }),
            audience: if row.internal { Audience::Internal } else { Audience::Public },
            what,
            documents: Vec::new(),
            mail: None,
            moved: None,
            from: row.merged_from.and_then(|id| merged.get(&id).copied()),
            letters: Vec::new(),
        });
    }
    if entries.iter().any(|entry| !entry.what.documents().is_empty()) {
        let mut there = documents_of(house, ticket, inner).await?;
        for entry in &mut entries {
            entry.documents = entry.what.documents().iter().filter_map(|id| there.remove(id)).collect();
        }
    }
    origin::name(house, ticket, staff, &mut entries).await?;
    if staff {
        sent::name(house, ticket, &mut entries).await?;
    }
    Ok(entries)
}

/// The numbers of the tickets that lead to this one (C7), by their ids.
async fn merged_numbers(house: &House, ticket: i64) -> Result<HashMap<i64, TicketNumber>, Fault> {
    #[derive(FromQueryResult)]
    struct Led {
        id: i64,
        number: i64,
    }
    let sql = "SELECT id, number FROM ticket WHERE merged_into = $1";
    let rows: Vec<Led> = all(house.store.read(), sql, [ticket.into()]).await?;
    Ok(rows.into_iter().map(|row| (row.id, TicketNumber(row.number))).collect())
}

async fn documents_of(
    house: &House,
    ticket: i64,
    inner: bool,
) -> Result<HashMap<DocumentId, DocumentView>, Fault> {
    let sql = "SELECT id, name, media_type, size, (preview OR preview_due) AS preview FROM document
      WHERE ticket_id = $1 AND state = 'ready' AND (internal = FALSE OR $2)";
    let rows: Vec<DocumentRow> = all(house.store.read(), sql, [ticket.into(), inner.into()]).await?;
    let view = |row: DocumentRow| DocumentView {
        id: DocumentId(row.id),
        show: domain::document::show(&row.media_type),
        name: row.name,
        media_type: row.media_type,
        size: row.size,
        preview: row.preview,
    };
    Ok(rows.into_iter().map(|row| (DocumentId(row.id), view(row))).collect())
}

/// Puts a person's unsent documents on an entry. Who names others, or some that are not there, is told so.
pub async fn attach<C: ConnectionTrait>(
    db: &C,
    person: i64,
    ticket: i64,
    entry: i64,
    internal: bool,
    ids: &[DocumentId],
) -> Result<(), Fault> {
    for id in ids {
        let sql = "UPDATE document SET ticket_id = $1, entry_id = $2, internal = $3
          WHERE id = $4 AND COALESCE(person_id, 0) = $5 AND entry_id IS NULL AND ticket_id IS NULL AND deal_entry_id IS NULL
          AND state = 'ready'";
        let values = [ticket.into(), entry.into(), internal.into(), id.0.into(), person.into()];
        if run(db, sql, values).await?.rows_affected() != 1 {
            let error = app::error::AppError::field("documents", domain::input::Reason::NotAChoice);
            return Err(error.into());
        }
    }
    Ok(())
}
