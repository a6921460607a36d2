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

/// Gives an organisation a plan from a day on, for a term in months, or none; what it had ends the day before, and goes on where the same day brings it back. Tickets that are open
/// keep the plan they came in under (D8). Answers whether another contract is in force now.
pub async fn set<C: ConnectionTrait>(
    db: &C,
    organisation: i64,
    plan: Option<&str>,
    term_months: u16,
    from: Moment,
) -> Result<bool, Fault> {
    let today = from.civil().date();
    if plan_on(db, Some(organisation), from).await?.as_deref() == plan {
        let sql = "UPDATE contract SET term_months = $3 WHERE organisation_id = $1 AND from_on <= $2
          AND (to_on IS NULL OR to_on >= $2) AND term_months <> $3";
        run(db, sql, [organisation.into(), today.to_string().into(), i64::from(term_months).into()]).await?;
        return Ok(false);
    }
    let day_before = today.yesterday().map_err(Fault::broken)?.to_string();
    let today = today.to_string();
    // What began today was a mistake or an afterthought; it never was in force for a day. One with a ledger stays for that.
    let sql = "DELETE FROM contract WHERE organisation_id = $1 AND from_on >= $2
      AND NOT EXISTS (SELECT 1 FROM posting p WHERE p.contract_id = contract.id)
      AND NOT EXISTS (SELECT 1 FROM invoice_source s WHERE s.contract_id = contract.id)";
    run(db, sql, [organisation.into(), today.clone().into()]).await?;
    // Its hours are looked at again: what is left of them expires.
    let sql = "UPDATE contract SET to_on = $2, settled_on = ''
      WHERE organisation_id = $1 AND (to_on IS NULL OR to_on > $2)";
    run(db, sql, [organisation.into(), day_before.clone().into()]).await?;
    let Some(plan) = plan else { return Ok(true) };
    if !resume(db, organisation, plan, term_months, &day_before).await? {
        let sql =
            "INSERT INTO contract (organisation_id, plan, from_on, term_months) VALUES ($1, $2, $3, $4)";
        run(db, sql, [organisation.into(), plan.into(), today.into(), i64::from(term_months).into()]).await?;
    }
    Ok(true)
}

/// Lets the contract go on that ended the day before because the plan was changed today: what is changed back on the same day
/// was a slip, and forfeits neither hours nor agreements. Its ledger is looked at again. Answers whether there is one.
async fn resume<C: ConnectionTrait>(
    db: &C,
    organisation: i64,
    plan: &str,
    term_months: u16,
    day_before: &str,
) -> Result<bool, Fault> {
    let sql = "UPDATE contract SET to_on = NULL, settled_on = '', term_months = $4 WHERE id =
        (SELECT id FROM contract WHERE organisation_id = $1 AND plan = $2 AND to_on = $3 ORDER BY from_on, id LIMIT 1)";
    let values = [organisation.into(), plan.into(), day_before.into(), i64::from(term_months).into()];
    Ok(run(db, sql, values).await?.rows_affected() == 1)
}
