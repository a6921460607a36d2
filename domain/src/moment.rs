//! Instants as people read them.
//!
//! The server knows the company's time zone and its rules; the browser must not load them. So a moment crosses the
//! wire as its instant together with the offset that holds there and then, and both sides print the same words.
use crate::lang::Lang;
use jiff::{Timestamp, civil, tz::Offset};
use serde::{Deserialize, Serialize};

/// An instant with the offset of the company's zone at that instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Moment {
    /// Milliseconds since 1970-01-01T00:00:00Z.
    pub at: i64,
    /// Seconds east of UTC.
    pub offset: i32,
}

const MONTHS_DE: [&str; 12] =
    ["Jan.", "Feb.", "März", "Apr.", "Mai", "Juni", "Juli", "Aug.", "Sept.", "Okt.", "Nov.", "Dez."];
const MONTHS_EN: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

impl Moment {
    /// The moment of `at` in a zone that is `offset` seconds east of UTC there.
    pub fn new(at: Timestamp, offset: i32) -> Self {
        Self { at: at.as_millisecond(), offset }
    }

    /// The instant. Times outside jiff's range (years −9999 to 9999) become its end.
    pub fn timestamp(self) -> Timestamp {
        Timestamp::from_millisecond(self.at).unwrap_or(Timestamp::MAX)
    }

    /// Date and time on the wall.
    pub fn civil(self) -> civil::DateTime {
        Offset::from_seconds(self.offset).unwrap_or(Offset::UTC).to_datetime(self.timestamp())
    }

    /// `09:31`
    pub fn clock(self) -> String {
        let time = self.civil();
        format!("{:02}:{:02}", time.hour(), time.minute())
    }

    /// `14.11.2026` or `14 Nov 2026`
    pub fn date(self, lang: Lang) -> String {
        date(self.civil().date(), lang)
    }

    /// `14.11.2026, 09:31 Uhr` or `14 Nov 2026, 09:31`
    pub fn full(self, lang: Lang) -> String {
        match lang {
            Lang::De => format!("{}, {} Uhr", self.date(lang), self.clock()),
            Lang::En => format!("{}, {}", self.date(lang), self.clock()),
        }
    }

    /// As a person would tell it at `now`: `heute, 09:31`, `gestern, 16:02`, `12. Nov., 08:15`, `14.11.2025`.
    pub fn told(self, now: Self, lang: Lang) -> String {
        let (day, today) = (self.civil().date(), now.civil().date());
        let clock = self.clock();
        let days = i32::from(today.year() == day.year())
            * (i32::from(today.day_of_year()) - i32::from(day.day_of_year()));
        match (
            day == today,
            today.yesterday().is_ok_and(|d| d == day),
            today.tomorrow().is_ok_and(|d| d == day),
            lang,
        ) {
            (true, _, _, Lang::De) => format!("heute, {clock}"),
            (true, _, _, Lang::En) => format!("today, {clock}"),
            (_, true, _, Lang::De) => format!("gestern, {clock}"),
            (_, true, _, Lang::En) => format!("yesterday, {clock}"),
            (_, _, true, Lang::De) => format!("morgen, {clock}"),
            (_, _, true, Lang::En) => format!("tomorrow, {clock}"),
            _ if days != 0 => format!("{}, {clock}", short_date(day, lang)),
            _ => date(day, lang),
        }
    }
}

/// `14.11.2026` or `14 Nov 2026`
pub fn date(day: civil::Date, lang: Lang) -> String {
    match lang {
        Lang::De => format!("{:02}.{:02}.{}", day.day(), day.month(), day.year()),
        Lang::En => format!("{} {} {}", day.day(), MONTHS_EN[month_index(day)], day.year()),
    }
}

/// `12. Nov.` or `12 Nov`
pub fn short_date(day: civil::Date, lang: Lang) -> String {
    match lang {
        Lang::De => format!("{}. {}", day.day(), MONTHS_DE[month_index(day)]),
        Lang::En => format!("{} {}", day.day(), MONTHS_EN[month_index(day)]),
    }
}

fn month_index(day: civil::Date) -> usize {
    usize::try_from(day.month() - 1).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moment(text: &str, offset: i32) -> Moment {
        Moment::new(text.parse().unwrap(), offset)
    }

    #[test]
    fn times_are_told_like_a_person_would() {
        let now = moment("2026-11-23T09:00:00Z", 3600);
        for (at, de, en) in [
            ("2026-11-23T08:31:00Z", "heute, 09:31", "today, 09:31"),
            ("2026-11-22T23:30:00Z", "heute, 00:30", "today, 00:30"),
            ("2026-11-22T22:30:00Z", "gestern, 23:30", "yesterday, 23:30"),
            ("2026-11-24T08:00:00Z", "morgen, 09:00", "tomorrow, 09:00"),
            ("2026-03-02T08:00:00Z", "2. März, 09:00", "2 Mar, 09:00"),
            ("2025-11-23T08:00:00Z", "23.11.2025", "23 Nov 2025"),
        ] {
            assert_eq!(moment(at, 3600).told(now, Lang::De), de);
            assert_eq!(moment(at, 3600).told(now, Lang::En), en);
        }
    }
}
