//! A letter that will never reach its reader: staff read it on the ticket, and a window for objections that no customer was
//! told of does not run (C4).
use crate::fault::Fault;
use crate::house::House;
use crate::letter::addressee::readers;
use crate::letter::desk::{About, Letter, blocks, write};
use crate::letter::window::was_told;
use crate::store::{Change, all, one, run};
use crate::ticket::objection::{holding, holds, leaves};
use crate::ticket::row::by_id_to_change;
use crate::ticket::work::Work;
use app::call::Call;
use app::letter::trouble::said as said_of;
use app::words::{self, Text, fill, say};
use domain::id::LetterId;
use domain::letter::bounce::plain_words;
use domain::letter::silence::Silence;
use domain::letter::subject::tagged;
use domain::moment::Moment;
use domain::person::Role;
use domain::ticket::Stage;
use domain::ticket::remark::Remark;
use jiff::Timestamp;
use sea_orm::FromQueryResult;

/// Tells it on the ticket; the letter is marked as failed already.
pub async fn gave_up(
    house: &House,
    change: &mut Change,
    ticket: i64,
    (email, reason): (&str, &str),
    now: Timestamp,
) -> Result<(), Fault> {
    let call = Call::of_the_house(now);
    let reason = &plain_words(reason);
    let mut work = Work::on(house, &call, by_id_to_change(change.db(), ticket).await?)?;
    let mut stopped = false;
    if window_runs(&work) && !was_told(change, &work.row, None).await? {
        work.row.objection_until = None;
        stopped = true;
    }
    let (to, said) = (email.to_owned(), reason.to_owned());
    let since = since(house, change, email).await?;
    work.remarked(Some(Remark::NotDelivered { email: to, reason: said, stopped, since }));
    work.finish(change).await?;
    if !stopped {
        return Ok(());
    }
    let said = [
        words::mail::BOUNCED,
        words::mail::WINDOW_STOPPED,
        words::mail::WINDOW_NEXT,
        words::mail::WINDOW_AGAIN,
    ];
    alert(&work, change, &said, (email, reason)).await
}

/// What a report says that proves nothing.
pub struct Claim<'a> {
    /// To whom the letter went that it may be about; empty where it is about none.
    pub email: &'a str,
    /// Its reason.
    pub reason: &'a str,
    /// That letter, where it says that it did not arrive.
    pub doubted: Option<i64>,
    /// It names that letter, but whoever should have got it wrote since.
    pub answered: bool,
}

/// Tells on the ticket of a report that proves nothing. Where staff are to decide about the letter that it may be
/// about, the window for objections does not end before: a true report stops it, and whoever only knows the ticket
/// must not. Nor may who made up an earlier report, that was `told` lately, keep a true one from being told.
pub async fn claimed(
    house: &House,
    change: &mut Change,
    ticket: i64,
    Claim { email, reason, doubted, answered }: Claim<'_>,
    told: bool,
    now: Timestamp,
) -> Result<(), Fault> {
    let call = Call::of_the_house(now);
    let mut work = Work::on(house, &call, by_id_to_change(change.db(), ticket).await?)?;
    let doubts = match doubted {
        Some(letter) => doubt(change, letter, now).await?,
        None => false,
    };
    if told && !doubts {
        return Ok(());
    }
    let held = doubts && window_runs(&work) && !holding(house, change.db(), &work.row).await?.is_empty();
    let (to, said) = (email.to_owned(), reason.to_owned());
    work.remarked(Some(Remark::Reported { email: to, reason: said, held, answered }));
    work.finish(change).await?;
    if !held {
        return Ok(());
    }
    let reported = if answered { words::mail::REPORTED_ANSWERED } else { words::mail::REPORTED_TO };
    alert(&work, change, &[reported, words::mail::WINDOW_HELD], (email, reason)).await
}

/// The window of a ticket is over and held: staff are told to decide about the letter, or that it still waits, unless they were
/// told since `lately`. Answers whether they are.
pub async fn remind(house: &House, ticket: i64, now: Timestamp, lately: Timestamp) -> Result<bool, Fault> {
    #[derive(FromQueryResult)]
    struct Holding {
        to_email: String,
        reported: bool,
        waits: bool,
        trouble: Option<String>,
    }
    let call = Call::of_the_house(now);
    let change = house.store.change().await?;
    let work = Work::on(house, &call, by_id_to_change(change.db(), ticket).await?)?;
    let (at, since) = (now.as_millisecond(), work.row.stage_since);
    if !window_runs(&work) || work.row.objection_until.is_some_and(|until| until > at) {
        return Ok(false);
    }
    let sql = format!(
        "UPDATE letter SET reminded_at = $1 WHERE ticket_id = $2 AND COALESCE(reminded_at, reported_at, 0) <= $4 AND {}
         RETURNING to_email, (state = 'uncertain' AND reported_at IS NOT NULL) AS reported, (state = 'waiting') AS waits, trouble",
        holds("letter", "$3", "$5")
    );
    let values =
        [at.into(), ticket.into(), since.into(), lately.as_millisecond().into(), leaves(house).into()];
    let letters: Vec<Holding> = all(change.db(), &sql, values).await?;
    // What staff can decide comes first.
    let Some(letter) = letters.iter().min_by_key(|letter| letter.waits) else { return Ok(false) };
    let said = match (letter.reported, letter.waits) {
        (true, _) => [words::mail::STILL_HELD, words::mail::WINDOW_HELD],
        (false, true) => [words::mail::WINDOW_UNPROVEN, words::mail::STILL_WAITS],
        (false, false) => [words::mail::WINDOW_UNPROVEN, words::mail::WINDOW_HELD],
    };
    let reason = plain_words(letter.trouble.as_deref().unwrap_or_default());
    alert(&work, &change, &said, (&letter.to_email, &reason)).await?;
    change.commit().await?;
    Ok(true)
}

/// Staff are to decide whether a letter arrived that was sent, or is being handed over: a report can be faster than the mail
/// server's own answer. Once for each letter: who made up one report makes up the next.
async fn doubt(change: &Change, letter: i64, now: Timestamp) -> Result<bool, Fault> {
    let sql = "UPDATE letter SET state = 'uncertain', trouble = $1, reported_at = $2, claimed_until = NULL
      WHERE id = $3 AND (state IN ('sent', 'uncertain') OR state = 'waiting' AND claimed_until IS NOT NULL) AND reported_at IS NULL";
    let values = [Silence::Reported.code().into(), now.as_millisecond().into(), letter.into()];
    Ok(run(change.db(), sql, values).await?.rows_affected() > 0)
}

/// Staff are about to send a letter again that does not tell of the end of the work: where the window for objections was held for
/// its sake, its reader may not have heard of that end either, and the window stops.
pub async fn not_arrived(
    house: &House,
    change: &mut Change,
    letter: LetterId,
    now: Timestamp,
) -> Result<(), Fault> {
    #[derive(FromQueryResult)]
    struct Doubted {
        ticket_id: i64,
        to_email: String,
        written_at: i64,
    }
    let sql = "SELECT ticket_id, to_email, written_at FROM letter
      WHERE id = $1 AND state = 'uncertain' AND reported_at IS NOT NULL AND ticket_id IS NOT NULL";
    let doubted: Option<Doubted> = one(change.db(), sql, [letter.0.into()]).await?;
    let Some(Doubted { ticket_id, to_email, written_at }) = doubted else { return Ok(()) };
    let call = Call::of_the_house(now);
    let mut work = Work::on(house, &call, by_id_to_change(change.db(), ticket_id).await?)?;
    if !window_runs(&work) || written_at < work.row.stage_since {
        return Ok(());
    }
    work.row.objection_until = None;
    let reason = Silence::Reported.code().to_owned();
    let since = since(house, change, &to_email).await?;
    work.remarked(Some(Remark::NotDelivered { email: to_email, reason, stopped: true, since }));
    work.finish(change).await
}

/// Whether a window for objections runs.
fn window_runs(work: &Work<'_>) -> bool {
    work.stage == Stage::Done && work.row.objection_until.is_some()
}

/// Tells on the ticket that nobody knows whether a letter reached its reader; it is marked so already. Perhaps it is there. Perhaps it
/// is not: where nobody else is known to have been told of the end of the work, the window for objections does not end before staff
/// have decided.
pub async fn unsure(
    house: &House,
    change: &mut Change,
    ticket: i64,
    (email, reason): (&str, &str),
    now: Timestamp,
) -> Result<(), Fault> {
    let call = Call::of_the_house(now);
    let mut work = Work::on(house, &call, by_id_to_change(change.db(), ticket).await?)?;
    work.remarked(Some(Remark::Uncertain { email: email.to_owned(), reason: reason.to_owned() }));
    work.finish(change).await?;
    let holding = if window_runs(&work) { holding(house, change.db(), &work.row).await? } else { Vec::new() };
    if !holding.iter().any(|letter| !letter.waits && letter.to_email == email) {
        return Ok(());
    }
    alert(&work, change, &[words::mail::UNCERTAIN, words::mail::WINDOW_HELD], (email, reason)).await
}

/// Tells who leads that nobody will close the ticket by itself.
async fn alert(
    work: &Work<'_>,
    change: &Change,
    said: &[Text],
    (email, reason): (&str, &str),
) -> Result<(), Fault> {
    let row = &work.row;
    let roles = if row.project_lead_id.is_some() { &[][..] } else { &[Role::ProjectLead] };
    let people: Vec<i64> = row.project_lead_id.into_iter().chain(row.assignee_id).collect();
    let mut told = readers(change, roles, &people).await?;
    // Who led may have left.
    if told.is_empty() {
        told = readers(change, &[Role::ProjectLead, Role::SupportManager, Role::Administrator], &[]).await?;
    }
    for reader in told {
        let about = work.about(reader.lang(), true, true);
        let reason = said_of(reader.lang(), reason);
        let text = |word| fill(reader.lang(), word, &[("email", email), ("reason", &reason)]);
        let open = say(reader.lang(), words::notify::OPEN).to_owned();
        let paragraphs = said.iter().map(|word| text(*word)).collect();
        let letter = Letter {
            to: reader.addressee(),
            subject: tagged(&about.number, &about.title),
            blocks: blocks(paragraphs, about.address.clone().map(|address| (open, address))),
            about: Some(About { internal: true, ..about }),
            secret: false,
            acknowledges: false,
            answers: None,
        };
        write(change, work.house, letter, work.call.now).await?;
    }
    Ok(())
}

/// Since when no mail comes through to an address, where it is marked.
async fn since(house: &House, change: &Change, email: &str) -> Result<Option<Moment>, Fault> {
    #[derive(FromQueryResult)]
    struct Marked {
        since: i64,
    }
    let sql = "SELECT since FROM unreachable WHERE email = $1";
    let marked: Option<Marked> = one(change.db(), sql, [email.to_lowercase().into()]).await?;
    Ok(marked.map(|marked| house.clock.shown(marked.since)))
}

/// Marks an address to which no mail comes through, for good; the first reason stays.
pub async fn mark(change: &Change, email: &str, reason: &str, now: Timestamp) -> Result<(), Fault> {
    let sql =
        "INSERT INTO unreachable (email, since, reason) VALUES ($1, $2, $3) ON CONFLICT (email) DO NOTHING";
    let values = [email.to_lowercase().into(), now.as_millisecond().into(), reason.into()];
    run(change.db(), sql, values).await?;
    Ok(())
}

/// Whoever writes from an address can be reached at it.
pub async fn unmark(change: &Change, email: &str) -> Result<(), Fault> {
    run(change.db(), "DELETE FROM unreachable WHERE email = $1", [email.into()]).await?;
    Ok(())
}
