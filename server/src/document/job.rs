//! Removes documents that were never sent with a message, and what broken-off writing left in the folder of files.
use crate::document::store::forget;
use crate::fault::Fault;
use crate::house::House;
use crate::store::{all, run};
use jiff::{SignedDuration, Timestamp};
use sea_orm::FromQueryResult;
use std::path::Path;
use std::time::{Duration, SystemTime};

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
        if let Err(fault) = sweep(&house, house.clock.now()).await {
            tracing::error!(error.source = %fault, "What broken-off writing left could not be removed.");
        }
        if let Err(fault) = clean(&house, house.clock.now()).await {
            tracing::error!(error.source = %fault, "Old uploads could not be removed.");
        }
        tokio::select! {
            () = house.closing.cancelled() => return,
            () = tokio::time::sleep(Duration::from_secs(3600)) => {}
        }
    }
}

/// Removes what writing left that broke off, where files lie in a folder: the store writes beside the file, under its name with
/// a number after `#`, and takes that name away at the end. Answers how many.
pub async fn sweep(house: &House, as_of: Timestamp) -> Result<usize, Fault> {
    if house.settings.files.is_some() {
        return Ok(0);
    }
    let folder = house.settings.data.join("files");
    let before = SystemTime::from(as_of - UNFINISHED);
    Ok(tokio::task::spawn_blocking(move || swept(&folder, before)).await??)
}

fn swept(folder: &Path, before: SystemTime) -> std::io::Result<usize> {
    let mut count = 0;
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name();
        let left = name.to_str().and_then(|name| name.rsplit_once('#')).is_some_and(|(_, number)| {
            !number.is_empty() && number.bytes().all(|digit| digit.is_ascii_digit())
        });
        if entry.file_type()?.is_dir() {
            count += swept(&entry.path(), before)?;
        } else if left && entry.metadata()?.modified()? < before {
            std::fs::remove_file(entry.path())?;
            count += 1;
        }
    }
    Ok(count)
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
