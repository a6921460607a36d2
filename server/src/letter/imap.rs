//! Reading mailboxes by IMAP (RFC 9051), each by a task of its own: what is unseen is stored first and marked as seen
//! afterwards, then the server is asked to say when more comes (IDLE, RFC 2177). What breaks is tried again.
mod connect;
mod query;
mod readers;
pub mod state;

pub use readers::run_mailboxes;

use crate::config::mailbox::Imap;
use crate::house::House;
use crate::letter::deliver::LARGEST;
use crate::letter::intake::{self, Mailbox};
use crate::mailbox::row::MailboxRow;
use app::words::{self, fill};
use async_imap::extensions::idle::IdleResponse;
use connect::Signed;
use domain::lang::Lang;
use domain::letter::mailbox::Trouble;
use futures::{StreamExt as _, TryStreamExt as _};
use std::collections::BTreeMap;
use std::time::Duration;
use tokio_util::sync::CancellationToken;

/// How long the server may take to answer one command.
const PATIENCE: Duration = Duration::from_mins(2);
/// How long a quiet server is believed to be there; routers forget a connection after a while.
const QUIET: Duration = Duration::from_mins(5);
/// Where the server cannot say that mail came, or where a mail could not be stored, it is asked again after this.
const ASK_AGAIN: Duration = Duration::from_secs(30);
/// First and longest wait after a failure; it doubles in between.
const BACK_OFF: (Duration, Duration) = (Duration::from_secs(5), Duration::from_mins(5));
/// Mails, and bytes of mails, that are in memory at once; one mail may be larger.
const BATCH: (usize, usize) = (50, 8 * 1024 * 1024);
/// Mails that are read and whose files are kept at once; tickets are made one by one, in the order of the mailbox.
const AT_ONCE: usize = 4;

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
pub async fn check(imap: &Imap) -> Result<(), Failed> {
    let checked = async {
        let mut session = connect::sign_in(imap).await?;
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
    let mut pause = BACK_OFF.0;
    loop {
        let mut read = false;
        let reading = async { follow(house, &mailbox, &row.account(house)?, &mut read).await };
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
async fn follow(house: &House, row: &Mailbox, imap: &Imap, read: &mut bool) -> Result<(), Failed> {
    let mut session = within(connect::sign_in(imap)).await?;
    within(connect::select(&mut session, &imap.folder)).await?;
    let idles = within(session.capabilities()).await?.has_str("IDLE");
    loop {
        let left = fetch(house, row, &mut session).await?;
        *read = true;
        if left {
            let words = "some mails cannot be stored; the log says why".to_owned();
            tell(house, row.id, &Failed { trouble: Trouble::NotStored, words }).await;
        } else {
            state::fine(house, row.id, house.clock.now()).await?;
        }
        session = wait(session, idles, if left { ASK_AGAIN } else { QUIET }).await?;
    }
}

/// Waits until the server says that something came, or for so long.
async fn wait(mut session: Signed, idles: bool, longest: Duration) -> Result<Signed, Failed> {
    if !idles {
        tokio::time::sleep(longest.min(ASK_AGAIN)).await;
        within(session.noop()).await?;
        return Ok(session);
    }
    let mut idle = session.idle();
    within(idle.init()).await?;
    let (said, stop) = idle.wait_with_timeout(longest);
    let said = said.await?;
    drop(stop);
    if let IdleResponse::NewData(data) = said {
        tracing::debug!(said = ?data, "A mailbox has news.");
    }
    within(idle.done()).await
}

/// Takes in whatever is unseen; answers whether something could not be stored and is to be tried again.
async fn fetch(house: &House, row: &Mailbox, session: &mut Signed) -> Result<bool, Failed> {
    let mut unseen: Vec<u32> = within(session.uid_search("UNSEEN UNDELETED")).await?.into_iter().collect();
    unseen.sort_unstable();
    let mut left = false;
    for some in unseen.chunks(500) {
        let sizes = sizes(session, some).await?;
        for batch in batches(some, &sizes) {
            left |= take(house, row, session, &batch).await?;
        }
    }
    Ok(left)
}

/// The bytes of each mail.
async fn sizes(session: &mut Signed, uids: &[u32]) -> Result<BTreeMap<u32, usize>, Failed> {
    let sizes = async {
        let told = session.uid_fetch(set(uids), "RFC822.SIZE").await?;
        told.try_filter_map(|mail| async move { Ok(mail.uid.zip(mail.size.map(|size| size as usize))) })
            .try_collect::<BTreeMap<_, _>>()
            .await
    };
    within(sizes).await
}

/// What is fetched with one command.
#[derive(Debug, PartialEq, Eq)]
enum Batch {
    /// Mails as they are.
    Whole(Vec<u32>),
    /// A mail that is too large: its head only, with its size.
    Head(u32, usize),
}

/// Mails in their order, as many as may be in memory at once.
fn batches(uids: &[u32], sizes: &BTreeMap<u32, usize>) -> Vec<Batch> {
    let mut batches = Vec::new();
    let (mut batch, mut bytes) = (Vec::new(), 0);
    for uid in uids {
        // What is gone by now has no size; another program read the mailbox.
        let Some(&size) = sizes.get(uid) else { continue };
        let large = size > LARGEST;
        if !batch.is_empty() && (large || batch.len() == BATCH.0 || bytes + size > BATCH.1) {
            batches.push(Batch::Whole(std::mem::take(&mut batch)));
            bytes = 0;
        }
        if large {
            batches.push(Batch::Head(*uid, size));
        } else {
            batch.push(*uid);
            bytes += size;
        }
    }
    if !batch.is_empty() {
        batches.push(Batch::Whole(batch));
    }
    batches
}

fn set(uids: &[u32]) -> String {
    uids.iter().map(ToString::to_string).collect::<Vec<_>>().join(",")
}

/// Stores a batch, then marks what is stored as seen; answers whether something was not.
async fn take(house: &House, row: &Mailbox, session: &mut Signed, batch: &Batch) -> Result<bool, Failed> {
    let mails = match batch {
        Batch::Whole(uids) => within(raw(session, &set(uids), "BODY.PEEK[]")).await?,
        Batch::Head(uid, size) => {
            let heads = within(raw(session, &uid.to_string(), HEAD)).await?;
            heads.into_iter().map(|(uid, head)| (uid, too_large(row, head, *size))).collect()
        }
    };
    let mut left = false;
    let mut stored = Vec::with_capacity(mails.len());
    let mut prepared = futures::stream::iter(mails)
        .map(|(uid, raw)| async move { (uid, intake::prepare(house, raw).await) })
        .buffered(AT_ONCE);
    while let Some((uid, mail)) = prepared.next().await {
        let taken = match mail {
            Ok(mail) => intake::take(house, row, mail, house.clock.now()).await.map(drop),
            Err(fault) => Err(fault),
        };
        match taken {
            Ok(()) => stored.push(uid),
            // It stays unseen, and in nobody's way.
            Err(fault) => {
                left = true;
                tracing::error!(error.source = %fault, mail.uid = uid, "A mail could not be taken in; it is tried again.");
            }
        }
    }
    drop(prepared);
    if !stored.is_empty() {
        let marked = async {
            let answers = session.uid_store(set(&stored), "+FLAGS.SILENT (\\Seen)").await?;
            answers.try_for_each(|_| async { Ok(()) }).await
        };
        within(marked).await?;
    }
    Ok(left)
}

/// What is read of a mail that is too large: all by which it is placed.
const HEAD: &str = "BODY.PEEK[HEADER.FIELDS (FROM SENDER TO CC SUBJECT DATE MESSAGE-ID IN-REPLY-TO REFERENCES RETURN-PATH \
                    AUTO-SUBMITTED PRECEDENCE LIST-ID X-LOOP X-SCHALTER-LOOP)]";

async fn raw(session: &mut Signed, uids: &str, what: &str) -> async_imap::error::Result<Vec<(u32, Vec<u8>)>> {
    let mails = session.uid_fetch(uids, what).await?;
    let mut mails: Vec<(u32, Vec<u8>)> = mails
        .try_filter_map(|mail| async move {
            let bytes = mail.body().or_else(|| mail.header()).map(<[u8]>::to_vec);
            Ok(mail.uid.zip(bytes))
        })
        .try_collect()
        .await?;
    mails.sort_unstable_by_key(|(uid, _)| *uid);
    Ok(mails)
}

/// A mail in place of one that is too large: its head, and where the rest is.
fn too_large(row: &Mailbox, mut head: Vec<u8>, size: usize) -> Vec<u8> {
    let lang = Lang::of_code(&row.lang).unwrap_or_default();
    let megabytes = |bytes: usize| bytes.div_ceil(1024 * 1024).to_string();
    let gaps = [("size", megabytes(size)), ("most", megabytes(LARGEST))];
    let gaps = gaps.each_ref().map(|(name, value)| (*name, value.as_str()));
    while head.ends_with(b"\r\n") {
        head.truncate(head.len() - 2);
    }
    head.extend(b"\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n");
    head.extend(fill(lang, words::mail::TOO_LARGE, &gaps).bytes());
    head
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mails_are_fetched_in_order_and_large_ones_alone() {
        let uids: Vec<u32> = (1..=60).collect();
        let mut sizes: BTreeMap<u32, usize> = uids.iter().map(|uid| (*uid, 1000)).collect();
        sizes.insert(3, LARGEST + 1);
        sizes.insert(5, BATCH.1 + 1);
        sizes.remove(&7);
        let told = batches(&uids, &sizes);
        assert_eq!(
            told[..4],
            [
                Batch::Whole(vec![1, 2]),
                Batch::Head(3, LARGEST + 1),
                Batch::Whole(vec![4]),
                Batch::Whole(vec![5]),
            ]
        );
        assert_eq!(told[4], Batch::Whole((6..=56).filter(|uid| *uid != 7).collect()));
        assert_eq!(told[5], Batch::Whole(vec![57, 58, 59, 60]));
    }
}
