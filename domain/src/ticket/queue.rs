//! The order of staff queues (C11): severity, then package customers before on-demand ones, then due time.
use jiff::Timestamp;

/// From here on keys belong to tickets that are over; they come after all open ones.
pub const OVER: i64 = 1 << 62;

const TIME_BITS: u32 = 44; // milliseconds until the year 2527
const RANK_BITS: u32 = 8;
const LATEST: i64 = (1 << TIME_BITS) - 1;

/// How severe a ticket is: the rank of its class, then that of its priority, 1 first; 0 where there are no priorities.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Severity {
    /// Rank of the class.
    pub class: i16,
    /// Rank of the priority.
    pub priority: i16,
}

/// The place in the queue as one number, smallest first, so that one index holds the order. `due` is the promised time;
/// what has none comes after what has one, by when it was opened. Ranks beyond 0 to 255 count as the nearest of these.
pub fn queue_key(
    open: bool,
    severity: Severity,
    package: bool,
    due: Option<Timestamp>,
    opened: Timestamp,
) -> i64 {
    let over = if open { 0 } else { OVER };
    let rank = |rank: i16| i64::from(rank.clamp(0, 255));
    let severity = (rank(severity.class) << RANK_BITS | rank(severity.priority)) << (TIME_BITS + 2);
    let on_demand = i64::from(!package) << (TIME_BITS + 1);
    let unpromised = i64::from(due.is_none()) << TIME_BITS;
    over + severity + on_demand + unpromised + due.unwrap_or(opened).as_millisecond().clamp(0, LATEST)
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
        let of = |class, priority| Severity { class, priority };
        let order = [
            queue_key(true, of(1, 0), true, Some(early), early),
            queue_key(true, of(1, 1), true, Some(early), early),
            queue_key(true, of(1, 1), true, Some(late), early),
            queue_key(true, of(1, 1), true, None, early),
            queue_key(true, of(1, 1), true, None, late),
            queue_key(true, of(1, 1), false, Some(early), early),
            queue_key(true, of(1, 2), true, Some(early), early),
            queue_key(true, of(2, 1), true, Some(early), early),
            queue_key(true, of(2, 1), false, Some(early), early),
            queue_key(true, of(i16::MAX, i16::MAX), false, None, Timestamp::MAX),
            queue_key(false, of(1, 0), true, Some(early), early),
        ];
        assert!(order.is_sorted() && order[9] < OVER && order[10] >= OVER, "{order:?}");
    }

    proptest! {
        #[test]
        fn the_key_orders_as_its_parts_do(
            a in (any::<bool>(), 0_i16..=255, 0_i16..=255, any::<bool>(), 0_i64..LATEST),
            b in (any::<bool>(), 0_i16..=255, 0_i16..=255, any::<bool>(), 0_i64..LATEST),
        ) {
            type Parts = (bool, i16, i16, bool, i64);
            let parts = |(open, class, priority, package, ms): Parts| (!open, class, priority, !package, ms);
            let key = |(open, class, priority, package, ms): Parts| {
                let due = Some(Timestamp::from_millisecond(ms).unwrap());
                queue_key(open, Severity { class, priority }, package, due, Timestamp::MAX)
            };
            prop_assert_eq!(key(a).cmp(&key(b)), parts(a).cmp(&parts(b)));
        }
    }
}
