//! Fetching what came into a mailbox, a few mails at a time, and marking what is stored as seen.
use super::batch::{Batch, batches};
use super::line::{Ended, Line, among};
use super::search::{Folder, search};
use super::suspect::Suspects;
use super::{Failed, query, state};
use crate::house::House;
use crate::letter::intake::{self, Mailbox, Raw};
use async_imap::imap_proto::AttributeValue;
use domain::letter::mailbox::Trouble;
use domain::letter::mailbox::begin::{Begin, Taking};
use futures::StreamExt as _;
use jiff::Timestamp;
use std::collections::BTreeMap;

/// Mails whose sizes are asked for at once.
const HEADS: usize = 500;
/// Mails that are read and whose files are kept at once; they are placed in the order of the mailbox.
const AT_ONCE: usize = 16;
/// What is read of a mail that is too large, in bytes: its head and, as most programs write mails, its text.
const BEGINNING: usize = 1024 * 1024;
/// As many mails that are missing are named.
const NAMED: usize = 5;

/// What became of what was found.
#[derive(Default)]
pub struct Outcome {
    /// Mails that could not be fetched or stored and are to be tried again, and why.
    missing: BTreeMap<u32, String>,
    /// Why stored mails could not be marked as seen.
    unmarked: Option<String>,
}

impl Outcome {
    /// What is wrong, where not all went well.
    pub fn trouble(&self) -> Option<Failed> {
        if self.missing.is_empty() {
            return self.unmarked.clone().map(|words| Failed { trouble: Trouble::NotMarked, words });
        }
        let named = self.missing.iter().take(NAMED).map(|(uid, words)| format!("UID {uid}: {words}"));
        let more = self.missing.len().saturating_sub(NAMED);
        let more = (more > 0).then(|| format!("+ {more}"));
        let words = named.chain(more).collect::<Vec<_>>().join("; ");
        Some(Failed { trouble: Trouble::NotStored, words })
    }

    /// Marks what is stored as seen.
    async fn mark(&mut self, line: &mut Line, stored: &[u32]) -> Result<(), Failed> {
        if let Ended::Refused(words) = line.mark(stored).await? {
            self.unmarked.get_or_insert(words);
        }
        Ok(())
    }
}

/// A mail that is to be taken in.
struct Wanted {
    size: usize,
    arrived: Timestamp,
    answered: bool,
}

/// Takes in whatever came, of older mails what is asked for. A mail that cannot be had is in nobody's way.
pub async fn all_new(
    house: &House,
    (row, begin): (&Mailbox, Begin),
    line: &mut Line,
    folder: &mut Folder,
) -> Result<Outcome, Failed> {
    let far = query::far(house.store.read(), row.id, folder).await?;
    let found = search(line, begin, far).await?;
    let mut outcome = Outcome::default();
    let unmarked: Vec<u32> = found.unseen.intersection(&folder.stored).copied().collect();
    outcome.mark(line, &unmarked).await?;
    let mut uids: Vec<u32> = found.all().difference(&folder.stored).copied().collect();
    let now = house.clock.now();
    uids.retain(|uid| {
        let rests = folder.suspects.rests(*uid, now);
        outcome.missing.extend(rests.map(|words| (*uid, words.to_owned())));
        rests.is_none()
    });
    for some in folder.suspects.apart(&uids, HEADS) {
        let asked = (&some[..], "(RFC822.SIZE INTERNALDATE)");
        let heads = each(line, &mut folder.suspects, asked, head).await?;
        outcome.missing.extend(heads.missing);
        let now = house.clock.now();
        let wants = |(uid, (size, arrived))| {
            let taking = found.taking(uid, begin, arrived);
            let arrived = begin.came_in(arrived, far.read, now);
            let wanted = Wanted { size, arrived, answered: taking == Taking::Answered };
            (taking != Taking::LeftAlone).then_some((uid, wanted))
        };
        let wanted: BTreeMap<u32, Wanted> = heads.told.into_iter().filter_map(wants).collect();
        take_in(house, row, line, &wanted, (&mut *folder, &mut outcome)).await?;
    }
    let reached = folder.reached(&found, &outcome.missing);
    if let (Some(validity), Some(last)) = (folder.validity, reached) {
        if far.last != reached {
            state::reached(house, row.id, (folder.account.as_str(), validity), last).await?;
        }
        if outcome.unmarked.is_none() {
            folder.stored.retain(|uid| *uid > last);
        }
    }
    Ok(outcome)
}

/// Fetches and stores mails, batch by batch.
async fn take_in(
    house: &House,
    row: &Mailbox,
    line: &mut Line,
    wanted: &BTreeMap<u32, Wanted>,
    (folder, outcome): (&mut Folder, &mut Outcome),
) -> Result<(), Failed> {
    let mut batches = batches(wanted.iter().map(|(uid, mail)| (*uid, mail.size))).into_iter();
    let mut fetched = next(line, &mut folder.suspects, batches.next(), wanted).await?;
    while let Some(Fetched { mails, missing }) = fetched {
        outcome.missing.extend(missing);
        let asked: Vec<u32> = mails.iter().map(|(uid, _)| *uid).collect();
        let following = next(line, &mut folder.suspects, batches.next(), wanted);
        let (stored, following) = futures::join!(store(house, row, mails), following);
        folder.stored.extend(&stored);
        let failed = asked.into_iter().filter(|uid| !stored.contains(uid));
        outcome.missing.extend(failed.map(|uid| (uid, "it cannot be stored; the log says why".to_owned())));
        // Over a connection that broke nothing is marked; what is stored is remembered.
        fetched = following?;
        outcome.mark(line, &stored).await?;
    }
    Ok(())
}

/// What came of mails that something was asked of, and why nothing came of others that are there.
struct Came<T> {
    told: BTreeMap<u32, T>,
    missing: BTreeMap<u32, String>,
}

/// Asks something of mails; those that a server does not give with the others are asked for by themselves.
async fn each<T: Send>(
    line: &mut Line,
    suspects: &mut Suspects,
    (uids, what): (&[u32], &str),
    read: fn(&[AttributeValue<'_>]) -> Option<T>,
) -> Result<Came<T>, Failed> {
    suspects.ask(uids);
    let (mut told, mut ended) = line.fetch(uids, what, read).await?;
    suspects.answered();
    let mut missing = BTreeMap::new();
    let lacking: Vec<u32> = uids.iter().copied().filter(|uid| !told.contains_key(uid)).collect();
    if lacking.is_empty() {
        return Ok(Came { told, missing });
    }
    // What is gone by now is not missing; another program read the mailbox.
    for uid in line.search(&among(&lacking)).await? {
        if uids.len() > 1 {
            suspects.ask(&[uid]);
            let (one, how) = line.fetch(&[uid], what, read).await?;
            suspects.answered();
            told.extend(one);
            ended = how;
        }
        if !told.contains_key(&uid) {
            let words = match &ended {
                Ended::Refused(words) => words.clone(),
                Ended::Done => "the server does not give it".to_owned(),
            };
            missing.insert(uid, words);
        }
    }
    Ok(Came { told, missing })
}

/// The size of a mail, and when it arrived.
fn head(told: &[AttributeValue<'_>]) -> Option<(usize, Option<Timestamp>)> {
    let (mut size, mut arrived) = (None, None);
    for told in told {
        match told {
            AttributeValue::Rfc822Size(bytes) => size = Some(*bytes as usize),
            AttributeValue::InternalDate(at) => arrived = date(at),
            _ => {}
        }
    }
    Some((size?, arrived))
}

/// A time as IMAP writes it; days of one digit begin with a space.
fn date(text: &str) -> Option<Timestamp> {
    Timestamp::strptime("%d-%b-%Y %H:%M:%S %z", format!("{:0>26}", text.trim())).ok()
}

/// The bytes of a mail.
fn body(told: &[AttributeValue<'_>]) -> Option<Vec<u8>> {
    told.iter().find_map(|told| match told {
        AttributeValue::BodySection { section: None, data: Some(bytes), .. }
        | AttributeValue::Rfc822(Some(bytes)) => Some(bytes.to_vec()),
        _ => None,
    })
}

/// A batch that was fetched.
struct Fetched {
    mails: Vec<(u32, Raw)>,
    missing: BTreeMap<u32, String>,
}

/// Fetches a batch; none where there is no other.
async fn next(
    line: &mut Line,
    suspects: &mut Suspects,
    batch: Option<Batch>,
    wanted: &BTreeMap<u32, Wanted>,
) -> Result<Option<Fetched>, Failed> {
    let (uids, what, full_size) = match batch {
        None => return Ok(None),
        Some(Batch::Whole(uids)) => (uids, "BODY.PEEK[]".to_owned(), None),
        Some(Batch::Beginning(uid, size)) => (vec![uid], format!("BODY.PEEK[]<0.{BEGINNING}>"), Some(size)),
    };
    let Came { told, missing } = each(line, suspects, (&uids, &what), body).await?;
    let mut mails = Vec::with_capacity(told.len());
    for (uid, bytes) in told {
        suspects.came(uid);
        if let Some(Wanted { arrived, answered, .. }) = wanted.get(&uid) {
            let (arrived, answered) = (Some(*arrived), *answered);
            mails.push((uid, Raw { bytes, full_size, answered, arrived }));
        }
    }
    Ok(Some(Fetched { mails, missing }))
}

/// Stores mails; answers which were stored. The others stay unseen, and in nobody's way.
async fn store(house: &House, row: &Mailbox, mails: Vec<(u32, Raw)>) -> Vec<u32> {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_as_imap_writes_them() {
        for (text, at) in [
            ("27-Nov-2026 15:50:00 +0100", Some("2026-11-27T14:50:00Z")),
            (" 7-Nov-2026 15:50:09 +0000", Some("2026-11-07T15:50:09Z")),
            ("7-Nov-2026 15:50:09 -0530", Some("2026-11-07T21:20:09Z")),
            ("gestern", None),
        ] {
            assert_eq!(date(text), at.map(|at| at.parse().unwrap()), "{text}");
        }
    }

    #[test]
    fn a_few_that_are_missing_are_named() {
        let missing = (1..=7).map(|uid| (uid, "no".to_owned())).collect();
        let outcome = Outcome { missing, unmarked: Some("read-only".to_owned()) };
        let told = outcome.trouble().unwrap();
        assert_eq!(told.trouble, Trouble::NotStored);
        assert_eq!(told.words, "UID 1: no; UID 2: no; UID 3: no; UID 4: no; UID 5: no; + 2");
        assert!(Outcome::default().trouble().is_none());
    }
}
