//! How many mails are fetched at once.
use crate::letter::deliver::LARGEST;

/// Mails, and bytes of mails, that are fetched at once; one mail may be larger. While some are stored the next are fetched.
const BATCH: (usize, usize) = (50, 4 * 1024 * 1024);

/// What is fetched with one command.
#[derive(Debug, PartialEq, Eq)]
pub enum Batch {
    /// Mails as they are.
    Whole(Vec<u32>),
    /// A mail that is too large: its beginning only, with its size.
    Beginning(u32, usize),
}

/// Mails with their sizes in their order, as many as may be in memory at once.
pub fn batches(sizes: impl Iterator<Item = (u32, usize)>) -> Vec<Batch> {
    let mut batches = Vec::new();
    let (mut batch, mut bytes) = (Vec::new(), 0);
    for (uid, size) in sizes {
        let large = size > LARGEST;
        if !batch.is_empty() && (large || batch.len() == BATCH.0 || bytes + size > BATCH.1) {
            batches.push(Batch::Whole(std::mem::take(&mut batch)));
            bytes = 0;
        }
        if large {
            batches.push(Batch::Beginning(uid, size));
        } else {
            batch.push(uid);
            bytes += size;
        }
    }
    if !batch.is_empty() {
        batches.push(Batch::Whole(batch));
    }
    batches
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mails_are_fetched_in_order_and_large_ones_alone() {
        let size = |uid| match uid {
            3 => LARGEST + 1,
            5 => BATCH.1 + 1,
            _ => 1000,
        };
        let told = batches((1..=60).filter(|uid| *uid != 7).map(|uid| (uid, size(uid))));
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
