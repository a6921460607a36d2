//! Effort that waits for its release, made through the desks themselves, where the company has a gate (E3).
use crate::clock::instant;
use crate::demo::deal;
use crate::fault::Fault;
use crate::house::House;
use crate::secret;
use crate::store::all;
use app::approval::api::{Answer, ApprovalDesk as _};
use app::call::Call;
use app::error::AppError;
use domain::approval::Asked;
use domain::id::ApprovalId;
use domain::person::{Role, Standing};
use domain::ticket::number::TicketNumber;
use jiff::{SignedDuration, Timestamp};
use sea_orm::FromQueryResult;

/// Most requests; a large demo has thousands of tickets that wait.
const MOST: usize = 24;
/// How much more, and why.
const ASKED: [(&str, &str); 4] = [
    (
        "1:30",
        "Der Fehler steckt tiefer als gedacht: Auch die Rabattregeln sind betroffen. Ursache und Korrektur stehen fest, es fehlen Umsetzung und Tests.",
    ),
    ("45 min", "Die Anpassung ist fertig, sie muss noch auf allen Geräten geprüft werden."),
    (
        "2 h",
        "Der Versanddienst hat seine Schnittstelle geändert. Wir passen die Übergabe an und spielen sie auf dem Testsystem durch.",
    ),
    ("1 h", "Die Darstellung weicht auf älteren Tablets ab. Wir gleichen sie an."),
];

#[derive(FromQueryResult)]
struct Asking {
    number: i64,
    assignee_id: i64,
    assignee: String,
    last: i64,
}

#[derive(FromQueryResult)]
struct Open {
    id: i64,
    organisation_id: i64,
}

/// The work on which a release may be asked for: what was sold waits for none.
const WORK: &str = "SELECT t.number, t.assignee_id, a.name AS assignee, (SELECT MAX(e.at) FROM entry e WHERE e.ticket_id = t.id) AS last
  FROM ticket t JOIN person a ON a.id = t.assignee_id
  WHERE t.stage = 'in_progress' AND t.organisation_id IS NOT NULL AND t.order_id IS NULL";

/// Asks for these tickets, the newest first, and for one more that is worked on; the oldest request is released, and the ticket
/// goes on.
pub async fn play(house: &House, tickets: &[i64], now: Timestamp) -> Result<(), Fault> {
    if house.policy().gate.is_none() {
        return Ok(());
    }
    let db = house.store.read();
    let mut rows: Vec<Asking> = Vec::new();
    for number in tickets.iter().rev().take(MOST) {
        let sql = format!("{WORK} AND t.number = $1");
        rows.extend(all::<Asking, _>(db, &sql, [(*number).into()]).await?);
    }
    if let Some(row) = deal::customers(house).await?.first() {
        let sql = format!("{WORK} AND t.organisation_id = $1 ORDER BY t.number DESC LIMIT 50");
        let more: Vec<Asking> = all(db, &sql, [row.organisation.into()]).await?;
        rows.extend(more.into_iter().find(|one| !tickets.contains(&one.number)));
    }
    for (row, (minutes, reason)) in rows.into_iter().zip(ASKED.iter().cycle()) {
        let asked = Asked { minutes: (*minutes).to_owned(), reason: (*reason).to_owned() };
        let standing = Standing::Staff { roles: vec![Role::TeamMember], teams: Vec::new() };
        // Never before what happened last.
        let at = (now - SignedDuration::from_hours(20)).max(instant(row.last)).min(now);
        let call = deal::call((row.assignee_id, &row.assignee, ""), standing, at);
        match house.ask(&call, &secret::key(), TicketNumber(row.number), asked).await {
            // Of a customer without approvers nobody can be asked.
            Ok(()) | Err(AppError::Invalid { .. }) => {}
            Err(error) => return Err(error.into()),
        }
    }
    release(house, now).await
}

async fn release(house: &House, now: Timestamp) -> Result<(), Fault> {
    let sql = "SELECT a.id, t.organisation_id FROM approval a JOIN ticket t ON t.id = a.ticket_id
      WHERE a.state = 'open' AND a.asked_at < $1 ORDER BY t.number";
    let at = now - SignedDuration::from_hours(16);
    let open: Vec<Open> = all(house.store.read(), sql, [at.as_millisecond().into()]).await?;
    let people = deal::customers(house).await?;
    let found = open.iter().find_map(|one| {
        people.iter().find(|row| row.organisation == one.organisation_id).map(|row| (one.id, row))
    });
    let Some((id, row)) = found.filter(|_| open.len() > 1) else { return Ok(()) };
    let call: Call = row.contact(at);
    match house.decide(&call, &secret::key(), ApprovalId(id), Answer::Approve).await {
        // Not every approver may release so much.
        Ok(()) | Err(AppError::NotFound | AppError::NotYours) => Ok(()),
        Err(error) => Err(error.into()),
    }
}
