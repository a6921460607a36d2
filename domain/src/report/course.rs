//! The states that a ticket went through.
use crate::ticket::Stage;

/// When a ticket came in, and to which states it went; times in milliseconds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Course {
    /// When it came in.
    pub opened: i64,
    /// When it went to which state, in order.
    pub moves: Vec<(i64, Stage)>,
}

impl Course {
    /// Its state just before a time, and since when; `None` where it had not come in.
    pub fn stage_before(&self, time: i64) -> Option<(Stage, i64)> {
        if self.opened >= time {
            return None;
        }
        let last = self.moves.iter().rev().find(|(at, _)| *at < time);
        Some(last.map_or((Stage::Received, self.opened), |(at, stage)| (*stage, *at)))
    }

    /// Whether it was done between two times, and not opened again in between.
    pub fn was_done(&self, from: i64, to: i64) -> bool {
        let open_before = self.stage_before(from).is_none_or(|(stage, _)| stage.is_open());
        let inside = || self.moves.iter().filter(|(at, _)| (from..to).contains(at));
        let was_open = open_before || inside().any(|(_, stage)| stage.is_open());
        was_open && inside().next_back().is_some_and(|(_, stage)| !stage.is_open())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ticket_is_done_in_the_month_in_which_it_stays_done() {
        let course = Course {
            opened: 5,
            moves: vec![
                (12, Stage::InProgress),
                (15, Stage::Done),
                (18, Stage::InTriage),
                (25, Stage::Done),
                (33, Stage::Closed),
            ],
        };
        let done: Vec<bool> =
            [(0, 10), (10, 20), (20, 30), (30, 40)].map(|(from, to)| course.was_done(from, to)).into();
        assert_eq!(done, [false, false, true, false], "closing is no second time");
        for (time, stage) in [
            (5, None),
            (6, Some((Stage::Received, 5))),
            (16, Some((Stage::Done, 15))),
            (20, Some((Stage::InTriage, 18))),
            (99, Some((Stage::Closed, 33))),
        ] {
            assert_eq!(course.stage_before(time), stage, "{time}");
        }
        let at_once = Course { opened: 11, moves: vec![(12, Stage::Done)] };
        assert!(at_once.was_done(10, 20) && !at_once.was_done(0, 10));
    }
}
