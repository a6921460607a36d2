//! Sends what waits in the outbox.
//!
//! A letter is claimed for some minutes before it is handed over and marked right after the mail server took it. Where the
//! claim ends without a mark, or the connection breaks while the letter is handed over, nobody can know whether it was
//! taken: mail knows no exactly-once. It is never sent twice by itself; it becomes uncertain, and staff decide.
//!
//! Several letters are under way at once. One on which the mail server is silent holds its own place only.
use crate::fault::Fault;
use crate::house::House;
use crate::invoice::file::pages;
use crate::invoice::form::Form;
use crate::letter::enclosed::parts;
use crate::letter::returned::{gave_up, mark, unsure};
use crate::letter::thread::Thread;
use crate::store::{Change, all, run};
use crate::ticket::row::{by_id_to_change, by_id_to_read};
use domain::id::OrganisationId;
use domain::letter::bounce::refuses_address;
use domain::letter::silence::Silence;
use domain::live::{self, LiveEvent, Notice};
use jiff::{SignedDuration, Timestamp};
use lettre::address::Envelope;
use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::message::{Attachment, Mailbox, MultiPart, SinglePart};
use lettre::{Address, AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};
use sea_orm::FromQueryResult;
use std::time::Duration;
use tokio::task::JoinSet;

/// How long a claim holds; longer than [`PATIENCE`], so that nobody else sends what is still under way.
const CLAIM: SignedDuration = SignedDuration::from_mins(5);
/// How long the mail server may take for one letter.
const PATIENCE: Duration = Duration::from_mins(4);
/// Letters under way at once.
const PLACES: usize = 8;
/// After so many attempts a letter is given up: with [`pause`] between them they take two days.
const MOST_ATTEMPTS: i64 = 51;

/// A connection to the mail server, or a pool of them.
pub type Transport = AsyncSmtpTransport<Tokio1Executor>;

/// A letter that was claimed.
#[derive(FromQueryResult)]
pub struct Row {
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
    invoice_id: Option<i64>,
    box_address: Option<String>,
    box_name: Option<String>,
}

/// Why a letter did not leave.
struct Trouble {
    then: Then,
    /// The mail server's words, or the code of its silence.
    words: String,
    /// The mail server is silent: its connections are not used again.
    silent: bool,
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
    let Some(mut connections) = transport(&house) else { return };
    let mut under_way = JoinSet::new();
    loop {
        match claim(&house, house.clock.now(), PLACES.saturating_sub(under_way.len())).await {
            Ok(rows) => {
                for row in rows {
                    under_way.spawn(send(house.clone(), connections.clone(), row));
                }
            }
            Err(fault) => tracing::error!(error.source = %fault, "The outbox could not be worked off."),
        }
        tokio::select! {
            () = house.closing.cancelled() => break,
            Some(ended) = under_way.join_next() => {
                if matches!(ended, Ok(Sent::Silent))
                    && let Some(fresh) = transport(&house)
                {
                    connections = fresh;
                }
            }
            () = house.letters.notified(), if under_way.len() < PLACES => {}
            () = tokio::time::sleep(Duration::from_secs(15)) => {}
        }
    }
    while under_way.join_next().await.is_some() {}
}

/// Whether the connections can be used again after a letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sent {
    /// The mail server answered, whatever it said.
    Answered,
    /// It was silent.
    Silent,
}

/// Hands one claimed letter over and writes down what became of it.
pub async fn send(house: House, connections: Transport, row: Row) -> Sent {
    let outcome = hand_over(&house, &connections, &row).await;
    let silent = outcome.as_ref().is_err_and(|trouble| trouble.silent);
    if let Err(fault) = settle(&house, &row, outcome, house.clock.now()).await {
        // The claim runs out, and staff decide.
        tracing::error!(letter.id = row.id, error.source = %fault, "What became of a mail could not be stored.");
    }
    if silent { Sent::Silent } else { Sent::Answered }
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

async fn hand_over(house: &House, transport: &Transport, row: &Row) -> Result<(), Trouble> {
    let again = |fault: Fault| Trouble::again(fault.to_string());
    let mut files = parts(house, row.id).await.map_err(again)?;
    files.extend(attached(house, row).await.map_err(again)?);
    let message = message(house, row, files)?;
    // What fails before anything was handed over can be tried again.
    match tokio::time::timeout(PATIENCE / 2, transport.test_connection()).await {
        Ok(Ok(true)) => {}
        Ok(Ok(false)) => return Err(Trouble::silent(Then::Again, Silence::NoAnswer)),
        Ok(Err(error)) => return Err(Trouble::again(error.to_string())),
        Err(_) => return Err(Trouble::silent(Then::Again, Silence::TooSlow)),
    }
    match tokio::time::timeout(PATIENCE / 2, transport.send(message)).await {
        Ok(Ok(_)) => Ok(()),
        Ok(Err(error)) => {
            // 53x is about our own signing in there (RFC 4954): whoever mends the settings wants the mail sent.
            let ours = error.status().is_some_and(|code| code.to_string().starts_with("53"));
            match error.status() {
                None if !error.is_client() => Err(Trouble::silent(Then::Ask, Silence::BrokeOff)),
                _ if error.is_permanent() && !ours => Err(Trouble::give_up(said(&error))),
                _ => Err(Trouble::again(said(&error))),
            }
        }
        Err(_) => Err(Trouble::silent(Then::Ask, Silence::TooSlow)),
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
        Self { then: Then::Again, words, silent: false }
    }

    const fn give_up(words: String) -> Self {
        Self { then: Then::GiveUp, words, silent: false }
    }

    fn silent(then: Then, silence: Silence) -> Self {
        Self { then, words: silence.code().to_owned(), silent: true }
    }
}

/// The mailbox through which the ticket of a letter came, unless it was removed.
const BOX: &str = "FROM ticket t JOIN mailbox b ON b.id = t.mailbox_id WHERE t.id = letter.ticket_id AND b.removed_at IS NULL";

/// Takes at most so many letters that are due; nobody else sends them meanwhile.
pub async fn claim(house: &House, now: Timestamp, most: usize) -> Result<Vec<Row>, Fault> {
    let at = now.as_millisecond();
    let until = at + i64::try_from(CLAIM.as_millis()).unwrap_or(i64::MAX);
    let mut change = house.store.change().await?;
    give_back(house, &mut change, now).await?;
    // On PostgreSQL two mailers could choose the same rows; the second then updates none of them.
    let sql = "UPDATE letter SET claimed_until = $1, attempts = attempts + 1 WHERE id IN (SELECT id FROM letter \
               WHERE state = 'waiting' AND next_at <= $2 AND claimed_until IS NULL ORDER BY id LIMIT $3{skip}) \
               AND claimed_until IS NULL \
               RETURNING id, to_name, to_email, subject, text_body, html_body, message_id, headers, attempts, ticket_id, invoice_id, \
               (SELECT b.address {box}) AS box_address, (SELECT b.shown_name {box}) AS box_name";
    let skip =
        if house.store.backend() == sea_orm::DbBackend::Postgres { " FOR UPDATE SKIP LOCKED" } else { "" };
    let mut rows: Vec<Row> = all(
        change.db(),
        &sql.replace("{skip}", skip).replace("{box}", BOX),
        [until.into(), at.into(), i64::try_from(most).unwrap_or(0).into()],
    )
    .await?;
    change.commit().await?;
    rows.sort_by_key(|row| row.id);
    Ok(rows)
}

/// Letters of a server that ended while it handed them over: staff decide about them.
async fn give_back(house: &House, change: &mut Change, now: Timestamp) -> Result<(), Fault> {
    #[derive(FromQueryResult)]
    struct Lost {
        ticket_id: Option<i64>,
        to_email: String,
    }
    #[derive(FromQueryResult)]
    struct Ticket {
        ticket_id: i64,
    }
    let at = now.as_millisecond();
    let sql = "SELECT DISTINCT ticket_id FROM letter
      WHERE state = 'waiting' AND claimed_until <= $1 AND ticket_id IS NOT NULL ORDER BY ticket_id";
    // Tickets before letters, in the order in which reports of non-delivery take them.
    for Ticket { ticket_id } in all(change.db(), sql, [at.into()]).await? {
        by_id_to_change(change.db(), ticket_id).await?;
    }
    let ended = Silence::Ended.code();
    let sql = "UPDATE letter SET state = 'uncertain', claimed_until = NULL, trouble = $2
      WHERE state = 'waiting' AND claimed_until <= $1 RETURNING ticket_id, to_email";
    let lost: Vec<Lost> = all(change.db(), sql, [at.into(), ended.into()]).await?;
    if !lost.is_empty() {
        let letters = lost.len();
        tracing::warn!(letters, "A server ended while it handed mails over; staff decide about them.");
    }
    for letter in lost {
        if let Some(ticket) = letter.ticket_id {
            unsure(house, change, ticket, (&letter.to_email, ended), now).await?;
        }
    }
    Ok(())
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
            let sql = "UPDATE letter SET state = $1, next_at = $2, claimed_until = NULL, trouble = $3 WHERE id = $4";
            run(change.db(), sql, [state.into(), next.into(), words.clone().into(), row.id.into()]).await?;
            match told {
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

/// The pages of the invoice that a letter carries.
async fn attached(house: &House, row: &Row) -> Result<Option<SinglePart>, Fault> {
    let Some(invoice) = row.invoice_id else { return Ok(None) };
    let (name, bytes) = pages(house.store.read(), invoice).await?;
    let kind = ContentType::parse(Form::Pdf.content_type()).map_err(Fault::broken)?;
    Ok(Some(Attachment::new(name).body(bytes, kind)))
}

fn message(house: &House, row: &Row, files: Vec<SinglePart>) -> Result<Message, Trouble> {
    let to: Address =
        row.to_email.parse().map_err(|error| Trouble::give_up(format!("{}: {error}", row.to_email)))?;
    // All else is about our settings and can be mended.
    compose(house, row, to, files).map_err(|fault| Trouble::again(fault.to_string()))
}

fn compose(house: &House, row: &Row, to: Address, files: Vec<SinglePart>) -> Result<Message, Fault> {
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
    let text = MultiPart::alternative_plain_html(row.text_body.clone(), row.html_body.clone());
    let body = if files.is_empty() {
        text
    } else {
        files.into_iter().fold(MultiPart::mixed().multipart(text), MultiPart::singlepart)
    };
    message
        .from(from)
        .to(Mailbox::new(Some(row.to_name.clone()), to))
        .subject(row.subject.clone())
        .message_id(Some(row.message_id.clone()))
        .raw_header(automatic("Auto-Submitted", "auto-generated"))
        .raw_header(automatic("X-Auto-Response-Suppress", "All"))
        .raw_header(automatic("X-Schalter-Loop", host))
        .multipart(body)
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
