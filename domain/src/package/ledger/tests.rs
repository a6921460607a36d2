mod agreed;
mod property;

use super::*;
use crate::package::forecast::Outlook;
use crate::package::terms::{Charge, Terms};
use jiff::civil::date;

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
