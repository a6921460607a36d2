//! Throws away what nobody needs any more: ended sessions, used links, old attempts, answers to keys, refused forms.
//! What people wrote and what was mailed to them stays. Then the planner's statistics are brought up to date.
use crate::fault::Fault;
use crate::house::House;
use crate::job;
use crate::store::run;
use domain::sign_in::{SESSION_IDLE, SESSION_LIFETIME};
use jiff::{SignedDuration, Timestamp};
use std::time::Duration;

const DAY: SignedDuration = SignedDuration::from_hours(24);

/// Runs at the start and then every hour, until the house closes.
pub async fn run_tidying(house: House) {
    job::run(house, Duration::from_hours(1), "Old rows could not be thrown away.", |house, now| async move {
        tidy(&house, now).await.map(|()| false)
    })
    .await;
}

/// Does it once, as of `now`. Twice is as good as once, also on several servers at the same time.
pub async fn tidy(house: &House, now: Timestamp) -> Result<(), Fault> {
    for (sql, age) in [
        // An app that was offline for a month may still send what it kept.
        ("DELETE FROM done_request WHERE at < $1", DAY * 60),
        ("DELETE FROM attempt WHERE at < $1", DAY),
        ("DELETE FROM echo WHERE at < $1", DAY),
        ("DELETE FROM login_link WHERE expires_at < $1", DAY),
        ("DELETE FROM login_link WHERE used_at < $1", DAY),
        ("DELETE FROM session WHERE ended_at < $1", DAY),
        ("DELETE FROM session WHERE used_at < $1", SESSION_IDLE),
        ("DELETE FROM session WHERE created_at < $1", SESSION_LIFETIME),
    ] {
        let before = now.as_millisecond() - i64::try_from(age.as_millis()).unwrap_or(0);
        // One change each, so that nobody waits long for a turn to write.
        let change = house.store.change().await?;
        run(change.db(), sql, [before.into()]).await?;
        change.commit().await?;
    }
    house.store.refresh_statistics().await
}
