//! Which letters are sent next, and what becomes of those of a server that ended.
use super::{CLAIM, Row};
use crate::fault::Fault;
use crate::house::House;
use crate::letter::returned::unsure;
use crate::store::{Change, all};
use crate::ticket::row::by_id_to_change;
use domain::letter::silence::Silence;
use jiff::Timestamp;
use sea_orm::FromQueryResult;

/// The mailbox through which the ticket of a letter came, unless it was removed.
const BOX: &str = "FROM ticket t JOIN mailbox b ON b.id = t.mailbox_id WHERE t.id = letter.ticket_id AND b.removed_at IS NULL";

/// Takes at most so many letters that are due; nobody else sends them meanwhile.
pub async fn claim(house: &House, now: Timestamp, most: usize) -> Result<Vec<Row>, Fault> {
    let at = now.as_millisecond();
    let until = at + i64::try_from(CLAIM.as_millis()).unwrap_or(i64::MAX);
    let mut change = house.store.change().await?;
    give_back(house, &mut change, now).await?;
    // On PostgreSQL two mailers could choose the same rows; the second then updates none of them.
    let sql = "UPDATE letter SET claimed_until = $1, attempts = attempts + 1 WHERE id IN (SELECT id FROM letter \
               WHERE state = 'waiting' AND next_at <= $2 AND claimed_until IS NULL ORDER BY id LIMIT $3{skip}) \
               AND claimed_until IS NULL \
               RETURNING id, to_name, to_email, subject, text_body, html_body, message_id, headers, attempts, ticket_id, invoice_id, \
               (SELECT b.address {box}) AS box_address, (SELECT b.shown_name {box}) AS box_name";
    let skip =
        if house.store.backend() == sea_orm::DbBackend::Postgres { " FOR UPDATE SKIP LOCKED" } else { "" };
    let mut rows: Vec<Row> = all(
        change.db(),
        &sql.replace("{skip}", skip).replace("{box}", BOX),
        [until.into(), at.into(), i64::try_from(most).unwrap_or(0).into()],
    )
    .await?;
    change.commit().await?;
    rows.sort_by_key(|row| row.id);
    Ok(rows)
}

/// Letters of a server that ended while it handed them over: staff decide about them.
async fn give_back(house: &House, change: &mut Change, now: Timestamp) -> Result<(), Fault> {
    #[derive(FromQueryResult)]
    struct Lost {
        ticket_id: Option<i64>,
        to_email: String,
    }
    #[derive(FromQueryResult)]
    struct Ticket {
        ticket_id: i64,
    }
    let at = now.as_millisecond();
    let sql = "SELECT DISTINCT ticket_id FROM letter
      WHERE state = 'waiting' AND claimed_until <= $1 AND ticket_id IS NOT NULL ORDER BY ticket_id";
    // Tickets before letters, in the order in which reports of non-delivery take them.
    for Ticket { ticket_id } in all(change.db(), sql, [at.into()]).await? {
        by_id_to_change(change.db(), ticket_id).await?;
    }
    let ended = Silence::Ended.code();
    let sql = "UPDATE letter SET state = 'uncertain', claimed_until = NULL, trouble = $2
      WHERE state = 'waiting' AND claimed_until <= $1 RETURNING ticket_id, to_email";
    let lost: Vec<Lost> = all(change.db(), sql, [at.into(), ended.into()]).await?;
    if !lost.is_empty() {
        let letters = lost.len();
        tracing::warn!(letters, "A server ended while it handed mails over; staff decide about them.");
    }
    for letter in lost {
        if let Some(ticket) = letter.ticket_id {
            unsure(house, change, ticket, (&letter.to_email, ended), now).await?;
        }
    }
    Ok(())
}
