//! The order of staff queues (C11): severity rank, then package customers before on-demand ones, then due time.
use jiff::Timestamp;

/// From here on keys belong to tickets that are over; they come after all open ones.
pub const OVER: i64 = 1 << 54;

const TIME_BITS: u32 = 44; // milliseconds until the year 2527
const LATEST: i64 = (1 << TIME_BITS) - 1;

/// The place in the queue as one number, smallest first, so that one index holds the order. `due` is the promised time;
/// what has none comes after what has one, by when it was opened. Ranks beyond 0 to 255 count as the nearest of these.
pub fn queue_key(open: bool, rank: i16, package: bool, due: Option<Timestamp>, opened: Timestamp) -> i64 {
    let over = if open { 0 } else { OVER };
    let rank = i64::from(rank.clamp(0, 255)) << (TIME_BITS + 2);
    let on_demand = i64::from(!package) << (TIME_BITS + 1);
    let unpromised = i64::from(due.is_none()) << TIME_BITS;
    over + rank + on_demand + unpromised + due.unwrap_or(opened).as_millisecond().clamp(0, LATEST)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn severity_goes_before_the_package_and_the_package_before_the_time() {
        let (early, late) = (at("2026-11-23T08:00:00Z"), at("2026-12-24T08:00:00Z"));
        let order = [
            queue_key(true, 1, true, Some(early), early),
            queue_key(true, 1, true, Some(late), early),
            queue_key(true, 1, true, None, early),
            queue_key(true, 1, true, None, late),
            queue_key(true, 1, false, Some(early), early),
            queue_key(true, 2, true, Some(early), early),
            queue_key(true, 2, false, Some(early), early),
            queue_key(true, i16::MAX, false, None, Timestamp::MAX),
            queue_key(false, 1, true, Some(early), early),
        ];
        assert!(order.is_sorted() && order[7] < OVER && order[8] >= OVER, "{order:?}");
    }

    proptest! {
        #[test]
        fn the_key_orders_as_its_parts_do(
            a in (any::<bool>(), 0_i16..=255, any::<bool>(), 0_i64..LATEST),
            b in (any::<bool>(), 0_i16..=255, any::<bool>(), 0_i64..LATEST),
        ) {
            let parts = |(open, rank, package, ms): (bool, i16, bool, i64)| (!open, rank, !package, ms);
            let key = |(open, rank, package, ms)| {
                queue_key(open, rank, package, Some(Timestamp::from_millisecond(ms).unwrap()), Timestamp::MAX)
            };
            prop_assert_eq!(key(a).cmp(&key(b)), parts(a).cmp(&parts(b)));
        }
    }
}
