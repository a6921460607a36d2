//! How the mail server fares that takes outgoing mail: when it last took some, since when it takes none, and telling those who see
//! the outbox. No mail can tell it; the number beside the outbox does, and the pages.
use crate::fault::Fault;
use crate::house::House;
use crate::store::{Change, one, one_row, run};
use app::call::Call;
use app::error::AppError;
use app::letter::view::{OutgoingView, StuckView};
use app::ticket::view::MOST_COUNTED;
use domain::access::Area;
use domain::letter::mailbox::SILENT;
use jiff::{SignedDuration, Timestamp};
use sea_orm::FromQueryResult;

/// The last success is written no more often than this.
const FRESH: SignedDuration = SignedDuration::from_mins(1);

/// What trying to hand a letter over says of the mail server.
pub enum Fare {
    /// It took the letter.
    Takes,
    /// It takes none, for this.
    Down(String),
    /// It did not take this one for now, for this.
    Refuses(String),
    /// Nothing.
    Unsaid,
}

/// Writes down what trying to hand over a letter to `email` says of the mail server; open pages are told where that is news.
pub async fn note(change: &mut Change, fare: Fare, email: &str, now: Timestamp) -> Result<(), Fault> {
    match fare {
        Fare::Takes => fine(change, now).await,
        Fare::Down(words) => failed(change, &words, now).await,
        // One reader's mailbox can be full for days. Where nobody's takes anything, it is the mail server.
        Fare::Refuses(words) if others_wait(change, email).await? => failed(change, &words, now).await,
        Fare::Refuses(_) | Fare::Unsaid => Ok(()),
    }
}

async fn fine(change: &mut Change, now: Timestamp) -> Result<(), Fault> {
    let at = now.as_millisecond();
    let sql = "UPDATE outgoing SET sent_at = $1, trouble = NULL, trouble_since = NULL, told_at = NULL
      WHERE trouble_since IS NOT NULL OR sent_at IS NULL";
    if run(change.db(), sql, [at.into()]).await?.rows_affected() > 0 {
        change.mails_changed();
        return Ok(());
    }
    let sql = "UPDATE outgoing SET sent_at = $1 WHERE sent_at <= $2";
    run(change.db(), sql, [at.into(), (now - FRESH).as_millisecond().into()]).await?;
    Ok(())
}

async fn failed(change: &mut Change, words: &str, now: Timestamp) -> Result<(), Fault> {
    let sql = "UPDATE outgoing SET trouble = $1, trouble_since = $2 WHERE trouble_since IS NULL";
    let values = [words.into(), now.as_millisecond().into()];
    if run(change.db(), sql, values).await?.rows_affected() > 0 {
        change.mails_changed();
        return Ok(());
    }
    let sql = "UPDATE outgoing SET trouble = $1 WHERE trouble <> $2";
    run(change.db(), sql, [words.into(), words.into()]).await?;
    Ok(())
}

/// Whether a letter to another address failed too, and none was taken since it was written.
async fn others_wait(change: &Change, email: &str) -> Result<bool, Fault> {
    let sql = "SELECT 1 AS one FROM outgoing o CROSS JOIN letter l
      WHERE l.state = 'waiting' AND l.trouble IS NOT NULL AND l.to_email <> $1 AND l.written_at > COALESCE(o.sent_at, 0) LIMIT 1";
    Ok(one_row(change.db(), sql, [email.into()]).await?.is_some())
}

/// A trouble that began no later than this is told by `now`.
pub fn told_from(now: Timestamp) -> i64 {
    (now - SILENT).as_millisecond()
}

/// Letters that wait while a trouble of the mail server is told, as rows of a statement; [`told_from`] belongs to its place.
pub fn stuck(place: &str) -> String {
    format!(
        "SELECT 1 AS one FROM outgoing o CROSS JOIN letter l WHERE o.trouble_since <= {place} AND l.state = 'waiting'"
    )
}

/// Tells once that the mail server has taken nothing for long; answers whether it was told now.
pub async fn alarm(house: &House, now: Timestamp) -> Result<bool, Fault> {
    let from = told_from(now);
    let sql = "SELECT trouble FROM outgoing WHERE told_at IS NULL AND trouble_since <= $1";
    let words = one_row(house.store.read(), sql, [from.into()]).await?;
    let words = words.map(|row| row.try_get::<String>("", "trouble")).transpose()?;
    let Some(words) = words else { return Ok(false) };
    let mut change = house.store.change().await?;
    let sql = "UPDATE outgoing SET told_at = $1 WHERE told_at IS NULL AND trouble_since <= $2";
    let values = [now.as_millisecond().into(), from.into()];
    if run(change.db(), sql, values).await?.rows_affected() == 0 {
        return Ok(false);
    }
    change.mails_changed();
    change.commit().await?;
    tracing::warn!(error.source = words, "The mail server has taken no mail for ten minutes.");
    Ok(true)
}

/// How the mail server fares, for who sees the outbox.
pub async fn read(house: &House, call: &Call) -> Result<Option<OutgoingView>, Fault> {
    if !call.actor()?.may_enter(Area::Outbox) {
        return Err(AppError::NotFound.into());
    }
    shown(house, call.now).await
}

#[derive(FromQueryResult)]
struct Row {
    sent_at: Option<i64>,
    trouble: Option<String>,
    trouble_since: Option<i64>,
    waiting: i64,
}

/// How the mail server fares; `None` where none is set.
pub async fn shown(house: &House, now: Timestamp) -> Result<Option<OutgoingView>, Fault> {
    if house.settings.smtp_url.is_none() {
        return Ok(None);
    }
    let most = MOST_COUNTED + 1;
    let sql = format!(
        "SELECT sent_at, trouble, trouble_since,
           (SELECT COUNT(*) FROM (SELECT 1 AS one FROM letter WHERE state = 'waiting' LIMIT {most}) w) AS waiting
         FROM outgoing"
    );
    let row: Option<Row> = one(house.store.read(), &sql, []).await?;
    Ok(row.map(|row| OutgoingView {
        sent: row.sent_at.map(|at| house.clock.shown(at)),
        stuck: row
            .trouble_since
            .zip(row.trouble)
            .map(|(since, words)| StuckView { since: house.clock.shown(since), words }),
        waiting: row.waiting.unsigned_abs(),
        now: house.clock.moment(now),
    }))
}
