//! Cycles of a contract: months from its first day on.
use jiff::ToSpan as _;
use jiff::civil::Date;

/// The cycles of a contract, counted from 0. One that began on the 31st has cycles that begin on the last day of shorter months;
/// all are reckoned from the first day, so that none drifts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cycles {
    /// The contract's first day.
    pub from: Date,
    /// Its last day; `None` for no end.
    pub to: Option<Date>,
}

/// Days from the first to the last, both within.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    /// The first.
    pub first: Date,
    /// The last.
    pub last: Date,
}

impl Window {
    /// Whether a day lies within.
    pub fn holds(&self, day: Date) -> bool {
        self.first <= day && day <= self.last
    }

    /// How many days it has.
    pub fn days(&self) -> i64 {
        days_between(self.first, self.last) + 1
    }
}

/// Days from one to another.
pub fn days_between(from: Date, to: Date) -> i64 {
    let day = |day: Date| {
        day.to_datetime(jiff::civil::Time::midnight())
            .duration_since(Date::ZERO.to_datetime(jiff::civil::Time::midnight()))
            .as_hours()
            / 24
    };
    day(to) - day(from)
}

impl Cycles {
    /// The days of a cycle; a contract that ends within it ends it. `None` where the contract ended before.
    pub fn window(&self, cycle: u32) -> Option<Window> {
        let first = self.start(cycle)?;
        let last = self.start(cycle + 1)?.yesterday().ok()?;
        let last = self.to.map_or(last, |to| to.min(last));
        (first <= last).then_some(Window { first, last })
    }

    /// The cycle in which a day lies; `None` where the contract is not in force.
    pub fn of(&self, day: Date) -> Option<u32> {
        if day < self.from || self.to.is_some_and(|to| day > to) {
            return None;
        }
        let months = |day: Date| i32::from(day.year()) * 12 + i32::from(day.month());
        let upper = u32::try_from(months(day) - months(self.from)).ok()?;
        // The month may have begun while the cycle of the month before still runs.
        if self.start(upper)? <= day { Some(upper) } else { upper.checked_sub(1) }
    }

    /// The last cycle that has begun on a day; `None` before the contract.
    pub fn begun(&self, day: Date) -> Option<u32> {
        self.of(self.to.map_or(day, |to| to.min(day)))
    }

    fn start(&self, cycle: u32) -> Option<Date> {
        self.from.checked_add(i64::from(cycle).months()).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    #[test]
    fn cycles_begin_on_the_contracts_day_also_in_short_months() {
        let cycles = Cycles { from: date(2026, 1, 31), to: None };
        let days: Vec<_> = (0..4).map(|n| cycles.window(n).unwrap()).map(|w| (w.first, w.last)).collect();
        let expected = [
            (date(2026, 1, 31), date(2026, 2, 27)),
            (date(2026, 2, 28), date(2026, 3, 30)),
            (date(2026, 3, 31), date(2026, 4, 29)),
            (date(2026, 4, 30), date(2026, 5, 30)),
        ];
        assert_eq!(days, expected);
        assert_eq!(cycles.of(date(2026, 1, 30)), None);
    }

    #[test]
    fn a_contract_that_ends_within_a_cycle_ends_it() {
        let cycles = Cycles { from: date(2026, 11, 1), to: Some(date(2026, 12, 10)) };
        assert_eq!(cycles.window(1).unwrap().last, date(2026, 12, 10));
        assert_eq!((cycles.window(2), cycles.of(date(2026, 12, 11))), (None, None));
        assert_eq!(cycles.begun(date(2027, 5, 1)), Some(1));
        let never = Cycles { from: date(2026, 11, 2), to: Some(date(2026, 11, 1)) };
        assert_eq!((never.window(0), never.begun(date(2026, 11, 5))), (None, None), "it never was in force");
    }

    proptest! {
        #[test]
        fn every_day_of_a_contract_lies_in_one_cycle(first in 1i8..=31, month in 1i8..=12, after in 0i32..1200) {
            let Ok(from) = Date::new(2024, month, first) else { return Ok(()) };
            let cycles = Cycles { from, to: None };
            let day = from.checked_add(after.days()).unwrap();
            let cycle = cycles.of(day).unwrap();
            prop_assert!(cycles.window(cycle).unwrap().holds(day));
            let next = cycles.window(cycle + 1).unwrap();
            prop_assert_eq!(next.first, cycles.window(cycle).unwrap().last.tomorrow().unwrap());
            prop_assert_eq!(days_between(from, day), i64::from(after));
        }
    }
}
