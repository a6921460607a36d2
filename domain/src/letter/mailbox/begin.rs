//! Which mails of a mailbox are new, and when they came in.
use jiff::{SignedDuration, Timestamp};

/// What arrived no longer than this before a mailbox was connected counts as new: clocks of mail servers differ.
const LEEWAY: SignedDuration = SignedDuration::from_mins(10);

/// What becomes of mail by when it arrived: in a mailbox of years nobody waits for thousands of acknowledgements.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Taking {
    /// It is taken in, and answered where the rules say so.
    Answered,
    /// It is taken in, and nobody is told.
    Unanswered,
    /// It stays where it is.
    LeftAlone,
}

/// Since when a mailbox is read, and what becomes of older mails there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Begin {
    /// When it was connected; `None`: all of its mails are new.
    pub connected: Option<Timestamp>,
    /// Older mails are taken in too.
    pub takes_older: bool,
}

impl Begin {
    /// From when on mails are new.
    pub fn new_from(self) -> Option<Timestamp> {
        self.connected.map(|connected| connected - LEEWAY)
    }

    /// What becomes of an unseen mail that `arrived` then, by the mail server's word; where it says nothing the mail is new.
    pub fn taking(self, arrived: Option<Timestamp>) -> Taking {
        match (is_before(arrived, self.new_from()), self.takes_older) {
            (false, _) => Taking::Answered,
            (true, true) => Taking::Unanswered,
            (true, false) => Taking::LeftAlone,
        }
    }

    /// What becomes of a mail that somebody opened before the house read it. What was seen before the mailbox was connected
    /// is nobody's question any more, also where older mails are taken in; nor is what the mailbox held when it was `read`
    /// last, where that is all that is known of it.
    pub fn taking_opened(self, arrived: Option<Timestamp>, read: Option<Timestamp>) -> Taking {
        if is_before(arrived, self.connected) || is_before(arrived, read.map(|read| read - LEEWAY)) {
            Taking::LeftAlone
        } else {
            Taking::Answered
        }
    }

    /// When a mail came in that is found `now`: when it arrived, by the mail server's word. It was not there yet when the
    /// mailbox was `read` to its end last, and what lay there before it was connected came to the house no earlier.
    pub fn came_in(self, arrived: Option<Timestamp>, read: Option<Timestamp>, now: Timestamp) -> Timestamp {
        let arrived = arrived.unwrap_or(now);
        self.connected.max(read).map_or(arrived, |earliest| arrived.max(earliest)).min(now)
    }

    /// From when on mails are new where another account is named `now` for a mailbox that was `read` last then. Mostly a
    /// mistake is corrected, or a mailbox moved: what arrived since it was read last was taken in by nobody. `strange` is an
    /// account that has neither server nor user in common with the one that was read: what lies there is older.
    pub fn renamed(self, read: Option<Timestamp>, strange: bool, now: Timestamp) -> Option<Timestamp> {
        match read {
            Some(_) if strange => Some(now),
            read => self.connected.max(read),
        }
    }
}

fn is_before(arrived: Option<Timestamp>, bound: Option<Timestamp>) -> bool {
    arrived.zip(bound).is_some_and(|(arrived, bound)| arrived < bound)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(minute: i64) -> Timestamp {
        let connected: Timestamp = "2026-11-23T08:00:00Z".parse().unwrap();
        connected + SignedDuration::from_mins(minute)
    }

    fn begin(takes_older: bool) -> Begin {
        Begin { connected: Some(at(0)), takes_older }
    }

    #[test]
    fn what_lay_in_a_mailbox_before_is_never_answered_and_taken_in_only_where_asked_for() {
        for (begin, arrived, expected) in [
            (begin(false), Some(at(1)), Taking::Answered),
            (begin(false), Some(at(-10)), Taking::Answered),
            (begin(false), Some(at(-11)), Taking::LeftAlone),
            (begin(false), Some(at(-1_000_000)), Taking::LeftAlone),
            (begin(true), Some(at(-11)), Taking::Unanswered),
            (begin(true), Some(at(1)), Taking::Answered),
            (begin(false), None, Taking::Answered),
            (Begin::default(), Some(at(-1_000_000)), Taking::Answered),
        ] {
            assert_eq!(begin.taking(arrived), expected, "{begin:?} {arrived:?}");
        }
    }

    #[test]
    fn what_somebody_opened_first_is_taken_in_unless_it_was_there_before() {
        for (arrived, read, expected) in [
            (Some(at(1)), None, Taking::Answered),
            (Some(at(-1)), None, Taking::LeftAlone),
            (Some(at(60)), Some(at(100)), Taking::LeftAlone),
            (Some(at(95)), Some(at(100)), Taking::Answered),
            (None, Some(at(100)), Taking::Answered),
        ] {
            assert_eq!(begin(true).taking_opened(arrived, read), expected, "{arrived:?} {read:?}");
        }
    }

    #[test]
    fn a_mail_came_in_when_it_arrived_and_not_before_it_can_have_been_there() {
        for (arrived, read, expected) in [
            (Some(at(50)), None, at(50)),
            (Some(at(50)), Some(at(40)), at(50)),
            // Moved into the mailbox long after it was written.
            (Some(at(20)), Some(at(40)), at(40)),
            (Some(at(-20)), None, at(0)),
            (Some(at(120)), Some(at(40)), at(100)),
            (None, Some(at(40)), at(100)),
        ] {
            assert_eq!(begin(false).came_in(arrived, read, at(100)), expected, "{arrived:?} {read:?}");
        }
        assert_eq!(Begin::default().came_in(Some(at(-500)), None, at(0)), at(-500));
    }

    #[test]
    fn who_corrects_an_account_loses_no_mail_of_the_meantime() {
        for (read, strange, expected) in [
            (None, false, at(0)),
            (None, true, at(0)),
            (Some(at(60)), false, at(60)),
            (Some(at(-60)), false, at(0)),
            (Some(at(60)), true, at(100)),
        ] {
            assert_eq!(begin(false).renamed(read, strange, at(100)), Some(expected), "{read:?} {strange}");
        }
    }
}
