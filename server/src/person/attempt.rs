//! Counting attempts in the database, so that several servers slow the same attacker down.
use crate::clock::instant;
use crate::fault::Fault;
use crate::house::House;
use crate::store::{Change, all, run};
use app::call::Call;
use app::error::AppError;
use domain::sign_in::{Attempt, wait};
use sea_orm::{DbBackend, FromQueryResult};
use std::net::IpAddr;

/// Network addresses serve many people; they get so many times the limit of one account.
const SHARED: u32 = 10;

#[derive(FromQueryResult)]
struct At {
    at: i64,
}

/// Counts an attempt from this account and network address; refuses it where there were too many.
///
/// Looking and counting are one change: whoever sends a thousand guesses at the same moment gets no more of them than
/// one after the other.
pub async fn count(house: &House, call: &Call, attempt: Attempt, account: &str) -> Result<(), Fault> {
    let (_, span) = attempt.limit();
    let now = call.now.as_millisecond();
    let since = now - i64::try_from(span.as_millis()).unwrap_or(0);
    let sources = [(by_account(account), 1), (format!("address {}", network(&call.source)), SHARED)];
    let change = house.store.change().await?;
    for (source, factor) in &sources {
        if house.store.backend() == DbBackend::Postgres {
            let lock = "SELECT pg_advisory_xact_lock(hashtextextended($1, 0))";
            run(change.db(), lock, [source.clone().into()]).await?;
        }
        let sql = "SELECT at FROM attempt WHERE kind = $1 AND source = $2 AND at > $3";
        let times: Vec<At> =
            all(change.db(), sql, [attempt.code().into(), source.clone().into(), since.into()]).await?;
        let times: Vec<_> = times.iter().map(|row| instant(row.at)).collect();
        if let Some(pause) = wait(attempt, &times, *factor, call.now) {
            return Err(AppError::TooMany { seconds: pause.as_secs() + 1 }.into());
        }
    }
    for (source, _) in sources {
        let sql = "INSERT INTO attempt (kind, source, at) VALUES ($1, $2, $3)";
        run(change.db(), sql, [attempt.code().into(), source.into(), now.into()]).await?;
    }
    change.commit().await
}

/// Forgets the attempts of an account that got in.
pub async fn forget(change: &Change, attempt: Attempt, account: &str) -> Result<(), Fault> {
    let sql = "DELETE FROM attempt WHERE kind = $1 AND source = $2";
    run(change.db(), sql, [attempt.code().into(), by_account(account).into()]).await?;
    Ok(())
}

fn by_account(account: &str) -> String {
    format!("account {account}")
}

/// What counts as one address: of IPv6 the first half, since a single customer of a provider has all of the second.
fn network(source: &str) -> String {
    match source.parse::<IpAddr>().map(|address| address.to_canonical()) {
        Ok(IpAddr::V6(address)) => {
            let [a, b, c, d, ..] = address.segments();
            format!("{a:x}:{b:x}:{c:x}:{d:x}::/64")
        }
        Ok(address) => address.to_string(),
        Err(_) => source.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_provider_customer_is_one_address() {
        for (source, counted) in [
            ("192.0.2.7", "192.0.2.7"),
            ("::ffff:192.0.2.7", "192.0.2.7"),
            ("2001:db8:1:2:aaaa::1", "2001:db8:1:2::/64"),
            ("2001:db8:1:2::99", "2001:db8:1:2::/64"),
            ("", ""),
        ] {
            assert_eq!(network(source), counted);
        }
    }
}
