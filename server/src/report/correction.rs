//! Time that was corrected or taken back after a report told it (H1).
use crate::fault::Fault;
use crate::house::House;
use crate::report::facts::title;
use crate::report::query::{CHANGED, MONTHS};
use crate::report::told::{ToldEffort, time};
use crate::store::all;
use domain::id::OrganisationId;
use domain::organisation::month::Month;
use domain::report::correction::{Changed, Corrected, corrected};
use sea_orm::{ConnectionTrait, FromQueryResult};
use std::collections::BTreeSet;

/// What stands otherwise in earlier reports, and what of each time is told by that.
pub async fn corrections<C: ConnectionTrait>(
    house: &House,
    db: &C,
    organisation: OrganisationId,
) -> Result<(Vec<Corrected>, Vec<ToldEffort>), Fault> {
    let rows: Vec<Row> = all(db, CHANGED, [organisation.0.into()]).await?;
    if rows.is_empty() {
        return Ok((Vec::new(), Vec::new()));
    }
    let mut changes = Vec::with_capacity(rows.len());
    let mut told = Vec::with_capacity(rows.len());
    for row in rows {
        let effort = row.id;
        let change = row.change(house)?;
        told.push(ToldEffort { effort, time: change.now });
        changes.push(change);
    }
    let frozen = frozen(db, organisation).await?;
    Ok((corrected(changes, &|month| frozen.contains(&month)), told))
}

#[derive(FromQueryResult)]
struct Row {
    id: i64,
    number: i64,
    title: String,
    told_day: String,
    told_minutes: i64,
    told_billing: String,
    day: String,
    minutes: i64,
    billing: String,
    taken_back: bool,
}

impl Row {
    fn change(self, house: &House) -> Result<Changed, Fault> {
        let now = time(self.id, &self.day, self.minutes, &self.billing)?;
        Ok(Changed {
            told: time(self.id, &self.told_day, self.told_minutes, &self.told_billing)?,
            now: (!self.taken_back).then_some(now),
            ticket: title(house, self.number, self.title),
        })
    }
}

/// Months that have a report.
async fn frozen<C: ConnectionTrait>(db: &C, organisation: OrganisationId) -> Result<BTreeSet<Month>, Fault> {
    #[derive(FromQueryResult)]
    struct Frozen {
        month: String,
    }
    let rows: Vec<Frozen> = all(db, MONTHS, [organisation.0.into()]).await?;
    let month = |row: Frozen| {
        row.month.parse::<Month>().map_err(|_| Fault::impossible_row("report", organisation.0, &row.month))
    };
    rows.into_iter().map(month).collect()
}
