//! Mails over which a connection ended: an answer that cannot be read, or a server that breaks down over one mail, would else
//! keep all others waiting for ever. What was asked for when it ended is asked for mail by mail; a mail that ends the connection
//! alone, and does so again, is left alone for a while and named.
use jiff::{SignedDuration, Timestamp};
use std::collections::BTreeMap;

/// So often a mail that is asked for alone may end the connection.
const TRIES: u32 = 2;
/// For so long it is left alone then; the server may be mended.
const REST: SignedDuration = SignedDuration::from_hours(1);

/// What is remembered of a folder's mails while it is read.
#[derive(Debug, Default)]
pub struct Suspects {
    /// What is being asked for.
    asked: Vec<u32>,
    mails: BTreeMap<u32, Suspect>,
}

/// A mail that was asked for when a connection ended.
#[derive(Debug, Default)]
struct Suspect {
    /// How often it was asked for alone then.
    alone: u32,
    /// What was said the last time, and when that was.
    last: Option<(String, Timestamp)>,
}

impl Suspects {
    /// Something is asked of these mails.
    pub fn ask(&mut self, uids: &[u32]) {
        self.asked = uids.to_vec();
    }

    /// The answer was read to its end.
    pub fn answered(&mut self) {
        self.asked.clear();
    }

    /// A mail is here.
    pub fn came(&mut self, uid: u32) {
        self.mails.remove(&uid);
    }

    /// The connection ended; answers whether over an answer about mails.
    pub fn broke(&mut self, words: &str, now: Timestamp) -> bool {
        let asked = std::mem::take(&mut self.asked);
        let alone = asked.len() == 1;
        for uid in &asked {
            let suspect = self.mails.entry(*uid).or_default();
            if alone {
                suspect.alone += 1;
                suspect.last = Some((words.to_owned(), now));
            }
        }
        !asked.is_empty()
    }

    /// Why a mail is not asked for now.
    pub fn rests(&self, uid: u32, now: Timestamp) -> Option<&str> {
        let suspect = self.mails.get(&uid).filter(|suspect| suspect.alone >= TRIES)?;
        let (words, at) = suspect.last.as_ref()?;
        (now.duration_since(*at) < REST).then_some(words.as_str())
    }

    /// Mails in their order, as many together as may be; each that was there when a connection ended by itself.
    pub fn apart(&self, uids: &[u32], most: usize) -> Vec<Vec<u32>> {
        let is_one = |uid: &u32| self.mails.contains_key(uid);
        let runs = uids.chunk_by(|one, next| !is_one(one) && !is_one(next));
        runs.flat_map(|run| run.chunks(most)).map(<[u32]>::to_vec).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn what_ends_a_connection_alone_and_again_rests_for_a_while() {
        let (mut suspects, now) = (Suspects::default(), at("2026-11-30T08:00:00Z"));
        assert_eq!(suspects.apart(&[1, 2, 3, 4, 5], 2), [vec![1, 2], vec![3, 4], vec![5]]);
        suspects.ask(&[1, 2]);
        suspects.answered();
        assert!(!suspects.broke("gone", now), "nothing was asked of mails");
        suspects.ask(&[2, 3]);
        assert!(suspects.broke("gone", now));
        assert_eq!(suspects.apart(&[1, 2, 3, 4, 5], 2), [vec![1], vec![2], vec![3], vec![4, 5]]);
        suspects.came(2);
        for tries in 1..=TRIES {
            assert_eq!(suspects.rests(3, now), None, "{tries}");
            suspects.ask(&[3]);
            assert!(suspects.broke("what", now));
        }
        assert_eq!((suspects.rests(2, now), suspects.rests(3, now)), (None, Some("what")));
        let later = now + REST;
        assert_eq!(suspects.rests(3, later), None, "it is asked for once more");
        suspects.ask(&[3]);
        suspects.broke("still", later);
        assert_eq!(suspects.rests(3, later), Some("still"));
        suspects.came(3);
        assert_eq!(suspects.apart(&[1, 2, 3], 5), [vec![1, 2, 3]]);
    }
}
