//! Which mails of a folder are to be taken in: those that are unseen, and those that came since it was read last and that
//! somebody opened before the house did.
use super::Failed;
use super::connect::Opened;
use super::line::Line;
use super::query::Far;
use super::suspect::Suspects;
use domain::letter::mailbox::begin::{Begin, Taking};
use jiff::{SignedDuration, Timestamp};
use std::collections::{BTreeMap, BTreeSet};

/// A folder as it was opened last, with what of it is remembered while a mailbox is read.
#[derive(Default)]
pub struct Folder {
    /// The account, and which of its folders.
    pub account: String,
    /// As long as this is the same, a UID is that of the same mail.
    pub validity: Option<u32>,
    /// Mails that are stored. They are not fetched again where they could not be marked, or where one before them is missing.
    pub stored: BTreeSet<u32>,
    /// Mails over which a connection ended.
    pub suspects: Suspects,
    next: Option<u32>,
}

impl Folder {
    /// It was opened, maybe again.
    pub fn open(&mut self, account: String, opened: Opened) {
        let is_other = self.validity != opened.validity || self.account != account;
        if is_other {
            self.suspects = Suspects::default();
        }
        if self.validity.is_none() || is_other {
            self.stored.clear();
        }
        (self.account, self.validity, self.next) = (account, opened.validity, opened.next);
    }

    /// Up to which UID all mails were dealt with once `found` was taken in but for those that are `missing`.
    pub fn reached(&self, found: &Found, missing: &BTreeMap<u32, String>) -> Option<u32> {
        let there = self.next.map(|next| next.saturating_sub(1));
        let last = found.last.max(there).max(found.all().last().copied())?;
        let first = missing.keys().find(|uid| **uid > found.last.unwrap_or(0));
        Some(first.map_or(last, |first| last.min(first - 1)))
    }
}

/// What was found.
#[derive(Debug, Default)]
pub struct Found {
    /// Nobody opened them yet.
    pub unseen: BTreeSet<u32>,
    /// Somebody opened them.
    opened: BTreeSet<u32>,
    /// Up to which UID all had been dealt with.
    pub last: Option<u32>,
    /// When the folder was read last, where no UID says how far.
    read: Option<Timestamp>,
}

impl Found {
    /// All of them.
    pub fn all(&self) -> BTreeSet<u32> {
        self.unseen.union(&self.opened).copied().collect()
    }

    /// What becomes of one of them that `arrived` then.
    pub fn taking(&self, uid: u32, begin: Begin, arrived: Option<Timestamp>) -> Taking {
        if self.opened.contains(&uid) {
            begin.taking_opened(arrived, self.read)
        } else {
            begin.taking(arrived)
        }
    }
}

/// Looks for them.
pub async fn search(line: &mut Line, begin: Begin, far: Far) -> Result<Found, Failed> {
    let unseen = line.search(&unseen(begin)).await?;
    let mut opened = match newly(begin, far) {
        Some(words) => line.search(&words).await?,
        None => BTreeSet::new(),
    };
    // A server finds the last mail within `n:*` also where it is older than n (RFC 9051, "seq-range").
    opened.retain(|uid| far.last.is_none_or(|last| *uid > last) && !unseen.contains(uid));
    let read = far.read.filter(|_| far.last.is_none());
    Ok(Found { unseen, opened, last: far.last, read })
}

/// How unseen mails are searched for.
fn unseen(begin: Begin) -> String {
    let since = begin.new_from().filter(|_| !begin.takes_older);
    since.map_or_else(
        || "UNSEEN UNDELETED".to_owned(),
        |since| format!("UNSEEN UNDELETED SINCE {}", day(since)),
    )
}

/// How those are searched for that came since the folder was read last, by their UIDs or, where those say nothing, by day.
/// Nothing is known of a folder that was never read and always there.
fn newly(begin: Begin, far: Far) -> Option<String> {
    if let Some(last) = far.last {
        return Some(format!("UID {}:* UNDELETED UNDRAFT", last.saturating_add(1)));
    }
    let since = begin.connected.max(far.read)?;
    Some(format!("UNDELETED UNDRAFT SINCE {}", day(since)))
}

/// A server compares days, whatever their zone: what is older by less is told apart afterwards.
fn day(since: Timestamp) -> String {
    (since - SignedDuration::from_hours(48)).strftime("%-d-%b-%Y").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    const CONNECTED: &str = "2026-12-03T00:05:00Z";

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn older_mails_are_searched_for_only_where_they_are_taken_in() {
        let connected = Some(at(CONNECTED));
        for (begin, expected) in [
            (Begin { connected, takes_older: false }, "UNSEEN UNDELETED SINCE 30-Nov-2026"),
            (Begin { connected, takes_older: true }, "UNSEEN UNDELETED"),
            (Begin::default(), "UNSEEN UNDELETED"),
        ] {
            assert_eq!(unseen(begin), expected);
        }
    }

    #[test]
    fn what_came_since_is_searched_for_by_uid_or_by_day() {
        let (connected, read) = (Some(at(CONNECTED)), Some(at("2026-12-24T18:00:00Z")));
        for (connected, read, last, expected) in [
            (connected, read, Some(7), Some("UID 8:* UNDELETED UNDRAFT")),
            (connected, read, None, Some("UNDELETED UNDRAFT SINCE 22-Dec-2026")),
            (connected, None, None, Some("UNDELETED UNDRAFT SINCE 1-Dec-2026")),
            (None, None, None, None),
        ] {
            let begin = Begin { connected, takes_older: false };
            assert_eq!(newly(begin, Far { read, last }).as_deref(), expected);
        }
    }

    #[test]
    fn what_is_missing_is_not_passed() {
        let folder = Folder { next: Some(11), ..Folder::default() };
        let found =
            |last, uids: &[u32]| Found { unseen: uids.iter().copied().collect(), last, ..Found::default() };
        let missing = |uids: &[u32]| -> BTreeMap<u32, String> {
            uids.iter().map(|uid| (*uid, String::new())).collect()
        };
        let cases: [(Option<u32>, &[u32], &[u32], u32); 5] = [
            (None, &[], &[], 10),
            (Some(10), &[12, 13], &[], 13),
            (Some(10), &[12, 13], &[13], 12),
            // What lay there before is found as long as it is unseen.
            (Some(10), &[3, 12], &[3], 12),
            (None, &[3, 12], &[3], 2),
        ];
        for (last, uids, lacking, expected) in cases {
            assert_eq!(folder.reached(&found(last, uids), &missing(lacking)), Some(expected), "{uids:?}");
        }
        assert_eq!(Folder::default().reached(&found(None, &[]), &missing(&[])), None);
    }

    #[test]
    fn a_uid_is_remembered_as_long_as_it_is_that_of_the_same_mail() {
        let mut folder = Folder::default();
        for (account, validity, remembered) in [
            ("a", Some(1), false),
            ("a", Some(1), true),
            ("a", Some(2), false),
            ("b", Some(2), false),
            ("b", None, false),
        ] {
            folder.open(account.to_owned(), Opened { validity, next: None });
            assert_eq!(!folder.stored.is_empty(), remembered, "{account} {validity:?}");
            folder.stored.insert(1);
        }
    }
}
