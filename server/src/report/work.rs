//! The work of a report: that of its month, and of earlier ones what no report told yet (H1).
use crate::fault::Fault;
use crate::house::House;
use crate::report::facts::{title, unknown};
use crate::report::freeze::due;
use crate::report::query::{LAST, WORK};
use crate::report::told::{ToldEffort, time};
use crate::store::{all, one};
use domain::effort::FURTHEST_BACK;
use domain::id::OrganisationId;
use domain::organisation::month::Month;
use domain::report::Named;
use domain::report::facts::Work;
use jiff::civil::Date;
use jiff::{Timestamp, ToSpan as _};
use sea_orm::{ConnectionTrait, FromQueryResult};

#[derive(FromQueryResult)]
struct WorkRow {
    id: i64,
    day: String,
    number: i64,
    title: String,
    project: Option<String>,
    activity: String,
    minutes: i64,
    billing: String,
}

/// Work of a month as of `now`, with what was not told yet of days from `later` on; and what of each time is told by that.
pub async fn work<C: ConnectionTrait>(
    house: &House,
    db: &C,
    organisation: OrganisationId,
    month: Month,
    later: Option<Date>,
    now: Timestamp,
) -> Result<(Vec<Work>, Vec<ToldEffort>), Fault> {
    let values = [
        organisation.0.into(),
        later.unwrap_or_else(|| month.first()).to_string().into(),
        month.first().to_string().into(),
        month.last().to_string().into(),
        now.as_millisecond().into(),
    ];
    let rows: Vec<WorkRow> = all(db, WORK, values).await?;
    let mut work = Vec::with_capacity(rows.len());
    let mut told = Vec::with_capacity(rows.len());
    for row in rows {
        let time = time(row.id, &row.day, row.minutes, &row.billing)?;
        told.push(ToldEffort { effort: row.id, time: Some(time) });
        let policy = house.policy();
        let named = policy.activities.iter().find(|one| one.code == row.activity);
        work.push(Work {
            activity: named.map_or_else(
                || unknown(&row.activity),
                |one| Named { de: one.de.clone(), en: one.en.clone() },
            ),
            day: time.day,
            minutes: time.minutes,
            billing: time.billing,
            project: row.project,
            ticket: title(house, row.number, row.title),
        });
    }
    Ok((work, told))
}

/// What was booked or corrected after the last report belongs to the month whose report comes next, and to no other one: from which
/// day on, since nothing is booked for days before. `None` for all others.
pub async fn later<C: ConnectionTrait>(
    house: &House,
    db: &C,
    organisation: OrganisationId,
    month: Month,
    now: Timestamp,
) -> Result<Option<Date>, Fault> {
    #[derive(FromQueryResult)]
    struct Last {
        month: Option<String>,
    }
    let last: Option<Last> = one(db, LAST, [organisation.0.into()]).await?;
    let Some(last) = last.and_then(|last| last.month) else { return Ok(None) };
    let frozen = last.parse::<Month>();
    let frozen = frozen.map_err(|_| Fault::impossible_row("report", organisation.0, &last))?;
    let after = frozen.plus(1);
    // A house that stood still for months leaves some without a report.
    let next = after.max(due(house.clock.moment(now).civil().date(), house.policy().report));
    if month != next {
        return Ok(None);
    }
    Ok(Some(after.first().checked_sub(FURTHEST_BACK.days())?))
}
