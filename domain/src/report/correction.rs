//! Time that was corrected or taken back after its month's report was made (H1): the next report tells what it was there and what it
//! is now. Its sums stay its own month's; what was told once is never told otherwise.
use super::Title;
use crate::effort::{Billing, Effort};
use crate::id::EffortId;
use crate::organisation::month::Month;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

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

impl Amount {
    fn of(booked: &Effort) -> Self {
        let free = if booked.billing == Billing::Billable { 0 } else { booked.minutes };
        Self { minutes: booked.minutes, free }
    }
}

/// A change of booked time.
#[derive(Clone, Debug)]
pub struct Rebooking {
    /// Where it is kept.
    pub effort: EffortId,
    /// On which ticket.
    pub ticket: Title,
    /// What was booked before; `None` where it is new.
    pub from: Option<Effort>,
    /// What is booked since; `None` where it was taken back.
    pub to: Option<Effort>,
}

/// What has to be told of the changes since the last report, which come in their order, by day. Only days whose month is `frozen`
/// were told of; time that was booked since stands among what was booked late.
pub fn corrected(changes: Vec<Rebooking>, frozen: &dyn Fn(Month) -> bool) -> Vec<Corrected> {
    let mut since: BTreeMap<i64, Rebooking> = BTreeMap::new();
    for change in changes {
        match since.get_mut(&change.effort.0) {
            Some(known) => known.to = change.to,
            None => {
                since.insert(change.effort.0, change);
            }
        }
    }
    let mut told: Vec<Corrected> = since.into_values().flat_map(|change| of(change, frozen)).collect();
    told.sort_by_key(|one| one.day);
    told
}

/// Where the day went to another month, each of both tells its part.
fn of(change: Rebooking, frozen: &dyn Fn(Month) -> bool) -> Vec<Corrected> {
    let Rebooking { ticket, from: Some(from), to, .. } = change else { return Vec::new() };
    let before = Amount::of(&from);
    let parts = match to {
        Some(to) if Month::of(to.day) == Month::of(from.day) => vec![(from.day, before, Amount::of(&to))],
        Some(to) => {
            vec![(from.day, before, Amount::default()), (to.day, Amount::default(), Amount::of(&to))]
        }
        None => vec![(from.day, before, Amount::default())],
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

    fn booked(day: Date, minutes: u32, billing: Billing) -> Effort {
        Effort { day, minutes, activity: "bug_fixing".into(), note: String::new(), billing }
    }

    fn change(effort: i64, from: Option<Effort>, to: Option<Effort>) -> Rebooking {
        let ticket = Title { number: TicketNumber(7), written: "#7".into(), title: "Logo".into() };
        Rebooking { effort: EffortId(effort), ticket, from, to }
    }

    /// What is told where October and November have reports.
    fn told(changes: Vec<Rebooking>) -> Vec<(String, (u32, u32), (u32, u32))> {
        let frozen = |month: Month| ["2026-10", "2026-11"].contains(&month.to_string().as_str());
        let amount = |amount: Amount| (amount.minutes, amount.free);
        let told = corrected(changes, &frozen).into_iter();
        told.map(|one| (one.day.to_string(), amount(one.before), amount(one.now))).collect()
    }

    #[test]
    fn what_a_report_told_is_corrected_with_what_it_was_and_what_it_is() {
        use Billing::{Billable, Goodwill};
        let (day, october) = (date(2026, 11, 23), date(2026, 10, 5));
        let line = |day: Date, before: (u32, u32), now: (u32, u32)| (day.to_string(), before, now);
        for (what, changes, expected) in [
            (
                "minutes, over several corrections",
                vec![
                    change(1, Some(booked(day, 60, Billable)), Some(booked(day, 50, Billable))),
                    change(1, Some(booked(day, 50, Billable)), Some(booked(day, 30, Billable))),
                ],
                vec![line(day, (60, 0), (30, 0))],
            ),
            (
                "whether it is charged",
                vec![change(1, Some(booked(day, 60, Billable)), Some(booked(day, 60, Goodwill)))],
                vec![line(day, (60, 0), (60, 60))],
            ),
            (
                "what was taken back",
                vec![change(1, Some(booked(day, 60, Goodwill)), None)],
                vec![line(day, (60, 60), (0, 0))],
            ),
            (
                "what went to another month that was told",
                vec![change(1, Some(booked(day, 60, Billable)), Some(booked(october, 60, Billable)))],
                vec![line(october, (0, 0), (60, 0)), line(day, (60, 0), (0, 0))],
            ),
            (
                "what went to a month that is to come",
                vec![change(
                    1,
                    Some(booked(day, 60, Billable)),
                    Some(booked(date(2026, 12, 1), 60, Billable)),
                )],
                vec![line(day, (60, 0), (0, 0))],
            ),
            (
                "what was changed back, or in its words or its day alone",
                vec![
                    change(1, Some(booked(day, 60, Billable)), Some(booked(day, 50, Billable))),
                    change(
                        1,
                        Some(booked(day, 50, Billable)),
                        Some(booked(date(2026, 11, 24), 60, Billable)),
                    ),
                ],
                vec![],
            ),
            (
                "what was booked since",
                vec![
                    change(1, None, Some(booked(day, 60, Billable))),
                    change(1, Some(booked(day, 60, Billable)), Some(booked(day, 50, Billable))),
                ],
                vec![],
            ),
            (
                "a month that no report told of",
                vec![change(1, Some(booked(date(2026, 12, 1), 60, Billable)), None)],
                vec![],
            ),
        ] {
            assert_eq!(told(changes), expected, "{what}");
        }
    }
}
