//! Sends what waits in the outbox.
//!
//! A letter is claimed for some minutes before it is sent and marked right after the mail server took it. A crash between
//! the two sends it again once the claim ends: mail knows no exactly-once, so it is at least once, with the same
//! Message-ID, by which receivers drop the second copy.
use crate::fault::Fault;
use crate::house::House;
use crate::store::{all, run};
use jiff::{SignedDuration, Timestamp};
use lettre::message::header::{HeaderName, HeaderValue};
use lettre::message::{Mailbox, MultiPart};
use lettre::{Address, AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};
use sea_orm::FromQueryResult;
use std::time::Duration;

/// How long a claim holds; longer than the mail server may take.
const CLAIM: SignedDuration = SignedDuration::from_mins(5);
/// Letters taken at once.
const BATCH: i64 = 20;
/// A letter is given up after so long.
const GIVEN_UP: SignedDuration = SignedDuration::from_hours(48);

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
    attempts: i64,
    written_at: i64,
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
    for row in &rows {
        let outcome = match message(house, row) {
            Ok(message) => transport
                .send(message)
                .await
                .map(|_| ())
                .map_err(|error| (error.is_permanent(), error.to_string())),
            Err(fault) => Err((true, fault.to_string())),
        };
        settle(house, row, outcome, now).await?;
    }
    Ok(rows.len())
}

async fn claim(house: &House, now: Timestamp) -> Result<Vec<Row>, Fault> {
    let at = now.as_millisecond();
    let until = at + i64::try_from(CLAIM.as_millis()).unwrap_or(i64::MAX);
    let change = house.store.change().await?;
    // On PostgreSQL two mailers could choose the same rows; the second then updates none of them.
    let sql = "UPDATE letter SET claimed_until = $1, attempts = attempts + 1 WHERE id IN (SELECT id FROM letter \
               WHERE state = 'waiting' AND next_at <= $2 AND (claimed_until IS NULL OR claimed_until <= $2) ORDER BY id LIMIT $3{skip}) \
               AND (claimed_until IS NULL OR claimed_until <= $2) \
               RETURNING id, to_name, to_email, subject, text_body, html_body, message_id, attempts, written_at";
    let skip =
        if house.store.backend() == sea_orm::DbBackend::Postgres { " FOR UPDATE SKIP LOCKED" } else { "" };
    let mut rows: Vec<Row> =
        all(change.db(), &sql.replace("{skip}", skip), [until.into(), at.into(), BATCH.into()]).await?;
    change.commit().await?;
    rows.sort_by_key(|row| row.id);
    Ok(rows)
}

async fn settle(
    house: &House,
    row: &Row,
    outcome: Result<(), (bool, String)>,
    now: Timestamp,
) -> Result<(), Fault> {
    let at = now.as_millisecond();
    let change = house.store.change().await?;
    match outcome {
        Ok(()) => {
            house.metrics.letters_sent.inc();
            let sql = "UPDATE letter SET state = 'sent', sent_at = $1, claimed_until = NULL, trouble = NULL WHERE id = $2";
            run(change.db(), sql, [at.into(), row.id.into()]).await?;
        }
        Err((permanent, trouble)) => {
            house.metrics.letters_failed.inc();
            let old = now.duration_since(crate::clock::instant(row.written_at)) > GIVEN_UP;
            let state = if permanent || old { "failed" } else { "waiting" };
            tracing::warn!(
                letter.id = row.id,
                letter.state = state,
                error.source = trouble,
                "A mail could not be sent."
            );
            let next = at + i64::try_from(pause(row.attempts).as_millis()).unwrap_or(0);
            let sql = "UPDATE letter SET state = $1, next_at = $2, claimed_until = NULL, trouble = $3 WHERE id = $4";
            run(change.db(), sql, [state.into(), next.into(), trouble.into(), row.id.into()]).await?;
        }
    }
    change.commit().await
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

fn message(house: &House, row: &Row) -> Result<Message, Fault> {
    let to: Address =
        row.to_email.parse().map_err(|error| Fault::broken(format!("{}: {error}", row.to_email)))?;
    let host = house.base.host_str().unwrap_or("localhost");
    let default = format!("{} <support@{host}>", house.settings.company);
    let from: Mailbox =
        house.settings.mail_from.as_ref().unwrap_or(&default).parse().map_err(Fault::broken)?;
    let automatic = |name: &'static str, value: &str| {
        HeaderValue::new(HeaderName::new_from_ascii_str(name), value.to_owned())
    };
    Message::builder()
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
