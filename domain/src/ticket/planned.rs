//! The day for which a ticket is planned (C10), as it stands to today.
use crate::ticket::Stage;
use jiff::civil::Date;

/// How a planned day stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PlannedDay {
    /// It is today or to come.
    Ahead,
    /// It is over, and what was planned is not there.
    Missed,
    /// It is over, and what was planned is done, or lies with the customer to be tested.
    Over,
}

impl PlannedDay {
    /// That of a ticket in a state.
    pub fn of(day: Date, stage: Stage, today: Date) -> Self {
        if day >= today {
            Self::Ahead
        } else if stage.is_open() && stage != Stage::ReadyForAcceptance {
            Self::Missed
        } else {
            Self::Over
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_planned_day_is_missed_from_the_day_after_while_the_work_is_not_there() {
        let (eve, day, after) = (date(2026, 11, 11), date(2026, 11, 12), date(2026, 11, 13));
        for today in [eve, day] {
            assert_eq!(PlannedDay::of(day, Stage::InProgress, today), PlannedDay::Ahead);
        }
        for stage in Stage::ALL {
            let there =
                matches!(stage, Stage::ReadyForAcceptance | Stage::Done | Stage::Closed | Stage::Billed);
            let expected = if there { PlannedDay::Over } else { PlannedDay::Missed };
            assert_eq!(PlannedDay::of(day, stage, after), expected, "{stage:?}");
        }
    }
}
