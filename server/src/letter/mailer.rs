//! Sends what waits in the outbox.
//!
//! A letter is claimed for some minutes before it is handed over and marked right after the mail server took it. Where the
//! claim ends without a mark, or the connection breaks while the letter is handed over, nobody can know whether it was
//! taken: mail knows no exactly-once. It is never sent twice by itself; it becomes uncertain, and staff decide.
//!
//! Several letters are under way at once. One on which the mail server is silent holds its own place only.
mod claim;
mod hand_over;
mod message;
mod outcome;

pub use claim::claim;
pub use outcome::told;

use crate::house::House;
use crate::letter::mailer::hand_over::hand_over;
use crate::letter::mailer::outcome::settle;
use crate::letter::outgoing;
use jiff::SignedDuration;
use lettre::{AsyncSmtpTransport, Tokio1Executor};
use sea_orm::FromQueryResult;
use std::time::Duration;
use tokio::task::JoinSet;

/// How long a claim holds; longer than [`PATIENCE`], so that nobody else sends what is still under way.
const CLAIM: SignedDuration = SignedDuration::from_mins(5);
/// How long the mail server may take for one letter.
const PATIENCE: Duration = Duration::from_mins(4);
/// Letters under way at once.
const PLACES: usize = 8;

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
        if let Err(fault) = outgoing::alarm(&house, house.clock.now()).await {
            tracing::error!(error.source = %fault, "The state of the mail server could not be told.");
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
