//! Removes documents that were never sent with a message.
use crate::document::store::forget;
use crate::fault::Fault;
use crate::house::House;
use crate::store::{all, run};
use jiff::{SignedDuration, Timestamp};
use sea_orm::FromQueryResult;
use std::time::Duration;

/// An upload that was not finished by then is given up.
const UNFINISHED: SignedDuration = SignedDuration::from_hours(24);
/// A complete file waits longer for its message: forms may stay open over a weekend.
const UNSENT: SignedDuration = SignedDuration::from_hours(4 * 24);

#[derive(FromQueryResult)]
struct Row {
    id: i64,
    place: String,
}

/// Runs until the house closes.
pub async fn run_cleaner(house: House) {
    loop {
        if let Err(fault) = clean(&house, house.clock.now()).await {
            tracing::error!(error.source = %fault, "Old uploads could not be removed.");
        }
        tokio::select! {
            () = house.closing.cancelled() => return,
            () = tokio::time::sleep(Duration::from_secs(3600)) => {}
        }
    }
}

/// Removes what is too old at `as_of`; answers how many. A run that broke off is finished by the next.
pub async fn clean(house: &House, as_of: Timestamp) -> Result<usize, Fault> {
    let change = house.store.change().await?;
    let sql = "UPDATE document SET state = 'removed' WHERE entry_id IS NULL AND deal_entry_id IS NULL
      AND ((state = 'unfinished' AND created_at < $1) OR (state = 'ready' AND created_at < $2))";
    let before = |age: SignedDuration| (as_of - age).as_millisecond();
    run(change.db(), sql, [before(UNFINISHED).into(), before(UNSENT).into()]).await?;
    change.commit().await?;
    let rows: Vec<Row> =
        all(house.store.read(), "SELECT id, place FROM document WHERE state = 'removed'", []).await?;
    for row in &rows {
        forget(house, row.id, &row.place).await?;
    }
    Ok(rows.len())
}
