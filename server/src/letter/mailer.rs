//! Sends what waits in the outbox.
//!
//! A letter is claimed for some minutes before it is handed over and marked right after the mail server took it. Where the
//! claim ends without a mark, or the connection breaks while the letter is handed over, nobody can know whether it was
//! taken: mail knows no exactly-once. It is never sent twice by itself; it becomes uncertain, and staff decide.
use crate::fault::Fault;
use crate::house::House;
use crate::letter::returned::{gave_up, mark};
use crate::letter::thread::Thread;
use crate::store::{Change, all, run};
use crate::ticket::row::{by_id_to_change, by_id_to_read};
use domain::id::OrganisationId;
use domain::letter::bounce::refuses_address;
use domain::live::{self, LiveEvent, Notice};
use jiff::{SignedDuration, Timestamp};
use lettre::address::Envelope;
use lettre::message::header::{HeaderName, HeaderValue};
use lettre::message::{Mailbox, MultiPart};
use lettre::{Address, AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};
use sea_orm::FromQueryResult;
use std::time::Duration;

/// How long a claim holds; longer than [`PATIENCE`], so that nobody else sends what is still under way.
const CLAIM: SignedDuration = SignedDuration::from_mins(5);
/// How long the mail server may take for one letter.
const PATIENCE: Duration = Duration::from_mins(4);
/// Letters under way at once; all of a batch begin at the same time, within their claim.
const BATCH: i64 = 8;
/// After so many attempts a letter is given up: with [`pause`] between them they take two days.
const MOST_ATTEMPTS: i64 = 51;

type Transport = AsyncSmtpTransport<Tokio1Executor>;

#[derive(FromQueryResult)]
struct Row {
    id: i64,
    to_name: String,
    to_email: String,
    subject: String,
    text_body: String,
    html_body: String,
    message_id: String,
    headers: String,
    attempts: i64,
    ticket_id: Option<i64>,
    box_address: Option<String>,
    box_name: Option<String>,
}

/// Why a letter did not leave.
struct Trouble {
    then: Then,
    words: String,
}

/// What becomes of a letter that did not leave.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Then {
    /// It is tried again later.
    Again,
    /// Trying again cannot help.
    GiveUp,
    /// Perhaps it left all the same.
    Ask,
}

/// Runs until the house closes; does nothing where no mail server is set.
pub async fn run_mailer(house: House) {
    let Some(transport) = transport(&house) else { return };
    loop {
        let due = match send_due(&house, &transport, house.clock.now()).await {
            Ok(count) => count == usize::try_from(BATCH).unwrap_or(usize::MAX),
            Err(fault) => {
                tracing::error!(error.source = %fault, "The outbox could not be worked off.");
                false
            }
        };
        if house.closing.is_cancelled() {
            return;
        }
        if due {
            continue;
        }
        tokio::select! {
            () = house.closing.cancelled() => return,
            () = house.letters.notified() => {}
            () = tokio::time::sleep(Duration::from_secs(15)) => {}
        }
    }
}

/// The mail server of the settings; a wrong address is said when the house opens.
pub fn transport(house: &House) -> Option<Transport> {
    let url = house.settings.smtp_url.as_ref()?;
    match Transport::from_url(url) {
        Ok(builder) => Some(builder.timeout(Some(Duration::from_secs(60))).build()),
        Err(error) => {
            tracing::error!(error.source = %error, "SCHALTER_SMTP_URL cannot be used; mail is held.");
            None
        }
    }
}

/// Claims and sends what is due; answers how many were tried.
pub async fn send_due(house: &House, transport: &Transport, now: Timestamp) -> Result<usize, Fault> {
    let rows = claim(house, now).await?;
    let sending = rows.iter().map(|row| async move {
        let outcome = hand_over(house, transport, row).await;
        settle(house, row, outcome, now).await
    });
    futures::future::join_all(sending).await.into_iter().collect::<Result<(), Fault>>()?;
    Ok(rows.len())
}

async fn hand_over(house: &House, transport: &Transport, row: &Row) -> Result<(), Trouble> {
    let message = message(house, row)?;
    // What fails before anything was handed over can be tried again.
    match tokio::time::timeout(PATIENCE / 2, transport.test_connection()).await {
        Ok(Ok(true)) => {}
        Ok(Ok(false)) => return Err(Trouble::again("the mail server does not answer".to_owned())),
        Ok(Err(error)) => return Err(Trouble::again(error.to_string())),
        Err(_) => return Err(Trouble::again("the mail server took too long".to_owned())),
    }
    match tokio::time::timeout(PATIENCE / 2, transport.send(message)).await {
        Ok(Ok(_)) => Ok(()),
        Ok(Err(error)) => {
            // 53x is about our own signing in there (RFC 4954): whoever mends the settings wants the mail sent.
            let ours = error.status().is_some_and(|code| code.to_string().starts_with("53"));
            let then = match error.status() {
                None if !error.is_client() => Then::Ask,
                _ if error.is_permanent() && !ours => Then::GiveUp,
                _ => Then::Again,
            };
            Err(Trouble { then, words: said(&error) })
        }
        Err(_) => Err(Trouble { then: Then::Ask, words: "the mail server took too long".to_owned() }),
    }
}

/// What the mail server itself said, without the words of the library around it.
fn said(error: &lettre::transport::smtp::Error) -> String {
    let words = error.to_string();
    let own = error.status().zip(words.split_once("):").map(|(_, own)| own.trim()));
    own.map(|(code, own)| format!("{code} {own}")).unwrap_or(words)
}

impl Trouble {
    const fn again(words: String) -> Self {
        Self { then: Then::Again, words }
    }
}

/// The mailbox through which the ticket of a letter came, unless it was removed.
const BOX: &str = "FROM ticket t JOIN mailbox b ON b.id = t.mailbox_id WHERE t.id = letter.ticket_id AND b.removed_at IS NULL";

async fn claim(house: &House, now: Timestamp) -> Result<Vec<Row>, Fault> {
    let at = now.as_millisecond();
    let until = at + i64::try_from(CLAIM.as_millis()).unwrap_or(i64::MAX);
    let change = house.store.change().await?;
    let sql = "UPDATE letter SET state = 'uncertain', claimed_until = NULL WHERE state = 'waiting' AND claimed_until <= $1";
    let lost = run(change.db(), sql, [at.into()]).await?.rows_affected();
    if lost > 0 {
        tracing::warn!(letters = lost, "A server ended while it handed mails over; staff decide about them.");
    }
    // On PostgreSQL two mailers could choose the same rows; the second then updates none of them.
    let sql = "UPDATE letter SET claimed_until = $1, attempts = attempts + 1 WHERE id IN (SELECT id FROM letter \
               WHERE state = 'waiting' AND next_at <= $2 AND claimed_until IS NULL ORDER BY id LIMIT $3{skip}) \
               AND claimed_until IS NULL \
               RETURNING id, to_name, to_email, subject, text_body, html_body, message_id, headers, attempts, ticket_id, \
               (SELECT b.address {box}) AS box_address, (SELECT b.shown_name {box}) AS box_name";
    let skip =
        if house.store.backend() == sea_orm::DbBackend::Postgres { " FOR UPDATE SKIP LOCKED" } else { "" };
    let mut rows: Vec<Row> = all(
        change.db(),
        &sql.replace("{skip}", skip).replace("{box}", BOX),
        [until.into(), at.into(), BATCH.into()],
    )
    .await?;
    change.commit().await?;
    rows.sort_by_key(|row| row.id);
    Ok(rows)
}

async fn settle(house: &House, row: &Row, outcome: Result<(), Trouble>, now: Timestamp) -> Result<(), Fault> {
    let at = now.as_millisecond();
    let mut change = house.store.change().await?;
    match outcome {
        Ok(()) => {
            house.metrics.letters_sent.inc();
            // A link that signs in is stored only as long as it has to be mailed.
            let sql = "UPDATE letter SET state = 'sent', sent_at = $1, claimed_until = NULL, trouble = NULL, \
                       text_body = CASE WHEN secret THEN '' ELSE text_body END, \
                       html_body = CASE WHEN secret THEN '' ELSE html_body END WHERE id = $2";
            run(change.db(), sql, [at.into(), row.id.into()]).await?;
        }
        Err(Trouble { then, words }) => {
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
            let over = row.ticket_id.filter(|_| state == "failed");
            if let Some(ticket) = over {
                // The ticket before the letter, in the order in which reports of non-delivery take them.
                by_id_to_change(change.db(), ticket).await?;
            }
            let next = at + i64::try_from(pause(row.attempts).as_millis()).unwrap_or(0);
            let sql = "UPDATE letter SET state = $1, next_at = $2, claimed_until = NULL, trouble = $3 WHERE id = $4";
            run(change.db(), sql, [state.into(), next.into(), words.clone().into(), row.id.into()]).await?;
            if let Some(ticket) = over {
                gave_up(house, &mut change, ticket, (&row.to_email, &words), now).await?;
            }
        }
    }
    if let Some(ticket) = row.ticket_id {
        told(&mut change, ticket).await?;
    }
    change.commit().await
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

fn message(house: &House, row: &Row) -> Result<Message, Trouble> {
    let to: Address = row
        .to_email
        .parse()
        .map_err(|error| Trouble { then: Then::GiveUp, words: format!("{}: {error}", row.to_email) })?;
    // All else is about our settings and can be mended.
    compose(house, row, to).map_err(|fault| Trouble::again(fault.to_string()))
}

fn compose(house: &House, row: &Row, to: Address) -> Result<Message, Fault> {
    let host = house.base.host_str().unwrap_or("localhost");
    let from = sender(house, row)?;
    let thread: Thread = serde_json::from_str(&row.headers)?;
    let mut message = Message::builder();
    if let Some(last) = thread.references.last() {
        message = message.in_reply_to(last.clone()).references(thread.references.join(" "));
    }
    if thread.acknowledges {
        message = message.envelope(Envelope::new(None, vec![to.clone()]).map_err(Fault::broken)?);
    }
    message
        .from(from)
        .to(Mailbox::new(Some(row.to_name.clone()), to))
        .subject(row.subject.clone())
        .message_id(Some(row.message_id.clone()))
        .raw_header(automatic("Auto-Submitted", "auto-generated"))
        .raw_header(automatic("X-Auto-Response-Suppress", "All"))
        .raw_header(automatic("X-Schalter-Loop", host))
        .multipart(MultiPart::alternative_plain_html(row.text_body.clone(), row.html_body.clone()))
        .map_err(Fault::broken)
}

/// Who a letter comes from: the mailbox of its ticket, so that an answer reaches it again, else the house.
fn sender(house: &House, row: &Row) -> Result<Mailbox, Fault> {
    let house = house.mail_from()?;
    let Some(address) = &row.box_address else { return Ok(house) };
    let named = row.box_name.clone().filter(|name| !name.is_empty());
    Ok(Mailbox::new(named.or(house.name), address.parse().map_err(Fault::broken)?))
}

fn automatic(name: &'static str, value: &str) -> HeaderValue {
    HeaderValue::new(HeaderName::new_from_ascii_str(name), value.to_owned())
}
