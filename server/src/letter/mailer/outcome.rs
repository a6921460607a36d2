//! What became of a letter, written down and told.
use super::Row;
use super::hand_over::{Then, Trouble};
use crate::fault::Fault;
use crate::house::House;
use crate::letter::outgoing::{self, Fare};
use crate::letter::returned::{gave_up, mark, unsure};
use crate::store::{Change, run};
use crate::ticket::row::{by_id_to_change, by_id_to_read};
use domain::id::OrganisationId;
use domain::letter::bounce::refuses_address;
use domain::live::{self, LiveEvent, Notice};
use jiff::{SignedDuration, Timestamp};

/// After so many attempts a letter is given up: with [`pause`] between them they take two days.
const MOST_ATTEMPTS: i64 = 51;
/// A report that names no letter came while the letter was handed over, or staff have decided about that already.
const DOUBTED: &str = "(reported_at IS NOT NULL AND state <> 'waiting')";

/// Writes down what became of a letter that was claimed.
pub async fn settle(
    house: &House,
    row: &Row,
    outcome: Result<(), Trouble>,
    now: Timestamp,
) -> Result<(), Fault> {
    let at = now.as_millisecond();
    let fare = fare(&outcome);
    let mut change = house.store.change().await?;
    match outcome {
        Ok(()) => {
            house.metrics.letters_sent.inc();
            // A link that signs in is stored only as long as it has to be mailed.
            let sql = "UPDATE letter SET text_body = '', html_body = '' WHERE id = $1 AND secret = TRUE";
            run(change.db(), sql, [row.id.into()]).await?;
            // A report can be faster than the mail server's own answer: what did not arrive stays so, and what is doubted too.
            let sql = format!(
                "UPDATE letter SET state = CASE WHEN {DOUBTED} THEN state ELSE 'sent' END, sent_at = $1, claimed_until = NULL, \
                 trouble = CASE WHEN {DOUBTED} THEN trouble ELSE NULL END WHERE id = $2 AND state <> 'failed'"
            );
            run(change.db(), &sql, [at.into(), row.id.into()]).await?;
        }
        Err(Trouble { then, words, .. }) => {
            house.metrics.letters_failed.inc();
            let state = match then {
                Then::Ask => "uncertain",
                Then::GiveUp => "failed",
                Then::Again if row.attempts >= MOST_ATTEMPTS => "failed",
                Then::Again => "waiting",
            };
            tracing::warn!(
                letter.id = row.id,
                letter.state = state,
                error.source = words,
                "A mail could not be sent."
            );
            if then == Then::GiveUp && refuses_address(&words) {
                mark(&change, &row.to_email, &words, now).await?;
            }
            let told = row.ticket_id.filter(|_| state != "waiting");
            if let Some(ticket) = told {
                // The ticket before the letter, in the order in which reports of non-delivery take them.
                by_id_to_change(change.db(), ticket).await?;
            }
            let next = at + i64::try_from(pause(row.attempts).as_millis()).unwrap_or(0);
            let unsettled = (state == "failed").then_some(at);
            // What has not left is in no report: one that comes once it has is heard.
            let sql = "UPDATE letter SET state = $1, next_at = $2, claimed_until = NULL, trouble = $3, unsettled_at = $4, \
                       reported_at = CASE WHEN $5 THEN NULL ELSE reported_at END WHERE id = $6 AND state <> 'failed'";
            let values = [
                state.into(),
                next.into(),
                words.clone().into(),
                unsettled.into(),
                (state == "waiting").into(),
                row.id.into(),
            ];
            let news = run(change.db(), sql, values).await?.rows_affected() > 0;
            match told.filter(|_| news) {
                Some(ticket) if state == "failed" => {
                    gave_up(house, &mut change, ticket, (&row.to_email, &words), now).await?;
                }
                Some(ticket) => unsure(house, &mut change, ticket, (&row.to_email, &words), now).await?,
                None => {}
            }
        }
    }
    if let Some(ticket) = row.ticket_id {
        told(&mut change, ticket).await?;
    }
    // The last of what is locked: all mailers write this row.
    outgoing::note(&mut change, fare, &row.to_email, now).await?;
    change.commit().await
}

/// What it says of the mail server. One that refuses a letter for good says nothing of others.
fn fare(outcome: &Result<(), Trouble>) -> Fare {
    match outcome {
        Ok(()) => Fare::Takes,
        Err(Trouble { down: true, words, .. }) => Fare::Down(words.clone()),
        Err(Trouble { then: Then::Again, words, .. }) => Fare::Refuses(words.clone()),
        Err(Trouble { then: Then::GiveUp | Then::Ask, .. }) => Fare::Unsaid,
    }
}

/// Tells the pages of staff who have the ticket open that the state of a letter about it is another.
pub async fn told(change: &mut Change, ticket: i64) -> Result<(), Fault> {
    let row = by_id_to_read(change.db(), ticket).await?;
    change.tell(LiveEvent {
        notice: Notice {
            id: 0,
            ticket: row.number(),
            change: live::Change::Letter,
            stage: row.stage()?,
            version: row.version,
            by: None,
        },
        organisation: row.organisation_id.map(OrganisationId),
        people: Vec::new(),
        internal: true,
    });
    Ok(())
}

/// 1, 5, 15, then 60 minutes.
const fn pause(attempts: i64) -> SignedDuration {
    SignedDuration::from_mins(match attempts {
        ..=1 => 1,
        2 => 5,
        3 => 15,
        _ => 60,
    })
}
