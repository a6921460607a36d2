//! Time that was corrected or taken back after a report told it (H1): the next report tells what it was there and what it is now. Its
//! sums stay its own month's; what was told once is never told otherwise.
use super::Title;
use crate::effort::Billing;
use crate::organisation::month::Month;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// Time of an earlier month that stood otherwise in that month's report, or in a later one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Corrected {
    /// On which ticket.
    pub ticket: Title,
    /// On which day it was done.
    pub day: Date,
    /// What was told.
    pub before: Amount,
    /// What is true; nothing where it was taken back, or is of another month by now.
    pub now: Amount,
}

/// Time as a report counts it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Amount {
    /// Minutes as they are booked.
    pub minutes: u32,
    /// What of them is not charged.
    pub free: u32,
}

/// Booked time as a report counts it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Time {
    /// On which day it was done.
    pub day: Date,
    /// How long, in minutes.
    pub minutes: u32,
    /// Whether it is charged.
    pub billing: Billing,
}

impl Amount {
    fn of(time: Time) -> Self {
        let free = if time.billing == Billing::Billable { 0 } else { time.minutes };
        Self { minutes: time.minutes, free }
    }
}

/// Booked time that stands otherwise than it was told.
#[derive(Clone, Debug)]
pub struct Changed {
    /// On which ticket.
    pub ticket: Title,
    /// What a report told last.
    pub told: Time,
    /// What is booked by now; `None` where it was taken back.
    pub now: Option<Time>,
}

/// What has to be told of changes, by day. Only days whose month is `frozen` were told of.
pub fn corrected(changes: Vec<Changed>, frozen: &dyn Fn(Month) -> bool) -> Vec<Corrected> {
    let mut told: Vec<Corrected> = changes.into_iter().flat_map(|change| of(change, frozen)).collect();
    told.sort_by_key(|one| one.day);
    told
}

/// Where the day went to another month, each of both tells its part.
fn of(change: Changed, frozen: &dyn Fn(Month) -> bool) -> Vec<Corrected> {
    let Changed { ticket, told, now } = change;
    let before = Amount::of(told);
    let parts = match now {
        Some(now) if Month::of(now.day) == Month::of(told.day) => vec![(told.day, before, Amount::of(now))],
        Some(now) => {
            vec![(told.day, before, Amount::default()), (now.day, Amount::default(), Amount::of(now))]
        }
        None => vec![(told.day, before, Amount::default())],
    };
    parts
        .into_iter()
        .filter(|(day, before, now)| before != now && frozen(Month::of(*day)))
        .map(|(day, before, now)| Corrected { ticket: ticket.clone(), day, before, now })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ticket::number::TicketNumber;
    use jiff::civil::date;

    /// What is told where October and November have reports.
    fn told(told: Time, now: Option<Time>) -> Vec<(String, (u32, u32), (u32, u32))> {
        let frozen = |month: Month| ["2026-10", "2026-11"].contains(&month.to_string().as_str());
        let amount = |amount: Amount| (amount.minutes, amount.free);
        let ticket = Title { number: TicketNumber(7), written: "#7".into(), title: "Logo".into() };
        let told = corrected(vec![Changed { ticket, told, now }], &frozen).into_iter();
        told.map(|one| (one.day.to_string(), amount(one.before), amount(one.now))).collect()
    }

    #[test]
    fn what_a_report_told_is_corrected_with_what_it_was_and_what_it_is() {
        use Billing::{Billable, Goodwill};
        let (day, october, december) = (date(2026, 11, 23), date(2026, 10, 5), date(2026, 12, 1));
        let time = |day: Date, minutes: u32, billing: Billing| Time { day, minutes, billing };
        let line = |day: Date, before: (u32, u32), now: (u32, u32)| (day.to_string(), before, now);
        let hour = time(day, 60, Billable);
        for (what, before, now, expected) in [
            ("minutes", hour, Some(time(day, 30, Billable)), vec![line(day, (60, 0), (30, 0))]),
            (
                "whether it is charged",
                hour,
                Some(time(day, 60, Goodwill)),
                vec![line(day, (60, 0), (60, 60))],
            ),
            ("what was taken back", time(day, 60, Goodwill), None, vec![line(day, (60, 60), (0, 0))]),
            (
                "what went to another month that was told",
                hour,
                Some(time(october, 60, Billable)),
                vec![line(october, (0, 0), (60, 0)), line(day, (60, 0), (0, 0))],
            ),
            (
                "what went to a month that is to come",
                hour,
                Some(time(december, 60, Billable)),
                vec![line(day, (60, 0), (0, 0))],
            ),
            (
                "what came back from one",
                time(december, 60, Billable),
                Some(hour),
                vec![line(day, (0, 0), (60, 0))],
            ),
            ("its day alone", hour, Some(time(date(2026, 11, 24), 60, Billable)), vec![]),
            ("a month that no report told of", time(december, 60, Billable), None, vec![]),
        ] {
            assert_eq!(told(before, now), expected, "{what}");
        }
    }
}
