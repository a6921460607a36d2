//! The window in which a customer may object to a result (C4). It is not the acceptance (§ 640 BGB), which is a record of its own.
use crate::promise::timetable::{NeverOpen, Timetable};
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp, ToSpan as _};
use serde::{Deserialize, Serialize};

/// How long a customer may object.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Objection {
    /// How many days.
    pub days: u16,
    /// Which days count.
    #[serde(default, skip_serializing_if = "is_default")]
    pub unit: ObjectionUnit,
}

/// Which days of the window count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ObjectionUnit {
    /// All; where the last one is not open, the window ends on the next open day (as § 193 BGB does).
    #[default]
    CalendarDays,
    /// Open days of the calendar.
    BusinessDays,
}

#[allow(clippy::trivially_copy_pass_by_ref)] // serde asks for it
fn is_default(unit: &ObjectionUnit) -> bool {
    *unit == ObjectionUnit::default()
}

impl Objection {
    /// The last day of the window of what was done at a moment. The day itself does not count (§ 187 Abs. 1 BGB).
    pub fn last_day(self, table: &Timetable, done: Timestamp) -> Result<Date, NeverOpen> {
        let day = table.date(done);
        match self.unit {
            ObjectionUnit::BusinessDays => table.nth_open_day(day, self.days.max(1).into()),
            ObjectionUnit::CalendarDays => {
                let last = day.checked_add(i32::from(self.days).days()).map_err(|_| NeverOpen)?;
                if table.is_open_on(last) { Ok(last) } else { table.nth_open_day(last, 1) }
            }
        }
    }

    /// When the window is over: at the end of its last day, in the calendar's zone.
    pub fn ends(self, table: &Timetable, done: Timestamp) -> Result<Timestamp, NeverOpen> {
        let after = self.last_day(table, done)?.tomorrow().map_err(|_| NeverOpen)?;
        table.zone().to_timestamp(after.at(0, 0, 0, 0)).map_err(|_| NeverOpen)
    }
}

/// How much longer a ticket stays open where a mailbox cannot be read; after that what lies there opens a new one.
pub const LONGEST_WAIT: SignedDuration = SignedDuration::from_hours(24);

/// Whether what nobody objected to closes by `now`, whose window is over since `until`. `read` says of each mailbox how far it
/// was read last, if ever: an objection that came in time may still lie in one.
pub fn closes(until: Timestamp, now: Timestamp, read: &[Option<Timestamp>]) -> bool {
    let all_read = || read.iter().all(|read| read.is_some_and(|read| read >= until));
    until <= now && (now.duration_since(until) >= LONGEST_WAIT || all_read())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ticket_closes_once_every_mailbox_was_read_past_the_end_of_its_window_or_a_day_later() {
        let until = at("2026-12-22T00:00");
        let later = |minutes| until + SignedDuration::from_mins(minutes);
        for (now, read, expected) in [
            (later(-1), vec![], false),
            (later(0), vec![], true),
            (later(10), vec![Some(later(-5))], false),
            (later(10), vec![Some(later(0))], true),
            (later(10), vec![Some(later(5)), Some(later(-5))], false),
            (later(10), vec![None], false),
            (later(24 * 60 - 1), vec![None], false),
            (later(24 * 60), vec![None], true),
        ] {
            assert_eq!(closes(until, now, &read), expected, "{now} {read:?}");
        }
    }
    use crate::policy::Policy;
    use crate::policy::book::Book;
    use jiff::civil::date;

    fn at(text: &str) -> Timestamp {
        jiff::tz::TimeZone::get("Europe/Berlin").unwrap().to_timestamp(text.parse().unwrap()).unwrap()
    }

    /// The agency with the holidays of Schleswig-Holstein.
    fn last_day(days: u16, unit: ObjectionUnit, done: &str) -> Date {
        let mut policy: Policy = toml::from_str(include_str!("../../../presets/agency-plans.toml")).unwrap();
        policy.place = Some(crate::promise::place::Place::read("DE-SH").unwrap());
        let book = Book::new(policy).unwrap();
        let (_, table) = book.calendar(None).unwrap();
        Objection { days, unit }.last_day(table, at(done)).unwrap()
    }

    #[test]
    fn a_window_ends_on_an_open_day() {
        use ObjectionUnit::{BusinessDays, CalendarDays};
        for (days, unit, done, last) in [
            (10, CalendarDays, "2026-11-23T10:00", date(2026, 12, 3)),
            (10, CalendarDays, "2026-11-25T23:59", date(2026, 12, 7)), // the 5th is a Saturday
            (10, CalendarDays, "2026-12-15T09:00", date(2026, 12, 28)), // the 25th, the 26th, a Sunday
            (10, CalendarDays, "2026-12-22T09:00", date(2027, 1, 4)),  // New Year, a weekend
            (10, CalendarDays, "2027-03-21T12:00", date(2027, 3, 31)), // across the change of clocks
            (1, CalendarDays, "2026-11-27T09:00", date(2026, 11, 30)),
            (5, BusinessDays, "2026-11-27T09:00", date(2026, 12, 4)),
            (5, BusinessDays, "2026-12-23T16:00", date(2026, 12, 31)),
        ] {
            assert_eq!(last_day(days, unit, done), last, "{days} {unit:?} from {done}");
        }
    }

    #[test]
    fn it_is_over_when_its_last_day_is() {
        let policy: Policy = toml::from_str(include_str!("../../../presets/agency-plans.toml")).unwrap();
        let objection = policy.objection;
        let book = Book::new(policy).unwrap();
        let (_, table) = book.calendar(None).unwrap();
        let ends = objection.ends(table, at("2026-11-23T10:00")).unwrap();
        assert_eq!(ends, at("2026-12-04T00:00"), "ten days: all of Thursday, 3 December");
    }

    proptest::proptest! {
        #[test]
        fn a_later_end_of_work_never_ends_the_window_earlier(days in 1u16..60, minute in 0i64..600_000, more in 0i64..20_000) {
            let policy: Policy = toml::from_str(include_str!("../../../presets/shop-quick-tickets.toml")).unwrap();
            let book = Book::new(policy).unwrap();
            let (_, table) = book.calendar(None).unwrap();
            let objection = Objection { days, unit: ObjectionUnit::CalendarDays };
            let done = at("2026-01-01T00:00") + jiff::SignedDuration::from_mins(minute);
            let later = done + jiff::SignedDuration::from_mins(more);
            let end = objection.ends(table, done).unwrap();
            proptest::prop_assert!(end <= objection.ends(table, later).unwrap());
            proptest::prop_assert!(table.is_open_on(objection.last_day(table, done).unwrap()));
            proptest::prop_assert!(end.duration_since(done) >= jiff::SignedDuration::from_hours(i64::from(days) * 24 - 1));
        }
    }
}
