//! Fetching what is unseen in a mailbox, a few mails at a time, and marking what is stored as seen.
use super::connect::Signed;
use super::{Failed, within};
use crate::house::House;
use crate::letter::deliver::LARGEST;
use crate::letter::intake::{self, Mailbox, Raw};
use futures::{StreamExt as _, TryStreamExt as _};
use std::collections::BTreeMap;

/// Mails, and bytes of mails, that are fetched at once; one mail may be larger. While some are stored the next are fetched.
const BATCH: (usize, usize) = (50, 4 * 1024 * 1024);
/// Mails that are read and whose files are kept at once; they are placed in the order of the mailbox.
const AT_ONCE: usize = 16;

/// What is read of a mail that is too large, in bytes: its head and, as most programs write mails, its text.
const BEGINNING: usize = 1024 * 1024;

/// Mails as they came, by their UIDs.
type Mails = Vec<(u32, Raw)>;

/// Takes in whatever is unseen; answers whether something could not be stored and is to be tried again.
pub async fn unseen(house: &House, row: &Mailbox, session: &mut Signed) -> Result<bool, Failed> {
    let mut unseen: Vec<u32> = within(session.uid_search("UNSEEN UNDELETED")).await?.into_iter().collect();
    unseen.sort_unstable();
    let mut left = false;
    for some in unseen.chunks(500) {
        let sizes = sizes(session, some).await?;
        let mut batches = batches(some, &sizes).into_iter();
        let mut mails = next(session, batches.next()).await?;
        while !mails.is_empty() {
            let count = mails.len();
            let (stored, fetched) = futures::join!(store(house, row, mails), next(session, batches.next()));
            left |= stored.len() < count;
            mark(session, &stored).await?;
            mails = fetched?;
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
    /// A mail that is too large: its beginning only, with its size.
    Beginning(u32, usize),
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
            batches.push(Batch::Beginning(*uid, size));
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

/// Fetches a batch; none where there is no other.
async fn next(session: &mut Signed, batch: Option<Batch>) -> Result<Mails, Failed> {
    match batch {
        None => Ok(Vec::new()),
        Some(Batch::Whole(uids)) => {
            let mails = within(raw(session, &set(&uids), "BODY.PEEK[]")).await?;
            Ok(mails.into_iter().map(|(uid, bytes)| (uid, Raw::whole(bytes))).collect())
        }
        Some(Batch::Beginning(uid, size)) => {
            let mails =
                within(raw(session, &uid.to_string(), &format!("BODY.PEEK[]<0.{BEGINNING}>"))).await?;
            let beginning = |bytes| Raw { bytes, full_size: Some(size) };
            Ok(mails.into_iter().map(|(uid, bytes)| (uid, beginning(bytes))).collect())
        }
    }
}

/// Stores mails; answers which were stored. The others stay unseen, and in nobody's way.
async fn store(house: &House, row: &Mailbox, mails: Mails) -> Vec<u32> {
    let stored = futures::stream::iter(mails)
        .map(|(uid, raw)| async move { (uid, intake::prepare(house, raw).await) })
        .buffered(AT_ONCE)
        .map(|(uid, mail)| {
            let placed = mail.map(|mail| intake::take(house, row, mail, house.clock.now()));
            async move {
                match placed {
                    Ok(placed) => (uid, placed.await.map(drop)),
                    Err(fault) => (uid, Err(fault)),
                }
            }
        })
        .buffered(AT_ONCE);
    let stored = stored.filter_map(|(uid, outcome)| async move {
        let told = |fault| tracing::error!(error.source = %fault, mail.uid = uid, "A mail could not be taken in; it is tried again.");
        outcome.map_err(told).ok().map(|()| uid)
    });
    stored.collect().await
}

/// Marks what is stored as seen.
async fn mark(session: &mut Signed, stored: &[u32]) -> Result<(), Failed> {
    if stored.is_empty() {
        return Ok(());
    }
    let marked = async {
        let answers = session.uid_store(set(stored), "+FLAGS.SILENT (\\Seen)").await?;
        answers.try_for_each(|_| async { Ok(()) }).await
    };
    within(marked).await
}

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
                Batch::Beginning(3, LARGEST + 1),
                Batch::Whole(vec![4]),
                Batch::Whole(vec![5]),
            ]
        );
        assert_eq!(told[4], Batch::Whole((6..=56).filter(|uid| *uid != 7).collect()));
        assert_eq!(told[5], Batch::Whole(vec![57, 58, 59, 60]));
    }
}
