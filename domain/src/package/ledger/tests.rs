use super::*;
use crate::package::forecast::Outlook;
use crate::package::terms::{Charge, Terms};
use jiff::ToSpan as _;
use jiff::civil::date;
use proptest::prelude::*;

const HOURS: i64 = 300;

/// A contract from the first of November on, on a day of that month.
fn november() -> Ledger {
    Ledger::new(Cycles { from: date(2026, 11, 1), to: None })
}

fn work(effort: i64, day: Date, minutes: i64) -> Work {
    Work { effort: EffortId(effort), charge: Charge { minutes, beyond_percent: 100 }, day }
}

/// A ledger as a house keeps it: every posting written down, nothing due left undone.
struct Kept {
    ledger: Ledger,
    postings: Vec<Posting>,
    works: BTreeMap<i64, Work>,
    today: Date,
}

impl Kept {
    fn on(ledger: Ledger, today: Date) -> Self {
        let mut kept = Self { ledger, postings: Vec::new(), works: BTreeMap::new(), today };
        kept.settle();
        kept
    }

    fn post(&mut self, postings: Vec<Posting>) {
        self.ledger.post(&postings);
        self.postings.extend(postings);
    }

    fn settle(&mut self) {
        self.post(self.due());
    }

    fn due(&self) -> Vec<Posting> {
        let cycles = self.ledger.ungranted(self.today);
        self.ledger.due(self.today, &cycles.into_iter().map(|cycle| (cycle, HOURS)).collect())
    }

    fn drawn(&self, effort: i64) -> Vec<Posting> {
        self.postings.iter().filter(|posting| posting.effort == Some(EffortId(effort))).copied().collect()
    }

    fn book(&mut self, effort: i64, work: Option<Work>) {
        let news = self.ledger.adjust(self.today, EffortId(effort), &self.drawn(effort), work.as_ref());
        self.post(news);
        match work {
            Some(work) => self.works.insert(effort, work),
            None => self.works.remove(&effort),
        };
        self.relieve();
    }

    fn relieve(&mut self) {
        if self.ledger.relieves() {
            let beyond = self.works.values().filter(|work| {
                self.drawn(work.effort.0)
                    .iter()
                    .filter(|posting| posting.kind == Kind::Overage)
                    .map(|p| p.minutes)
                    .sum::<i64>()
                    > 0
            });
            let paid: Vec<_> =
                beyond.map(|work| Paid { work: work.clone(), drawn: self.drawn(work.effort.0) }).collect();
            let news = self.ledger.relieve(self.today, &paid);
            self.post(news);
        }
    }

    fn pool(&mut self, first: u32) -> bool {
        let pool = Pool { first, count: 2 };
        let terms = Terms { pool_cycles: 2, ..Terms::default() };
        if pool.check(&self.ledger.pools, &self.ledger.cycles, &terms, self.today).is_err() {
            return false;
        }
        self.ledger.pools.push(pool);
        self.settle();
        self.relieve();
        true
    }

    fn told(&self) -> Vec<(Kind, i64, u32)> {
        self.postings.iter().map(|posting| (posting.kind, posting.minutes, posting.cycle)).collect()
    }

    /// What must be true of every ledger at every time.
    fn check(&self) {
        let sum: i64 = self.postings.iter().map(Posting::change).sum();
        assert_eq!(self.ledger.balance(), sum, "the balance is the sum of postings");
        for (cycle, totals) in &self.ledger.totals {
            assert!(totals.used >= 0 && totals.expired >= 0 && totals.overage >= 0, "{totals:?}");
            // Every hour that came is used, expired or left: once.
            assert!(totals.left() >= 0, "cycle {cycle} is overdrawn: {totals:?}");
            let is_over = self.ledger.window(*cycle).is_none_or(|window| window.last < self.today);
            assert!(!is_over || totals.left() == 0, "cycle {cycle} is over and has {} left", totals.left());
        }
        let grants = self.postings.iter().filter(|p| matches!(p.kind, Kind::Grant | Kind::Pooling));
        let mut cycles: Vec<u32> = grants.map(|posting| posting.cycle).collect();
        cycles.sort_unstable();
        let before = cycles.len();
        cycles.dedup();
        assert_eq!(cycles.len(), before, "no cycle's hours come twice");
        for (effort, work) in &self.works {
            let paid: i64 = self
                .drawn(*effort)
                .iter()
                .map(|p| if p.kind == Kind::Use { -p.minutes } else { p.minutes })
                .sum();
            assert_eq!(paid, work.charge.minutes, "work is paid once, by hours or beyond them");
        }
        let used: i64 = self.ledger.totals.values().map(|totals| totals.used).sum();
        let drawn: i64 = self
            .works
            .keys()
            .flat_map(|effort| self.drawn(*effort))
            .filter(|p| p.kind == Kind::Use)
            .map(|p| -p.minutes)
            .sum();
        assert_eq!(used, drawn, "what was taken back is not used");
        // Nobody is billed for more while hours of the day are left.
        assert!(!self.ledger.relieves(), "{:?}", self.ledger.totals);
        assert_eq!(self.due(), []);
        let mut running = 0;
        for posting in &self.postings {
            running += posting.change();
            assert!(running >= 0, "a line of the statement is below nothing");
        }
    }
}

#[test]
fn each_cycle_gets_the_hours_that_are_said_of_it() {
    let mut kept = Kept::on(november(), date(2026, 11, 10));
    kept.today = date(2027, 2, 3);
    assert_eq!(kept.ledger.ungranted(kept.today), [1, 2, 3]);
    let due = kept.ledger.due(kept.today, &BTreeMap::from([(1, 600), (2, 0), (3, 480)]));
    kept.post(due);
    let told = [
        (Kind::Grant, 300, 0),
        (Kind::Expiry, -300, 0),
        (Kind::Grant, 600, 1),
        (Kind::Expiry, -600, 1),
        (Kind::Grant, 480, 3),
    ];
    assert_eq!(kept.told(), told, "and one that has none stays without");
}

#[test]
fn hours_come_are_used_and_expire() {
    let mut kept = Kept::on(november(), date(2026, 11, 3));
    kept.book(1, Some(work(1, date(2026, 11, 3), 120)));
    kept.today = date(2026, 12, 2);
    kept.settle();
    let expected =
        [(Kind::Grant, 300, 0), (Kind::Use, -120, 0), (Kind::Expiry, -180, 0), (Kind::Grant, 300, 1)];
    assert_eq!((kept.told(), kept.ledger.balance()), (expected.to_vec(), 300));
    assert_eq!(kept.postings[2].expires, date(2026, 11, 30));
    kept.check();
}

#[test]
fn what_is_left_expires_before_new_hours_come_also_after_months() {
    let mut kept = Kept::on(november(), date(2026, 11, 3));
    kept.book(1, Some(work(1, date(2026, 11, 3), 120)));
    kept.today = date(2027, 1, 2);
    kept.settle();
    let mut balance = 0;
    let balances: Vec<i64> = kept
        .postings
        .iter()
        .map(|posting| {
            balance += posting.change();
            balance
        })
        .collect();
    assert_eq!(balances, [300, 180, 0, 300, 0, 300], "{:?}", kept.told());
}

#[test]
fn what_the_package_does_not_hold_is_overage() {
    let mut kept = Kept::on(november(), date(2026, 11, 3));
    kept.book(1, Some(work(1, date(2026, 11, 3), 260)));
    kept.book(2, Some(work(2, date(2026, 11, 3), 60)));
    assert_eq!(kept.told()[2..], [(Kind::Use, -40, 0), (Kind::Overage, 20, 0)]);
    // Half of the first was a mistake: what went beyond is paid with what came free.
    kept.book(1, Some(work(1, date(2026, 11, 3), 130)));
    assert_eq!(kept.told()[4..], [(Kind::Use, 130, 0), (Kind::Use, -20, 0), (Kind::Overage, -20, 0)]);
    kept.book(1, None);
    kept.book(2, None);
    assert_eq!(kept.ledger.balance(), 300);
    kept.check();
}

#[test]
fn a_factor_that_does_not_draw_multiplies_what_goes_beyond() {
    let mut kept = Kept::on(november(), date(2026, 11, 3));
    let terms = Terms { step_minutes: 15, ..Terms::default() };
    let charge = terms.charge(350, 200);
    let double = Work { effort: EffortId(1), charge, day: date(2026, 11, 3) };
    let news = kept.ledger.adjust(kept.today, EffortId(1), &[], Some(&double));
    kept.post(news);
    assert_eq!(kept.told()[1..], [(Kind::Use, -300, 0), (Kind::Overage, 120, 0)]);
}

#[test]
fn work_that_is_booked_late_takes_hours_of_its_day() {
    let mut kept = Kept::on(november(), date(2026, 11, 3));
    kept.today = date(2026, 12, 2);
    kept.settle();
    kept.book(1, Some(work(1, date(2026, 11, 30), 60)));
    assert_eq!(kept.told()[3..], [(Kind::Expiry, 60, 0), (Kind::Use, -60, 0)]);
    kept.book(1, None);
    assert_eq!(kept.told()[5..], [(Kind::Use, 60, 0), (Kind::Expiry, -60, 0)]);
    kept.check();
}

#[test]
fn work_across_the_end_of_a_cycle_is_split() {
    let mut kept = Kept::on(november(), date(2026, 11, 3));
    kept.today = date(2026, 12, 1);
    kept.settle();
    kept.book(1, Some(work(1, date(2026, 11, 30), 60)));
    kept.book(2, Some(work(2, date(2026, 12, 1), 30)));
    let used: Vec<_> = kept.told().into_iter().filter(|(kind, ..)| *kind == Kind::Use).collect();
    assert_eq!(used, [(Kind::Use, -60, 0), (Kind::Use, -30, 1)]);
    kept.check();
}

#[test]
fn pooled_hours_are_used_in_both_cycles_and_count_once() {
    let mut kept = Kept::on(november(), date(2026, 11, 20));
    assert!(kept.pool(0));
    assert_eq!(kept.told(), [(Kind::Grant, 300, 0), (Kind::Pooling, 300, 1)]);
    assert_eq!(kept.postings[1].expires, date(2026, 12, 31));
    kept.book(1, Some(work(1, date(2026, 11, 20), 400)));
    assert_eq!(kept.told()[2..], [(Kind::Use, -100, 1), (Kind::Use, -300, 0)], "the older ones first");
    kept.today = date(2026, 12, 15);
    kept.settle();
    assert_eq!((kept.ledger.balance(), kept.postings.len()), (200, 4), "December's hours came already");
    assert!(!kept.pool(1), "a cycle is pooled once");
    kept.today = date(2027, 1, 1);
    kept.settle();
    assert_eq!(kept.told()[4..], [(Kind::Expiry, -200, 1), (Kind::Grant, 300, 2)]);
    kept.check();
}

#[test]
fn an_agreement_pays_what_went_beyond_before_it() {
    let mut kept = Kept::on(november(), date(2026, 11, 20));
    kept.book(1, Some(work(1, date(2026, 11, 20), 360)));
    kept.pool(0);
    assert_eq!(kept.told()[3..], [(Kind::Pooling, 300, 1), (Kind::Use, -60, 1), (Kind::Overage, -60, 0)]);
    kept.check();
}

#[test]
fn agreements_that_cannot_be_made_are_refused() {
    use crate::package::pool::WrongPool;
    let cycles = Cycles { from: date(2026, 11, 1), to: Some(date(2027, 1, 31)) };
    let two = Terms { pool_cycles: 2, ..Terms::default() };
    let check = |first, count, others: &[Pool], terms: &Terms, today| {
        Pool { first, count }.check(others, &cycles, terms, today)
    };
    let today = date(2026, 11, 30);
    assert_eq!(check(0, 2, &[], &two, today), Ok(()));
    assert_eq!(check(0, 2, &[], &two, date(2026, 12, 1)), Err(WrongPool::Over));
    assert_eq!(check(0, 3, &[], &two, today), Err(WrongPool::NotAgreed));
    assert_eq!(check(0, 1, &[], &two, today), Err(WrongPool::NotAgreed));
    assert_eq!(check(0, 2, &[], &Terms::default(), today), Err(WrongPool::NotAgreed));
    assert_eq!(check(2, 2, &[], &two, today), Err(WrongPool::NoContract));
    assert_eq!(check(1, 2, &[Pool { first: 0, count: 2 }], &two, today), Err(WrongPool::Taken));
}

#[test]
fn a_contract_that_ends_takes_its_hours_along() {
    let mut kept = Kept::on(november(), date(2026, 11, 10));
    kept.pool(0);
    kept.ledger.cycles.to = Some(date(2026, 11, 15));
    kept.today = date(2026, 11, 16);
    kept.settle();
    assert_eq!((kept.ledger.balance(), kept.ledger.correct(kept.today, 60, 0, &[])), (0, None));
    kept.today = date(2027, 3, 1);
    kept.settle();
    assert_eq!(kept.told()[2..], [(Kind::Expiry, -300, 0), (Kind::Expiry, -300, 1)]);
}

#[test]
fn staff_never_take_more_than_is_left() {
    let mut kept = Kept::on(november(), date(2026, 11, 10));
    kept.book(1, Some(work(1, date(2026, 11, 10), 200)));
    assert_eq!(kept.ledger.correct(kept.today, -101, 0, &[]), None);
    let postings = kept.ledger.correct(kept.today, -100, 0, &[]).unwrap();
    kept.post(postings);
    kept.check();
}

#[test]
fn hours_that_were_added_by_mistake_are_taken_back_although_they_are_used() {
    let mut kept = Kept::on(november(), date(2026, 11, 10));
    for (effort, minutes) in [(1, 300), (2, 300), (3, 400)] {
        kept.book(effort, Some(work(effort, date(2026, 11, 10), minutes)));
    }
    let ten = kept.ledger.correct(kept.today, 600, 0, &[]).unwrap();
    kept.post(ten);
    kept.relieve();
    assert_eq!(kept.ledger.totals[&0], Totals { granted: 900, used: 900, expired: 0, overage: 100 });
    let last_first = |kept: &Kept| -> Vec<Paid> {
        let works = kept.works.values().rev();
        works.map(|work| Paid { work: work.clone(), drawn: kept.drawn(work.effort.0) }).collect()
    };
    let paid = last_first(&kept);
    assert_eq!(kept.ledger.correct(kept.today, -601, 600, &paid), None, "the plan's own hours stay");
    assert_eq!(kept.ledger.correct(kept.today, -540, 600, &paid[..1]), None, "what is billed stays paid");
    let before = kept.postings.len();
    let nine = kept.ledger.correct(kept.today, -540, 600, &paid).unwrap();
    kept.post(nine);
    let expected = [
        (Kind::Use, 300, 0),
        (Kind::Use, 240, 0),
        (Kind::Correction, -540, 0),
        (Kind::Overage, 300, 0),
        (Kind::Overage, 240, 0),
    ];
    assert_eq!(kept.told()[before..], expected);
    assert_eq!(kept.ledger.totals[&0], Totals { granted: 360, used: 360, expired: 0, overage: 640 });
    kept.check();
}

#[test]
fn the_forecast_tells_what_expires_when_or_when_nothing_is_left() {
    let mut kept = Kept::on(november(), date(2026, 11, 10));
    let outlook = |kept: &Kept| kept.ledger.forecast(kept.today).unwrap().outlook;
    assert_eq!(outlook(&kept), Outlook::Unused);
    let mut early = Kept::on(november(), date(2026, 11, 3));
    early.book(1, Some(work(1, date(2026, 11, 2), 120)));
    assert_eq!(outlook(&early), Outlook::Early, "three days are no pace");
    early.today = date(2026, 11, 4);
    assert!(matches!(outlook(&early), Outlook::RunsOut { .. }));
    kept.book(1, Some(work(1, date(2026, 11, 5), 60)));
    assert_eq!(outlook(&kept), Outlook::Lasts { left: 120 }, "an hour in ten days is three a month");
    kept.book(2, Some(work(2, date(2026, 11, 9), 90)));
    assert_eq!(outlook(&kept), Outlook::RunsOut { on: date(2026, 11, 20) });
    let passed = |kept: &Kept| kept.ledger.forecast(kept.today).unwrap().passed().collect::<Vec<_>>();
    assert!(passed(&kept).is_empty());
    kept.book(3, Some(work(3, date(2026, 11, 10), 90)));
    assert_eq!(passed(&kept), [80]);
    kept.book(4, Some(work(4, date(2026, 11, 10), 90)));
    assert_eq!((outlook(&kept), passed(&kept)), (Outlook::UsedUp, vec![80, 100]));
    let forecast = kept.ledger.forecast(kept.today).unwrap();
    assert_eq!((forecast.left(), forecast.overage, forecast.last), (0, 30, date(2026, 11, 30)));
}

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

#[test]
fn a_contract_that_goes_on_after_all_has_its_hours_back() {
    let mut kept = Kept::on(november(), date(2026, 11, 10));
    kept.ledger.pools.push(Pool { first: 0, count: 2 });
    kept.settle();
    kept.book(1, Some(work(1, date(2026, 11, 3), 60)));
    assert_eq!(kept.ledger.balance(), 540);
    kept.ledger.cycles.to = Some(date(2026, 11, 9));
    kept.settle();
    assert_eq!(kept.ledger.balance(), 0, "what is left of both months expires with the contract");
    kept.ledger.cycles.to = None;
    kept.settle();
    assert_eq!(kept.ledger.balance(), 540);
    kept.check();
    kept.today = date(2027, 1, 1);
    kept.settle();
    assert_eq!(kept.ledger.balance(), HOURS, "and they expire in the end, once");
    kept.check();
}
