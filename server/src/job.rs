//! What the house does by itself: looking again and again, until it closes.
use crate::fault::Fault;
use crate::house::House;
use jiff::Timestamp;
use std::time::Duration;

/// Looks now and `every` so often, as of the moment; at once again where a look answers that there is more to do. A look that
/// fails is said in the log, in the words of `trouble`, and is tried again at its time.
pub async fn run<F: Future<Output = Result<bool, Fault>>>(
    house: House,
    every: Duration,
    trouble: &'static str,
    look: impl Fn(House, Timestamp) -> F,
) {
    while !house.closing.is_cancelled() {
        let more = look(house.clone(), house.clock.now()).await.unwrap_or_else(|fault| {
            tracing::error!(error.source = %fault, "{trouble}");
            false
        });
        if more {
            continue;
        }
        tokio::select! {
            () = house.closing.cancelled() => return,
            () = tokio::time::sleep(every) => {}
        }
    }
}

/// Does something about each of what was found, one after the other; answers about how many something was done. One that fails
/// must not keep the others waiting: `trouble` says it in the log.
pub async fn each<'a, T, F: Future<Output = Result<bool, Fault>>>(
    found: &'a [T],
    act: impl Fn(&'a T) -> F,
    trouble: impl Fn(&Fault, &'a T),
) -> usize {
    let mut done = 0;
    for one in found {
        match act(one).await {
            Ok(acted) => done += usize::from(acted),
            Err(fault) => trouble(&fault, one),
        }
    }
    done
}
