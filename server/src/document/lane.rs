//! One writer per upload. A browser that lost its connection sends again before the server has noticed the loss: the
//! new piece asks the old one to stop, waits for it, and goes on where it stopped.
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::OwnedMutexGuard;
use tokio_util::sync::CancellationToken;

type Open = HashMap<i64, (Arc<tokio::sync::Mutex<()>>, CancellationToken)>;

/// The uploads under way.
#[derive(Clone, Default)]
pub struct Lanes(Arc<Mutex<Open>>);

/// The right to write one upload.
pub struct Lane {
    /// Cancelled when another piece of the same upload has come.
    pub stop: CancellationToken,
    lanes: Lanes,
    id: i64,
    guard: Option<OwnedMutexGuard<()>>,
}

impl Lanes {
    /// Asks who writes this upload to stop, and waits until nobody does.
    pub async fn enter(&self, id: i64) -> Lane {
        let stop = CancellationToken::new();
        let lock = {
            let mut open = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            let (lock, before) = open.entry(id).or_default();
            std::mem::replace(before, stop.clone()).cancel();
            Arc::clone(lock)
        };
        Lane { stop, lanes: self.clone(), id, guard: Some(lock.lock_owned().await) }
    }
}

impl Drop for Lane {
    fn drop(&mut self) {
        let mut open = self.lanes.0.lock().unwrap_or_else(PoisonError::into_inner);
        self.guard = None;
        // Nobody waits any more: only the list itself holds the lock.
        if open.get(&self.id).is_some_and(|(lock, _)| Arc::strong_count(lock) == 1) {
            open.remove(&self.id);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn the_newest_piece_takes_over() {
        let lanes = Lanes::default();
        let first = lanes.enter(1).await;
        let other = lanes.enter(2).await;
        let taking = tokio::spawn({
            let lanes = lanes.clone();
            async move { lanes.enter(1).await }
        });
        first.stop.cancelled().await;
        assert!(!taking.is_finished() && !other.stop.is_cancelled());
        drop(first);
        let second = taking.await.unwrap();
        assert!(!second.stop.is_cancelled());
        drop((second, other));
        assert!(lanes.0.lock().unwrap().is_empty());
    }
}
