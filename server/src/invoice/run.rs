//! Drafts that are made by themselves at the beginning of a month, for the month before. Each organisation's month is run once,
//! also on several servers, and also where its draft was discarded.
use crate::fault::Fault;
use crate::house::House;
use crate::invoice::draw::{create, hold_organisation};
use crate::invoice::list::month_before;
use crate::invoice::payer;
use crate::invoice::supply::Scope;
use crate::job;
use crate::store::{Change, all, one, run};
use app::call::Call;
use domain::effort::FURTHEST_BACK;
use domain::invoice::Period;
use jiff::civil::Date;
use jiff::{Timestamp, ToSpan as _};
use sea_orm::FromQueryResult;
use std::time::Duration;

/// How often it looks.
const EVERY: Duration = Duration::from_mins(10);

/// Runs until the house closes.
pub async fn run_billing(house: House) {
    job::run(house, EVERY, "Drafts of invoices could not be made.", |house, now| async move {
        look(&house, now).await.map(|_| false)
    })
    .await;
}

#[derive(FromQueryResult)]
struct Due {
    id: i64,
}

/// Makes what is due, as of `now`; answers how many drafts were made. Twice is as good as once.
pub async fn look(house: &House, now: Timestamp) -> Result<usize, Fault> {
    let today = house.clock.moment(now).civil().date();
    let Some(days) = month_before(today).filter(|_| house.policy().billing.rules.monthly) else {
        return Ok(0);
    };
    let month = days.from.strftime("%Y-%m").to_string();
    let sql = "SELECT o.id FROM organisation o WHERE NOT EXISTS
      (SELECT 1 FROM billing_run b WHERE b.month = $1 AND b.organisation_id = o.id) ORDER BY o.id";
    let due: Vec<Due> = all(house.store.read(), sql, [month.clone().into()]).await?;
    let trouble = |fault: &Fault, organisation: &Due| {
        tracing::error!(error.source = %fault, organisation.id = organisation.id, "A draft could not be made.");
    };
    Ok(job::each(&due, |organisation| one_of(house, organisation.id, &month, days, now), trouble).await)
}

async fn one_of(
    house: &House,
    organisation: i64,
    month: &str,
    days: Period,
    now: Timestamp,
) -> Result<bool, Fault> {
    let call = Call::of_the_house(now);
    let mut change = house.store.change().await?;
    hold_organisation(&change, organisation).await?;
    let sql = "INSERT INTO billing_run (month, organisation_id, at, follows) VALUES ($1, $2, $3, TRUE)
      ON CONFLICT DO NOTHING";
    let values = [month.into(), organisation.into(), now.as_millisecond().into()];
    if run(change.db(), sql, values).await?.rows_affected() == 0 {
        return Ok(false);
    }
    let today = house.clock.moment(now).civil().date();
    let lang = payer::lang(change.db(), organisation).await?;
    let since = Some(since(&change, days).await?);
    let scope = Scope { organisation, days, since, order: None, today, lang };
    let drawn = create(house, &call, &mut change, &scope, None, false).await?.is_some();
    change.commit().await?;
    Ok(drawn)
}

/// From which day on what is still open comes in: from the first month on that was run, so that what was settled before the house
/// billed here stays away, and no further back than time is booked. What was left out, discarded or became billable after its
/// month was run is found that way, whoever's month it was. Months that were run when that was settled for good do not count.
async fn since(change: &Change, days: Period) -> Result<Date, Fault> {
    #[derive(FromQueryResult)]
    struct Row {
        month: Option<String>,
    }
    let sql = "SELECT MIN(month) AS month FROM billing_run WHERE follows = TRUE";
    let row: Option<Row> = one(change.db(), sql, []).await?;
    let first = row.and_then(|row| row.month).map(|month| {
        let first = format!("{month}-01").parse::<Date>();
        first.map_err(|_| Fault::broken(format!("{month} is no month that was run")))
    });
    let furthest = days.from.checked_sub(FURTHEST_BACK.days())?;
    Ok(first.transpose()?.unwrap_or(days.from).max(furthest).min(days.from))
}
