//! Believable data of a web agency: to try the product, for its browser tests and its measurements.
//!
//! The same every time but for the dates, which lie before the time it is made.
mod approval;
mod bulk;
mod chance;
mod course;
mod deal;
mod file;
mod hours;
mod invoice;
mod letterhead;
mod people;
mod text;
mod today;

use crate::fault::Fault;
use crate::house::House;
use crate::store::{one_row, run};
use bulk::Writer;
use chance::Chance;
use jiff::Timestamp;
pub use people::AccountLine;
use sea_orm::DbBackend;
use serde::Serialize;

/// Tickets where nothing else is asked for.
pub const USUAL: u64 = 180;
/// From how many tickets on there are invoices.
const WITH_INVOICES: u64 = 20;
/// Tickets of one transaction.
const CHUNK: u64 = 2_000;

/// Who can sign in, as `schalter demo` prints it.
#[derive(Debug, Serialize)]
pub struct Accounts {
    /// Where the portal is.
    pub address: String,
    /// The people.
    pub accounts: Vec<AccountLine>,
}

/// Fills an empty database; with so many booked times on each ticket that somebody works on.
pub async fn fill(house: &House, tickets: u64, efforts: u32, now: Timestamp) -> Result<Accounts, Fault> {
    if one_row(house.store.read(), "SELECT 1 AS one FROM person LIMIT 1", []).await?.is_some() {
        return Err(Fault::broken(
            "There are people in this database already; demo data goes into an empty one only.",
        ));
    }
    let mut chance = Chance::new(20_261_123);
    let change = house.store.change().await?;
    let (cast, accounts) = people::write(&change, house, &mut chance, now).await?;
    change.commit().await?;
    letterhead::publish(house, now).await?;
    let policy = house.policy();
    let (mut from, mut asks) = (0, Vec::new());
    while from < tickets {
        let count = CHUNK.min(tickets - from);
        let change = house.store.change().await?;
        let mut writer = Writer::new(change.db());
        for index in from..from + count {
            let course = course::of(&policy, &cast, &mut chance, index, tickets, now);
            writer.ticket(house, &course, now).await?;
            asks.extend(course.asks.then_some(course.number));
        }
        writer.finish().await?;
        change.commit().await?;
        from += count;
    }
    let change = house.store.change().await?;
    file::write(&change, house, tickets, now).await?;
    let last = i64::try_from(1000 + tickets).map_err(Fault::broken)?;
    run(change.db(), "UPDATE counter SET value = $1 WHERE name = 'ticket'", [last.into()]).await?;
    let sql = "UPDATE ticket SET acceptance_id = (SELECT a.id FROM acceptance a WHERE a.ticket_id = ticket.id AND a.verdict = 'accepted')
      WHERE stage IN ('going_live', 'done', 'closed', 'billed')";
    run(change.db(), sql, []).await?;
    if house.store.backend() == DbBackend::Postgres {
        for table in ["person", "team", "organisation", "project", "asset", "ticket", "entry"] {
            run(
                change.db(),
                &format!(
                    "SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}))"
                ),
                [],
            )
            .await?;
        }
    }
    change.commit().await?;
    book(house, efforts, now).await?;
    today::play(house, now).await?;
    hours::play(house, &mut chance, now).await?;
    deal::play(house, now).await?;
    approval::play(house, &asks, now).await?;
    // Laying out takes its time: data for a quick trial goes without.
    if tickets >= WITH_INVOICES {
        invoice::play(house, now).await?;
    }
    // Fresh statistics let the database choose its indexes well.
    let change = house.store.change().await?;
    run(change.db(), "ANALYZE", []).await?;
    change.commit().await?;
    Ok(Accounts { address: house.link("/"), accounts })
}

/// Five minutes each, on the day of this filling.
async fn book(house: &House, efforts: u32, now: Timestamp) -> Result<(), Fault> {
    let change = house.store.change().await?;
    let day = house.clock.moment(now).civil().date().to_string();
    for _ in 0..efforts {
        let sql = "INSERT INTO effort (ticket_id, person_id, day, minutes, activity, note, billing, version, taken_back, at)
          SELECT id, assignee_id, $1, 5, 'development', '', CASE WHEN internal = TRUE THEN 'goodwill' ELSE 'billable' END, 1, FALSE, CAST($2 AS BIGINT) FROM ticket WHERE assignee_id IS NOT NULL";
        run(change.db(), sql, [day.clone().into(), now.as_millisecond().into()]).await?;
    }
    change.commit().await
}
