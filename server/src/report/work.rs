//! The work of a report: that of its month, and of earlier ones what was booked after their reports were made (H1).
use crate::fault::Fault;
use crate::house::House;
use crate::report::facts::{title, unknown};
use crate::report::freeze::due;
use crate::report::query::{LAST, WORK};
use crate::store::{all, one};
use domain::effort::{Billing, FURTHEST_BACK};
use domain::id::OrganisationId;
use domain::organisation::month::Month;
use domain::report::Named;
use domain::report::facts::Work;
use jiff::civil::Date;
use jiff::{Timestamp, ToSpan as _};
use sea_orm::FromQueryResult;

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

/// Which work of earlier months counts for a month.
#[derive(Clone, Copy, Debug)]
pub struct Later {
    /// From this day on; nothing is booked for days before.
    first: Date,
    /// What was booked after this, in milliseconds.
    pub since: i64,
}

/// Work of a month as of `now`, with what was booked `later`.
pub async fn work(
    house: &House,
    organisation: OrganisationId,
    month: Month,
    later: Option<Later>,
    now: Timestamp,
) -> Result<Vec<Work>, Fault> {
    let values = [
        organisation.0.into(),
        later.map_or(month.first(), |later| later.first).to_string().into(),
        month.first().to_string().into(),
        month.last().to_string().into(),
        later.map(|later| later.since).into(),
        now.as_millisecond().into(),
    ];
    let rows: Vec<WorkRow> = all(house.store.read(), WORK, values).await?;
    rows.into_iter().map(|row| row.work(house)).collect()
}

impl WorkRow {
    fn work(self, house: &House) -> Result<Work, Fault> {
        let policy = house.policy();
        let impossible = |what: &str| Fault::impossible_row("effort", self.id, what);
        let named = policy.activities.iter().find(|one| one.code == self.activity);
        Ok(Work {
            activity: named.map_or_else(
                || unknown(&self.activity),
                |one| Named { de: one.de.clone(), en: one.en.clone() },
            ),
            day: self.day.parse().map_err(|_| impossible(&self.day))?,
            minutes: u32::try_from(self.minutes).map_err(|_| impossible("minutes"))?,
            billing: Billing::of_code(&self.billing).ok_or_else(|| impossible(&self.billing))?,
            project: self.project,
            ticket: title(house, self.number, self.title),
        })
    }
}

/// What was booked or corrected after the last report belongs to the month whose report comes next, and to no other one. `None` for all others.
pub async fn later(
    house: &House,
    organisation: OrganisationId,
    month: Month,
    now: Timestamp,
) -> Result<Option<Later>, Fault> {
    #[derive(FromQueryResult)]
    struct Last {
        month: String,
        at: i64,
    }
    let last: Option<Last> = one(house.store.read(), LAST, [organisation.0.into()]).await?;
    let Some(last) = last else { return Ok(None) };
    let frozen = last.month.parse::<Month>();
    let frozen = frozen.map_err(|_| Fault::impossible_row("report", organisation.0, &last.month))?;
    let after = frozen.plus(1);
    // A house that stood still for months leaves some without a report.
    let next = after.max(due(house.clock.moment(now).civil().date(), house.policy().report));
    if month != next {
        return Ok(None);
    }
    let first = after.first().checked_sub(FURTHEST_BACK.days())?;
    Ok(Some(Later { first, since: last.at }))
}
