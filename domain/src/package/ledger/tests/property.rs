//! What holds for every ledger, whatever happens to it.
use super::{Kept, november, work};
use crate::id::EffortId;
use crate::package::ledger::Ledger;
use jiff::ToSpan as _;
use jiff::civil::date;
use proptest::prelude::*;
use std::collections::BTreeMap;

/// What may happen to a ledger.
#[derive(Clone, Debug)]
enum Event {
    Book { effort: i64, back: i32, minutes: i64 },
    TakeBack { effort: i64 },
    Pass { days: i32 },
    Correct { minutes: i64 },
    Pool { ahead: u32 },
    End,
}

fn events() -> impl Strategy<Value = Vec<Event>> {
    let event = prop_oneof![
        6 => (0i64..8, 0i32..45, 1i64..400).prop_map(|(effort, back, minutes)| Event::Book { effort, back, minutes }),
        2 => (0i64..8).prop_map(|effort| Event::TakeBack { effort }),
        3 => (0i32..40).prop_map(|days| Event::Pass { days }),
        1 => (-200i64..200).prop_map(|minutes| Event::Correct { minutes }),
        1 => (0u32..3).prop_map(|ahead| Event::Pool { ahead }),
        1 => Just(Event::End),
    ];
    proptest::collection::vec(event, 1..40)
}

fn play(events: &[Event]) -> Kept {
    let mut kept = Kept::on(november(), date(2026, 11, 1));
    for event in events {
        match *event {
            Event::Book { effort, back, minutes } => {
                let day = kept.today.checked_sub(back.days()).unwrap();
                // Only work of days on which the contract was in force is its business.
                if kept.ledger.cycles.of(day).is_some() {
                    kept.book(effort, Some(work(effort, day, minutes)));
                }
            }
            Event::TakeBack { effort } => kept.book(effort, None),
            Event::Pass { days } => {
                kept.today = kept.today.checked_add(days.days()).unwrap();
                kept.settle();
            }
            Event::Correct { minutes } => {
                if let Some(postings) = kept.ledger.correct(kept.today, minutes, 0, &[]) {
                    kept.post(postings);
                    kept.relieve();
                }
            }
            Event::Pool { ahead } => {
                if let Some(cycle) = kept.ledger.cycles.of(kept.today) {
                    kept.pool(cycle + ahead);
                }
            }
            Event::End => kept.ledger.cycles.to = kept.ledger.cycles.to.or(Some(kept.today)),
        }
        kept.settle();
        kept.check();
    }
    kept
}

proptest! {
    #[test]
    fn the_balance_is_the_sum_of_postings_and_no_hour_is_used_twice(events in events()) {
        play(&events);
    }

    #[test]
    fn the_order_of_postings_within_an_instant_does_not_matter(
        (events, shuffled) in events().prop_flat_map(|events| {
            let kept = play(&events);
            (Just(events), Just(kept.postings).prop_shuffle())
        })
    ) {
        let kept = play(&events);
        let mut other = Ledger { totals: BTreeMap::new(), ..kept.ledger.clone() };
        other.post(&shuffled);
        prop_assert_eq!(&other, &kept.ledger);
        prop_assert_eq!(other.forecast(kept.today), kept.ledger.forecast(kept.today));
        let next = work(99, kept.today, 120);
        let draw = |ledger: &Ledger| ledger.adjust(kept.today, EffortId(99), &[], Some(&next));
        prop_assert_eq!(draw(&other), draw(&kept.ledger));
    }

    #[test]
    fn looking_twice_is_as_good_as_once_and_late_as_good_as_daily(days in 1i32..200, pooled: bool) {
        let start = || {
            let mut kept = Kept::on(november(), date(2026, 11, 1));
            if pooled {
                kept.pool(0);
            }
            kept.book(1, Some(work(1, date(2026, 11, 1), 100)));
            kept
        };
        let (mut daily, mut late) = (start(), start());
        for _ in 0..days {
            daily.today = daily.today.tomorrow().unwrap();
            daily.settle();
            daily.settle();
        }
        late.today = daily.today;
        late.settle();
        prop_assert_eq!(&daily.ledger, &late.ledger);
        let sorted = |kept: Kept| {
            let mut told = kept.told();
            told.sort_unstable();
            told
        };
        prop_assert_eq!(sorted(daily), sorted(late));
    }
}
