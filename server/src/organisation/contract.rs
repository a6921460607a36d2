//! Which plan an organisation has (D4).
use crate::fault::Fault;
use crate::store::{one_row, run};
use domain::moment::Moment;
use sea_orm::ConnectionTrait;

/// The plan of an organisation on a day, by code; `None` where it has none.
pub async fn plan_on<C: ConnectionTrait>(
    db: &C,
    organisation: Option<i64>,
    day: Moment,
) -> Result<Option<String>, Fault> {
    let Some(organisation) = organisation else { return Ok(None) };
    let sql = "SELECT plan FROM contract WHERE organisation_id = $1 AND from_on <= $2 AND (to_on IS NULL OR to_on >= $2)
      ORDER BY from_on DESC, id DESC LIMIT 1";
    let day = day.civil().date().to_string();
    let row = one_row(db, sql, [organisation.into(), day.into()]).await?;
    Ok(row.map(|row| row.try_get::<String>("", "plan")).transpose()?)
}

/// Gives an organisation a plan from a day on, or none; what it had ends the day before. Tickets that are open keep the
/// plan they came in under (D8).
pub async fn set<C: ConnectionTrait>(
    db: &C,
    organisation: i64,
    plan: Option<&str>,
    from: Moment,
) -> Result<(), Fault> {
    if plan_on(db, Some(organisation), from).await?.as_deref() == plan {
        return Ok(());
    }
    let today = from.civil().date();
    let day_before = today.yesterday().map_err(Fault::broken)?.to_string();
    let today = today.to_string();
    // What began today was a mistake or an afterthought; it never was in force for a day.
    let sql = "DELETE FROM contract WHERE organisation_id = $1 AND from_on >= $2";
    run(db, sql, [organisation.into(), today.clone().into()]).await?;
    let sql = "UPDATE contract SET to_on = $2 WHERE organisation_id = $1 AND (to_on IS NULL OR to_on > $2)";
    run(db, sql, [organisation.into(), day_before.into()]).await?;
    if let Some(plan) = plan {
        let sql = "INSERT INTO contract (organisation_id, plan, from_on) VALUES ($1, $2, $3)";
        run(db, sql, [organisation.into(), plan.into(), today.into()]).await?;
    }
    Ok(())
}
