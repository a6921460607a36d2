//! Reading mailboxes by IMAP (RFC 9051), each by a task of its own: what is new is stored first and marked as seen
//! afterwards, then the server is asked to say when more comes (IDLE, RFC 2177). What breaks is tried again.
pub mod access;
mod batch;
mod connect;
mod fetch;
mod grant;
mod line;
mod query;
mod readers;
mod search;
pub mod state;
mod suspect;

pub use readers::run_mailboxes;

use crate::config::mailbox::Imap;
use crate::house::House;
use crate::letter::intake::Mailbox;
use crate::mailbox::row::MailboxRow;
use domain::letter::mailbox::Trouble;
use domain::letter::mailbox::begin::Begin;
use jiff::{SignedDuration, Timestamp};
use line::Line;
use search::Folder;
use std::time::Duration;
use tokio_util::sync::CancellationToken;

/// How long the server may take to answer one command.
const PATIENCE: Duration = Duration::from_mins(2);
/// How long a quiet server is believed to be there; routers forget a connection after a while.
const QUIET: Duration = Duration::from_mins(5);
/// Where the server cannot say that mail came, or where a mail could not be stored, it is asked again after this.
const ASK_AGAIN: Duration = Duration::from_secs(30);
/// How often the clock is looked at meanwhile.
const GLANCE: Duration = Duration::from_secs(5);
/// First and longest wait after a failure; it doubles in between.
const BACK_OFF: (Duration, Duration) = (Duration::from_secs(5), Duration::from_mins(5));
/// How long a check of a connection may take, all in all; somebody waits for it.
const CHECK: Duration = Duration::from_secs(20);

/// Why a mailbox cannot be read, with what the mail server or the network said.
#[derive(Debug)]
pub struct Failed {
    /// Which trouble it is.
    pub trouble: Trouble,
    /// In technical words.
    pub words: String,
}

impl<E: std::error::Error> From<E> for Failed {
    fn from(error: E) -> Self {
        Self { trouble: Trouble::Broken, words: error.to_string() }
    }
}

/// Signs in and opens the folder, and changes nothing there.
pub async fn check(house: &House, mailbox: i64, imap: &Imap) -> Result<(), Failed> {
    let checked = async {
        let mut session = connect::sign_in(house, mailbox, imap).await?;
        connect::select(&mut session, &imap.folder).await?;
        // Whoever does not say goodbye was let in all the same.
        let _ = session.logout().await;
        Ok(())
    };
    tokio::time::timeout(CHECK, checked).await.unwrap_or_else(|_| Err(too_slow()))
}

fn too_slow() -> Failed {
    Failed { trouble: Trouble::TooSlow, words: "the server took too long".to_owned() }
}

/// Reads a mailbox until it is to stop; what breaks is tried again.
async fn keep_reading(house: &House, row: &MailboxRow, stop: &CancellationToken) {
    let mailbox = Mailbox { id: row.id, lang: row.lang.clone() };
    let (mut pause, mut folder) = (BACK_OFF.0, Folder::default());
    loop {
        let mut read = false;
        let reading = async {
            let (begin, account) = (row.begin(), row.account(house)?);
            follow(house, (&mailbox, begin), &account, &mut folder, &mut read).await
        };
        let ended = tokio::select! {
            () = stop.cancelled() => return,
            ended = reading => ended,
        };
        if read {
            pause = BACK_OFF.0;
        }
        if let Err(failed) = ended {
            tracing::warn!(
                mailbox.name = row.name,
                error.source = failed.words,
                "A mailbox cannot be read; it is tried again."
            );
            tell(house, row.id, &failed).await;
            // A server that answers until one mail is asked for is there.
            if folder.suspects.broke(&failed.words, house.clock.now()) {
                pause = BACK_OFF.0;
            }
        }
        tokio::select! {
            () = stop.cancelled() => return,
            () = tokio::time::sleep(pause) => {}
        }
        pause = (pause * 2).min(BACK_OFF.1);
    }
}

/// Writes down what is wrong, and tells administrators when it is time.
async fn tell(house: &House, mailbox: i64, failed: &Failed) {
    let now = house.clock.now();
    let told = async {
        state::failed(house, mailbox, failed, now).await?;
        state::alarm(house, now).await
    };
    if let Err(fault) = told.await {
        tracing::error!(error.source = %fault, "The state of a mailbox could not be written.");
    }
}

async fn within<T, E: Into<Failed>>(command: impl Future<Output = Result<T, E>>) -> Result<T, Failed> {
    match tokio::time::timeout(PATIENCE, command).await {
        Ok(answer) => answer.map_err(Into::into),
        Err(_) => Err(too_slow()),
    }
}

/// Reads a mailbox for as long as its server answers.
async fn follow(
    house: &House,
    (row, begin): (&Mailbox, Begin),
    imap: &Imap,
    folder: &mut Folder,
    read: &mut bool,
) -> Result<(), Failed> {
    let mut session = within(connect::sign_in(house, row.id, imap)).await?;
    let opened = within(connect::select(&mut session, &imap.folder)).await?;
    folder.open(format!("{} {} {}", imap.url(), imap.user, imap.folder), opened);
    let mut line = Line::new(session);
    let idles = line.idles().await?;
    loop {
        let began = house.clock.now();
        let trouble = fetch::all_new(house, (row, begin), &mut line, folder).await?.trouble();
        *read = true;
        let longest = if trouble.is_some() { ASK_AGAIN } else { QUIET };
        match trouble {
            Some(failed) => tell(house, row.id, &failed).await,
            None => state::fine(house, row.id, began).await?,
        }
        if line.came() {
            continue;
        }
        line = wait(line, idles, longest, overdue(house, began, longest)).await?;
    }
}

/// Returns once so long has passed by the clock of the house, which goes on while a machine sleeps. What waits to know how far
/// mailboxes were read, as the end of the window for objections, waits no longer than that.
async fn overdue(house: &House, since: Timestamp, longest: Duration) {
    let longest = SignedDuration::try_from(longest).unwrap_or(SignedDuration::ZERO);
    while house.clock.now().duration_since(since) < longest {
        tokio::time::sleep(GLANCE).await;
    }
}

/// Waits until the server says that something came, or for so long, or until it is overdue.
async fn wait(
    mut line: Line,
    idles: bool,
    longest: Duration,
    overdue: impl Future<Output = ()>,
) -> Result<Line, Failed> {
    if idles {
        return line.idle(longest, overdue).await;
    }
    tokio::select! {
        () = tokio::time::sleep(longest.min(ASK_AGAIN)) => {}
        () = overdue => {}
    }
    line.glance().await?;
    Ok(line)
}
