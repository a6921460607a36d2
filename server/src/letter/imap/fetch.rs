//! Fetching what is unseen in a mailbox, a few mails at a time, and marking what is stored as seen.
use super::connect::Signed;
use super::{Failed, within};
use crate::house::House;
use crate::letter::deliver::LARGEST;
use crate::letter::intake::{self, Mailbox, Raw};
use async_imap::types::Fetch;
use domain::letter::mailbox::{Begin, Taking};
use futures::{StreamExt as _, TryStreamExt as _};
use jiff::{SignedDuration, Timestamp};
use std::collections::{BTreeMap, BTreeSet};

/// Mails, and bytes of mails, that are fetched at once; one mail may be larger. While some are stored the next are fetched.
const BATCH: (usize, usize) = (50, 4 * 1024 * 1024);
/// Mails that are read and whose files are kept at once; they are placed in the order of the mailbox.
const AT_ONCE: usize = 16;

/// What is read of a mail that is too large, in bytes: its head and, as most programs write mails, its text.
const BEGINNING: usize = 1024 * 1024;

/// Mails as they came, by their UIDs.
type Mails = Vec<(u32, Raw)>;
/// The bytes of mails, by their UIDs.
type Sizes = BTreeMap<u32, usize>;

/// Takes in whatever is unseen, of older mails what is asked for; answers whether something could not be stored and is to be
/// tried again.
pub async fn unseen(
    house: &House,
    (row, begin): (&Mailbox, Begin),
    session: &mut Signed,
) -> Result<bool, Failed> {
    let mut unseen: Vec<u32> = within(session.uid_search(wanted(begin))).await?.into_iter().collect();
    unseen.sort_unstable();
    let mut left = false;
    for some in unseen.chunks(500) {
        let (sizes, older) = heads(session, some, begin).await?;
        let mut batches = batches(some, &sizes).into_iter();
        let mut mails = next(session, batches.next(), &older).await?;
        while !mails.is_empty() {
            let count = mails.len();
            let (stored, fetched) =
                futures::join!(store(house, row, mails), next(session, batches.next(), &older));
            left |= stored.len() < count;
            mark(session, &stored).await?;
            mails = fetched?;
        }
    }
    Ok(left)
}

/// What is searched for. A server compares days, whatever their zone: what is older by less is told apart afterwards.
fn wanted(begin: Begin) -> String {
    let since = begin.new_from().filter(|_| !begin.takes_older);
    let since = since.map(|since| (since - SignedDuration::from_hours(48)).strftime("%-d-%b-%Y").to_string());
    since.map_or_else(|| "UNSEEN UNDELETED".to_owned(), |day| format!("UNSEEN UNDELETED SINCE {day}"))
}

/// The bytes of each mail that is to be taken in, and which of them nobody is told of.
async fn heads(session: &mut Signed, uids: &[u32], begin: Begin) -> Result<(Sizes, BTreeSet<u32>), Failed> {
    let heads = async {
        let told = session.uid_fetch(set(uids), "(RFC822.SIZE INTERNALDATE)").await?;
        told.try_filter_map(|mail| async move { Ok(head(&mail, begin)) }).try_collect::<Vec<_>>().await
    };
    let mut heads: Vec<(u32, usize, Taking)> = within(heads).await?;
    heads.retain(|(_, _, taking)| *taking != Taking::LeftAlone);
    let older = heads.iter().filter(|(_, _, taking)| *taking == Taking::Unanswered);
    let older = older.map(|(uid, _, _)| *uid).collect();
    Ok((heads.into_iter().map(|(uid, size, _)| (uid, size)).collect(), older))
}

fn head(mail: &Fetch, begin: Begin) -> Option<(u32, usize, Taking)> {
    let arrived = mail.internal_date().and_then(|at| Timestamp::from_second(at.timestamp()).ok());
    Some((mail.uid?, mail.size? as usize, begin.taking(arrived)))
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
fn batches(uids: &[u32], sizes: &Sizes) -> Vec<Batch> {
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

/// Fetches a batch; none where there is no other. `older` are those of which nobody is told.
async fn next(session: &mut Signed, batch: Option<Batch>, older: &BTreeSet<u32>) -> Result<Mails, Failed> {
    match batch {
        None => Ok(Vec::new()),
        Some(Batch::Whole(uids)) => {
            let mails = within(raw(session, &set(&uids), "BODY.PEEK[]")).await?;
            let whole = |(uid, bytes)| (uid, Raw { answered: !older.contains(&uid), ..Raw::whole(bytes) });
            Ok(mails.into_iter().map(whole).collect())
        }
        Some(Batch::Beginning(uid, size)) => {
            let mails =
                within(raw(session, &uid.to_string(), &format!("BODY.PEEK[]<0.{BEGINNING}>"))).await?;
            let answered = !older.contains(&uid);
            let beginning = |bytes| Raw { bytes, full_size: Some(size), answered };
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
    fn older_mails_are_searched_for_only_where_they_are_taken_in() {
        let connected: Option<Timestamp> = Some("2026-12-03T00:05:00Z".parse().unwrap());
        for (begin, expected) in [
            (Begin { connected, takes_older: false }, "UNSEEN UNDELETED SINCE 30-Nov-2026"),
            (Begin { connected, takes_older: true }, "UNSEEN UNDELETED"),
            (Begin::default(), "UNSEEN UNDELETED"),
        ] {
            assert_eq!(wanted(begin), expected);
        }
    }

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
