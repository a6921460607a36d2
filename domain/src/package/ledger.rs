//! The ledger of a contract's hours. It is never changed but by postings, and every function here answers postings: who keeps
//! the ledger writes them down while nobody else writes to the same contract.
use crate::id::EffortId;
use crate::package::cycle::{Cycles, Window};
use crate::package::pool::Pool;
use crate::package::work::{Paid, Work};
use crate::package::{Kind, Posting, Totals};
use jiff::civil::Date;
use std::collections::BTreeMap;

/// A contract's hours: per cycle what its postings add up to. A cycle is known once its hours were granted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ledger {
    /// The contract's cycles.
    pub cycles: Cycles,
    /// What is agreed about using hours of several cycles as one.
    pub pools: Vec<Pool>,
    /// What was posted, by cycle.
    pub totals: BTreeMap<u32, Totals>,
}

impl Ledger {
    /// A ledger without postings.
    pub const fn new(cycles: Cycles) -> Self {
        Self { cycles, pools: Vec::new(), totals: BTreeMap::new() }
    }

    /// Writes postings down. In which order does not matter.
    pub fn post(&mut self, postings: &[Posting]) {
        for posting in postings {
            self.totals.entry(posting.cycle).or_default().add(posting);
        }
    }

    /// Minutes that are left; the sum of how all postings change it.
    pub fn balance(&self) -> i64 {
        self.totals.values().map(Totals::left).sum()
    }

    /// The days on which a cycle's hours may be used: its own, or those of the agreement that it is part of. `None` where the
    /// contract ended before.
    pub fn window(&self, cycle: u32) -> Option<Window> {
        match self.pools.iter().find(|pool| pool.holds(cycle)) {
            Some(pool) => pool.window(&self.cycles),
            None => self.cycles.window(cycle),
        }
    }

    /// What is due by a day: hours of cycles that have begun, and the expiry of those that are over, or its end where a contract
    /// goes on that had ended. Once it is posted nothing is due any more. After days on which nobody looked all cycles between are
    /// made up for, each in its turn: what is left expires before new hours come. `minutes` says how many come for each cycle that
    /// is [ungranted](Self::ungranted).
    pub fn due(&self, today: Date, minutes: &BTreeMap<u32, i64>) -> Vec<Posting> {
        let grants = self.grants(today, minutes);
        let mut due = self.resumed(today);
        let mut next = self.clone();
        next.post(&due);
        let over = next.expiries(today);
        next.post(&over);
        due.extend(over);
        for grant in grants {
            next.post(&[grant]);
            let over = next.expiries(today);
            next.post(&over);
            due.push(grant);
            due.extend(over);
        }
        due
    }

    /// Hours that expired when their contract ended come back where it goes on after all.
    fn resumed(&self, today: Date) -> Vec<Posting> {
        self.totals
            .iter()
            .filter(|(cycle, totals)| totals.expired != 0 && !self.is_over(**cycle, today))
            .map(|(cycle, totals)| self.posting(Kind::Expiry, *cycle, totals.expired, None))
            .collect()
    }

    /// Cycles that have begun by a day, or are pooled with one that has, whose hours have not come. A ledger begins with the cycle
    /// in which it is first looked at.
    pub fn ungranted(&self, today: Date) -> Vec<u32> {
        let Some(current) = self.cycles.begun(today) else { return Vec::new() };
        let over = self.cycles.of(today).is_none();
        let first = match self.totals.keys().next() {
            Some(first) => *first,
            None if over => return Vec::new(),
            None => current,
        };
        // Of a pool that has begun the hours of all its cycles come at once, and those of none comes again.
        let reach =
            self.pools.iter().filter(|pool| pool.holds(current)).map(Pool::last).max().unwrap_or(current);
        (first..=reach)
            .filter(|cycle| !self.totals.contains_key(cycle) && self.cycles.window(*cycle).is_some())
            .collect()
    }

    fn grants(&self, today: Date, minutes: &BTreeMap<u32, i64>) -> Vec<Posting> {
        let grant = |cycle: u32| {
            let minutes = *minutes.get(&cycle).filter(|minutes| **minutes > 0)?;
            let later = self.pools.iter().any(|pool| pool.holds(cycle) && pool.first < cycle);
            Some(self.posting(if later { Kind::Pooling } else { Kind::Grant }, cycle, minutes, None))
        };
        self.ungranted(today).into_iter().filter_map(grant).collect()
    }

    /// Brings what expired in line with what is left in cycles that are over; also the other way, where work was booked late.
    fn expiries(&self, today: Date) -> Vec<Posting> {
        self.totals
            .iter()
            .filter(|(cycle, totals)| totals.left() != 0 && self.is_over(**cycle, today))
            .map(|(cycle, totals)| self.posting(Kind::Expiry, *cycle, -totals.left(), None))
            .collect()
    }

    fn is_over(&self, cycle: u32, today: Date) -> bool {
        self.window(cycle).is_none_or(|window| window.last < today)
    }

    /// What has to be posted so that work that drew `drawn` so far draws what it should: nothing where it does already, the
    /// difference where it was corrected, all of it back where it is `None`. Hours that expire first are drawn first; what no
    /// hours are left for is overage. Work that is booked late takes from hours of its day, also where they expired since.
    /// Call it when nothing is [due](Self::due).
    pub fn adjust(
        &self,
        today: Date,
        effort: EffortId,
        drawn: &[Posting],
        work: Option<&Work>,
    ) -> Vec<Posting> {
        let mut without = self.clone();
        let mut sums: BTreeMap<(Kind, u32), i64> = BTreeMap::new();
        for posting in drawn {
            without.post(&[Posting { minutes: -posting.minutes, ..*posting }]);
            *sums.entry((posting.kind, posting.cycle)).or_default() -= posting.minutes;
        }
        for posting in work.map(|work| without.draw(work)).unwrap_or_default() {
            *sums.entry((posting.kind, posting.cycle)).or_default() += posting.minutes;
        }
        let posting = |((kind, cycle), minutes)| self.posting(kind, cycle, minutes, Some(effort));
        let mut news: Vec<Posting> =
            sums.into_iter().filter(|(_, minutes)| *minutes != 0).map(posting).collect();
        let mut next = self.clone();
        next.post(&news);
        news.extend(next.expiries(today));
        in_order(&mut news);
        news
    }

    /// Pays work.
    fn draw(&self, work: &Work) -> Vec<Posting> {
        // Work from before the ledger began is not its business.
        let begun = self.totals.keys().next();
        let Some(cycle) = self.cycles.of(work.day).filter(|cycle| begun.is_some_and(|begun| begun <= cycle))
        else {
            return Vec::new();
        };
        let mut left = work.charge.minutes;
        let mut drawn = Vec::new();
        for (lot, free) in self.free_on(work.day) {
            let taken = free.min(left);
            if taken > 0 {
                drawn.push(self.posting(Kind::Use, lot, -taken, Some(work.effort)));
                left -= taken;
            }
        }
        if left > 0 {
            let beyond = work.charge.beyond(left);
            drawn.push(self.posting(Kind::Overage, cycle, beyond, Some(work.effort)));
        }
        drawn
    }

    /// Hours that work of a day may draw, by cycle, those that expire first first. What expired since counts: work of a day takes
    /// the hours of that day, whenever it is booked.
    fn free_on(&self, day: Date) -> Vec<(u32, i64)> {
        let mut lots: Vec<_> = self
            .totals
            .iter()
            .filter_map(|(cycle, totals)| {
                let window = self.window(*cycle).filter(|window| window.holds(day))?;
                Some((window.last, *cycle, totals.granted - totals.used))
            })
            .collect();
        lots.sort_unstable();
        lots.into_iter().map(|(_, cycle, free)| (cycle, free)).collect()
    }

    /// Whether hours came free that work beyond the package could have been paid with.
    pub fn relieves(&self) -> bool {
        let beyond = self.totals.iter().filter(|(_, totals)| totals.overage > 0);
        beyond
            .filter_map(|(cycle, _)| self.cycles.window(*cycle))
            .any(|window| self.free_on(window.first).iter().any(|(_, free)| *free > 0))
    }

    /// Pays work that went beyond with hours that came free, in the order given: nobody is billed for what the package holds.
    pub fn relieve(&self, today: Date, beyond: &[Paid]) -> Vec<Posting> {
        let mut next = self.clone();
        let mut news = Vec::new();
        for paid in beyond {
            let postings = next.adjust(today, paid.work.effort, &paid.drawn, Some(&paid.work));
            next.post(&postings);
            news.extend(postings);
        }
        news
    }

    /// Hours that staff add to the running cycle, or take from it; `None` where no cycle runs, or less is left. What corrections
    /// of this cycle `added` is taken back also where it is used: the work that it `paid`, the last first, goes beyond again.
    pub fn correct(&self, today: Date, minutes: i64, added: i64, paid: &[Paid]) -> Option<Vec<Posting>> {
        let cycle = self.cycles.of(today)?;
        let left = self.totals.get(&cycle)?.left();
        if left.max(added) + minutes < 0 {
            return None;
        }
        let mut news = vec![self.posting(Kind::Correction, cycle, minutes, None)];
        let mut next = self.clone();
        next.post(&news);
        let overdrawn = |ledger: &Self| ledger.totals.get(&cycle).is_some_and(|totals| totals.left() < 0);
        for paid in paid {
            if !overdrawn(&next) {
                break;
            }
            let postings = next.adjust(today, paid.work.effort, &paid.drawn, Some(&paid.work));
            next.post(&postings);
            news.extend(postings);
        }
        in_order(&mut news);
        (!overdrawn(&next)).then_some(news)
    }

    /// A posting of a cycle, with the last day of its hours.
    fn posting(&self, kind: Kind, cycle: u32, minutes: i64, effort: Option<EffortId>) -> Posting {
        let ended = self.cycles.to.unwrap_or(self.cycles.from);
        let expires = self.window(cycle).map_or(ended, |window| window.last);
        Posting { kind, minutes, cycle, expires, effort }
    }
}

/// What comes stands before what goes, so that no line of a statement shows less than nothing.
fn in_order(news: &mut [Posting]) {
    news.sort_by_key(|posting| (posting.kind == Kind::Overage, -posting.minutes));
}

#[cfg(test)]
mod tests;
