//! Freezing months and sending their reports: each organisation's month once, also on several servers and after a restart.
use crate::fault::Fault;
use crate::house::House;
use crate::package::settle;
use crate::report::{facts, letter, told};
use crate::store::{all, run};
use crate::{job, paper};
use domain::id::OrganisationId;
use domain::organisation::month::Month;
use domain::report::terms::ReportTerms;
use jiff::Timestamp;
use jiff::civil::Date;
use sea_orm::FromQueryResult;
use sha2::{Digest as _, Sha256};
use std::time::Duration;

/// How often it looks.
const EVERY: Duration = Duration::from_mins(10);
/// Organisations of one look; the next follows at once where there are more.
const BATCH: usize = 50;

/// Runs until the house closes.
pub async fn run_freezing(house: House) {
    loop {
        let more = match look(&house, house.clock.now()).await {
            Ok(count) => count == BATCH,
            Err(fault) => {
                tracing::error!(error.source = %fault, "Reports could not be made.");
                false
            }
        };
        if house.closing.is_cancelled() {
            return;
        }
        if more {
            continue;
        }
        tokio::select! {
            () = house.closing.cancelled() => return,
            () = tokio::time::sleep(EVERY) => {}
        }
    }
}

/// An organisation whose month is due.
#[derive(FromQueryResult)]
pub struct Firm {
    /// Which.
    pub id: i64,
    /// Its name.
    pub name: String,
    /// Who looks after it.
    pub account_manager_id: Option<i64>,
}

/// The last month whose day has come.
pub(super) fn due(today: Date, terms: ReportTerms) -> Month {
    let this = Month::of(today);
    let come = u16::from(today.day().unsigned_abs()) >= terms.day;
    this.plus(if come { -1 } else { -2 })
}

/// The statement that finds organisations whose month is not frozen; those that came later have none.
pub const fn unfrozen() -> &'static str {
    "SELECT o.id, o.name, o.account_manager_id FROM organisation o WHERE o.created_at < $2
      AND NOT EXISTS (SELECT 1 FROM report r WHERE r.month = $1 AND r.organisation_id = o.id) ORDER BY o.id LIMIT $3"
}

/// Freezes what is due, as of `now`, and sends it; answers how many months were frozen. Twice is as good as once.
pub async fn look(house: &House, now: Timestamp) -> Result<usize, Fault> {
    let month = due(house.clock.moment(now).civil().date(), house.policy().report);
    let end = month.plus(1).first().to_zoned(house.clock.zone().clone()).map_err(Fault::broken)?;
    let limit = i64::try_from(BATCH).unwrap_or(i64::MAX);
    let values = [month.to_string().into(), end.timestamp().as_millisecond().into(), limit.into()];
    let firms: Vec<Firm> = all(house.store.read(), unfrozen(), values).await?;
    if !firms.is_empty() {
        // A statement of hours tells what expired with its month.
        settle::look(house, now).await?;
    }
    let trouble = |fault: &Fault, firm: &Firm| {
        tracing::error!(error.source = %fault, organisation.id = firm.id, "A report could not be made.");
    };
    let frozen = job::each(&firms, |firm| one(house, firm, month, now, true), trouble).await;
    if frozen > 0 {
        house.letters.notify_one();
    }
    Ok(frozen)
}

/// Freezes a month; answers whether it was not yet.
pub async fn one(
    house: &House,
    firm: &Firm,
    month: Month,
    now: Timestamp,
    sends: bool,
) -> Result<bool, Fault> {
    let organisation = OrganisationId(firm.id);
    let change = house.store.change().await?;
    let (report, told) = facts::read(house, change.db(), (organisation, &firm.name), month, now).await?;
    let content = serde_json::to_string(&report)?;
    let hash = crate::secret::hex(&Sha256::digest(content.as_bytes()));
    let (company, accent) = paper::letterhead(house);
    let sql = "INSERT INTO report (organisation_id, month, content, sha256, at, company, accent)
      VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING";
    let values = [
        firm.id.into(),
        month.to_string().into(),
        content.into(),
        hash.into(),
        now.as_millisecond().into(),
        company.into(),
        accent.into(),
    ];
    if run(change.db(), sql, values).await?.rows_affected() == 0 {
        return Ok(false);
    }
    told::keep(change.db(), organisation, told).await?;
    if sends {
        letter::send(house, &change, firm, &report, now).await?;
    }
    change.commit().await?;
    Ok(true)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_month_is_due_on_the_day_that_the_company_chose() {
        let terms = ReportTerms { day: 5, ..ReportTerms::default() };
        for (today, month) in [
            (date(2026, 12, 4), "2026-10"),
            (date(2026, 12, 5), "2026-11"),
            (date(2026, 12, 31), "2026-11"),
            (date(2027, 1, 4), "2026-11"),
        ] {
            assert_eq!(due(today, terms).to_string(), month, "{today}");
        }
    }
}
