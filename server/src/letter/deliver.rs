//! `schalter deliver`: a mail from standard input, for the pipes of mail servers. Where a server runs on the same data it
//! takes the mail, so that open pages see it at once; else the command does it by itself.
use crate::fault::Fault;
use crate::house::House;
use crate::letter::intake::{self, Receipt};
use domain::letter::machine::Machine;
use domain::letter::thread::Decision;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{UnixListener, UnixStream};

/// Largest mail that is taken, in bytes.
pub const LARGEST: usize = 60 * MB;
const MB: usize = 1024 * 1024;
/// The mail server is to try again later (sysexits, `EX_TEMPFAIL`).
pub const TRY_AGAIN: u8 = 75;
/// The mail is too large and stays so (sysexits, `EX_DATAERR`); the mail server tells its sender.
pub const TOO_LARGE: u8 = 65;
/// There is no such mailbox (sysexits, `EX_NOUSER`).
pub const NO_SUCH_MAILBOX: u8 = 67;

/// What is asked; the mail follows.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Asked {
    /// The mailbox; the first one where none is named.
    pub mailbox: Option<String>,
    /// Only say what would become of it.
    pub dry_run: bool,
}

/// What is answered: an exit code, and what is printed.
#[derive(Debug, Serialize, Deserialize)]
pub struct Answer {
    /// 0 where the mail is stored for good.
    pub code: u8,
    /// One JSON object, or a sentence about what went wrong.
    pub text: String,
}

/// Takes a mail in this process.
pub async fn deliver(house: &House, asked: &Asked, raw: Vec<u8>) -> Answer {
    if raw.len() > LARGEST {
        return Answer {
            code: TOO_LARGE,
            text: format!("Mails of more than {} MB are not taken.", LARGEST / MB),
        };
    }
    match taken(house, asked, raw).await {
        Ok(Some(receipt)) => Answer { code: 0, text: told(house, &receipt).to_string() },
        Ok(None) => {
            let name = asked.mailbox.as_deref().unwrap_or_default();
            Answer { code: NO_SUCH_MAILBOX, text: format!("There is no mailbox \"{name}\".") }
        }
        Err(fault) => {
            tracing::error!(error.source = %fault, "A mail could not be taken in.");
            Answer { code: TRY_AGAIN, text: format!("The mail could not be stored: {fault}") }
        }
    }
}

async fn taken(house: &House, asked: &Asked, raw: Vec<u8>) -> Result<Option<Receipt>, Fault> {
    let now = house.clock.now();
    let name = asked.mailbox.as_deref();
    if asked.dry_run {
        let Some(mailbox) = intake::mailbox_to_try(house, name).await? else { return Ok(None) };
        return Ok(Some(intake::try_out(house, &mailbox, raw, now).await?));
    }
    let Some(mailbox) = intake::mailbox(house, name, now).await? else { return Ok(None) };
    Ok(Some(intake::receive(house, &mailbox, raw, now).await?))
}

/// The JSON object that is printed.
fn told(house: &House, receipt: &Receipt) -> Value {
    let (decision, rule, machine) = intake::codes(&receipt.decision);
    let bounce = match &receipt.decision {
        Decision::Bounce { bounce, .. } => {
            json!({ "permanent": bounce.permanent, "recipient": bounce.recipient, "status": bounce.status })
        }
        _ => Value::Null,
    };
    let deal =
        if let Decision::Comment { deal, .. } = &receipt.decision { Some(deal.to_string()) } else { None };
    let files: Vec<Value> = receipt
        .files
        .iter()
        .map(|(name, kind, size)| json!({ "name": name, "type": kind, "size": size }))
        .collect();
    json!({
        "decision": decision,
        "rule": rule.code(),
        "deal": deal,
        "ticket": receipt.ticket.map(|number| house.policy().number.write(number)),
        "machine": machine.is_some() || matches!(receipt.decision, Decision::Bounce { .. } | Decision::Loop { .. }),
        "sign": machine.map(Machine::code),
        "bounce": bounce,
        "reply": receipt.reply,
        "attachments": files,
        "known": receipt.known,
    })
}

/// Where a running server of this data listens for mails.
pub fn socket(data: &Path) -> PathBuf {
    data.join("deliver.sock")
}

/// Asks a running server; `None` where none runs.
pub async fn ask(data: &Path, asked: &Asked, raw: &[u8]) -> Option<Result<Answer, std::io::Error>> {
    let stream = UnixStream::connect(socket(data)).await.ok()?;
    Some(converse(stream, asked, raw).await)
}

async fn converse(mut stream: UnixStream, asked: &Asked, raw: &[u8]) -> Result<Answer, std::io::Error> {
    let head = serde_json::to_vec(asked)?;
    stream.write_all(&head).await?;
    stream.write_all(b"\n").await?;
    stream.write_all(raw).await?;
    stream.shutdown().await?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await?;
    Ok(serde_json::from_slice(&answer)?)
}

/// Takes mails from commands until the house closes.
pub async fn run_deliveries(house: House) {
    let place = socket(&house.settings.data);
    // A server that was killed leaves it behind; the database, not this file, keeps two servers apart.
    let _ = std::fs::remove_file(&place);
    let listener = match UnixListener::bind(&place) {
        Ok(listener) => listener,
        Err(error) => {
            tracing::error!(error.source = %error, "Mails from `schalter deliver` are taken by the command itself.");
            return;
        }
    };
    loop {
        let stream = tokio::select! {
            stream = listener.accept() => stream,
            () = house.closing.cancelled() => break,
        };
        if let Ok((stream, _)) = stream {
            let house = house.clone();
            tokio::spawn(async move {
                if let Err(error) = serve(&house, stream).await {
                    tracing::warn!(error.source = %error, "A delivery broke off.");
                }
            });
        }
    }
    let _ = std::fs::remove_file(&place);
}

async fn serve(house: &House, mut stream: UnixStream) -> Result<(), std::io::Error> {
    let mut all = Vec::new();
    // What is asked stands before the mail, in less than a kilobyte; a mail that is too large is told by one byte more.
    (&mut stream).take((LARGEST + 1024 * 2) as u64).read_to_end(&mut all).await?;
    let end = all.iter().position(|byte| *byte == b'\n').unwrap_or(all.len());
    let asked: Asked = serde_json::from_slice(&all[..end])?;
    let raw = all.split_off((end + 1).min(all.len()));
    // Whoever still writes must come to its end, or it never reads the answer.
    tokio::io::copy(&mut stream, &mut tokio::io::sink()).await?;
    let answer = deliver(house, &asked, raw).await;
    stream.write_all(&serde_json::to_vec(&answer)?).await
}
