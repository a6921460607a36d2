//! One metric, counted through a ticket's history.
use super::{Event, Happened, Passed, Promise, Standing};
use crate::policy::book::{Book, Term};
use crate::promise::due::{Pause, due};
use crate::promise::target::{Key, Metric};
use crate::promise::timetable::NeverOpen;
use crate::ticket::workflow::Clock;
use jiff::Timestamp;

/// One metric on its way through a history.
pub struct Round<'a> {
    book: &'a Book,
    metric: Metric,
    key: Key,
    clock: Clock,
    /// Staff have replied at least once.
    replied: bool,
    start: Option<Timestamp>,
    ended: Option<End>,
    pauses: Vec<Pause>,
    missed: Vec<Timestamp>,
    /// How many due times were missed before this round.
    missed_before: usize,
    passed: Vec<Passed>,
}

#[derive(Clone, Copy)]
enum End {
    Fulfilled(Timestamp),
    Over(Timestamp),
}

impl<'a> Round<'a> {
    /// Before anything happened to a ticket that came in at `received`.
    pub fn new(book: &'a Book, metric: Metric, received: Timestamp, key: Key) -> Self {
        let start = (metric != Metric::NextReaction).then_some(received);
        Self {
            book,
            metric,
            key,
            clock: Clock::Runs,
            replied: false,
            start,
            ended: None,
            pauses: Vec::new(),
            missed: Vec::new(),
            missed_before: 0,
            passed: Vec::new(),
        }
    }

    /// What is promised after all of it happened; nothing where nothing is.
    pub fn through(mut self, events: &[Event]) -> Result<Option<Promise>, NeverOpen> {
        for event in events {
            self.step(event)?;
        }
        self.promise()
    }

    fn step(&mut self, event: &Event) -> Result<(), NeverOpen> {
        let at = event.at;
        match &event.what {
            Happened::Classified(key) => {
                self.note(at)?;
                self.key = key.clone();
            }
            Happened::Clock(clock) => self.turn(*clock, at)?,
            Happened::StaffReplied => {
                match self.metric {
                    Metric::FirstReaction | Metric::NextReaction => self.end(End::Fulfilled(at))?,
                    Metric::PeriodicUpdate if self.runs() => {
                        self.end(End::Fulfilled(at))?;
                        self.again(at)?;
                    }
                    Metric::PeriodicUpdate | Metric::Workaround | Metric::Processing => {}
                }
                self.replied = true;
            }
            Happened::CustomerWrote => {
                let waits = self.metric == Metric::NextReaction && self.replied && self.clock != Clock::Stops;
                if waits && !self.runs() {
                    self.again(at)?;
                }
            }
            Happened::WorkedAround if self.metric == Metric::Workaround => self.end(End::Fulfilled(at))?,
            Happened::WorkedAround => {}
        }
        Ok(())
    }

    /// The processing clock begins to run, to pause or to stop.
    fn turn(&mut self, clock: Clock, at: Timestamp) -> Result<(), NeverOpen> {
        let before = std::mem::replace(&mut self.clock, clock);
        if clock == Clock::Stops && before != Clock::Stops {
            let done = matches!(self.metric, Metric::Processing);
            self.end(if done { End::Fulfilled(at) } else { End::Over(at) })?;
        }
        if self.metric.pauses() {
            match (before, clock) {
                (Clock::Runs, Clock::Pauses | Clock::Stops) => self.pauses.push(Pause { from: at, to: None }),
                (Clock::Pauses | Clock::Stops, Clock::Runs) => {
                    if let Some(pause) = self.pauses.last_mut() {
                        pause.to.get_or_insert(at);
                    }
                }
                _ => {}
            }
        }
        if before == Clock::Stops && clock != Clock::Stops {
            self.reopen(at)?;
        }
        Ok(())
    }

    /// A reopened ticket continues its processing clock; the time in between does not count.
    fn reopen(&mut self, at: Timestamp) -> Result<(), NeverOpen> {
        match (self.metric, self.ended) {
            (Metric::Processing, Some(_))
            | (Metric::FirstReaction | Metric::Workaround, Some(End::Over(_))) => {
                self.ended = None;
            }
            (Metric::PeriodicUpdate, Some(_)) => self.again(at)?,
            _ => {}
        }
        Ok(())
    }

    /// Begins a new round; of the one before it stays what became of it.
    fn again(&mut self, at: Timestamp) -> Result<(), NeverOpen> {
        self.passed.extend(self.over()?);
        self.missed_before = self.missed.len();
        self.start = Some(at);
        self.ended = None;
        self.pauses.clear();
        if self.metric.pauses() && self.clock != Clock::Runs {
            self.pauses.push(Pause { from: at, to: None });
        }
        Ok(())
    }

    /// What became of the round that ended; nothing where the ticket was over before it was due.
    fn over(&self) -> Result<Option<Passed>, NeverOpen> {
        let (Some(end), Some((_, due))) = (self.ended, self.due()?) else { return Ok(None) };
        let missed = self.missed.get(self.missed_before).copied();
        let due = missed.unwrap_or(due);
        let standing = match end {
            End::Fulfilled(at) if at <= due => Standing::Kept { at },
            End::Fulfilled(at) => Standing::Late { at },
            End::Over(at) => Standing::Dropped { at },
        };
        let counts = missed.is_some() || matches!(end, End::Fulfilled(_));
        Ok(counts.then_some(Passed { due, standing }))
    }

    fn end(&mut self, end: End) -> Result<(), NeverOpen> {
        if self.runs() {
            let (End::Fulfilled(at) | End::Over(at)) = end;
            self.note(at)?;
            self.ended = Some(end);
        }
        Ok(())
    }

    const fn runs(&self) -> bool {
        self.start.is_some() && self.ended.is_none()
    }

    /// Writes down that the promise was missed by `at`, once.
    fn note(&mut self, at: Timestamp) -> Result<(), NeverOpen> {
        if self.runs()
            && let Some((_, due)) = self.due()?
            && due < at
            && !self.missed.contains(&due)
        {
            self.missed.push(due);
        }
        Ok(())
    }

    fn due(&self) -> Result<Option<(Term<'a>, Timestamp)>, NeverOpen> {
        let (Some(start), Some(term)) = (self.start, self.book.term(self.metric, &self.key)) else {
            return Ok(None);
        };
        let Some(rule) = term.rule else { return Ok(None) };
        Ok(Some((term, due(term.table, rule, start, &self.pauses)?)))
    }

    fn promise(self) -> Result<Option<Promise>, NeverOpen> {
        let Some((term, due)) = self.due()? else { return Ok(None) };
        let (Some(start), Some(rule)) = (self.start, term.rule) else { return Ok(None) };
        let since = self.pauses.last().filter(|pause| pause.to.is_none()).map(|pause| pause.from);
        let standing = match (self.ended, since) {
            (Some(End::Fulfilled(at)), _) if at <= due => Standing::Kept { at },
            (Some(End::Fulfilled(at)), _) => Standing::Late { at },
            (Some(End::Over(at)), _) => Standing::Dropped { at },
            // A promise that was missed before the clock stood still stays missed.
            (None, Some(since)) if since <= due => Standing::Paused { since },
            (None, _) => Standing::Running,
        };
        let Self { metric, pauses, missed, passed, .. } = self;
        Ok(Some(Promise {
            metric,
            rule,
            calendar: term.calendar.to_owned(),
            start,
            pauses,
            due,
            standing,
            missed,
            passed,
        }))
    }
}
