//! The window for objections (C4): when it ends is written with the move to "done"; what nobody objected to closes by itself.
mod query;

pub use query::{Holding, held, holds, over};

use crate::clock::instant;
use crate::fault::Fault;
use crate::house::House;
use crate::job;
use crate::letter::returned;
use crate::policy::Edition;
use crate::ticket::row::{TicketRow, by_id_to_change};
use crate::ticket::work::Work;
use app::call::Call;
use domain::ticket::Stage;
use domain::ticket::objection::closes;
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use query::Over;
use sea_orm::ConnectionTrait;
use std::time::Duration;

/// How often it looks: a look costs next to nothing, and what waited for a mailbox to be read should wait no longer.
const EVERY: Duration = Duration::from_secs(10);
/// Tickets of one look; the next follows at once where there are more.
const BATCH: u16 = 50;
/// How often staff are reminded of a window that is over and held: the customer cannot end that.
const REMINDED: SignedDuration = SignedDuration::from_hours(24 * 7);

/// When the window of a ticket that is done ends, in milliseconds, of which the customer was told at `from`; `None` where its calendar
/// never opens again.
pub fn until(edition: &Edition, row: &TicketRow, from: Timestamp) -> Option<i64> {
    let book = edition.book(row.organisation_id);
    let plan = row.plan.as_deref().and_then(|code| edition.plan(code));
    let (_, table) = book.calendar(plan.and_then(|plan| plan.calendar.as_deref()))?;
    let ends = edition.objection.ends(table, from);
    if ends.is_err() {
        tracing::warn!(
            ticket.id = row.id,
            "A calendar never opens again: the window for objections has no end."
        );
    }
    ends.ok().map(Timestamp::as_millisecond)
}

/// Runs until the house closes.
pub async fn run_closing(house: House) {
    job::run(house, EVERY, "Tickets without objection could not be closed.", |house, now| async move {
        look(&house, now).await
    })
    .await;
}

/// Answers whether there is more to do.
async fn look(house: &House, now: Timestamp) -> Result<bool, Fault> {
    let closed = close(house, now).await?;
    let reminded = remind(house, now).await?;
    Ok(closed.max(reminded) == usize::from(BATCH))
}

/// Closes what nobody objected to, as of `now`; answers how many. Twice is as good as once, also on several servers.
pub async fn close(house: &House, now: Timestamp) -> Result<usize, Fault> {
    let mut over = query::tickets(house.store.read(), now, BATCH, leaves(house)).await?;
    if over.is_empty() {
        return Ok(0);
    }
    let read = query::read(house.store.read()).await?;
    over.retain(|ticket| closes(instant(ticket.objection_until), now, &read));
    let trouble = |fault: &Fault, ticket: &Over| {
        tracing::error!(error.source = %fault, ticket.id = ticket.id, "A ticket could not be closed.");
    };
    let closed = job::each(&over, |ticket| close_one(house, ticket.id, &read, now), trouble).await;
    if closed > 0 {
        house.letters.notify_one();
    }
    Ok(closed)
}

/// Reminds staff of windows that are over and held, as of `now`; answers of how many. Twice is as good as once.
pub async fn remind(house: &House, now: Timestamp) -> Result<usize, Fault> {
    let lately = now - REMINDED;
    let held = query::held_too_long(house.store.read(), (now, lately), BATCH, leaves(house)).await?;
    let trouble = |fault: &Fault, ticket: &Over| {
        tracing::error!(error.source = %fault, ticket.id = ticket.id, "Staff could not be reminded of a window that is held.");
    };
    let reminded = job::each(&held, |ticket| returned::remind(house, ticket.id, now, lately), trouble).await;
    if reminded > 0 {
        house.letters.notify_one();
    }
    Ok(reminded)
}

/// Until when the customer may object, and whether the window is held. Held, it goes on past its last day: no day is told then.
pub async fn told(house: &House, row: &TicketRow, now: Timestamp) -> Result<(Option<Date>, bool), Fault> {
    let Some(until) = row.objection_until else { return Ok((None, false)) };
    let is_over = until <= now.as_millisecond();
    // A letter that waits may leave in time.
    let holding = holding(house, house.store.read(), row).await?;
    let held = holding.iter().any(|letter| is_over || !letter.waits);
    Ok((row.objection_day(house).filter(|_| !(held && is_over)), held))
}

/// The letters by which the window of a ticket that is done is held.
pub async fn holding<C: ConnectionTrait>(
    house: &House,
    db: &C,
    row: &TicketRow,
) -> Result<Vec<Holding>, Fault> {
    query::holding(db, (row.id, row.stage_since), leaves(house)).await
}

/// Whether mail leaves the house; where it does not, what readers get stands in the outbox, and that is meant so.
pub fn leaves(house: &House) -> bool {
    house.settings.smtp_url.is_some()
}

async fn close_one(
    house: &House,
    id: i64,
    read: &[Option<Timestamp>],
    now: Timestamp,
) -> Result<bool, Fault> {
    let call = Call::of_the_house(now);
    let mut change = house.store.change().await?;
    let row = by_id_to_change(change.db(), id).await?;
    let over = row.objection_until.is_some_and(|until| closes(instant(until), now, read))
        && holding(house, change.db(), &row).await?.is_empty();
    let mut work = Work::on(house, &call, row)?;
    if !over || work.stage != Stage::Done {
        return Ok(false);
    }
    work.shift(None, Stage::Closed, String::new());
    work.finish(&mut change).await?;
    change.commit().await?;
    Ok(true)
}
