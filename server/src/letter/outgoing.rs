//! How the mail server fares that takes outgoing mail: when it last took some, since when it takes none, and telling those who see
//! the outbox. No mail can tell it; the number beside the outbox does, and the pages.
mod query;

pub use query::stuck;

use crate::fault::Fault;
use crate::house::House;
use crate::store::Change;
use app::call::Call;
use app::error::AppError;
use app::letter::view::{OutgoingView, StuckView};
use domain::access::Area;
use domain::letter::mailbox::SILENT;
use jiff::Timestamp;

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
    let news = match fare {
        Fare::Takes => query::took(change, now).await?,
        Fare::Down(words) => query::failed(change, &words, now).await?,
        // One reader's mailbox can be full for days. Where nobody's takes anything, it is the mail server.
        Fare::Refuses(words) if query::others_wait(change, email).await? => {
            query::failed(change, &words, now).await?
        }
        Fare::Refuses(_) | Fare::Unsaid => false,
    };
    if news {
        change.mails_changed();
    }
    Ok(())
}

/// A trouble that began no later than this is told by `now`.
pub fn told_from(now: Timestamp) -> i64 {
    (now - SILENT).as_millisecond()
}

/// Tells once that the mail server has taken nothing for long; answers whether it was told now.
pub async fn alarm(house: &House, now: Timestamp) -> Result<bool, Fault> {
    let from = told_from(now);
    let Some(words) = query::untold(house.store.read(), from).await? else { return Ok(false) };
    let mut change = house.store.change().await?;
    if !query::tell(&change, from, now).await? {
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

/// How the mail server fares; `None` where none is set.
pub async fn shown(house: &House, now: Timestamp) -> Result<Option<OutgoingView>, Fault> {
    if house.settings.smtp_url.is_none() {
        return Ok(None);
    }
    let row = query::read(house.store.read()).await?;
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
