//! What reports told of booked time. By it, and by no time of the day, the next report knows what was not told yet: who books may be
//! slower than who reads, and what is committed after a report was read stands in the next one.
use crate::fault::Fault;
use crate::store::run;
use domain::effort::Billing;
use domain::id::OrganisationId;
use domain::report::correction::Time;
use sea_orm::ConnectionTrait;

/// What a report told.
pub struct Told {
    /// Of booked time.
    pub efforts: Vec<ToldEffort>,
    /// Postings of packages.
    pub postings: Vec<i64>,
}

/// Booked time as a report counts it; `None` where it was taken back.
pub struct ToldEffort {
    /// Where it is kept.
    pub effort: i64,
    /// What is told of it.
    pub time: Option<Time>,
}

/// Keeps what a report told, as part of the change that keeps the report.
pub async fn keep<C: ConnectionTrait>(db: &C, organisation: OrganisationId, told: Told) -> Result<(), Fault> {
    for ToldEffort { effort, time } in told.efforts {
        let Some(time) = time else {
            let sql = "DELETE FROM report_effort WHERE organisation_id = $1 AND effort_id = $2";
            run(db, sql, [organisation.0.into(), effort.into()]).await?;
            continue;
        };
        let sql = "INSERT INTO report_effort (organisation_id, effort_id, day, minutes, billing)
          VALUES ($1, $2, $3, $4, $5) ON CONFLICT (organisation_id, effort_id)
          DO UPDATE SET day = excluded.day, minutes = excluded.minutes, billing = excluded.billing";
        let values = [
            organisation.0.into(),
            effort.into(),
            time.day.to_string().into(),
            i64::from(time.minutes).into(),
            time.billing.code().into(),
        ];
        run(db, sql, values).await?;
    }
    for posting in told.postings {
        let sql = "INSERT INTO report_posting (posting_id) VALUES ($1) ON CONFLICT DO NOTHING";
        run(db, sql, [posting.into()]).await?;
    }
    Ok(())
}

/// Booked time of a row.
pub fn time(id: i64, day: &str, minutes: i64, billing: &str) -> Result<Time, Fault> {
    let impossible = |what: &str| Fault::impossible_row("effort", id, what);
    Ok(Time {
        day: day.parse().map_err(|_| impossible(day))?,
        minutes: u32::try_from(minutes).map_err(|_| impossible("minutes"))?,
        billing: Billing::of_code(billing).ok_or_else(|| impossible(billing))?,
    })
}
