//! Counting attempts in the database, so that several servers slow the same attacker down.
use crate::clock::instant;
use crate::fault::Fault;
use crate::house::House;
use crate::store::{all, run};
use app::call::Call;
use app::error::AppError;
use domain::sign_in::{Attempt, wait};
use sea_orm::FromQueryResult;

/// Network addresses serve many people; they get so many times the limit of one account.
const SHARED: u32 = 10;

#[derive(FromQueryResult)]
struct At {
    at: i64,
}

/// Counts an attempt from this account and network address; refuses it where there were too many.
pub async fn count(house: &House, call: &Call, attempt: Attempt, account: &str) -> Result<(), Fault> {
    let (_, span) = attempt.limit();
    let now = call.now.as_millisecond();
    let since = now - i64::try_from(span.as_millis()).unwrap_or(0);
    for (source, factor) in [(format!("account {account}"), 1), (format!("address {}", call.source), SHARED)]
    {
        let sql = "SELECT at FROM attempt WHERE kind = $1 AND source = $2 AND at > $3";
        let times: Vec<At> =
            all(house.store.read(), sql, [attempt.code().into(), source.clone().into(), since.into()])
                .await?;
        let times: Vec<_> = times.iter().map(|row| instant(row.at)).collect();
        if let Some(pause) = wait(attempt, &times, factor, call.now) {
            return Err(AppError::TooMany { seconds: pause.as_secs() + 1 }.into());
        }
        let change = house.store.change().await?;
        run(change.db(), "DELETE FROM attempt WHERE at < $1", [(now - 86_400_000).into()]).await?;
        let sql = "INSERT INTO attempt (kind, source, at) VALUES ($1, $2, $3)";
        run(change.db(), sql, [attempt.code().into(), source.into(), now.into()]).await?;
        change.commit().await?;
    }
    Ok(())
}

/// Forgets the attempts of an account that got in.
pub async fn forget(house: &House, attempt: Attempt, account: &str) -> Result<(), Fault> {
    let change = house.store.change().await?;
    let sql = "DELETE FROM attempt WHERE kind = $1 AND source = $2";
    run(change.db(), sql, [attempt.code().into(), format!("account {account}").into()]).await?;
    change.commit().await
}
